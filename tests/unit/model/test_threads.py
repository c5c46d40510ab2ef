from types import SimpleNamespace

import pytest
import torch

from lgg_viewer.errors import LggError
from lgg_viewer.model import threads


@pytest.fixture(autouse=True)
def restored():
    before, most = torch.get_num_threads(), threads._most
    most()
    threads._chosen = 0
    yield
    torch.set_num_threads(before)
    threads._chosen = 0
    most.cache_clear()
    most()


def probe(times):
    """A probe that takes so many seconds at so many threads."""
    return lambda: times[torch.get_num_threads()]


def test_the_fastest_number_of_threads_is_taken():
    assert threads._fastest([1, 2, 4], probe({1: 0.08, 2: 0.05, 4: 0.03})) == 4


def test_on_a_crowded_machine_one_thread_is_taken_and_more_are_not_tried():
    times = {1: 0.03, 2: 0.27}  # a third number would be a KeyError
    assert threads._fastest([1, 2, 4], probe(times)) == 1


def test_threads_that_hardly_help_are_left_to_others():
    assert threads._fastest([1, 2], probe({1: 0.05, 2: 0.048})) == 1


def test_the_user_can_decide(monkeypatch):
    monkeypatch.setenv("LGG_THREADS", "3")
    assert threads.choose_threads() == 3
    assert torch.get_num_threads() == 3


@pytest.mark.parametrize("value", ["0", "-1", "many", "²"])
def test_a_number_of_threads_that_is_none_is_refused(monkeypatch, value):
    monkeypatch.setenv("LGG_THREADS", value)
    with pytest.raises(LggError, match="LGG_THREADS"):
        threads.choose_threads()


@pytest.fixture
def measured(monkeypatch):
    """What the probe finds, one after the other, on a machine of two cores and a clock of ours."""
    found, clock = [], [100.0]
    monkeypatch.delenv("LGG_THREADS", raising=False)
    monkeypatch.setattr(threads, "_most", lambda: 2)
    monkeypatch.setattr(threads, "_fastest", lambda *_: found.pop(0))
    monkeypatch.setattr(threads, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    return found, clock


def test_all_cores_once_chosen_are_not_measured_again(measured):
    found, clock = measured
    found += [2]
    assert threads.choose_threads() == 2
    clock[0] += 3600
    assert threads.choose_threads() == 2


def test_fewer_threads_are_measured_again_when_the_crowd_may_have_gone(measured):
    found, clock = measured
    found += [1, 2]
    assert threads.choose_threads() == 1
    assert threads.choose_threads() == 1
    clock[0] += threads._AGAIN_AFTER + 0.1
    assert threads.choose_threads() == 2


def test_never_more_threads_are_tried_than_torch_starts_with():
    torch.set_num_threads(1)
    threads._most.cache_clear()
    assert threads._candidates() == [1]
