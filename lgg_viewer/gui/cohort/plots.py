"""The plots of the cohort page; each dot is a study, told by its name when hovered and opened by a click."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal

from lgg_viewer.gui.cohort.figures import CohortFigures
from lgg_viewer.gui.quiet_plot import QuietPlot
from lgg_viewer.gui.theme import now, px, small_font
from lgg_viewer.words import tr

DICE_STEP = 0.025
DECADE_STEPS = 10
LABEL_PX = 12
_DOT, _SMALLEST_DOT, _LARGEST_DOT = 9.0, 3.0, 14.0


@dataclass(frozen=True)
class Dot:
    """One study in a plot.

    Attributes
    ----------
    key : str
    tip : str
        What hovering tells.
    x, y : float
    colour : str or None
        None for that of the text.
    """

    key: str
    tip: str
    x: float
    y: float
    colour: str | None = None


def stack(values: NDArray[np.float64], step: float) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Pile values up as dots: the middle of the bin each falls into, and how many of that bin come before it.

    Parameters
    ----------
    values : ndarray of float64, shape (N,)
    step : float
        Width of a bin.

    Returns
    -------
    x : ndarray of float64, shape (N,)
    height : ndarray of int64, shape (N,)
        From 0.
    """
    # a value on a border belongs to the bin above it, whatever the last bit of the division says
    bins = np.floor(values / step + 1e-9)
    height = np.zeros(len(values), np.int64)
    for one in np.unique(bins):
        here = bins == one
        height[here] = np.arange(np.count_nonzero(here))
    return (bins + 0.5) * step, height


class DotPlot(QuietPlot):
    """Dots on quiet axes.

    Signals
    -------
    study_asked(str)
        A dot was clicked; the key of its study.
    """

    study_asked = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.plot = self.getPlotItem()
        self._dots = pg.ScatterPlotItem(hoverable=True, tip=_tell)
        self.plot.addItem(self._dots)
        self._dots.sigClicked.connect(self._on_clicked)
        self._dots.sigHovered.connect(self._on_hovered)
        self._zeros: list[pg.InfiniteLine] = []

    def dress(self) -> None:
        """Take the colours and letters in force; the dots come with the next figures."""
        super().dress()
        self.setMinimumSize(self.sizeHint())
        self._dots.opts["hoverPen"] = pg.mkPen(now().text, width=2)
        for line in self._zeros:
            line.setPen(pg.mkPen(now().faint, width=1))

    def sizeHint(self) -> QSize:
        """As large as there is room for, and no reason for the page to scroll."""
        return QSize(px(180), px(110))

    def show_dots(self, dots: Sequence[Dot], here: str, size: float = _DOT) -> None:
        """Show dots; that of the study on screen has a ring."""
        ring, plain = pg.mkPen(now().accent, width=2.5), pg.mkPen(now().sunken, width=0.5)
        # one brush a colour: pyqtgraph draws a symbol anew for each pen and brush it has not met
        brushes = {colour: pg.mkBrush(colour or now().text) for colour in {dot.colour for dot in dots}}
        self._dots.setData(
            [
                {
                    "pos": (dot.x, dot.y),
                    "data": dot,
                    "brush": brushes[dot.colour],
                    "pen": ring if dot.key == here else plain,
                    "size": size + 3 if dot.key == here else size,
                }
                for dot in dots
            ]
        )

    def _mark_zero(self) -> None:
        line = pg.InfiniteLine(0, angle=0)
        self._zeros.append(line)
        self.plot.addItem(line)

    def room_for(self, tallest: int, columns: float, sides: int = 1) -> tuple[float, float]:
        """Return how high an axis of dots must be, counted in dots, and how large they may be drawn.

        Parameters
        ----------
        tallest : int
            Dots in the highest pile.
        columns : float
            Piles that stand side by side.
        sides : int
            Piles stand on this many sides of the line.
        """
        height = (self.getViewBox().height() or self.height()) / sides
        width = self.getViewBox().width() or self.width()
        pitch = max(min(height / tallest, width / columns, _LARGEST_DOT), _SMALLEST_DOT)
        # where there is room to spare, dots touch all the same: a pile is seen as one
        return max(tallest, height / pitch), pitch - 1

    def _on_clicked(self, _item: object, spots: Sequence[pg.SpotItem], _event: object) -> None:
        if len(spots):
            self.study_asked.emit(spots[0].data().key)

    def _on_hovered(self, _item: object, spots: Sequence[pg.SpotItem], _event: object) -> None:
        self.setCursor(Qt.CursorShape.PointingHandCursor if len(spots) else Qt.CursorShape.ArrowCursor)


def _tell(x: float, y: float, data: Dot) -> str:
    return data.tip


class DicePlot(DotPlot):
    """How Dice is distributed."""

    def __init__(self) -> None:
        super().__init__(tr("Distribution of Dice"))
        self.plot.getAxis("left").hide()
        self.plot.getAxis("bottom").setTicks([[(v / 5, f"{v / 5:g}") for v in range(6)]])
        self.dress()

    def tell(self, figures: CohortFigures, here: str) -> None:
        """Pile up the studies."""
        # a perfect study belongs to the last bin, not behind it
        x, height = stack(np.minimum(figures.dice, 1 - DICE_STEP / 2), DICE_STEP)
        dots = [
            Dot(row.key, f"{row.name}: Dice {row.dice:.3f}", float(x[i]), height[i] + 0.5)
            for i, row in enumerate(figures.rows)
        ]
        count, size = self.room_for(int(height.max(initial=0)) + 1, 1 / DICE_STEP)
        self.plot.setRange(xRange=(0, 1), yRange=(0, count), padding=0.02)
        self.show_dots(dots, here, size)


class VolumePlot(DotPlot):
    """How volumes are distributed: ground truth upwards, prediction downwards, on a logarithmic scale."""

    def __init__(self) -> None:
        super().__init__(tr("Distribution of volumes, ground truth above the line and prediction below it"))
        self.plot.getAxis("left").hide()
        self._mark_zero()
        self.dress()

    def tell(self, figures: CohortFigures, here: str) -> None:
        """Pile up the studies on either side of the line."""
        volumes = np.concatenate([figures.actual, figures.predicted])
        positive = np.log10(volumes[volumes > 0])
        low = float(np.floor(positive.min())) if positive.size else 0.0
        high = float(np.ceil(positive.max() + 1e-9)) if positive.size else 1.0
        # what is empty has no logarithm: it stands apart, on the left
        nothing = low - 0.5
        dots: list[Dot] = []
        tallest = 1
        for values, sign, colour in ((figures.actual, 1, now().truth), (figures.predicted, -1, now().prediction)):
            logs = np.full(len(values), nothing)
            np.log10(values, out=logs, where=values > 0)
            x, height = stack(logs, 1 / DECADE_STEPS)
            tallest = max(tallest, int(height.max(initial=0)) + 1)
            for i, row in enumerate(figures.rows):
                both = tr(
                    "ground truth {actual}, prediction {predicted}",
                    actual=figures.say(figures.actual[i]),
                    predicted=figures.say(figures.predicted[i]),
                )
                dots.append(Dot(row.key, f"{row.name}: {both}", float(x[i]), sign * (height[i] + 0.7), colour))
        ticks = [(v, _power(v)) for v in np.arange(low, high + 1)]
        empty = [(nothing, "0")] if (volumes == 0).any() else []
        self.plot.getAxis("bottom").setTicks([empty + ticks])
        count, size = self.room_for(tallest + 1, (high - nothing) * DECADE_STEPS, sides=2)
        self.plot.setRange(xRange=(nothing if empty else low, high), yRange=(-count, count), padding=0.05)
        self.show_dots(dots, here, size)


class AgreementPlot(DotPlot):
    """Prediction less ground truth against their mean, with mean difference and limits of agreement."""

    def __init__(self) -> None:
        super().__init__(tr("Difference of volumes against their mean"))
        self._mark_zero()
        options = {"position": 0.98, "anchors": [(1, 1), (1, 1)], "movable": False}
        self._lines = [pg.InfiniteLine(0, angle=0, label="", labelOpts=options) for _ in range(3)]
        for line in self._lines:
            self.plot.addItem(line)
        self.dress()

    def dress(self) -> None:
        """Take the colours and letters in force, for the lines too."""
        super().dress()
        self.getAxis("left").setWidth(px(58))
        solid = pg.mkPen(now().prediction, width=1.6)
        dashed = pg.mkPen(now().prediction, width=1.2, style=Qt.PenStyle.DashLine)
        for line, pen in zip(self._lines, (solid, dashed, dashed), strict=True):
            line.setPen(pen)
            line.label.setColor(now().text)
            line.label.setFont(small_font(LABEL_PX))

    def tell(self, figures: CohortFigures, here: str) -> None:
        """Place the studies and the lines."""
        agreement = figures.agreement
        bias, (low, high) = agreement.bias, agreement.limits or (None, None)
        for line, value, name in zip(self._lines, (bias, low, high), (tr("mean"), "−1.96 SD", "+1.96 SD"), strict=True):
            line.setVisible(value is not None)
            if value is not None:
                line.setValue(value)
                line.label.setFormat(f"{name}  {figures.say(value, sign=True)}")
        dots = [
            Dot(
                row.key,
                tr(
                    "{study}: {difference} of {actual}",
                    study=row.name,
                    difference=figures.say(agreement.differences[i], sign=True),
                    actual=figures.say(figures.actual[i]),
                ),
                float(agreement.means[i]),
                float(agreement.differences[i]),
            )
            for i, row in enumerate(figures.rows)
        ]
        values = [v for v in (low, high, 0.0) if v is not None] + [dot.y for dot in dots]
        rightmost = float(agreement.means.max(initial=1.0))
        self.plot.setRange(xRange=(0, rightmost), padding=0.08)
        # the words stand above their lines
        self.plot.setRange(yRange=(min(values), max(values)), padding=max(0.08, px(22) / (self.height() or 1)))
        self.show_dots(dots, here)


def _power(exponent: float) -> str:
    """Write a power of ten as a reader would."""
    if exponent >= 6:
        return f"{10 ** (exponent - 6):g}M"
    return f"{10 ** (exponent - 3):g}k" if exponent >= 3 else f"{10**exponent:g}"
