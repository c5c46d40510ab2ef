"""A slice made small, for a list."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.volume import Pixels, frozen
from lgg_viewer.core.window import auto_window, to_grey

THUMBNAIL_SIDE = 96
"""Twice as many pixels as a row is high: enough for screens of double density."""


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """A small picture of one slice.

    Attributes
    ----------
    z : int
        The slice, 0-based.
    grey : ndarray of uint8, shape (Y, X), read-only
        Neither side is longer than `THUMBNAIL_SIDE`.
    """

    z: int
    grey: NDArray[np.uint8]


def draw_thumbnail(plane: Pixels, z: int) -> Thumbnail:
    """Make a slice small: each pixel is the mean of a square of the slice, windowed by the slice's own intensities.

    Parameters
    ----------
    plane : ndarray, shape (Y, X), uint8 or uint16
    z : int
        Which slice it is, 0-based.
    """
    grey = to_grey(plane, auto_window(plane))
    side = max(-(-max(grey.shape) // THUMBNAIL_SIDE), 1)
    # squares at the edge are filled up with what is there
    whole = np.pad(grey, [(0, -n % side) for n in grey.shape], "edge")
    height, width = (n // side for n in whole.shape)
    small = whole.reshape(height, side, width, side).mean(axis=(1, 3), dtype=np.float32)
    return Thumbnail(z, frozen(small.astype(np.uint8)))
