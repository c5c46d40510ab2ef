"""The histogram of the image, the window dragged on it, and windows by name."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from lgg_viewer.core.display import Display
from lgg_viewer.core.study import Channel
from lgg_viewer.core.window import PRESETS, Window, preset_window
from lgg_viewer.gui.panels.histogram import HistogramPanel
from lgg_viewer.gui.panels.histogram_plot import HistogramPlot
from lgg_viewer.gui.panes.window_presets import WindowPresets
from tests.gui.docking import reveal

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(opened, qtbot):
    """The histogram panel of a program, in sight and counted."""
    reveal(opened, "Histogram")
    return wait_for_bars(opened.window.panels.histogram, qtbot)


@pytest.fixture
def alone(seen, qtbot):
    """The panel without a window around it."""
    panel = HistogramPanel(seen.session, WindowPresets(seen.session))
    qtbot.addWidget(panel)
    panel.resize(320, 480)
    panel.show()
    return wait_for_bars(panel, qtbot)


def wait_for_bars(panel, qtbot):
    qtbot.waitUntil(lambda: panel.findChild(HistogramPlot) is not None, timeout=20_000)
    qtbot.waitUntil(lambda: heights(panel).any())
    return panel


def heights(panel) -> np.ndarray:
    """The bars of the first histogram in the plot, as counts."""
    plot = panel.findChild(HistogramPlot)
    if not plot.curves:
        return np.zeros(0)
    shown = plot.curves[0].getData()[1]
    return np.pad(np.rint(10**shown - 1) if panel.log.isChecked() else shown, (0, 256 - len(shown)))


def counted(values: np.ndarray, top: int, panel) -> np.ndarray:
    """How many voxels have which value, without air, up to the last value that the plot has room for."""
    last = len(panel.findChild(HistogramPlot).curves[0].getData()[1])
    return np.bincount(values[(values > top / 20) & (values < last)], minlength=256)


def place_of(plot: HistogramPlot, value: float) -> QPoint:
    """Where a stored value is in the plot."""
    box = plot.getViewBox()
    height = box.viewRange()[1]
    return plot.mapFromScene(box.mapViewToScene(QPointF(value, sum(height) / 2)))


def drag(qtbot, plot: HistogramPlot, start: float, end: float) -> None:
    qtbot.mousePress(plot.viewport(), LEFT, pos=place_of(plot, start))
    qtbot.mouseMove(plot.viewport(), place_of(plot, end))
    qtbot.mouseRelease(plot.viewport(), LEFT, pos=place_of(plot, end))


def test_the_bars_count_the_voxels_of_the_study_without_air(seen, alone):
    values = seen.session.volume.pixels[..., Channel.FLAIR]
    expected = counted(values, values.max(), alone)
    assert np.array_equal(heights(alone), expected)
    assert expected.sum() > 0.999 * (values > values.max() / 20).sum()


def test_the_bars_of_a_slice_follow_the_slice(seen, alone, qtbot):
    session = seen.session
    alone.scope.setCurrentText("Slice")
    top = session.volume.pixels[..., Channel.FLAIR].max()
    for z in (5, 9):
        session.go_to_slice(z)
        values = session.volume.plane(z, Channel.FLAIR)
        qtbot.waitUntil(lambda values=values: np.array_equal(heights(alone), counted(values, top, alone)))


def test_the_bars_are_those_of_the_sequence_shown(seen, alone, qtbot):
    seen.session.set_display(Display.POST)
    values = seen.session.volume.pixels[..., Channel.POST]
    qtbot.waitUntil(lambda: np.array_equal(heights(alone), counted(values, values.max(), alone)))
    seen.session.set_display(Display.RGB)
    qtbot.waitUntil(lambda: len(alone.findChild(HistogramPlot).curves) == 3)


def test_linear_heights_are_the_counts_themselves(alone, qtbot):
    before = heights(alone).copy()
    alone.log.click()
    qtbot.waitUntil(lambda: alone.findChild(HistogramPlot).curves[0].getData()[1].max() > 100)
    assert np.array_equal(heights(alone), before)


@pytest.mark.parametrize(("grip", "black", "white"), [("black", 70, 160), ("white", 40, 190), ("both", 70, 190)])
def test_an_edge_is_dragged_alone_and_what_lies_between_moves_both(seen, alone, qtbot, grip, black, white):
    session, plot = seen.session, alone.findChild(HistogramPlot)
    session.change_image(windows={**session.state.windows, Channel.FLAIR: Window.between(40, 160)})
    start = {"black": 40, "white": 160, "both": 100}[grip]
    drag(qtbot, plot, start, start + 30)
    window = session.state.windows[Channel.FLAIR]
    assert (window.black, window.white) == (pytest.approx(black, abs=3), pytest.approx(white, abs=3))
    assert session.state.windows[Channel.PRE] == session.state.auto_windows[Channel.PRE]


def test_an_edge_beyond_the_border_is_dragged_from_the_border(seen, alone, qtbot):
    session, plot = seen.session, alone.findChild(HistogramPlot)
    session.change_image(windows={**session.state.windows, Channel.FLAIR: Window.between(20, 500)})
    border = plot.getViewBox().viewRange()[0][1]
    last = len(plot.curves[0].getData()[1])
    assert last - 5 < border < 1.1 * last
    drag(qtbot, plot, last, last - 40)
    assert session.state.windows[Channel.FLAIR].white == pytest.approx(last - 40, abs=4)


def test_an_edge_stops_before_the_other(seen, alone, qtbot):
    session, plot = seen.session, alone.findChild(HistogramPlot)
    session.change_image(windows={**session.state.windows, Channel.FLAIR: Window.between(40, 160)})
    drag(qtbot, plot, 40, 220)
    window = session.state.windows[Channel.FLAIR]
    assert (window.width, window.white) == (1, pytest.approx(160))


def test_black_and_white_can_be_typed(seen, alone):
    alone.black.setValue(33)
    alone.white.setValue(144)
    window = seen.session.state.windows[Channel.FLAIR]
    assert (window.black, window.white) == (33, 144)
    assert alone.preset.currentText() == "By hand"


def test_histogram_and_window_are_those_of_the_pane_in_use(opened, panel, qtbot):
    session = opened.session
    opened.window.actions_table["panes-sequences"].trigger()
    session.set_panes(session.state.panes.activated(2))
    values = session.volume.pixels[..., Channel.POST]
    qtbot.waitUntil(lambda: np.array_equal(heights(panel), counted(values, values.max(), panel)))
    before = session.state.windows
    assert panel.black.value() == round(before[Channel.POST].black)
    panel.white.setValue(99)
    after = session.state.windows
    assert [channel for channel in Channel if after[channel] != before[channel]] == [Channel.POST]
    assert after[Channel.POST].white == 99


def test_a_window_set_elsewhere_is_shown_here(seen, alone):
    seen.session.drag_window(40, 10)
    window = seen.session.state.windows[Channel.FLAIR]
    assert (alone.black.value(), alone.white.value()) == (round(window.black), round(window.white))


def test_nothing_is_counted_out_of_sight(opened, panel, qtbot):
    plot = panel.findChild(HistogramPlot)
    opened.window.docks["Histogram"].hide()
    opened.session.set_display(Display.PRE)
    drawn = heights(panel).copy()
    qtbot.wait(150)
    assert np.array_equal(heights(panel), drawn)
    reveal(opened, "Histogram")
    values = opened.session.volume.pixels[..., Channel.PRE]
    qtbot.waitUntil(lambda: np.array_equal(heights(panel), counted(values, values.max(), panel)))
    assert panel.findChild(HistogramPlot) is plot


def test_beside_a_study_that_cannot_be_read_no_histogram_of_another_is_left(program, open_cohort, own_demo, qtbot):
    second = sorted(p for p in own_demo.iterdir() if p.is_dir())[1]
    for file in second.glob("*.tif"):
        file.write_bytes(b"")
    open_cohort(program, own_demo)
    reveal(program, "Histogram")
    session, panel = program.session, program.window.panels.histogram
    qtbot.waitUntil(lambda: panel.findChild(HistogramPlot) is not None, timeout=20_000)
    first = session.state.study
    qtbot.waitUntil(lambda: heights(panel).any())
    before = heights(panel)
    session.select_study(session.drawers.all()[1].study.key)
    qtbot.waitUntil(lambda: bool(session.drawer.failure), timeout=20_000)
    qtbot.waitUntil(lambda: panel.findChild(HistogramPlot).curves == [])
    assert not panel.preset.isEnabled()
    session.select_study(first)
    qtbot.waitUntil(lambda: np.array_equal(heights(panel), before))


@pytest.mark.parametrize("preset", PRESETS, ids=lambda p: p.key)
def test_a_preset_is_chosen_here_or_in_the_menu_and_both_say_so(opened, panel, preset):
    session, action = opened.session, opened.window.actions_table[f"window-{preset.key}"]
    panel.preset.setCurrentText(preset.text)
    panel.preset.activated.emit(panel.preset.currentIndex())
    for channel in Channel:
        expected = preset_window(session.volume.pixels[..., channel], preset, 255.0)
        assert session.state.windows[channel] == expected
    assert action.isChecked()
    opened.window.actions_table["window-auto"].trigger()
    assert session.state.windows == session.state.auto_windows
    assert (action.isChecked(), panel.preset.currentText()) == (False, "Auto")
    action.trigger()
    assert panel.preset.currentText() == preset.text


def test_a_preset_goes_with_the_reader_to_the_next_study_until_a_drag_changes_it(opened, qtbot):
    session, presets = opened.session, opened.window.desk.window_presets
    bright = next(p for p in PRESETS if p.key == "bright")
    presets.choose(bright)
    for drawer in session.drawers.all()[1:]:
        session.select_study(drawer.study.key)
        qtbot.waitUntil(lambda: session.volume is not None)
        flair = session.volume.pixels[..., Channel.FLAIR]
        assert session.state.windows[Channel.FLAIR] == preset_window(flair, bright, 255.0)
        assert presets.chosen is bright
    session.drag_window(5, 0)
    assert presets.chosen is None


def test_inverted_greys_are_the_others_from_white_and_overlays_keep_their_colours(opened, qtbot):
    session, canvas = opened.session, opened.window.canvas
    session.go_to_slice(int(np.argmax(session.truth.areas)))
    session.change_overlays(truth=True, prediction=False)
    middle = canvas.image_transform().map(QPointF(*_bare_voxel(session)))
    before = canvas.grab().toImage()
    qtbot.keyClick(opened.window, Qt.Key.Key_I)
    after = canvas.grab().toImage()
    grey = before.pixelColor(middle.toPoint()).red(), after.pixelColor(middle.toPoint()).red()
    assert sum(grey) == pytest.approx(255, abs=3)
    outline = canvas.image_transform().map(canvas.picture.truth_outline()).pointAtPercent(0.005).toPoint()
    assert before.pixelColor(outline).blue() > before.pixelColor(outline).red() + 40
    assert after.pixelColor(outline).blue() > after.pixelColor(outline).red() + 40
    assert "inverted" in canvas._text._shown()
    qtbot.keyClick(opened.window, Qt.Key.Key_I)
    assert canvas.grab().toImage() == before


def _bare_voxel(session) -> tuple[float, float]:
    """The middle of a voxel of tissue whose neighbours are as bright, far from the outline."""
    plane = session.volume.plane(session.state.z, Channel.FLAIR).astype(int)
    flat = np.abs(np.diff(plane, axis=1))[:-1] + np.abs(np.diff(plane, axis=0))[:, :-1]
    inside = (plane > 60)[:-1, :-1] & ~session.truth.voxels[session.state.z][:-1, :-1]
    row, column = np.unravel_index(np.where(inside, -flat, -999).argmax(), flat.shape)
    return float(column) + 0.5, float(row) + 0.5
