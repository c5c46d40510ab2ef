"""What a training measures of the machine alone is measured once."""

import functools
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def one_measured_peak() -> Iterator[None]:
    """Let the sentence at the end of each training rest on one measurement of this machine: it takes half a second."""
    from trainer.learning import speed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(speed, "matrix_peak", functools.cache(speed.matrix_peak))
        yield
