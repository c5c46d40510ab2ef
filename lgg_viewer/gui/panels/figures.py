"""Labels of the tables of figures."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel

from lgg_viewer.gui.theme import set_tone

NONE = "–"


def words(text: str, *, faint: bool = False, right: bool = False) -> QLabel:
    """Make a label that stays as it is."""
    label = QLabel(text)
    if faint:
        set_tone(label, "faint")
    if right:
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label


class Figure(QLabel):
    """A cell for a figure; it can be selected with the mouse, and leaves the keys with the image.

    A text that can be selected is laid out as a whole document. So it can be as long as the mouse is on it: a threshold
    that is dragged elsewhere changes a dozen of them at each step.
    """

    def __init__(self, name: str) -> None:
        super().__init__(NONE)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Let the text be selected."""
        super().enterEvent(event)
        self._let_select(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Let it be plain again, unless its menu, which copies it, has taken the mouse."""
        super().leaveEvent(event)
        if QApplication.activePopupWidget() is None:
            self._let_select(False)

    def _let_select(self, on: bool) -> None:
        flag = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flag.TextSelectableByMouse if on else flag.NoTextInteraction)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the flags bring one of their own
