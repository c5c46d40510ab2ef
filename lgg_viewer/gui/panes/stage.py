"""The panes beside one another, and which of them is in use."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from lgg_viewer.core.plane import Plane
from lgg_viewer.gui.panes.canvas import Canvas
from lgg_viewer.gui.panes.corner import PaneCorner
from lgg_viewer.gui.panes.face import PaneFace
from lgg_viewer.gui.panes.flicker import Flicker
from lgg_viewer.gui.panes.slice_picture import Kept
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import DARK
from lgg_viewer.words import tr

GAP = 2
CORNER_LEFT, CORNER_TOP = 4, 5


class Stage(QWidget):
    """A grid of one, two or four panes; a thin frame is around the one used last.

    Parameters
    ----------
    session : Session
    dress : sequence of callable
        Called with each canvas once it is made, to give it its tools.

    Attributes
    ----------
    first : Canvas
        The first pane.

    Signals
    -------
    menu_asked(QPoint)
        A right click on a pane, at this place of the screen.
    """

    menu_asked = Signal(QPoint)

    def __init__(
        self, session: Session, dress: Sequence[Callable[[Canvas], object]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._dress = dress
        self._kept: Kept = {}
        self._canvases: list[Canvas] = []
        self._corners: list[PaneCorner] = []
        self._grid = QGridLayout(self)
        self._flicker = Flicker(session, self)
        self.first = self._canvas(0)
        session.panes_changed.connect(self._arrange)
        self._arrange()

    @property
    def shown(self) -> list[Canvas]:
        """The panes in sight, in reading order."""
        return [self._canvases[number] for number in self._session.state.panes.placed]

    @property
    def active(self) -> Canvas:
        """The pane used last."""
        return self._canvases[self._session.state.panes.active]

    def take_keys(self) -> None:
        """Give the keys to the pane used last."""
        self.active.setFocus()

    def point_out(self, number: int) -> None:
        """Outline a component of the prediction's mask for a moment, in every pane that shows the slice."""
        for canvas in self.shown:
            if canvas.plane is Plane.AXIAL:
                canvas.point_out(number)

    # what is shown

    def _canvas(self, number: int) -> Canvas:
        """Return a pane, made when it is first asked for."""
        while number >= len(self._canvases):
            canvas = Canvas(self._session, self, self._kept)
            if self._canvases:
                canvas.setAccessibleName(tr("Slice, pane {number}", number=len(self._canvases) + 1))
            canvas.hide()
            canvas.menu_asked.connect(self.menu_asked)
            canvas.enlarge_asked.connect(self._enlarge)
            canvas.pointed.connect(self._point)
            self._flicker.turned.connect(canvas.show_turn)
            self._corners.append(PaneCorner(self._session, len(self._canvases), canvas))
            self._canvases.append(canvas)
            for dress in self._dress:
                dress(canvas)
            # installed last it sees events first: a tool may keep them to itself
            canvas.installEventFilter(self)
        return self._canvases[number]

    def _arrange(self) -> None:
        """Place the panes that are in sight, and tell each what it shows."""
        panes = self._session.state.panes
        placed = panes.placed
        had_keys = any(canvas.hasFocus() for canvas in self._canvases)
        self._canvas(len(panes.views) - 1)
        self._grid.setSpacing(2 * GAP)
        self._share_out(len(placed))
        # each pane that comes or goes would lay out the whole window anew
        self._grid.setEnabled(False)
        for number, canvas in enumerate(self._canvases):
            if number not in placed:
                canvas.hide()
                self._grid.removeWidget(canvas)
        for place, (number, views) in enumerate(placed.items()):
            canvas = self._canvas(number)
            canvas.wear(PaneFace(views, panes.way, number, leading=place == 0, crowded=len(placed) > 1))
            self._grid.addWidget(canvas, place // 2, place % 2)
            canvas.show()
        self._place_corners()
        for line in range(2):
            self._grid.setRowStretch(line, int(line * 2 < len(placed)))
            self._grid.setColumnStretch(line, int(line < len(placed)))
        self._grid.setEnabled(True)
        self._grid.activate()
        self._place_corners()
        if had_keys:
            self.take_keys()
        self.update()

    def _share_out(self, count: int) -> None:
        """Leave an odd pixel out: the same slice is as large in every pane."""
        margin, odd = (GAP, (self.width() % 2, self.height() % 2)) if count > 1 else (0, (0, 0))
        self._grid.setContentsMargins(margin, margin, margin + odd[0], margin + (odd[1] if count > 2 else 0))

    def _place_corners(self) -> None:
        """Put the corner of each pane into it; two panes that share a place have theirs side by side."""
        panes = self._session.state.panes
        hidden = set(self._corners)
        for number, views in panes.placed.items():
            left, canvas = CORNER_LEFT, self._canvases[number]
            shared = (0, 1) if len(views) == len(panes.views) else (number,)
            for corner in (self._corners[each] for each in shared if len(panes.views) > 1):
                hidden.discard(corner)
                if corner.parentWidget() is not canvas:
                    corner.setParent(canvas)
                corner.refresh()
                corner.move(left, CORNER_TOP)
                corner.show()
                left += corner.width() + CORNER_LEFT
            canvas.leave_corner(left - CORNER_LEFT)
        for corner in hidden:
            corner.hide()

    def _enlarge(self) -> None:
        self._session.set_panes(self._session.state.panes.enlarged())

    def _point(self, points: bool) -> None:
        for canvas in self.shown:
            canvas.show_pointed_at(points and canvas is not self.sender())

    # Qt

    def changeEvent(self, event: QEvent) -> None:
        """Place the corners anew when letters change their size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._corners:
            self._place_corners()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the panes of one size."""
        self._share_out(len(self.shown))
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice which pane is used."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.FocusIn) and isinstance(watched, Canvas):
            number = self._canvases.index(watched)
            if number in self._session.state.panes.placed:
                self._session.set_panes(self._session.state.panes.activated(number))
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines between the panes, and the frame of the one in use."""
        if len(self.shown) == 1:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(DARK.line))
        painter.setPen(QPen(QColor(DARK.accent), GAP))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.active.geometry()).adjusted(-1, -1, 1, 1))
        painter.end()
