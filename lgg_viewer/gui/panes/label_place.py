"""Where the text beside a shape finds room: never over a handle, nor over another text."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF

GAP = 10.0
STEP = 24.0


def place_label(
    size: QSizeF, shape: QRectF, handles: Sequence[QRectF], taken: Sequence[QRectF], area: QRectF
) -> QRectF:
    """Find room for a text, the nearer to its shape the better.

    Parameters
    ----------
    size : QSizeF
        Of the text.
    shape : QRectF
        The box around the shape, which has no extent across for an upright line.
    handles : sequence of QRectF
        To be left free; they are as long as there is any room at all.
    taken : sequence of QRectF
        Other texts, to be left free where possible.
    area : QRectF
        Where texts may stand.

    Returns
    -------
    QRectF
    """
    seen = shape.intersected(area) if shape.intersects(area) else shape
    right, left = seen.right() + GAP, seen.left() - GAP - size.width()
    above, below = seen.top() - GAP - size.height(), seen.bottom() + GAP
    middle = QPointF(seen.center().x() - size.width() / 2, seen.center().y() - size.height() / 2)
    near = [
        QPointF(right, middle.y()),
        QPointF(middle.x(), below),
        QPointF(left, middle.y()),
        QPointF(middle.x(), above),
        *(QPointF(x, y) for x in (right, left) for y in (above, below)),
    ]
    boxes = [QRectF(place, size) for place in near]
    free = next((box for box in boxes if area.contains(box) and not _meets(box, (*handles, *taken))), None)
    if free is not None:
        return free
    far = sorted(_grid(size, area), key=lambda box: _distance(box, middle))
    for kept_free in ((*handles, *taken), handles):
        for box in far:
            if not _meets(box, kept_free):
                return box
    return far[0]


def _grid(size: QSizeF, area: QRectF) -> list[QRectF]:
    """Return places for a text all over the area, the last ones flush with its edges."""
    columns = _steps(area.left(), max(area.right() - size.width(), area.left()))
    rows = _steps(area.top(), max(area.bottom() - size.height(), area.top()))
    return [QRectF(QPointF(x, y), size) for y in rows for x in columns]


def _steps(first: float, last: float) -> list[float]:
    return [first + n * STEP for n in range(int((last - first) / STEP) + 1)] + [last]


def _meets(box: QRectF, others: Sequence[QRectF]) -> bool:
    return any(box.intersects(other) for other in others)


def _distance(box: QRectF, wanted: QPointF) -> float:
    away = box.topLeft() - wanted
    return abs(away.x()) + abs(away.y())
