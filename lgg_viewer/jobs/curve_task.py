"""The threshold curve of a study: what its mask comes to at every threshold, after post-processing."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.finding import Finding
from lgg_viewer.core.threshold_table import STEPS, THRESHOLDS, ThresholdTable
from lgg_viewer.errors import CancelledError


@dataclass(frozen=True, eq=False)
class Curve:
    """A study at each of `THRESHOLDS`.

    Attributes
    ----------
    volume : ndarray of int64, shape (101,)
        Voxels of the mask.
    dice : ndarray of float64, shape (101,), or None
        None without ground truth.
    """

    volume: NDArray[np.int64]
    dice: NDArray[np.float64] | None

    @property
    def best(self) -> float | None:
        """The threshold of the highest Dice; of equal ones the first. None without ground truth or any overlap."""
        if self.dice is None or not self.dice.any():
            return None
        return float(THRESHOLDS[np.argmax(self.dice)])


def trace_raw(table: ThresholdTable) -> Curve:
    """Return the curve of the masks that the thresholds alone give: it is in the table."""
    return Curve(table.volume_curve(), table.dice_curve())


def trace(finding: Finding, cancelled: Callable[[], bool] = lambda: False) -> Curve:
    """Return the curve of the masks as they are after post-processing and removals.

    Parameters
    ----------
    finding : Finding
        At any threshold.
    cancelled : callable
        Asked between thresholds.

    Raises
    ------
    CancelledError
    """
    raw = trace_raw(finding.table)
    volume = np.zeros(STEPS + 1, np.int64)
    dice = None if raw.dice is None else np.zeros(STEPS + 1)
    for step, threshold in enumerate(THRESHOLDS):
        if cancelled():
            raise CancelledError
        # a mask lies in those of lower thresholds: where it is as large as the last one, it is the last one
        if step and raw.volume[step] == raw.volume[step - 1]:
            volume[step] = volume[step - 1]
            if dice is not None:
                dice[step] = dice[step - 1]
            continue
        here = replace(finding, threshold=float(threshold))
        volume[step] = here.volume or 0
        if dice is not None and here.study_counts is not None:
            dice[step] = here.study_counts.dice
    return Curve(volume, dice)
