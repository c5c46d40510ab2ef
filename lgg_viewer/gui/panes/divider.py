"""The divider of a swipe: a line across a pane that is dragged, or moved with the arrow keys."""

from typing import cast

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from lgg_viewer.gui.theme import CANVAS, DARK
from lgg_viewer.words import tr

WIDTH = 15
_STEPS = {Qt.Key.Key_Left.value: -0.02, Qt.Key.Key_Right.value: 0.02}


class Divider(QWidget):
    """A line from top to bottom of the pane it belongs to, with a handle in its middle.

    Attributes
    ----------
    share : float
        Where it is, as a share of the pane's width.
    """

    def __init__(self, pane: QWidget) -> None:
        super().__init__(pane)
        self.setAccessibleName(tr("Divider between the two views"))
        self.setAccessibleDescription(tr("Left and right arrow keys move it"))
        self.setToolTip(tr("Drag to uncover one view or the other; arrow keys with Tab"))
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.share = 0.5
        self.hide()

    @property
    def at(self) -> int:
        """Where it is, in pixels of the pane."""
        return round(self.share * self._pane.width())

    @property
    def _pane(self) -> QWidget:
        pane = self.parentWidget()
        assert pane is not None
        return pane

    def place(self) -> None:
        """Go where the pane's width puts it."""
        self.setGeometry(self.at - WIDTH // 2, 0, WIDTH, self._pane.height())

    def move_to(self, share: float) -> None:
        """Move it within the pane."""
        self.share = min(max(share, 0.0), 1.0)
        self.place()
        self._pane.update()

    def event(self, event: QEvent) -> bool:
        """Take the arrow keys, which are actions of the window, while the divider has the keys."""
        if event.type() == QEvent.Type.ShortcutOverride and cast(QKeyEvent, event).key() in _STEPS:
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press: it is no drag of window and level."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the left button."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.move_to(self.mapTo(self._pane, event.position()).x() / max(self._pane.width(), 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by steps."""
        step = _STEPS.get(event.key())
        if step is None:
            super().keyPressEvent(event)
        else:
            self.move_to(self.share + step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint line and handle."""
        painter = QPainter(self)
        middle, height = WIDTH / 2, self.height()
        painter.setPen(QPen(QColor(CANVAS), 3))
        painter.drawLine(QLineF(middle, 0, middle, height))
        painter.setPen(QPen(QColor(DARK.accent if self.hasFocus() else DARK.text), 1))
        painter.drawLine(QLineF(middle, 0, middle, height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        handle = QRectF(1, height / 2 - 16, WIDTH - 2, 32)
        painter.setBrush(QColor(CANVAS))
        painter.drawRoundedRect(handle, 4, 4)
        for x in (-2.0, 2.0):
            painter.drawLine(QPointF(middle + x, height / 2 - 6), QPointF(middle + x, height / 2 + 6))
        painter.end()
