"""The voxels of a mask as runs along its rows.

A study has millions of voxels, but a tumour only some thousand runs. A mask is therefore split into runs once, and all
later steps work on these, fast enough to follow a moving threshold.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from lgg_viewer.core.kept import kept
from lgg_viewer.core.mask import Mask

Indices = NDArray[np.intp]
Shape = tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class Runs:
    """The voxels of a mask as runs along its rows.

    Attributes
    ----------
    start, stop : ndarray of int, shape (R,), ascending
        Flat indices of the first voxel of each run, and of the one behind its last. No run continues in the next row.
    shape : tuple of int
        (Z, Y, X) of the mask.
    """

    start: Indices
    stop: Indices
    shape: Shape

    @property
    def lengths(self) -> Indices:
        """Voxels of each run, shape (R,)."""
        return self.stop - self.start

    @kept
    def z(self) -> Indices:
        """Slice of each run, shape (R,)."""
        return self.start // (self.shape[1] * self.shape[2])

    @kept
    def voxels(self) -> Indices:
        """Flat indices of all voxels, ascending, shape (N,)."""
        return spans(self.start, self.lengths)

    def reduce(self, how: np.ufunc, values: NDArray[Any], dtype: DTypeLike | None = None) -> NDArray[Any]:
        """Reduce the values of the voxels, shape (N,), to one of each run, shape (R,)."""
        if not len(self.start):
            return values[:0]
        return np.asarray(how.reduceat(values, np.cumsum(self.lengths) - self.lengths, dtype=dtype))

    def overlap(self, mask: Mask) -> Indices:
        """Count the voxels of each run that lie in another mask of the same shape, shape (R,)."""
        before = np.searchsorted(mask.positions, self.start)
        return np.searchsorted(mask.positions, self.stop) - before

    def chosen(self, which: NDArray[np.bool_]) -> "Runs":
        """Return the runs for which `which`, shape (R,), is true."""
        return Runs(self.start[which], self.stop[which], self.shape)

    def plane(self, z: int) -> NDArray[np.bool_]:
        """Return one slice of the mask, shape (Y, X)."""
        _, height, width = self.shape
        some = slice(*np.searchsorted(self.start, (z * height * width, (z + 1) * height * width)))
        plane = np.zeros(height * width, bool)
        plane[spans(self.start[some], self.lengths[some]) - z * height * width] = True
        return plane.reshape(height, width)

    def to_voxels(self) -> NDArray[np.bool_]:
        """Return the mask, shape (Z, Y, X)."""
        voxels = np.zeros(self.shape, bool)
        voxels.reshape(-1)[self.voxels] = True
        return voxels


def find_runs(voxels: NDArray[np.bool_]) -> Runs:
    """Split a mask of shape (Z, Y, X) into its runs."""
    lines = voxels.reshape(-1, voxels.shape[2])
    rows = np.flatnonzero(lines.any(axis=1))
    return find_runs_of_rows(lines[rows], rows, voxels.shape)


def find_runs_of_rows(lines: NDArray[np.bool_], rows: Indices, shape: Shape) -> Runs:
    """Split a mask into its runs, where all but some of its rows are known to be empty.

    Parameters
    ----------
    lines : ndarray of bool, shape (R, X)
    rows : ndarray of int, shape (R,), ascending
        Which of the Z * Y rows of the mask these are.
    shape : tuple of int
        (Z, Y, X) of the mask.
    """
    width = shape[2]
    # an empty column before each row, and one behind the last, separates the rows
    padded = np.zeros(len(rows) * (width + 1) + 1, bool)
    padded[:-1].reshape(len(rows), width + 1)[:, 1:] = lines
    row, x = np.divmod(np.flatnonzero(padded[1:] != padded[:-1]), width + 1)
    edges = rows[row] * width + x
    return Runs(edges[::2], edges[1::2], shape)


def spans(start: Indices, lengths: Indices) -> Indices:
    """Return start, start + 1 ... of the given lengths, one after the other."""
    indices = np.repeat(start - np.cumsum(lengths) + lengths, lengths)
    indices += np.arange(len(indices))  # in place: near the threshold 0 there are millions
    return indices
