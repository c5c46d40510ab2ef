"""What is painted over the image, and the threshold."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lgg_viewer.core.overlay import AREA_MAPS, only_area_map
from lgg_viewer.gui.actions.spec import VIEW, ActionSpec, study_open
from lgg_viewer.words import mark

if TYPE_CHECKING:
    from lgg_viewer.gui.desk import Desk


def _toggle(name: str) -> Callable[[Desk], None]:
    def do(desk: Desk) -> None:
        overlays = desk.session.state.overlays
        # asking for one overlay while all are hidden brings them back: the key must not seem dead
        revive = overlays.hidden and name != "hidden"
        shown = True if revive else not getattr(overlays, name)
        others = only_area_map("") if name in AREA_MAPS else {}
        desk.session.change_overlays(**{**others, "hidden": False, name: shown})

    return do


def _overlay(key: str, text: str, shortcut: str, name: str, tip: str) -> ActionSpec:
    return ActionSpec(
        key,
        text,
        VIEW,
        _toggle(name),
        (shortcut,),
        study_open,
        checked=lambda desk: bool(getattr(desk.session.state.overlays, name)),
        group="overlays",
        help=tip,
    )


def _threshold(key: str, text: str, shortcut: str, step: float) -> ActionSpec:
    return ActionSpec(
        key,
        text,
        VIEW,
        lambda desk: desk.session.set_threshold(desk.session.state.threshold + step),
        (shortcut,),
        study_open,
        group="threshold",
        repeats=True,
    )


OVERLAYS = (
    _overlay(
        "prediction", mark("Prediction"), "S", "prediction", mark("Outline of the prediction at the threshold, solid")
    ),
    _overlay("truth", mark("Ground truth"), "G", "truth", mark("Outline of the ground truth, dashed")),
    _overlay("fill", mark("Fill"), "Z", "fill", mark("Fill the masks with their colour")),
    _overlay(
        "heat", mark("Heat"), "H", "heat", mark("Probability as colour, its transparency following the probability")
    ),
    # M for the map of agreement and U for uncertainty: T, J and Y seek slices, A and D set the opacity
    _overlay(
        "agreement",
        mark("Agreement"),
        "M",
        "agreement",
        mark("Colour where both masks agree and where only one marks tumour"),
    ),
    _overlay(
        "doubt",
        mark("Doubt"),
        "U",
        "doubt",
        mark("Colour where the network is undecided: 1 where p = 0.5, 0 where it is sure"),
    ),
    _overlay("hidden", mark("Hide all overlays"), "X", "hidden", mark("Press again to show them; hold Space to peek")),
    ActionSpec(
        "opacity-down",
        mark("Less opaque"),
        VIEW,
        lambda d: d.session.change_opacity(-0.1),
        ("A",),
        study_open,
        group="opacity",
        repeats=True,
    ),
    ActionSpec(
        "opacity-up",
        mark("More opaque"),
        VIEW,
        lambda d: d.session.change_opacity(0.1),
        ("D",),
        study_open,
        group="opacity",
        repeats=True,
    ),
    _threshold("threshold-down", mark("Threshold down"), "[", -0.01),
    _threshold("threshold-up", mark("Threshold up"), "]", 0.01),
    _threshold("threshold-down-much", mark("Threshold down by 0.05"), "{", -0.05),
    _threshold("threshold-up-much", mark("Threshold up by 0.05"), "}", 0.05),
    ActionSpec(
        "threshold-reset",
        mark("Threshold of the model card"),
        VIEW,
        lambda d: d.reset_threshold(),
        ("5",),
        study_open,
        group="threshold",
    ),
)
