import pytest
import torch

from lgg_viewer.errors import LggError
from lgg_viewer.model import threads


@pytest.fixture(autouse=True)
def restored():
    before = torch.get_num_threads()
    threads.choose_threads.cache_clear()
    yield
    torch.set_num_threads(before)
    threads.choose_threads.cache_clear()


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


def test_the_probe_is_run_once(monkeypatch):
    calls = []
    monkeypatch.delenv("LGG_THREADS", raising=False)
    monkeypatch.setattr(threads, "_fastest", lambda *_: calls.append(1) or 1)
    assert threads.choose_threads() == threads.choose_threads() == 1
    assert len(calls) == 1


def test_never_more_threads_are_tried_than_torch_starts_with():
    torch.set_num_threads(1)
    assert threads._candidates() == [1]
