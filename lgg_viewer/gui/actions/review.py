"""Deciding about studies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lgg_viewer.core.review import ReviewState
from lgg_viewer.gui.actions.spec import REVIEW, ActionSpec, cohort_open, image_in_sight
from lgg_viewer.words import mark

if TYPE_CHECKING:
    from lgg_viewer.gui.desk import Desk


def _reviewable(desk: Desk) -> bool:
    return image_in_sight(desk) and desk.review.reviewer.available


def _is(state: ReviewState, desk: Desk) -> bool:
    return desk.review.reviewer.current.state is state


REVIEW_ACTIONS = (
    ActionSpec(
        "approve",
        mark("Approve and next"),
        REVIEW,
        lambda d: d.review.approve_and_go_on(),
        ("Return", "Enter"),
        _reviewable,
        help=mark("Approve this study and show the next unreviewed one"),
    ),
    ActionSpec(
        "flag",
        mark("Flag"),
        REVIEW,
        lambda d: d.review.reviewer.flag(),
        ("K",),
        _reviewable,
        checked=lambda d: _is(ReviewState.FLAGGED, d),
        help=mark("Flag for a closer look; press again to remove the flag"),
    ),
    ActionSpec(
        "unreviewed",
        mark("Reset to unreviewed"),
        REVIEW,
        lambda d: d.review.set_back(),
        (),
        lambda d: _reviewable(d) and not _is(ReviewState.UNREVIEWED, d),
    ),
    ActionSpec(
        "next-unreviewed",
        mark("Next unreviewed study"),
        REVIEW,
        lambda d: d.review.go_on(),
        ("N",),
        cohort_open,
        group="go",
    ),
    ActionSpec(
        "blind",
        mark("Own verdict first"),
        REVIEW,
        lambda d: d.review.reviewer.set_blind(not d.review.reviewer.blind),
        (),
        checked=lambda d: d.review.reviewer.blind,
        group="blind",
        help=mark("Keep the prediction hidden until the reader has stated a verdict of their own"),
    ),
    ActionSpec(
        "save-reviews", mark("Save reviews…"), REVIEW, lambda d: d.review.ask_save(), (), cohort_open, group="files"
    ),
    ActionSpec(
        "load-reviews",
        mark("Import reviews…"),
        REVIEW,
        lambda d: d.review.ask_load(),
        (),
        cohort_open,
        group="files",
        help=mark("From another computer; of each study, what was decided last holds"),
    ),
)
