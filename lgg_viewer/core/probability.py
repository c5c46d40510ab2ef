"""The network's answer, kept whole; the mask is derived from it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.kept import kept
from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.volume import frozen

FAINTEST = 0.01
"""The lowest threshold above 0 that a reader can choose."""
SPREAD_STEPS = 255
"""Steps of a spread from 0 to 1: as many as a colour table has, in half the memory of half floats."""


@dataclass(frozen=True)
class ModelId:
    """Which weights an answer came from.

    Attributes
    ----------
    name : str
        The card's name.
    sha256 : str
        Digest of the weights file.
    """

    name: str
    sha256: str


@dataclass(frozen=True, eq=False)
class ProbabilityMap:
    """Probability of tumour for each voxel, from one model.

    Attributes
    ----------
    values : ndarray of float16, shape (Z, Y, X), 0..1, read-only
        Half precision on purpose: the map read back from the disk cache is then the very map that was computed.
    known : ndarray of bool, shape (Z,), read-only
        Which slices the network has answered.
    model : ModelId
    computed_on : str
        Device and precision that gave the answer, for the record.
    averaged : bool
        Whether the logits are the mean over each slice and its left-right mirror image, as far as that was asked about
        (`lgg_viewer.model.device.SEEN`).
    spread : ndarray of uint8 or None, shape (Z, Y, X), read-only
        How far the probabilities of those two are apart, in steps of 1 / `SPREAD_STEPS`; 0 in slices whose mirror
        image was not asked about. None where it was not averaged, and for answers that earlier versions kept.
    """

    values: NDArray[np.float16]
    known: NDArray[np.bool_]
    model: ModelId
    computed_on: str = ""
    averaged: bool = False
    spread: NDArray[np.uint8] | None = None

    @property
    def nbytes(self) -> int:
        """Memory that the arrays take."""
        return self.values.nbytes + (0 if self.spread is None else self.spread.nbytes)

    @kept
    def rows(self) -> NDArray[np.intp]:
        """Which of the Z * Y rows reach `FAINTEST` in slices that are answered, ascending, read-only: few do."""
        bright = at_least(self.values, FAINTEST).any(axis=2) & self.known[:, None]
        return frozen(np.flatnonzero(bright))

    def plane(self, z: int) -> NDArray[np.float32]:
        """Return one slice as float32, shape (Y, X)."""
        return np.asarray(self.values[z], np.float32)


def at_least(values: NDArray[np.float16], threshold: float) -> NDArray[np.bool_]:
    """Return `values >= threshold` without widening the whole array.

    Non-negative IEEE half floats sort as their bit patterns do, so the comparison is one of integers: numpy compares
    float16 twenty times more slowly.

    Parameters
    ----------
    values : ndarray of float16, non-negative
    threshold : float
        0..1, compared exactly: the bound is the smallest half float that is not below it.

    Returns
    -------
    ndarray of bool, same shape
    """
    bound = np.float16(threshold)
    if float(bound) < threshold:
        bound = np.nextafter(bound, np.float16(np.inf))
    # + 0.0 turns a negative zero, whose bit pattern is the largest of all, into zero
    return values.view(np.uint16) >= (bound + np.float16(0.0)).view(np.uint16)


def to_mask(probability: ProbabilityMap, threshold: float) -> Mask:
    """Derive the mask: tumour where the probability is at least the threshold.

    Slices the network has not answered hold no tumour, whatever the threshold.
    """
    voxels = at_least(probability.values, threshold)
    voxels[~probability.known] = False
    return Mask(frozen(voxels), probability.known, MaskSource.PREDICTION)
