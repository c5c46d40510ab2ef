"""What the network is asked for."""

from __future__ import annotations

from lgg_viewer.gui.actions.spec import SEGMENT, ActionSpec, can_segment, study_open

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
)
