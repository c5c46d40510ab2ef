"""What the network is asked for."""

from __future__ import annotations

from lgg_viewer.core.averaging import Averaging
from lgg_viewer.gui.actions.spec import SEGMENT, ActionSpec, can_segment, study_open
from lgg_viewer.words import mark


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


NETWORK = (
    ActionSpec(
        "segment-study", mark("Segment this study"), SEGMENT, lambda d: d.segment("study"), ("Ctrl+R",), can_segment
    ),
    ActionSpec(
        "segment-selection",
        mark("Segment selected studies"),
        SEGMENT,
        lambda d: d.segment("selection"),
        (),
        can_segment,
    ),
    ActionSpec(
        "segment-cohort",
        mark("Segment whole cohort"),
        SEGMENT,
        lambda d: d.segment("cohort"),
        ("Ctrl+Shift+R",),
        can_segment,
    ),
    ActionSpec(
        "cancel",
        mark("Cancel"),
        SEGMENT,
        lambda d: d.cancel(),
        ("Esc",),
        lambda d: d.busy,
        help=mark("Stop segmenting and exporting"),
        group="cancel",
    ),
    ActionSpec(
        "choose-second",
        mark("Choose second model…"),
        SEGMENT,
        lambda d: d.ask_second_model(),
        group="second",
        help=mark("Second model for comparison: Panes > Two models"),
    ),
    ActionSpec(
        "segment-second",
        mark("Segment this study with the second model"),
        SEGMENT,
        lambda d: d.second.ask(d.segmenter.device),
        ("Ctrl+Alt+S",),
        lambda d: study_open(d) and d.session.second_card is not None and not d.second.asked,
        group="second",
    ),
    ActionSpec("choose-model", mark("Choose model…"), SEGMENT, lambda d: d.ask_model(), group="model"),
    ActionSpec(
        "model-card",
        mark("Model card…"),
        SEGMENT,
        lambda d: d.show_card(),
        (),
        lambda d: d.session.card is not None,
        group="model",
    ),
    _averaging("auto", mark("As in the model card"), Averaging.AUTO, mark("The card's scores apply to this setting")),
    _averaging(
        "on",
        mark("On"),
        Averaging.ON,
        mark("Also segment the mirrored slice (second network of a pair) and average: up to twice the time"),
    ),
    _averaging(
        "off",
        mark("Off"),
        Averaging.OFF,
        mark("Segment each slice once (first network of a pair): fastest"),
    ),
)
