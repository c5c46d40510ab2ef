"""One dialog for all that can be set: it shows what is in force, and each change is in force at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLineEdit,
)

from lgg_viewer.core.overlay import AGREEMENT_SETS, HEAT_MAPS
from lgg_viewer.gui.appearance import LIGHT_ALWAYS, TEXT_SIZES, THEMES
from lgg_viewer.gui.dialogs.settings import SettingsDialog
from lgg_viewer.gui.dialogs.shortcuts import ShortcutsDialog
from lgg_viewer.gui.language import LANGUAGE
from lgg_viewer.gui.shortcuts import PRESETS, RADIOLOGY
from lgg_viewer.gui.theme import DARK, LIGHT, apply_theme, now, px
from lgg_viewer.gui.tour import Tour


@pytest.fixture(autouse=True)
def _as_it_was(qapp):
    yield
    apply_theme(qapp)


@pytest.fixture
def dialog(program, qtbot):
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    qtbot.keyClick(program.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = program.window.findChildren(SettingsDialog)
    return dialog


def choose(combo: QComboBox, row: int) -> None:
    combo.setCurrentIndex(row)
    combo.activated.emit(row)
    combo.textActivated.emit(combo.currentText())


def test_theme_and_text_size_are_taken_at_once(program, dialog):
    choose(dialog.theme, list(THEMES).index(LIGHT_ALWAYS))
    assert now() is LIGHT
    choose(dialog.text_size, TEXT_SIZES.index(125))
    assert px(100) == 125
    assert program.window.actions_table["theme-light"].isChecked()


@pytest.mark.parametrize("row", range(len(AGREEMENT_SETS)))
def test_colours_of_the_agreement_map_are_those_of_its_panel(program, dialog, row):
    choose(dialog.agreement, row)
    assert program.session.agreement_colours is AGREEMENT_SETS[row]
    assert program.window.panels.agreement.sets.currentIndex() == row


@pytest.mark.parametrize("row", range(len(HEAT_MAPS)))
def test_colours_of_the_probability_map_are_those_of_the_menu(program, dialog, row):
    choose(dialog.heat, row)
    assert program.session.state.overlays.heat_map is HEAT_MAPS[row]
    assert program.window.actions_table[f"heat-{HEAT_MAPS[row].key}"].isChecked()


def test_the_dialog_follows_what_is_changed_elsewhere(program, dialog):
    table, panels = program.window.actions_table, program.window.panels
    table["theme-light"].trigger()
    table["text-larger"].trigger()
    table["heat-grey"].trigger()
    table["blind"].trigger()
    panels.agreement.sets.activated.emit(2)
    program.window.desk.shortcuts.choose("napari")
    assert list(THEMES)[dialog.theme.currentIndex()] == LIGHT_ALWAYS
    assert TEXT_SIZES[dialog.text_size.currentIndex()] == 110
    assert HEAT_MAPS[dialog.heat.currentIndex()].key == "grey"
    assert dialog.agreement.currentIndex() == 2
    assert dialog.blind.isChecked()
    assert dialog.preset.currentText() == "napari"


def test_restoring_brings_back_all_of_the_appearance_and_nothing_else(program, dialog, qtbot):
    for combo in (dialog.theme, dialog.text_size, dialog.agreement, dialog.heat):
        choose(combo, 1)
    choose(dialog.preset, 1)
    dialog.restore.click()
    assert (now(), px(100)) == (DARK, 100)
    assert program.session.agreement_colours is AGREEMENT_SETS[0]
    assert program.session.state.overlays.heat_map is HEAT_MAPS[0]
    assert [c.currentIndex() for c in (dialog.theme, dialog.agreement, dialog.heat)] == [0, 0, 0]
    assert program.window.desk.shortcuts.preset == list(PRESETS)[1] != RADIOLOGY


def test_name_and_blind_reading_are_those_of_the_review_panel(program, dialog, qtbot):
    review = program.window.panels.review
    dialog.pages.setCurrentIndex(2)
    dialog.name.setFocus()
    dialog.name.clear()
    qtbot.keyClicks(dialog.name, "Dr Who")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert review.reader.text() == program.reviewer.name == "Dr Who"
    dialog.blind.click()
    assert program.reviewer.blind
    assert review.blind.isChecked()


def test_a_name_that_was_typed_and_left_with_escape_is_kept(program, dialog, qtbot):
    dialog.pages.setCurrentIndex(2)
    dialog.name.setFocus()
    dialog.name.clear()
    qtbot.keyClicks(dialog.name, "Dr No")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Escape)
    assert program.reviewer.name == "Dr No"


def test_the_dialog_of_keys_opens_over_it(program, dialog, qtbot):
    dialog.keys.click()
    (keys,) = dialog.findChildren(ShortcutsDialog)
    assert keys.isVisible()
    assert keys._shortcuts is program.window.desk.shortcuts
    keys.reject()
    assert dialog.isVisible()


def test_the_language_is_kept_for_the_next_start(program, dialog):
    choose(dialog.language, 2)
    assert program.settings.read(LANGUAGE, "") == "de"


@pytest.mark.parametrize("wide", [False, True])
def test_the_layout_goes_back_to_that_of_the_first_start(opened, qtbot, wide):
    window = opened.window
    docks = window.docks
    places = {t: (docks[t].isVisible(), docks[t].geometry()) for t in ("Worklist", "Threshold", "Review")}
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks["Review"])
    docks["Threshold"].hide()
    if wide:
        window.worklist.toggle_wide()
    window.desk.show_settings()
    (dialog,) = window.findChildren(SettingsDialog)
    dialog.layout_back.click()
    qtbot.waitUntil(lambda: {t: (docks[t].isVisible(), docks[t].geometry()) for t in places} == places)
    assert not window.worklist.wide


def test_the_tour_is_shown_once_the_dialog_is_gone(opened, qtbot):
    opened.window.desk.show_settings()
    (dialog,) = opened.window.findChildren(SettingsDialog)
    dialog.tour.click()
    assert not dialog.isVisible()
    assert len(opened.window.findChildren(Tour)) == 1


def test_close_is_the_only_way_out_that_is_offered(dialog):
    (box,) = dialog.findChildren(QDialogButtonBox)
    assert [box.standardButton(button) for button in box.buttons()] == [QDialogButtonBox.StandardButton.Close]


def test_every_control_has_a_name_and_is_reached_by_keyboard(dialog, qtbot):
    for page in range(dialog.pages.count()):
        dialog.pages.setCurrentIndex(page)
        shown = [
            control
            for kind in (QComboBox, QAbstractButton, QLineEdit)
            for control in dialog.pages.currentWidget().findChildren(kind)
            if control.isVisible()
        ]
        assert shown
        visited = set()
        dialog.pages.setFocus()
        for _ in range(2 * len(shown) + 8):
            qtbot.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
            visited.add(dialog.focusWidget())
        for control in shown:
            assert control.accessibleName() or control.text()
            assert control in visited


@pytest.mark.parametrize("percent", [100, 200])
def test_no_page_is_cut_off_at_any_text_size(dialog, percent, qtbot):
    choose(dialog.text_size, TEXT_SIZES.index(percent))
    qtbot.wait(50)
    for page in range(dialog.pages.count()):
        dialog.pages.setCurrentIndex(page)
        shown = dialog.pages.currentWidget()
        assert shown.width() >= shown.minimumSizeHint().width()
        assert shown.height() >= shown.layout().minimumHeightForWidth(shown.width())
