"""Labels of the tables of figures."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

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


def figure(name: str) -> QLabel:
    """Make a cell for a figure; it can be selected with the mouse, and leaves the keys with the image."""
    cell = words(NONE, right=True)
    cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    cell.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    cell.setAccessibleName(name)
    return cell
