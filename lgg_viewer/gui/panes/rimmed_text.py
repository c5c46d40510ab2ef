"""Text over an image: with a dark rim, which keeps it readable over bright tissue."""

from functools import lru_cache

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter

from lgg_viewer.gui.theme import CANVAS, DARK

_MOST_KEPT = 256
_AROUND = QPoint(1, 1)


def draw_text(painter: QPainter, area: QRect, where: Qt.AlignmentFlag, text: str) -> None:
    """Draw a line of text."""
    if not text:
        return
    font = painter.font()
    place = QFontMetrics(font).boundingRect(area, where, text)
    picture = _picture(text, font.toString(), place.size(), painter.device().devicePixelRatio())
    painter.drawImage(QPointF(place.topLeft() - _AROUND), picture)


@lru_cache(_MOST_KEPT)  # a canvas says much the same each time it is painted, and each text is drawn five times
def _picture(text: str, font: str, size: QSize, ratio: float) -> QImage:
    """Return a text with its rim, a pixel wide, on nothing."""
    with_rim = size + QSize(2, 2)
    picture = QImage(with_rim * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    letters = QFont()
    letters.fromString(font)
    painter.setFont(letters)
    area = QRect(_AROUND, size)
    painter.setPen(QColor(CANVAS))
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawText(area.translated(dx, dy), Qt.AlignmentFlag.AlignCenter, text)
    painter.setPen(QColor(DARK.text))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return picture
