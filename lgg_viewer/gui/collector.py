"""Python's garbage, collected in the window's thread alone.

Left to itself, Python collects in whatever thread happens to allocate. In a worker's that may destroy widgets and
timers that lie in a cycle, away from the thread they belong to: Qt crashes then, or waits for ever.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

PERIOD_MS = 500


class Collector(QObject):
    """Stands in for Python's own collector for as long as threads run beside the window."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=PERIOD_MS)
        self._timer.timeout.connect(self._collect)

    def begin(self) -> None:
        """Take over."""
        gc.disable()
        self._timer.start()

    def end(self) -> None:
        """Give back."""
        self._timer.stop()
        gc.enable()

    @Slot()
    def _collect(self) -> None:
        """Collect the oldest generation that Python itself would collect now."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
