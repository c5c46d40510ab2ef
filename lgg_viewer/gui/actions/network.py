"""What the network is asked for."""

from __future__ import annotations

from lgg_viewer.core.averaging import Averaging
from lgg_viewer.gui.actions.spec import SEGMENT, ActionSpec, can_segment, study_open


def _averaging(key: str, text: str, averaging: Averaging, tip: str) -> ActionSpec:
    return ActionSpec(
        f"averaging-{key}",
        text,
        SEGMENT,
        lambda d: d.set_averaging(averaging),
        checked=lambda d: d.session.averaging is averaging,
        group="averaging",
        exclusive=True,
        help=tip,
    )


_DIFFERENCE = "Answers of the two ways are kept apart"

NETWORK = (
    ActionSpec("segment-study", "Segment this study", SEGMENT, lambda d: d.segment("study"), ("Ctrl+R",), can_segment),
    ActionSpec(
        "segment-selection", "Segment selected studies", SEGMENT, lambda d: d.segment("selection"), (), can_segment
    ),
    ActionSpec(
        "segment-cohort",
        "Segment whole cohort",
        SEGMENT,
        lambda d: d.segment("cohort"),
        ("Ctrl+Shift+R",),
        can_segment,
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
    ActionSpec(
        "choose-second",
        "Choose second weights…",
        SEGMENT,
        lambda d: d.ask_second_model(),
        group="second",
        help="Another model, to be seen beside the one in use: Panes, Two models",
    ),
    ActionSpec(
        "segment-second",
        "Segment this study with the second weights",
        SEGMENT,
        lambda d: d.second.ask(d.segmenter.device),
        ("Ctrl+Alt+S",),
        lambda d: study_open(d) and d.session.second_card is not None and not d.second.asked,
        group="second",
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
    _averaging("auto", "As the model card says", Averaging.AUTO, "Its figures hold for that way"),
    _averaging("on", "On", Averaging.ON, f"Ask about each slice and its mirror image: twice the time. {_DIFFERENCE}"),
    _averaging("off", "Off", Averaging.OFF, f"Ask about each slice alone: half the time. {_DIFFERENCE}"),
)
