"""Keys, mouse, finding things, and what the program is."""

from __future__ import annotations

from lgg_viewer.gui.actions.spec import HELP, ActionSpec
from lgg_viewer.words import mark

HELP_ACTIONS = (
    ActionSpec(
        "palette",
        mark("Find an action or a study…"),
        HELP,
        lambda d: d.show_palette(),
        ("Ctrl+Shift+P",),
        help=mark("Type a word or two of its name"),
    ),
    ActionSpec("help", mark("Keys and mouse"), HELP, lambda d: d.show_help(), ("?", "F1"), group="keys"),
    ActionSpec(
        "shortcuts",
        mark("Keyboard shortcuts…"),
        HELP,
        lambda d: d.show_shortcuts(),
        ("Ctrl+K",),
        group="keys",
        help=mark("Change them"),
    ),
    ActionSpec("tour", mark("Tour of the window"), HELP, lambda d: d.show_tour(), group="about"),
    ActionSpec("about", mark("About LGG Viewer"), HELP, lambda d: d.show_about(), group="about"),
)
