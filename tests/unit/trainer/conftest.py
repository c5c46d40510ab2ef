"""Trainings on one thread; what they measure of the machine alone is measured once."""

import functools
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def one_thread_and_one_measured_peak() -> Iterator[None]:
    """Two threads on a busy machine can be many times slower than one; the largest matrix product takes half a second.

    The sentence at the end of each training rests on one measurement of it.
    """
    import torch

    from trainer.learning import speed

    torch.set_num_threads(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(speed, "matrix_peak", functools.cache(speed.matrix_peak))
        yield
