"""Which tumours of a study were found, and which findings are none: counted by connected components."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.components import label

FOUND_ABOVE = 0.1


@dataclass(frozen=True)
class Components:
    """Connected components of two masks.

    Attributes
    ----------
    true, predicted : int
        Components of the ground truth and of the prediction.
    found : int
        Components of the ground truth that the prediction finds.
    false : int
        Components of the prediction that share no voxel with the ground truth.
    """

    true: int
    predicted: int
    found: int
    false: int


def compare_components(prediction: NDArray[np.bool_], truth: NDArray[np.bool_]) -> Components:
    """Count the components of two masks and how they match.

    A component of the ground truth is found when its IoU with the union of all components of the prediction that share
    a voxel with it exceeds 0.1. The bound is low because it asks whether a tumour was seen, not how well it was drawn.
    One large component of the prediction may find several of the ground truth.

    Parameters
    ----------
    prediction, truth : ndarray of bool, shape (Z, Y, X)
        Components are 26-connected.
    """
    predicted, predicted_count = label(prediction)
    true, true_count = label(truth)
    shared = prediction & truth
    pairs, both = np.unique(np.stack([true[shared], predicted[shared]]), axis=1, return_counts=True)
    intersection = np.bincount(pairs[0], both, true_count + 1)
    reach = np.bincount(pairs[0], np.bincount(predicted.ravel())[pairs[1]], true_count + 1)
    union = np.bincount(true.ravel(), minlength=true_count + 1) + reach - intersection
    return Components(
        true_count,
        predicted_count,
        # label 0 is the background
        int(np.count_nonzero(intersection[1:] / union[1:] > FOUND_ABOVE)),
        predicted_count - len(np.unique(pairs[1])),
    )
