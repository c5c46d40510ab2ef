"""Keys, mouse, finding things, and what the program is."""

from __future__ import annotations

from lgg_viewer.gui.actions.spec import HELP, ActionSpec

HELP_ACTIONS = (
    ActionSpec(
        "palette",
        "Find an action or a study…",
        HELP,
        lambda d: d.show_palette(),
        ("Ctrl+Shift+P",),
        help="Type a word or two of its name",
    ),
    ActionSpec("help", "Keys and mouse", HELP, lambda d: d.show_help(), ("?", "F1"), group="keys"),
    ActionSpec(
        "shortcuts",
        "Keyboard shortcuts…",
        HELP,
        lambda d: d.show_shortcuts(),
        ("Ctrl+K",),
        group="keys",
        help="Change them",
    ),
    ActionSpec("tour", "Tour of the window", HELP, lambda d: d.show_tour(), group="about"),
    ActionSpec("about", "About LGG Viewer", HELP, lambda d: d.show_about(), group="about"),
)
