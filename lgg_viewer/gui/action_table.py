"""Every action in one table, as data: menus, toolbar, shortcuts and the help sheet are all made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lgg_viewer.core.view_state import Display, Viewport

if TYPE_CHECKING:
    from lgg_viewer.gui.desk import Desk

OPEN, SEGMENT, EXPORT, VIEW, HELP = "Open", "Segment", "Export", "View", "Help"
MENUS = (OPEN, SEGMENT, EXPORT, VIEW, HELP)


def _always(_desk: Desk) -> bool:
    return True


def _study_open(desk: Desk) -> bool:
    return desk.session.volume is not None


def _cohort_open(desk: Desk) -> bool:
    return desk.session.cohort is not None


def _can_segment(desk: Desk) -> bool:
    return desk.session.cohort is not None and desk.session.card is not None


@dataclass(frozen=True)
class ActionSpec:
    """One action.

    Attributes
    ----------
    key : str
        Unique name.
    text : str
        As in menus.
    menu : str
        Which menu it stands in.
    do : callable
        What it does.
    keys : tuple of str
        Shortcuts, in Qt's portable notation; the first is shown.
    enabled : callable
        When it can be done.
    checked : callable or None
        For actions that are switches: whether it is on.
    group : str
        Rows of one group stand between separators; a group of switches with `exclusive` excludes one another.
    exclusive : bool
    help : str
        More than the text says, for tooltip and help sheet.
    """

    key: str
    text: str
    menu: str
    do: Callable[[Desk], object]
    keys: tuple[str, ...] = ()
    enabled: Callable[[Desk], bool] = _always
    checked: Callable[[Desk], bool] | None = None
    group: str = ""
    exclusive: bool = False
    help: str = ""


def _toggle(name: str) -> Callable[[Desk], None]:
    def do(desk: Desk) -> None:
        overlays = desk.session.state.overlays
        # asking for one overlay while all are hidden brings them back: the key must not seem dead
        revive = overlays.hidden and name != "hidden"
        desk.session.change_overlays(**{"hidden": False, name: True if revive else not getattr(overlays, name)})

    return do


def _overlay(key: str, text: str, shortcut: str, name: str, tip: str) -> ActionSpec:
    return ActionSpec(
        key,
        text,
        VIEW,
        _toggle(name),
        (shortcut,),
        _study_open,
        checked=lambda desk: bool(getattr(desk.session.state.overlays, name)),
        group="overlays",
        help=tip,
    )


def _display(display: Display, shortcut: str, tip: str) -> ActionSpec:
    return ActionSpec(
        f"display-{display.value.lower()}",
        display.value,
        VIEW,
        lambda desk: desk.session.set_display(display),
        (shortcut,),
        _study_open,
        checked=lambda desk: desk.session.state.display is display,
        group="display",
        exclusive=True,
        help=tip,
    )


def _slices(key: str, text: str, keys: tuple[str, ...], target: Callable[[int, int], int]) -> ActionSpec:
    return ActionSpec(
        key,
        text,
        VIEW,
        lambda desk: desk.session.go_to_slice(target(desk.session.state.z, desk.session.state.slices)),
        keys,
        _study_open,
        group="slices",
    )


def _threshold(key: str, text: str, shortcut: str, step: float) -> ActionSpec:
    return ActionSpec(
        key,
        text,
        VIEW,
        lambda desk: desk.session.set_threshold(desk.session.state.threshold + step),
        (shortcut,),
        _study_open,
        group="threshold",
    )


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("open", "Open folder…", OPEN, lambda d: d.ask_folder(), ("Ctrl+O",)),
    ActionSpec("demo", "Demo cohort", OPEN, lambda d: d.open_demo(), ("Ctrl+D",), help="Three made-up patients"),
    ActionSpec(
        "problems", "Problem report…", OPEN, lambda d: d.show_problems(), ("Ctrl+P",), _cohort_open, group="report"
    ),
    ActionSpec("quit", "Quit", OPEN, lambda d: d.quit(), ("Ctrl+Q",), group="end"),
    ActionSpec("segment-study", "Segment this study", SEGMENT, lambda d: d.segment("study"), ("Ctrl+R",), _can_segment),
    ActionSpec(
        "segment-selection", "Segment selected studies", SEGMENT, lambda d: d.segment("selection"), (), _can_segment
    ),
    ActionSpec(
        "segment-cohort",
        "Segment whole cohort",
        SEGMENT,
        lambda d: d.segment("cohort"),
        ("Ctrl+Shift+R",),
        _can_segment,
    ),
    ActionSpec(
        "cancel",
        "Cancel",
        SEGMENT,
        lambda d: d.cancel(),
        ("Esc",),
        lambda d: d.busy,
        help="Stop segmenting and exporting",
        group="cancel",
    ),
    ActionSpec("choose-model", "Choose weights…", SEGMENT, lambda d: d.ask_model(), group="model"),
    ActionSpec(
        "model-card",
        "Model card…",
        SEGMENT,
        lambda d: d.show_card(),
        (),
        lambda d: d.session.card is not None,
        group="model",
    ),
    ActionSpec("export", "Export this study…", EXPORT, lambda d: d.ask_export("study"), ("Ctrl+E",), _cohort_open),
    ActionSpec(
        "export-slice", "Export this slice…", EXPORT, lambda d: d.ask_export("slice"), (), _study_open, group="scope"
    ),
    ActionSpec(
        "export-selection",
        "Export selected studies…",
        EXPORT,
        lambda d: d.ask_export("selection"),
        (),
        _cohort_open,
        group="scope",
    ),
    ActionSpec(
        "export-cohort",
        "Export whole cohort…",
        EXPORT,
        lambda d: d.ask_export("cohort"),
        ("Ctrl+Shift+E",),
        _cohort_open,
        group="scope",
    ),
    _display(Display.PRE, "1", "T1 before contrast"),
    _display(Display.FLAIR, "2", "Fluid-attenuated inversion recovery"),
    _display(Display.POST, "3", "T1 after contrast"),
    _display(Display.RGB, "4", "The three sequences as red, green and blue"),
    _overlay("prediction", "Prediction", "S", "prediction", "Outline of the prediction at the threshold, solid"),
    _overlay("truth", "Ground truth", "G", "truth", "Outline of the ground truth, dashed"),
    _overlay("fill", "Fill", "C", "fill", "Fill the masks with their colour"),
    _overlay("heat", "Heat", "H", "heat", "Probability as colour, its transparency following the probability"),
    _overlay("hidden", "Hide all overlays", "X", "hidden", "Again to bring them back; hold Space to peek"),
    ActionSpec(
        "opacity-down",
        "Less opaque",
        VIEW,
        lambda d: d.session.change_opacity(-0.1),
        ("A",),
        _study_open,
        group="opacity",
    ),
    ActionSpec(
        "opacity-up",
        "More opaque",
        VIEW,
        lambda d: d.session.change_opacity(0.1),
        ("D",),
        _study_open,
        group="opacity",
    ),
    _threshold("threshold-down", "Threshold down", "[", -0.01),
    _threshold("threshold-up", "Threshold up", "]", 0.01),
    _threshold("threshold-down-much", "Threshold down by 0.05", "{", -0.05),
    _threshold("threshold-up-much", "Threshold up by 0.05", "}", 0.05),
    ActionSpec(
        "threshold-reset",
        "Threshold of the model card",
        VIEW,
        lambda d: d.reset_threshold(),
        ("5",),
        _study_open,
        group="threshold",
    ),
    ActionSpec(
        "window-auto", "Auto window", VIEW, lambda d: d.session.reset_window(), ("0",), _study_open, group="image"
    ),
    ActionSpec(
        "fit", "Fit to window", VIEW, lambda d: d.session.set_viewport(Viewport()), ("F",), _study_open, group="image"
    ),
    _slices("slice-next", "Next slice", ("Down", "PgDown", "Right"), lambda z, n: z + 1),
    _slices("slice-previous", "Previous slice", ("Up", "PgUp", "Left"), lambda z, n: z - 1),
    _slices("slice-next-ten", "Ten slices on", ("Shift+Down", "Shift+PgDown"), lambda z, n: z + 10),
    _slices("slice-previous-ten", "Ten slices back", ("Shift+Up", "Shift+PgUp"), lambda z, n: z - 10),
    _slices("slice-first", "First slice", ("Home",), lambda z, n: 0),
    _slices("slice-last", "Last slice", ("End",), lambda z, n: n - 1),
    ActionSpec(
        "study-next", "Next study", VIEW, lambda d: d.step_study(1), ("Ctrl+Down",), _cohort_open, group="studies"
    ),
    ActionSpec(
        "study-previous",
        "Previous study",
        VIEW,
        lambda d: d.step_study(-1),
        ("Ctrl+Up",),
        _cohort_open,
        group="studies",
    ),
    ActionSpec(
        "search", "Search studies", VIEW, lambda d: d.focus_search(), ("Ctrl+F",), _cohort_open, group="studies"
    ),
    ActionSpec(
        "spacing",
        "Voxel spacing…",
        VIEW,
        lambda d: d.ask_spacing(),
        (),
        _study_open,
        group="spacing",
        help="Give millimetres: the files carry none",
    ),
    ActionSpec("help", "Keys and mouse", HELP, lambda d: d.show_help(), ("?", "F1")),
    ActionSpec("about", "About LGG Viewer", HELP, lambda d: d.show_about()),
)
