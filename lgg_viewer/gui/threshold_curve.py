"""Dice and volume of the study on screen at every threshold; dragging the line is dragging the slider."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from lgg_viewer.core.overlay import PREDICTION_COLOUR
from lgg_viewer.core.threshold_table import THRESHOLDS
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import FAINT, SUNKEN, TEXT

CURVE_HEIGHT = 128


class ThresholdCurve(pg.PlotWidget):  # type: ignore[misc]
    """Dice solid on the left axis, volume dotted, as a share of its largest value, without an axis of its own."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=SUNKEN)
        self._session = session
        self.setAccessibleName("Dice and volume against threshold")
        self.setToolTip("Solid: Dice. Dotted: volume, as a share of its value at 0.05. Drag the line.")
        self.setMinimumHeight(CURVE_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hideButtons()
        self.setMenuEnabled(False)
        self.setMouseEnabled(False, False)
        plot = self.getPlotItem()
        plot.setRange(xRange=(0, 1), yRange=(0, 1.04), padding=0.02)
        plot.getAxis("left").setTicks([[(v, f"{v:g}") for v in (0, 0.5, 1)]])
        plot.getAxis("bottom").setTicks([[(v, f"{v:g}") for v in (0, 0.25, 0.5, 0.75, 1)]])
        for axis in ("left", "bottom"):
            plot.getAxis(axis).setPen(FAINT)
            plot.getAxis(axis).setTextPen(FAINT)
        plot.getAxis("left").setWidth(26)
        plot.getAxis("bottom").setHeight(18)
        self._dice = plot.plot(pen=pg.mkPen(TEXT, width=1.8))
        self._volume = plot.plot(pen=pg.mkPen(PREDICTION_COLOUR, width=1.5, style=Qt.PenStyle.DotLine))
        self._name = pg.TextItem(anchor=(0.5, 1))
        self._name.setPos(0.5, 0.0)
        plot.addItem(self._name)
        self._line = pg.InfiniteLine(
            session.state.threshold, movable=True, bounds=(0, 1), pen=pg.mkPen(PREDICTION_COLOUR, width=2)
        )
        self._line.setHoverPen(pg.mkPen(TEXT, width=2))
        plot.addItem(self._line)
        self._line.sigPositionChanged.connect(self._on_line)
        session.threshold_changed.connect(self._follow)
        session.prediction_changed.connect(self._draw)
        session.study_changed.connect(self._draw)
        self._draw()

    def _on_line(self) -> None:
        self._session.set_threshold(float(self._line.value()))

    def _follow(self) -> None:
        self._line.setValue(self._session.state.threshold)

    def _draw(self) -> None:
        drawer = self._session.drawer
        table = drawer.table if drawer else None
        if table is None:
            return
        dice = table.dice_curve()
        volume_name = f'<span style="color: rgb{PREDICTION_COLOUR}">··· volume</span>'
        if dice is None:
            self._dice.clear()
            self._name.setHtml(volume_name)
        else:
            self._dice.setData(THRESHOLDS, dice)
            self._name.setHtml(f'<span style="color: {TEXT}">— Dice</span> &nbsp; {volume_name}')
        volume = table.volume_curve().astype(np.float64)
        # at threshold 0 every voxel is in the mask: a scale of its own would flatten the rest
        self._volume.setData(THRESHOLDS, np.minimum(volume / max(volume[5], 1.0), 1.0))
