"""How undecided a network is, voxel by voxel."""

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.probability import SPREAD_STEPS

CALIBRATION = "calibration"
"""Where a model card's scores keep the temperature."""
TEMPERATURES = (0.05, 20.0)
"""Limits of a fitted temperature; any other is an error in the card."""


class Scored(Protocol):
    """A model card, as far as it matters here."""

    @property
    def scores(self) -> Mapping[str, Any]:
        """Its scores."""
        ...


def doubt_of(
    probability: NDArray[np.float32], temperature: float | None = None, spread: NDArray[np.uint8] | None = None
) -> NDArray[np.float32]:
    """Return one minus the margin between the two classes, 1 - |2p - 1|, or the spread where that is larger.

    The margin is that of Scheffer, Decomain and Wrobel 2001 (doi 10.1007/3-540-44816-0_31). Of the usual measures it is
    the one whose numbers a reader can turn back into probabilities: a doubt of 0.6 is p = 0.3 or p = 0.7. The entropy
    rises and falls with it.

    A difference between the answers to transformed images reveals doubt that the probability alone does not show, above
    all where the network is sure and wrong (Wang et al. 2019, doi 10.1016/j.neucom.2019.01.103). Here there are two
    images, the slice and its mirror image, and their distribution is described by the difference of the two
    probabilities alone: a doubt of 0.6 is then, say, 0.95 against 0.35. Their logits are averaged, so that the surer
    answer outweighs the other, and p may lie far from 0.5. Either is reason enough to doubt, and the two mostly rise
    together; so the larger is taken, because a sum would count one cause twice. The spread is not cooled, because the
    temperature is fitted to the average of the answers.

    Slice bar, worklist and panel count doubtful voxels by another rule: the band of probabilities in
    `lgg_viewer.core.finding`, which a reader can check against the threshold, with averaging or without.

    Parameters
    ----------
    probability : ndarray of float32, any shape, 0..1
    temperature : float or None
        By which the logits are divided first; None if none was fitted.
    spread : ndarray of uint8 or None, same shape
        As in `ProbabilityMap.spread`.

    Returns
    -------
    ndarray of float32, same shape, 0..1
        0 where the network is sure, 1 where p = 0.5: the threshold in force plays no part.
    """
    p = probability if temperature is None else calibrate(probability, temperature)
    doubt = np.asarray(1 - np.abs(2 * p - 1), np.float32)
    return doubt if spread is None else np.maximum(doubt, spread * np.float32(1 / SPREAD_STEPS))


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


def fitted_temperature(card: Scored | None) -> float | None:
    """Return the temperature that a model card's scores name under `CALIBRATION`; None where there is none."""
    calibration = card.scores.get(CALIBRATION) if card is not None else None
    found = calibration.get("temperature") if isinstance(calibration, Mapping) else None
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    low, high = TEMPERATURES
    return float(found) if low <= found <= high else None
