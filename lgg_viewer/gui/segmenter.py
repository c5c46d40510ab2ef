"""Asking the network for studies: what waits, what has come, how long it will take."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from lgg_viewer.gui.drawers import Drawer
from lgg_viewer.gui.session import Session
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.io.prediction_cache import PredictionCache
from lgg_viewer.io.study_files import read_study
from lgg_viewer.jobs.runner import Job, Outcome, Runner, Urgency
from lgg_viewer.jobs.tasks import Answer, Network, segment_study
from lgg_viewer.words import tr, tr_n

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
        self.progress: Progress | None = None
        self.device = "auto"
        self._session = session
        self._runner = device_runner
        self._cache = cache
        self._network = Network()
        # the job of each study under way; what another job says of it comes too late
        self._jobs: dict[str, Job] = {}
        self._done: list[str] = []
        self._faults: dict[str, str] = {}
        self._slices_done = 0
        self._began = 0.0
        self._told_unkept = False
        device_runner.reported.connect(self._on_reported)
        device_runner.ended.connect(self._on_ended)
        # with another cohort or other weights, the answers under way are for nobody
        session.cohort_changed.connect(self.cancel)
        session.card_changed.connect(self.cancel)
        session.study_changed.connect(self._on_study_changed)

    def warm_up(self) -> None:
        """Load torch and the weights before they are asked for, so that the first answer comes at once."""
        card, network = self._session.card, self._network
        if card is not None:
            self._runner.submit(
                WARM, lambda job: network.predictor(card, self.device, job.report), urgency=Urgency.IDLE
            )

    def segment(self, keys: list[str]) -> None:
        """Queue studies; the one on screen goes first, those already answered or queued are left out."""
        session, card = self._session, self._session.card
        if card is None:
            session.noticed.emit(tr("No model loaded: choose one in the Segment menu."), True)
            return
        drawers = [drawer for key in keys if (drawer := session.drawers.find(key)) is not None]
        wanted = [d for d in drawers if d.study.key not in self._jobs and d.table is None]
        if not wanted:
            session.noticed.emit(_nothing_to_do(drawers), not drawers)
            return
        if not self._jobs:
            self._began, self._slices_done, self._done, self._faults = time.monotonic(), 0, [], {}
        for drawer in sorted(wanted, key=lambda d: d.study.key != session.state.study):
            key = drawer.study.key
            drawer.segmenting = True
            self._jobs[key] = self._runner.submit(
                SEGMENT,
                self._task(drawer, card),
                study=key,
                urgency=Urgency.NOW if key == session.state.study else Urgency.NEXT,
            )
            session.summary_changed.emit(key)
        self._tell_progress(next(iter(self._jobs)), 0)

    @Slot()
    def cancel(self) -> None:
        """Drop what waits and what is half answered; any of it may be asked for again at once.

        The network itself stops at its next batch, and what it says until then is for nobody.
        """
        self._runner.cancel_all(SEGMENT)
        dropped = list(self._jobs)
        self._jobs.clear()
        for key in dropped:
            # of a cohort that has gone, there may be no such study any more
            if self._session.drawers.find(key) is not None:
                self._take_back(key)
        if dropped:
            self._end(cancelled=True)

    def _task(self, drawer: Drawer, card: ModelCard) -> Callable[[Job], object]:
        session, network, cache = self._session, self._network, self._cache
        study, data = drawer.study, drawer.loaded.data if drawer.loaded else None
        start = session.state.z if study.key == session.state.study else len(study.slices) // 2

        def task(job: Job) -> Answer:
            return segment_study(
                data if data is not None else read_study(study, cancelled=job.cancelled),
                card,
                lambda: network.predictor(card, self.device, job.report),
                cache,
                start=start,
                on_answer=job.report,
                cancelled=job.cancelled,
            )

        return task

    @Slot(object, object)
    def _on_reported(self, job: Job, payload: object) -> None:
        if isinstance(payload, str):
            self._session.noticed.emit(payload, False)
        elif isinstance(payload, Answer) and self._jobs.get(job.study) is job and not job.cancelled():
            self._session.put_answer(job.study, payload)
            self._tell_progress(job.study, payload.answered)

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        job, session = outcome.job, self._session
        if job.kind == WARM and outcome.error is not None:
            session.noticed.emit(str(outcome.error), True)
        if self._jobs.get(job.study) is not job:
            return
        del self._jobs[job.study]
        self._slices_done += len(session.drawers[job.study].study.slices)
        if isinstance(outcome.result, Answer):
            session.drawers[job.study].segmenting = False
            session.put_answer(job.study, outcome.result)
            self._done.append(job.study)
        else:
            self._take_back(job.study)
        if outcome.error is not None:
            self._faults[job.study] = str(outcome.error)
            session.noticed.emit(tr("{study} was not segmented. {why}", study=job.study, why=outcome.error), True)
        if self._jobs:
            self._tell_progress(next(iter(self._jobs)), 0)
        else:
            self._end(cancelled=outcome.cancelled)

    def _take_back(self, key: str) -> None:
        """Leave a study without an answer: half of one must not pass for a whole one."""
        self._session.drawers[key].segmenting = False
        self._session.put_answer(key, None)

    def _end(self, *, cancelled: bool) -> None:
        """Say what has come of all that was asked for."""
        self.progress = None
        self.progress_changed.emit()
        told, unkept = self._summary(cancelled=cancelled), self._tell_unkept()
        self._session.noticed.emit(f"{told} {unkept}".rstrip(), bool(self._faults or unkept))

    def _summary(self, *, cancelled: bool) -> str:
        parts = [_told_done(self._done)] if self._done or not (cancelled or self._faults) else []
        if self._faults:
            parts.append(_told_failed(self._faults))
        if cancelled:
            parts.append(tr("segmentation cancelled"))
        text = "; ".join(parts)
        return text[0].upper() + text[1:] + "."

    def _tell_unkept(self) -> str:
        """Say once that the disk cache keeps nothing; empty where it does, or where that was said."""
        drawers = [drawer for key in self._done if (drawer := self._session.drawers.find(key)) is not None]
        unkept = any(d.answer is not None and not d.answer.kept for d in drawers)
        if self._told_unkept or self._cache is None or not unkept:
            return ""
        self._told_unkept = True
        return tr(
            "{folder} is not writable: predictions stay in memory only and are lost when you change cohort, model or "
            "mirror averaging, or close the program.",
            folder=self._cache.folder,
        )

    def _tell_progress(self, key: str, answered: int) -> None:
        slices = {k: len(self._session.drawers[k].study.slices) for k in self._jobs}
        done = self._slices_done + answered
        total = self._slices_done + sum(slices.values())
        left = (time.monotonic() - self._began) / done * (total - done) if done else None
        self.progress = Progress(key, answered, slices.get(key, 0), len(slices), left)
        self.progress_changed.emit()

    @Slot()
    def _on_study_changed(self) -> None:
        """Let the study that the reader looks at go before the rest of a cohort."""
        self._runner.hasten(SEGMENT, self._session.state.study)


def _told_done(keys: list[str]) -> str:
    if len(keys) == 1:
        return tr("{study} segmented", study=keys[0])
    return tr_n("{n} study segmented", "{n} studies segmented", len(keys))


def _told_failed(faults: dict[str, str]) -> str:
    key, why = next(iter(faults.items()))
    why = why.rstrip(".")
    if len(faults) == 1:
        return tr("{study} failed: {why}", study=key, why=why)
    told = tr_n("{n} study failed", "{n} studies failed", len(faults))
    more = tr_n("{study}: {why}, and {n} more", "{study}: {why}, and {n} more", len(faults) - 1, study=key, why=why)
    return f"{told} ({more})"


def _nothing_to_do(drawers: list[Drawer]) -> str:
    """Say why there is nothing to segment."""
    if not drawers:
        return tr("No study is selected.")
    if any(d.segmenting for d in drawers):
        return tr("This is being segmented already.")
    if len(drawers) == 1:
        return tr("This study is segmented already.")
    return tr("These studies are segmented already.")
