"""From a Volume to the intensities and the neighbours that the network sees, the same at training and at viewing.

The intensities of each sequence are clipped and z-scored over the study's foreground. It takes numpy alone, so that a
machine that only trains needs no more; the size of the slices is the matter of `lgg_viewer.model.grid`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.volume import Pixels

PREPROCESSING_VERSION = 1
"""Whoever changes this module or `lgg_viewer.model.grid` raises it: answers kept from before are not shown then."""
CLIP_PERCENTILES = (1.0, 99.0)


@dataclass(frozen=True, eq=False)
class Normalisation:
    """Intensity record of a study: `(clip(x, low, high) - mean) / std` for each sequence, arrays of shape (3,)."""

    low: NDArray[np.float32]
    high: NDArray[np.float32]
    mean: NDArray[np.float32]
    std: NDArray[np.float32]


def measure(pixels: Pixels, readable: NDArray[np.bool_]) -> Normalisation:
    """Measure the intensities of a study.

    Foreground of a sequence is what exceeds half its mean, which leaves out air, whether it is exact zero or noise.

    Parameters
    ----------
    pixels : ndarray, shape (Z, Y, X, 3)
    readable : ndarray of bool, shape (Z,)
        Slices that count.

    Returns
    -------
    Normalisation
        That of a sequence without any contrast maps it to zero.
    """
    low, high, mean, std = np.zeros((4, 3), np.float32)
    std += 1
    for c in range(3):
        values = pixels[readable, :, :, c]
        foreground = values[values > values.mean() / 2] if values.size else values
        if foreground.size == 0:
            continue
        low[c], high[c] = np.percentile(foreground, CLIP_PERCENTILES)
        clipped = np.clip(foreground, low[c], high[c]).astype(np.float32)
        mean[c], std[c] = clipped.mean(), max(float(clipped.std()), 1e-3 * float(high[c]), 1e-6)
    return Normalisation(low, high, mean, std)


def normalise(pixels: Pixels, record: Normalisation) -> NDArray[np.float32]:
    """Apply the intensity record to slices, shape (..., 3), as float32."""
    clipped = np.clip(pixels.astype(np.float32), record.low, record.high)
    return np.asarray((clipped - record.mean) / record.std, np.float32)


def neighbours(count: int, reach: int = 1) -> NDArray[np.intp]:
    """Return for each of `count` slices the indices of the slices shown with it, shape (count, 2 * reach + 1).

    Past the ends of the study the outermost slice stands in.
    """
    offsets = np.arange(-reach, reach + 1)
    return np.asarray(np.clip(np.arange(count)[:, None] + offsets, 0, count - 1), np.intp)
