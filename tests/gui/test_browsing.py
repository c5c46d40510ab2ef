"""Opening, looking, and what never moves under the reader's eyes."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from lgg_viewer.core.display import Display
from lgg_viewer.core.study import Channel
from lgg_viewer.core.view_state import Viewport
from tests.gui.mouse import wheel


def test_a_cohort_opens_on_its_first_study(opened):
    assert [d.study.key for d in opened.session.drawers.all()] == sorted(
        d.study.key for d in opened.session.drawers.all()
    )
    assert opened.session.state.study == opened.session.drawers.all()[0].study.key
    assert opened.window.worklist.selected() == [opened.session.state.study]


def test_what_cannot_be_opened_leaves_the_screen_as_it_was(opened, qtbot, tmp_path):
    shown = opened.session.state.study
    with qtbot.waitSignal(opened.session.noticed, check_params_cb=lambda text, failed: failed):
        opened.window.desk.open_path(tmp_path)
    assert opened.session.state.study == shown
    assert opened.session.volume is not None


def test_the_wheel_steps_through_slices_and_shift_takes_ten(opened):
    session, canvas = opened.session, opened.window.canvas
    session.go_to_slice(0)
    wheel(canvas, -120)
    assert session.state.z == 1
    wheel(canvas, -120, Qt.KeyboardModifier.ShiftModifier)
    assert session.state.z == 11
    wheel(canvas, 120 * 50)
    assert session.state.z == 0


def test_small_steps_of_a_trackpad_add_up(opened):
    session, canvas = opened.session, opened.window.canvas
    session.go_to_slice(5)
    for _ in range(7):
        wheel(canvas, -15)
    assert session.state.z == 5
    wheel(canvas, -15)
    assert session.state.z == 6


def test_ctrl_and_wheel_zoom_about_the_voxel_under_the_cursor(opened):
    canvas = opened.window.canvas
    place = QPointF(canvas.width() * 0.4, canvas.height() * 0.6)
    before = canvas.image_transform().inverted()[0].map(place)
    wheel(canvas, 240, Qt.KeyboardModifier.ControlModifier, place)
    after = canvas.image_transform().inverted()[0].map(place)
    assert opened.session.state.viewport.zoom > 1.2
    assert (before - after).manhattanLength() < 1e-6


def test_left_drag_moves_window_and_level_alone(opened, qtbot):
    session, canvas = opened.session, opened.window.canvas
    before, z = session.state.windows[Channel.FLAIR], session.state.z
    middle = canvas.rect().center()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(canvas, middle + QPoint(20, 10))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(20, 10))
    after = session.state.windows[Channel.FLAIR]
    assert after.width == pytest.approx(before.width + 20)
    assert after.level == pytest.approx(before.level + 10)
    assert (session.state.z, session.state.viewport) == (z, Viewport())


def test_right_drag_zooms_and_middle_drag_pans(opened, qtbot):
    session, canvas = opened.session, opened.window.canvas
    middle = canvas.rect().center()
    for button, step in ((Qt.MouseButton.RightButton, QPoint(0, -50)), (Qt.MouseButton.MiddleButton, QPoint(40, 0))):
        qtbot.mousePress(canvas, button, pos=middle)
        qtbot.mouseMove(canvas, middle + step)
        qtbot.mouseRelease(canvas, button, pos=middle + step)
    assert session.state.viewport.zoom > 1.3
    assert session.state.viewport.centre[0] < 0.5


@pytest.mark.parametrize(
    ("key", "display"),
    [
        (Qt.Key.Key_1, Display.PRE),
        (Qt.Key.Key_2, Display.FLAIR),
        (Qt.Key.Key_3, Display.POST),
        (Qt.Key.Key_4, Display.RGB),
    ],
)
def test_digits_choose_what_is_shown(opened, qtbot, key, display):
    opened.session.set_display(Display.PRE if display is not Display.PRE else Display.RGB)
    qtbot.keyClick(opened.window, key)
    assert opened.session.state.display is display


def test_toggling_never_moves_zoom_pan_window_or_slice(opened, qtbot):
    session = opened.session
    session.set_viewport(Viewport(2.5, (0.3, 0.6)))
    session.drag_window(17, -9)
    session.go_to_slice(7)
    before = session.state
    for key in "SGZHXADXHZGS134[]2":
        qtbot.keyClicks(opened.window, key)
    after = session.state
    assert (after.viewport, after.windows, after.z) == (before.viewport, before.windows, before.z)


def test_the_view_is_kept_from_study_to_study(opened, qtbot):
    session = opened.session
    session.set_viewport(Viewport(2.0, (0.4, 0.5)))
    session.set_display(Display.PRE)
    qtbot.keyClick(opened.window, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: session.volume is not None)
    assert session.state.study == opened.session.drawers.all()[1].study.key
    assert (session.state.viewport, session.state.display) == (Viewport(2.0, (0.4, 0.5)), Display.PRE)


def test_each_study_comes_back_at_the_slice_it_was_left_at(opened, qtbot):
    session = opened.session
    first, second = (d.study.key for d in session.drawers.all()[:2])
    session.go_to_slice(3)
    session.select_study(second)
    qtbot.waitUntil(lambda: session.volume is not None)
    session.select_study(first)
    assert session.state.z == 3


def test_space_hides_overlays_only_while_it_is_down(opened, qtbot):
    qtbot.keyPress(opened.window.canvas, Qt.Key.Key_Space)
    assert not opened.session.state.overlays_visible
    qtbot.keyRelease(opened.window.canvas, Qt.Key.Key_Space)
    assert opened.session.state.overlays_visible


def test_hiding_all_brings_the_same_overlays_back(opened, qtbot):
    opened.session.change_overlays(heat=True, truth=False)
    before = opened.session.state.overlays
    qtbot.keyClick(opened.window, Qt.Key.Key_X)
    assert not opened.session.state.overlays_visible
    qtbot.keyClick(opened.window, Qt.Key.Key_X)
    assert opened.session.state.overlays == before


def test_an_overlay_asked_for_while_all_are_hidden_appears(opened, qtbot):
    qtbot.keyClick(opened.window, Qt.Key.Key_X)
    qtbot.keyClick(opened.window, Qt.Key.Key_G)
    assert opened.session.state.overlays_visible
    assert opened.session.state.overlays.truth


def test_typing_in_the_search_field_moves_nothing_else(opened, qtbot):
    before = opened.session.state
    opened.window.desk.focus_search()
    qtbot.keyClicks(opened.window.worklist.search, "sgx12")
    assert opened.window.worklist.search.text() == "sgx12"
    assert opened.session.state.overlays == before.overlays
    assert opened.session.state.display is before.display


def test_the_search_finds_what_the_clinical_table_tells(opened):
    worklist = opened.window.worklist
    study = opened.session.drawers.all()[1].study
    worklist.search.setText(study.clinical.histology)
    rows = {
        worklist._order.index(row, 0).data(Qt.ItemDataRole.UserRole + 2) for row in range(worklist._order.rowCount())
    }
    expected = {
        d.study.key for d in opened.session.drawers.all() if d.study.clinical.histology == study.clinical.histology
    }
    assert rows == expected


def test_a_missing_sequence_is_named_on_the_image(opened, qtbot):
    session = opened.session
    qtbot.waitUntil(lambda: all(d.survey is not None for d in session.drawers.all()), timeout=20_000)
    lacking = next(d for d in session.drawers.all() if d.survey.missing)
    session.select_study(lacking.study.key)
    qtbot.waitUntil(lambda: session.volume is not None)
    assert "POST = FLAIR copy" in opened.window.canvas._text.badges()


def test_millimetres_are_never_shown_before_they_are_given(opened):
    from lgg_viewer.core.spacing import Spacing

    panel = opened.window.findChild(type(opened.window.panels.numbers))
    badges = opened.window.canvas._text.badges
    truth = opened.session.truth
    assert "no spacing: px" in badges()
    assert panel.cells["Ground truth", "study"].text() == f"{truth.volume_voxels:,} vox"
    opened.session.set_spacing([opened.session.state.study], Spacing(0.5, 0.5, 4.0))
    assert "no spacing: px" not in badges()
    assert panel.cells["Ground truth", "study"].text() == f"{truth.volume_voxels / 1000:,.1f} ml"


def test_problems_of_pixels_are_found_without_opening_the_study(program, open_cohort, own_demo, qtbot):
    last = sorted(p for p in own_demo.iterdir() if p.is_dir())[-1]
    broken = next(last.glob("*_2.tif"))
    broken.write_bytes(broken.read_bytes()[:5000])
    shutil.rmtree(last / "nothing", ignore_errors=True)
    (own_demo / "empty").mkdir()
    open_cohort(program, own_demo)
    qtbot.waitUntil(lambda: program.loader.surveying == 0, timeout=20_000)
    told = {(p.kind.name, p.path) for p in program.session.problems()}
    assert told == {("UNREADABLE", broken), ("EMPTY_FOLDER", own_demo / "empty")}
    assert program.session.drawers[last.name].problem_count == 1


def test_a_study_of_which_no_slice_can_be_read_is_in_the_report(program, open_cohort, own_demo, qtbot):
    last = sorted(p for p in own_demo.iterdir() if p.is_dir())[-1]
    for path in last.glob("*.tif"):
        path.write_bytes(b"")
    open_cohort(program, own_demo)
    qtbot.waitUntil(lambda: program.loader.surveying == 0, timeout=20_000)
    (problem,) = program.session.problems()
    assert (problem.kind.name, problem.study, problem.path.parent) == ("UNREADABLE", last.name, last)
    assert problem.message.startswith(f"No slice of {last.name} can be read.")


def test_a_damaged_slice_is_black_and_says_so(program, open_cohort, own_demo):
    first = sorted(p for p in own_demo.iterdir() if p.is_dir())[0]
    next(first.glob("*_3.tif")).write_bytes(b"")
    open_cohort(program, own_demo)
    program.session.go_to_slice(2)
    assert not program.session.volume.pixels[2].any()
    assert "slice cannot be read" in program.window.canvas._text.badges()


def test_the_canvas_shows_every_voxel_of_the_mask_and_no_other(opened):
    """The outline and the fill are drawn from the very mask that is exported."""
    session, canvas = opened.session, opened.window.canvas
    session.go_to_slice(int(np.argmax(session.truth.areas)))
    session.change_overlays(truth=True, fill=True, prediction=False, opacity=1.0)
    (layer, *_), *_ = canvas.picture.colour()
    painted = np.array([[layer.pixelColor(x, y).alpha() > 0 for x in range(256)] for y in range(256)])
    assert np.array_equal(painted, session.truth.voxels[session.state.z])


def test_browsing_and_exporting_ground_truth_never_import_torch(demo_cohort, tmp_path):
    """Without weights the whole program works with torch unimported, as a process of its own shows."""
    script = f"""
import sys, pathlib
from PySide6.QtCore import QSettings, QEventLoop
from PySide6.QtWidgets import QApplication
from lgg_viewer.core.mask import MaskSource
from lgg_viewer.gui.app import Application
from lgg_viewer.gui.settings import Settings
from lgg_viewer.io.prediction_cache import PredictionCache
from lgg_viewer.jobs.export_task import ExportRequest
app = QApplication([])
tmp = pathlib.Path({str(tmp_path)!r})
program = Application(Settings(QSettings(str(tmp / "s.ini"), QSettings.Format.IniFormat)), PredictionCache(tmp / "c"))
program.session.set_card(None)
program.window.show()
program.segmenter.warm_up()
program.window.desk.open_path(pathlib.Path({str(demo_cohort)!r}))
def wait(done):
    while not done():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
wait(lambda: program.session.volume is not None)
program.session.go_to_slice(4)
program.window.grab()
reports = []
program.exporter.finished.connect(reports.append)
program.exporter.start([program.session.state.study], ExportRequest(MaskSource.GROUND_TRUTH, tmp / "out", 0.5))
wait(lambda: reports)
assert not reports[0].failures, reports[0].failures
program.end()
assert "torch" not in sys.modules, "torch was imported"
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert any(Path(tmp_path / "out").rglob("*_mask.tif"))
