"""Right, first: the threshold, with what it does to volume and Dice over its whole range."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from lgg_viewer.core.threshold_table import STEPS
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import FAINT, GRID


class ThresholdPanel(QWidget):
    """Slider, spin box, reset and curve.

    The curve is drawn by pyqtgraph, whose import takes a quarter of a second: it comes after the window stands.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(5)
        self.slider.setAccessibleName("Threshold")
        self.slider.setToolTip("Mask = probability at or above the threshold  ([ and ], 5: that of the model card)")
        self.spin = QDoubleSpinBox(minimum=0.0, maximum=1.0, singleStep=0.01, decimals=2)
        self.spin.setAccessibleName("Threshold")
        self.spin.setKeyboardTracking(False)
        self.reset = QToolButton()
        self.reset.setText("↺")
        self.reset.setAccessibleName("Threshold of the model card")
        self.reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # a click on the slider leaves the keys with the image
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout()
        row.setSpacing(GRID // 2)
        row.addWidget(self.slider, 1)
        row.addWidget(self.spin)
        row.addWidget(self.reset)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        self._layout.setSpacing(GRID // 2)
        self._layout.addLayout(row)
        self._place = QLabel("No prediction yet: press Ctrl+R to segment.")
        self._place.setWordWrap(True)
        self._place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._place.setStyleSheet(f"color: {FAINT}")
        self._place.setMinimumHeight(112)
        self._layout.addWidget(self._place, 1)
        self._curve: QWidget | None = None
        self.slider.valueChanged.connect(self._on_slider)
        self.spin.valueChanged.connect(session.set_threshold)
        self.reset.clicked.connect(self._on_reset)
        session.threshold_changed.connect(self._follow)
        session.card_changed.connect(self._tell_card)
        for signal in (session.prediction_changed, session.study_changed, session.card_changed):
            signal.connect(self._show_curve)
        self._follow()
        self._tell_card()

    def _on_slider(self, step: int) -> None:
        self._session.set_threshold(step / STEPS)

    def _on_reset(self) -> None:
        card = self._session.card
        self._session.set_threshold(card.threshold if card else 0.5)

    def _follow(self) -> None:
        # an equal value emits nothing, so that slider, box and session cannot chase one another
        threshold = self._session.state.threshold
        self.slider.setValue(round(threshold * STEPS))
        self.spin.setValue(threshold)

    def _tell_card(self) -> None:
        card = self._session.card
        threshold, origin = (card.threshold, "the model card") if card else (0.5, "the middle: no model is loaded")
        self.reset.setToolTip(f"Back to {threshold:.2f}, {origin}  (5)")

    def _show_curve(self) -> None:
        drawer = self._session.drawer
        wanted = drawer is not None and drawer.table is not None
        if wanted and self._curve is None:
            self._curve = self  # asked for; the import waits until the event loop is idle
            QTimer.singleShot(0, self._make_curve)
        if self._curve is not None and self._curve is not self:
            self._curve.setVisible(wanted)
        self._place.setText(
            "There are no weights: choose some from the Segment menu."
            if self._session.card is None
            else "No prediction yet: press Ctrl+R to segment."
        )
        self._place.setVisible(not wanted)

    def _make_curve(self) -> None:
        from lgg_viewer.gui.threshold_curve import ThresholdCurve

        self._curve = ThresholdCurve(self._session)
        self._layout.addWidget(self._curve, 1)
        self._show_curve()
