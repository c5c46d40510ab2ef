"""How the image is shown."""

from __future__ import annotations

from lgg_viewer.core.display import Display
from lgg_viewer.core.overlay import HEAT_MAPS, HeatMap
from lgg_viewer.core.view_state import Viewport
from lgg_viewer.core.window import PRESETS, WindowPreset
from lgg_viewer.gui.actions.spec import VIEW, ActionSpec, study_open
from lgg_viewer.words import mark


def _display(display: Display, shortcut: str, tip: str) -> ActionSpec:
    return ActionSpec(
        f"display-{display.value.lower()}",
        display.value,
        VIEW,
        lambda desk: desk.session.set_display(display),
        (shortcut,),
        study_open,
        checked=lambda desk: desk.session.state.shown is display,
        group="display",
        exclusive=True,
        help=tip,
    )


def _preset(preset: WindowPreset, shortcut: str) -> ActionSpec:
    return ActionSpec(
        f"window-{preset.key}",
        preset.text,
        VIEW,
        lambda desk: desk.window_presets.choose(preset),
        (shortcut,) if shortcut else (),
        study_open,
        checked=lambda desk: desk.window_presets.chosen is preset,
        group="window",
        help=preset.help,
        also="" if preset.percentiles is None else mark("percentiles of the study without air"),
    )


def _heat_map(colours: HeatMap) -> ActionSpec:
    return ActionSpec(
        f"heat-{colours.key}",
        colours.text,
        VIEW,
        lambda desk: desk.appearance.colour_heat(colours),
        (),
        checked=lambda desk: desk.session.state.overlays.heat_map is colours,
        group="heat colours",
        exclusive=True,
        help=colours.help,
    )


IMAGE = (
    _display(Display.PRE, "1", mark("T1 before contrast")),
    _display(Display.FLAIR, "2", mark("Fluid-attenuated inversion recovery")),
    _display(Display.POST, "3", mark("T1 after contrast")),
    _display(Display.RGB, "4", mark("The three sequences as red, green and blue")),
    ActionSpec(
        "window-auto",
        mark("Auto window"),
        VIEW,
        lambda d: d.window_presets.automatic(),
        ("0",),
        study_open,
        group="window",
        help=mark("Black is air, white the brightest half per cent of the study"),
    ),
    *(_preset(preset, str(6 + n) if n < 4 else "") for n, preset in enumerate(PRESETS)),
    ActionSpec(
        "invert",
        mark("Invert greys"),
        VIEW,
        lambda d: d.session.change_image(inverted=not d.session.state.inverted),
        ("I",),
        study_open,
        checked=lambda d: d.session.state.inverted,
        group="image",
        help=mark("Black becomes white; overlays keep their colours"),
    ),
    ActionSpec(
        "fit",
        mark("Fit to window"),
        VIEW,
        lambda d: d.session.set_viewport(Viewport()),
        ("F",),
        study_open,
        group="image",
    ),
    ActionSpec(
        "spacing",
        mark("Voxel spacing…"),
        VIEW,
        lambda d: d.ask_spacing(),
        (),
        study_open,
        group="spacing",
        help=mark("Enter millimetres: the files contain none"),
    ),
    *(_heat_map(colours) for colours in HEAT_MAPS),
)
