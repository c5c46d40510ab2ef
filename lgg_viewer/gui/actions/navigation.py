"""Going from slice to slice and from study to study."""

from __future__ import annotations

from collections.abc import Callable

from lgg_viewer.core.slice_search import DISAGREEMENT_RULE, DOUBT_RULE
from lgg_viewer.gui.actions.spec import VIEW, ActionSpec, cohort_open, study_open
from lgg_viewer.gui.panes.slice_seeking import seek_slice


def _slices(key: str, text: str, keys: tuple[str, ...], target: Callable[[int, int], int]) -> ActionSpec:
    return ActionSpec(
        key,
        text,
        VIEW,
        lambda desk: desk.session.go_to_slice(target(desk.session.state.z, desk.session.state.slices)),
        keys,
        study_open,
        group="slices",
    )


def _search(kind: str, name: str, shortcut: str, tip: str) -> tuple[ActionSpec, ActionSpec]:
    """Two actions, onward and back; Shift turns round."""
    onward, back = (
        ActionSpec(
            f"{kind}-{word}",
            f"{word.capitalize()} {name}",
            VIEW,
            lambda desk, step=step: seek_slice(desk.session, kind, step),  # type: ignore[misc]
            (key,),
            study_open,
            group="slices",
            help=tip if step > 0 else "",
        )
        for word, step, key in (("next", 1, shortcut), ("previous", -1, f"Shift+{shortcut}"))
    )
    return onward, back


NAVIGATION = (
    _slices("slice-next", "Next slice", ("Down", "PgDown", "Right"), lambda z, n: z + 1),
    _slices("slice-previous", "Previous slice", ("Up", "PgUp", "Left"), lambda z, n: z - 1),
    _slices("slice-next-ten", "Ten slices on", ("Shift+Down", "Shift+PgDown"), lambda z, n: z + 10),
    _slices("slice-previous-ten", "Ten slices back", ("Shift+Up", "Shift+PgUp"), lambda z, n: z - 10),
    _slices("slice-first", "First slice", ("Home",), lambda z, n: 0),
    _slices("slice-last", "Last slice", ("End",), lambda z, n: n - 1),
    *_search("tumour", "tumour slice", "T", "Where ground truth or prediction mark anything"),
    *_search("disagreement", "disagreement", "J", f"Where {DISAGREEMENT_RULE}"),
    *_search("doubtful", "doubtful slice", "Y", f"Where {DOUBT_RULE}"),
    ActionSpec(
        "study-next", "Next study", VIEW, lambda d: d.step_study(1), ("Ctrl+Down",), cohort_open, group="studies"
    ),
    ActionSpec(
        "study-previous",
        "Previous study",
        VIEW,
        lambda d: d.step_study(-1),
        ("Ctrl+Up",),
        cohort_open,
        group="studies",
    ),
    ActionSpec("search", "Search studies", VIEW, lambda d: d.focus_search(), ("Ctrl+F",), cohort_open, group="studies"),
)
