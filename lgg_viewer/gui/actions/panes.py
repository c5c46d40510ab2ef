"""What stands beside what, and how two views are compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lgg_viewer.core.pane import LAYOUTS, Layout, Way
from lgg_viewer.gui.actions.spec import PANES, ActionSpec, study_open
from lgg_viewer.words import mark

if TYPE_CHECKING:
    from lgg_viewer.gui.desk import Desk


def _layout(number: int, layout: Layout) -> ActionSpec:
    return ActionSpec(
        f"panes-{layout.key}",
        layout.text,
        PANES,
        lambda desk: desk.session.set_panes(desk.session.state.panes.laid_out(layout.views)),
        (f"Ctrl+{number}",),
        study_open,
        checked=lambda desk: desk.session.state.panes.views == layout.views,
        group="panes",
        help=layout.help,
    )


def _way(way: Way, text: str, shortcut: str, tip: str) -> ActionSpec:
    return ActionSpec(
        way.value,
        text,
        PANES,
        lambda desk: desk.session.set_panes(desk.session.state.panes.toggled(way)),
        (shortcut,),
        study_open,
        checked=lambda desk: desk.session.state.panes.way is way,
        group="compare",
        help=tip,
    )


def _cross(key: str, text: str, shortcut: str, rows: int, columns: int) -> ActionSpec:
    return ActionSpec(
        f"cross-{key}",
        text,
        PANES,
        lambda desk: _move_cross(desk, rows, columns),
        (shortcut,),
        study_open,
        group="crosshair",
        repeats=True,
    )


def _move_cross(desk: Desk, rows: int, columns: int) -> None:
    volume = desk.session.volume
    if volume is not None:
        z, row, column = desk.session.state.crossing(volume.shape)
        desk.session.move_cross((z, row + rows, column + columns))


def _several(desk: Desk) -> bool:
    return study_open(desk) and len(desk.session.state.panes.views) > 1


PANE_ACTIONS = (
    *(_layout(number, layout) for number, layout in enumerate(LAYOUTS, start=1)),
    _way(Way.SWIPE, mark("Swipe"), "W", mark("Two panes, or ground truth and prediction, on either side of a divider")),
    _way(
        Way.FLICKER, mark("Flicker"), "V", mark("Two panes, or ground truth and prediction, alternating twice a second")
    ),
    ActionSpec(
        "pane-next",
        mark("Next pane"),
        PANES,
        lambda d: d.session.set_panes(d.session.state.panes.stepped(1)),
        ("F6",),
        _several,
        group="pane",
        help=mark("The framed pane; the sequence keys change its sequence"),
    ),
    ActionSpec(
        "pane-alone",
        mark("Enlarge pane"),
        PANES,
        lambda d: d.session.set_panes(d.session.state.panes.enlarged()),
        ("Shift+F",),
        _several,
        checked=lambda d: d.session.state.panes.alone,
        group="pane",
        help=mark("Also by double click; repeat to show all panes"),
    ),
    ActionSpec(
        "cross-lines",
        mark("Crosshair lines"),
        PANES,
        lambda d: d.session.set_panes(replace(d.session.state.panes, lines=not d.session.state.panes.lines)),
        ("Shift+X",),
        study_open,
        checked=lambda d: d.session.state.panes.lines,
        group="crosshair",
        help=mark("Where other planes cross this one; Shift + mouse moves them"),
    ),
    _cross("up", mark("Crosshair up"), "Alt+Up", -1, 0),
    _cross("down", mark("Crosshair down"), "Alt+Down", 1, 0),
    _cross("left", mark("Crosshair left"), "Alt+Left", 0, -1),
    _cross("right", mark("Crosshair right"), "Alt+Right", 0, 1),
)
