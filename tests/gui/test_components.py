"""The components of a prediction: listed, gone to, taken out of the mask and brought back."""

from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication

from lgg_viewer.core.averaging import Averaging
from lgg_viewer.core.review import ReviewState
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.view_state import Viewport
from lgg_viewer.gui.panels.components import NUMBER, OVERLAP, SIZE, SLICES, ComponentsPanel
from lgg_viewer.gui.panels.numbers import PREDICTED, NumbersPanel
from lgg_viewer.gui.settings import data_folder
from lgg_viewer.io.review_store import open_store, store_path
from tests.gui.answering import answer
from tests.gui.docking import reveal

LARGE, MIDDLE, SMALL = 3 * 20 * 20, 2 * 10 * 10, 4


def three_components(program) -> np.ndarray:
    values = np.zeros(program.session.volume.shape)
    values[2:5, 100:120, 100:120] = 0.9
    values[8:10, 30:40, 30:40] = 0.8
    values[9, 34, 34] = 0.95
    values[6, 200:202, 220:222] = 0.6
    return values


@pytest.fixture
def answered(opened):
    """A program whose prediction has three components, with the panel in sight."""
    answer(opened, three_components(opened))
    reveal(opened, "Components")
    QApplication.processEvents()
    return opened


def panel(program) -> ComponentsPanel:
    return program.window.findChild(ComponentsPanel)


def column(program, which: int) -> list[str]:
    model = panel(program).model
    return [model.index(row, which).data() for row in range(model.rowCount())]


def click(program, qtbot, row: int) -> None:
    table = panel(program).table
    place = table.visualRect(table.model().index(row, SIZE)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_largest_comes_first_with_what_is_to_be_known_of_it(answered):
    assert column(answered, NUMBER) == ["1", "2", "3"]
    assert column(answered, SIZE) == [f"{LARGE:,}", str(MIDDLE), str(SMALL)]
    assert column(answered, SLICES) == ["3–5", "9–10", "7"]
    truth = answered.session.truth.voxels[2:5, 100:120, 100:120].mean()
    assert column(answered, OVERLAP)[0] == f"{truth:.0%}"
    answered.session.set_spacing([answered.session.state.study], Spacing(1, 1, 5))
    assert panel(answered)._soon.isActive()
    panel(answered).refresh()
    assert column(answered, SIZE)[0] == f"{LARGE * 5 / 1000:,.1f} ml"


def test_a_click_goes_to_the_middle_and_points_the_component_out(answered, qtbot):
    session, canvas = answered.session, answered.window.canvas
    view = session.state.viewport
    before = canvas.grab().toImage()
    click(answered, qtbot, 0)
    assert session.state.z == 3
    assert canvas._highlight.shown
    pointed_out = canvas.grab().toImage()
    canvas._highlight.end()
    assert canvas.grab().toImage() != pointed_out != before
    assert session.state.viewport == view


def test_the_view_moves_only_to_what_is_out_of_sight(answered, qtbot):
    session, canvas = answered.session, answered.window.canvas
    session.set_viewport(Viewport(4.0, (110 / 256, 110 / 256)))
    click(answered, qtbot, 0)
    assert session.state.viewport.centre == (110 / 256, 110 / 256)
    click(answered, qtbot, 2)
    assert session.state.viewport.zoom == 4.0
    place = canvas.image_transform().map(QPointF(221, 201))
    assert QRectF(canvas.rect()).contains(place)


def test_delete_takes_the_chosen_one_out_of_every_number_and_undo_brings_it_back(answered, qtbot):
    session = answered.session
    numbers = answered.window.findChild(NumbersPanel)
    whole = session.finding.mask.voxels
    click(answered, qtbot, 1)
    qtbot.keyClick(answered.window, Qt.Key.Key_Delete)
    left = session.finding.mask.voxels
    assert np.array_equal(left, whole & ~np.isin(np.arange(len(whole)), (8, 9))[:, None, None])
    assert numbers.cells[PREDICTED, "study"].text() == f"{LARGE + SMALL:,} vox"
    assert not session.finding.plane(9).any()
    panel(answered).refresh()
    assert column(answered, SIZE) == [f"{LARGE:,}", str(SMALL)]
    assert "1 removed" in panel(answered).note.text()
    qtbot.keyClick(answered.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert np.array_equal(session.finding.mask.voxels, whole)


def test_what_was_removed_comes_back_one_by_one_or_all_at_once(answered, qtbot):
    side = panel(answered)
    for _ in range(3):
        click(answered, qtbot, 0)
        side.remove.click()
        side.refresh()
    assert answered.session.finding.volume == 0
    assert "Nothing is left" in side.note.text()
    assert not side.remove.isEnabled()
    side.back.click()
    assert answered.session.finding.volume == SMALL
    side.back.click()
    assert answered.session.finding.volume == SMALL + MIDDLE
    side.back.click()
    assert not side.back.isEnabled()
    side.refresh()
    click(answered, qtbot, 0)
    side.remove.click()
    side.all_back.click()
    assert answered.session.finding.volume == LARGE + MIDDLE + SMALL


def test_a_removed_component_stays_away_while_the_threshold_moves(answered, qtbot):
    click(answered, qtbot, 1)
    panel(answered).remove.click()
    for threshold in (0.9, 0.3, 0.01):
        answered.session.set_threshold(threshold)
        assert not answered.session.finding.plane(9).any()


def test_what_was_removed_belongs_to_its_answer_and_comes_back_with_it(answered, qtbot):
    session, values = answered.session, three_components(answered)
    click(answered, qtbot, 1)
    panel(answered).remove.click()
    session.set_averaging(Averaging.ON)
    answer(answered, values, spread=np.zeros(values.shape, np.uint8))
    assert session.finding.volume == LARGE + MIDDLE + SMALL
    assert not panel(answered).back.isEnabled()
    session.set_averaging(Averaging.OFF)
    answer(answered, values)
    assert session.finding.volume == LARGE + SMALL
    card = session.own_card
    session.set_card(replace(card, sha256="cd" * 32))
    answer(answered, values)
    assert session.finding.volume == LARGE + MIDDLE + SMALL
    session.set_card(card)
    answer(answered, values)
    assert session.finding.volume == LARGE + SMALL
    panel(answered).back.click()
    assert session.finding.volume == LARGE + MIDDLE + SMALL


def test_the_decision_log_tells_of_every_deletion_and_how_many_were_in_force(answered, qtbot):
    session, reviewer = answered.session, answered.reviewer
    reviewer.approve()
    for _ in range(2):
        panel(answered).refresh()
        click(answered, qtbot, 0)
        panel(answered).remove.click()
    assert reviewer.current.state is ReviewState.EDITED
    reviewer.approve()
    assert reviewer.current.state is ReviewState.APPROVED
    panel(answered).all_back.click()
    assert reviewer.current.state is ReviewState.EDITED
    first, second = (drawer.study.key for drawer in session.drawers.all()[:2])
    panel(answered).refresh()
    click(answered, qtbot, 0)
    panel(answered).remove.click()
    session.select_study(second)
    # what was typed for a study is handed in when the next one is on screen already
    reviewer.set_comment("late", first)
    reviewer.set_comment("early", second)
    with closing(open_store(store_path(data_folder() / "reviews", session.cohort))) as kept:
        told = [(e.what, e.detail.get("components deleted")) for e in kept.events()]
    assert told == [
        ("Approved", None),
        ("Edited", "1"),
        ("Edited", "2"),
        ("Approved", "2"),
        ("Edited", None),
        ("Edited", "1"),
        ("Comment", "1"),
        ("Comment", None),
    ]


def test_nothing_is_removed_before_one_is_chosen(answered, qtbot):
    with qtbot.waitSignal(answered.session.noticed, check_params_cb=lambda text, _f: "Select a component" in text):
        qtbot.keyClick(answered.window, Qt.Key.Key_Delete)
    assert answered.session.finding.volume == LARGE + MIDDLE + SMALL


def test_only_what_was_removed_can_be_brought_back(answered, qtbot):
    actions = answered.window.actions_table
    back = [actions["component-back"], actions["component-back-all"]]
    assert not any(action.isEnabled() for action in back)
    click(answered, qtbot, 1)
    panel(answered).remove.click()
    assert all(action.isEnabled() for action in back)
    qtbot.keyClick(answered.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert answered.session.finding.volume == LARGE + MIDDLE + SMALL
    assert not any(action.isEnabled() for action in back)


def test_the_chosen_component_stays_chosen_while_its_number_changes(answered, qtbot):
    click(answered, qtbot, 1)
    answered.session.set_threshold(0.94)
    qtbot.waitUntil(lambda: column(answered, SIZE) == ["1"])
    assert answered.window.desk.components.component.number == 1
    assert panel(answered).table.currentIndex().row() == 0
    answered.session.set_threshold(0.96)
    qtbot.waitUntil(lambda: column(answered, SIZE) == [])
    assert "Nothing reaches the threshold" in panel(answered).note.text()
    assert answered.window.desk.components.component is None


def test_with_the_keys_in_the_table_arrows_choose_and_enter_goes_there(answered, qtbot):
    session, table = answered.session, panel(answered).table
    table.setFocus()
    table.selectRow(0)
    z, study = session.state.z, session.state.study
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert session.state.z == z
    assert answered.window.desk.components.component.number == 2
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert session.state.z in (8, 9)
    assert session.state.study == study
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert session.finding.volume == LARGE + SMALL


def test_a_click_in_the_table_leaves_the_keys_with_the_image(answered, qtbot):
    answered.window.canvas.setFocus()
    click(answered, qtbot, 0)
    assert not panel(answered).table.hasFocus()


def test_nothing_is_worked_out_for_a_panel_out_of_sight(answered, qtbot):
    answered.window.docks["Components"].hide()
    answered.session.set_threshold(0.7)
    qtbot.wait(150)
    assert "components" not in vars(answered.session.finding)
    reveal(answered, "Components")
    QApplication.processEvents()
    assert column(answered, SIZE) == [f"{LARGE:,}", str(MIDDLE)]


def test_a_long_drag_of_the_threshold_works_the_table_out_now_and_then(answered, qtbot):
    worked_out = []
    for step in range(20, 90):
        answered.session.set_threshold(step / 100)
        worked_out.append("components" in vars(answered.session.finding))
    assert not any(worked_out)
    qtbot.waitUntil(lambda: column(answered, SIZE) == [f"{LARGE:,}", "1"])


def test_of_thousands_of_specks_the_table_says_how_many_it_leaves_out(answered):
    values = np.zeros(answered.session.volume.shape)
    values[:2, ::4, ::4] = 0.9
    answer(answered, values)
    panel(answered).refresh()
    shown, total = panel(answered).model.rowCount(), 64 * 64
    assert shown == 200
    assert f"{total - shown:,} more" in panel(answered).note.text()


def test_a_prediction_that_is_withheld_leaves_the_table_at_once(answered, qtbot):
    click(answered, qtbot, 0)
    answered.session.withhold(True)
    assert column(answered, SIZE) == []
    assert not panel(answered).remove.isEnabled()
    assert "verdict" in panel(answered).note.text()
    answered.window.desk.components.remove()
    answered.session.withhold(False)
    assert answered.session.finding.volume == LARGE + MIDDLE + SMALL


def test_the_table_is_a_sound_model(answered, qtmodeltester):
    qtmodeltester.check(panel(answered).model, force_py=True)


def test_another_study_has_components_of_its_own(answered, qtbot):
    session = answered.session
    click(answered, qtbot, 0)
    panel(answered).remove.click()
    first, second = (d.study.key for d in session.drawers.all()[:2])
    session.select_study(second)
    qtbot.waitUntil(lambda: session.volume is not None)
    assert column(answered, SIZE) == []
    session.select_study(first)
    qtbot.waitUntil(lambda: column(answered, SIZE) == [str(MIDDLE), str(SMALL)])
