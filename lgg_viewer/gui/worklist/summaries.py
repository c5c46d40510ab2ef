"""The figures of all studies, kept up to date behind the reader's back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from lgg_viewer.core.summary import Summary
from lgg_viewer.core.threshold_table import ThresholdTable
from lgg_viewer.core.view_state import ViewState
from lgg_viewer.gui.drawers import Drawer
from lgg_viewer.gui.session import Session
from lgg_viewer.io.prediction_cache import PredictionCache
from lgg_viewer.jobs.runner import Job, Outcome, Runner, Urgency
from lgg_viewer.jobs.summary_task import Question, Reply, answer_question

SUMMARY = "summary"
SETTLE_MS = 300


class Summaries(QObject):
    """Asks for one summary after another in the disk's thread, for the study on screen first.

    A study whose answer lies in the disk cache gets its figures without being visited; it counts as segmented then.
    While the threshold moves nothing is begun, and what is under way is broken off.

    Signals
    -------
    summary_changed(str)
        The figures of a study differ, or are no longer up to date; its key.
    progressed
        `left` differs.
    """

    summary_changed = Signal(str)
    progressed = Signal()

    def __init__(self, session: Session, disk: Runner, cache: PredictionCache | None) -> None:
        super().__init__()
        self._session = session
        self._disk = disk
        self._cache = cache
        self._summaries: dict[str, Summary] = {}
        # what each study was last asked for: figures, or whether the cache knows it
        self._asked: dict[str, object] = {}
        # who lacks something, kept up study by study; None after a change of all, until somebody wants to know
        self._lacking: dict[str, None] | None = None
        self._job: Job | None = None
        self._asked_now: object = None
        self._settle = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._go_on)
        disk.ended.connect(self._on_ended)
        session.cohort_changed.connect(self._forget)
        session.card_changed.connect(self._forget)
        session.mask_changed.connect(self._pause)
        # the reader waits for another study now: its figures, and before them its pixels
        session.study_changed.connect(self._pause)
        session.summary_changed.connect(self._on_summary_changed)

    def of(self, key: str) -> Summary | None:
        """Return the last figures of a study; `is_current` tells whether they hold."""
        return self._summaries.get(key)

    def is_current(self, key: str) -> bool:
        """Whether the figures of a study are those of the threshold and post-processing in force."""
        drawer, summary, state = self._session.drawers.find(key), self._summaries.get(key), self._session.state
        if drawer is None or summary is None or (summary.threshold, summary.post) != (state.threshold, state.post):
            return False
        return not self._lacks(drawer)

    @property
    def left(self) -> int:
        """How many studies have no figures yet, or figures of another threshold."""
        return len(self._collect())

    def _wish(self, drawer: Drawer) -> object:
        """Say what is to be known of a study; None for nothing."""
        session = self._session
        if session.card is None or drawer.survey is None or drawer.segmenting:
            return None
        if drawer.table is not None:
            return self._figures(drawer, drawer.table, session.state)
        # a study that was read has been looked for in the cache
        looked = drawer.loaded is not None and not drawer.stale
        return None if looked else (session.card, drawer.survey.volume_sha256)

    def _figures(self, drawer: Drawer, table: ThresholdTable, of: ViewState | Summary) -> object:
        return self._session.card, table, drawer.removals, of.threshold, of.post

    def _lacks(self, drawer: Drawer) -> bool:
        wish = self._wish(drawer)
        return wish is not None and self._asked.get(drawer.study.key) != wish

    def _collect(self) -> dict[str, None]:
        """Return who lacks something; a cohort of a thousand is not looked through at each event of one study."""
        if self._lacking is None:
            self._lacking = {d.study.key: None for d in self._session.drawers.all() if self._lacks(d)}
        return self._lacking

    def _look_at(self, key: str) -> None:
        """Note whether a study lacks something now."""
        if self._lacking is None:
            return
        drawer = self._session.drawers.find(key)
        if drawer is not None and self._lacks(drawer):
            self._lacking[key] = None
        else:
            self._lacking.pop(key, None)

    @Slot()
    def _pause(self) -> None:
        """Let the reader be served first; the figures follow when the hand rests."""
        self._lacking = None
        if self._job is not None:
            self._job.cancel()
        self._settle.start()

    @Slot()
    def _forget(self) -> None:
        """Begin anew: with another cohort or other weights."""
        self._summaries.clear()
        self._asked.clear()
        self._pause()

    @Slot(str)
    def _on_summary_changed(self, key: str) -> None:
        self._look_at(key)
        if not self._settle.isActive():
            self._go_on()

    @Slot()
    def _go_on(self) -> None:
        """Ask for the next summary, if one is lacking and none is under way."""
        session = self._session
        if self._job is not None:
            return
        lacking, key = self._collect(), session.state.study
        if key not in lacking:
            key = next(iter(lacking), "")
        drawer = session.drawers.find(key)
        if drawer is None or session.card is None or drawer.survey is None:
            return
        question = Question(
            drawer.study,
            drawer.survey,
            session.card,
            session.state.threshold,
            session.state.post,
            drawer.removals,
            drawer.table,
            drawer.answer.probability if drawer.answer is not None and drawer.table is not None else None,
        )
        self._asked_now = self._wish(drawer)
        self._job = self._disk.submit(
            SUMMARY,
            _task(question, self._cache),
            study=drawer.study.key,
            generation=session.generation,
            urgency=Urgency.NEXT if drawer is session.drawer else Urgency.IDLE,
        )

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        job, session = outcome.job, self._session
        if job is not self._job:
            return
        self._job = None
        drawer = session.drawers.find(job.study) if job.generation == session.generation else None
        # what is not wanted any more is for nobody
        if drawer is not None and not outcome.cancelled and self._wish(drawer) == self._asked_now:
            self._asked[job.study] = self._asked_now
            self._look_at(job.study)
            if isinstance(outcome.result, Reply):
                self._file(drawer, outcome.result)
            self.progressed.emit()
        if not self._settle.isActive():
            self._go_on()

    def _file(self, drawer: Drawer, reply: Reply) -> None:
        key = drawer.study.key
        self._summaries[key] = reply.summary
        if reply.thumbnail is not None:
            self._session.put_thumbnail(key, reply.thumbnail)
        if drawer.table is None:
            # noted first: the session tells of the table at once, and nobody must ask for it again
            self._asked[key] = self._figures(drawer, reply.table, reply.summary)
            self._session.put_table(key, reply.table)
        self.summary_changed.emit(key)


def _task(question: Question, cache: PredictionCache | None) -> Callable[[Job], object]:
    return lambda job: answer_question(question, cache, cancelled=job.cancelled)
