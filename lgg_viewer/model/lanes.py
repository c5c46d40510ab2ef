"""The threads in which the network runs on the CPU, each with a few slices of its own.

Slices are independent, and so are these threads. Those that torch starts share one layer after the other, and wait for
the slowest at the end of each: when the window or another program used a core meanwhile, two of them have been nine
times slower than one.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import torch

from lgg_viewer.errors import LggError
from lgg_viewer.words import tr

VARIABLE = "LGG_THREADS"
Lanes = ThreadPoolExecutor
SLICES = 2
"""Slices that a lane takes at a time. One takes a fifth longer (64 ms for a pair instead of 54); four save little."""
_MOST = 8


def wanted_threads() -> int | None:
    """Return the number of threads that the environment variable `LGG_THREADS` asks for; None where it is not set.

    Raises
    ------
    LggError
        It is not a whole number above zero.
    """
    wanted = os.environ.get(VARIABLE, "")
    if not wanted:
        return None
    if not wanted.isdecimal() or int(wanted) < 1:
        raise LggError(
            tr("{variable} is {value!r}.", variable=VARIABLE, value=wanted),
            tr("Set it to a number of threads, or remove it."),
        )
    return int(wanted)


def count_lanes() -> int:
    """Return the number of lanes: what the user asks for, else one per core this process may use; at most 8.

    Raises
    ------
    LggError
        As of `wanted_threads`.
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # torch counts cores; the system counts hardware threads, two of which may share a core
    return min(wanted_threads() or max(1, min(_cores(), allowed)), _MOST)


@cache
def _cores() -> int:
    return torch.get_num_threads()


@cache
def open_lanes(count: int) -> Lanes:
    """Return a pool of `count` threads, in each of which torch starts no threads of its own."""
    # a thread copies torch's thread count from the process at its first call, and the lanes change the count of the
    # process as well: fix the calling thread's own count first, as it may go on to train
    torch.get_num_threads()
    return Lanes(count, "lane", initializer=lambda: torch.set_num_threads(1))
