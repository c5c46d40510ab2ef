"""What is done to the mask after the threshold: a switch for each step, and a sign while any is on."""

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lgg_viewer.core.post_processing import MOST_VOXELS
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import GRID, metrics, set_lettering, set_tone
from lgg_viewer.words import tr, tr_n

FIRST_SMALLEST = 20
FIRST_SHARE = 0.2


class PostSwitches(QWidget):
    """The post-processing of all masks; the export repeats it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.sign = QLabel()
        self.sign.setWordWrap(True)
        self.largest = _switch(
            tr("Largest"), tr("Keep the largest component"), tr("Keep only the largest component of the mask")
        )
        self.minor = _switch("", "", "")
        self.small = _switch(tr("Drop <"), tr("Drop small components"), tr("Drop components of fewer voxels than this"))
        self.smallest = QSpinBox(minimum=2, maximum=MOST_VOXELS, value=FIRST_SMALLEST)
        self.smallest.setAccessibleName(tr("Voxels under which a component is dropped"))
        self.smallest.setToolTip(tr("Components of fewer voxels are dropped"))
        self.smallest.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self.smallest.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.smallest.setKeyboardTracking(False)
        self.smallest.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel leaves the keys with the image
        self.holes = _switch(tr("Holes"), tr("Fill holes"), tr("Fill what a slice of the mask encloses"))
        row = QHBoxLayout()
        row.setSpacing(2)
        widgets = ((self.largest, 7), (self.minor, 7), (self.small, 7), (self.smallest, 0), (self.holes, 7))
        for widget, share in widgets:
            row.addWidget(widget, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.sign)
        column.addLayout(row)
        self.largest.clicked.connect(self._on_largest)
        self.minor.clicked.connect(self._on_minor)
        self.small.clicked.connect(self._on_small)
        self.smallest.valueChanged.connect(self._on_smallest)
        self.holes.clicked.connect(self._on_holes)
        session.post_changed.connect(self._follow)
        session.mask_changed.connect(self._tell)
        session.prediction_changed.connect(self._tell)
        session.card_changed.connect(self._follow)
        self._measure()
        self._follow()

    def _measure(self) -> None:
        self.smallest.setMaximumWidth(metrics().horizontalAdvance(str(MOST_VOXELS)) + 2 * GRID)

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the size of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measure()

    def _on_largest(self, on: bool) -> None:
        self._change(largest=on)

    @property
    def _share(self) -> float:
        """The share that the switch puts in force: the one that is, or the card's, or the usual one."""
        card = self._session.card
        return self._session.state.post.share or (card.post.share if card is not None else 0) or FIRST_SHARE

    def _on_minor(self, on: bool) -> None:
        self._change(share=self._share if on else 0.0)

    def _on_small(self, on: bool) -> None:
        self._change(smallest=self.smallest.value() if on else 0)

    def _on_smallest(self, voxels: int) -> None:
        # whoever changes the number wants to see what it does
        self._change(smallest=voxels)

    def _on_holes(self, on: bool) -> None:
        self._change(fill_holes=on)

    def _change(self, **changes: bool | float) -> None:
        self._session.set_post(replace(self._session.state.post, **changes))  # type: ignore[arg-type]

    def _follow(self) -> None:
        post = self._session.state.post
        self.largest.setChecked(post.largest)
        percent = f"{100 * self._share:g}"
        self.minor.setText(tr("< {percent} %", percent=percent))
        told = tr("Drop components under {percent} % of the largest", percent=percent)
        self.minor.setToolTip(told)
        self.minor.setAccessibleName(told)
        self.minor.setChecked(post.share > 0)
        self.small.setChecked(post.smallest > 1)
        if post.smallest > 1:
            self.smallest.setValue(post.smallest)
        self.holes.setChecked(post.fill_holes)
        self._tell()

    def _tell(self) -> None:
        """Keep in sight that the mask is not what the threshold alone gives."""
        finding, post = self._session.finding, self._session.state.post
        deleted = len(finding.removals) if finding is not None else 0
        left_out = finding.left_out if finding is not None else 0
        proposed = self._session.post_as_proposed
        if finding is not None and finding.post != post:
            parts = [tr("Post-processing follows the last slice")]
        elif post.trivial:
            parts = [tr("Post-processing off")]
        else:
            parts = [tr("Post-processing: card") if proposed else tr("Post-processing on")]
        parts += [tr_n("{n} dropped", "{n} dropped", left_out)] if left_out else []
        parts += [tr_n("{n} removed", "{n} removed", deleted)] if deleted else []
        text = " · ".join(parts)
        set_tone(self.sign, "faint" if proposed and not deleted else "warning")
        if text == self.sign.text():
            return  # a moving threshold changes little here, and a text is laid out anew
        self.sign.setText(text)
        told = [tr("Components dropped by post-processing: {count}", count=left_out)] if left_out else []
        told += [tr("Components you removed from this prediction: {count}", count=deleted)] if deleted else []
        self.sign.setToolTip("\n".join(told))


def _switch(text: str, name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setCheckable(True)
    button.setAccessibleName(name)
    button.setToolTip(tip)
    # four controls in the width of a panel: the room that a style leaves around a text would widen it
    button.setStyleSheet("padding: 2px 0")
    set_lettering(button, "small")
    button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
