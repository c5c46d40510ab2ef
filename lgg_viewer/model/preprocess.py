"""From a Volume to what the network sees, the same at training and at viewing.

The intensities of each sequence are clipped and z-scored over the study's foreground; the slices are brought to the
size the network was trained at. Both steps leave a record, and the record alone brings a map home to the native grid.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.volume import Pixels

CLIP_PERCENTILES = (1.0, 99.0)
TRAINED_SIDE = 256


@dataclass(frozen=True, eq=False)
class Normalisation:
    """Intensity record of a study: `(clip(x, low, high) - mean) / std` for each sequence, arrays of shape (3,)."""

    low: NDArray[np.float32]
    high: NDArray[np.float32]
    mean: NDArray[np.float32]
    std: NDArray[np.float32]


@dataclass(frozen=True)
class Grid:
    """Geometry record of a study: native slices (Y, X) are scaled to `scaled`, then padded to `padded`."""

    native: tuple[int, int]
    scaled: tuple[int, int]
    padded: tuple[int, int]


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


def plan_grid(shape: tuple[int, int], divisor: int) -> Grid:
    """Decide the size at which a study's slices are shown to the network.

    The longer side becomes `TRAINED_SIDE`, because the network has seen heads at that scale alone; then the slice is
    padded at its lower and right edge to multiples of `divisor`.
    """
    y, x = shape
    factor = TRAINED_SIDE / max(y, x)
    scaled = (max(1, round(y * factor)), max(1, round(x * factor)))
    padded = (-(-scaled[0] // divisor) * divisor, -(-scaled[1] // divisor) * divisor)
    return Grid(shape, scaled, padded)


def to_grid(slices: NDArray[np.float32], grid: Grid) -> NDArray[np.float32]:
    """Bring normalised slices, shape (N, Y, X, 3), to the network's grid, (N, 3, H, W)."""
    if grid.scaled != grid.native:
        # area averaging when shrinking, so that no pixel is passed over
        method = cv2.INTER_AREA if grid.scaled[0] < grid.native[0] else cv2.INTER_LINEAR
        size = grid.scaled[::-1]
        slices = np.stack([cv2.resize(s, size, interpolation=method) for s in slices]).astype(np.float32)
    down, right = grid.padded[0] - grid.scaled[0], grid.padded[1] - grid.scaled[1]
    if down or right:
        slices = np.pad(slices, ((0, 0), (0, down), (0, right), (0, 0)), mode="edge")
    return np.ascontiguousarray(slices.transpose(0, 3, 1, 2))


def from_grid(maps: NDArray[np.float32], grid: Grid) -> NDArray[np.float32]:
    """Bring maps, shape (N, H, W), home to the native grid, (N, Y, X)."""
    maps = maps[:, : grid.scaled[0], : grid.scaled[1]]
    if grid.scaled == grid.native:
        return np.ascontiguousarray(maps)
    size = grid.native[::-1]
    home = [cv2.resize(np.ascontiguousarray(m), size, interpolation=cv2.INTER_LINEAR) for m in maps]
    return np.stack(home).astype(np.float32)


def neighbours(count: int, reach: int = 1) -> NDArray[np.intp]:
    """Return for each of `count` slices the indices of the slices shown with it, shape (count, 2 * reach + 1).

    Past the ends of the study the outermost slice stands in.
    """
    offsets = np.arange(-reach, reach + 1)
    return np.asarray(np.clip(np.arange(count)[:, None] + offsets, 0, count - 1), np.intp)
