"""The threshold curve of the study on screen, and the places on it that have a name."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from lgg_viewer.core.finding import Finding
from lgg_viewer.gui.session import Session
from lgg_viewer.jobs.curve_task import Curve, trace, trace_raw
from lgg_viewer.jobs.runner import Job, Outcome, Runner, Urgency
from lgg_viewer.words import tr

CURVE = "curve"
MIDDLE = 0.5


@dataclass(frozen=True)
class Mark:
    """A threshold with a name.

    Attributes
    ----------
    name : str
    sign : str
        One letter, in front of the name and on the curve.
    threshold : float or None
        None while it is not known.
    """

    name: str
    sign: str
    threshold: float | None

    @property
    def number(self) -> str:
        """The threshold, or a dash while it is not known."""
        return "–" if self.threshold is None else f"{self.threshold:.2f}"

    @property
    def text(self) -> str:
        """Name and number."""
        return f"{self.name} {self.number}".strip()


class CurveMaker(QObject):
    """Has the curve of post-processed masks worked out away from the window, and keeps the last one.

    Signals
    -------
    curve_changed
        The curve on screen differs, or is on its way.
    """

    curve_changed = Signal()

    def __init__(self, session: Session, runner: Runner) -> None:
        super().__init__()
        self._session = session
        self._runner = runner
        self._of: Finding | None = None
        self._job: Job | None = None
        self._processed: Curve | None = None
        runner.ended.connect(self._on_ended)
        for signal in (*session.finding_signals,):
            signal.connect(self._refresh)

    @property
    def raw(self) -> Curve | None:
        """The curve of the masks that the threshold alone gives; None without a prediction that may be seen."""
        return trace_raw(self._of.table) if self._of is not None else None

    @property
    def curve(self) -> Curve | None:
        """The curve of the masks on screen; None without a prediction, and while it is on its way."""
        return self.raw if self._of is not None and self._of.raw else self._processed

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The middle, the threshold of the model card, and the best one where there is ground truth."""
        card, raw, curve = self._session.card, self.raw, self.curve
        marks = [Mark(tr("model card") if card is not None and card.threshold == MIDDLE else "", "▼", MIDDLE)]
        if card is not None and card.threshold != MIDDLE:
            marks.append(Mark(tr("model card"), "◆", card.threshold))
        if raw is not None and raw.dice is not None:
            # it keeps its place while its curve is on its way: nothing is to jump
            marks.append(Mark(tr("best by truth"), "★", curve.best if curve is not None else None))
        return tuple(marks)

    @Slot()
    def _refresh(self) -> None:
        """Ask for another curve if another one belongs on screen; a moved threshold alone changes none."""
        session, finding = self._session, self._session.finding
        if _same_curve(finding, self._of):
            return
        if self._job is not None:
            self._job.cancel()
        self._of, self._job, self._processed = finding, None, None
        drawer = session.drawer
        # the answers of a study under way follow one another too fast to trace each of them
        if finding is not None and not finding.raw and drawer is not None and not drawer.segmenting:
            self._job = self._runner.submit(
                CURVE,
                lambda job: trace(finding, job.cancelled),
                study=session.state.study,
                urgency=Urgency.NOW,
            )
        self.curve_changed.emit()

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        # a job that is not the last one asked for answers for a study or a mask that has left the screen
        if outcome.job is not self._job:
            return
        self._job = None
        if outcome.error is not None:
            self._session.noticed.emit(
                tr("The threshold curve could not be calculated. {why}", why=outcome.error), True
            )
        elif isinstance(outcome.result, Curve):
            self._processed = outcome.result
            self.curve_changed.emit()


def _same_curve(one: Finding | None, other: Finding | None) -> bool:
    """Whether two findings differ in nothing but the threshold."""
    return one is other if one is None or other is None else one.akin(other)
