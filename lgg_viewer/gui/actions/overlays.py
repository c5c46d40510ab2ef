"""What is painted over the image, and the threshold."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lgg_viewer.core.overlay import AREA_MAPS, only_area_map
from lgg_viewer.gui.actions.spec import VIEW, ActionSpec, study_open

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
    )


OVERLAYS = (
    _overlay("prediction", "Prediction", "S", "prediction", "Outline of the prediction at the threshold, solid"),
    _overlay("truth", "Ground truth", "G", "truth", "Outline of the ground truth, dashed"),
    _overlay("fill", "Fill", "Z", "fill", "Fill the masks with their colour"),
    _overlay("heat", "Heat", "H", "heat", "Probability as colour, its transparency following the probability"),
    # M for the map of agreement and U for uncertainty: T, J and Y seek slices, A and D set the opacity
    _overlay("agreement", "Agreement", "M", "agreement", "Colour what both masks hold, and what one holds alone"),
    _overlay(
        "doubt", "Doubt", "U", "doubt", "Colour where the network is undecided: 1 where p = 0.5, 0 where it is sure"
    ),
    _overlay("hidden", "Hide all overlays", "X", "hidden", "Again to bring them back; hold Space to peek"),
    ActionSpec(
        "opacity-down",
        "Less opaque",
        VIEW,
        lambda d: d.session.change_opacity(-0.1),
        ("A",),
        study_open,
        group="opacity",
    ),
    ActionSpec(
        "opacity-up",
        "More opaque",
        VIEW,
        lambda d: d.session.change_opacity(0.1),
        ("D",),
        study_open,
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
        study_open,
        group="threshold",
    ),
)
