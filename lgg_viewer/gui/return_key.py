"""The return key while something is typed: it ends the typing, and decides about no study."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QWidget


class ReturnKey(QObject):
    """Leaves the key with the fields of a window, before its shortcuts take it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        for kind in (QLineEdit, QAbstractSpinBox):
            for field in window.findChildren(kind):
                field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim the key for the field that has the focus."""
        asked = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if asked and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().eventFilter(watched, event)
