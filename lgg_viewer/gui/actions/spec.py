"""What an action is, and when it can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lgg_viewer.words import mark, tr

if TYPE_CHECKING:
    from lgg_viewer.gui.desk import Desk

OPEN, SEGMENT, REVIEW, EXPORT = mark("Open"), mark("Segment"), mark("Review"), mark("Export")
PANES, VIEW, HELP = mark("Panes"), mark("View"), mark("Help")
MENUS = (OPEN, SEGMENT, REVIEW, EXPORT, PANES, VIEW, HELP)
# groups that stand in a menu of their own below, which keeps the menus shorter than a small screen
SUBMENUS = {
    "window": mark("Window and level"),
    "heat colours": mark("Probability map colours"),
    "measure": mark("Measure"),
    "cine": mark("Cine"),
    "overlays": mark("Overlays"),
    "opacity": mark("Overlays"),
    "averaging": mark("Mirror averaging"),
    "threshold": mark("Threshold"),
    "slices": mark("Slices"),
    "studies": mark("Studies"),
    "theme": mark("Theme"),
    "text": mark("Text size"),
}


def always(_desk: Desk) -> bool:
    """At any time."""
    return True


def study_open(desk: Desk) -> bool:
    """With pixels on screen."""
    return desk.session.volume is not None


def cohort_open(desk: Desk) -> bool:
    """With a cohort."""
    return desk.session.cohort is not None


def can_segment(desk: Desk) -> bool:
    """With a cohort and weights."""
    return desk.session.cohort is not None and desk.session.card is not None


def image_in_sight(desk: Desk) -> bool:
    """With pixels on screen that no other page covers: nothing is decided about what the reader does not see."""
    return desk.session.volume is not None and not desk.image_covered


def prediction_in_sight(desk: Desk) -> bool:
    """With a prediction of the study on screen, and no other page before it."""
    return desk.session.finding is not None and not desk.image_covered


@dataclass(frozen=True)
class ActionSpec:
    """One action.

    Attributes
    ----------
    key : str
        Unique name.
    text : str
        As in menus, in English; `shown_text` is in the reader's language.
    menu : str
        Which menu it stands in, in English.
    do : callable
        What it does.
    keys : tuple of str
        Shortcuts, in Qt's portable notation; the first is shown.
    enabled : callable
        When it can be done.
    checked : callable or None
        For actions that are switches: whether it is on.
    group : str
        Rows of one group stand between separators, or in the menu below that `SUBMENUS` names; a group of switches
        with `exclusive` excludes one another.
    exclusive : bool
    repeats : bool
        Whether holding the key down does it again and again. That is for steps; a decision or a switch takes one
        press each time.
    help : str
        More than the text says, for tooltip and help sheet, in English; `shown_help` is in the reader's language.
    also : str
        What is said after `help` and goes for several actions, in English.
    gaps : tuple of (str, object)
        What fills the gaps of `help` and `also`, by name.
    """

    key: str
    text: str
    menu: str
    do: Callable[[Desk], object]
    keys: tuple[str, ...] = ()
    enabled: Callable[[Desk], bool] = always
    checked: Callable[[Desk], bool] | None = None
    group: str = ""
    exclusive: bool = False
    repeats: bool = False
    help: str = ""
    also: str = ""
    gaps: tuple[tuple[str, object], ...] = ()

    @property
    def shown_text(self) -> str:
        """The text in the reader's language."""
        return tr(self.text)

    @property
    def shown_help(self) -> str:
        """More than the text says, in the reader's language."""
        return "; ".join(tr(part, **dict(self.gaps)) for part in (self.help, self.also) if part)

    @property
    def place(self) -> str:
        """The menu it stands in, with the one below, such as `View › Slices`, in the reader's language."""
        return f"{tr(self.menu)} › {tr(SUBMENUS[self.group])}" if self.group in SUBMENUS else tr(self.menu)
