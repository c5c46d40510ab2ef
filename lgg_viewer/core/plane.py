"""The three planes in which a stack of slices can be looked at, and how large a voxel is in each.

A stack knows neither left nor right: of the planes across it only the names are taken from anatomy. The first slice is
at the bottom, as the published data lie: their first slice is the base of the skull.
"""

from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.spacing import Spacing
from lgg_viewer.words import mark

HEIGHT_WHERE_UNKNOWN = 0.6
"""Height of a stack of unknown slice distance, as a share of the slices' width: about that of a head in its slices."""


class Plane(Enum):
    """How a stack is cut; the value is the name on screen, in English."""

    AXIAL = mark("axial")
    CORONAL = mark("coronal")
    SAGITTAL = mark("sagittal")

    def cut(self, stack: NDArray[Any], index: int) -> NDArray[Any]:
        """Return one plane of a stack, a view.

        Parameters
        ----------
        stack : ndarray, shape (Z, Y, X, ...)
        index : int
            Of the slice, the row or the column, 0-based.

        Returns
        -------
        ndarray, shape (Y, X, ...), (Z, X, ...) or (Z, Y, ...)
            The last slice is the first row where the slices are stacked.
        """
        if self is Plane.AXIAL:
            return np.asarray(stack[index])
        return np.asarray(stack[::-1, index] if self is Plane.CORONAL else stack[::-1, :, index])

    def shape(self, shape: tuple[int, int, int]) -> tuple[int, int]:
        """Return rows and columns of a plane of a stack of this shape."""
        slices, rows, columns = shape
        if self is Plane.AXIAL:
            return rows, columns
        return slices, columns if self is Plane.CORONAL else rows

    def index(self, voxel: tuple[int, int, int]) -> int:
        """Return which plane of its kind holds a voxel (slice, row, column)."""
        return voxel[(Plane.AXIAL, Plane.CORONAL, Plane.SAGITTAL).index(self)]

    def place(self, voxel: tuple[int, int, int], slices: int) -> tuple[int, int]:
        """Return row and column of a voxel (slice, row, column) in its plane."""
        z, y, x = voxel
        if self is Plane.AXIAL:
            return y, x
        return slices - 1 - z, x if self is Plane.CORONAL else y

    def voxel(self, place: tuple[int, int], through: tuple[int, int, int], slices: int) -> tuple[int, int, int]:
        """Return the voxel at row and column of the plane that goes through another voxel: `place` turned round."""
        (row, column), (z, y, x) = place, through
        if self is Plane.AXIAL:
            return z, row, column
        return (slices - 1 - row, y, column) if self is Plane.CORONAL else (slices - 1 - row, column, x)

    def voxel_size(self, shape: tuple[int, int, int], spacing: Spacing | None) -> tuple[float, float]:
        """Return height and width of a voxel in this plane, in widths of a slice's pixel.

        Without a spacing the pixels of a slice are square, and the stack is as high as `HEIGHT_WHERE_UNKNOWN` says:
        whoever shows that must say so.
        """
        slices, _, columns = shape
        if spacing is None:
            down, along = columns * HEIGHT_WHERE_UNKNOWN / slices, 1.0
        else:
            down, along = spacing.slice / spacing.column, spacing.row / spacing.column
        if self is Plane.AXIAL:
            return along, 1.0
        return down, 1.0 if self is Plane.CORONAL else along
