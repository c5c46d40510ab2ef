"""How far apart the borders of two masks run, in pixels and within the slice.

The data set has no voxel spacing, so there are no millimetres and no distances between slices. A border pixel is a
pixel of the mask with one of its four neighbours outside; beyond the image all is outside. MONAI draws the same border
(`monai.metrics.utils.get_mask_edges`), and the figures here agree with its.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# border pixels whose distances are worked out at once: some 16 MB at 256 columns
_AT_ONCE = 1 << 14


@dataclass(frozen=True)
class SurfaceDistances:
    """Hausdorff distances of the slices of a study, in pixels.

    Attributes
    ----------
    hd95_mean, hd95_worst : float or None
        Mean and largest 95th percentile Hausdorff distance of the compared slices; None where there are none.
    compared : int
        Slices in which both masks have pixels.
    one_sided : int
        Slices in which one mask alone has pixels. No distance exists there, so they are told beside the figures.
    """

    hd95_mean: float | None
    hd95_worst: float | None
    compared: int
    one_sided: int


def draw_border(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the pixels of a mask that have a neighbour outside it, within their slice.

    Parameters
    ----------
    mask : ndarray of bool, shape (Z, Y, X)

    Returns
    -------
    ndarray of bool, shape (Z, Y, X)
    """
    padded = np.pad(mask, ((0, 0), (1, 1), (1, 1)))
    inner = padded[:, :-2, 1:-1] & padded[:, 2:, 1:-1] & padded[:, 1:-1, :-2] & padded[:, 1:-1, 2:]
    return mask & ~inner


def surface_dice(prediction: NDArray[np.bool_], truth: NDArray[np.bool_], tolerance: float) -> float:
    """Return the share of both borders that lies close to the other one, pooled over all slices.

    The normalised surface Dice of Nikolov et al. (2018, arXiv:1809.04430; 2021, doi 10.2196/26151), with the border
    counted in pixels. In a slice where one mask alone has pixels none of its border is close to anything.

    Parameters
    ----------
    prediction, truth : ndarray of bool, shape (Z, Y, X)
    tolerance : float
        Largest distance in pixels that counts as close.

    Returns
    -------
    float
        0..1; 1 where both masks are empty, as for Dice (`lgg_viewer.core.metrics`).
    """
    borders = _crop(draw_border(prediction), draw_border(truth))
    distances = np.concatenate([_measure(*borders)[1], _measure(*borders[::-1])[1]])
    return float(np.mean(distances <= tolerance)) if distances.size else 1.0


def surface_distances(prediction: NDArray[np.bool_], truth: NDArray[np.bool_]) -> SurfaceDistances:
    """Return the 95th percentile Hausdorff distances between two masks.

    Of each slice in which both have pixels: the 95th percentile of the distances from the border of one mask to the
    nearest border pixel of the other, the larger of the two directions, with linear interpolation, as in MONAI.

    Parameters
    ----------
    prediction, truth : ndarray of bool, shape (Z, Y, X)
    """
    in_prediction, in_truth = prediction.any(axis=(1, 2)), truth.any(axis=(1, 2))
    both = np.flatnonzero(in_prediction & in_truth)
    one_sided = int(np.count_nonzero(in_prediction ^ in_truth))
    if not both.size:
        return SurfaceDistances(None, None, 0, one_sided)
    borders = _crop(draw_border(prediction[both]), draw_border(truth[both]))
    directed = []
    for z, distances in (_measure(*borders), _measure(*borders[::-1])):
        slices = np.split(distances, np.searchsorted(z, np.arange(1, len(both))))
        directed.append([np.percentile(d, 95) for d in slices])
    worse = np.max(directed, axis=0)
    return SurfaceDistances(float(worse.mean()), float(worse.max()), len(both), one_sided)


def _crop(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Cut two stacks down to the rows and columns in which either has anything."""
    either: NDArray[np.bool_] = np.any(one | other, axis=0)
    rows, columns = np.flatnonzero(either.any(axis=1)), np.flatnonzero(either.any(axis=0))
    if not rows.size:
        return one[:, :0, :0], other[:, :0, :0]
    box = np.s_[:, rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return one[box], other[box]


def _measure(source: NDArray[np.bool_], target: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Measure from each pixel of `source` to the nearest of `target` in the same slice.

    First the nearest in the same column, for all pixels; then, for the pixels of `source` alone, the nearest over all
    columns. That is exact, and its cost does not grow with the length of the target's border.

    Returns
    -------
    z : ndarray of int, shape (P,), ascending
        Slice of each pixel of `source`.
    distances : ndarray of float64, shape (P,)
        In pixels; infinite in a slice without target.
    """
    rows = np.arange(target.shape[1], dtype=np.float32)[:, None]
    above = np.maximum.accumulate(np.where(target, rows, -np.inf), axis=1)
    below = np.minimum.accumulate(np.where(target, rows, np.inf)[:, ::-1], axis=1)[:, ::-1]
    squared = np.minimum(rows - above, below - rows) ** 2
    z, y, x = np.nonzero(source)
    columns = np.arange(target.shape[2], dtype=np.float32)
    distances = np.empty(len(z))
    for start in range(0, len(z), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        across = (columns - x[some, None].astype(np.float32)) ** 2
        distances[some] = np.sqrt((squared[z[some], y[some]] + across).min(axis=1), dtype=np.float64)
    return z, distances
