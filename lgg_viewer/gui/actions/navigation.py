"""Going from slice to slice and from study to study."""

from __future__ import annotations

from collections.abc import Callable

from lgg_viewer.core.finding import DOUBT_HIGH, DOUBT_LOW
from lgg_viewer.core.slice_search import DOUBT_SHARE, LEAST_DOUBT
from lgg_viewer.gui.actions.spec import VIEW, ActionSpec, cohort_open, study_open
from lgg_viewer.gui.panes.slice_seeking import seek_slice
from lgg_viewer.words import mark


def _slices(key: str, text: str, keys: tuple[str, ...], target: Callable[[int, int], int]) -> ActionSpec:
    return ActionSpec(
        key,
        text,
        VIEW,
        lambda desk: desk.session.go_to_slice(target(desk.session.state.z, desk.session.state.slices)),
        keys,
        study_open,
        group="slices",
        repeats=True,
    )


def _search(
    kind: str, texts: tuple[str, str], shortcut: str, tip: str, **gaps: object
) -> tuple[ActionSpec, ActionSpec]:
    """Two actions, onward and back; Shift turns round."""
    onward, back = (
        ActionSpec(
            f"{kind}-{word}",
            text,
            VIEW,
            lambda desk, step=step: seek_slice(desk.session, kind, step),  # type: ignore[misc]
            (key,),
            study_open,
            group="slices",
            repeats=True,
            help=tip if step > 0 else "",
            gaps=tuple(gaps.items()),
        )
        for text, word, step, key in zip(
            texts, ("next", "previous"), (1, -1), (shortcut, f"Shift+{shortcut}"), strict=True
        )
    )
    return onward, back


NAVIGATION = (
    _slices("slice-next", mark("Next slice"), ("Down", "PgDown", "Right"), lambda z, n: z + 1),
    _slices("slice-previous", mark("Previous slice"), ("Up", "PgUp", "Left"), lambda z, n: z - 1),
    _slices("slice-next-ten", mark("Ten slices on"), ("Shift+Down", "Shift+PgDown"), lambda z, n: z + 10),
    _slices("slice-previous-ten", mark("Ten slices back"), ("Shift+Up", "Shift+PgUp"), lambda z, n: z - 10),
    _slices("slice-first", mark("First slice"), ("Home",), lambda z, n: 0),
    _slices("slice-last", mark("Last slice"), ("End",), lambda z, n: n - 1),
    *_search(
        "tumour",
        (mark("Next tumour slice"), mark("Previous tumour slice")),
        "T",
        mark("Where ground truth or prediction mark anything"),
    ),
    *_search(
        "disagreement",
        (mark("Next disagreement"), mark("Previous disagreement")),
        "J",
        mark(
            "Slices where prediction and ground truth differ by more pixels than the longer outline has edges",
        ),
    ),
    *_search(
        "doubtful",
        (mark("Next doubtful slice"), mark("Previous doubtful slice")),
        "Y",
        mark(
            "Where at least {least} pixels have p from {low:g} to below {high:g}, "
            "and more than {percent:g} % as many as the prediction has",
        ),
        least=LEAST_DOUBT,
        low=DOUBT_LOW,
        high=DOUBT_HIGH,
        percent=100 * DOUBT_SHARE,
    ),
    ActionSpec(
        "study-next",
        mark("Next study"),
        VIEW,
        lambda d: d.step_study(1),
        ("Ctrl+Down",),
        cohort_open,
        group="studies",
        repeats=True,
    ),
    ActionSpec(
        "study-previous",
        mark("Previous study"),
        VIEW,
        lambda d: d.step_study(-1),
        ("Ctrl+Up",),
        cohort_open,
        group="studies",
        repeats=True,
    ),
    ActionSpec(
        "search", mark("Search studies"), VIEW, lambda d: d.focus_search(), ("Ctrl+F",), cohort_open, group="studies"
    ),
)
