"""What only the pixels of a study tell, summed up while they are at hand."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.runs import Runs, find_runs
from lgg_viewer.core.study import Channel, Problem
from lgg_viewer.core.thumbnail import Thumbnail, draw_thumbnail
from lgg_viewer.core.volume import frozen
from lgg_viewer.io.study_files import StudyData


@dataclass(frozen=True, eq=False)
class FoldedTruth:
    """A ground truth in some kilobytes, so that those of a whole cohort stay at hand.

    Attributes
    ----------
    runs : Runs
    known : ndarray of bool, shape (Z,), read-only
    """

    runs: Runs
    known: NDArray[np.bool_]

    @property
    def voxels(self) -> int:
        """Its volume."""
        return int(self.runs.lengths.sum())

    def unfold(self) -> Mask:
        """Return the mask it was made of."""
        return Mask(frozen(self.runs.to_voxels()), self.known, MaskSource.GROUND_TRUTH)


@dataclass(frozen=True, eq=False)
class Survey:
    """What only the pixels of a study tell, kept after the pixels are let go.

    Attributes
    ----------
    problems : tuple of Problem
    truth : FoldedTruth or None
        None without one.
    missing : frozenset of Channel
    volume_sha256 : str
        What the disk cache knows the pixels by.
    shape : tuple of int
        (Z, Y, X) of the pixels.
    thumbnail : Thumbnail
        FLAIR of the slice with most tumour in the ground truth; of the middle one where there is none.
    """

    problems: tuple[Problem, ...]
    truth: FoldedTruth | None
    missing: frozenset[Channel]
    volume_sha256: str
    shape: tuple[int, int, int]
    thumbnail: Thumbnail

    @property
    def truth_voxels(self) -> int | None:
        """Volume of the ground truth; None without one."""
        return None if self.truth is None else self.truth.voxels


def survey(data: StudyData) -> Survey:
    """Sum up a study that was read."""
    truth, volume = data.truth, data.volume
    areas = (0,) if truth is None else truth.areas
    z = areas.index(max(areas)) if any(areas) else volume.shape[0] // 2
    return Survey(
        data.problems,
        None if truth is None else FoldedTruth(find_runs(truth.voxels), truth.known),
        volume.missing,
        volume.sha256,
        volume.shape,
        draw_thumbnail(volume.plane(z, Channel.FLAIR), z),
    )
