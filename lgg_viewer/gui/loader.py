"""Reading from disk for a session: cohorts, the study on screen, and a survey of all the others."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from lgg_viewer.core.study import Cohort, Study
from lgg_viewer.gui.session import Session
from lgg_viewer.io.cohort_folder import read_cohort
from lgg_viewer.io.prediction_cache import PredictionCache
from lgg_viewer.io.study_files import read_study
from lgg_viewer.jobs.runner import Job, Outcome, Runner, Urgency
from lgg_viewer.jobs.survey import Survey, survey
from lgg_viewer.jobs.tasks import LoadedStudy, load_study

SCAN, LOAD, SURVEY = "scan", "load", "survey"


class Loader(QObject):
    """Keeps the disk's queue: what the reader waits for goes before the survey.

    Signals
    -------
    opened(Path)
        A folder was read and is on screen.
    """

    opened = Signal(object)

    def __init__(self, session: Session, disk: Runner, cache: PredictionCache | None) -> None:
        super().__init__()
        self._session = session
        self._disk = disk
        self._cache = cache
        self._surveys_left = 0
        self._scan: Job | None = None
        disk.ended.connect(self._on_ended)
        session.study_changed.connect(self._load)
        # the cache may know the new model's answer
        session.card_changed.connect(self._load)

    @property
    def surveying(self) -> int:
        """Studies whose pixels are still to be looked at."""
        return self._surveys_left

    def open_folder(self, path: Path) -> None:
        """Open a cohort; what is on screen stays until it has come."""
        self.open_made(lambda: path)

    def open_made(self, make: Callable[[], Path]) -> None:
        """Open a cohort that is made first, in the disk's thread too."""
        self._disk.cancel_all(SCAN)
        self._scan = self._submit(SCAN, lambda job: read_cohort(make(), cancelled=job.cancelled), "", Urgency.NOW)

    @Slot()
    def _load(self) -> None:
        """Read the study on screen, unless it is there."""
        session = self._session
        drawer = session.drawer
        self._disk.cancel_all(LOAD)
        if drawer is None or drawer.complete:
            return
        study, card, cache = drawer.study, session.card, self._cache
        self._submit(LOAD, lambda job: load_study(study, card, cache, cancelled=job.cancelled), study.key, Urgency.NOW)

    def _submit(self, kind: str, task: Callable[[Job], object], study: str, urgency: Urgency) -> Job:
        return self._disk.submit(kind, task, study=study, generation=self._session.generation, urgency=urgency)

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        job, session = outcome.job, self._session
        if job.kind not in (SCAN, LOAD, SURVEY):
            return
        # the folder asked for last counts, whatever came on screen while it was read
        wanted = job is self._scan if job.kind == SCAN else job.generation == session.generation
        if not wanted or outcome.cancelled:
            return
        if job.kind == SURVEY:
            self._surveys_left -= 1
        if isinstance(outcome.result, Cohort):
            session.put_cohort(outcome.result)
            self._disk.cancel_all(SURVEY)
            self._surveys_left = len(outcome.result.studies)
            for study in outcome.result.studies:
                self._submit(SURVEY, _survey_task(study), study.key, Urgency.IDLE)
            self.opened.emit(outcome.result.root)
        elif isinstance(outcome.result, LoadedStudy):
            session.put_loaded(job.study, outcome.result)
        elif isinstance(outcome.result, Survey):
            session.put_survey(job.study, outcome.result)
        elif job.study:
            session.put_failure(job.study, str(outcome.error))
        else:
            session.noticed.emit(str(outcome.error), True)


def _survey_task(study: Study) -> Callable[[Job], object]:
    return lambda job: survey(read_study(study, cancelled=job.cancelled))
