"""What the network is asked for."""

from __future__ import annotations

from lgg_viewer.gui.actions.spec import SEGMENT, ActionSpec, can_segment

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
