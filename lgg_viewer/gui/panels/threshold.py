"""Right, first: the threshold, with what it does to volume and Dice over its whole range."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lgg_viewer.core.finding import DOUBT_HIGH, DOUBT_LOW
from lgg_viewer.core.spacing import describe_volume
from lgg_viewer.core.threshold_table import STEPS
from lgg_viewer.gui.number_field import NumberField
from lgg_viewer.gui.panels.curve_maker import CurveMaker
from lgg_viewer.gui.panels.post import PostSwitches
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import GRID, px, set_lettering, set_tone
from lgg_viewer.words import tr


class ThresholdPanel(QWidget):
    """Slider, spin box, reset, curve with its marks, and what is done to the mask afterwards.

    The curve is drawn by pyqtgraph, whose import takes a quarter of a second: it comes after the window stands.
    """

    def __init__(self, session: Session, curves: CurveMaker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._curves = curves
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(5)
        self.slider.setAccessibleName(tr("Threshold"))
        self.spin = NumberField(minimum=0.0, maximum=1.0, singleStep=0.01, decimals=2)
        self.spin.setAccessibleName(tr("Threshold"))
        self.spin.setKeyboardTracking(False)
        self.spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel leaves the keys with the image
        self.reset = QToolButton()
        self.reset.setText("↺")
        self.reset.setAccessibleName(tr("Threshold of the model card"))
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
        self._place = QLabel()
        self._place.setWordWrap(True)
        self._place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_tone(self._place, "faint")
        self._layout.addWidget(self._place, 1)
        self._curve: QWidget | None = None
        self._curve_asked = False
        self.marks = MarkRow(session, curves)
        self.doubt = QLabel()
        self.doubt.setWordWrap(True)
        set_tone(self.doubt, "faint")
        set_lettering(self.doubt, "small")
        self.doubt.setAccessibleName(tr("Doubtful volume"))
        self.doubt.setToolTip(
            tr(
                "Voxels with a probability between {low:g} and {high:g}, before post-processing, and their share of "
                "the mask's volume. The fewer there are, the less the outline changes with the threshold.",
                low=DOUBT_LOW,
                high=DOUBT_HIGH,
            )
        )
        self.post = PostSwitches(session)
        for widget in (self.marks, self.doubt, self.post):
            self._layout.addWidget(widget)
        self.slider.valueChanged.connect(self._on_slider)
        self.spin.valueChanged.connect(session.set_threshold)
        self.reset.clicked.connect(self._on_reset)
        session.threshold_changed.connect(self._follow)
        session.card_changed.connect(self._tell_card)
        for signal in (session.card_changed, session.prediction_changed, curves.curve_changed):
            signal.connect(self._show_curve)
        for signal in (
            session.mask_changed,
            session.prediction_changed,
            session.study_changed,
            session.spacing_changed,
        ):
            signal.connect(self._tell_doubt)
        self._measure()
        self._follow()
        self._tell_card()
        self._show_curve()
        self._tell_doubt()

    def _measure(self) -> None:
        self._place.setMinimumHeight(px(153))  # as much as what takes its place

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the size of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measure()

    def _on_slider(self, step: int) -> None:
        self._session.set_threshold(step / STEPS)

    def _on_reset(self) -> None:
        self._session.set_threshold(self._session.proposed_threshold)

    def _follow(self) -> None:
        # an equal value emits nothing, so that slider, box and session cannot chase one another
        threshold = self._session.state.threshold
        self.slider.setValue(round(threshold * STEPS))
        self.spin.setValue(threshold)

    def _tell_card(self) -> None:
        threshold = self._session.proposed_threshold
        if self._session.card is not None:
            told = tr("Back to {threshold:.2f}, the model card", threshold=threshold)
        else:
            told = tr("Back to {threshold:.2f}, the middle: no model is loaded", threshold=threshold)
        self.reset.setToolTip(told)

    def _tell_doubt(self) -> None:
        """Say how much of the mask depends on where exactly the threshold lies."""
        finding = self._session.finding
        self.doubt.setVisible(finding is not None)
        if finding is None:
            return
        doubtful, volume = finding.doubtful_volume, finding.volume
        share = ""
        if volume:
            share = " (> 100 %)" if doubtful > volume else f" ({100 * doubtful / volume:.0f} %)"
        amount = describe_volume(doubtful, self._session.spacing)
        told = tr("Doubtful (p {low:g}–{high:g}): {amount}", low=DOUBT_LOW, high=DOUBT_HIGH, amount=amount)
        self.doubt.setText(f"{told}{share}")

    def _show_curve(self) -> None:
        wanted = self._curves.raw is not None
        if wanted and not self._curve_asked:
            self._curve_asked = True
            # the import waits until the event loop is idle
            QTimer.singleShot(0, self._make_curve)
        if self._curve is not None:
            self._curve.setVisible(wanted)
        self.marks.setVisible(wanted)
        if self._session.withheld:
            text = tr("Prediction hidden until you give your own verdict.")
        elif self._session.card is None:
            text = tr("No model loaded: choose one in the Segment menu.")
        else:
            text = tr("No prediction yet: segment this study from the Segment menu.")
        self._place.setText(text)
        self._place.setVisible(not wanted)

    def _make_curve(self) -> None:
        from lgg_viewer.gui.panels.threshold_curve import ThresholdCurve

        self._curve = ThresholdCurve(self._session, self._curves)
        self._layout.insertWidget(1, self._curve, 1)
        self._show_curve()


class MarkRow(QWidget):
    """The marks of the curve by name, each a button that goes there."""

    def __init__(self, session: Session, curves: CurveMaker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._curves = curves
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for sign in "▼◆★":
            button = self.buttons[sign] = QToolButton()
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setStyleSheet("padding: 1px 0")
            set_lettering(button, "tiny" if sign == "★" else "small")
            button.clicked.connect(self._on_clicked)
            row.addWidget(button, 1 if sign == "★" else 0)
        # the longest name takes what is left instead of widening the panel
        self.buttons["★"].setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addStretch()
        curves.curve_changed.connect(self._follow)
        session.card_changed.connect(self._follow)
        self._follow()

    def _on_clicked(self) -> None:
        for mark in self._curves.marks:
            if self.buttons[mark.sign] is self.sender() and mark.threshold is not None:
                self._session.set_threshold(mark.threshold)

    def _follow(self) -> None:
        marks = {mark.sign: mark for mark in self._curves.marks}
        for sign, button in self.buttons.items():
            mark = marks.get(sign)
            button.setVisible(mark is not None)
            if mark is not None:
                button.setEnabled(mark.threshold is not None)
                # beside the name of the best one there is room for no other name
                bare = "★" in marks and sign != "★"
                button.setText(f"{sign} {mark.number}  " if bare else f"{sign} {mark.text}")
                told = tr("Go to the threshold {mark}", mark=mark.text)
                button.setAccessibleName(told)
                button.setToolTip(told)
