"""How many threads the network may use on the CPU: measured, because a busy machine punishes every thread too many."""

import os
import time
from collections.abc import Callable
from functools import cache

import torch
from torch import nn

from lgg_viewer.errors import LggError
from lgg_viewer.words import tr

VARIABLE = "LGG_THREADS"
_BUDGET = 0.25  # seconds
# what was measured on a crowded machine is measured again after so many seconds: it may have had its reasons to pass
_AGAIN_AFTER = 1.0
_chosen: int = 0
_measured_at: float = 0.0


def choose_threads() -> int:
    """Choose the number of threads by a short probe, and set it for the whole process.

    Threads of a parallel loop wait for the slowest; where another program holds a core, two threads have been nine
    times slower than one. The probe takes at most about 0.3 s; it runs again before a study if the machine was crowded
    at the last time, as it is while a program starts.

    Returns
    -------
    int
        The number of threads, which torch then uses.

    Raises
    ------
    LggError
        The environment variable `LGG_THREADS` is set and is not a whole number above zero.
    """
    global _chosen, _measured_at
    wanted = os.environ.get(VARIABLE, "")
    if wanted:
        if not wanted.isdecimal() or int(wanted) < 1:
            raise LggError(
                tr("{variable} is {value!r}.", variable=VARIABLE, value=wanted),
                tr("Set it to a number of threads, or remove it."),
            )
        count = int(wanted)
    elif _chosen == _most() or (_chosen and time.monotonic() - _measured_at < _AGAIN_AFTER):
        return _chosen
    else:
        count = _fastest(_candidates(), _probe())
        _chosen, _measured_at = count, time.monotonic()
    torch.set_num_threads(count)
    return count


@cache
def _most() -> int:
    """Return how many cores this process may use; torch starts with one thread a physical core."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(torch.get_num_threads(), allowed))


def _candidates() -> list[int]:
    most = _most()
    return sorted({1, most} | {2**k for k in range(1, 5) if 2**k < most})


def _probe() -> Callable[[], float]:
    """Return a function that times a little network, in seconds."""
    net = nn.Sequential(*(layer for _ in range(3) for layer in (nn.Conv2d(32, 32, 3, padding=1), nn.ReLU()))).eval()
    image = torch.zeros(1, 32, 64, 64).contiguous(memory_format=torch.channels_last)

    def run() -> float:
        start = time.perf_counter()
        with torch.inference_mode():
            net(image)
        return time.perf_counter() - start

    return run


def _fastest(candidates: list[int], run: Callable[[], float]) -> int:
    """Give each number of threads an equal share of the time, fewest first; more threads must pay clearly."""
    best, best_time = candidates[0], float("inf")
    for count in candidates:
        torch.set_num_threads(count)
        run()
        times: list[float] = []
        while sum(times) < _BUDGET / len(candidates):
            times.append(run())
        # the mean and not the best: a thread that is kept waiting now and then is the very thing looked for
        mean = sum(times) / len(times)
        if mean > 2 * best_time:
            break  # a crowded machine: more threads only wait longer
        if mean < 0.9 * best_time:
            best, best_time = count, mean
    return best
