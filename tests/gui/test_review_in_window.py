"""The review as its reader does it: in the window, with the keys."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from lgg_viewer.core.review import ReviewState
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
    assert "3 of 3 are done" in said[-1]


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
    opened.session.set_threshold(0.37)
    press(qtbot, opened, Qt.Key.Key_Return)
    event = opened.reviewer._store.events(keys[0])[-1]
    assert event.detail["threshold"] == "0.37"
    assert event.detail["model sha256"] == opened.session.card.sha256


def test_a_held_enter_approves_one_study_and_none_that_nobody_has_looked_at(opened, keys, qtbot):
    press(qtbot, opened, Qt.Key.Key_Return)
    assert opened.session.state.study == keys[1]
    qtbot.waitUntil(lambda: opened.session.volume is not None, timeout=20_000)
    for _ in range(3):
        nothing = Qt.KeyboardModifier.NoModifier
        QTest.simulateEvent(opened.window.canvas, True, Qt.Key.Key_Return, nothing, "", True, -1)
    assert opened.session.state.study == keys[1]
    assert [state_of(opened, key) for key in keys[1:]] == [ReviewState.UNREVIEWED] * 2
