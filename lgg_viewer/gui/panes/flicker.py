"""Two views in turn, at a pace that does no harm."""

from PySide6.QtCore import QObject, QTimer, Signal

from lgg_viewer.core.pane import Way
from lgg_viewer.gui.session import Session

# Two changes make one flash. WCAG 2.3.1 allows three flashes a second; this is one.
TURN_MS = 500


class Flicker(QObject):
    """Gives the turn to one view and the other while views flicker.

    Signals
    -------
    turned(int)
        The first (0) or the second view (1) is to be seen.
    """

    turned = Signal(int)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._turn = 0
        self._timer = QTimer(self, interval=TURN_MS)
        self._timer.timeout.connect(self._go_on)
        session.panes_changed.connect(self._on_panes)

    def _on_panes(self) -> None:
        flickers = self._session.state.panes.way is Way.FLICKER
        if flickers != self._timer.isActive():
            self._turn = 0
            if flickers:
                self._timer.start()
            else:
                self._timer.stop()

    def _go_on(self) -> None:
        self._turn = 1 - self._turn
        self.turned.emit(self._turn)
