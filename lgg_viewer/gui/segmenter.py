"""Asking the network for studies: what waits, what has come, how long it will take."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from lgg_viewer.core.study import Study
from lgg_viewer.gui.drawers import Drawer
from lgg_viewer.gui.session import Session
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.io.prediction_cache import PredictionCache
from lgg_viewer.io.study_files import StudyData, read_study
from lgg_viewer.jobs.runner import Job, Outcome, Runner, Urgency
from lgg_viewer.jobs.tasks import Answer, Network, segment_study

SEGMENT, WARM = "segment", "warm"


@dataclass(frozen=True)
class Progress:
    """How far the network is.

    Attributes
    ----------
    study : str
        The study it works on.
    slice_number, slices : int
        Answered slices of that study, and all of them.
    studies_left : int
        Studies that wait, this one included.
    seconds_left : float or None
        For all of them; None before anything is measured.
    """

    study: str
    slice_number: int
    slices: int
    studies_left: int
    seconds_left: float | None


class Segmenter(QObject):
    """Runs the network in the device's thread and files each answer with the study it belongs to.

    Signals
    -------
    progress_changed
        `progress` differs; None once nothing is under way.
    """

    progress_changed = Signal()

    def __init__(self, session: Session, device_runner: Runner, cache: PredictionCache | None) -> None:
        super().__init__()
        self._cache = cache
        self.progress: Progress | None = None
        self.device = "auto"
        self._session = session
        self._runner = device_runner
        self._network = Network()
        self._waiting: dict[str, int] = {}
        self._slices_done = 0
        self._asked = 0
        self._began = 0.0
        device_runner.reported.connect(self._on_reported)
        device_runner.ended.connect(self._on_ended)
        session.cohort_changed.connect(self._on_cohort_changed)
        session.study_changed.connect(self._on_study_changed)

    def warm_up(self) -> None:
        """Load torch and the weights before they are asked for, so that the first answer comes at once."""
        card = self._session.card
        if card is not None:
            self._runner.submit(WARM, self._warm_task(card), generation=self._session.generation, urgency=Urgency.IDLE)

    def segment(self, keys: list[str]) -> None:
        """Queue studies; the one on screen goes first, those already answered or queued are left out."""
        session, card = self._session, self._session.card
        if card is None:
            session.noticed.emit("There are no weights to segment with. Choose a model from the Segment menu.", True)
            return
        drawers = [session.drawers[k] for k in keys if session.drawers.find(k)]
        wanted = [d for d in drawers if not d.segmented and not d.segmenting and not d.failure]
        if not wanted:
            known = "This study is" if len(keys) == 1 else "These studies are"
            session.noticed.emit(f"{known} segmented already.", False)
            return
        if not self._waiting:
            self._began, self._slices_done, self._asked = time.monotonic(), 0, 0
        self._asked += len(wanted)
        for drawer in sorted(wanted, key=lambda d: d.study.key != session.state.study):
            drawer.segmenting = True
            key = drawer.study.key
            self._waiting[key] = len(drawer.study.slices)
            urgency = Urgency.NOW if key == session.state.study else Urgency.NEXT
            self._runner.submit(
                SEGMENT, self._task(drawer, card), study=key, generation=session.generation, urgency=urgency
            )
            session.summary_changed.emit(key)
        self._set_progress(next(iter(self._waiting)), 0)

    def cancel(self) -> None:
        """Stop at the next batch and drop what waits."""
        self._runner.cancel_all(SEGMENT)

    def _task(self, drawer: Drawer, card: ModelCard) -> Callable[[Job], object]:
        session = self._session
        start = session.state.z if drawer.study.key == session.state.study else len(drawer.study.slices) // 2
        data = drawer.loaded.data if drawer.loaded else None
        return self._segment_task(drawer.study, data, card, start)

    def _segment_task(
        self, study: Study, data: StudyData | None, card: ModelCard, start: int
    ) -> Callable[[Job], object]:
        device, network, cache = self.device, self._network, self._cache

        def task(job: Job) -> Answer:
            known = data if data is not None else read_study(study, cancelled=job.cancelled)
            return segment_study(
                known,
                card,
                lambda: network.predictor(card, device, job.report),
                cache,
                start=start,
                on_answer=job.report,
                cancelled=job.cancelled,
            )

        return task

    def _warm_task(self, card: ModelCard) -> Callable[[Job], object]:
        device, network = self.device, self._network
        return lambda job: network.predictor(card, device, job.report)

    @Slot(object, object)
    def _on_reported(self, job: Job, payload: object) -> None:
        if job.generation != self._session.generation or job.cancelled():
            return
        if isinstance(payload, str):
            self._session.noticed.emit(payload, False)
        elif isinstance(payload, Answer):
            self._session.put_answer(job.study, payload)
            self._set_progress(job.study, payload.answered)

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        job, session = outcome.job, self._session
        if job.generation != session.generation:
            return
        if job.kind == WARM:
            if outcome.error is not None:
                session.noticed.emit(str(outcome.error), True)
            return
        drawer = session.drawers[job.study]
        drawer.segmenting = False
        self._slices_done += self._waiting.pop(job.study, 0)
        if isinstance(outcome.result, Answer):
            session.put_answer(job.study, outcome.result)
        else:
            # half an answer must not pass for a whole one
            drawer.answer = drawer.table = None
            session.put_answer(job.study, None)
            if outcome.error is not None:
                session.noticed.emit(f"{job.study} was not segmented. {outcome.error}", True)
        if self._waiting:
            self._set_progress(next(iter(self._waiting)), 0)
        else:
            self.progress = None
            self.progress_changed.emit()
            if outcome.cancelled:
                session.noticed.emit("Segmentation cancelled.", False)
            elif outcome.error is None:
                session.noticed.emit(f"{job.study if self._asked == 1 else f'{self._asked} studies'} segmented.", False)

    def _set_progress(self, key: str, answered: int) -> None:
        done = self._slices_done + answered
        total = self._slices_done + sum(self._waiting.values())
        elapsed = time.monotonic() - self._began
        left = elapsed / done * (total - done) if done else None
        self.progress = Progress(key, answered, self._waiting.get(key, 0), len(self._waiting), left)
        self.progress_changed.emit()

    @Slot()
    def _on_study_changed(self) -> None:
        """Let the study that the reader looks at go before the rest of a cohort."""
        self._runner.hasten(SEGMENT, self._session.state.study)

    @Slot()
    def _on_cohort_changed(self) -> None:
        """Stop: the answers under way are for nobody now."""
        self._runner.cancel_all(SEGMENT)
        self._waiting.clear()
        self.progress = None
        self.progress_changed.emit()
