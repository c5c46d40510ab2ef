"""Cine: the slices of a study one after the other, until the reader takes over."""

from typing import cast

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QTransform, QWheelEvent

from lgg_viewer.core.plane import Plane
from lgg_viewer.gui.panes.canvas import Canvas
from lgg_viewer.gui.panes.rimmed_text import draw_text
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.settings import Settings
from lgg_viewer.gui.theme import GRID
from lgg_viewer.words import tr, tr_n

SPEEDS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30)
FIRST_SPEED = 10


class Cine(QObject):
    """Plays slices, from the last on to the first.

    It stops when anybody else changes the slice or the study.

    Signals
    -------
    changed
        It plays, stands still, or has another speed.
    """

    changed = Signal()

    def __init__(self, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self.speed = settings.read("cine speed", FIRST_SPEED, _is_speed)
        self._stepping = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._step)
        session.slice_changed.connect(self._on_slice)
        session.study_changed.connect(self.stop)

    @property
    def playing(self) -> bool:
        """Whether the slices go by."""
        return self._timer.isActive()

    @property
    def can_play(self) -> bool:
        """Whether there are slices to go by."""
        return self._session.volume is not None and self._session.state.slices > 1

    def toggle(self) -> None:
        """Play, or stop."""
        if self.playing:
            self.stop()
        elif self.can_play:
            self._timer.start(round(1000 / self.speed))
            self.changed.emit()

    def stop(self) -> None:
        """Stand still at the slice on screen."""
        if self.playing:
            self._timer.stop()
            self.changed.emit()

    def change_speed(self, step: int) -> None:
        """Play faster or slower by steps of `SPEEDS`, now and at the next start."""
        at = min(max(SPEEDS.index(self.speed) + step, 0), len(SPEEDS) - 1)
        self.speed = SPEEDS[at]
        self._settings.write("cine speed", self.speed)
        if self.playing:
            self._timer.start(round(1000 / self.speed))
        self._session.noticed.emit(tr("Cine: {speed}.", speed=self.describe()), False)
        self.changed.emit()

    def describe(self) -> str:
        """Say how fast it plays."""
        return tr_n("{n} slice per second", "{n} slices per second", self.speed)

    def _step(self) -> None:
        state = self._session.state
        if not self.can_play:
            self.stop()
            return
        self._stepping = True
        try:
            self._session.go_to_slice((state.z + 1) % state.slices)
        finally:
            self._stepping = False

    def _on_slice(self) -> None:
        if not self._stepping:
            self.stop()


class CineOnCanvas(QObject):
    """Shows on a canvas that slices are played and how fast; the wheel and Esc stop them."""

    def __init__(self, canvas: Canvas, cine: Cine) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._cine = cine
        canvas.installEventFilter(self)
        canvas.painted_last.append(self.paint)
        cine.changed.connect(canvas.update)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stop at the reader's hand; Esc means nothing else then."""
        if not self._cine.playing:
            return False
        match event.type():
            case QEvent.Type.Wheel:
                if not cast(QWheelEvent, event).modifiers() & Qt.KeyboardModifier.ControlModifier:
                    self._cine.stop()
            case QEvent.Type.ShortcutOverride if _is_escape(event):
                event.accept()
                return True
            case QEvent.Type.KeyPress if _is_escape(event):
                self._cine.stop()
                return True
        return False

    def paint(self, painter: QPainter, _transform: QTransform) -> None:
        """Say the speed below the number of the slice."""
        if self._cine.playing and self._canvas.plane is Plane.AXIAL:
            line = QFontMetrics(self._canvas.font()).height()
            area = QRect(GRID, self._canvas.place_top + line + 2, self._canvas.width() - 2 * GRID, line)
            draw_text(painter, area, Qt.AlignmentFlag.AlignRight, f"▶ {self._cine.describe()}")


def _is_speed(kept: int) -> bool:
    return type(kept) is int and kept in SPEEDS


def _is_escape(event: QEvent) -> bool:
    return cast(QKeyEvent, event).key() == Qt.Key.Key_Escape
