"""The doubt of an answer that was averaged over mirror images: map, legend, cursor, and the memory it takes."""

import numpy as np
import pytest

from lgg_viewer.core.averaging import Averaging
from lgg_viewer.core.doubt import doubt_of
from lgg_viewer.core.overlay import doubt_rgba
from lgg_viewer.gui import drawers
from lgg_viewer.gui.panes.legend import describe_doubt
from tests.gui.answering import answer


@pytest.fixture
def doubtful(opened):
    """A map that is sure of everything, whose two answers differ in the left half."""
    opened.window.desk.set_averaging(Averaging.ON)
    shape = opened.session.volume.shape
    spread = np.zeros(shape, np.uint8)
    spread[..., : shape[2] // 2] = 153
    answer(opened, np.full(shape, 0.95), spread=spread)
    opened.session.change_overlays(doubt=True, opacity=1.0, truth=False, prediction=False)
    return opened


def test_the_doubt_map_shows_where_the_two_answers_differ(doubtful):
    ((layer, _, _),) = doubtful.window.canvas.picture.colour()
    probability = doubtful.session.probability
    z = doubtful.session.state.z
    expected = doubt_of(probability.plane(z), None, probability.spread[z])
    alpha = [layer.pixelColor(x, 9).alpha() for x in range(layer.width())]
    assert alpha == doubt_rgba(1.0)[(expected[9] * 255 + 0.5).astype(np.uint8), 3].tolist()
    assert alpha[0] > alpha[-1] > 0


def test_the_doubt_under_the_cursor_is_the_one_painted(doubtful):
    told = doubtful.window.canvas._text
    told.set_hover((9, 3))
    assert told._under_cursor().endswith("p 0.95   doubt 0.60")
    told.set_hover((9, doubtful.session.volume.shape[2] - 3))
    assert told._under_cursor().endswith("p 0.95   doubt 0.10")


def test_planes_across_the_slices_show_the_same_doubt(doubtful):
    doubtful.window.actions_table["panes-planes"].trigger()
    _z, y, x = doubtful.session.state.crossing(doubtful.session.volume.shape)
    spread = doubtful.session.probability.spread
    for canvas, cut in zip(doubtful.window.stage.shown[2:], (spread[::-1, y], spread[::-1, :, x]), strict=True):
        np.testing.assert_array_equal(canvas.picture._spread_plane(), cut)


def test_the_legend_tells_from_what_the_doubt_comes(doubtful):
    assert describe_doubt(doubtful.session) == ("uncalibrated probability", "and mirror image")
    doubtful.window.desk.set_averaging(Averaging.OFF)
    answer(doubtful, np.full(doubtful.session.volume.shape, 0.95))
    assert describe_doubt(doubtful.session) == ("uncalibrated probability",)


def test_slice_bar_and_worklist_go_on_counting_the_band_of_probabilities(doubtful):
    assert doubtful.session.finding.doubtful_volume == 0


def test_the_spread_counts_toward_the_memory_of_visited_studies(opened, qtbot, monkeypatch):
    opened.window.desk.set_averaging(Averaging.ON)
    session = opened.session
    shape = session.volume.shape
    voxels = int(np.prod(shape))
    # room for two maps without their spread, and for one with it
    monkeypatch.setattr(drawers, "ANSWER_BUDGET", 5 * voxels)
    first, second, third = (drawer.study.key for drawer in session.drawers.all())
    for key in (first, second, third):
        session.select_study(key)
        qtbot.waitUntil(lambda: session.volume is not None, timeout=20_000)
        values, spread = np.full(session.volume.shape, 0.2), np.zeros(session.volume.shape, np.uint8)
        answer(opened, values, spread=spread, on_disk=True)
    assert session.drawers[first].answer is None
    assert session.drawers[third].answer is not None
