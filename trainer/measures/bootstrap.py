"""How far a figure could have come out otherwise, had other patients of the same kind been drawn."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

DRAWS = 10_000


def bootstrap(
    values: Sequence[float],
    statistic: Callable[..., NDArray[Any]] = np.mean,
    *,
    seed: int = 1,
    draws: int = DRAWS,
) -> tuple[float, float]:
    """Return the 95 % percentile bootstrap interval of a statistic.

    The method is that of Efron and Tibshirani 1993, "An introduction to the bootstrap", chapter 13.

    Parameters
    ----------
    values : sequence of float
        One a patient, at least one.
    statistic : callable
        Such as `numpy.mean` or `numpy.median`: takes an array and an `axis`.
    seed, draws : int

    Returns
    -------
    low, high : float
        The 2.5th and 97.5th percentile of the statistic over samples drawn with replacement.
    """
    rng = np.random.default_rng(seed)
    array = np.asarray(values, float)
    drawn = statistic(array[rng.integers(len(array), size=(draws, len(array)))], axis=1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)
