"""How far the volumes of two methods lie apart over many studies.

After Bland and Altman (1986, doi 10.1016/S0140-6736(86)90837-8): the difference of each pair against its mean, the mean
difference, and limits between which 95 % of the differences are expected where these are normally distributed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_TWO_SIDED_95 = 1.96
FEWEST = 3
"""Pairs below which limits would say more of chance than of the methods."""


@dataclass(frozen=True, eq=False)
class VolumeAgreement:
    """A Bland-Altman plot as numbers.

    Attributes
    ----------
    means, differences : ndarray of float64, shape (N,)
        Of each pair: its mean, and the first less the second.
    bias : float or None
        Mean difference; None without pairs.
    limits : tuple of float or None
        Lower and upper 95 % limit of agreement; None below `FEWEST` pairs.
    """

    means: NDArray[np.float64]
    differences: NDArray[np.float64]
    bias: float | None
    limits: tuple[float, float] | None


def compare_volumes(one: NDArray[np.float64], other: NDArray[np.float64]) -> VolumeAgreement:
    """Compare paired volumes.

    Parameters
    ----------
    one, other : ndarray of float64, shape (N,)
        In one unit.
    """
    differences = one - other
    return VolumeAgreement((one + other) / 2, differences, *bias_and_limits(differences))


def bias_and_limits(differences: NDArray[np.float64]) -> tuple[float | None, tuple[float, float] | None]:
    """Return the mean difference and the 95 % limits of agreement, as `VolumeAgreement` has them."""
    if not len(differences):
        return None, None
    bias = float(differences.mean())
    if len(differences) < FEWEST:
        return bias, None
    half = _TWO_SIDED_95 * float(differences.std(ddof=1))
    return bias, (bias - half, bias + half)
