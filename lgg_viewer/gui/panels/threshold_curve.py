"""Dice and volume of the study on screen at every threshold; dragging anywhere on it is dragging the slider."""

import math

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from lgg_viewer.core.spacing import Spacing, describe_volume
from lgg_viewer.core.threshold_table import STEPS, THRESHOLDS, step_of
from lgg_viewer.gui.panels.curve_maker import CurveMaker, Mark
from lgg_viewer.gui.quiet_plot import QuietPlot
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import now, px, small_font
from lgg_viewer.jobs.curve_task import Curve
from lgg_viewer.words import tr

PLOT_HEIGHT = 96
HISTOGRAM_HEIGHT = 0.4
REACH_PX = 5
LEGEND_PX = 9
_SYMBOLS = {"▼": "t", "◆": "d", "★": "star"}


class ThresholdCurve(QWidget):
    """Dice solid on the left axis, volume dotted on the right one, the histogram of probabilities behind them.

    The right axis ends near the volume at threshold 0.05: at 0 every voxel is in the mask, and a scale that held them
    all would flatten the rest.
    """

    def __init__(self, session: Session, curves: CurveMaker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._curves = curves
        self._hover: float | None = None
        self.told = QLabel()
        self.told.setAccessibleName(tr("Dice and volume at the threshold"))
        # a long number is cut: it must not widen the panel while the reader drags
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.plot = _Plot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.told)
        column.addWidget(self.plot, 1)
        self.plot.pressed.connect(self._on_pressed)
        self.plot.dragged.connect(self._on_dragged)
        self.plot.hovered.connect(self._on_hovered)
        self.plot.left.connect(self._on_left)
        session.threshold_changed.connect(self._follow)
        session.spacing_changed.connect(self._draw)
        session.card_changed.connect(self._draw)
        curves.curve_changed.connect(self._draw)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Paint curve, marks and figures anew, which keep their colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        raw, spacing = self._curves.raw, self._session.spacing
        if raw is None:
            return
        self.plot.show_histogram(raw)
        self.plot.show_curve(self._curves.curve or raw, Scale.of(raw, spacing), faint=self._curves.curve is None)
        self.plot.show_marks(self._curves.marks)
        self._follow()

    def _follow(self) -> None:
        self.plot.line.setValue(self._session.state.threshold)
        self._tell()

    def _tell(self) -> None:
        """Say Dice and volume under the cursor, or at the threshold."""
        threshold = self._session.state.threshold if self._hover is None else self._hover
        curve, step = self._curves.curve, step_of(threshold)
        dice = volume = "…"
        if curve is not None:
            dice = "" if curve.dice is None else f"{curve.dice[step]:.3f}"
            volume = describe_volume(int(curve.volume[step]), self._session.spacing)
        parts = [f'<span style="color:{now().faint}">{threshold:.2f}</span>']
        parts += [f"— Dice {dice}"] if dice else []
        parts += [f'<span style="color:{now().prediction}">··· {volume}</span>']
        self.told.setText(" &nbsp;".join(parts))

    def _mark_at(self, threshold: float) -> tuple[float, str] | None:
        """Return threshold and text of the mark within reach of the cursor."""
        reach = REACH_PX * self.plot.pixel
        known = [(m.threshold, m.text) for m in self._curves.marks if m.threshold is not None]
        near = [(abs(at - threshold), at, text) for at, text in known if abs(at - threshold) <= reach]
        return min(near)[1:] if near else None

    def _on_pressed(self, threshold: float) -> None:
        mark = self._mark_at(threshold)
        self._on_dragged(threshold if mark is None else mark[0])

    def _on_dragged(self, threshold: float) -> None:
        self._hover = None
        self._session.set_threshold(threshold)

    def _on_hovered(self, threshold: float) -> None:
        mark = self._mark_at(threshold)
        self._hover = min(max(threshold if mark is None else mark[0], 0.0), 1.0)
        self.plot.setCursor(Qt.CursorShape.SplitHCursor if mark is None else Qt.CursorShape.PointingHandCursor)
        if mark is not None:
            place = self.plot.mapFromScene(self.plot.getViewBox().mapViewToScene(pg.Point(mark[0], 1.0)))
            QToolTip.showText(self.plot.mapToGlobal(place), mark[1], self.plot)
        else:
            QToolTip.hideText()
        self._tell()

    def _on_left(self) -> None:
        self._hover = None
        self._tell()


class Scale:
    """The axis of volumes: where it ends, and its numbers."""

    def __init__(self, top: float, voxel_ml: float | None) -> None:
        self.top = max(top, 1.0)
        self._unit, self._size = ("vox", 1.0) if voxel_ml is None else ("ml", voxel_ml)

    @classmethod
    def of(cls, raw: Curve, spacing: Spacing | None) -> "Scale":
        """Choose it for a curve: a little above the volume at threshold 0.05."""
        top = raw.volume[5] or raw.volume[1]
        return cls(1.1 * float(top), None if spacing is None else spacing.voxel_ml)

    def ticks(self) -> list[tuple[float, str]]:
        """Return round numbers with their places, as shares of the axis; its unit stands at the end."""
        top = self.top * self._size
        power = 10.0 ** math.floor(math.log10(top))
        step = next(power / part for part in (0.5, 1, 2, 5) if top * part / power >= 2)
        count = int(0.85 * top / step)
        return [(n * step / top, _short(n * step)) for n in range(count + 1)] + [(1.0, self._unit)]


def histogram(raw: Curve) -> NDArray[np.int64]:
    """Count the voxels with a probability from 0.01, from 0.02 ... from 0.99 on, each up to the next.

    Those below 0.01 are left out: they are nearly all, and the rest would be nothing beside them.

    Returns
    -------
    ndarray of int64, shape (99,)
        The last one holds probability 1 too.
    """
    return np.append(raw.volume[1:-2] - raw.volume[2:-1], raw.volume[-2])


def _short(value: float) -> str:
    """Write a number into the little room beside an axis."""
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


class _Plot(QuietPlot):
    """The picture; the whole of it takes the mouse.

    Signals
    -------
    pressed(float), dragged(float), hovered(float)
        The threshold under the cursor.
    left
    """

    pressed = Signal(float)
    dragged = Signal(float)
    hovered = Signal(float)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(
            tr("Dice and volume against threshold"),
            tr(
                "Solid: Dice. Dotted: volume of the mask, on the right-hand scale. Grey: how many voxels have that "
                "probability, on a logarithmic scale, without those below 0.01. Drag anywhere to move the threshold."
            ),
        )
        self.setMouseTracking(True)
        plot = self.getPlotItem()
        plot.setRange(xRange=(0, 1), yRange=(0, 1.06), padding=0.02)
        plot.showAxis("right")
        plot.getAxis("left").setTicks([[(v, f"{v:g}") for v in (0, 0.5, 1)]])
        plot.getAxis("bottom").setTicks([[(v, f"{v:g}") for v in (0, 0.25, 0.5, 0.75, 1)]])
        self._histogram = plot.plot(THRESHOLDS[1:], np.zeros(STEPS - 1), stepMode="center", fillLevel=0, pen=None)
        self._legend = pg.TextItem(tr("voxels with p ≥ 0.01 (log)"), anchor=(0.5, 1))
        self._legend.setPos(0.5, 0)
        plot.addItem(self._legend)
        self._dice = plot.plot()
        self._volume = plot.plot()
        self._marks = pg.ScatterPlotItem(size=9)
        plot.addItem(self._marks)
        self.line = pg.InfiniteLine()
        plot.addItem(self.line)
        self.dress()

    def dress(self) -> None:
        """Take the colours and letters in force; curves and marks come with their next figures."""
        super().dress()
        theme = now()
        self.setMinimumHeight(px(PLOT_HEIGHT))
        self.getAxis("left").setWidth(px(24))
        self.getAxis("right").setWidth(px(32))
        self._histogram.setFillBrush(theme.line)
        self._legend.setColor(theme.text)  # it stands on the columns
        self._legend.setFont(small_font(LEGEND_PX))
        self.line.setPen(pg.mkPen(theme.prediction, width=2))

    @property
    def pixel(self) -> float:
        """Width of a pixel, as a threshold."""
        return float(self.getViewBox().viewPixelSize()[0])

    def show_histogram(self, raw: Curve) -> None:
        """Paint how many voxels have which probability."""
        bars = np.log10(1 + histogram(raw))
        self._histogram.setData(THRESHOLDS[1:], HISTOGRAM_HEIGHT * bars / max(float(bars.max()), 1.0))

    def show_curve(self, curve: Curve, scale: Scale, *, faint: bool) -> None:
        """Paint Dice and volume; `faint` where they are those of other masks than the ones on screen."""
        alpha = 90 if faint else 255
        of_dice, of_volume = pg.mkColor(now().text), pg.mkColor(now().prediction)
        for colour in (of_dice, of_volume):
            colour.setAlpha(alpha)
        self._dice.setPen(pg.mkPen(of_dice, width=1.8))
        self._volume.setPen(pg.mkPen(of_volume, width=1.5, style=Qt.PenStyle.DotLine))
        self._dice.setData(*((THRESHOLDS, curve.dice) if curve.dice is not None else ([], [])))
        self._volume.setData(THRESHOLDS, curve.volume / scale.top)
        self.getPlotItem().showAxis("left", curve.dice is not None)
        self.getPlotItem().getAxis("right").setTicks([scale.ticks()])

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Paint the signs of the marks at the upper edge."""
        known = [m for m in marks if m.threshold is not None]
        self._marks.setData(
            x=[m.threshold for m in known],
            y=[1.0] * len(known),
            symbol=[_SYMBOLS[m.sign] for m in known],
            brush=[pg.mkBrush(now().truth if m.sign == "★" else now().text) for m in known],
            pen=pg.mkPen(now().sunken),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag, wherever it is."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit(self._threshold(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or look."""
        signal = self.dragged if event.buttons() & Qt.MouseButton.LeftButton else self.hovered
        signal.emit(self._threshold(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag; the scene below is not to know of it."""

    def leaveEvent(self, event: QEvent) -> None:
        """Look no longer."""
        self.left.emit()

    def _threshold(self, event: QMouseEvent) -> float:
        return float(self.getViewBox().mapSceneToView(self.mapToScene(event.position().toPoint())).x())
