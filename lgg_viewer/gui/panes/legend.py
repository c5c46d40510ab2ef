"""What the colours over the image mean: a colour bar with numbers, or a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QLinearGradient, QPainter, QPen

from lgg_viewer.core.doubt import fitted_temperature
from lgg_viewer.core.overlay import doubt_rgba, heat_rgba
from lgg_viewer.core.pane import Painted, PaneView
from lgg_viewer.gui.panes.rimmed_text import draw_text
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import CANVAS, DARK, GRID, px
from lgg_viewer.words import tr

if TYPE_CHECKING:
    from lgg_viewer.gui.panes.widget import PaneWidget

BAR_WIDTH, BAR_HEIGHT = 12, 220
SWATCH = 12
WIDEST_SHARE = 0.6
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CanvasLegend:
    """Paints, at the right edge of a canvas, the legend of the area map that is on."""

    def __init__(self, session: Session, canvas: PaneWidget) -> None:
        self._session = session
        self._canvas = canvas

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Paint the legend into the canvas without its margin."""
        session = self._session
        # of two views that are compared, the legend of the one that has any stays where it is
        shown = session.state.overlays
        view = max(self._canvas.face.views, key=self._has_legend)
        overlays = view.overlays(shown)
        if session.volume is None or not session.state.overlays_visible or not self._leads():
            return
        if overlays.agreement:
            self._agreement_key(painter, area)
        elif overlays.heat:
            bar = self._colour_bar(painter, area, heat_rgba(1.0, overlays.heat_map.table), tr("probability"))
            y = bar.bottom() - (session.state.threshold if view.threshold is None else view.threshold) * bar.height()
            painter.setPen(QPen(QColor(DARK.text), 2))
            painter.drawLine(QPointF(bar.left() - 4, y), QPointF(bar.right() + 4, y))
        elif overlays.doubt:
            bar = self._colour_bar(painter, area, doubt_rgba(1.0), tr("doubt"))
            lines = (*describe_doubt(session, second=view.painted is Painted.SECOND), tr("1 = undecided"))
            metrics = QFontMetrics(self._canvas.font())
            # a narrow pane belongs to the image: the panel beside it says the same
            if max(map(metrics.horizontalAdvance, lines)) <= area.width() * WIDEST_SHARE:
                self._column(painter, area, round(bar.bottom()) + GRID, lines)

    def _leads(self) -> bool:
        """Whether this pane is the first that has a legend; the others go by its."""
        for number, views in self._session.state.panes.placed.items():
            if any(map(self._has_legend, views)):
                return number == self._canvas.face.number
        return False

    def _has_legend(self, view: PaneView) -> bool:
        """Whether a view has an area map; those of a prediction need one, of the model that the view is of."""
        session, overlays = self._session, view.overlays(self._session.state.overlays)
        finding = session.second_finding if view.painted is Painted.SECOND else session.finding
        return overlays.agreement or ((overlays.heat or overlays.doubt) and finding is not None)

    def _agreement_key(self, painter: QPainter, area: QRect) -> None:
        """Name the three colours, or say what the map waits for."""
        height = self._line_height() + 6
        lack = agreement_lacks(self._session)
        if lack:
            self._column(painter, area, area.center().y() - height, (tr("agreement"), lack))
            return
        colours = self._session.agreement_colours
        rows = (
            (tr("both"), colours.both),
            (tr("prediction only"), colours.prediction),
            (tr("ground truth only"), colours.truth),
        )
        top = area.center().y() - 2 * height
        self._column(painter, area, top, (tr("agreement"),))
        for n, (name, colour) in enumerate(rows, start=1):
            line = QRect(area.left(), top + n * height, area.width(), height)
            side = px(SWATCH)
            box = QRectF(line.right() - side, line.center().y() - side / 2 + 1, side, side)
            painter.fillRect(box.adjusted(-1, -1, 1, 1), QColor(CANVAS))
            painter.fillRect(box, QColor(*colour))
            draw_text(painter, line.adjusted(0, 0, -side - 6, 0), _RIGHT, name)

    def _colour_bar(self, painter: QPainter, area: QRect, table: NDArray[np.uint8], title: str) -> QRectF:
        """Paint the colours 0..1 with numbers, and return where."""
        height = min(BAR_HEIGHT, area.height() // 2)
        bar = QRectF(area.right() - BAR_WIDTH, area.center().y() - height / 2, BAR_WIDTH, height)
        gradient = QLinearGradient(bar.bottomLeft(), bar.topLeft())
        for value in np.linspace(0, 1, 17):
            r, g, b, a = (int(v) for v in table[round(value * 255)])
            gradient.setColorAt(float(value), QColor(r, g, b, a))
        painter.fillRect(bar, QColor("#303030"))
        painter.fillRect(bar, gradient)
        painter.setPen(QPen(QColor(DARK.faint), 1))
        painter.drawRect(bar)
        line = self._line_height()
        for value in (0.0, 0.25, 0.5, 0.75, 1.0):
            y = bar.bottom() - value * bar.height()
            place = QRect(round(bar.left()) - px(42) - 6, round(y - line / 2), px(42), line)
            draw_text(painter, place, _RIGHT, f"{value:.2f}")
        self._column(painter, area, round(bar.top()) - 2 * line, (title,))
        return bar

    def _column(self, painter: QPainter, area: QRect, top: int, lines: tuple[str, ...]) -> None:
        height = self._line_height()
        for n, text in enumerate(lines):
            draw_text(painter, QRect(area.left(), top + n * height, area.width(), height), _RIGHT, text)

    def _line_height(self) -> int:
        return QFontMetrics(self._canvas.font()).height()


def agreement_lacks(session: Session) -> str:
    """Say what the slice on screen lacks to be compared; empty where nothing is lacking."""
    truth, finding, z = session.truth, session.finding, session.state.z
    if finding is None or not finding.probability.known[z]:
        return tr("waits for a prediction")
    return "" if truth is not None and truth.known[z] else tr("needs ground truth")


def describe_doubt(session: Session, *, second: bool = False) -> tuple[str, ...]:
    """Say from what the doubt of the model in use, or of the second one, comes, in lines."""
    finding = session.second_finding if second else session.finding
    mirrored = finding is not None and finding.probability.spread is not None
    return describe_calibration(session, second=second), *([tr("and mirror image")] if mirrored else [])


def describe_calibration(session: Session, *, second: bool = False) -> str:
    """Say what the probabilities of the model in use, or of the second one, are worth."""
    card = session.second_card if second else session.card
    temperature = fitted_temperature(card)
    if temperature is None:
        return tr("uncalibrated probability")
    return tr("calibrated probability, temperature {value}", value=f"{temperature:.2f}")
