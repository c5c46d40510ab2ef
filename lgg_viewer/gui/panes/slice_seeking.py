"""Going to the next slice of a kind: tumour, disagreement, doubt."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from lgg_viewer.core.slice_search import disagrees, has_tumour, is_doubtful, next_slice
from lgg_viewer.gui.session import Session
from lgg_viewer.words import mark, tr


class _Told(NamedTuple):
    """What is said of a kind of slice that was looked for."""

    none: str
    no_other: str
    first: str
    last: str


_TOLD = {
    "tumour": _Told(
        mark("There is no tumour slice in this study."),
        mark("There is no other tumour slice in this study."),
        mark("Wrapped to the start: slice {z} is the first tumour slice of the study."),
        mark("Wrapped to the end: slice {z} is the last tumour slice of the study."),
    ),
    "disagreement": _Told(
        mark("There is no disagreement in this study."),
        mark("There is no other disagreement in this study."),
        mark("Wrapped to the start: slice {z} is the first disagreement of the study."),
        mark("Wrapped to the end: slice {z} is the last disagreement of the study."),
    ),
    "doubtful": _Told(
        mark("There is no doubtful slice in this study."),
        mark("There is no other doubtful slice in this study."),
        mark("Wrapped to the start: slice {z} is the first doubtful slice of the study."),
        mark("Wrapped to the end: slice {z} is the last doubtful slice of the study."),
    ),
}


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
    z, told = session.state.z, _TOLD[kind]
    target = next_slice(z, session.state.slices, step, found)
    if target is None:
        session.noticed.emit(tr(told.none), False)
    elif target == z:
        session.noticed.emit(tr(told.no_other), False)
    else:
        session.go_to_slice(target)
        if (target - z) * step < 0:
            session.noticed.emit(tr(told.first if step > 0 else told.last, z=target + 1), False)


def _criterion(session: Session, kind: str) -> Callable[[int], bool] | str:
    """Return what to look for, or a sentence on what is lacking for it."""
    truth, finding = session.truth, session.finding
    if kind == "tumour":
        if truth is None and finding is None:
            return tr("No ground truth or prediction to find tumour slices.")
        return partial(has_tumour, truth=truth, finding=finding)
    if finding is None:
        return tr("No prediction to search: segment this study first, or give your verdict.")
    if kind == "doubtful":
        return partial(is_doubtful, finding=finding)
    if truth is None:
        return tr("There is no ground truth to compare the prediction with.")
    return partial(disagrees, truth=truth, finding=finding)
