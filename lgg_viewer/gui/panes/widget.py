"""A pane: what it shows, and how it is painted."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from lgg_viewer.core.pane import Way
from lgg_viewer.core.plane import Plane
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.view_state import ViewState
from lgg_viewer.gui.panes.divider import Divider
from lgg_viewer.gui.panes.face import PaneFace
from lgg_viewer.gui.panes.geometry import PaneGeometry, Voxel
from lgg_viewer.gui.panes.highlight import Highlight
from lgg_viewer.gui.panes.slice_picture import AREAS, OF_MASK, OF_PREDICTION, Kept, SlicePicture, outline_path
from lgg_viewer.gui.panes.text import CORNER, CanvasText
from lgg_viewer.gui.panes.view_painter import paint_crosshair, paint_view
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import CANVAS, px
from lgg_viewer.words import tr


class PaneWidget(QWidget):
    """One plane of the stack with its overlays, or two views of it that are compared.

    Parameters
    ----------
    session : Session
    parent : QWidget or None
    kept : dict or None
        Where prepared layers are kept; panes share it.

    Attributes
    ----------
    face : PaneFace
        What it shows; `wear` changes it.
    turn : int
        Which of two views that take turns is in sight.
    corner_width : int
        How far from the left the buttons in its upper corner reach.
    painted_last : list of callable
        Called with painter and `image_transform()` once a plane and all that belongs to it are painted.
    """

    def __init__(self, session: Session, parent: QWidget | None = None, kept: Kept | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Slice"))
        self.setAccessibleDescription(
            tr("Wheel: slice. Left drag: window and level. Right drag: zoom. Middle drag: pan.")
        )
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.face = PaneFace()
        self.turn = 0
        self.corner_width = 0
        self._pointed_at = False
        self._laid_out: tuple[tuple[Plane, QSize, Voxel, Spacing | None, ViewState], PaneGeometry] | None = None
        self._session = session
        self._kept: Kept = {} if kept is None else kept
        self._pictures: tuple[SlicePicture, ...] = (SlicePicture(session, kept=self._kept),)
        self._text = CanvasText(session, self)
        self._highlight = Highlight(self)
        self.painted_last: list[Callable[[QPainter, QTransform], None]] = [self._highlight.paint]
        self._divider = Divider(self)
        session.study_changed.connect(self._on_study)
        session.study_loaded.connect(self._on_study)
        session.slice_changed.connect(self._on_slice)
        session.cross_changed.connect(self._on_cross)
        session.image_changed.connect(self._on_image)
        session.mask_changed.connect(self._on_mask)
        session.prediction_changed.connect(self._on_prediction)
        session.overlays_changed.connect(self._on_overlays)
        session.viewport_changed.connect(self._on_viewport)
        session.spacing_changed.connect(self._on_viewport)

    def sizeHint(self) -> QSize:
        """Take what there is."""
        return QSize(860, 700)

    def minimumSizeHint(self) -> QSize:
        """Leave enough to see a brain."""
        return QSize(128, 128) if self.face.crowded else QSize(256, 256)

    # what is shown

    def wear(self, face: PaneFace) -> None:
        """Show something else."""
        if face == self.face:
            return
        before, self.face, self.turn = self.face, face, 0
        self._pictures = tuple(SlicePicture(self._session, view, self._kept) for view in face.views)
        if [(v.plane, v.threshold) for v in face.views] != [(v.plane, v.threshold) for v in before.views]:
            # a plane that no pane showed was not kept up to date, and layers of a threshold that is left are not missed
            self.picture.forget()
        self._highlight.end()
        self._divider.setVisible(face.way is Way.SWIPE and face.compared)
        self.updateGeometry()
        self._tell_hover()
        self.update()

    @property
    def plane(self) -> Plane:
        """The plane shown."""
        return self.face.views[0].plane

    @property
    def swiped_at(self) -> int | None:
        """Where the divider between two views is; None without one."""
        return self._divider.at if self.face.compared and self.face.way is Way.SWIPE else None

    @property
    def picture(self) -> SlicePicture:
        """The layers in sight; of two views on either side of a divider, those of the first."""
        return self._pictures[self.turn]

    @property
    def pictures(self) -> tuple[SlicePicture, ...]:
        """The layers of all views that are in sight at once."""
        return self._pictures if self.swiped_at is not None else (self.picture,)

    @property
    def place_top(self) -> int:
        """How far from the top it says where the plane lies."""
        return self._text.place()[1]

    def picture_at(self, x: float) -> SlicePicture:
        """Return the layers that are in sight at a place of this widget: of the view on that side of a divider."""
        divided = self.swiped_at
        return self.picture if divided is None or x < divided else self._pictures[1]

    def leave_corner(self, width: int) -> None:
        """Leave room for the buttons in the upper corner."""
        if width != self.corner_width:
            self.corner_width = width
            self.update()

    def show_turn(self, turn: int) -> None:
        """Show the first or the second of two views that take turns."""
        if self.face.compared and turn != self.turn:
            self.turn = turn
            self.update()

    def show_pointed_at(self, pointed_at: bool) -> None:
        """Show where the crosshair is while it is moved in another pane."""
        if pointed_at != self._pointed_at:
            self._pointed_at = pointed_at
            self.update()

    # what changed

    def _forget(self, *layers: str) -> None:
        self.picture.forget(*layers)
        self.update()

    def _on_study(self) -> None:
        self._highlight.end()
        self._forget()
        self._tell_hover()

    def _on_slice(self) -> None:
        if self.plane is Plane.AXIAL:
            self._on_study()
        self.update()

    def _on_cross(self) -> None:
        if self.plane is not Plane.AXIAL:
            self._on_study()
        self.update()

    def _on_image(self) -> None:
        self._forget("image")

    def _on_mask(self) -> None:
        self._highlight.end()
        self._forget(*OF_MASK)

    def _on_prediction(self) -> None:
        self._highlight.end()
        self._forget(*OF_PREDICTION)

    def _on_overlays(self) -> None:
        self._forget(*AREAS)

    def _on_viewport(self) -> None:
        self._tell_hover()
        self.update()

    def point_out(self, number: int) -> None:
        """Outline a component of the prediction's mask for a moment; the view moves only if it is out of sight."""
        session, volume = self._session, self._session.volume
        if session.finding is None or volume is None or self.plane is not Plane.AXIAL:
            return
        table, z = session.finding.components, session.state.z
        _, rows, columns = volume.shape
        first = z * rows * columns
        voxels = table.voxels_of(number)
        plane = np.zeros(rows * columns, bool)
        plane[voxels[(voxels >= first) & (voxels < first + rows * columns)] - first] = True
        path = outline_path(plane.reshape(rows, columns))
        place = path.boundingRect().center()
        if not QRectF(self.rect()).contains(self.image_transform().map(place)):
            session.set_viewport(replace(session.state.viewport, centre=(place.x() / columns, place.y() / rows)))
        self._highlight.begin(path)

    # geometry

    def lay_out(self) -> PaneGeometry | None:
        """Return where the plane lies in this pane; None while there are no pixels."""
        session, volume = self._session, self._session.volume
        if volume is None:
            return None
        # asked for many times in one painting
        asked = (self.plane, self.size(), volume.shape, session.spacing, session.state)
        if self._laid_out is None or self._laid_out[0][:-1] != asked[:-1] or self._laid_out[0][-1] is not asked[-1]:
            self._laid_out = asked, PaneGeometry.of(*asked)
        return self._laid_out[1]

    def image_transform(self) -> QTransform:
        """Map pixel-edge coordinates of the plane to this widget."""
        geometry = self.lay_out()
        return geometry.transform if geometry is not None else QTransform()

    def _tell_hover(self) -> None:
        geometry = self.lay_out() if self.underMouse() else None
        place = QPointF(self.mapFromGlobal(self.cursor().pos()))
        self._text.set_hover(geometry.place_at(place) if geometry is not None else None)

    # painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint image, colour, outlines and text, in this order."""
        painter = QPainter(self)
        try:
            self._paint(painter)
        finally:
            painter.end()  # an error must not leave a painter behind: Qt ends the process then

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(CANVAS))
        geometry, state = self.lay_out(), self._session.state
        shown = geometry is not None and not self.picture.image().isNull()
        if geometry is not None and shown:
            divided = self.swiped_at
            if divided is None:
                paint_view(painter, self.picture, geometry, overlays=state.overlays_visible)
            else:
                for picture, left, right in zip(self._pictures, (0, divided), (divided, self.width()), strict=True):
                    painter.setClipRect(left, 0, right - left, self.height())
                    paint_view(painter, picture, geometry, overlays=state.overlays_visible)
                painter.setClipping(False)
            if self._pointed_at or (state.panes.lines and state.panes.planes_differ):
                paint_crosshair(painter, geometry, QRectF(self.rect()).adjusted(0, px(CORNER), 0, -px(CORNER)))
        self._text.paint(painter)
        if geometry is not None and shown:
            for paint in self.painted_last:
                paint(painter, geometry.transform)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the divider where it was, as a share of the width."""
        super().resizeEvent(event)
        self._divider.place()
