"""Components of the prediction: out of the mask, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lgg_viewer.gui.actions.spec import REVIEW, ActionSpec, prediction_in_sight
from lgg_viewer.words import mark

if TYPE_CHECKING:
    from lgg_viewer.gui.desk import Desk


def _some_removed(desk: Desk) -> bool:
    return prediction_in_sight(desk) and desk.components.removed > 0


def _undoable(desk: Desk) -> bool:
    return not desk.image_covered and desk.deleting.can_undo


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
        "undo-deletion",
        mark("Undo deletion"),
        REVIEW,
        lambda d: d.deleting.undo(),
        ("Ctrl+Z",),
        _undoable,
        group="components",
        help=mark("Restore the component or measurement that was deleted last"),
    ),
    ActionSpec(
        "component-back",
        mark("Restore last component"),
        REVIEW,
        lambda d: d.components.bring_back(),
        (),
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
