"""The slice: painted, and moved with the mouse as radiologists are used to."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from lgg_viewer.core.overlay import PREDICTION_COLOUR, TRUTH_COLOUR
from lgg_viewer.gui.canvas_text import CanvasText
from lgg_viewer.gui.highlight import Highlight
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.slice_picture import AREAS, OF_MASK, OF_PREDICTION, SlicePicture, outline_path
from lgg_viewer.gui.theme import CANVAS

WHEEL_STEP = 120
ZOOM_PER_PIXEL = 0.008
# past this many screen pixels a voxel, its square is of more interest than a smooth picture
SMOOTH_UP_TO = 16.0


class Canvas(QWidget):
    """One slice with its overlays.

    Wheel: slice, with Shift ten at once. Ctrl + wheel: zoom at the cursor. Left drag: window (across) and level (up
    and down). Right drag: zoom. Middle drag: pan.

    Signals
    -------
    hovered
        The voxel under the cursor differs; `hover` tells it.
    menu_asked(QPoint)
        A right click without a drag, at this place of the screen.

    Attributes
    ----------
    painted_last : list of callable
        Called with painter and `image_transform()` once a slice and all that belongs to it are painted.
    """

    hovered = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Slice")
        self.setAccessibleDescription("Wheel: slice. Left drag: window and level. Right drag: zoom. Middle drag: pan.")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.hover: tuple[int, int] | None = None
        self._session = session
        self._picture = SlicePicture(session)
        self._text = CanvasText(session, self)
        self._highlight = Highlight(self)
        self.painted_last: list[Callable[[QPainter, QTransform], None]] = [self._highlight.paint]
        self._wheel = 0
        self._pressed: tuple[Qt.MouseButton, QPointF] | None = None
        self._last = QPointF()
        self._dragged = False
        session.study_changed.connect(self._on_study)
        session.study_loaded.connect(self._on_study)
        session.slice_changed.connect(self._on_study)
        session.image_changed.connect(self._on_image)
        session.mask_changed.connect(self._on_mask)
        session.prediction_changed.connect(self._on_prediction)
        session.overlays_changed.connect(self._on_overlays)
        session.viewport_changed.connect(self._on_viewport)

    def sizeHint(self) -> QSize:
        """Take what there is."""
        return QSize(860, 700)

    def minimumSizeHint(self) -> QSize:
        """Leave enough to see a brain."""
        return QSize(256, 256)

    # what changed

    def _on_study(self) -> None:
        self._picture.forget()
        self._highlight.end()
        self._tell_hover()
        self.update()

    def _on_image(self) -> None:
        self._picture.forget("image")
        self.update()

    def _on_mask(self) -> None:
        self._picture.forget(*OF_MASK)
        self._highlight.end()
        self.update()

    def _on_prediction(self) -> None:
        self._picture.forget(*OF_PREDICTION)
        self._highlight.end()
        self.update()

    def _on_overlays(self) -> None:
        self._picture.forget(*AREAS)
        self.update()

    def _on_viewport(self) -> None:
        self._tell_hover()
        self.update()

    def point_out(self, number: int) -> None:
        """Outline a component of the prediction's mask for a moment; the view moves only if it is out of sight."""
        session, volume = self._session, self._session.volume
        if session.finding is None or volume is None:
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

    def image_transform(self) -> QTransform:
        """Map pixel-edge coordinates of the slice to this widget."""
        volume, viewport = self._session.volume, self._session.state.viewport
        if volume is None:
            return QTransform()
        _, rows, columns = volume.shape
        scale = min(self.width() / columns, self.height() / rows) * viewport.zoom
        transform = QTransform.fromTranslate(self.width() / 2, self.height() / 2)
        transform.scale(scale, scale)
        transform.translate(-viewport.centre[0] * columns, -viewport.centre[1] * rows)
        return transform

    def voxel_at(self, place: QPointF) -> tuple[int, int] | None:
        """Return row and column of the voxel under a point of this widget."""
        volume = self._session.volume
        if volume is None:
            return None
        at = self.image_transform().inverted()[0].map(place)
        row, column = math.floor(at.y()), math.floor(at.x())
        _, rows, columns = volume.shape
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None

    def _share_at(self, place: QPointF) -> tuple[float, float] | None:
        volume = self._session.volume
        if volume is None:
            return None
        at = self.image_transform().inverted()[0].map(place)
        return at.x() / volume.shape[2], at.y() / volume.shape[1]

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
        image = self._picture.image()
        transform = self.image_transform()
        if not image.isNull():
            target = transform.mapRect(QRectF(0, 0, image.width(), image.height()))
            smooth = transform.m11() < SMOOTH_UP_TO
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(target, image)
            if self._session.state.overlays_visible:
                for layer, may_smooth in self._picture.colour():
                    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth and may_smooth)
                    painter.drawImage(target, layer)
                self._paint_outlines(painter, transform)
        self._text.paint(painter)
        if not image.isNull():
            for paint in self.painted_last:
                paint(painter, transform)

    def _paint_outlines(self, painter: QPainter, transform: QTransform) -> None:
        overlays = self._session.state.overlays
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # prediction solid, ground truth dashed on top: both stay visible where they run together
        if overlays.prediction:
            painter.setPen(_pen(PREDICTION_COLOUR, Qt.PenStyle.SolidLine))
            painter.drawPath(transform.map(self._picture.prediction_outline()))
        if overlays.truth:
            painter.setPen(_pen(TRUTH_COLOUR, Qt.PenStyle.CustomDashLine))
            painter.drawPath(transform.map(self._picture.truth_outline()))

    # mouse

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step through the slices, or zoom with Ctrl held."""
        delta = event.angleDelta()
        # with Shift held some systems turn the wheel sideways
        turned = delta.y() if delta.y() else delta.x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            viewport = self._session.state.viewport
            self._session.set_viewport(viewport.zoomed(1.2 ** (turned / WHEEL_STEP), self._share_at(event.position())))
        else:
            self._wheel += turned
            steps = int(self._wheel / WHEEL_STEP)
            self._wheel -= steps * WHEEL_STEP
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                steps *= 10
            if steps:
                self._session.go_to_slice(self._session.state.z - steps)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag; a second button during a drag is ignored."""
        if self._pressed is None or not event.buttons() & self._pressed[0]:
            self._pressed = (event.button(), event.position())
            self._last = event.position()
            self._dragged = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or tell the voxel under the cursor."""
        if self._pressed is not None and not event.buttons() & self._pressed[0]:
            self._pressed = None  # released where this widget was not told, over a dialog
        if self._pressed is not None:
            self._drag(event.position())
        self._tell_hover()

    def _drag(self, place: QPointF) -> None:
        assert self._pressed is not None
        button, start = self._pressed
        if not self._dragged and (place - start).manhattanLength() < 3:
            return
        self._dragged = True
        step, self._last = place - self._last, place
        state = self._session.state
        if button == Qt.MouseButton.LeftButton:
            grey = state.largest / 255
            self._session.drag_window(step.x() * grey, step.y() * grey)
        elif button == Qt.MouseButton.RightButton:
            self._session.set_viewport(
                state.viewport.zoomed(math.exp(-step.y() * ZOOM_PER_PIXEL), self._share_at(start))
            )
        elif button == Qt.MouseButton.MiddleButton:
            here, there = self._share_at(place), self._share_at(place - step)
            if here and there:
                self._session.set_viewport(state.viewport.panned(there[0] - here[0], there[1] - here[1]))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag; a right click without one asks for the menu."""
        if self._pressed is None or event.button() != self._pressed[0]:
            return
        if event.button() == Qt.MouseButton.RightButton and not self._dragged:
            self.menu_asked.emit(event.globalPosition().toPoint())
        self._pressed = None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu from the keyboard; the mouse's own comes with the release, as its button zooms too."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_asked.emit(self.mapToGlobal(self.rect().center()))

    def leaveEvent(self, event: object) -> None:
        """Forget the voxel: the cursor is over none now."""
        self._tell_hover()

    def _tell_hover(self) -> None:
        inside = self.underMouse()
        self.hover = self.voxel_at(QPointF(self.mapFromGlobal(self.cursor().pos()))) if inside else None
        self._text.set_hover(self.hover)
        self.hovered.emit()


def _pen(colour: tuple[int, int, int], style: Qt.PenStyle) -> QPen:
    pen = QPen(QColor(*colour), 1.8, style)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if style == Qt.PenStyle.CustomDashLine:
        pen.setDashPattern([4, 3])
    return pen
