"""The picture of a histogram of stored values, with the window's edges to be dragged."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent

from lgg_viewer.gui.quiet_plot import QuietPlot
from lgg_viewer.gui.theme import now, px, small_font
from lgg_viewer.words import mark, tr

PLOT_HEIGHT = 64
NOTE_PX = 10
BARS = 256
REACH_PX = 6
_TIP = mark(
    "How many voxels have which stored value, without air. Drag an edge of the window to move black or white, and "
    "what lies between them to move both."
)


@dataclass(frozen=True)
class _Drag:
    """A drag under way: the value where it began, the edges as they were, and which of the two follow it."""

    start: float
    edges: tuple[float, float]
    follows: tuple[bool, bool]

    def edges_at(self, value: float) -> tuple[float, float]:
        """Return the edges with the cursor at a value; one that is dragged stops before the other."""
        by = value - self.start
        black, white = (edge + by * follows for edge, follows in zip(self.edges, self.follows, strict=True))
        if white - black >= 1:
            return black, white
        return (white - 1, white) if self.follows[0] else (black, black + 1)


class HistogramPlot(QuietPlot):
    """Bars of one sequence or lines of several, and two edges.

    Signals
    -------
    dragged(float, float)
        The stored values that are to be black and white.
    """

    dragged = Signal(float, float)

    def __init__(self) -> None:
        super().__init__(tr("Histogram of stored values"), tr(_TIP))
        self.setMouseTracking(True)
        plot = self.getPlotItem()
        plot.hideAxis("left")
        self._note = pg.TextItem(anchor=(1, 0))
        plot.addItem(self._note)
        self._largest = 255.0
        self._edges: tuple[float, float] | None = None
        self._drag: _Drag | None = None
        self.curves: list[pg.PlotDataItem] = []
        self._between = pg.LinearRegionItem(movable=False, pen=pg.mkPen(None))
        self._between.setZValue(-5)
        self._lines = [pg.InfiniteLine() for _ in range(2)]
        for item in (self._between, *self._lines):
            plot.addItem(item)
        self.dress()

    def dress(self) -> None:
        """Take the colours and letters in force; the bars come with the next counts."""
        super().dress()
        theme = now()
        self.setMinimumHeight(px(PLOT_HEIGHT))
        self._note.setColor(theme.faint)
        self._note.setFont(small_font(NOTE_PX))
        ground = pg.mkColor(theme.accent)
        ground.setAlpha(28)
        self._between.setBrush(ground)
        for line in self._lines:
            line.setPen(pg.mkPen(theme.accent, width=2))

    def show_counts(
        self,
        counts: Sequence[NDArray[np.int64]],
        colours: Sequence[tuple[int, int, int]],
        largest: float,
        *,
        log: bool,
    ) -> None:
        """Paint histograms over one another.

        Parameters
        ----------
        counts : sequence of ndarray, shape (values,)
            How many voxels have the values 0, 1, 2 ...; zero for those that are left out.
        colours : sequence of tuple of int
            Of each.
        largest : float
            The largest value that is shown.
        log : bool
            Whether heights are logarithms, so that few voxels are seen beside many.
        """
        plot = self.getPlotItem()
        for curve in self.curves:
            plot.removeItem(curve)
        self.curves = []
        self._largest = largest
        top = 1.0
        for each, colour in zip(counts, colours, strict=True):
            edges, bars = _bars(each, largest)
            heights = np.log10(1 + bars) if log else bars.astype(float)
            top = max(top, float(heights.max()))
            brush = pg.mkBrush((*colour, 150 if len(counts) == 1 else 50))
            self.curves.append(
                plot.plot(edges, heights, stepMode="center", fillLevel=0, brush=brush, pen=pg.mkPen(colour))
            )
        # room above for the note
        plot.setRange(xRange=(0, largest), yRange=(0, 1.25 * top), padding=0.03)
        self._note.setPos(largest, 1.28 * top)

    def say(self, note: str) -> None:
        """Write a few words into the upper right corner."""
        self._note.setText(note)

    def show_window(self, edges: tuple[float, float] | None) -> None:
        """Paint the values that are black and white, at the border where they lie beyond it; None for no window."""
        self._edges = edges
        for item in (self._between, *self._lines):
            item.setVisible(edges is not None)
        if edges is not None:
            for line, at in zip(self._lines, self._seen(), strict=True):
                line.setValue(at)
            self._between.setRegion(self._seen())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of an edge, or of both."""
        grip = self._grip_at(event) if event.button() is Qt.MouseButton.LeftButton else None
        if grip is not None and self._edges is not None:
            # an edge that lies beyond the border is dragged from where it is seen
            self._drag = _Drag(self._value(event), self._edges if all(grip) else self._seen(), grip)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or show what can be dragged."""
        if self._drag is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(*self._drag.edges_at(self._value(event)))
            return
        self._drag = None
        grip = self._grip_at(event)
        shape = Qt.CursorShape.ArrowCursor
        if grip is not None:
            shape = Qt.CursorShape.SizeAllCursor if all(grip) else Qt.CursorShape.SplitHCursor
        self.setCursor(shape)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go; the scene below is not to know of it."""
        self._drag = None

    def _seen(self) -> tuple[float, float]:
        """Return the edges as they are painted, within the borders."""
        black, white = (min(max(edge, 0.0), self._largest) for edge in self._edges or (0.0, 0.0))
        return black, white

    def _grip_at(self, event: QMouseEvent) -> tuple[bool, bool] | None:
        """Return whether black and white follow a drag from here: one near an edge, both between them."""
        if self._edges is None:
            return None
        value, reach = self._value(event), REACH_PX * float(self.getViewBox().viewPixelSize()[0])
        black, white = self._seen()
        if min(abs(value - black), abs(value - white)) <= reach:
            nearer = abs(value - black) < abs(value - white)
            return nearer, not nearer
        return (True, True) if black < value < white else None

    def _value(self, event: QMouseEvent) -> float:
        return float(self.getViewBox().mapSceneToView(self.mapToScene(event.position().toPoint())).x())


def _bars(counts: NDArray[np.int64], largest: float) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Gather counts of many values into at most `BARS` bars; return their edges and heights."""
    size = int(largest) + 1
    each = -(-size // BARS)
    padded = np.zeros(-(-size // each) * each, np.int64)
    padded[:size] = counts[:size]
    bars = padded.reshape(-1, each).sum(axis=1)
    return np.arange(len(bars) + 1, dtype=np.float64) * each - 0.5, bars
