"""From a study's slices to the size the network was trained at, and from its maps back to the native grid.

The way there leaves a record, and the record alone brings a map home.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

TRAINED_SIDE = 256


@dataclass(frozen=True)
class Grid:
    """Geometry record of a study: native slices (Y, X) are scaled to `scaled`, then padded to `padded`."""

    native: tuple[int, int]
    scaled: tuple[int, int]
    padded: tuple[int, int]


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
