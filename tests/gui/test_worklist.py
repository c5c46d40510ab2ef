"""The worklist by need: what is on top, what is left out, what stays in its place, what a blind reader must not see."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from lgg_viewer.core.review import ReviewState, Verdict
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.volume import frozen
from lgg_viewer.gui.worklist.column import HIDDEN
from lgg_viewer.gui.worklist.columns import COLUMNS, INDEX, NARROW
from lgg_viewer.gui.worklist.filter import Condition, Trait, parse_search
from lgg_viewer.gui.worklist.model import KEY_ROLE, WorklistModel
from lgg_viewer.gui.worklist.panel import WorklistPanel
from lgg_viewer.gui.worklist.summaries import Summaries
from tests.gui.made_cohort import MadeCohort

DOUBTFUL = {"P_0": 8, "P_1": 64, "P_2": 0, "P_3": 32}


@pytest.fixture
def make_made(qapp, tmp_path):
    made: list[MadeCohort] = []

    def make(count: int = 5, settings: str = "settings") -> MadeCohort:
        made.append(MadeCohort(tmp_path, count, settings=settings))
        return made[-1]

    yield make
    for cohort in made:
        cohort.end()


@pytest.fixture
def made(make_made):
    return make_made()


def panel_of(made: MadeCohort, qtbot) -> WorklistPanel:
    panel = WorklistPanel(made.session, made.settings, made.summaries, made.reviewer)
    qtbot.addWidget(panel)
    panel.resize(174, 500)
    panel.show()
    return panel


@pytest.fixture
def panel(made, qtbot):
    """Four of five studies answered, by a mask that lies further beside the tumour from one to the next."""
    panel = panel_of(made, qtbot)
    made.open()
    for n, (key, doubtful) in enumerate(DOUBTFUL.items()):
        made.answer(key, made.probability(key, doubtful, shift=n))
    qtbot.waitUntil(lambda: made.summaries.left == 0 and not panel._counting.isActive())
    return panel


def cell(panel: WorklistPanel, key: str, column: str, role=Qt.ItemDataRole.DisplayRole):
    model = panel.findChild(WorklistModel)
    row = next(r for r in range(model.rowCount()) if model.index(r, 0).data(KEY_ROLE) == key)
    return model.index(row, INDEX[column]).data(role)


def test_hardest_first_puts_the_most_doubtful_study_on_top(panel):
    panel.hardest.click()
    assert panel.shown_keys() == ["P_1", "P_3", "P_0", "P_2", "P_4"]


def test_where_nothing_may_be_tumour_there_is_no_share_of_doubt(make_made, qtbot):
    made = make_made(2)
    panel = panel_of(made, qtbot)
    made.open()
    nothing = made.probability("P_0")
    made.answer("P_0", replace(nothing, values=frozen(np.zeros_like(nothing.values))))
    made.answer("P_1", made.probability("P_1", 40))
    assert [cell(panel, key, "doubt") for key in ("P_0", "P_1")] == ["empty", "62%"]
    panel.hardest.click()
    assert panel.shown_keys() == ["P_0", "P_1"]


def test_hardest_first_needs_no_ground_truth(make_made, qtbot):
    made = make_made(3)
    made.data = {key: made.read(key, truth=False) for key in made.keys}
    panel = panel_of(made, qtbot)
    made.open()
    for key, doubtful in (("P_0", 3), ("P_1", 0), ("P_2", 40)):
        made.answer(key, made.probability(key, doubtful))
    panel.hardest.click()
    assert panel.shown_keys() == ["P_2", "P_0", "P_1"]
    assert cell(panel, "P_2", "dice") == "–"


def test_an_empty_prediction_is_among_the_hardest(panel, made, qtbot):
    empty = made.probability("P_4")
    made.answer("P_4", replace(empty, values=np.zeros_like(empty.values)))
    qtbot.waitUntil(lambda: made.summaries.left == 0)
    panel.hardest.click()
    assert set(panel.shown_keys()[:2]) == {"P_1", "P_4"}
    assert cell(panel, "P_4", "empty") == "empty"


def test_without_an_answer_there_is_nothing_to_order_and_the_reader_is_told(make_made, qtbot):
    made = make_made(2)
    panel = panel_of(made, qtbot)
    made.open()
    with qtbot.waitSignal(made.session.noticed, check_params_cb=lambda text, failed: failed):
        panel.order_by_doubt()
    assert panel.shown_keys() == ["P_0", "P_1"]


def test_the_order_comes_back_at_the_next_start_once_the_figures_are_there(panel, make_made, qtbot):
    panel.hardest.click()
    again = make_made()
    other = panel_of(again, qtbot)
    for key, doubtful in DOUBTFUL.items():
        again.keep(key, again.probability(key, doubtful))
    again.open()
    qtbot.waitUntil(lambda: other.shown_keys() == ["P_1", "P_3", "P_0", "P_2", "P_4"])


def test_an_order_that_needs_no_network_comes_back_without_one(make_made, qtbot):
    first = make_made(4)
    before = panel_of(first, qtbot)
    before.table.sortByColumn(INDEX["truth"], Qt.SortOrder.DescendingOrder)
    again = make_made(4)
    for n, key in enumerate(again.keys):
        voxels = again.data[key].truth.voxels.copy()
        voxels[0].ravel()[: 10 * n] = True
        again.data[key] = replace(again.data[key], truth=replace(again.data[key].truth, voxels=frozen(voxels)))
    panel = panel_of(again, qtbot)
    again.open()
    qtbot.waitUntil(lambda: panel.shown_keys() == again.keys[::-1])


def test_neither_order_nor_filter_tells_what_blind_reading_hides(panel, made):
    panel.table.sortByColumn(INDEX["dice"], Qt.SortOrder.AscendingOrder)
    assert panel.shown_keys() != made.keys
    panel.search.setText("dice<0.9")
    assert panel.shown_keys() != made.keys
    made.reviewer.set_blind(True)
    hidden = panel.shown_keys()
    panel.search.clear()
    assert panel.shown_keys() == made.keys
    assert hidden in ([], made.keys)


def test_a_second_blind_reader_gets_neither_order_nor_filter_of_the_first(panel, made):
    made.reviewer.set_blind(True)
    for key in made.keys:
        made.show(key)
        made.reviewer.state_verdict(Verdict.TUMOUR)
    panel.table.sortByColumn(INDEX["dice"], Qt.SortOrder.AscendingOrder)
    panel.search.setText("dice<0.9")
    assert panel.shown_keys() == ["P_3", "P_2", "P_1"]
    # a further verdict of the same reader moves no row
    made.reviewer.blind_changed.emit()
    assert panel.shown_keys() == ["P_3", "P_2", "P_1"]
    made.reviewer.set_name("bert")
    hidden = panel.shown_keys()
    panel.search.clear()
    assert panel.shown_keys() == made.keys
    assert hidden in ([], made.keys)


def test_a_broken_order_is_that_of_the_studies(made, qtbot):
    made.settings.write("worklist order", [["dice"], 7])
    panel = panel_of(made, qtbot)
    made.open()
    assert panel.shown_keys() == made.keys


@pytest.mark.parametrize("order", list(Qt.SortOrder))
@pytest.mark.parametrize("column", ["dice", "doubt", "volume", "hd95", "parts"])
def test_studies_without_a_figure_come_last_in_either_direction(panel, column, order):
    panel.table.sortByColumn(INDEX[column], order)
    assert panel.shown_keys()[-1] == "P_4"


def test_dice_orders_the_worst_to_the_top_or_to_the_bottom(panel):
    panel.table.sortByColumn(INDEX["dice"], Qt.SortOrder.AscendingOrder)
    assert panel.shown_keys() == ["P_3", "P_2", "P_1", "P_0", "P_4"]
    panel.table.sortByColumn(INDEX["dice"], Qt.SortOrder.DescendingOrder)
    assert panel.shown_keys() == ["P_0", "P_1", "P_2", "P_3", "P_4"]


def test_rows_keep_their_places_until_they_are_sorted_anew(panel, made, qtbot):
    panel.hardest.click()
    before = panel.shown_keys()
    made.answer("P_4", made.probability("P_4", 50))
    made.answer("P_2", made.probability("P_2", 60))
    qtbot.waitUntil(lambda: made.summaries.left == 0)
    assert panel.shown_keys() == before
    panel.sort_anew()
    assert panel.shown_keys() == ["P_1", "P_2", "P_4", "P_3", "P_0"]


def test_a_row_that_no_longer_passes_the_filter_stays_until_it_is_asked_for_anew(panel, made):
    panel.filter_menu.tick(ReviewState.UNREVIEWED)
    made.show("P_1")
    made.reviewer.set_state(ReviewState.APPROVED)
    assert panel.shown_keys() == made.keys
    panel.sort_anew()
    assert panel.shown_keys() == ["P_0", "P_2", "P_3", "P_4"]


def test_figures_of_a_former_threshold_are_slanted_and_say_so(panel, made, qtbot):
    made.session.set_threshold(0.7)
    qtbot.waitUntil(lambda: cell(panel, "P_1", "hd95", Qt.ItemDataRole.FontRole) is not None)
    assert "At threshold 0.50; not yet calculated for 0.70." in cell(panel, "P_1", "hd95", Qt.ItemDataRole.ToolTipRole)
    # what the table of thresholds knows holds at once
    assert cell(panel, "P_1", "dice", Qt.ItemDataRole.FontRole) is None
    assert cell(panel, "P_1", "volume") == "0 vox"
    qtbot.waitUntil(lambda: made.summaries.left == 0)
    assert cell(panel, "P_1", "hd95", Qt.ItemDataRole.FontRole) is None
    assert "At threshold 0.70." in cell(panel, "P_1", "hd95", Qt.ItemDataRole.ToolTipRole)


def test_a_blind_reader_sees_no_figure_of_a_prediction(panel, made, qtbot):
    made.reviewer.set_blind(True)
    qtbot.waitUntil(lambda: cell(panel, "P_0", "dice") == HIDDEN)
    predicted = ("dice", "doubt", "volume", "hd95", "hd95max", "parts", "doubtful", "empty")
    assert {cell(panel, "P_0", column) for column in predicted} == {HIDDEN}
    for column in predicted:
        assert "own verdict" in cell(panel, "P_0", column, Qt.ItemDataRole.ToolTipRole)
    assert cell(panel, "P_0", "truth") == "64 vox"
    panel.table.sortByColumn(INDEX["dice"], Qt.SortOrder.DescendingOrder)
    assert panel.shown_keys() == made.keys
    panel.search.setText("dice>0.1")
    assert panel.shown_keys() == []
    panel.search.clear()
    # the order by doubt is what a reader asks for, and tells no figure
    panel.hardest.click()
    assert panel.shown_keys()[0] == "P_1"
    made.show("P_0")
    made.reviewer.state_verdict(Verdict.TUMOUR)
    qtbot.waitUntil(lambda: cell(panel, "P_0", "dice") == "1.00")
    assert cell(panel, "P_1", "dice") == HIDDEN


def test_review_states_are_marked_sorted_and_filtered(panel, made):
    made.show("P_3")
    made.reviewer.set_state(ReviewState.FLAGGED)
    made.show("P_0")
    made.reviewer.set_state(ReviewState.APPROVED)
    assert [cell(panel, key, "mark") for key in made.keys] == ["✓", "", "", "⚑", ""]
    assert "approved" in cell(panel, "P_0", "review", Qt.ItemDataRole.AccessibleTextRole).lower()
    panel.table.sortByColumn(INDEX["mark"], Qt.SortOrder.AscendingOrder)
    assert panel.shown_keys() == ["P_3", "P_1", "P_2", "P_4", "P_0"]
    panel.filter_menu.tick(ReviewState.FLAGGED, ReviewState.APPROVED)
    assert sorted(panel.shown_keys()) == ["P_0", "P_3"]
    assert panel.filter.isChecked()
    panel.filter_menu.tick()
    assert sorted(panel.shown_keys()) == made.keys
    assert not panel.filter.isChecked()


def test_studies_are_picked_out_by_what_they_lack(panel, made):
    panel.filter_menu.tick(Trait.UNSEGMENTED)
    assert panel.shown_keys() == ["P_4"]
    panel.filter_menu.tick(Trait.EMPTY)
    assert panel.shown_keys() == []
    made.session.put_failure("P_2", "P_2 cannot be read.")
    panel.filter_menu.tick(Trait.PROBLEMS)
    assert panel.shown_keys() == ["P_2"]
    assert cell(panel, "P_2", "mark") == "✕"


def test_words_and_conditions_are_searched_together(panel, made):
    panel.search.setText("p_ dice<0.9 doubt>40")
    assert panel.shown_keys() == ["P_1", "P_3"]
    made.session.select_study("P_3")
    made.reviewer.set_comment("Cyst at the rim")
    panel.search.setText("cyst")
    assert panel.shown_keys() == ["P_3"]
    panel.search.setText("dice<")
    assert panel.shown_keys() == made.keys


def test_a_condition_of_the_menu_is_typed_and_its_number_ready_to_be_changed(panel):
    panel.search.setText("P_")
    panel.filter_menu.condition_asked.emit("dice<0.8")
    assert panel.search.text() == "P_ dice<0.8"
    assert panel.search.selectedText() == "0.8"
    assert panel.shown_keys() == ["P_2", "P_3"]


@given(
    st.sampled_from([c.key for c in COLUMNS if c.numeric]),
    st.sampled_from(["<", "<=", "=", ">=", ">"]),
    st.floats(0, 1e6),
)
def test_every_figure_can_be_asked_for_whatever_the_case(column, comparison, number):
    text = f"Word {column.upper()}{comparison}{number:.3f}"
    assert parse_search(text) == (("word",), (Condition(column, comparison, float(f"{number:.3f}")),))


@given(st.text())
def test_whatever_is_typed_is_words_or_conditions(text):
    words, conditions = parse_search(text)
    assert len(words) + len(conditions) <= len(text.split())


def test_volumes_are_in_one_unit_which_is_millilitres_once_every_study_has_a_spacing(panel, made, qtbot):
    spacing = Spacing(1.0, 1.0, 5.0)
    made.session.set_spacing(made.keys[:2], spacing)
    qtbot.waitUntil(lambda: not panel._settle.isActive())
    panel.search.setText("truth>50")
    assert panel.shown_keys() == made.keys
    assert {cell(panel, key, "truth") for key in made.keys} == {"64 vox"}
    made.session.set_spacing(made.keys[2:4], spacing)
    made.session.set_spacing(made.keys[4:], Spacing(2.0, 2.0, 5.0))
    qtbot.waitUntil(lambda: cell(panel, "P_0", "truth") == "0.3 ml")
    panel.search.setText("truth>1")
    assert panel.shown_keys() == ["P_4"]
    panel.search.clear()
    panel.table.sortByColumn(INDEX["truth"], Qt.SortOrder.DescendingOrder)
    assert panel.shown_keys()[0] == "P_4"


def test_the_line_below_tells_what_is_still_to_come(panel, made, qtbot):
    assert "5 studies · 4 segmented" in panel._totals.text()
    made.session.set_threshold(0.7)
    qtbot.waitUntil(lambda: "pending" in panel._totals.text())
    qtbot.waitUntil(lambda: "5 studies · 4 segmented" in panel._totals.text())
    panel.search.setText("dice>0.6")
    assert "of 5 studies" in panel._totals.text()


def test_what_happens_to_many_studies_in_one_turn_is_counted_once(panel, made, qtbot, monkeypatch):
    counted = []
    monkeypatch.setattr(Summaries, "left", property(lambda _self: counted.append(1) or 0))
    for key in made.keys:
        made.session.summary_changed.emit(key)
    assert not counted
    qtbot.waitUntil(lambda: not panel._counting.isActive())
    assert len(counted) == 1


def test_the_list_shows_few_columns_and_widens_to_all_of_them(panel):
    def shown():
        return {c.key for c in COLUMNS if not panel.table.isColumnHidden(INDEX[c.key])}

    assert shown() == set(NARROW)
    panel.widen.click()
    assert shown() == {c.key for c in COLUMNS}
    assert cell(panel, "P_0", "study", Qt.ItemDataRole.DecorationRole).height() > 0
    panel.widen.click()
    assert shown() == set(NARROW)


def test_tab_leaves_the_list_and_shows_no_other_study(panel, made, qtbot):
    panel.show()
    shown = made.session.state.study
    panel.table.setFocus()
    qtbot.waitUntil(panel.table.hasFocus)
    qtbot.keyClick(panel.table, Qt.Key.Key_Tab)
    assert not panel.table.hasFocus()
    assert made.session.state.study == shown


def test_chosen_columns_come_back_at_the_next_start_for_each_width(make_made, qtbot):
    panel = panel_of(make_made(2), qtbot)
    ticks = {action.text(): action for action in panel.column_menu.actions()}
    ticks["Components"].trigger()
    panel.toggle_wide()
    ticks["Thumbnails"].trigger()
    later = panel_of(make_made(2), qtbot)
    assert later.wide
    assert "thumbnail" not in later.column_menu.chosen
    later.toggle_wide()
    assert later.column_menu.chosen == {*NARROW, "parts"} - {"study"}


def test_a_broken_setting_costs_the_default_alone(make_made, qtbot):
    made = make_made(2)
    made.settings.write("worklist columns", [3, None, "no such column", "slices"])
    panel = panel_of(made, qtbot)
    assert panel.column_menu.chosen == {"slices"}


def test_every_control_can_be_reached_by_keyboard_and_has_a_name(panel):
    controls = [w for w in panel.findChildren(QToolButton) if not w.objectName().startswith("qt_")]
    assert len([w for w in controls if w.parent() is panel]) == 4
    for control in (*controls, panel.table):
        assert control.focusPolicy() == Qt.FocusPolicy.TabFocus or control.parent() is panel.search
        assert control.accessibleName() or control.parent() is panel.search


def test_every_cell_tells_a_screen_reader_what_it_is(panel):
    assert cell(panel, "P_1", "dice", Qt.ItemDataRole.AccessibleTextRole).startswith("Dice: ")
    assert cell(panel, "P_1", "mark", Qt.ItemDataRole.AccessibleTextRole) == "Review mark: no"
