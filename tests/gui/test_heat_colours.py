"""The colours of the probability map are the reader's choice."""

import numpy as np
import pytest

from lgg_viewer.core.overlay import HEAT_MAPS
from lgg_viewer.gui.panels.show import ShowPanel
from tests.gui.answering import answer, shifted_truth


@pytest.mark.parametrize("colours", HEAT_MAPS, ids=lambda m: m.key)
def test_map_legend_and_panel_take_the_colours_chosen_in_the_menu(opened, colours):
    session, canvas = opened.session, opened.window.canvas
    answer(opened, shifted_truth(opened, sure=1.0))
    session.go_to_slice(int(np.argmax(session.truth.areas)))
    session.set_threshold(0.3)  # its mark would cover the middle of the bar
    session.change_overlays(heat=True, opacity=1.0, truth=False, prediction=False)
    opened.window.actions_table[f"heat-{colours.key}"].trigger()
    ((layer, _, _),) = canvas.picture.colour()
    row, column = np.argwhere(session.finding.plane(session.state.z))[0].tolist()
    top = layer.pixelColor(column, row)
    assert (top.red(), top.green(), top.blue()) == tuple(colours.table[-1])
    bar = canvas.grab().toImage().pixelColor(canvas.width() - 14, canvas.height() // 2)
    # as strong as the map is there, over the dark bar
    mixed = {m.key: 0.71 * m.table[128] + 0.29 * 0x30 for m in HEAT_MAPS}
    found = np.array([bar.red(), bar.green(), bar.blue()])
    assert min(mixed, key=lambda key: float(np.abs(mixed[key] - found).sum())) == colours.key
    icon = opened.window.findChild(ShowPanel).boxes["heat"].icon().pixmap(36, 24).toImage()
    last = icon.pixelColor(icon.width() - 1, icon.height() // 2)
    assert np.abs(np.array([last.red(), last.green(), last.blue()]) - colours.table[-1].astype(int)).max() < 20


def test_other_colours_are_there_at_the_next_start(make_program, tiny_model):
    first = make_program(tiny_model)
    assert first.session.state.overlays.heat_map is HEAT_MAPS[0]
    first.window.actions_table["heat-grey"].trigger()
    second = make_program(tiny_model)
    assert second.session.state.overlays.heat_map.key == "grey"
    second.settings.write("heat colours", "no such colours")
    assert make_program(tiny_model).session.state.overlays.heat_map is HEAT_MAPS[0]
