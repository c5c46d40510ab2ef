"""What is counted of each slice, how counts are pooled, and the ratios that are made of them.

Wherever counts go together they are three rows: pixels of prediction and ground truth together, of the prediction, of
the ground truth. A column is a slice, a batch, a patient, or all at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.errors import LggError

# slices that are counted at once: 4 MB at 256 x 256, which a process gets again and again without asking the system
_AT_ONCE = 16
# torch's bound for the logarithm of a probability (`torch.nn.BCELoss`)
_LOWEST_LOG = -100.0
# the three rows, or a row of ratios made of them
Sums = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SliceCounts:
    """Sums over the pixels of each slice.

    Attributes
    ----------
    hard : ndarray of float64, shape (3, S)
        The three rows, the prediction being a mask.
    soft : ndarray of float64, shape (3, S)
        The same with the probabilities in place of the mask.
    highest : ndarray of float32, shape (S,)
        The highest probability.
    cross_entropy : ndarray of float64, shape (S,)
        In nats.
    patients : tuple of str, length S
    pixels : int
        Of one slice.
    """

    hard: Sums
    soft: Sums
    highest: NDArray[np.float32]
    cross_entropy: NDArray[np.float64]
    patients: tuple[str, ...]
    pixels: int

    def with_tumour(self) -> NDArray[np.bool_]:
        """Tell which slices hold tumour, shape (S,); LggError where none does."""
        tumour: NDArray[np.bool_] = self.hard[2] > 0
        if not tumour.any():
            raise LggError("No slice that is scored holds tumour.", "Score patients with tumour.")
        return tumour

    def without_tumour(self) -> NDArray[np.bool_]:
        """Tell which slices hold no tumour, shape (S,); LggError where all do."""
        empty: NDArray[np.bool_] = self.hard[2] == 0
        if not empty.any():
            raise LggError("Every slice that is scored holds tumour.", "Score slices without tumour, too.")
        return empty


def refuse_impossible(probability: NDArray[np.float32]) -> None:
    """Raise LggError unless all of an array are numbers from 0 to 1."""
    # a NaN fails every comparison
    if not (probability.min() >= 0 and probability.max() <= 1):
        raise LggError(
            "The network gave values that are not probabilities.",
            "Check the weights: their training may have diverged.",
        )


def cross_entropy(probability: NDArray[np.float32], truth: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return the binary cross-entropy of each pixel in nats, no logarithm below -100, as torch has it.

    Parameters
    ----------
    probability : ndarray of float32, 0..1
    truth : ndarray of bool, same shape
    """
    with np.errstate(divide="ignore"):
        log = np.log1p(-probability)
        log[truth] = np.log(probability[truth])
    return -np.maximum(log, np.float32(_LOWEST_LOG))


def count_slices(
    probability: NDArray[np.float32],
    truth: NDArray[np.bool_],
    patients: tuple[str, ...],
    threshold: float,
    mask: NDArray[np.bool_] | None = None,
) -> SliceCounts:
    """Count the pixels of each slice, a few slices at a time.

    Parameters
    ----------
    probability : ndarray of float32, shape (S, Y, X), 0..1
    truth : ndarray of bool, shape (S, Y, X)
    patients : tuple of str, length S
    threshold : float
        A pixel is called tumour where its probability is at least this, compared in single precision.
    mask : ndarray of bool, shape (S, Y, X), optional
        What is called tumour instead.

    Raises
    ------
    LggError
        There is no slice, or a probability is not a number from 0 to 1.
    """
    count = len(truth)
    if not count:
        raise LggError("There is no slice to score.", "Check the split, and what it leaves out.")
    hard, soft = np.empty((3, count)), np.empty((3, count))
    highest, loss = np.empty(count, np.float32), np.empty(count)
    for start in range(0, count, _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        values, actual = probability[some], truth[some]
        refuse_impossible(values)
        predicted = values >= threshold if mask is None else mask[some]
        hard[:, some] = [np.count_nonzero(m, axis=(1, 2)) for m in (predicted & actual, predicted, actual)]
        soft[:2, some] = [v.sum(axis=(1, 2), dtype=np.float64) for v in (values * actual, values)]
        highest[some] = values.max(axis=(1, 2))
        loss[some] = cross_entropy(values, actual).sum(axis=(1, 2), dtype=np.float64)
    soft[2] = hard[2]
    return SliceCounts(hard, soft, highest, loss, patients, truth[0].size)


def dice(sums: Sums, smooth: float = 0) -> Sums:
    """Return Dice of each column of three rows of counts, `smooth` added to numerator and denominator.

    Here as in the other ratios a column with a denominator of zero gets 1 where prediction and ground truth are both
    empty, else 0.
    """
    return _ratio(2 * sums[0] + smooth, sums[1] + sums[2] + smooth, sums)


def iou(sums: Sums, smooth: float = 0) -> Sums:
    """Return intersection over union of each column, `smooth` added to both."""
    return _ratio(sums[0] + smooth, sums[1] + sums[2] - sums[0] + smooth, sums)


def precision(sums: Sums) -> Sums:
    """Return the share of the prediction that is right, of each column."""
    return _ratio(sums[0], sums[1], sums)


def recall(sums: Sums) -> Sums:
    """Return the share of the ground truth that is found, of each column."""
    return _ratio(sums[0], sums[2], sums)


def pooled(counts: SliceCounts, sums: Sums) -> Sums:
    """Add up all slices."""
    return by_batch(counts, sums, sums.shape[1])


def by_patient(counts: SliceCounts, sums: Sums) -> Sums:
    """Add up the slices of each patient, wherever they stand."""
    _, patient = np.unique(counts.patients, return_inverse=True)
    return np.stack([np.bincount(patient, row) for row in sums])


def by_batch(counts: SliceCounts, sums: Sums, size: int) -> Sums:
    """Add up each `size` slices in their order; the last batch may be shorter."""
    return np.add.reduceat(sums, np.arange(0, sums.shape[1], size), axis=1)


def by_slice(counts: SliceCounts, sums: Sums) -> Sums:
    """Keep the slices apart."""
    return sums


def pooled_tumour(counts: SliceCounts, sums: Sums) -> Sums:
    """Add up the slices with tumour in the ground truth."""
    return pooled(counts, by_tumour_slice(counts, sums))


def by_tumour_slice(counts: SliceCounts, sums: Sums) -> Sums:
    """Keep the slices with tumour in the ground truth, apart."""
    return sums[:, counts.with_tumour()]


def _ratio(part: Sums, whole: Sums, sums: Sums) -> Sums:
    empty = sums[1] + sums[2] == 0
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), empty)
