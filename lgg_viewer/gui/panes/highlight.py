"""A shape on the slice that is pointed out for a moment."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QWidget

from lgg_viewer.gui.theme import CANVAS, DARK

LASTS_MS = 1500
# a speck of a few screen pixels is found by the ring around it
SMALL, RING = 28.0, 26.0


class Highlight:
    """Outlines one shape on a canvas, white within black, and takes the outline away again."""

    def __init__(self, canvas: QWidget) -> None:
        self._canvas = canvas
        self._path = QPainterPath()
        self._timer = QTimer(canvas)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.end)

    @property
    def shown(self) -> bool:
        """Whether something is pointed out now."""
        return not self._path.isEmpty()

    def begin(self, path: QPainterPath) -> None:
        """Point out a shape, in pixel coordinates of the slice."""
        self._path = path
        self._timer.start(LASTS_MS)
        self._canvas.update()

    def end(self) -> None:
        """Point out nothing more."""
        if self.shown:
            self._path = QPainterPath()
            self._timer.stop()
            self._canvas.update()

    def paint(self, painter: QPainter, transform: QTransform) -> None:
        """Paint the outline, and a ring around what is small."""
        if not self.shown:
            return
        path = transform.map(self._path)
        bounds = path.boundingRect()
        if max(bounds.width(), bounds.height()) < SMALL:
            ring = QRectF(0, 0, 2 * RING, 2 * RING)
            ring.moveCenter(bounds.center())
            path.addEllipse(ring)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((CANVAS, 5.0), (DARK.text, 2.5)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawPath(path)
