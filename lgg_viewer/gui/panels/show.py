"""Right, second: what is painted over the image, and how strongly."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from lgg_viewer.core.overlay import HEAT, PREDICTION_COLOUR, TRUTH_COLOUR, Rgb
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import GRID

SWATCH = QSize(22, 12)


class ShowPanel(QWidget):
    """A switch for each overlay, with its colour and line, and the opacity of fill and heat."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.boxes = {
            "truth": _box("Ground truth", "G", _line_icon(TRUTH_COLOUR, dashed=True)),
            "fill": _box("Fill", "C", _fill_icon()),
            "prediction": _box("Prediction", "S", _line_icon(PREDICTION_COLOUR, dashed=False)),
            "heat": _box("Heat", "H", _heat_icon()),
        }
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        grid.setColumnStretch(0, 1)
        for place, (name, box) in enumerate(self.boxes.items()):
            box.setObjectName(name)
            box.clicked.connect(self._on_box)
            grid.addWidget(box, place // 2, place % 2)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setPageStep(10)
        self.opacity.setAccessibleName("Opacity of fill and heat")
        self.opacity.setToolTip("Opacity of fill and heat  (A, D)")
        self.opacity.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.opacity.valueChanged.connect(self._on_opacity)
        row = QHBoxLayout()
        row.addWidget(QLabel("Opacity"))
        row.addWidget(self.opacity, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        layout.setSpacing(GRID // 2)
        layout.addLayout(grid)
        layout.addLayout(row)
        layout.addStretch(1)
        session.overlays_changed.connect(self._follow)
        self._follow()

    def _on_box(self, checked: bool) -> None:
        box = self.sender()
        assert isinstance(box, QCheckBox)
        self._session.change_overlays(**{box.objectName(): checked, "hidden": False})

    def _on_opacity(self, value: int) -> None:
        self._session.change_overlays(opacity=value / 100)

    def _follow(self) -> None:
        overlays = self._session.state.overlays
        for name, box in self.boxes.items():
            box.setChecked(getattr(overlays, name))
        self.opacity.setValue(round(overlays.opacity * 100))


def _box(text: str, key: str, icon: QIcon) -> QCheckBox:
    box = QCheckBox(text)
    box.setIcon(icon)
    box.setIconSize(SWATCH)
    box.setToolTip(f"{text}  ({key})")
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return box


def _line_icon(colour: Rgb, *, dashed: bool) -> QIcon:
    pixmap = QPixmap(SWATCH * 2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    pen = QPen(QColor(*colour), 4)
    if dashed:
        pen.setDashPattern([2, 1.6])
    painter.setPen(pen)
    painter.drawLine(2, pixmap.height() // 2, pixmap.width() - 2, pixmap.height() // 2)
    painter.end()
    return QIcon(pixmap)


def _fill_icon() -> QIcon:
    pixmap = QPixmap(SWATCH * 2)
    painter = QPainter(pixmap)
    half = pixmap.width() // 2
    painter.fillRect(0, 0, half, pixmap.height(), QColor(*TRUTH_COLOUR))
    painter.fillRect(half, 0, pixmap.width() - half, pixmap.height(), QColor(*PREDICTION_COLOUR))
    painter.end()
    return QIcon(pixmap)


def _heat_icon() -> QIcon:
    pixmap = QPixmap(SWATCH * 2)
    painter = QPainter(pixmap)
    for x in range(pixmap.width()):
        painter.fillRect(x, 0, 1, pixmap.height(), QColor(*HEAT[round(x / pixmap.width() * 255)].tolist()))
    painter.end()
    return QIcon(pixmap)
