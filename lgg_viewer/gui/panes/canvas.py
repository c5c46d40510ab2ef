"""A pane under the mouse, moved as radiologists are used to."""

import math

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from lgg_viewer.core.plane import Plane
from lgg_viewer.gui.panes.slice_picture import Kept
from lgg_viewer.gui.panes.widget import PaneWidget
from lgg_viewer.gui.session import Session

WHEEL_STEP = 120
ZOOM_PER_PIXEL = 0.008


class Canvas(PaneWidget):
    """A pane with its gestures.

    Wheel: slice (row or column in a plane across the slices), with Shift ten at once. Ctrl + wheel: zoom at the
    cursor. Shift + move: crosshair. Left drag: window (across) and level (up and down). Right drag: zoom. Middle
    drag: pan.

    Signals
    -------
    menu_asked(QPoint)
        A right click without a drag, at this place of the screen.
    enlarge_asked
        A double click.
    pointed(bool)
        The crosshair follows the cursor over this pane, or does so no more.
    """

    menu_asked = Signal(QPoint)
    enlarge_asked = Signal()
    pointed = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None, kept: Kept | None = None) -> None:
        super().__init__(session, parent, kept)
        self._wheel = 0
        self._pressed: tuple[Qt.MouseButton, QPointF] | None = None
        self._last = QPointF()
        self._dragged = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step through the planes, or zoom with Ctrl held."""
        delta = event.angleDelta()
        # with Shift held some systems turn the wheel sideways
        turned = delta.y() if delta.y() else delta.x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(1.2 ** (turned / WHEEL_STEP), event.position())
        else:
            self._wheel += turned
            steps = int(self._wheel / WHEEL_STEP)
            self._wheel -= steps * WHEEL_STEP
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                steps *= 10
            if steps:
                self._step(-steps)
        event.accept()

    def _step(self, steps: int) -> None:
        geometry = self.lay_out()
        if geometry is None or self.plane is Plane.AXIAL:
            self._session.go_to_slice(self._session.state.z + steps)
            return
        z, row, column = geometry.crossing
        at = (z, row + steps, column) if self.plane is Plane.CORONAL else (z, row, column + steps)
        self._session.move_cross(at)

    def _zoom(self, factor: float, place: QPointF) -> None:
        geometry = self.lay_out()
        if geometry is not None:
            self._session.set_viewport(geometry.viewport.zoomed(factor, geometry.share_at(place), self.plane))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag; a second button during a drag is ignored."""
        if self._pressed is None or not event.buttons() & self._pressed[0]:
            self._pressed = (event.button(), event.position())
            self._last = event.position()
            self._dragged = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Give the pane the place of all, or its own."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.enlarge_asked.emit()
        else:
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or tell the voxel under the cursor."""
        if self._pressed is not None and not event.buttons() & self._pressed[0]:
            self._pressed = None  # released where this widget was not told, over a dialog
        if self._pressed is not None:
            self._drag(event.position())
        else:
            self._point(event)
        self._tell_hover()

    def _point(self, event: QMouseEvent) -> None:
        """Let the crosshair follow the cursor while Shift is held."""
        geometry = self.lay_out()
        held = event.modifiers() == Qt.KeyboardModifier.ShiftModifier and not event.buttons()
        place = geometry.place_at(event.position()) if held and geometry is not None else None
        if geometry is not None and place is not None:
            self._session.move_cross(geometry.voxel(place))
        self.pointed.emit(place is not None)

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
            self._session.drag_window(step.x() * grey, step.y() * grey, self.picture_at(start.x()).display)
        elif button == Qt.MouseButton.RightButton:
            self._zoom(math.exp(-step.y() * ZOOM_PER_PIXEL), start)
        elif button == Qt.MouseButton.MiddleButton and (geometry := self.lay_out()) is not None:
            here, there = geometry.share_at(place), geometry.share_at(place - step)
            across, down = there[0] - here[0], there[1] - here[1]
            self._session.set_viewport(geometry.viewport.panned(across, down, self.plane))

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
        self.pointed.emit(False)
        self._tell_hover()
