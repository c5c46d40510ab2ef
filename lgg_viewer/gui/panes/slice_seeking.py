"""Going to the next slice of a kind: tumour, disagreement, doubt."""

from collections.abc import Callable
from functools import partial

from lgg_viewer.core.slice_search import disagrees, has_tumour, is_doubtful, next_slice
from lgg_viewer.gui.session import Session


def seek_slice(session: Session, kind: str, step: int) -> None:
    """Go to the next slice of a kind; say so where there is none, or where the search went round the end.

    Parameters
    ----------
    kind : str
        `tumour`, `disagreement` or `doubtful`.
    step : int
        1 onward, -1 back.
    """
    found = _criterion(session, kind)
    if isinstance(found, str):
        session.noticed.emit(found, False)
        return
    wanted, name = found
    z = session.state.z
    target = next_slice(z, session.state.slices, step, wanted)
    if target is None:
        session.noticed.emit(f"There is no {name} in this study.", False)
    elif target == z:
        session.noticed.emit(f"There is no other {name} in this study.", False)
    else:
        session.go_to_slice(target)
        if (target - z) * step < 0:
            which = "first" if step > 0 else "last"
            session.noticed.emit(f"Round the end: slice {target + 1} is the {which} {name} of the study.", False)


def _criterion(session: Session, kind: str) -> tuple[Callable[[int], bool], str] | str:
    """Return what to look for and what it is called, or a sentence on what is lacking for it."""
    truth, finding = session.truth, session.finding
    if kind == "tumour":
        if truth is None and finding is None:
            return "Neither ground truth nor a prediction tells where the tumour is."
        return partial(has_tumour, truth=truth, finding=finding), "tumour slice"
    if finding is None:
        return "There is no prediction on screen to look through."
    if kind == "doubtful":
        return partial(is_doubtful, finding=finding), "doubtful slice"
    if truth is None:
        return "There is no ground truth to compare the prediction with."
    return partial(disagrees, truth=truth, finding=finding), "disagreement"
