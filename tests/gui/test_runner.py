"""The thread with a queue."""

import threading
import time

import pytest
from PySide6.QtCore import QObject, QThread, Slot

from lgg_viewer.errors import CancelledError, LggError
from lgg_viewer.jobs.runner import Runner, Urgency


class Listener(QObject):
    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self.ended, self.reports, self.threads = [], [], set()
        runner.ended.connect(self.on_ended)
        runner.reported.connect(self.on_reported)

    @Slot(object)
    def on_ended(self, outcome) -> None:
        self.ended.append(outcome)
        self.threads.add(QThread.currentThread())

    @Slot(object, object)
    def on_reported(self, job, payload) -> None:
        self.reports.append((job.kind, payload))


@pytest.fixture
def runner(qapp):
    made = Runner("test")
    yield made
    made.stop()


@pytest.fixture
def listener(runner):
    return Listener(runner)


def test_what_is_urgent_goes_first(runner, listener, qtbot):
    gate = threading.Event()
    runner.submit("gate", lambda _job: gate.wait(5), urgency=Urgency.NOW)
    for kind, urgency in (("c", Urgency.IDLE), ("b", Urgency.NEXT), ("a", Urgency.NOW), ("a2", Urgency.NOW)):
        runner.submit(kind, lambda _job: None, urgency=urgency)
    gate.set()
    qtbot.waitUntil(lambda: len(listener.ended) == 5)
    assert [o.job.kind for o in listener.ended] == ["gate", "a", "a2", "b", "c"]


def test_outcomes_and_reports_arrive_in_the_receivers_thread_and_in_order(runner, listener, qtbot):
    def task(job):
        for n in range(50):
            job.report(n)
        return "done"

    runner.submit("x", task, urgency=Urgency.NOW)
    qtbot.waitUntil(lambda: bool(listener.ended))
    assert listener.threads == {QThread.currentThread()}
    assert [n for _, n in listener.reports] == list(range(50))
    assert listener.ended[0].result == "done"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (LggError("No.", "Do this."), "No. Do this."),
        (MemoryError(), "There is not enough memory for this. Close other programs."),
        (KeyError("k"), "Unexpected error (KeyError: 'k'). The log has the details."),
    ],
)
def test_whatever_a_task_raises_becomes_a_sentence_and_the_next_task_runs(runner, listener, qtbot, error, sentence):
    def task(_job):
        raise error

    runner.submit("bad", task, urgency=Urgency.NOW)
    runner.submit("good", lambda _job: 1, urgency=Urgency.NOW)
    qtbot.waitUntil(lambda: len(listener.ended) == 2)
    assert str(listener.ended[0].error) == sentence
    assert listener.ended[1].result == 1


def test_each_job_ends_once_also_when_it_is_cancelled(runner, listener, qtbot):
    def task(job):
        while not job.cancelled():
            time.sleep(0.005)
        raise CancelledError

    jobs = [runner.submit("x", task, urgency=Urgency.NOW) for _ in range(4)]
    runner.cancel_all("other")
    assert not any(job.cancelled() for job in jobs)
    runner.cancel_all("x")
    qtbot.waitUntil(lambda: len(listener.ended) == 4)
    assert all(o.cancelled and o.error is None for o in listener.ended)


def test_stopping_ends_the_thread_and_tells_nobody_afterwards(runner, listener, qtbot):
    started = threading.Event()

    def task(job):
        started.set()
        while not job.cancelled():
            time.sleep(0.005)

    runner.submit("x", task, urgency=Urgency.NOW)
    runner.submit("y", task, urgency=Urgency.NOW)
    assert started.wait(5)
    assert runner.stop()
    qtbot.wait(50)
    assert not runner.isRunning()
    assert listener.ended == []


def test_what_is_submitted_after_the_end_starts_no_thread(runner, listener, qtbot):
    assert runner.stop()
    job = runner.submit("late", lambda _job: None, urgency=Urgency.NOW)
    assert not runner.isRunning()
    assert job.cancelled()
    assert runner.idle
    qtbot.wait(50)
    assert listener.ended == []


def test_it_is_idle_while_nothing_runs_and_nothing_waits(runner, listener, qtbot):
    assert runner.idle
    gates = threading.Event(), threading.Event()
    for gate in gates:
        runner.submit("gate", lambda _job, gate=gate: gate.wait(5), urgency=Urgency.NOW)
    assert not runner.idle
    gates[0].set()
    qtbot.waitUntil(lambda: len(listener.ended) == 1)
    assert not runner.idle
    gates[1].set()
    qtbot.waitUntil(lambda: runner.idle)
