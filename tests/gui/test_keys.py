"""Which key does what: presets, the reader's own keys, and the dialog that changes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest

from lgg_viewer.errors import LggError
from lgg_viewer.gui.actions.table import ACTIONS
from lgg_viewer.gui.dialogs.shortcuts import KEYS, ShortcutsDialog
from lgg_viewer.gui.dialogs.text import help_dialog
from lgg_viewer.gui.settings import Settings
from lgg_viewer.gui.shortcuts import PRESETS, RADIOLOGY, Shortcuts, keys_in_force, read_key

NAMES = [spec.key for spec in ACTIONS]
choices = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.sampled_from("123456"), max_size=4).map(tuple), max_size=6
)


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(QSettings(str(tmp_path / "own.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def shortcuts(settings) -> Shortcuts:
    return Shortcuts(settings)


@pytest.fixture
def dialog(opened, qtbot) -> ShortcutsDialog:
    opened.window.desk.show_shortcuts()
    found = opened.window.findChild(ShortcutsDialog)
    qtbot.waitUntil(found.isVisible)
    return found


def press(qtbot, dialog: ShortcutsDialog, action: str, key: Qt.Key, *, add: bool = False) -> None:
    dialog.tree.setCurrentItem(dialog._rows[action])
    (dialog.add if add else dialog.change).click()
    qtbot.keyClick(dialog.field, key)


@given(choices, choices, choices)
def test_no_key_ever_belongs_to_two_actions(defaults, preset, changes):
    given_out = [key for keys in keys_in_force(defaults, preset, changes).values() for key in keys]
    assert len(given_out) == len(set(given_out))


@given(choices, choices, choices)
def test_every_action_has_keys_from_the_strongest_choice_that_names_it_and_no_others(defaults, preset, changes):
    found = keys_in_force(defaults, preset, changes)
    assert list(found) == list(defaults)
    for action, keys in found.items():
        wanted = changes.get(action, preset.get(action, defaults[action]))
        assert set(keys) <= set(wanted)
        lost = set(wanted) - set(keys)
        assert lost <= {key for other, own in found.items() if other != action for key in own}


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["F8", "G", "S", "Ctrl+O", "F9", "Down"])), max_size=8)
)
def test_a_key_belongs_to_the_action_it_was_given_to_last(tmp_path_factory, steps):
    store = tmp_path_factory.mktemp("keys") / "s.ini"
    shortcuts = Shortcuts(Settings(QSettings(str(store), QSettings.Format.IniFormat)))
    for action, key in steps:
        shortcuts.assign(action, (key,))
        assert shortcuts.owner(key) == action
        assert shortcuts.keys(action) == (key,)
    again = Shortcuts(Settings(QSettings(str(store), QSettings.Format.IniFormat)))
    assert {name: again.keys(name) for name in NAMES} == {name: shortcuts.keys(name) for name in NAMES}
    shortcuts.reset_all()
    assert {name: shortcuts.keys(name) for name in NAMES} == {name: shortcuts.of_preset(name) for name in NAMES}


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_names_only_actions_there_are_and_leaves_none_without_a_key(preset):
    defaults = {spec.key: spec.keys for spec in ACTIONS}
    assert set(PRESETS[preset]) <= set(defaults)
    keys = keys_in_force(defaults, PRESETS[preset], {})
    assert [name for name, own in defaults.items() if own and not keys[name]] == []


def test_all_keys_of_table_and_presets_can_be_pressed_in_the_dialog_too():
    keys = [key for spec in ACTIONS for key in spec.keys]
    keys += [key for preset in PRESETS.values() for own in preset.values() for key in own]
    assert [key for key in keys if read_key(key) != QKeySequence(key).toString()] == []


def test_radiology_is_the_table_itself(shortcuts):
    assert shortcuts.preset == RADIOLOGY
    assert {spec.key: shortcuts.keys(spec.key) for spec in ACTIONS} == {
        spec.key: tuple(QKeySequence(key).toString() for key in spec.keys) for spec in ACTIONS
    }


@pytest.mark.parametrize(
    "text", ["", "Shift", "nonsense", "Ctrl+K, Ctrl+S", "Space", "Tab", "Shift+1", "\x00", "\udc80"]
)
def test_what_cannot_be_a_key_is_refused_in_words(text):
    with pytest.raises(LggError) as caught:
        read_key(text)
    assert caught.value.message
    assert caught.value.hint


def test_a_key_of_the_keypad_is_the_one_it_stands_for():
    assert read_key("Num+5") == "5"


def test_a_key_pressed_in_the_dialog_works_at_once_and_the_former_no_longer(opened, dialog, qtbot):
    press(qtbot, dialog, "truth", Qt.Key.Key_F9)
    assert opened.window.desk.shortcuts.keys("truth") == ("F9",)
    dialog.reject()
    opened.window.activateWindow()
    qtbot.waitUntil(opened.window.isActiveWindow)
    before = opened.session.state.overlays.truth
    qtbot.keyClick(opened.window, Qt.Key.Key_G)
    assert opened.session.state.overlays.truth is before
    qtbot.keyClick(opened.window, Qt.Key.Key_F9)
    assert opened.session.state.overlays.truth is not before


def test_a_further_key_leaves_the_former_ones(opened, dialog, qtbot):
    press(qtbot, dialog, "truth", Qt.Key.Key_F9, add=True)
    assert opened.window.desk.shortcuts.keys("truth") == ("G", "F9")


def test_own_keys_come_back_at_the_next_start(opened, dialog, qtbot, make_program):
    press(qtbot, dialog, "truth", Qt.Key.Key_F9)
    opened.settings.save()
    assert make_program().window.actions_table["truth"].shortcut() == QKeySequence("F9")


def test_a_key_that_is_taken_is_given_only_after_asking_and_names_who_has_it(opened, dialog, qtbot):
    shortcuts = opened.window.desk.shortcuts
    press(qtbot, dialog, "truth", Qt.Key.Key_S)
    assert "Prediction" in dialog.said.text()
    assert (shortcuts.keys("truth"), shortcuts.keys("prediction")) == (("G",), ("S",))
    dialog.leave.click()
    assert (shortcuts.keys("truth"), shortcuts.keys("prediction")) == (("G",), ("S",))
    press(qtbot, dialog, "truth", Qt.Key.Key_S)
    dialog.take.click()
    assert (shortcuts.keys("truth"), shortcuts.keys("prediction")) == (("S",), ())
    assert dialog._rows["truth"].text(KEYS) == "S"


def test_a_reset_brings_back_a_key_that_has_gone_elsewhere_only_after_asking(opened, dialog, qtbot):
    shortcuts = opened.window.desk.shortcuts
    press(qtbot, dialog, "truth", Qt.Key.Key_S)
    dialog.take.click()
    dialog.tree.setCurrentItem(dialog._rows["prediction"])
    dialog.reset.click()
    assert "Ground truth" in dialog.said.text()
    assert shortcuts.keys("prediction") == ()
    dialog.take.click()
    assert shortcuts.keys("prediction") == ("S",)
    dialog.reset_all.click()
    assert (shortcuts.keys("truth"), shortcuts.keys("prediction")) == (("G",), ("S",))


def test_a_key_the_window_needs_is_refused_and_another_can_be_pressed(opened, dialog, qtbot):
    press(qtbot, dialog, "truth", Qt.Key.Key_Space)
    assert "peek" in dialog.said.text()
    qtbot.keyClick(dialog.field, Qt.Key.Key_F9)
    assert opened.window.desk.shortcuts.keys("truth") == ("F9",)


def test_escape_leaves_the_key_as_it_was_and_the_dialog_open(opened, dialog, qtbot):
    press(qtbot, dialog, "truth", Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert opened.window.desk.shortcuts.keys("truth") == ("G",)
    assert opened.window.desk.shortcuts.keys("cancel") == ("Esc",)


def test_the_search_of_the_dialog_finds_actions_by_words_and_by_key(dialog):
    dialog.search.setText("ctrl+o")
    shown = [name for name, row in dialog._rows.items() if not row.isHidden() and not row.parent().isHidden()]
    assert shown == ["open"]
    dialog.search.setText("ground truth")
    assert not dialog._rows["truth"].isHidden()
    assert dialog._rows["open"].isHidden()


@pytest.mark.parametrize("preset", PRESETS)
def test_tooltips_and_help_sheet_show_the_keys_in_force(opened, dialog, qtbot, preset):
    dialog.preset.textActivated.emit(preset)
    shortcuts, table = opened.window.desk.shortcuts, opened.window.actions_table
    press(qtbot, dialog, "truth", Qt.Key.Key_F12)
    sheet = help_dialog(shortcuts)
    qtbot.addWidget(sheet)
    for spec in ACTIONS:
        assert [key.toString() for key in table[spec.key].shortcuts()] == list(shortcuts.keys(spec.key))
        assert shortcuts.text(spec.key) in table[spec.key].toolTip()
        assert shortcuts.first(spec.key) in sheet.page.toPlainText()
    assert "F12" in table["truth"].toolTip()
    assert "(G)" not in table["truth"].toolTip()


@pytest.mark.parametrize("preset", PRESETS)
def test_qt_finds_no_key_of_the_window_ambiguous(opened, preset):
    opened.window.desk.shortcuts.choose(preset)
    owners = opened.window.findChildren(QAction)
    keys = [key.toString() for action in owners for key in action.shortcuts()]
    keys += [shortcut.key().toString() for shortcut in opened.window.findChildren(QShortcut)]
    assert len(keys) == len(set(keys))


def test_a_control_explained_by_an_action_follows_its_keys(opened):
    table, box = opened.window.actions_table, opened.window.panels.threshold
    table.explain(box, "Move the threshold", "threshold-down", "threshold-up")
    assert box.toolTip() == "Move the threshold  ([, ])"
    opened.window.desk.shortcuts.assign("threshold-down", ("F9",))
    assert box.toolTip() == "Move the threshold  (F9, ])"


def test_no_menu_is_higher_than_a_small_screen(opened):
    assert {
        name: menu.sizeHint().height() for name, menu in opened.window.menus.items() if menu.sizeHint().height() > 700
    } == {}


def hold(program, key: Qt.Key) -> None:
    """Press a key and keep it down, until the keyboard has repeated it three times."""
    canvas = program.window.canvas
    canvas.setFocus()
    for repeated in (False, True, True, True):
        QTest.simulateEvent(canvas, True, key, Qt.KeyboardModifier.NoModifier, "", repeated, -1)
    QTest.simulateEvent(canvas, False, key, Qt.KeyboardModifier.NoModifier, "", False, -1)


@pytest.mark.parametrize(("key", "name"), [(Qt.Key.Key_S, "prediction"), (Qt.Key.Key_H, "heat")])
def test_a_switch_whose_key_is_held_down_does_not_flicker(opened, key, name):
    opened.window.activateWindow()
    before = getattr(opened.session.state.overlays, name)
    for expected in (not before, before):
        hold(opened, key)
        assert getattr(opened.session.state.overlays, name) is expected


def test_a_step_whose_key_is_held_down_goes_on(opened):
    opened.window.activateWindow()
    opened.session.go_to_slice(2)
    hold(opened, Qt.Key.Key_Down)
    assert opened.session.state.z == 6
    hold(opened, Qt.Key.Key_BracketRight)
    assert opened.session.state.threshold == pytest.approx(0.54)


def test_nothing_that_decides_or_switches_repeats():
    stepping = {spec.key for spec in ACTIONS if spec.repeats}
    assert not {spec.key for spec in ACTIONS if spec.checked is not None} & stepping
    assert not {"approve", "unreviewed", "component-remove", "component-back", "measure-delete", "export"} & stepping
