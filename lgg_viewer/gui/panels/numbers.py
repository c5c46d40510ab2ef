"""Right, third: how sure. Agreement, areas and volumes, live with slice and threshold."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from lgg_viewer.core.metrics import EMPTY_CONVENTION, Counts
from lgg_viewer.core.spacing import describe_area, describe_volume
from lgg_viewer.gui.panels.figures import NONE, Figure, words
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import GRID
from lgg_viewer.words import mark, tr

_SCORES: tuple[tuple[str, Callable[[Counts], float | None]], ...] = (
    ("Dice", lambda c: c.dice),
    ("IoU", lambda c: c.iou),
    (mark("Precision"), lambda c: c.precision),
    (mark("Recall"), lambda c: c.recall),
)
PREDICTED, ACTUAL = mark("Prediction"), mark("Ground truth")
_NAMES = {"slice": mark("{figure} of the slice"), "study": mark("{figure} of the study")}


class NumbersPanel(QWidget):
    """A table of labels: rows of numbers, a column for the slice and one for the study."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.cells: dict[tuple[str, str], QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, heading in ((1, tr("Slice")), (2, tr("Study"))):
            grid.addWidget(words(heading, faint=True, right=True), 0, column)
        for row, name in enumerate([name for name, _ in _SCORES] + [PREDICTED, ACTUAL], start=1):
            grid.addWidget(words(tr(name), faint=True), row, 0)
            for column, of in ((1, "slice"), (2, "study")):
                cell = Figure(tr(_NAMES[of], figure=tr(name)))
                grid.addWidget(cell, row, column)
                self.cells[name, of] = cell
        self.note = words("", faint=True)
        self.note.setWordWrap(True)
        convention = tr(EMPTY_CONVENTION)
        self.note.setToolTip(f"{convention[0].upper()}{convention[1:]}.")
        grid.addWidget(self.note, row + 1, 0, 1, 3)
        grid.setRowStretch(row + 2, 1)
        for signal in (*session.finding_signals, session.slice_changed, session.spacing_changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the numbers of the slice and study on screen."""
        session = self._session
        drawer, z, spacing, finding = session.drawer, session.state.z, session.spacing, session.finding
        of_slice = finding.slice_counts(z) if finding else None
        of_study = finding.study_counts if finding else None
        for name, score in _SCORES:
            self._set(name, "slice", _score(of_slice, score))
            self._set(name, "study", _score(of_study, score))
        area = finding.area(z) if finding else None
        volume = finding.volume if finding else None
        self._set(PREDICTED, "slice", NONE if area is None else describe_area(area, spacing))
        self._set(PREDICTED, "study", NONE if volume is None else describe_volume(volume, spacing))
        truth = session.truth
        known = truth is not None and bool(truth.known[z])
        self._set(
            ACTUAL,
            "slice",
            describe_area(truth.areas[z], spacing) if truth is not None and known else NONE,
        )
        survey = drawer.survey if drawer else None
        voxels = survey.truth_voxels if survey else None
        self._set(ACTUAL, "study", NONE if voxels is None else describe_volume(voxels, spacing))
        self.note.setText(self._remark(of_slice, of_study))

    def _set(self, name: str, of: str, text: str) -> None:
        self.cells[name, of].setText(text)

    def _remark(self, of_slice: Counts | None, of_study: Counts | None) -> str:
        """Say what the reader must know to read the numbers."""
        session = self._session
        remarks = []
        if any(c is not None and c.both_empty for c in (of_slice, of_study)):
            remarks.append(tr("Both masks empty: Dice, IoU = 1."))
        card, drawer = session.card, session.drawer
        if of_study is not None and card is not None and drawer is not None and card.has_seen(drawer.study.patient):
            remarks.append(tr("Seen in training: no test of the model."))
        truth, probability = session.truth, session.probability
        if probability is not None and not probability.known.all():
            known, count = int(probability.known.sum()), len(probability.known)
            remarks.append(tr("{known} of {count} slices have a prediction.", known=known, count=count))
        if truth is not None and not truth.known.all():
            known, count = int(truth.known.sum()), len(truth.known)
            remarks.append(
                tr(
                    "{known} of {count} slices have ground truth. Dice to Recall are of these, the volume of the "
                    "prediction is of all.",
                    known=known,
                    count=count,
                )
            )
        return " ".join(remarks)


def _score(counts: Counts | None, score: Callable[[Counts], float | None]) -> str:
    value = score(counts) if counts is not None else None
    return NONE if value is None else f"{value:.3f}"
