"""Components of the prediction: out of the mask, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lgg_viewer.gui.actions.spec import REVIEW, ActionSpec, prediction_in_sight
from lgg_viewer.words import mark

if TYPE_CHECKING:
    from lgg_viewer.gui.desk import Desk


def _some_removed(desk: Desk) -> bool:
    return prediction_in_sight(desk) and desk.components.removed > 0


COMPONENTS = (
    ActionSpec(
        "component-remove",
        mark("Remove selected component"),
        REVIEW,
        lambda d: d.components.remove(),
        ("Del",),
        prediction_in_sight,
        group="components",
        help=mark("Remove the component selected in the Components panel from the mask"),
    ),
    ActionSpec(
        "component-back",
        mark("Restore last component"),
        REVIEW,
        lambda d: d.components.bring_back(),
        ("Ctrl+Z",),
        _some_removed,
        group="components",
    ),
    ActionSpec(
        "component-back-all",
        mark("Restore all components"),
        REVIEW,
        lambda d: d.components.bring_back(everything=True),
        (),
        _some_removed,
        group="components",
    ),
)
