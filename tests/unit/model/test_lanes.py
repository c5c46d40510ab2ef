"""The threads of the CPU, and that what they answer together is what one would answer."""

import subprocess
import sys
import threading

import numpy as np
import pytest

from lgg_viewer.errors import LggError
from lgg_viewer.io.model_card import read_model_card
from lgg_viewer.model import lanes
from lgg_viewer.model.device import on_cpu
from lgg_viewer.model.lanes import count_lanes
from tests.unit.model.tiny_model import make_card


def test_the_user_can_decide(monkeypatch):
    monkeypatch.setenv("LGG_THREADS", "3")
    assert count_lanes() == 3
    # as many slices as lanes are answered at once: with hundreds there would be no progress, and no end by a click
    monkeypatch.setenv("LGG_THREADS", "500")
    assert count_lanes() == 8


@pytest.mark.parametrize("value", ["0", "-1", "many", "²"])
def test_a_number_of_threads_that_is_none_is_refused(monkeypatch, value):
    monkeypatch.setenv("LGG_THREADS", value)
    with pytest.raises(LggError, match="LGG_THREADS"):
        count_lanes()


@pytest.mark.parametrize(("cores", "count"), [(1, 1), (4, 2), (64, 2)])
def test_there_are_never_more_lanes_than_this_process_has_cores(monkeypatch, cores, count):
    monkeypatch.delenv("LGG_THREADS", raising=False)
    monkeypatch.setattr(lanes, "_cores", lambda: cores)
    monkeypatch.setattr(lanes.os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    assert count_lanes() == count


def test_torch_starts_no_threads_in_a_lane_and_keeps_those_of_the_main_thread():
    code = (
        "import torch\ntorch.set_num_threads(2)\nfrom lgg_viewer.model.lanes import open_lanes\n"
        "print(open_lanes(2).submit(torch.get_num_threads).result(), torch.get_num_threads())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["1", "2"]


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("slices", [1, 3, 4])
def test_slices_shared_by_lanes_are_answered_as_by_one(tmp_path, monkeypatch, flip, slices):
    card = read_model_card(make_card(tmp_path))
    monkeypatch.setenv("LGG_THREADS", "2")
    engine = on_cpu(card)
    images = np.random.default_rng(0).normal(size=(slices, 9, 64, 64)).astype(np.float32)
    used, answer = set(), type(engine)._answer

    def noted(self, part, *, flip):
        used.add(threading.current_thread().name)
        return answer(self, part, flip=flip)

    monkeypatch.setattr(type(engine), "_answer", noted)
    together, alone = engine.run(images, flip=flip), answer(engine, images, flip=flip)
    np.testing.assert_allclose(together.probability, alone.probability, atol=0.02)
    assert (together.difference is not None) is flip
    if flip:
        np.testing.assert_allclose(together.difference, alone.difference, atol=0.02)
    assert all(name.startswith("lane") for name in used)
