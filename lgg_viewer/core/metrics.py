"""How well two masks agree, by counts.

The convention for empty masks is that of the field's reference implementations where both are empty: they agree, Dice
and IoU are 1. Precision and recall have no value where nothing was predicted, or nothing is there.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.words import mark

EMPTY_CONVENTION = mark("both masks empty: Dice and IoU count as 1; precision and recall have no value")


@dataclass(frozen=True)
class Counts:
    """Voxels in which a prediction and the ground truth agree and differ.

    Attributes
    ----------
    tp, fp, fn : int
        Both, prediction only, ground truth only.
    """

    tp: int
    fp: int
    fn: int

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def predicted(self) -> int:
        """Voxels of the prediction."""
        return self.tp + self.fp

    @property
    def actual(self) -> int:
        """Voxels of the ground truth."""
        return self.tp + self.fn

    @property
    def both_empty(self) -> bool:
        """Whether the empty-mask convention decides Dice and IoU."""
        return self.tp + self.fp + self.fn == 0

    @property
    def dice(self) -> float:
        """Dice coefficient, 0..1; 1 where both are empty."""
        return 1.0 if self.both_empty else 2 * self.tp / (2 * self.tp + self.fp + self.fn)

    @property
    def iou(self) -> float:
        """Intersection over union, 0..1; 1 where both are empty."""
        return 1.0 if self.both_empty else self.tp / (self.tp + self.fp + self.fn)

    @property
    def precision(self) -> float | None:
        """Share of the prediction that is right; None where nothing is predicted."""
        return self.tp / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Share of the ground truth that is found; None where there is none."""
        return self.tp / self.actual if self.actual else None


def count_overlap(prediction: NDArray[np.bool_], truth: NDArray[np.bool_]) -> Counts:
    """Count the voxels of two masks of the same shape."""
    both = int(np.count_nonzero(prediction & truth))
    return Counts(both, int(np.count_nonzero(prediction)) - both, int(np.count_nonzero(truth)) - both)
