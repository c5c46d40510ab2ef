"""A plot in the colours of the panels, without pyqtgraph's own buttons, menus and mouse."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt

from lgg_viewer.gui.theme import now, px, small_font

TICK_PX = 11
AXIS_HEIGHT = 20


class QuietPlot(pg.PlotWidget):  # type: ignore[misc]
    """Axes and what is drawn on them; whoever makes one calls `dress` once all of it is there.

    Parameters
    ----------
    name : str
        For screen readers.
    tip : str
        What it shows and how it is used, as tooltip and description.
    """

    def __init__(self, name: str, tip: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(tip)
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hideButtons()
        self.setMenuEnabled(False)
        self.setMouseEnabled(False, False)

    def dress(self) -> None:
        """Take the colours and letters in force, which a plot keeps."""
        theme, ticks = now(), small_font(TICK_PX)
        self.setBackground(theme.sunken)
        for side in ("left", "bottom", "right"):
            axis = self.getAxis(side)
            axis.setPen(theme.faint)
            axis.setTextPen(theme.faint)
            axis.setTickFont(ticks)
        self.getAxis("bottom").setHeight(px(AXIS_HEIGHT))

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.dress()
