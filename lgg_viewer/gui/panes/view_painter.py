"""A view, painted: image, colour, outlines, and the lines through the crosshair."""

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from lgg_viewer.core.overlay import PREDICTION_COLOUR, TRUTH_COLOUR
from lgg_viewer.gui.panes.geometry import PaneGeometry
from lgg_viewer.gui.panes.slice_picture import SlicePicture
from lgg_viewer.gui.theme import CANVAS, DARK

# past this many screen pixels a voxel, its square is of more interest than a smooth picture
SMOOTH_UP_TO = 16.0
# left free around the voxel that the lines meet at
GAP = 14.0


def paint_view(painter: QPainter, picture: SlicePicture, geometry: PaneGeometry, *, overlays: bool) -> None:
    """Paint the image, and what is over it."""
    target, transform = geometry.picture, geometry.transform
    smooth = transform.m11() < SMOOTH_UP_TO
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    painter.drawImage(target, picture.image())
    if not overlays:
        return
    for image, may_smooth, box in picture.colour():
        if box.isEmpty():
            continue  # Qt would take that for all of it
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth and may_smooth)
        painter.drawImage(_share(target, box, image.size()), image, box)
    shown = picture.overlays
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # prediction solid, ground truth dashed on top: both stay visible where they run together
    if shown.prediction:
        painter.setPen(_pen(PREDICTION_COLOUR, Qt.PenStyle.SolidLine))
        painter.drawPath(transform.map(picture.prediction_outline()))
    if shown.truth:
        painter.setPen(_pen(TRUTH_COLOUR, Qt.PenStyle.CustomDashLine))
        painter.drawPath(transform.map(picture.truth_outline()))


def _share(target: QRectF, box: QRect, size: QSize) -> QRectF:
    """Return where a part of an image is, whose whole is at `target`."""
    across, down = target.width() / size.width(), target.height() / size.height()
    return QRectF(target.x() + box.x() * across, target.y() + box.y() * down, box.width() * across, box.height() * down)


def paint_crosshair(painter: QPainter, geometry: PaneGeometry, area: QRectF) -> None:
    """Paint the lines along which the other planes cut this one; where they meet, the voxel stays free."""
    middle = geometry.crosshair()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    lines = [
        QLineF(QPointF(area.left(), middle.y()), QPointF(middle.x() - GAP, middle.y())),
        QLineF(QPointF(middle.x() + GAP, middle.y()), QPointF(area.right(), middle.y())),
        QLineF(QPointF(middle.x(), area.top()), QPointF(middle.x(), middle.y() - GAP)),
        QLineF(QPointF(middle.x(), middle.y() + GAP), QPointF(middle.x(), area.bottom())),
    ]
    for colour, width in ((CANVAS, 3), (DARK.accent, 1)):
        pen = QPen(QColor(colour), width)
        if width > 1:
            pen.setColor(QColor(0, 0, 0, 110))
        painter.setPen(pen)
        painter.drawLines(lines)


def _pen(colour: tuple[int, int, int], style: Qt.PenStyle) -> QPen:
    pen = QPen(QColor(*colour), 1.8, style)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if style == Qt.PenStyle.CustomDashLine:
        pen.setDashPattern([4, 3])
    return pen
