"""Under the image: where in the study the slice on screen lies, and where the tumour is."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from lgg_viewer.core.overlay import PREDICTION_COLOUR, TRUTH_COLOUR
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import FAINT, RAISED, SURFACE, TEXT

BAR_HEIGHT = 34


class SliceBar(QWidget):
    """One column a slice: ground truth upward, prediction downward, each against its largest area. Drag to go."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setAccessibleName("Slices of the study")
        self.setToolTip("Area of ground truth (up) and prediction (down) in each slice; click or drag to go there")
        self.setFixedHeight(BAR_HEIGHT)
        for signal in (
            session.study_changed,
            session.study_loaded,
            session.slice_changed,
            session.mask_changed,
            session.prediction_changed,
        ):
            signal.connect(self.update)

    def sizeHint(self) -> QSize:
        """As wide as the canvas."""
        return QSize(400, BAR_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the columns and the place of the slice on screen."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(SURFACE))
        session = self._session
        drawer, count = session.drawer, session.state.slices
        if drawer is None or not count:
            return
        width, middle = self.width() / count, self.height() / 2
        gap = 1 if width > 4 else 0
        here = QRectF(session.state.z * width, 0, max(width, 3), self.height())
        painter.fillRect(here, QColor(RAISED))
        actual = session.truth.areas if session.truth is not None else [0] * count
        predicted = session.finding.areas if session.finding is not None else [0] * count
        tallest = max(max(actual), max(predicted), 1)
        for z in range(count):
            for area, colour, up in ((actual[z], TRUTH_COLOUR, True), (predicted[z], PREDICTION_COLOUR, False)):
                if area:
                    height = max(2.0, area / tallest * (middle - 2))
                    top = middle - height if up else middle
                    painter.fillRect(QRectF(z * width, top, width - gap, height), QColor(*colour))
        painter.fillRect(QRectF(0, middle - 0.5, self.width(), 1), QColor(FAINT))
        painter.setPen(QColor(TEXT))
        painter.drawRect(here.adjusted(0.5, 0.5, -0.5, -0.5))

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
            self._session.go_to_slice(int(x / self.width() * self._session.state.slices))
