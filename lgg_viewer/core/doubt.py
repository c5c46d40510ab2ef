"""How undecided a network is, voxel by voxel."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

TEMPERATURES = (0.05, 20.0)
"""What a fitted temperature lies between; another is a slip of the card."""


def doubt_of(probability: NDArray[np.float32], temperature: float | None = None) -> NDArray[np.float32]:
    """Return one less the margin between the two answers, 1 - |2p - 1|.

    The margin is that of Scheffer, Decomain and Wrobel 2001 (doi 10.1007/3-540-44816-0_31). Of the usual measures it is
    the one whose numbers a reader can turn back into probabilities: a doubt of 0.6 is p = 0.3 or p = 0.7. The entropy
    rises and falls with it.

    Parameters
    ----------
    probability : ndarray of float32, any shape, 0..1
    temperature : float or None
        By which the logits are divided first; None where none was fitted.

    Returns
    -------
    ndarray of float32, same shape, 0..1
        0 where the network is sure, 1 where p = 0.5: the threshold in force plays no part.
    """
    p = probability if temperature is None else calibrate(probability, temperature)
    return np.asarray(1 - np.abs(2 * p - 1), np.float32)


def calibrate(probability: NDArray[np.float32], temperature: float) -> NDArray[np.float32]:
    """Divide the logits of probabilities by a temperature (Guo et al. 2017, arXiv:1706.04599).

    Parameters
    ----------
    probability : ndarray of float32, any shape, 0..1
    temperature : float
        Above 1 where the network is too sure.

    Returns
    -------
    ndarray of float32, same shape, 0..1
        0, 0.5 and 1 stay where they are.
    """
    # the powers are those of the odds p / (1 - p), without the logarithms that 0 and 1 do not have
    yes, no = probability ** (1 / temperature), (1 - probability) ** (1 / temperature)
    return np.asarray(yes / (yes + no), np.float32)


def fitted_temperature(scores: Mapping[str, Any]) -> float | None:
    """Return the temperature that a model card's scores name under `calibration`; None where there is none."""
    calibration = scores.get("calibration")
    found = calibration.get("temperature") if isinstance(calibration, Mapping) else None
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    low, high = TEMPERATURES
    return float(found) if low <= found <= high else None
