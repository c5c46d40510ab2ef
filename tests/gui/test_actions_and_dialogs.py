"""The table of actions, the dialogs, the worklist, and what is remembered."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QLineEdit, QMenu

from lgg_viewer.core.averaging import Averaging
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.study import Problem, ProblemKind
from lgg_viewer.gui.actions.spec import MENUS
from lgg_viewer.gui.actions.table import ACTIONS
from lgg_viewer.gui.dialogs.problems import ProblemDialog, as_text
from lgg_viewer.gui.dialogs.spacing import SpacingDialog
from lgg_viewer.gui.dialogs.text import help_dialog
from lgg_viewer.gui.settings import Settings
from lgg_viewer.gui.worklist.columns import DICE, SLICES
from lgg_viewer.gui.worklist.model import KEY_ROLE, WorklistModel
from lgg_viewer.gui.worklist.row import short_names
from lgg_viewer.io.model_card import read_model_card


def test_no_shortcut_is_taken_twice():
    keys = [QKeySequence(k).toString() for spec in ACTIONS for k in spec.keys]
    assert sorted(keys) == sorted(set(keys))
    assert "" not in keys


def test_every_action_stands_in_a_menu_and_in_the_help_sheet(program):
    dialog = help_dialog(program.window.desk.shortcuts)
    sheet = dialog.page.toPlainText()
    for spec in ACTIONS:
        assert spec.menu in MENUS
        menu = program.window.menus[spec.menu]
        actions = [action for m in (menu, *menu.findChildren(QMenu)) for action in m.actions()]
        assert actions.count(program.window.actions_table[spec.key]) == 1
        if spec.keys:
            assert spec.text in sheet


def test_the_gaps_of_every_help_are_filled():
    told = {spec.key: spec.shown_help for spec in ACTIONS}
    assert "at least 10 pixels have p from 0.3 to below 0.7, and more than 10 %" in told["doubtful-next"]
    assert [text for text in told.values() if "{" in text] == []


@pytest.mark.parametrize("key", "SGXAD[]01234F5?")
def test_the_keys_of_the_field_are_bound(key):
    assert any(QKeySequence(key) == QKeySequence(k) for spec in ACTIONS for k in spec.keys)


def test_nothing_that_needs_a_study_can_be_done_without_one(program):
    enabled = {spec.key for spec in ACTIONS if program.window.actions_table[spec.key].isEnabled()}
    needed = {"open", "demo", "quit", "choose-model", "model-card", "palette", "help", "shortcuts", "tour", "about"}
    preferences = {"blind", "heat-red-yellow", "heat-blue-yellow", "heat-grey"}
    preferences |= {"averaging-auto", "averaging-on", "averaging-off"}
    preferences |= {"theme-dark", "theme-light", "theme-system", "text-larger", "text-smaller"}
    preferences |= {"settings", "reset-layout", "choose-second"}
    assert needed <= enabled <= needed | preferences


def test_every_control_has_a_name_for_those_who_cannot_see_it(opened):
    for kind in (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QLineEdit):
        for control in opened.window.findChildren(kind):
            if control.isVisible() and not control.objectName().startswith(("qt_", "ScrollBar")):
                named = control.accessibleName() or getattr(control, "text", lambda: "")()
                assert named or control.toolTip() or control.parent().inherits("QAbstractScrollArea"), control


def test_without_weights_the_program_says_what_to_do(make_program, open_cohort, demo_cohort):
    program = make_program(None)
    open_cohort(program, demo_cohort)
    assert not program.window.actions_table["segment-study"].isEnabled()
    assert "No model loaded" in program.window.panels.threshold._place.text()


def test_the_worklist_sorts_by_number_not_by_text(opened):
    order = opened.window.worklist._order
    order.sort(SLICES, Qt.SortOrder.AscendingOrder)
    slices = [int(order.index(row, SLICES).data()) for row in range(order.rowCount())]
    assert slices == sorted(slices)


def test_rows_keep_their_places_while_the_threshold_moves(opened, qtbot):
    opened.window.desk.segment("cohort")
    qtbot.waitUntil(lambda: opened.segmenter.progress is None, timeout=30_000)
    order = opened.window.worklist._order
    order.sort(DICE, Qt.SortOrder.AscendingOrder)
    before = [order.index(row, 0).data(KEY_ROLE) for row in range(3)]
    for threshold in (0.1, 0.9, 0.3):
        opened.session.set_threshold(threshold)
        qtbot.wait(200)
        assert [order.index(row, 0).data(KEY_ROLE) for row in range(3)] == before


def test_the_worklist_is_a_sound_model(opened, qtmodeltester):
    model = opened.window.worklist.findChild(WorklistModel)
    qtmodeltester.check(model, force_py=True)


def test_a_patient_with_two_studies_is_not_shown_as_one():
    names = short_names(["TCGA_CS_1_20010101", "TCGA_DU_2_20010101", "TCGA_DU_2_20020202"])
    assert list(names.values()) == ["CS_1", "DU_2_20010101", "DU_2_20020202"]


def test_a_dropped_folder_is_opened(program, qtbot, demo_cohort):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(demo_cohort))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    program.window.dropEvent(event)
    qtbot.waitUntil(lambda: program.session.volume is not None, timeout=20_000)
    assert program.settings.recent() == [demo_cohort]


def test_the_problem_report_groups_by_kind_and_opens_the_study(opened, qtbot):
    key = opened.session.drawers.all()[2].study.key
    root = opened.session.cohort.root
    problems = (
        Problem(ProblemKind.GAP, root / key, "Slice 4 is missing.", "Add it.", key),
        Problem(ProblemKind.EMPTY_FOLDER, root / "x", "The folder is empty.", "Remove it."),
    )
    object.__setattr__(opened.session.cohort, "problems", problems)
    dialog = ProblemDialog(opened.session, 0)
    qtbot.addWidget(dialog)
    texts = {dialog.tree.topLevelItem(i).text(0) for i in range(dialog.tree.topLevelItemCount())}
    assert texts == {"Gap in the numbering (1)", "Empty folder (1)"}
    dialog.study_asked.connect(opened.session.select_study)
    branch = next(b for b in (dialog.tree.topLevelItem(i) for i in range(2)) if b.text(0).startswith("Gap"))
    dialog.tree.itemActivated.emit(branch.child(0), 0)
    assert opened.session.state.study == key
    assert "Slice 4 is missing. Add it." in as_text(list(problems))


def test_spacing_is_given_and_taken_back(qtbot):
    dialog = SpacingDialog("A", Spacing(0.4, 0.5, 6.0))
    qtbot.addWidget(dialog)
    assert dialog.spacing == Spacing(0.4, 0.5, 6.0)
    dialog._take_back()
    assert dialog.spacing is None


def test_a_broken_settings_file_costs_its_values_and_not_the_start(tmp_path: Path, caplog):
    path = tmp_path / "broken.ini"
    path.write_text('[General]\ndevice={"not": "text"}\nrecent=not json\n', encoding="utf-8")
    settings = Settings(QSettings(str(path), QSettings.Format.IniFormat))
    assert settings.read("device", "auto") == "auto"
    assert settings.recent() == []
    assert "device" in caplog.text


def test_the_cohorts_opened_last_are_listed_newest_first_without_those_that_are_gone(tmp_path: Path):
    settings = Settings(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        settings.add_recent(tmp_path / name)
    settings.add_recent(tmp_path / "a")
    (tmp_path / "b").rmdir()
    assert settings.recent() == [tmp_path / "a", tmp_path / "c"]


def test_the_sign_that_other_weights_stand_in_stays_until_some_are_chosen(opened, tiny_model):
    told = opened.window.toolbar.model
    opened.window.toolbar.tell_model_fault("mine.json no longer exists.")
    opened.session.set_averaging(Averaging.OFF)
    opened.session.set_averaging(Averaging.ON)
    assert told.text().startswith("▲")
    assert told.toolTip() == "mine.json no longer exists."
    opened.session.set_card(read_model_card(tiny_model))
    assert told.text() == "tiny"


def test_the_fault_told_is_that_of_the_weights_that_were_chosen(make_program, monkeypatch, tmp_path):
    (tmp_path / "shipped.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr("lgg_viewer.gui.app.shipped_model", lambda: tmp_path / "shipped.json")
    program = make_program(tmp_path / "mine.json")
    assert "mine.json" in program.window.toolbar.model.toolTip()


def test_the_tick_of_the_wide_worklist_is_that_of_its_button(opened, qtbot):
    action = next(a for a in opened.window.findChildren(QAction) if a.text() == "All columns of the worklist")
    qtbot.mouseClick(opened.window.worklist.widen, Qt.MouseButton.LeftButton)
    assert action.isChecked()


def test_a_recent_folder_is_listed_by_its_own_name(program, tmp_path):
    (tmp_path / "R&D").mkdir()
    program.settings.add_recent(tmp_path / "R&D")
    program.window.desk.recent_changed.emit()
    assert [a.text() for a in program.window._recent_menu.actions()] == [str(tmp_path / "R&&D")]


def test_weights_that_are_no_weights_are_refused_and_the_former_stay(opened, monkeypatch, tmp_path):
    from PySide6.QtWidgets import QFileDialog

    bad = tmp_path / "bad.json"
    bad.write_text("{}", encoding="utf-8")
    card = opened.session.card
    told = []
    opened.session.noticed.connect(lambda text, failed: told.append((text, failed)))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *a, **k: (str(bad), ""))
    opened.window.desk.ask_model()
    assert opened.session.card is card
    assert told
    assert told[-1][1]


def test_an_error_nobody_caught_is_told_and_logged(opened, caplog):
    from lgg_viewer.gui.app import Hooks

    hooks = Hooks(opened.session)
    told = []
    opened.session.noticed.connect(lambda text, failed: told.append((text, failed)))
    hooks._on_exception(ValueError, ValueError("injected"), None)
    assert told == [("Unexpected error (ValueError: injected). The log has the details.", True)]
    assert "injected" in caplog.text
