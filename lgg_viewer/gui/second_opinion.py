"""What another model says of the study on screen, to be seen beside the answer of the model in use."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from lgg_viewer.core.pane import Painted
from lgg_viewer.gui.session import Session
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.io.prediction_cache import PredictionCache
from lgg_viewer.jobs.runner import Job, Outcome, Runner, Urgency
from lgg_viewer.jobs.tasks import Answer, Network, fetch_answer, segment_study
from lgg_viewer.words import tr

FETCH, ASK = "second fetch", "second ask"


class SecondOpinion(QObject):
    """Has the answers of a second model fetched from the disk cache while a pane shows them, and asks it on demand.

    Signals
    -------
    changed
        Another model was chosen, or it is asked something, or has answered.
    """

    changed = Signal()

    def __init__(self, session: Session, disk: Runner, device: Runner, cache: PredictionCache | None) -> None:
        super().__init__()
        self._session = session
        self._runners = {FETCH: disk, ASK: device}
        self._cache = cache
        self._network = Network()
        self._jobs: dict[str, Job] = {}
        self._looked = False
        disk.ended.connect(self._on_ended)
        device.ended.connect(self._on_ended)
        device.reported.connect(self._on_reported)
        session.study_loaded.connect(self._on_study)
        session.panes_changed.connect(self._fetch)

    @property
    def asked(self) -> bool:
        """Whether the second model is at work."""
        return ASK in self._jobs

    def choose(self, card: ModelCard) -> None:
        """Take another model for the second."""
        self._drop()
        self._session.set_second_card(card)
        self._on_study()
        self.changed.emit()

    def ask(self, device: str) -> None:
        """Have the second model segment the study on screen."""
        session, card, network, cache = self._session, self._session.second_card, self._network, self._cache
        drawer = session.drawer
        if card is None or drawer is None or drawer.loaded is None or self.asked:
            return
        data, start = drawer.loaded.data, session.state.z

        def task(job: Job) -> Answer:
            return segment_study(
                data,
                card,
                lambda: network.predictor(card, device, job.report),
                cache,
                start=start,
                on_answer=job.report,
                cancelled=job.cancelled,
            )

        self._submit(ASK, task)
        session.noticed.emit(tr("{model} segments {study}…", model=card.name, study=data.study.key), False)

    def cancel(self) -> None:
        """Stop at the next batch."""
        for job in self._jobs.values():
            job.cancel()

    @Slot()
    def _on_study(self) -> None:
        self._drop()
        self._looked = False
        self._fetch()
        self.changed.emit()

    def _drop(self) -> None:
        """Stop listening to what is under way: it is of another study, or of another model."""
        self.cancel()
        if self.asked and self._session.second_card is not None:
            self._session.noticed.emit(tr("{model} was cancelled", model=self._session.second_card.name), False)
        self._jobs.clear()

    @Slot()
    def _fetch(self) -> None:
        """Look into the cache, once a study, if a pane waits for it."""
        session, cache = self._session, self._cache
        card, drawer = session.second_card, session.drawer
        wanted = any(view.painted is Painted.SECOND for view in session.state.panes.views)
        if not wanted or self._looked or card is None or drawer is None or drawer.loaded is None:
            return
        self._looked, data = True, drawer.loaded.data
        self._submit(FETCH, lambda _job: fetch_answer(data, card, cache))

    def _submit(self, kind: str, task: Callable[[Job], object]) -> None:
        self._jobs[kind] = self._runners[kind].submit(kind, task, study=self._session.state.study, urgency=Urgency.NOW)
        self.changed.emit()

    @Slot(object, object)
    def _on_reported(self, job: Job, payload: object) -> None:
        if isinstance(payload, Answer) and self._jobs.get(job.kind) is job and not job.cancelled():
            self._session.put_second(payload, whole=False)

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        job, session = outcome.job, self._session
        # what another study or another model was asked comes too late
        if self._jobs.get(job.kind) is not job:
            return
        del self._jobs[job.kind]
        answer = outcome.result if isinstance(outcome.result, Answer) else None
        if job.kind == ASK or answer is not None:
            # half an answer must not pass for a whole one
            session.put_second(answer)
        if job.kind == ASK and session.second_card is not None:
            name = session.second_card.name
            if answer is not None:
                told = tr("{model}: segmentation finished.", model=name)
            elif outcome.cancelled:
                told = tr("{model} was cancelled", model=name)
            else:
                told = tr("{model}: segmentation failed. {why}", model=name, why=outcome.error)
            session.noticed.emit(told, outcome.error is not None)
        self.changed.emit()
