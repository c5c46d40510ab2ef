"""The keys of controls: what has the focus keeps those it works with; all others are the window's shortcuts."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDockWidget,
    QDoubleSpinBox,
    QLineEdit,
    QMainWindow,
    QRadioButton,
    QSlider,
    QSpinBox,
    QWidget,
)

# it ends the typing, and decides about no study
_RETURN = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter))
_ARROWS = frozenset((Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down))
_JUMPS = frozenset((Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End))
_ESCAPE = frozenset((Qt.Key.Key_Escape,))
_KEYS: tuple[tuple[type[QWidget], frozenset[Qt.Key]], ...] = (
    (QLineEdit, _RETURN),
    (QAbstractSpinBox, _RETURN | _ARROWS | _JUMPS | _ESCAPE),
    (QSlider, _ARROWS | _JUMPS | _ESCAPE),
    (QComboBox, _ARROWS | _JUMPS | _ESCAPE),
    (QRadioButton, _ARROWS | _ESCAPE),
)
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class ControlKeys(QObject):
    """Leaves the controls of a window their keys, before its shortcuts take them.

    A key that a control does not claim itself goes on to what the control lies in, up to the window or to a dock that
    floats. There it is claimed for the control, whenever that was made.

    Signals
    -------
    left
        Escape in a control: what is half typed is given up, and the keys belong to the image again.
    """

    left = Signal()

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        for top in (window, *window.findChildren(QDockWidget)):
            top.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim a key for the control that has the focus, and let Escape leave it."""
        if isinstance(event, QKeyEvent) and isinstance(watched, QWidget) and not event.modifiers() & ~_KEYPAD:
            control = watched.focusWidget()
            if event.key() in _keys_of(control):
                if event.type() == QEvent.Type.ShortcutOverride:
                    event.accept()
                    return True
                if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                    self._leave(control)
                    return True
        return super().eventFilter(watched, event)

    def _leave(self, control: QWidget | None) -> None:
        if isinstance(control, QSpinBox | QDoubleSpinBox):
            control.setValue(control.value())  # type: ignore[arg-type]  # which writes it anew
        self.left.emit()


def _keys_of(control: QWidget | None) -> frozenset[Qt.Key]:
    return next((keys for kind, keys in _KEYS if isinstance(control, kind)), frozenset())
