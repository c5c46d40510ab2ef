"""Where a prediction and the ground truth agree, and where one of them is alone."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class Agreement(IntEnum):
    """What a voxel of an agreement map says."""

    NEITHER = 0
    BOTH = 1
    PREDICTION_ONLY = 2
    TRUTH_ONLY = 3


# by prediction + 2 * truth
_KINDS = np.array(
    [Agreement.NEITHER, Agreement.PREDICTION_ONLY, Agreement.TRUTH_ONLY, Agreement.BOTH],
    np.uint8,
)


def agreement_plane(prediction: NDArray[np.bool_], truth: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Compare a prediction with the ground truth, voxel by voxel.

    Parameters
    ----------
    prediction, truth : ndarray of bool, same shape

    Returns
    -------
    ndarray of uint8, same shape
        Values of `Agreement`.
    """
    return np.asarray(_KINDS[prediction.astype(np.uint8) + 2 * truth.astype(np.uint8)])
