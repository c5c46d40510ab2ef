"""Finding actions and studies by words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from lgg_viewer.gui.actions.table import ACTIONS
from lgg_viewer.gui.dialogs.palette import Entry, PaletteDialog, PaletteModel, rank


@pytest.fixture
def palette(opened, qtbot) -> PaletteDialog:
    return ask(opened, qtbot)


def ask(program, qtbot) -> PaletteDialog:
    qtbot.keyClick(
        program.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    found = program.window.findChild(PaletteDialog)
    qtbot.waitUntil(found.isVisible)
    return found


def texts(palette: PaletteDialog) -> list[str]:
    return [entry.text for entry in palette._model.shown]


def test_every_action_is_listed_with_menu_keys_and_whether_it_can_be_done(opened, palette):
    shown = {entry.spec.key: entry for entry in palette._model.shown}
    assert set(shown) == {spec.key for spec in ACTIONS} - {"palette"}
    shortcuts = opened.window.desk.shortcuts
    for spec in ACTIONS:
        if spec.key != "palette":
            entry = shown[spec.key]
            assert (entry.place, entry.keys) == (spec.place, shortcuts.text(spec.key))
            assert entry.possible == opened.window.actions_table[spec.key].isEnabled()


@pytest.mark.parametrize("typed", ["thresh up", "up thresh", "THRESHOLD UP"])
def test_words_are_found_in_any_order_and_case(palette, qtbot, typed):
    qtbot.keyClicks(palette.line, typed)
    assert texts(palette)[0] == "Threshold up"


def test_enter_does_what_is_chosen_and_the_palette_is_gone(opened, palette, qtbot):
    before = opened.session.state.overlays.heat
    qtbot.keyClicks(palette.line, "heat")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert opened.session.state.overlays.heat is not before
    assert opened.window.actions_table["heat"].isChecked() is not before


def test_the_arrows_move_the_choice_and_stop_at_both_ends(palette, qtbot):
    qtbot.keyClicks(palette.line, "slice")
    count = len(texts(palette))
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.rows.currentIndex().row() == 1
    for _ in range(3):
        qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    assert palette.rows.currentIndex().row() == 0
    for _ in range(count + 3):
        qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.rows.currentIndex().row() == count - 1


def test_escape_leaves_and_does_nothing(opened, palette, qtbot):
    before = opened.session.state
    qtbot.keyClicks(palette.line, "next slice")
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert opened.session.state == before


def test_a_study_is_gone_to_by_a_part_of_its_name(opened, palette, qtbot):
    last = opened.session.drawers.all()[-1].study.key
    qtbot.keyClicks(palette.line, last[-12:].lower().replace("_", " "))
    assert texts(palette)[0] == last
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert opened.session.state.study == last


def test_what_cannot_be_done_now_says_so_and_stays_undone(program, qtbot):
    palette = ask(program, qtbot)
    qtbot.keyClicks(palette.line, "export whole")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert "cannot be done now" in palette.foot.text()


def test_a_word_that_nothing_holds_says_so(palette, qtbot):
    qtbot.keyClicks(palette.line, "xyzzy")
    assert texts(palette) == []
    assert "another word" in palette.foot.text()
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.isVisible()


def test_a_beginning_goes_before_words_within_and_those_before_a_mention():
    found = {
        typed: rank("threshold up", "view by a hundredth", typed.split()) for typed in ("thresh", "up thr", "hold")
    }
    assert found == {"thresh": 0, "up thr": 1, "hold": 2}
    assert rank("threshold up", "view by a hundredth", ["up", "hundredth"]) == 3
    assert rank("threshold up", "view by a hundredth", ["threshold", "down"]) is None


@given(
    st.lists(
        st.builds(Entry, st.text("ab ", max_size=6), st.just("View"), st.just(""), st.booleans(), st.just("")),
        max_size=12,
    ),
    st.text("ab ", max_size=4),
)
def test_what_is_shown_is_what_fits_with_the_possible_before_the_impossible(entries, typed):
    entries = [replace(entry, spec=ACTIONS[0]) for entry in entries]
    model = PaletteModel(entries)
    model.search(typed)
    words = typed.split()
    places = [(rank(entry.text, "view ", words), not entry.possible) for entry in model.shown]
    assert not words or places == sorted(places)
    assert len(model.shown) == sum(all(part in f"{e.text} view " for part in words) for e in entries)
