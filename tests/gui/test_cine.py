"""Slices that play by themselves, and stop at the reader's hand."""

import pytest
from PySide6.QtCore import Qt

from lgg_viewer.gui.panes import cine as cine_room
from lgg_viewer.gui.panes import text as text_room
from lgg_viewer.gui.panes.cine import SPEEDS, Cine
from lgg_viewer.gui.settings import Settings
from tests.gui.mouse import wheel


@pytest.fixture
def cine(opened, qtbot):
    """The cine of a program whose canvas has the keys, at its fastest."""
    opened.window.activateWindow()
    opened.window.canvas.setFocus()
    qtbot.waitUntil(opened.window.canvas.hasFocus)
    opened.window.desk.cine.change_speed(len(SPEEDS))
    return opened.window.desk.cine


def test_c_plays_every_slice_from_the_last_on_to_the_first(opened, cine, qtbot):
    session, seen = opened.session, []
    session.go_to_slice(session.state.slices - 3)
    session.slice_changed.connect(lambda: seen.append(session.state.z))
    qtbot.keyClick(opened.window.canvas, Qt.Key.Key_C)
    qtbot.waitUntil(lambda: len(seen) >= 5, timeout=20_000)
    last = session.state.slices - 1
    assert seen[:5] == [last - 1, last, 0, 1, 2]


def by_key(program, qtbot) -> None:
    qtbot.keyClick(program.window.canvas, Qt.Key.Key_C)


def by_escape(program, qtbot) -> None:
    qtbot.keyClick(program.window.canvas, Qt.Key.Key_Escape)


def by_a_slice_key(program, qtbot) -> None:
    qtbot.keyClick(program.window.canvas, Qt.Key.Key_PageUp)


def by_wheel(program, qtbot) -> None:
    # at the first slice the wheel can go no further up; it stops all the same
    program.session.go_to_slice(0)
    program.window.desk.cine.stop()
    program.window.desk.cine.toggle()
    wheel(program.window.canvas, 120)


def by_another_study(program, qtbot) -> None:
    program.session.select_study(program.session.drawers.all()[1].study.key)


@pytest.mark.parametrize("hand", [by_key, by_escape, by_a_slice_key, by_wheel, by_another_study])
def test_the_readers_hand_stops_it(opened, cine, qtbot, hand):
    opened.session.go_to_slice(5)
    cine.toggle()
    assert cine.playing
    hand(opened, qtbot)
    assert not cine.playing


def test_looking_closer_does_not_stop_it(opened, cine, qtbot):
    cine.toggle()
    wheel(opened.window.canvas, 120, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(opened.window.canvas, Qt.Key.Key_G)
    opened.session.drag_window(10, 5)
    assert cine.playing


def test_escape_stops_the_slices_first_and_puts_a_tool_down_next(opened, cine, qtbot):
    canvas, measurements = opened.window.canvas, opened.window.desk.measurements
    qtbot.keyClick(canvas, Qt.Key.Key_L)
    cine.toggle()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert (cine.playing, measurements.tool is None) == (False, False)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert measurements.tool is None


def test_the_speed_is_ten_until_it_is_changed_and_then_kept(opened, qtbot):
    cine, settings = opened.window.desk.cine, opened.settings
    assert cine.speed == 10
    opened.window.actions_table["cine-faster"].trigger()
    assert cine.speed == 12
    assert Cine(opened.session, settings).speed == 12
    for _ in SPEEDS:
        opened.window.actions_table["cine-slower"].trigger()
    assert cine.speed == 1


@pytest.mark.parametrize("kept", [0, 7, -3, True, "fast"])
def test_a_broken_speed_in_the_settings_is_ten(opened, kept):
    settings: Settings = opened.settings
    settings.write("cine speed", kept)
    assert Cine(opened.session, settings).speed == 10


def test_the_canvas_says_that_slices_play_and_how_fast(opened, cine, qtbot):
    canvas = opened.window.canvas
    opened.session.change_overlays(hidden=True)
    opened.session.go_to_slice(5)
    still = canvas.grab().toImage()
    cine.toggle()
    opened.session.go_to_slice(5) if opened.session.state.z != 5 else None
    playing = canvas.grab().toImage()
    cine.stop()
    opened.session.go_to_slice(5)
    assert still != playing
    assert canvas.grab().toImage() == still
    assert cine.describe() == f"{SPEEDS[-1]} slices per second"


def test_in_a_narrow_pane_the_speed_stands_below_the_number_of_the_slice(opened, cine, monkeypatch):
    canvas, written = opened.window.canvas, {}
    for room in (text_room, cine_room):
        monkeypatch.setattr(room, "draw_text", lambda _p, area, _where, text: written.update({text: area.top()}))
    line = canvas.fontMetrics().height()
    cine.toggle()
    for corner in (0, canvas.width() - 20):
        canvas.leave_corner(corner)
        written.clear()
        canvas.grab()
        number = next(top for text, top in written.items() if f"/ {opened.session.state.slices}" in text)
        assert written[f"▶ {cine.describe()}"] >= number + line


def test_nothing_plays_before_a_study_is_on_screen(program):
    program.window.desk.cine.toggle()
    assert not program.window.desk.cine.playing
    assert not program.window.actions_table["cine"].isEnabled()
