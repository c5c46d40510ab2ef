"""Under the image: where in the study the slice on screen lies, and where tumour, disagreement and doubt are."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from lgg_viewer.core.finding import DOUBT_HIGH, DOUBT_LOW
from lgg_viewer.core.spacing import describe_area
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import now, px, small_font
from lgg_viewer.words import tr

AREAS, DICE, DOUBTS, NUMBERS = (2, 30), (35, 12), (49, 11), (61, 13)
"""Top and height of each row, in pixels at a text size of 100 %, as are the next two."""
BAR_HEIGHT = 74
MARGIN = 38
NAME_GAP = 6
FONT_PX = 10


class SliceBar(QWidget):
    """One column a slice; drag to go.

    Rows: ground truth upward and prediction downward, against the largest area; Dice, a full column at 1; doubtful
    pixels, a full column where they are a tenth of the largest area; numbers.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setAccessibleName(tr("Slices of the study"))
        self.setAccessibleDescription(
            tr("Area of ground truth and prediction, Dice and doubt in each slice. Drag to go.")
        )
        self._rows: list[tuple[str, list[QRectF]]] | None = None
        self._measure()
        self._marked = 0
        session.slice_changed.connect(self._on_slice)
        for signal in (session.study_changed, session.study_loaded):
            signal.connect(self._on_study)
        for signal in (session.mask_changed, session.prediction_changed):
            signal.connect(self._on_mask)

    def sizeHint(self) -> QSize:
        """As wide as the canvas."""
        return QSize(400, px(BAR_HEIGHT))

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the size of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep to the width."""
        super().resizeEvent(event)
        self._rows = None

    def _measure(self) -> None:
        self._rows = None
        self.setFixedHeight(px(BAR_HEIGHT))
        letters = QFontMetrics(small_font(FONT_PX))
        names = (tr("area"), tr("doubt"))
        self._margin = max(px(MARGIN), *(letters.horizontalAdvance(name) + NAME_GAP for name in names))
        self._areas, self._dice, self._doubts, self._numbers = (
            (px(top), px(height)) for top, height in (AREAS, DICE, DOUBTS, NUMBERS)
        )

    # painting

    def _on_study(self) -> None:
        self._rows = None
        self.update()

    def _on_slice(self) -> None:
        """Paint where the mark was and where it is; by its number, those of its neighbours come and go."""
        before, self._marked = self._marked, self._session.state.z
        if self._session.state.slices:
            around = 3 * self._widest_number()
            for z in (before, self._marked):
                column = self._column(z).toAlignedRect()
                self.update(column.adjusted(-around, 0, around, self.height()))

    def _on_mask(self) -> None:
        """Paint what a threshold moves, and no text."""
        self._rows = None
        self.update(self._margin, 0, self.width() - self._margin, self._numbers[0])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows and the place of the slice on screen."""
        painter = QPainter(self)
        painter.setFont(small_font(FONT_PX))
        painter.fillRect(self.rect(), QColor(now().surface))
        if self._session.drawer is None or not self._session.state.slices:
            return
        here = self._column(self._session.state.z).toAlignedRect()
        painter.fillRect(here, QColor(now().raised))
        if event.rect().left() < self._margin:
            self._paint_names(painter)
        self._paint_columns(painter)
        if event.rect().bottom() >= self._numbers[0]:
            self._paint_numbers(painter, event.rect())
        painter.setPen(QColor(now().text))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(here.adjusted(0, 0, -1, -1))

    def _column(self, z: int) -> QRectF:
        """Return the place of a slice, over all rows but the numbers."""
        width = (self.width() - self._margin) / self._session.state.slices
        return QRectF(self._margin + z * width, 0, max(width, 3), self._numbers[0])

    def _paint_names(self, painter: QPainter) -> None:
        painter.setPen(QColor(now().faint))
        for name, (top, height) in ((tr("area"), self._areas), ("Dice", self._dice), (tr("doubt"), self._doubts)):
            place = QRect(0, top - 1, self._margin - NAME_GAP, height + 2)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_columns(self, painter: QPainter) -> None:
        if self._rows is None:
            self._rows = self._lay_out_rows()
        for top, height in (self._dice, self._doubts):
            painter.fillRect(self._margin, top + height, self.width() - self._margin, 1, QColor(now().line))
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, columns in self._rows:
            painter.setBrush(QColor(colour))
            painter.drawRects(columns)
        middle = self._areas[0] + self._areas[1] / 2
        painter.fillRect(QRectF(self._margin, middle - 0.5, self.width() - self._margin, 1), QColor(now().faint))

    def _lay_out_rows(self) -> list[tuple[str, list[QRectF]]]:
        """Return the columns of each row with their colour; a step to another slice leaves them as they are."""
        session = self._session
        count, finding = session.state.slices, session.finding
        actual: Sequence[int] = session.truth.areas if session.truth is not None else (0,) * count
        predicted: Sequence[int] = finding.areas if finding is not None else (0,) * count
        largest = max(*actual, *predicted, 1)
        middle, half = self._areas[0] + self._areas[1] / 2, self._areas[1] / 2
        dices: Sequence[float] = finding.dices.tolist() if finding is not None else (math.nan,) * count
        doubtful: Sequence[int] = finding.doubtful_areas if finding is not None else (0,) * count
        # the empty part of a column of Dice is seen too: a Dice of 0 is not the same as nothing to agree on
        told = [0.0 if math.isnan(dice) else 1.0 for dice in dices]
        rows = (
            (middle, half, now().truth, [area / largest for area in actual]),
            (middle, -half, now().prediction, [area / largest for area in predicted]),
            (sum(self._dice), self._dice[1], now().line, told),
            (sum(self._dice), self._dice[1], now().faint, [0.0 if math.isnan(dice) else dice for dice in dices]),
            (sum(self._doubts), self._doubts[1], now().doubt, [min(10 * area / largest, 1) for area in doubtful]),
        )
        return [(colour, self._columns(bottom, height, shares)) for bottom, height, colour, shares in rows]

    def _columns(self, bottom: float, height: float, shares: Sequence[float]) -> list[QRectF]:
        """Return a share of a row for each slice, from its bottom upward, or downward where the height is negative."""
        first = self._column(0)
        step = (self.width() - self._margin) / len(shares)
        width = first.width() - (1 if self.width() > 5 * len(shares) else 0)
        up = height > 0
        # what is there at all is seen
        lengths = [(z, max(share * abs(height), 1.5)) for z, share in enumerate(shares) if share > 0]
        return [QRectF(first.left() + z * step, bottom - up * high, width, high) for z, high in lengths]

    def _paint_numbers(self, painter: QPainter, within: QRect) -> None:
        """Paint the number of each slice, or of every fifth, tenth ...; and that of the one on screen always."""
        count, z = self._session.state.slices, self._session.state.z
        widest = self._widest_number()
        width = (self.width() - self._margin) / count
        every = next(n for n in (1, 2, 5, 10, 20, 50, 100, 1000, count) if n * width >= widest or n >= count)
        taken = [self._number_place(z, widest)]
        painter.setPen(QColor(now().faint))
        for other in dict.fromkeys((0, *range(every - 1, count, every))):
            place = self._number_place(other, widest)
            if not any(place.intersects(one) for one in (taken[0], taken[-1])):
                taken.append(place)
                if place.intersects(QRectF(within)):
                    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(other + 1))
        painter.setPen(QColor(now().text))
        painter.drawText(taken[0], Qt.AlignmentFlag.AlignCenter, str(z + 1))

    def _widest_number(self) -> int:
        return QFontMetrics(small_font(FONT_PX)).horizontalAdvance(str(self._session.state.slices)) + 6

    def _number_place(self, z: int, width: int) -> QRectF:
        left = self._column(z).center().x() - width / 2
        return QRectF(min(left, self.width() - width), self._numbers[0], width, self._numbers[1])

    # what a slice holds

    def describe(self, z: int) -> str:
        """Say the numbers of a slice."""
        session = self._session
        truth, finding, spacing = session.truth, session.finding, session.spacing
        lines = [tr("Slice {z} of {count}", z=z + 1, count=session.state.slices)]
        if truth is not None:
            area = describe_area(truth.areas[z], spacing) if truth.known[z] else tr("unknown")
            lines.append(tr("Ground truth: {area}", area=area))
        if finding is not None:
            predicted = finding.area(z)
            if predicted is None:
                lines.append(tr("Prediction: not yet"))
            else:
                lines.append(tr("Prediction: {area}", area=describe_area(predicted, spacing)))
                counts = finding.slice_counts(z)
                if counts is not None:
                    lines.append(tr("Dice: both empty") if counts.both_empty else f"Dice: {counts.dice:.3f}")
                doubtful = describe_area(finding.doubtful_area(z), spacing)
                lines.append(tr("Doubtful (p {low} to {high}): {area}", low=DOUBT_LOW, high=DOUBT_HIGH, area=doubtful))
        return "\n".join(lines)

    def event(self, event: QEvent) -> bool:
        """Tell the numbers of the slice under the cursor."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._session.state.slices:
            z = self._slice_at(event.pos().x())
            # the tip goes when the cursor leaves the column, and comes anew for the next
            QToolTip.showText(event.globalPos(), self.describe(z), self, self._column(z).toAlignedRect())
            return True
        return super().event(event)

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the slice under the cursor."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow a drag."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position().x())

    def _go(self, x: float) -> None:
        if self._session.state.slices:
            self._session.go_to_slice(self._slice_at(x))

    def _slice_at(self, x: float) -> int:
        count = self._session.state.slices
        return min(max(int((x - self._margin) / (self.width() - self._margin) * count), 0), count - 1)
