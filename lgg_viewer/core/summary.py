"""What a worklist tells of a study: the figures of its finding, without the arrays they come from."""

from dataclasses import dataclass

from lgg_viewer.core.finding import Finding
from lgg_viewer.core.metrics import Counts
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.surface import SurfaceDistances, surface_distances


@dataclass(frozen=True)
class Summary:
    """The figures of a study at a threshold, after post-processing.

    Attributes
    ----------
    threshold : float
    post : PostProcessing
        What they hold for.
    counts : Counts or None
        Agreement with the ground truth; None without one.
    predicted : int
        Voxels of the prediction.
    components : int
    distances : SurfaceDistances or None
        Over the slices that have a prediction and ground truth; None where there are none.
    """

    threshold: float
    post: PostProcessing
    counts: Counts | None
    predicted: int
    components: int
    distances: SurfaceDistances | None


def summarise(finding: Finding) -> Summary:
    """Read the figures off a finding.

    HD95 is measured in the slices that are answered and have ground truth, as Dice is.
    """
    truth, known = finding.truth, finding.probability.known
    distances = None
    if truth is not None and (scored := known & truth.known).any():
        distances = surface_distances(finding.mask.voxels[scored], truth.voxels[scored])
    return Summary(
        finding.threshold,
        finding.post,
        finding.study_counts,
        finding.volume or 0,
        finding.components.total,
        distances,
    )


def share_of_doubt(doubtful: int, possible: int) -> float:
    """Return how large a part of what may be tumour is doubtful.

    It needs no ground truth and does not move with the threshold. Where nothing is even possible the network has
    nothing to stand on for a patient who was scanned for a tumour: the share is 1, so that a reader looks there first.

    Parameters
    ----------
    doubtful : int
        Voxels that are neither likely nor unlikely.
    possible : int
        These, and the voxels that are likely.

    Returns
    -------
    float
        0..1.
    """
    return doubtful / possible if possible else 1.0
