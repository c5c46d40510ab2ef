"""The review as its reader does it: in the window, with the keys."""

from contextlib import closing

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox

from lgg_viewer.core.review import ReviewState
from lgg_viewer.gui.settings import data_folder
from lgg_viewer.io.review_store import open_store
from tests.gui.answering import answer, shifted_truth


def press(qtbot, program, key):
    # what is not seen yet cannot be decided about
    qtbot.waitUntil(lambda: program.session.volume is not None, timeout=20_000)
    program.window.canvas.setFocus()
    qtbot.keyClick(program.window.canvas, key)


def state_of(program, key):
    return program.reviewer.review(key).state


@pytest.fixture
def keys(opened):
    opened.window.activateWindow()
    return [d.study.key for d in opened.session.drawers.all()]


def test_enter_approves_and_goes_on_until_nothing_is_left(opened, keys, qtbot):
    said = []
    opened.session.noticed.connect(lambda sentence, _failed: said.append(sentence))
    for key in keys:
        assert opened.session.state.study == key
        press(qtbot, opened, Qt.Key.Key_Return)
        assert state_of(opened, key) is ReviewState.APPROVED
    assert opened.session.state.study == keys[-1]
    assert "3 of 3 done" in said[-1]


def test_a_flag_is_set_and_taken_away_by_the_same_key_and_n_passes_what_is_done(opened, keys, qtbot):
    press(qtbot, opened, Qt.Key.Key_K)
    assert state_of(opened, keys[0]) is ReviewState.FLAGGED
    assert opened.window.actions_table["flag"].isChecked()
    press(qtbot, opened, Qt.Key.Key_K)
    assert state_of(opened, keys[0]) is ReviewState.UNREVIEWED
    opened.session.select_study(keys[1])
    press(qtbot, opened, Qt.Key.Key_K)
    opened.session.select_study(keys[0])
    press(qtbot, opened, Qt.Key.Key_N)
    assert opened.session.state.study == keys[2]


def test_what_was_decided_is_there_at_the_next_start(make_program, open_cohort, demo_cohort, tiny_model, qtbot):
    first = make_program(tiny_model)
    open_cohort(first, demo_cohort)
    key = first.session.state.study
    first.reviewer.set_comment("a second look at the border")
    press(qtbot, first, Qt.Key.Key_K)
    first.window.close()
    first.end()
    second = make_program(tiny_model)
    open_cohort(second, demo_cohort)
    review = second.reviewer.review(key)
    assert (review.state, review.comment) == (ReviewState.FLAGGED, "a second look at the border")
    assert second.reviewer.progress == (1, 3)


def test_return_in_a_field_ends_the_typing_and_decides_nothing(opened, keys, qtbot):
    for field in (opened.window.worklist.search, opened.window.panels.threshold.spin):
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert all(state_of(opened, key) is ReviewState.UNREVIEWED for key in keys)


def test_blind_first_shows_nothing_of_the_prediction_until_a_verdict_is_stated(opened, keys, qtbot):
    session, window = opened.session, opened.window
    answer(opened, shifted_truth(opened))
    session.go_to_slice(int(np.argmax(session.truth.areas)))
    qtbot.waitUntil(lambda: opened.summaries.is_current(keys[0]), timeout=20_000)
    table = window.worklist.table.model()

    def told() -> list[str]:
        row = [str(table.index(0, c).data() or "") for c in range(table.columnCount())]
        return row + [label.text() for label in window.panels.numbers.findChildren(QLabel)]

    dice = f"{session.finding.study_counts.dice:.3f}"
    assert any(dice in text or dice[1:] in text for text in told())
    with_prediction = window.canvas.grab().toImage()
    opened.reviewer.set_blind(True)
    assert session.finding is None
    qtbot.waitUntil(lambda: not [text for text in told() if dice in text or dice[1:] in text])
    assert window.canvas.grab().toImage() != with_prediction
    press(qtbot, opened, Qt.Key.Key_Return)
    assert state_of(opened, keys[0]) is ReviewState.UNREVIEWED
    opened.reviewer.state_verdict("Tumour")
    assert session.finding is not None
    assert window.canvas.grab().toImage() == with_prediction
    session.select_study(keys[1])
    assert session.withheld


def test_the_log_tells_by_what_a_study_was_approved(opened, keys, qtbot):
    answer(opened, shifted_truth(opened))
    opened.session.set_threshold(0.37)
    press(qtbot, opened, Qt.Key.Key_Return)
    press(qtbot, opened, Qt.Key.Key_Return)
    first, second = (opened.reviewer._store.events(key)[-1].detail for key in keys[:2])
    assert first["threshold"] == "0.37"
    assert first["model sha256"] == opened.session.card.sha256
    assert "prediction" not in first
    # no network has seen it
    assert second["prediction"] == "none"
    assert not {"threshold", "model", "model sha256", "post-processing", "mirror averaging"} & second.keys()


def test_a_decision_while_a_network_is_at_work_is_by_an_unfinished_prediction(opened, keys):
    answer(opened, shifted_truth(opened), known=np.arange(opened.session.state.slices) < 3)
    opened.session.drawer.segmenting = True
    opened.reviewer.flag()
    opened.session.drawer.segmenting = False
    (event,) = opened.reviewer._store.events(keys[0])
    assert (event.detail["prediction"], event.detail["post-processing"]) == ("unfinished", "none")
    assert event.detail["model"] == opened.session.card.name


def test_a_held_enter_approves_one_study_and_none_that_nobody_has_looked_at(opened, keys, qtbot):
    press(qtbot, opened, Qt.Key.Key_Return)
    assert opened.session.state.study == keys[1]
    qtbot.waitUntil(lambda: opened.session.volume is not None, timeout=20_000)
    for _ in range(3):
        nothing = Qt.KeyboardModifier.NoModifier
        QTest.simulateEvent(opened.window.canvas, True, Qt.Key.Key_Return, nothing, "", True, -1)
    assert opened.session.state.study == keys[1]
    assert [state_of(opened, key) for key in keys[1:]] == [ReviewState.UNREVIEWED] * 2


def sentence(program) -> str:
    return program.window.statusBar().sentence.toolTip()


def open_again(program, path, qtbot) -> None:
    generation = program.session.generation
    program.window.desk.open_path(path)
    qtbot.waitUntil(lambda: program.session.generation > generation, timeout=20_000)
    qtbot.waitUntil(lambda: program.session.volume is not None, timeout=20_000)


def test_what_befell_the_reviews_stays_on_screen_when_a_cohort_opens(opened, demo_cohort, own_demo, qtbot):
    opened.reviewer.flag()
    opened.reviewer.close()
    (path,) = (data_folder() / "reviews").glob("*.sqlite")
    whole = path.read_bytes()
    path.write_bytes(b"x" * 9000)
    open_again(opened, demo_cohort, qtbot)
    assert "damaged" in sentence(opened)
    opened.reviewer.close()
    path.write_bytes(whole)
    open_again(opened, own_demo, qtbot)
    assert "studies in" in sentence(opened)
    (own_demo / "X_new_1").mkdir()
    (own_demo / "X_new_1" / "X_new_1_1.tif").write_bytes(next(own_demo.glob("*/*_1.tif")).read_bytes())
    open_again(opened, own_demo, qtbot)
    assert "1 review came along" in sentence(opened)


@pytest.fixture
def unwritten(opened):
    """A program with a flag that cannot be written; the file that is in its way."""
    place = data_folder() / "reviews"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"a file where the folder should be")
    opened.reviewer.flag()
    yield place
    if place.is_file():
        place.unlink()


@pytest.fixture
def answer_with(monkeypatch):
    """Answer what is asked when the window is closed, by a word and after doing something; return what was asked."""
    asked = []

    def prepare(word: str, first=lambda: None):
        def answered(box):
            asked.append(box.text())
            first()
            return getattr(QMessageBox.StandardButton, word)

        monkeypatch.setattr(QMessageBox, "exec", answered)
        return asked

    return prepare


def test_a_window_with_unwritten_decisions_is_not_closed_without_a_word(opened, unwritten, answer_with):
    asked = answer_with("Cancel")
    assert not opened.window.close()
    assert opened.window.isVisible()
    assert "1 decision is not saved" in asked[0]
    unwritten.unlink()
    assert opened.window.close()
    assert len(asked) == 1


def test_trying_again_writes_those_of_all_cohorts(opened, keys, unwritten, answer_with, own_demo, qtbot):
    (own_demo / "empty").mkdir()
    (own_demo / keys[-1]).rename(own_demo.with_name("elsewhere"))
    open_again(opened, own_demo, qtbot)
    assert "1 decision is not saved" in sentence(opened)
    opened.reviewer.flag()
    asked = answer_with("Retry", unwritten.unlink)
    assert opened.window.close()
    assert len(asked) == 1
    flagged = []
    for path in unwritten.glob("*.sqlite"):
        with closing(open_store(path)) as store:
            flagged.append([key for key, review in store.reviews().items() if review.state is ReviewState.FLAGGED])
    assert flagged == [[keys[0]], [keys[0]]]


def test_unwritten_decisions_can_be_saved_in_another_file(opened, keys, unwritten, answer_with, monkeypatch, tmp_path):
    target = tmp_path / "saved.sqlite"
    monkeypatch.setattr(QFileDialog, "exec", lambda dialog: dialog.selectFile(str(target.with_suffix(""))) or 1)
    asked = answer_with("Save")
    assert opened.window.close()
    assert len(asked) == 1
    with closing(open_store(target)) as store:
        assert store.reviews()[keys[0]].state is ReviewState.FLAGGED
        assert [event.study for event in store.events()] == [keys[0]]


def test_who_gives_them_up_can_close_the_window(opened, unwritten, answer_with):
    asked = answer_with("Discard")
    assert opened.window.close()
    assert len(asked) == 1
    assert opened.window.close()
    assert len(asked) == 1
