"""The prediction of a study at a threshold: the mask and every figure derived from it.

All widgets and the export use the one `Finding` on screen, so every number belongs to the mask that is shown.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.components import ComponentTable, list_components
from lgg_viewer.core.kept import kept
from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.metrics import Counts
from lgg_viewer.core.plane import Plane
from lgg_viewer.core.post_processing import PostProcessing, Processed, Removal, drop_removed, process_runs
from lgg_viewer.core.probability import FAINTEST, ProbabilityMap, at_least, to_mask
from lgg_viewer.core.runs import Runs, find_runs, find_runs_of_rows
from lgg_viewer.core.threshold_table import ThresholdTable
from lgg_viewer.core.volume import frozen

DOUBT_LOW, DOUBT_HIGH = 0.3, 0.7
"""A voxel is doubtful if its probability is at least the first and below the second."""


def count_doubtful(table: ThresholdTable) -> tuple[int, int]:
    """Return the voxels of a study that are doubtful, and all that may be tumour: these, and the likely ones."""
    possible = table.volume(DOUBT_LOW) or 0
    return possible - (table.volume(DOUBT_HIGH) or 0), possible


@dataclass(frozen=True, eq=False)
class Finding:
    """A prediction at a threshold, after post-processing; everything is computed on first use and kept.

    Attributes
    ----------
    probability : ProbabilityMap
    table : ThresholdTable
        Of the same slices as the map; later answers must not change it.
    truth : Mask or None
    threshold : float
        On the table's grid of hundredths.
    post : PostProcessing
    removals : tuple of Removal
        Components that the reader deleted.
    """

    probability: ProbabilityMap
    table: ThresholdTable
    truth: Mask | None
    threshold: float
    post: PostProcessing = field(default_factory=PostProcessing)
    removals: tuple[Removal, ...] = ()

    @property
    def raw(self) -> bool:
        """Whether the mask is what the threshold alone gives: figures are then read from the table, at no cost."""
        return self.post.trivial and not self.removals

    @kept
    def mask(self) -> Mask:
        """The whole mask; what the export writes."""
        if self.raw:
            return to_mask(self.probability, self.threshold)
        return Mask(frozen(self._runs.to_voxels()), self.probability.known, MaskSource.PREDICTION)

    def plane(self, z: int) -> NDArray[np.bool_] | None:
        """Return one slice of the mask, shape (Y, X); None while the network has not answered it."""
        if not self.probability.known[z]:
            return None
        return at_least(self.probability.values[z], self.threshold) if self.raw else self._runs.plane(z)

    def cut(self, plane: Plane, index: int) -> NDArray[np.bool_] | None:
        """Return one plane of the mask, cut as `Plane.cut` does; None while the network has answered nothing of it.

        Slices that are not answered hold no tumour.
        """
        if plane is Plane.AXIAL:
            return self.plane(index)
        known = self.probability.known
        if not known.any():
            return None
        if not self.raw:
            return plane.cut(self.mask.voxels, index)
        return at_least(plane.cut(self.probability.values, index), self.threshold) & known[::-1, None]

    def akin(self, other: "Finding") -> bool:
        """Whether another finding differs in nothing but the threshold."""
        return (
            self.probability is other.probability
            and self.table is other.table
            and self.truth is other.truth
            and self.post == other.post
            and self.removals == other.removals
        )

    def area(self, z: int) -> int | None:
        """Voxels of the mask in a slice; None while the network has not answered it."""
        if self.raw:
            return self.table.area(z, self.threshold)
        return int(self._per_slice[z, 0]) if self.probability.known[z] else None

    @kept
    def areas(self) -> tuple[int, ...]:
        """Voxels of the mask in each slice; 0 where nothing is known."""
        return tuple(self._per_slice[:, 0].tolist())

    @property
    def volume(self) -> int | None:
        """Voxels of the mask over all answered slices; None while there are none."""
        if self.raw:
            return self.table.volume(self.threshold)
        return int(self._per_slice[:, 0].sum()) if self.probability.known.any() else None

    def slice_counts(self, z: int) -> Counts | None:
        """Agreement in one slice; None without answer or ground truth."""
        if self.raw:
            return self.table.slice_counts(z, self.threshold)
        return self._count(slice(z, z + 1))

    @kept
    def dices(self) -> NDArray[np.float64]:
        """Dice of each slice, shape (Z,); nan without answer or ground truth, and where both are empty."""
        if self.truth is None:
            return np.full(len(self.probability.known), np.nan)
        predicted, both = self._per_slice.T
        total = predicted + np.asarray(self.truth.areas)
        scored = self.probability.known & self.truth.known & (total > 0)
        return np.where(scored, 2 * both / np.maximum(total, 1), np.nan)

    @kept
    def study_counts(self) -> Counts | None:
        """Agreement over all slices that are answered and have ground truth; None when there are none."""
        if self.raw:
            return self.table.study_counts(self.threshold)
        return self._count(slice(None))

    def disagreement(self, z: int) -> int | None:
        """Voxels of a slice in which mask and ground truth differ; None without answer or ground truth."""
        counts = self.slice_counts(z)
        return None if counts is None else counts.fp + counts.fn

    def doubtful_area(self, z: int) -> int:
        """Doubtful voxels of a slice, whatever threshold and post-processing are; 0 while it is not answered."""
        return self.doubtful_areas[z]

    @kept
    def doubtful_areas(self) -> tuple[int, ...]:
        """Doubtful voxels of each slice."""
        low, high = (self.table.per_slice(threshold)[:, 0] for threshold in (DOUBT_LOW, DOUBT_HIGH))
        return tuple((low - high).tolist())

    @property
    def doubtful_volume(self) -> int:
        """Doubtful voxels of the study, whatever threshold and post-processing are."""
        return count_doubtful(self.table)[0]

    @kept
    def components(self) -> ComponentTable:
        """The components of the mask."""
        return list_components(self._runs, self.probability.values, self.truth)

    @property
    def left_out(self) -> int:
        """Components that post-processing leaves out of the mask; those that the reader deleted are not among them."""
        return 0 if self.raw else self._processed.left_out

    @property
    def _runs(self) -> Runs:
        """The mask as runs: enough for its figures, and faster than making the whole mask."""
        return self._processed.runs

    @kept
    def _processed(self) -> Processed:
        left = drop_removed(self._find_runs(), self.probability.values, self.removals)
        return process_runs(left, self.post)

    def _find_runs(self) -> Runs:
        """Find the runs of the mask as the threshold gives it; most rows hold none at any threshold above 0."""
        probability = self.probability
        if self.threshold < FAINTEST:
            return find_runs(to_mask(probability, self.threshold).voxels)
        values, rows = probability.values, probability.rows
        lines = at_least(values.reshape(-1, values.shape[2])[rows], self.threshold)
        return find_runs_of_rows(lines, rows, values.shape)

    @kept
    def _per_slice(self) -> NDArray[np.int64]:
        """Voxels of the mask in each slice, and those of them in the ground truth, shape (Z, 2)."""
        if self.raw:
            return self.table.per_slice(self.threshold)
        runs = self._runs
        inside = runs.overlap(self.truth) if self.truth is not None else np.zeros(len(runs.start), np.intp)
        slices = len(self.probability.known)
        columns = [np.bincount(runs.z, weights, slices) for weights in (runs.lengths, inside)]
        return np.stack(columns, axis=1).astype(np.int64)

    def _count(self, some: slice) -> Counts | None:
        """Add up the agreement of some slices, as far as they are answered and have ground truth."""
        if self.truth is None:
            return None
        scored = self.probability.known[some] & self.truth.known[some]
        if not scored.any():
            return None
        predicted, both = (int(n) for n in self._per_slice[some][scored].sum(axis=0))
        actual = sum(a for a, counts in zip(self.truth.areas[some], scored, strict=True) if counts)
        return Counts(both, predicted - both, actual - both)
