"""What the mouse does that QTest has no word for."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget


def wheel(
    canvas: QWidget,
    delta: int,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    at: QPointF | None = None,
) -> None:
    """Turn the wheel over a widget, in its middle or at a point of it."""
    place = at or QPointF(canvas.rect().center())
    event = QWheelEvent(
        place,
        canvas.mapToGlobal(place.toPoint()).toPointF(),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)
