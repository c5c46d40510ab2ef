"""Pieces of menus that the table of actions does not make."""

import sys
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from lgg_viewer.core.devices import DEVICES
from lgg_viewer.gui.actions.made import Actions
from lgg_viewer.words import mark, tr

_NAMES = {"auto": mark("Automatic"), "cpu": "CPU", "cuda": "GPU (CUDA)", "mps": "GPU (Metal)"}
_ELSEWHERE = "cuda" if sys.platform == "darwin" else "mps"
# what a right click on the image offers, a line where nothing is named
ON_IMAGE = (
    *("prediction", "truth", "fill", "heat", "agreement", "doubt", "hidden", ""),
    *("window-auto", "invert", "fit", ""),
    *("swipe", "flicker", "pane-alone", ""),
    *("ruler", "ellipse", "free-hand", "measure-copy", "measure-delete", ""),
    *("segment-study", "export"),
)
OFFERED = tuple((device, _NAMES[device]) for device in DEVICES if device != _ELSEWHERE)
"""The devices of this kind of computer, and how the menu calls them, in English."""


def image_menu(actions: Actions, parent: QWidget) -> QMenu:
    """Make the menu of a right click on the image, gone once it is closed."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for key in ON_IMAGE:
        if key:
            menu.addAction(actions[key])
        else:
            menu.addSeparator()
    return menu


def add_devices(menu: QMenu, chosen: str, choose: Callable[[str], None]) -> None:
    """Fill a menu with the devices a network can run on; one of them is checked."""
    group = QActionGroup(menu)
    for device, text in OFFERED:
        action = menu.addAction(tr(text))
        action.setCheckable(True)
        action.setData(device)
        action.setChecked(device == chosen)
        group.addAction(action)

    def tell(action: QAction) -> None:
        choose(str(action.data()))

    group.triggered.connect(tell)


def menu_button(name: str, menu: QMenu) -> QToolButton:
    """Make a button of the toolbar that opens a menu, of which it has the name."""
    button = QToolButton()
    button.setText(f"{tr(name)} ▾")
    button.setAccessibleName(tr(name))
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button
