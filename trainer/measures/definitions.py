"""Definitions of every figure under which results on this data set were published, each with its own name.

Depending on what is pooled over what, "predict nothing" scores from 0.00 to 0.69, and missing two end slices from 0.84
to 0.98. So no figure is given without its definition.

One rule holds for a ratio with a denominator of zero: 1 if prediction and ground truth are both empty, else 0. So the
precision of an empty prediction is 0 where there is tumour, and 1 where there is none. Any other figure without a value
raises an `LggError`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from trainer.measures.slice_counts import (
    SliceCounts,
    Sums,
    by_batch,
    by_patient,
    by_slice,
    by_tumour_slice,
    count_slices,
    dice,
    iou,
    pooled,
    pooled_tumour,
    precision,
    recall,
)

_Grouping = Callable[[SliceCounts, Sums], Sums]


@dataclass(frozen=True, eq=False)
class Slices:
    """What is scored: slices of any number of patients, in the order that batches are made of.

    Attributes
    ----------
    probability : ndarray of float32, shape (S, Y, X), 0..1
    truth : ndarray of bool, shape (S, Y, X)
    patients : tuple of str, length S
    """

    probability: NDArray[np.float32]
    truth: NDArray[np.bool_]
    patients: tuple[str, ...]

    def count(self, threshold: float) -> SliceCounts:
        """Count once everything that the definitions need (`trainer.measures.slice_counts.count_slices`)."""
        return count_slices(self.probability, self.truth, self.patients, threshold)


@dataclass(frozen=True)
class Definition:
    """A figure and what it means.

    Attributes
    ----------
    key : str
    title : str
        For a table.
    meaning : str
        One sentence: which pixels, pooled over what, averaged over what.
    function : callable
        The figure from the counts of the slices. It raises LggError if there is none.
    """

    key: str
    title: str
    meaning: str
    function: Callable[[SliceCounts], float]


def _mean(counts: SliceCounts, ratio: Callable[[Sums], Sums], group: _Grouping, soft: bool = False) -> float:
    return float(ratio(group(counts, counts.soft if soft else counts.hard)).mean())


def _accuracy(counts: SliceCounts) -> float:
    both, predicted, actual = counts.hard.sum(axis=1)
    return float(1 - (predicted + actual - 2 * both) / (counts.pixels * len(counts.patients)))


def _sensitivity(counts: SliceCounts) -> float:
    return float((counts.hard[1, counts.with_tumour()] > 0).mean())


def _specificity(counts: SliceCounts) -> float:
    return float((counts.hard[1, counts.without_tumour()] == 0).mean())


def _auroc(counts: SliceCounts) -> float:
    positives, negatives = counts.highest[counts.with_tumour()], np.sort(counts.highest[counts.without_tumour()])
    below_twice = np.searchsorted(negatives, positives, "left") + np.searchsorted(negatives, positives, "right")
    return float(below_twice.mean() / (2 * len(negatives)))


def _cross_entropy(counts: SliceCounts) -> float:
    return float(counts.cross_entropy.mean() / counts.pixels)


def _cross_entropy_of_tumour(counts: SliceCounts) -> float:
    return float(counts.cross_entropy[counts.with_tumour()].mean() / counts.pixels)


_SMOOTHED = {"Dice": partial(dice, smooth=100), "IoU": partial(iou, smooth=100)}
_RATIOS: dict[str, Callable[[Sums], Sums]] = {"Dice": dice, "IoU": iou, "Precision": precision, "Recall": recall}


def _family(
    prefix: str, title: str, meaning: str, group: _Grouping, names: str = "Dice IoU Precision Recall"
) -> Iterator[Definition]:
    """Yield the means of several ratios of the thresholded mask over the same groups of pixels."""
    for name in names.split():
        function = partial(_mean, ratio=_RATIOS[name], group=group)
        yield Definition(f"{prefix}_{name.lower()}", f"{name}, {title}", f"{name} {meaning}.", function)


def _smooth_family(prefix: str, title: str, meaning: str, group: _Grouping, names: str) -> Iterator[Definition]:
    """Yield the same with probabilities in place of the mask, smoothed by 100."""
    for name in names.split():
        function = partial(_mean, ratio=_SMOOTHED[name], group=group, soft=True)
        words = f"{name} with probabilities in place of a mask, 100 added to numerator and denominator, {meaning}."
        yield Definition(f"{prefix}_smooth100_{name.lower()}", f"{name}, {title}, soft, smooth 100", words, function)


_POOLED = "of all pixels of all slices, counted together"
_BATCHES = "of the pixels of {} slices in the given order, counted together; mean over batches, a short last one alike"

DEFINITIONS: dict[str, Definition] = {
    definition.key: definition
    for definition in (
        *_family("pooled", "all pixels", _POOLED, pooled),
        Definition(
            "pooled_f1",
            "F1, all pixels",
            "Harmonic mean of pooled precision and recall: pooled Dice by the name it has in classification reports.",
            partial(_mean, ratio=dice, group=pooled),
        ),
        Definition(
            "pooled_accuracy",
            "Accuracy, all pixels",
            f"Share of right answers {_POOLED}; predicting nothing scores the share of background, some 0.99.",
            _accuracy,
        ),
        *_family(
            "pooled_tumour",
            "all pixels of slices with tumour",
            "of all pixels of the slices whose ground truth holds tumour, counted together, so that false alarms on "
            "others are not seen",
            pooled_tumour,
        ),
        Definition(
            "patient_dice_mean",
            "Dice, 3D, patients",
            "Dice of all pixels of a patient, counted together; mean over the patients.",
            partial(_mean, ratio=dice, group=by_patient),
        ),
        *_family("batch32", "batches of 32", _BATCHES.format(32), partial(by_batch, size=32), "Dice IoU"),
        *_family("batch16", "batches of 16", _BATCHES.format(16), partial(by_batch, size=16)),
        *_smooth_family("batch32", "batches of 32", _BATCHES.format(32), partial(by_batch, size=32), "Dice IoU"),
        *_family(
            "slice_tumour",
            "slices with tumour",
            "of each slice; mean over the slices whose ground truth holds tumour, so that false alarms on others are "
            "not seen; 0 where nothing is predicted",
            by_tumour_slice,
        ),
        *_family(
            "slice_all_empty1",
            "all slices, both empty is 1",
            "of each slice, 1 where prediction and ground truth are both empty; mean over all slices",
            by_slice,
            "Dice IoU",
        ),
        *_smooth_family("slice", "all slices", "of each slice; mean over all slices", by_slice, "Dice"),
        Definition(
            "slice_detection_sensitivity",
            "Sensitivity, slices",
            "Share of the slices with tumour in which any pixel is called tumour.",
            _sensitivity,
        ),
        Definition(
            "slice_detection_specificity",
            "Specificity, slices",
            "Share of the slices without tumour in which no pixel is called tumour.",
            _specificity,
        ),
        Definition(
            "slice_detection_auroc",
            "AUROC, slices",
            "Probability that a slice with tumour has a higher highest probability than one without, ties counting "
            "half (the Mann-Whitney statistic).",
            _auroc,
        ),
        Definition(
            "mean_bce",
            "BCE, nats a pixel",
            "Binary cross-entropy of the probabilities, mean over all pixels of all slices, no logarithm below -100.",
            _cross_entropy,
        ),
        Definition(
            "mean_bce_tumour",
            "BCE, nats a pixel, slices with tumour",
            "The same over the slices whose ground truth holds tumour.",
            _cross_entropy_of_tumour,
        ),
    )
}
