"""Where the voxels of a plane are in a pane."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QTransform

from lgg_viewer.core.plane import Plane
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.view_state import Viewport, ViewState

Voxel = tuple[int, int, int]


@dataclass(frozen=True)
class PaneGeometry:
    """How a plane of a stack lies in a pane.

    Attributes
    ----------
    plane : Plane
    shape : tuple of int
        Slices, rows and columns of the stack.
    crossing : tuple of int
        The voxel under the crosshair, through which the plane is cut.
    viewport : Viewport
        As it is seen here: the slice on screen is never out of sight.
    transform : QTransform
        From pixel-edge coordinates of the plane to the pane.
    """

    plane: Plane
    shape: Voxel
    crossing: Voxel
    viewport: Viewport
    transform: QTransform

    @classmethod
    def of(cls, plane: Plane, size: QSize, shape: Voxel, spacing: Spacing | None, state: ViewState) -> "PaneGeometry":
        """Lay a plane into a pane of a size.

        A pixel is as large as in a pane of this size that shows the slice, unless the stack is too high for that.
        """
        crossing = state.crossing(shape)
        scale = min(_fit(Plane.AXIAL, size, shape, spacing), _fit(plane, size, shape, spacing)) * state.viewport.zoom
        rows, columns = plane.shape(shape)
        down, along = (side * scale for side in plane.voxel_size(shape, spacing))
        across, middle = state.viewport.middle(plane)
        viewport = state.viewport
        if plane is not Plane.AXIAL:
            row, half = plane.place(crossing, shape[0])[0], size.height() / 2 / down
            if 2 * half >= rows:
                middle = 0.5  # all of it is in sight: it has no reason to move
            elif half > 1:
                middle = min(max(middle, (row + 1 - half) / rows), (row + half) / rows)
            else:
                middle = (row + 0.5) / rows
            viewport = viewport.with_middle(plane, across, middle)
        transform = QTransform.fromTranslate(size.width() / 2, size.height() / 2)
        transform.scale(along, down)
        transform.translate(-across * columns, -middle * rows)
        return cls(plane, shape, crossing, viewport, transform)

    @property
    def extent(self) -> tuple[int, int]:
        """Rows and columns of the plane."""
        return self.plane.shape(self.shape)

    @property
    def picture(self) -> QRectF:
        """Where the whole plane is in the pane."""
        rows, columns = self.extent
        return self.transform.mapRect(QRectF(0, 0, columns, rows))

    def share_at(self, place: QPointF) -> tuple[float, float]:
        """Return what is under a point of the pane, as shares of the plane's width and height."""
        rows, columns = self.extent
        at = self.transform.inverted()[0].map(place)
        return at.x() / columns, at.y() / rows

    def place_at(self, place: QPointF) -> tuple[int, int] | None:
        """Return row and column of the plane under a point of the pane; None beside it."""
        rows, columns = self.extent
        at = self.transform.inverted()[0].map(place)
        row, column = math.floor(at.y()), math.floor(at.x())
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None

    def voxel(self, place: tuple[int, int]) -> Voxel:
        """Return the voxel (slice, row, column) at row and column of the plane."""
        return self.plane.voxel(place, self.crossing, self.shape[0])

    def crosshair(self) -> QPointF:
        """Return the middle of the voxel under the crosshair, in the pane."""
        row, column = self.plane.place(self.crossing, self.shape[0])
        return self.transform.map(QPointF(column + 0.5, row + 0.5))


def _fit(plane: Plane, size: QSize, shape: Voxel, spacing: Spacing | None) -> float:
    """Return how large a slice's pixel is where a plane just fits into a pane."""
    rows, columns = plane.shape(shape)
    down, along = plane.voxel_size(shape, spacing)
    return min(size.width() / (columns * along), size.height() / (rows * down))
