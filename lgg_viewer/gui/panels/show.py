"""Right, second: what is painted over the image, and how strongly."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from lgg_viewer.core.overlay import AREA_MAPS, DOUBT, PREDICTION_COLOUR, TRUTH_COLOUR, Rgb, only_area_map
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import GRID
from lgg_viewer.words import tr

SWATCH = QSize(18, 12)
NO_MAP = "no map"


class ShowPanel(QWidget):
    """A switch for each outline, with its colour and line; one area map of several, or none; and the opacity."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.boxes: dict[str, QAbstractButton] = {
            "truth": _switch(QCheckBox(tr("Ground truth")), tr("Outline of the ground truth, dashed")),
            "prediction": _switch(QCheckBox(tr("Prediction")), tr("Outline of the prediction, solid")),
            NO_MAP: _switch(QRadioButton(tr("None")), tr("Outlines only")),
            "fill": _switch(QRadioButton(tr("Fill")), tr("The masks filled with their colours")),
            "heat": _switch(QRadioButton(tr("Heat")), tr("Probability of tumour as colour")),
            "agreement": _switch(
                QRadioButton(tr("Agreement")), tr("Where prediction and ground truth agree and differ")
            ),
            "doubt": _switch(
                QRadioButton(tr("Doubt")), tr("How undecided the network is: 1 where p = 0.5, 0 where it is sure")
            ),
        }
        self.boxes["truth"].setIcon(_line_icon(TRUTH_COLOUR, dashed=True))
        self.boxes["prediction"].setIcon(_line_icon(PREDICTION_COLOUR, dashed=False))
        self.boxes["fill"].setIcon(_colours_icon(np.array([TRUTH_COLOUR, PREDICTION_COLOUR])))
        self.boxes["doubt"].setIcon(_colours_icon(DOUBT))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        for name, line, column, span in (
            ("truth", 0, 0, 7),
            ("prediction", 0, 7, 5),
            (NO_MAP, 1, 0, 4),
            ("fill", 1, 4, 3),
            ("heat", 1, 7, 5),
            ("agreement", 2, 0, 7),
            ("doubt", 2, 7, 5),
        ):
            box = self.boxes[name]
            box.setObjectName(name)
            box.clicked.connect(self._on_area if isinstance(box, QRadioButton) else self._on_outline)
            grid.addWidget(box, line, column, 1, span)
        self._areas = QButtonGroup(self)
        for name in (NO_MAP, *AREA_MAPS):
            self._areas.addButton(self.boxes[name])
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setPageStep(10)
        self.opacity.setAccessibleName(tr("Opacity of fill and maps"))
        self.opacity.setToolTip(tr("Opacity of fill and maps"))
        self.opacity.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.opacity.valueChanged.connect(self._on_opacity)
        row = QHBoxLayout()
        row.addWidget(QLabel(tr("Opacity")))
        row.addWidget(self.opacity, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        layout.setSpacing(GRID // 2)
        layout.addLayout(grid)
        layout.addLayout(row)
        layout.addStretch(1)
        session.overlays_changed.connect(self._follow)
        self._follow()

    def _on_outline(self, checked: bool) -> None:
        self._session.change_overlays(**{self.sender().objectName(): checked, "hidden": False})

    def _on_area(self) -> None:
        self._session.change_overlays(**only_area_map(self.sender().objectName()), hidden=False)

    def _on_opacity(self, value: int) -> None:
        self._session.change_overlays(opacity=value / 100)

    def _follow(self) -> None:
        overlays, colours = self._session.state.overlays, self._session.agreement_colours
        for name in ("truth", "prediction"):
            self.boxes[name].setChecked(getattr(overlays, name))
        shown = next((name for name in AREA_MAPS if getattr(overlays, name)), NO_MAP)
        self.boxes[shown].setChecked(True)
        self.boxes["heat"].setIcon(_colours_icon(overlays.heat_map.table))
        self.boxes["agreement"].setIcon(_colours_icon(np.array([colours.both, colours.prediction, colours.truth])))
        self.opacity.setValue(round(overlays.opacity * 100))


def _switch(box: QAbstractButton, tip: str) -> QAbstractButton:
    box.setIconSize(SWATCH)
    box.setToolTip(tip)
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


def _colours_icon(colours: NDArray[np.integer]) -> QIcon:
    """Show colours, shape (N, 3), side by side."""
    pixmap = QPixmap(SWATCH * 2)
    painter = QPainter(pixmap)
    for x in range(pixmap.width()):
        painter.fillRect(x, 0, 1, pixmap.height(), QColor(*colours[x * len(colours) // pixmap.width()].tolist()))
    painter.end()
    return QIcon(pixmap)
