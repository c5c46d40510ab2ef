"""The one file that owns a thread of jobs: a queue of them, worked off one by one, most urgent first."""

import heapq
import itertools
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from PySide6.QtCore import QObject, QThread, Signal

from lgg_viewer.errors import CancelledError, LggError
from lgg_viewer.words import tr

_log = logging.getLogger(__name__)
# Far longer than the pause between two batches or two files; past it the work is stuck in the system
STOP_WAIT_MS = 10_000


class Urgency(IntEnum):
    """Who goes first in the queue."""

    NOW = 0
    NEXT = 1
    IDLE = 2


@dataclass(eq=False)
class Job:
    """A piece of work under way, and whose it is.

    Attributes
    ----------
    kind : str
        What is done, for whoever listens.
    study : str
        Key of the study it belongs to; empty for none.
    generation : int
        Counts the cohorts opened; an answer of an older one is for nobody.
    task : callable
        Called with the job in the runner's thread; it asks `cancelled` between steps and may call `report`.
    """

    kind: str
    study: str
    generation: int
    task: Callable[["Job"], object]
    _stop: threading.Event = field(default_factory=threading.Event)
    _report: Callable[["Job", object], None] = field(default=lambda _job, _payload: None)

    def cancel(self) -> None:
        """Ask the job to stop at its next step; it ends with a cancelled outcome."""
        self._stop.set()

    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def report(self, payload: object) -> None:
        """Tell listeners in the window's thread how far it is."""
        self._report(self, payload)


@dataclass(frozen=True, eq=False)
class Outcome:
    """How a job ended; exactly one comes for each job that was submitted, until the runner is stopped.

    Attributes
    ----------
    job : Job
    result : object
        What the task returned; None unless it is done.
    error : LggError or None
        Why it failed.
    cancelled : bool
    """

    job: Job
    result: object = None
    error: LggError | None = None
    cancelled: bool = False


class Runner(QThread):
    """A thread with a queue.

    Signals are delivered in the thread of the receiver, so only bound methods of QObjects may be connected to them: a
    lambda would run in this thread.
    """

    reported = Signal(object, object)
    ended = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._queue: list[tuple[int, int, Job]] = []
        self._numbers = itertools.count()
        self._wake = threading.Condition()
        self._current: Job | None = None
        self._closing = False

    def submit(
        self, kind: str, task: Callable[[Job], object], *, study: str = "", generation: int = 0, urgency: Urgency
    ) -> Job:
        """Queue a task; within an urgency, first come is first served. After `stop` it is cancelled and never begun."""
        job = Job(kind, study, generation, task, _report=self.reported.emit)
        with self._wake:
            if self._closing:
                job.cancel()
                return job
            heapq.heappush(self._queue, (urgency, next(self._numbers), job))
            self._wake.notify()
        if not self.isRunning():
            self.start()
        return job

    def hasten(self, kind: str, study: str) -> None:
        """Let what waits for a study go first among the jobs of its kind."""
        with self._wake:
            self._queue = [
                ((Urgency.NOW if job.study == study else Urgency.NEXT) if job.kind == kind else urgency, number, job)
                for urgency, number, job in self._queue
            ]
            heapq.heapify(self._queue)

    def cancel_all(self, kind: str | None = None) -> None:
        """Cancel what runs and what waits, of one kind or of all."""
        with self._wake:
            for job in [j for _, _, j in self._queue] + ([self._current] if self._current else []):
                if kind is None or job.kind == kind:
                    job.cancel()

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing waits."""
        with self._wake:
            return self._current is None and not self._queue

    def stop(self) -> bool:
        """Cancel everything, end the thread, and wait for it; return whether it ended."""
        with self._wake:
            self._closing = True
            self._queue.clear()
            if self._current is not None:
                self._current.cancel()
            self._wake.notify()
        return bool(self.wait(STOP_WAIT_MS))

    def run(self) -> None:
        """Work off the queue; Qt calls this in the new thread."""
        while True:
            with self._wake:
                self._current = None
                while not self._queue and not self._closing:
                    self._wake.wait()
                if self._closing:
                    return
                self._current = job = heapq.heappop(self._queue)[2]
            outcome = _perform(job)
            if not self._closing:
                self.ended.emit(outcome)


def _perform(job: Job) -> Outcome:
    """Run a task; nothing it raises leaves this function."""
    if job.cancelled():
        return Outcome(job, cancelled=True)
    try:
        return Outcome(job, result=job.task(job))
    except CancelledError:
        return Outcome(job, cancelled=True)
    except LggError as error:
        return Outcome(job, error=error)
    except MemoryError:
        return Outcome(job, error=LggError(tr("There is not enough memory for this."), tr("Close other programs.")))
    except Exception as error:
        _log.exception("%s of %s failed", job.kind, job.study or "the cohort")
        what = f"{type(error).__name__}: {error}"
        told = LggError(tr("Unexpected error ({what}).", what=what), tr("The log has the details."))
        return Outcome(job, error=told)
