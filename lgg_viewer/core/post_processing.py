"""What is done to a mask after the threshold, exactly as the export repeats it.

First the components that the reader deleted go, then small ones, by their size and beside the largest, then all but the
largest; last, holes are filled.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.components import connect, find_peaks
from lgg_viewer.core.runs import Indices, Runs
from lgg_viewer.words import mark, tr

MOST_VOXELS = 9999
"""Of the smallest size that can be asked for."""


@dataclass(frozen=True)
class PostProcessing:
    """Which steps follow the threshold.

    Attributes
    ----------
    largest : bool
        Keep only the largest component; of equal ones the first. Buda et al. do so on this very data set (2019,
        doi 10.1016/j.compbiomed.2019.05.002); nnU-Net where it raises the score in cross-validation (Isensee et al.
        2021, doi 10.1038/s41592-020-01008-z). Wrong where a patient has two tumours.
    smallest : int
        Drop components of fewer voxels; 0 or 1 drops none. The BraTS entry of nnU-Net (2020, arXiv:2011.00848) has such
        a smallest size for enhancing tumour.
    share : float
        Drop components of less than this share of the largest; 0 drops none. Unlike `largest` it keeps a second tumour,
        and a tumour that was found in two parts.
    fill_holes : bool
        Fill what a slice of the mask encloses, as `scipy.ndimage.binary_fill_holes` does.
    """

    largest: bool = False
    smallest: int = 0
    fill_holes: bool = False
    share: float = 0.0

    @property
    def trivial(self) -> bool:
        """Whether a mask stays as it is."""
        return not self.largest and self.smallest <= 1 and self.share <= 0 and not self.fill_holes

    @property
    def steps(self) -> tuple[str, ...]:
        """What is done, in order, for a record: in English, whoever reads it."""
        return tuple(step.format(**self._figures) for step in self._steps)

    def describe(self) -> str:
        """Return a phrase for a status line; empty where nothing is done."""
        return ", ".join(tr(step, **self._figures) for step in self._steps)

    @property
    def _figures(self) -> dict[str, float]:
        return {"voxels": self.smallest, "percent": round(100 * self.share, 2)}

    @property
    def _steps(self) -> Iterator[str]:
        if self.smallest > 1:
            yield mark("components under {voxels} voxels dropped")
        if self.share > 0:
            yield mark("components under {percent:g} % of the largest dropped")
        if self.largest:
            yield mark("largest component kept")
        if self.fill_holes:
            yield mark("holes filled")


@dataclass(frozen=True, eq=False)
class Removal:
    """A component that the reader deleted.

    Attributes
    ----------
    voxels : ndarray of int, ascending
        Flat indices of its voxels when it was deleted (`ComponentTable.voxels_of`).
    """

    voxels: Indices


class Processed(NamedTuple):
    """A mask after post-processing.

    Attributes
    ----------
    runs : Runs
    left_out : int
        Components that were dropped.
    """

    runs: Runs
    left_out: int


def process_runs(runs: Runs, how: PostProcessing) -> Processed:
    """Post-process a mask.

    Parameters
    ----------
    runs : Runs
        Of the mask as the threshold gives it.
    how : PostProcessing
        Components are those of the volume, 26-connected. Holes are those of a slice: what cannot reach the border of
        the image in steps up, down, left and right.
    """
    left_out = 0
    if how.largest or how.smallest > 1 or how.share > 0:
        labels, count = connect(runs)
        sizes = np.bincount(labels, runs.lengths, count)
        keep = sizes >= max(how.smallest, how.share * sizes.max(initial=0))
        if how.largest and count:
            keep &= np.arange(count) == np.argmax(sizes)
        runs, left_out = runs.chosen(keep[labels]), count - int(np.count_nonzero(keep))
    return Processed(_fill_holes(runs) if how.fill_holes else runs, left_out)


def drop_removed(runs: Runs, values: NDArray[np.float16], removals: tuple[Removal, ...]) -> Runs:
    """Drop the components that the reader deleted, whatever the threshold was then.

    A component is dropped if all of its voxels of highest probability lie in what was deleted. So it stays deleted when
    the threshold rises and it shrinks or falls apart; when the threshold sinks, it comes back only as part of something
    whose highest probability lies elsewhere.

    Parameters
    ----------
    runs : Runs
        Of the mask as the threshold gives it.
    values : ndarray of float16, shape (Z, Y, X), non-negative
    removals : tuple of Removal
    """
    if not removals:
        return runs
    labels, count = connect(runs)
    of, peaks = find_peaks(runs, labels, count, values)
    keep = np.zeros(count, bool)
    keep[of[~np.isin(peaks, np.concatenate([r.voxels for r in removals]))]] = True
    return runs.chosen(keep[labels])


def _fill_holes(runs: Runs) -> Runs:
    """Fill the holes of every slice.

    A hole has a run of the mask to the left and to the right in each of its rows. So it is made of gaps between runs,
    and a set of touching gaps is a hole unless one of them touches what lies outside the outermost runs of a row.
    """
    _, height, width = runs.shape
    row = runs.start // width
    between = row[1:] == row[:-1]
    gaps = Runs(runs.stop[:-1][between], runs.start[1:][between], runs.shape)
    if not len(gaps.start):
        return runs
    gap_row = gaps.start // width
    open_ = (gap_row % height == 0) | (gap_row % height == height - 1)
    for step in (-1, 1):
        first = np.searchsorted(row, gap_row + step, "left")
        behind = np.searchsorted(row, gap_row + step, "right")
        # where the row has no runs, either index points to a run of another row: the first test decides
        left, right = runs.start[np.minimum(first, len(row) - 1)], runs.stop[behind - 1]
        open_ |= (first == behind) | (gaps.start + step * width < left) | (gaps.stop + step * width > right)
    labels, count = connect(gaps, planar=True)
    fill = np.zeros(len(between), bool)
    fill[between] = np.bincount(labels, open_, count)[labels] == 0
    # a filled gap joins the runs on either side of it
    return Runs(runs.start[np.r_[True, ~fill]], runs.stop[np.r_[~fill, True]], runs.shape)
