"""The five bubbles of the first start."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from lgg_viewer.gui.actions.table import ACTIONS
from lgg_viewer.gui.app import Start
from lgg_viewer.gui.tour import STEPS, Tour


@pytest.fixture
def tour(opened, qtbot) -> Tour:
    opened.window.activateWindow()
    opened.window.desk.show_tour()
    found = opened.window.findChild(Tour)
    qtbot.waitUntil(found.bubble.isVisible)
    return found


def titles(tour: Tour, qtbot) -> list[str]:
    """Go through a tour by Enter; return what it told."""
    seen = []
    while not tour.bubble.isHidden():
        seen.append(tour.bubble._title.text())
        qtbot.keyClick(tour.bubble, Qt.Key.Key_Return)
    return seen


def begin(program, qtbot, start: Start) -> Tour | None:
    program.begin(start)
    qtbot.waitUntil(lambda: program.session.volume is not None, timeout=20_000)
    return program.window.findChild(Tour)


def test_enter_goes_through_the_steps_in_order_to_the_end(tour, qtbot):
    seen = titles(tour, qtbot)
    known = [step.title for step in STEPS]
    assert seen == [title for title in known if title in seen]
    assert {"The studies", "The image", "The threshold"} <= set(seen)


def test_each_bubble_lies_in_the_window_and_beside_what_it_points_at(opened, tour, qtbot):
    while not tour.bubble.isHidden():
        bubble, target = tour.bubble.geometry(), tour._frame.geometry()
        assert opened.window.rect().contains(bubble)
        assert not target.isEmpty()
        wide = target.width() > opened.window.width() / 2
        assert wide or not bubble.intersects(target)
        qtbot.keyClick(tour.bubble, Qt.Key.Key_Return)


def test_escape_skips_all_and_gives_the_keys_back_to_the_image(opened, tour, qtbot):
    qtbot.keyClick(tour.bubble, Qt.Key.Key_Escape)
    assert tour.bubble.isHidden()
    assert QApplication.focusWidget() is opened.window.canvas


def test_the_window_stays_in_use_under_the_bubble(opened, tour, qtbot):
    before = opened.session.state
    qtbot.keyClick(tour.bubble, Qt.Key.Key_Down)
    assert opened.session.state.z == before.z + 1
    qtbot.mouseClick(opened.window.canvas, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    qtbot.keyClick(opened.window.canvas, Qt.Key.Key_X)
    assert opened.session.state.overlays.hidden
    assert tour.bubble.isVisible()


def test_a_step_whose_panel_is_closed_is_left_out(opened, qtbot):
    opened.window.docks["Threshold"].close()
    opened.window.desk.show_tour()
    assert "The threshold" not in titles(opened.window.findChild(Tour), qtbot)


def test_a_panel_closed_during_the_tour_does_not_hold_it_up(opened, tour, qtbot):
    qtbot.keyClick(tour.bubble, Qt.Key.Key_Return)
    opened.window.docks["Threshold"].close()
    qtbot.wait(50)
    assert "The threshold" not in titles(tour, qtbot)


def test_the_bubble_follows_the_window(opened, tour, qtbot):
    opened.window.resize(1000, 640)
    qtbot.wait(50)
    assert QRect(0, 0, 1000, 640).contains(tour.bubble.geometry())


def test_the_tour_names_the_keys_in_force(opened, qtbot):
    opened.window.desk.shortcuts.assign("fit", ("F9",))
    opened.window.desk.show_tour()
    tour = opened.window.findChild(Tour)
    qtbot.keyClick(tour.bubble, Qt.Key.Key_Return)
    assert "F9" in tour.bubble._text.text()


def test_every_key_it_names_is_that_of_an_action():
    named = {part.partition("}")[0] for step in STEPS for part in step.text.split("{")[1:]}
    assert named <= {spec.key for spec in ACTIONS}


def test_asked_for_twice_there_is_one(opened, tour, qtbot):
    opened.window.desk.show_tour()
    qtbot.wait(50)
    assert len(opened.window.findChildren(Tour)) == 1


def test_the_first_start_begins_it_and_the_second_does_not(make_program, qtbot, tiny_model, demo_cohort):
    assert begin(make_program(tiny_model), qtbot, Start(demo_cohort)) is not None
    assert begin(make_program(tiny_model), qtbot, Start(demo_cohort)) is None


def test_a_picture_or_a_run_that_ends_by_itself_has_no_tour(make_program, qtbot, tiny_model, demo_cohort, tmp_path):
    for start in (Start(demo_cohort, screenshot=tmp_path / "x.png"), Start(demo_cohort, exit_after=1000.0)):
        assert begin(make_program(tiny_model), qtbot, start) is None
