"""Measuring on the slice, and playing the slices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lgg_viewer.core.regions import Ellipse, FreeHand, Ruler, Shape
from lgg_viewer.gui.actions.spec import VIEW, ActionSpec, study_open
from lgg_viewer.words import mark

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


def _speed(key: str, text: str, shortcut: str, step: int) -> ActionSpec:
    return ActionSpec(
        key,
        text,
        VIEW,
        lambda desk: desk.cine.change_speed(step),
        (shortcut,),
        study_open,
        group="cine",
        repeats=True,
    )


def _measurement_selected(desk: Desk) -> bool:
    return desk.measurements.selected is not None


MEASURE = (
    _tool("ruler", mark("Ruler"), "L", Ruler, mark("Drag for a length; Esc or its key again turns it off")),
    _tool(
        "ellipse",
        mark("Ellipse"),
        "O",
        Ellipse,
        mark("Drag for area, mean, SD, least and largest value of each sequence"),
    ),
    _tool("free-hand", mark("Free-hand region"), "P", FreeHand, mark("Drag around what is to be measured")),
    ActionSpec(
        "measure-next",
        mark("Select next measurement"),
        VIEW,
        lambda d: d.measurements.select_next(),
        ("Ctrl+M",),
        lambda d: bool(d.measurements.here),
        group="measure",
        help=mark("On this slice. With focus on the image, Del deletes the selected one, Esc deselects it"),
    ),
    ActionSpec(
        "measure-copy",
        mark("Copy measurement as text"),
        VIEW,
        lambda d: d.measurements.copy(),
        ("Ctrl+C",),
        _measurement_selected,
        group="measure",
    ),
    ActionSpec(
        "measure-delete",
        mark("Delete measurement"),
        VIEW,
        lambda d: d.measurements.delete(),
        (),
        _measurement_selected,
        group="measure",
        help=mark("The selected one; also Del"),
    ),
    ActionSpec(
        "measure-back",
        mark("Restore deleted measurement"),
        VIEW,
        lambda d: d.measurements.bring_back(),
        (),
        lambda d: d.measurements.deleted > 0,
        group="measure",
    ),
    ActionSpec(
        "cine",
        mark("Play slices"),
        VIEW,
        lambda d: d.cine.toggle(),
        ("C",),
        lambda d: d.cine.can_play,
        checked=lambda d: d.cine.playing,
        group="cine",
        help=mark("Stop with the wheel, Esc or the same key"),
    ),
    _speed("cine-slower", mark("Slower"), ",", -1),
    _speed("cine-faster", mark("Faster"), ".", 1),
)
