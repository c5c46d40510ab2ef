"""Masks: which voxels are called tumour, and by whom."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.kept import kept


class MaskSource(Enum):
    """Whose judgement a mask is."""

    GROUND_TRUTH = "ground truth"
    PREDICTION = "prediction"


@dataclass(frozen=True, eq=False)
class Mask:
    """A binary segmentation on the native grid.

    Attributes
    ----------
    voxels : ndarray of bool, shape (Z, Y, X), read-only
    known : ndarray of bool, shape (Z,), read-only
        False where nothing is known of a slice (no mask file, not yet segmented); its voxels are False then.
    source : MaskSource
    """

    voxels: NDArray[np.bool_]
    known: NDArray[np.bool_]
    source: MaskSource

    @kept
    def areas(self) -> tuple[int, ...]:
        """Tumour pixels of each slice."""
        return tuple(int(a) for a in np.count_nonzero(self.voxels, axis=(1, 2)))

    @kept
    def positions(self) -> NDArray[np.intp]:
        """Flat indices of the tumour voxels, ascending, shape (N,), read-only."""
        positions = np.flatnonzero(self.voxels)
        positions.flags.writeable = False
        return positions

    @property
    def volume_voxels(self) -> int:
        """Number of tumour voxels."""
        return sum(self.areas)
