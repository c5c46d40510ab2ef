"""Connected components of a mask: which voxels belong together, and what a reader wants to know of each."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.mask import Mask
from lgg_viewer.core.runs import Indices, Runs, Shape, find_runs, spans


def connect(runs: Runs, *, planar: bool = False) -> tuple[Indices, int]:
    """Say which component each run belongs to.

    Parameters
    ----------
    runs : Runs
    planar : bool
        False: voxels that share a face, an edge or a corner belong together (26-connected). True: only those of the
        same slice that share a side (4-connected).

    Returns
    -------
    labels : ndarray of int, shape (R,)
        From 0, in the order of the components' first voxels.
    count : int
    """
    _, height, width = runs.shape
    # Keys that ascend with the runs: an empty row behind each slice parts it from the next, and two empty columns part
    # the rows, so that no reach leads from the end of one into another.
    row = runs.start // width
    shift = (row + row // height) * (width + 2) - row * width
    start, stop = runs.start + shift, runs.stop + shift
    reach = 0 if planar else 1
    ones, others = [], []
    for rows_back in (1,) if planar else (1, height, height + 1, height + 2):
        back = rows_back * (width + 2)
        low = np.searchsorted(stop, start - back - reach, "right")
        touched = np.searchsorted(start, stop - back + reach, "left") - low
        ones.append(np.repeat(np.arange(len(start)), touched))
        others.append(spans(low, touched))
    return _unite(len(start), np.concatenate(ones), np.concatenate(others))


def label(voxels: NDArray[np.bool_]) -> tuple[NDArray[np.int32], int]:
    """Label the 26-connected components of a mask, both of shape (Z, Y, X).

    Returns
    -------
    labels : ndarray of int32
        0 outside, 1, 2 ... in the order of the components' first voxels.
    count : int
    """
    runs = find_runs(voxels)
    of_run, count = connect(runs)
    labels = np.zeros(voxels.size, np.int32)
    labels[runs.voxels] = np.repeat(of_run + 1, runs.lengths)
    return labels.reshape(voxels.shape), count


@dataclass(frozen=True)
class Component:
    """One connected component of a mask.

    Attributes
    ----------
    number : int
        1 is the largest; equal ones in the order of their first voxels.
    voxels : int
    probability : float
        Mean over its voxels.
    peak : tuple of int
        (z, y, x) of its highest probability, the first in order.
    slices : tuple of int
        First and last, 0-based.
    centre : tuple of int
        (z, y, x) of that of its voxels which is nearest to its centroid, counted in voxels.
    overlap : float or None
        Share of its voxels that lie in the ground truth, over the slices that have one; None where none of its has.
    """

    number: int
    voxels: int
    probability: float
    peak: Shape
    slices: tuple[int, int]
    centre: Shape
    overlap: float | None


@dataclass(frozen=True, eq=False)
class ComponentTable:
    """The components of a mask, largest first.

    Attributes
    ----------
    components : tuple of Component
        At most as many as were asked for.
    total : int
        How many there are; those that are not listed are no larger than the last that is.
    """

    components: tuple[Component, ...]
    total: int
    _runs: Runs = field(repr=False)
    _numbers: Indices = field(repr=False)

    def voxels_of(self, number: int) -> Indices:
        """Return the voxels of a component, listed or not, as flat indices of (Z, Y, X), ascending.

        Raises
        ------
        ValueError
            There is no such component.
        """
        if not 1 <= number <= self.total:
            raise ValueError(f"there is no component {number} of {self.total}")
        return self._runs.chosen(self._numbers == number).voxels


def list_components(runs: Runs, values: NDArray[np.float16], truth: Mask | None, limit: int = 200) -> ComponentTable:
    """List the components of a mask.

    Parameters
    ----------
    runs : Runs
    values : ndarray of float16, shape (Z, Y, X), non-negative
    truth : Mask or None
    limit : int
        How many to list; near the threshold 0 there may be thousands of specks.
    """
    labels, count = connect(runs)
    sizes = np.bincount(labels, runs.lengths, count)
    order = np.argsort(-sizes, kind="stable")
    numbers = np.empty(count, np.intp)
    numbers[order] = np.arange(1, count + 1)
    means = np.bincount(labels, runs.reduce(np.add, values.reshape(-1)[runs.voxels], np.float64), count) / sizes
    peaks = _first_of(*find_peaks(runs, labels, count, values), count)
    centres = _find_centres(runs, labels, count)
    first, last = _first_of(labels, runs.z, count), _first_of(labels[::-1], runs.z[::-1], count)
    overlaps = _measure_overlap(runs, labels, count, truth)
    listed = tuple(
        Component(
            number,
            int(sizes[i]),
            float(means[i]),
            _place(peaks[i], runs.shape),
            (int(first[i]), int(last[i])),
            _place(centres[i], runs.shape),
            None if np.isnan(overlaps[i]) else float(overlaps[i]),
        )
        for number, i in enumerate(order[:limit], start=1)
    )
    return ComponentTable(listed, count, runs, numbers[labels])


def find_peaks(runs: Runs, labels: Indices, count: int, values: NDArray[np.float16]) -> tuple[Indices, Indices]:
    """Find the voxels of highest probability of each component, of equal ones all: their labels and flat indices."""
    # the bit patterns of non-negative half floats sort as the numbers do, and are compared much faster
    bits = values.reshape(-1)[runs.voxels].view(np.uint16)
    highest = np.zeros(count, np.uint16)
    np.maximum.at(highest, labels, runs.reduce(np.maximum, bits))
    at_peak = np.flatnonzero(bits == np.repeat(highest[labels], runs.lengths))
    return np.repeat(labels, runs.lengths)[at_peak], runs.voxels[at_peak]


def _find_centres(runs: Runs, labels: Indices, count: int) -> Indices:
    """Return the flat index of the voxel of each component that is nearest to its centroid."""
    _, height, width = runs.shape
    row, x = np.divmod(runs.start, width)
    z, y = np.divmod(row, height)
    lengths = runs.lengths
    sizes = np.bincount(labels, lengths, count)
    middle = [np.bincount(labels, lengths * c, count) / sizes for c in (z, y, x + (lengths - 1) / 2)]
    nearest = np.clip(np.rint(middle[2][labels]).astype(np.intp), x, x + lengths - 1)
    away = sum((m[labels] - c) ** 2 for m, c in zip(middle, (z, y, nearest), strict=True))
    least = np.full(count, np.inf)
    np.minimum.at(least, labels, away)
    best = np.flatnonzero(away == least[labels])
    return _first_of(labels[best], (row * width + nearest)[best], count)


def _measure_overlap(runs: Runs, labels: Indices, count: int, truth: Mask | None) -> NDArray[np.float64]:
    """Return the share of each component that lies in the ground truth; NaN where nothing is known of it."""
    if truth is None:
        return np.full(count, np.nan)
    inside = np.bincount(labels, runs.overlap(truth), count)
    known = np.bincount(labels, runs.lengths * truth.known[runs.z], count)
    return np.where(known > 0, inside / np.maximum(known, 1), np.nan)


def _first_of(labels: Indices, candidates: Indices, count: int) -> Indices:
    """Return the first of the candidates of each component; every component has one."""
    chosen = np.empty(count, np.intp)
    chosen[labels[::-1]] = candidates[::-1]  # of several the one that is written last stays
    return chosen


def _place(voxel: np.intp, shape: Shape) -> Shape:
    z, y, x = np.unravel_index(voxel, shape)
    return int(z), int(y), int(x)


def _unite(size: int, one: Indices, other: Indices) -> tuple[Indices, int]:
    """Label the sets that pairs of `size` things join, from 0 in the order of their first members."""
    # Each points to an earlier one of its set, or to itself: join the roots of every pair, flatten, and so on.
    root = np.arange(size)
    while len(one):
        np.minimum.at(root, np.maximum(root[one], root[other]), np.minimum(root[one], root[other]))
        while not np.array_equal(further := root[root], root):
            root = further
        apart = root[one] != root[other]
        one, other = one[apart], other[apart]
    is_root = root == np.arange(size)
    return (np.cumsum(is_root) - 1)[root], int(np.count_nonzero(is_root))
