"""How the image is shown."""

from __future__ import annotations

from lgg_viewer.core.view_state import Display, Viewport
from lgg_viewer.gui.actions.spec import VIEW, ActionSpec, study_open


def _display(display: Display, shortcut: str, tip: str) -> ActionSpec:
    return ActionSpec(
        f"display-{display.value.lower()}",
        display.value,
        VIEW,
        lambda desk: desk.session.set_display(display),
        (shortcut,),
        study_open,
        checked=lambda desk: desk.session.state.display is display,
        group="display",
        exclusive=True,
        help=tip,
    )


IMAGE = (
    _display(Display.PRE, "1", "T1 before contrast"),
    _display(Display.FLAIR, "2", "Fluid-attenuated inversion recovery"),
    _display(Display.POST, "3", "T1 after contrast"),
    _display(Display.RGB, "4", "The three sequences as red, green and blue"),
    ActionSpec(
        "window-auto", "Auto window", VIEW, lambda d: d.session.reset_window(), ("0",), study_open, group="image"
    ),
    ActionSpec(
        "fit", "Fit to window", VIEW, lambda d: d.session.set_viewport(Viewport()), ("F",), study_open, group="image"
    ),
    ActionSpec(
        "spacing",
        "Voxel spacing…",
        VIEW,
        lambda d: d.ask_spacing(),
        (),
        study_open,
        group="spacing",
        help="Give millimetres: the files carry none",
    ),
)
