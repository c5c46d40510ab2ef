"""How measurements look: a thin line of a colour of their own, handles on the selected one, and their numbers."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QWidget

from lgg_viewer.core.measurement import Measurement
from lgg_viewer.core.overlay import MEASURE_COLOUR
from lgg_viewer.core.regions import Ruler, Shape
from lgg_viewer.gui.panes.label_place import place_label
from lgg_viewer.gui.panes.measurements import Measurements
from lgg_viewer.gui.theme import CANVAS, DARK, GRID

HANDLE = 7.0
TEXT_MARGIN = 6


def shape_path(shape: Shape, transform: QTransform) -> QPainterPath:
    """Return the line of a shape on the canvas."""
    return transform.map(_on_slice(shape))


@lru_cache(maxsize=64)
def _on_slice(shape: Shape) -> QPainterPath:
    """Return the line of a shape on the slice; made once for each, since every step through the slices paints it."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(*point) for point in shape.points]))
    if not isinstance(shape, Ruler):
        path.closeSubpath()
    return path


def paint_measurements(
    painter: QPainter, transform: QTransform, canvas: QWidget, measurements: Measurements, growing: Shape | None
) -> None:
    """Paint the measurements of the slice on screen, and the shape that is being drawn."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    selected = measurements.selected
    for measurement in measurements.here:
        _paint_line(painter, shape_path(measurement.shape, transform), strong=measurement is selected)
    if growing is not None:
        _paint_line(painter, shape_path(growing, transform), strong=True)
    handles = handle_boxes(selected, transform)
    painter.setPen(QPen(QColor(*MEASURE_COLOUR), 1.2))
    painter.setBrush(QColor(CANVAS))
    painter.drawRects(handles)
    _paint_texts(painter, text_boxes(transform, canvas, measurements), QFontMetrics(canvas.font()))


def handle_boxes(measurement: Measurement | None, transform: QTransform) -> list[QRectF]:
    """Return where the handles of a measurement are on the canvas."""
    boxes = []
    for handle in measurement.shape.handles if measurement is not None else ():
        box = QRectF(0, 0, HANDLE, HANDLE)
        box.moveCenter(transform.map(QPointF(*handle)))
        boxes.append(box)
    return boxes


def text_boxes(
    transform: QTransform, canvas: QWidget, measurements: Measurements
) -> list[tuple[QRectF, tuple[str, ...]]]:
    """Return where the texts of the measurements in sight stand on the canvas, and what they say."""
    area = QRectF(canvas.rect()).adjusted(GRID, GRID, -GRID, -GRID)
    metrics, selected = QFontMetrics(canvas.font()), measurements.selected
    handles = [box.adjusted(-2, -2, 2, 2) for box in handle_boxes(selected, transform)]
    found: list[tuple[QRectF, tuple[str, ...]]] = []
    for measurement in sorted(measurements.here, key=lambda m: m is not selected):
        around = shape_path(measurement.shape, transform).boundingRect()
        if not around.adjusted(-1, -1, 1, 1).intersects(area):
            continue
        lines = measurements.lines(measurement)
        width = max(metrics.horizontalAdvance(line) for line in lines) + 2 * TEXT_MARGIN
        size = QSizeF(width, metrics.height() * len(lines) + TEXT_MARGIN)
        found.append((place_label(size, around, handles, [box for box, _ in found], area), lines))
    return found


def _paint_texts(painter: QPainter, texts: list[tuple[QRectF, tuple[str, ...]]], metrics: QFontMetrics) -> None:
    for box, lines in texts:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 190))
        painter.drawRoundedRect(box, 3, 3)
        for n, line in enumerate(lines):
            painter.setPen(QColor(*MEASURE_COLOUR) if n == 0 else QColor(DARK.text))
            base = box.top() + TEXT_MARGIN / 2 + metrics.ascent() + n * metrics.height()
            painter.drawText(QPointF(box.left() + TEXT_MARGIN, base), line)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_line(painter: QPainter, path: QPainterPath, *, strong: bool) -> None:
    # the dark rim keeps the thin line in sight over bright tissue and over the overlays
    for colour, width in ((QColor(0, 0, 0, 170), 3.4), (QColor(*MEASURE_COLOUR), 1.8 if strong else 1.2)):
        painter.setPen(QPen(colour, width))
        painter.drawPath(path)
