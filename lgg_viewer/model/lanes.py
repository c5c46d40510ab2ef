"""The threads in which the network answers on the CPU, each a few slices of its own.

Slices are independent, and so are these threads. Those that torch starts for one layer after the other wait for the
slowest at the end of each: where the window or another program wants a core meanwhile, two of them have been nine
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
"""That a lane answers at a time. One alone takes a fifth longer (64 ms of a pair instead of 54), four save little."""
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
    """Return how many lanes there are to be: what the user asks for, else one a core this process may use; at most 8.

    Raises
    ------
    LggError
        As of `wanted_threads`.
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # torch counts the cores where the system counts what two threads of a core share
    return min(wanted_threads() or max(1, min(_cores(), allowed)), _MOST)


@cache
def _cores() -> int:
    return torch.get_num_threads()


@cache
def open_lanes(count: int) -> Lanes:
    """Return the threads of so many lanes; in each of them torch starts no others."""
    # a thread takes the number of torch's threads from the process when it first asks, and the lanes set that of the
    # process, too: the one that asks for lanes, which may go on to train, is to have its own before
    torch.get_num_threads()
    return Lanes(count, "lane", initializer=lambda: torch.set_num_threads(1))
