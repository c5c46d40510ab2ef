"""All that a moving threshold needs, counted once.

For each slice and each of the 101 thresholds 0.00, 0.01 ... 1.00 the table holds how many voxels the mask would have
and how many of them lie in the ground truth. Moving the slider then reads a row instead of millions of voxels, and the
threshold curve of a study comes at no extra cost.
"""

import copy

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.mask import Mask
from lgg_viewer.core.metrics import Counts

STEPS = 100
THRESHOLDS = np.arange(STEPS + 1) / STEPS

# How many thresholds each of the 65,536 half floats reaches. Probabilities are half floats, so that this look-up is
# exact: `_REACHED[bits] > i` says the same as `value >= THRESHOLDS[i]`.
_HALF_FLOATS = np.arange(1 << 16, dtype=np.uint16).view(np.float16).astype(np.float64)
_REACHED = np.searchsorted(THRESHOLDS, np.nan_to_num(_HALF_FLOATS, nan=0.0), side="right").astype(np.uint8)


def step_of(threshold: float) -> int:
    """Return the row of a threshold of the table's grid."""
    return round(threshold * STEPS)


def count_slice(values: NDArray[np.float16], truth: NDArray[np.bool_] | None) -> NDArray[np.int64]:
    """Count one slice at every threshold.

    Parameters
    ----------
    values : ndarray of float16, shape (Y, X)
    truth : ndarray of bool, shape (Y, X), or None

    Returns
    -------
    ndarray of int64, shape (101, 2)
        Voxels of the mask, and voxels of the mask that are in the ground truth (0 without one).
    """
    reached = _REACHED[values.view(np.uint16)]
    result = np.zeros((STEPS + 1, 2), np.int64)
    for column, chosen in enumerate((reached, None if truth is None else reached[truth])):
        if chosen is not None:
            histogram = np.bincount(chosen.ravel(), minlength=STEPS + 2)
            # a voxel that reaches k thresholds is in the masks 0 .. k - 1
            result[:, column] = histogram[::-1].cumsum()[::-1][1:]
    return result


class ThresholdTable:
    """Counts of a study at every threshold; it grows as the network answers slice after slice.

    Parameters
    ----------
    slices : int
        Slices of the study.
    truth : Mask or None
    """

    def __init__(self, slices: int, truth: Mask | None) -> None:
        self._counts = np.zeros((slices, STEPS + 1, 2), np.int64)
        self._answered = np.zeros(slices, bool)
        self._known = truth.known if truth is not None else np.zeros(slices, bool)
        self._actual = truth.voxels.sum(axis=(1, 2)) if truth is not None else np.zeros(slices, np.int64)

    def fill(self, z: int, counts: NDArray[np.int64]) -> None:
        """Enter the counts of one slice, as `count_slice` gives them."""
        self._counts[z] = counts
        self._answered[z] = True

    def copy(self) -> "ThresholdTable":
        """Return a snapshot that later answers do not change."""
        twin = copy.copy(self)
        twin._counts, twin._answered = self._counts.copy(), self._answered.copy()
        return twin

    def per_slice(self, threshold: float) -> NDArray[np.int64]:
        """Voxels of the mask in each slice, and those of them in the ground truth, shape (Z, 2); 0 if not answered."""
        return self._counts[:, step_of(threshold)].copy()

    def area(self, z: int, threshold: float) -> int | None:
        """Voxels of the mask in a slice; None while the slice is not answered."""
        return int(self._counts[z, step_of(threshold), 0]) if self._answered[z] else None

    def volume(self, threshold: float) -> int | None:
        """Voxels of the mask over all answered slices; None while there are none."""
        return int(self._counts[:, step_of(threshold), 0].sum()) if self._answered.any() else None

    def slice_counts(self, z: int, threshold: float) -> Counts | None:
        """Agreement in one slice; None without answer or ground truth."""
        if not (self._answered[z] and self._known[z]):
            return None
        predicted, both = self._counts[z, step_of(threshold)]
        return _counts(int(predicted), int(both), int(self._actual[z]))

    def study_counts(self, threshold: float) -> Counts | None:
        """Agreement over all slices that are answered and have ground truth; None when there are none."""
        scored = self._answered & self._known
        if not scored.any():
            return None
        predicted, both = self._counts[scored, step_of(threshold)].sum(axis=0)
        return _counts(int(predicted), int(both), int(self._actual[scored].sum()))

    def volume_curve(self) -> NDArray[np.int64]:
        """Volume at each threshold, shape (101,)."""
        return np.asarray(self._counts[:, :, 0].sum(axis=0))

    def dice_curve(self) -> NDArray[np.float64] | None:
        """Dice of the study at each threshold, shape (101,); None without answer or ground truth."""
        scored = self._answered & self._known
        if not scored.any():
            return None
        predicted, both = self._counts[scored].sum(axis=0).T
        total = predicted + self._actual[scored].sum()
        return np.where(total > 0, 2 * both / np.maximum(total, 1), 1.0)


def _counts(predicted: int, both: int, actual: int) -> Counts:
    return Counts(both, predicted - both, actual - both)
