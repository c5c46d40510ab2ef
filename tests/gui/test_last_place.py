"""Coming back to where the reader was."""

import json
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgg_viewer.core.display import Display
from lgg_viewer.core.pane import LAYOUTS
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.view_state import Viewport
from lgg_viewer.gui.app import Start
from lgg_viewer.gui.last_place import _is_sound
from lgg_viewer.io.model_card import read_model_card, write_model_card


@pytest.fixture(autouse=True)
def demo_made_already(monkeypatch, demo_cohort):
    """Nothing here is about making the demo cohort, which takes its time."""
    monkeypatch.setattr("lgg_viewer.gui.desk.ensure_demo_cohort", lambda folder: demo_cohort)


def leave(program) -> None:
    """End a program as closing its window does, without waiting for its threads a second time."""
    program.window.close()
    program.last_place.end()


@pytest.fixture
def left(program, qtbot, demo_cohort) -> dict:
    """A program that was left at a place far from all defaults."""
    program.settings.write("first start", False)
    program.settings.write("tour seen", True)
    program.begin(Start(demo_cohort))
    session = program.session
    qtbot.waitUntil(lambda: session.volume is not None, timeout=20_000)
    session.select_study(session.drawers.all()[-1].study.key)
    session.go_to_slice(3)
    session.set_viewport(Viewport(3.5, (0.25, 0.625)))
    session.set_threshold(0.31)
    session.set_post(PostProcessing(smallest=12, share=0.1))
    session.set_display(Display.POST)
    qtbot.waitUntil(lambda: session.volume is not None, timeout=20_000)
    session.drag_window(25, -10)
    session.change_image(inverted=True)
    session.set_spacing([session.state.study], Spacing(0.5, 0.5, 4.0))
    session.change_overlays(heat=True, truth=False, opacity=0.8)
    changed = replace(LAYOUTS[1].views[1], threshold=0.7)
    session.set_panes(session.state.panes.laid_out((LAYOUTS[1].views[0], changed)))
    leave(program)
    return {"state": session.state, "settings": program.settings}


def come_back(make_program, qtbot, model: Path | None, start: Start | None = None):
    program = make_program(model)
    program.begin(start or Start())
    qtbot.waitUntil(lambda: program.session.volume is not None, timeout=20_000)
    return program


def test_cohort_study_slice_view_mask_sequence_and_overlays_come_back(left, make_program, qtbot, tiny_model):
    program = come_back(make_program, qtbot, tiny_model)
    state, before = program.session.state, left["state"]
    for name in ("study", "z", "viewport", "threshold", "post", "display", "inverted", "overlays", "panes"):
        assert getattr(state, name) == getattr(before, name), name
    assert state.auto_windows == before.auto_windows
    for channel, window in before.windows.items():
        assert state.windows[channel].width == pytest.approx(window.width)
        assert state.windows[channel].level == pytest.approx(window.level)
    assert state.windows != state.auto_windows


def test_millimetres_come_back_to_the_study_they_were_given_to(left, make_program, qtbot, tiny_model):
    session = come_back(make_program, qtbot, tiny_model).session
    assert session.spacing == Spacing(0.5, 0.5, 4.0)
    assert session.spacing_of(session.drawers.all()[0].study.key) is None


def test_post_processing_that_was_switched_off_stays_off(left, make_program, qtbot, tiny_model, tmp_path):
    card, proposing = read_model_card(tiny_model), tmp_path / "proposing.json"
    weights = Path(shutil.copy(card.weights, tmp_path))
    write_model_card(replace(card, weights=weights, post=PostProcessing(share=0.2)), proposing)
    first = come_back(make_program, qtbot, proposing)
    first.session.set_post(PostProcessing())
    leave(first)
    second = come_back(make_program, qtbot, proposing)
    assert second.session.card.post == PostProcessing(share=0.2)
    assert second.session.state.post == PostProcessing()


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {
            "post_processing": {"largest": True, "smallest": -1, "share": 0, "fill_holes": False},
            "windows": {"FLAIR": [0.5, 1, 2, 3]},
            "inverted": "yes",
            "spacings": {"TCGA": [0, 1, 1]},
        },
        {"post_processing": 3, "windows": {"FLAIR": [5, "x", 2, 3]}, "spacings": [1]},
        {"windows": {"FLAIR": [5, float("nan"), 2, 3]}, "spacings": {"TCGA": "abc"}},
        {"windows": {"T1": [5, 1, 2, 3]}, "spacings": {"TCGA": 1}},
    ],
    ids=range(5),
)
def test_what_an_earlier_version_did_not_keep_or_a_hand_has_spoilt_is_as_at_a_first_start(
    left, make_program, qtbot, tiny_model, kept
):
    program = make_program(tiny_model)
    place = program.settings.read("last place", {})
    for name in ("post_processing", "windows", "inverted", "spacings"):
        del place[name]
    program.settings.write("last place", {**place, **kept})
    program.begin(Start())
    session = program.session
    qtbot.waitUntil(lambda: session.volume is not None, timeout=20_000)
    assert (session.state.study, session.state.threshold) == (left["state"].study, 0.31)
    assert session.state.post == session.card.post
    assert session.state.windows == session.state.auto_windows
    assert not session.state.inverted
    assert session.spacing is None


def test_threshold_and_post_processing_of_another_model_do_not_come_back(left, make_program, qtbot):
    program = come_back(make_program, qtbot, None)
    assert program.session.state.threshold == 0.5
    assert program.session.state.post == PostProcessing()
    assert program.session.state.study == left["state"].study


def test_overlays_hidden_by_a_key_are_shown_at_the_next_start(left, make_program, qtbot, tiny_model):
    first = come_back(make_program, qtbot, tiny_model)
    first.session.change_overlays(hidden=True)
    leave(first)
    second = come_back(make_program, qtbot, tiny_model)
    assert second.session.state.overlays_visible
    assert second.session.state.overlays.heat


def test_a_path_or_the_demo_is_opened_instead_when_asked_for(left, make_program, qtbot, tiny_model, own_demo):
    program = come_back(make_program, qtbot, tiny_model, Start(own_demo))
    assert program.session.cohort.root == own_demo
    assert program.session.state.study == program.session.drawers.all()[0].study.key
    assert program.session.state.viewport == Viewport()
    other = come_back(make_program, qtbot, tiny_model, Start(demo=True))
    assert other.session.state.viewport == Viewport()


def test_the_path_of_the_cohort_opened_last_goes_back_too(left, make_program, qtbot, tiny_model, demo_cohort):
    program = come_back(make_program, qtbot, tiny_model, Start(demo_cohort))
    assert program.session.state.study == left["state"].study
    assert program.session.state.z == left["state"].z


@pytest.mark.parametrize("way", ["..", "link"])
def test_another_name_of_the_folder_opened_last_goes_back_too(
    left, make_program, qtbot, tiny_model, demo_cohort, tmp_path, way
):
    path = demo_cohort / ".." / demo_cohort.name
    if way == "link":
        path = tmp_path / "link"
        path.symlink_to(demo_cohort, target_is_directory=True)
    program = come_back(make_program, qtbot, tiny_model, Start(path))
    assert program.session.state.study == left["state"].study
    assert program.session.state.z == left["state"].z


@pytest.mark.parametrize("cohort", ["/gone", "a\0b"])
def test_a_place_that_is_gone_is_nobodys_folder(program, tmp_path, left, cohort):
    place = program.settings.read("last place", {})
    program.settings.write("last place", {**place, "cohort": cohort})
    assert not program.last_place.is_in(tmp_path)


def test_a_screenshot_neither_goes_back_nor_changes_where_to(left, make_program, qtbot, tiny_model, tmp_path):
    program = come_back(make_program, qtbot, tiny_model, Start(screenshot=tmp_path / "x.png"))
    assert program.session.state.viewport == Viewport()
    program.session.go_to_slice(1)
    leave(program)
    assert program.settings.read("last place", {})["slice"] == left["state"].z


def test_a_cohort_that_is_gone_is_told_of_and_the_welcome_page_stays(left, make_program, tiny_model, tmp_path):
    program = make_program(tiny_model)
    place = program.settings.read("last place", {})
    program.settings.write("last place", {**place, "cohort": str(tmp_path / "gone")})
    told = []
    program.session.noticed.connect(lambda text, failed: told.append((text, failed)))
    program.begin(Start())
    assert told == [(f"The last cohort was not found: {tmp_path / 'gone'}.", True)]
    assert program.session.cohort is None
    assert program.window.welcome.isVisible()


def test_a_study_that_is_gone_leaves_the_cohort_at_its_first(left, make_program, qtbot, tiny_model):
    program = make_program(tiny_model)
    place = program.settings.read("last place", {})
    program.settings.write("last place", {**place, "study": "TCGA_XX_0000_20000101"})
    program.begin(Start())
    qtbot.waitUntil(lambda: program.session.volume is not None, timeout=20_000)
    assert program.session.state.study == program.session.drawers.all()[0].study.key


def test_another_cohort_opened_in_the_meantime_is_left_alone(left, make_program, qtbot, tiny_model, own_demo):
    program = make_program(tiny_model)
    program.begin(Start())
    program.window.desk.open_path(own_demo)
    qtbot.waitUntil(lambda: program.session.volume is not None, timeout=20_000)
    assert program.session.cohort.root == own_demo
    assert program.session.state.viewport == Viewport()


def test_a_killed_program_loses_seconds_at_most(demo_cohort, tmp_path):
    """The process is killed while it runs; the slice it had shown is on the disk by then."""
    script = f"""
import pathlib
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from lgg_viewer.gui.app import Application, Start
from lgg_viewer.gui.settings import Settings
from lgg_viewer.io.prediction_cache import PredictionCache
app = QApplication([])
tmp = pathlib.Path({str(tmp_path)!r})
program = Application(Settings(QSettings(str(tmp / "s.ini"), QSettings.Format.IniFormat)), PredictionCache(tmp / "c"))
program.session.study_loaded.connect(lambda: program.session.go_to_slice(7))
program.begin(Start(pathlib.Path({str(demo_cohort)!r})))
app.exec()
"""
    process = subprocess.Popen([sys.executable, "-c", script])
    try:
        deadline = time.monotonic() + 60
        kept: dict = {}
        while kept.get("slice") != 7 and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.1)
            kept = read_place(tmp_path / "s.ini")
    finally:
        process.kill()
        process.wait()
    assert kept["slice"] == 7


def read_place(path: Path) -> dict:
    from PySide6.QtCore import QSettings

    text = QSettings(str(path), QSettings.Format.IniFormat).value("last place")
    return json.loads(text) if text else {}


values = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.lists(st.floats(), max_size=3)
)
names = ("cohort", "study", "slice", "zoom", "centre", "threshold", "model", "display", "overlays")


@given(st.dictionaries(st.sampled_from(names), values | st.dictionaries(st.text(max_size=7), values, max_size=3)))
def test_nothing_read_from_a_settings_file_is_worse_than_unsound(place):
    assert _is_sound(place) is (not place) or {*place} >= {"cohort", "study", "zoom", "threshold"}
