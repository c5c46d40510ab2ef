"""Which slices a reader wants to be taken to."""

from collections.abc import Callable

from lgg_viewer.core.finding import Finding
from lgg_viewer.core.mask import Mask
from lgg_viewer.core.outline import count_edges

LEAST_DOUBT, DOUBT_SHARE = 10, 0.1
"""Pixels, and share of the predicted area: the rim of a prediction is doubtful, and has as many."""


def next_slice(z: int, slices: int, step: int, wanted: Callable[[int], bool]) -> int | None:
    """Return the next slice that is wanted, going round at the end of the study.

    Parameters
    ----------
    z : int
        Where to start; it is tried last.
    slices : int
        Of the study.
    step : int
        1 onward, -1 back.
    wanted : callable
        Told a slice, asked in order and no further than needed.

    Returns
    -------
    int or None
        0-based; None if no slice is wanted.
    """
    around = ((z + step * n) % slices for n in range(1, slices + 1))
    return next((other for other in around if wanted(other)), None)


def has_tumour(z: int, truth: Mask | None, finding: Finding | None) -> bool:
    """Whether ground truth or prediction mark anything in a slice."""
    return bool((truth is not None and truth.areas[z]) or (finding is not None and finding.area(z)))


def disagrees(z: int, truth: Mask, finding: Finding) -> bool:
    """Whether prediction and ground truth of a slice differ by more than where they draw the same border.

    That is: by more pixels than the longer of their outlines has edges. A border that runs one pixel off all the way
    round makes as many; so does a speck of up to 4 x 4 pixels.
    """
    differing, plane = finding.disagreement(z), finding.plane(z)
    if not differing or plane is None:
        return False
    return differing > max(count_edges(plane), count_edges(truth.voxels[z]))


def is_doubtful(z: int, finding: Finding) -> bool:
    """Whether a slice has more doubtful pixels than the rim that every prediction has.

    That is: at least `LEAST_DOUBT` of them, and more than `DOUBT_SHARE` of the predicted area.
    """
    doubtful = finding.doubtful_area(z)
    return doubtful >= LEAST_DOUBT and doubtful > DOUBT_SHARE * (finding.area(z) or 0)
