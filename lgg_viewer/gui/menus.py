"""Pieces of menus that the table of actions does not make."""

import sys
from collections.abc import Callable

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

_GPU = ("mps", "GPU (Metal)") if sys.platform == "darwin" else ("cuda", "GPU (CUDA)")
DEVICES = (("auto", "Automatic"), ("cpu", "CPU"), _GPU)


def add_devices(menu: QMenu, chosen: str, choose: Callable[[str], None]) -> None:
    """Fill a menu with the devices a network can run on; one of them is checked."""
    group = QActionGroup(menu)
    for device, text in DEVICES:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setData(device)
        action.setChecked(device == chosen)
        group.addAction(action)

    def tell(action: QAction) -> None:
        choose(str(action.data()))

    group.triggered.connect(tell)


def menu_button(name: str, menu: QMenu) -> QToolButton:
    """Make a button of the toolbar that opens a menu."""
    button = QToolButton()
    button.setText(f"{name} ▾")
    button.setAccessibleName(name)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button
