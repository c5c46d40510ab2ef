"""Keys, mouse, and what the program is."""

from __future__ import annotations

from lgg_viewer.gui.actions.spec import HELP, ActionSpec

HELP_ACTIONS = (
    ActionSpec("help", "Keys and mouse", HELP, lambda d: d.show_help(), ("?", "F1")),
    ActionSpec("about", "About LGG Viewer", HELP, lambda d: d.show_about()),
)
