"""Measuring on the slice, and playing the slices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lgg_viewer.core.regions import Ellipse, FreeHand, Ruler, Shape
from lgg_viewer.gui.actions.spec import VIEW, ActionSpec, study_open

if TYPE_CHECKING:
    from lgg_viewer.gui.desk import Desk


def _tool(key: str, text: str, shortcut: str, kind: type[Shape], tip: str) -> ActionSpec:
    return ActionSpec(
        key,
        text,
        VIEW,
        lambda desk: desk.measurements.take_up(kind),
        (shortcut,),
        study_open,
        checked=lambda desk: desk.measurements.tool is kind,
        group="measure",
        help=tip,
    )


def _measurement_selected(desk: Desk) -> bool:
    return desk.measurements.selected is not None


MEASURE = (
    _tool("ruler", "Ruler", "L", Ruler, "Drag for a length; the key again, or Esc, puts the ruler down"),
    _tool("ellipse", "Ellipse", "O", Ellipse, "Drag for area, mean, SD, least and largest value of each sequence"),
    _tool("free-hand", "Free-hand region", "P", FreeHand, "Drag around what is to be measured"),
    ActionSpec(
        "measure-next",
        "Select next measurement",
        VIEW,
        lambda d: d.measurements.select_next(),
        ("Ctrl+M",),
        lambda d: bool(d.measurements.here),
        group="measure",
        help="On this slice; with the keys on the image, Del deletes the selected one and Esc lets go of it",
    ),
    ActionSpec(
        "measure-copy",
        "Copy measurement as text",
        VIEW,
        lambda d: d.measurements.copy(),
        ("Ctrl+C",),
        _measurement_selected,
        group="measure",
    ),
    ActionSpec(
        "measure-delete",
        "Delete measurement",
        VIEW,
        lambda d: d.measurements.delete(),
        (),
        _measurement_selected,
        group="measure",
        help="The selected one; Del does it too",
    ),
    ActionSpec(
        "measure-back",
        "Bring back deleted measurement",
        VIEW,
        lambda d: d.measurements.bring_back(),
        (),
        lambda d: d.measurements.deleted > 0,
        group="measure",
    ),
    ActionSpec(
        "cine",
        "Play slices",
        VIEW,
        lambda d: d.cine.toggle(),
        ("C",),
        lambda d: d.cine.can_play,
        checked=lambda d: d.cine.playing,
        group="cine",
        help="The wheel, Esc or the key again stops them",
    ),
    ActionSpec("cine-slower", "Slower", VIEW, lambda d: d.cine.change_speed(-1), (",",), study_open, group="cine"),
    ActionSpec("cine-faster", "Faster", VIEW, lambda d: d.cine.change_speed(1), (".",), study_open, group="cine"),
)
