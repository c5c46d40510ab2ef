"""Fields to type in beside an image whose keys are single letters: while the cursor is in one, the keys are its own."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


def _is_shortcut_of_the_window(event: QEvent) -> bool:
    """Whether a shortcut is about to take a key that writes or moves the cursor."""
    return (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.ShortcutOverride
        and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier in _PLAIN
    )


class CommentField(QPlainTextEdit):
    """A field for text.

    Signals
    -------
    focus_left
        The cursor went elsewhere.
    left
        Escape: the reader is done with it.
    """

    focus_left = Signal()
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Claim the keys that write or move the cursor, and Escape."""
        if _is_shortcut_of_the_window(event):
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the cursor is gone."""
        super().focusOutEvent(event)
        self.focus_left.emit()


class NameField(QLineEdit):
    """A field for a name, in which Enter ends the writing and approves nothing."""

    def event(self, event: QEvent) -> bool:
        """Claim the keys that write or move the cursor, and Enter."""
        if _is_shortcut_of_the_window(event):
            event.accept()
            return True
        return super().event(event)
