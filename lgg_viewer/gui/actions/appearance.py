"""How the window looks, and all that can be set."""

from __future__ import annotations

from lgg_viewer.gui.actions.spec import VIEW, ActionSpec
from lgg_viewer.gui.appearance import TEXT_SIZES, THEMES
from lgg_viewer.gui.theme import FULL
from lgg_viewer.words import mark


def _theme(name: str, text: str) -> ActionSpec:
    return ActionSpec(
        f"theme-{name}",
        text,
        VIEW,
        lambda desk: desk.appearance.choose_theme(name),
        checked=lambda desk: desk.appearance.theme == name,
        group="theme",
        exclusive=True,
        help=mark("Program colours; the image background stays black"),
    )


APPEARANCE = (
    *(_theme(name, text) for name, text in THEMES.items()),
    ActionSpec(
        "text-larger",
        mark("Larger text"),
        VIEW,
        lambda d: d.appearance.step_text(1),
        ("Ctrl++", "Ctrl+="),
        lambda d: d.appearance.text_size < TEXT_SIZES[-1],
        group="text",
        repeats=True,
        help=mark("All text one step larger"),
    ),
    ActionSpec(
        "text-smaller",
        mark("Smaller text"),
        VIEW,
        lambda d: d.appearance.step_text(-1),
        ("Ctrl+-",),
        lambda d: d.appearance.text_size > TEXT_SIZES[0],
        group="text",
        repeats=True,
        help=mark("All text one step smaller"),
    ),
    ActionSpec(
        "text-as-desktop",
        mark("Text at 100 %"),
        VIEW,
        lambda d: d.appearance.choose_text_size(FULL),
        ("Ctrl+0",),
        lambda d: d.appearance.text_size != FULL,
        group="text",
        help=mark("System text size"),
    ),
    ActionSpec(
        "reset-layout",
        mark("Reset layout"),
        VIEW,
        lambda d: d.reset_layout(),
        group="settings",
        help=mark("Restore the original panel layout"),
    ),
    ActionSpec("settings", mark("Settings…"), VIEW, lambda d: d.show_settings(), ("Ctrl+,",), group="settings"),
)
