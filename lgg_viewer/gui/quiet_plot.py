"""A plot in the colours of the panels, without pyqtgraph's own buttons, menus and mouse."""

import pyqtgraph as pg
from PySide6.QtCore import Qt

from lgg_viewer.gui.theme import FAINT, SUNKEN


class QuietPlot(pg.PlotWidget):  # type: ignore[misc]
    """Axes and what is drawn on them.

    Parameters
    ----------
    name : str
        For screen readers.
    tip : str
        What it shows and how it is used, as tooltip and description.
    """

    def __init__(self, name: str, tip: str = "") -> None:
        super().__init__(background=SUNKEN)
        self.setAccessibleName(name)
        self.setAccessibleDescription(tip)
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hideButtons()
        self.setMenuEnabled(False)
        self.setMouseEnabled(False, False)
        for axis in ("left", "bottom", "right"):
            self.getAxis(axis).setPen(FAINT)
            self.getAxis(axis).setTextPen(FAINT)
