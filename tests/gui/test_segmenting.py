"""The network in its thread: whose an answer is, in which order it comes, how it is stopped."""

import threading
import time

import numpy as np
import pytest
from PySide6.QtCore import Qt

import lgg_viewer.gui.drawers as drawers
from lgg_viewer.core.mask import MaskSource
from lgg_viewer.errors import LggError
from lgg_viewer.gui.app import Application
from lgg_viewer.jobs.export_task import ExportRequest
from lgg_viewer.model.predictor import Predictor
from tests.gui.settling import settle


@pytest.fixture
def held(monkeypatch):
    """Predictions wait after their first batch until they are let go."""
    gate, begun = threading.Event(), threading.Event()
    predict = Predictor.predict

    def slow(self, volume, *, start=0, on_batch=lambda _b: None, cancelled=lambda: False):
        def wait(batch):
            on_batch(batch)
            begun.set()
            while not gate.wait(0.01):
                if cancelled():
                    break

        return predict(self, volume, start=start, on_batch=wait, cancelled=cancelled)

    monkeypatch.setattr(Predictor, "predict", slow)
    yield gate, begun
    gate.set()


def finish(qtbot, program: Application) -> None:
    qtbot.waitUntil(lambda: program.segmenter.progress is None, timeout=30_000)


def test_a_segmented_study_has_every_number(opened, qtbot):
    opened.window.desk.segment("study")
    finish(qtbot, opened)
    session = opened.session
    counts = session.drawer.table.study_counts(session.state.threshold)
    expected = session.probability.values >= np.float16(session.state.threshold)
    assert session.probability.known.all()
    assert counts.predicted == np.count_nonzero(expected)
    assert counts.tp == np.count_nonzero(expected & session.truth.voxels)


def test_large_text_does_not_widen_the_window_while_studies_are_segmented(opened, qtbot, held):
    gate, begun = held
    window = opened.window
    window.desk.appearance.choose_text_size(200)
    window.resize(1280, 800)
    settle(qtbot, opened)
    window.desk.segment("cohort")
    qtbot.waitUntil(begun.is_set, timeout=30_000)
    told = window.statusBar().work
    qtbot.waitUntil(lambda: told.isVisible() and bool(told.text()), timeout=30_000)
    qtbot.wait(50)
    assert window.width() == 1280
    gate.set()
    finish(qtbot, opened)


def test_the_visible_slice_is_answered_first(opened, qtbot, held):
    gate, _begun = held
    opened.session.go_to_slice(9)
    opened.window.desk.segment("study")
    qtbot.waitUntil(lambda: opened.session.probability is not None, timeout=30_000)
    assert np.nonzero(opened.session.probability.known)[0].tolist() == [9]
    gate.set()
    finish(qtbot, opened)


def test_an_answer_that_comes_late_appears_on_its_own_study_alone(opened, qtbot, held):
    gate, begun = held
    session = opened.session
    first, second = (d.study.key for d in session.drawers.all()[:2])
    opened.window.desk.segment("study")
    qtbot.waitUntil(begun.is_set, timeout=30_000)
    session.select_study(second)
    qtbot.waitUntil(lambda: session.volume is not None)
    gate.set()
    finish(qtbot, opened)
    assert session.state.study == second
    assert session.probability is None
    assert session.finding is None
    assert session.drawers[first].segmented
    session.select_study(first)
    qtbot.waitUntil(lambda: session.probability is not None)


def test_cancelling_keeps_no_half_answer_and_the_next_try_is_whole(opened, qtbot, held):
    gate, _begun = held
    opened.window.desk.segment("study")
    qtbot.waitUntil(lambda: opened.session.probability is not None, timeout=30_000)
    qtbot.keyClick(opened.window, Qt.Key.Key_Escape)
    finish(qtbot, opened)
    assert opened.session.probability is None
    assert not opened.session.drawer.segmented
    gate.set()
    opened.window.desk.segment("study")
    finish(qtbot, opened)
    assert opened.session.probability.known.all()


def test_cancelling_a_cohort_drops_what_waits(opened, qtbot, held):
    _gate, begun = held
    opened.window.desk.segment("cohort")
    qtbot.waitUntil(begun.is_set, timeout=30_000)
    opened.segmenter.cancel()
    finish(qtbot, opened)
    assert not any(d.segmented or d.segmenting for d in opened.session.drawers.all())


def test_what_was_cancelled_can_be_asked_for_again_at_once(opened, qtbot, held):
    gate, _begun = held
    session, window = opened.session, opened.window
    said = []
    session.noticed.connect(lambda sentence, _failed: said.append(sentence))
    window.desk.segment("cohort")
    # the first batch is there, and the others wait
    qtbot.waitUntil(lambda: session.probability is not None, timeout=30_000)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert said[-1] == "Segmentation cancelled."
    assert session.probability is None
    window.desk.segment("study")
    assert "already" not in said[-1]
    assert opened.segmenter.progress.studies_left == 1
    gate.set()
    finish(qtbot, opened)
    assert session.probability.known.all()
    assert said[-1] == f"{session.state.study} segmented."
    assert [d.segmented for d in session.drawers.all()] == [True, False, False]


def test_a_cancelled_cohort_asked_for_again_is_segmented_whole_and_counted_anew(opened, qtbot, held):
    gate, _begun = held
    said = []
    opened.session.noticed.connect(lambda sentence, _failed: said.append(sentence))
    opened.window.desk.segment("cohort")
    qtbot.waitUntil(lambda: opened.session.probability is not None, timeout=30_000)
    opened.segmenter.cancel()
    opened.window.desk.segment("cohort")
    gate.set()
    finish(qtbot, opened)
    assert all(d.segmented for d in opened.session.drawers.all())
    assert said[-1] == "3 studies segmented."


def test_the_whole_cohort_is_segmented(opened, qtbot):
    opened.window.desk.segment("cohort")
    finish(qtbot, opened)
    assert all(d.segmented for d in opened.session.drawers.all())
    qtbot.waitUntil(lambda: "3 segmented" in opened.window.worklist._totals.text())


def test_another_cohort_does_not_get_the_answers_of_the_former(opened, qtbot, held, own_demo):
    gate, begun = held
    opened.window.desk.segment("cohort")
    qtbot.waitUntil(begun.is_set, timeout=30_000)
    generation = opened.session.generation
    opened.window.desk.open_path(own_demo)
    qtbot.waitUntil(lambda: opened.session.generation > generation and opened.session.volume is not None)
    gate.set()
    settle(qtbot, opened)
    assert opened.segmenter.progress is None
    assert not any(d.segmented or d.segmenting for d in opened.session.drawers.all())


def test_closing_in_the_middle_ends_every_thread_within_two_seconds(
    make_program, tiny_model, open_cohort, demo_cohort, qtbot, held
):
    _gate, begun = held
    program = make_program(tiny_model)
    open_cohort(program, demo_cohort)
    program.window.desk.segment("cohort")
    qtbot.waitUntil(begun.is_set, timeout=30_000)
    began = time.monotonic()
    program.window.close()
    program.end()
    assert time.monotonic() - began < 2
    assert not any(runner.isRunning() for runner in (program.disk, program.device, program.files))


def test_a_failure_of_the_network_is_a_sentence_and_the_window_lives_on(opened, qtbot, monkeypatch):
    def fail(*_args, **_kwargs):
        raise ValueError("injected")

    with monkeypatch.context() as patch:
        patch.setattr(Predictor, "predict", fail)
        with qtbot.waitSignal(
            opened.session.noticed, check_params_cb=lambda text, failed: failed and "injected" in text, timeout=30_000
        ):
            opened.window.desk.segment("study")
    finish(qtbot, opened)
    opened.window.desk.segment("study")
    finish(qtbot, opened)
    assert opened.session.drawer.segmented


def test_weights_that_cannot_be_loaded_are_told_and_nothing_is_lost(opened, qtbot, monkeypatch):
    import lgg_viewer.model.predictor as predictor

    def refuse(*_args, **_kwargs):
        raise LggError("The weights are of another network.", "Choose others.")

    monkeypatch.setattr(predictor, "prepare", refuse)
    with qtbot.waitSignal(opened.session.noticed, check_params_cb=lambda text, _f: "another network" in text):
        opened.window.desk.segment("study")
    finish(qtbot, opened)
    assert opened.session.volume is not None


def test_a_later_program_finds_the_answer_on_disk(
    make_program, tiny_model, open_cohort, demo_cohort, qtbot, monkeypatch
):
    first = make_program(tiny_model)
    open_cohort(first, demo_cohort)
    first.window.desk.segment("study")
    finish(qtbot, first)
    values = first.session.probability.values
    monkeypatch.setattr(Predictor, "predict", lambda *a, **k: pytest.fail("the network was asked again"))
    second = make_program(tiny_model)
    open_cohort(second, demo_cohort)
    assert np.array_equal(second.session.probability.values, values)


def test_the_threshold_moves_mask_and_numbers_without_the_network(opened, qtbot, monkeypatch):
    opened.window.desk.segment("study")
    finish(qtbot, opened)
    monkeypatch.setattr(Predictor, "predict", lambda *a, **k: pytest.fail("the network was asked again"))
    session = opened.session
    session.go_to_slice(int(np.argmax(session.truth.areas)))
    numbers = opened.window.panels.numbers
    for key, expected in (("]", 0.51), ("}", 0.56), ("[", 0.55), ("{", 0.5)):
        qtbot.keyClicks(opened.window, key)
        assert session.state.threshold == pytest.approx(expected)
    for threshold in (0.0, 0.37, 0.5, 1.0):
        opened.window.panels.threshold.slider.setValue(round(threshold * 100))
        mask = session.probability.values.astype(np.float64) >= threshold
        assert np.array_equal(session.finding.plane(session.state.z), mask[session.state.z])
        assert numbers.cells["Prediction", "study"].text() == f"{np.count_nonzero(mask):,} vox"
        assert opened.window.panels.threshold.spin.value() == pytest.approx(threshold)


def test_another_model_takes_the_answers_of_the_former_off_the_screen(opened, qtbot):
    opened.window.desk.segment("study")
    finish(qtbot, opened)
    card = opened.session.card
    opened.session.set_card(None)
    assert opened.session.probability is None
    opened.session.set_card(card)
    qtbot.waitUntil(lambda: opened.session.probability is not None, timeout=10_000)


def test_the_study_on_screen_goes_before_the_rest_of_the_cohort(opened, qtbot, held):
    gate, begun = held
    order = []
    opened.device.ended.connect(lambda outcome: order.append(outcome.job.study))
    keys = [d.study.key for d in opened.session.drawers.all()]
    opened.window.desk.segment("cohort")
    qtbot.waitUntil(begun.is_set, timeout=30_000)
    opened.session.select_study(keys[2])
    gate.set()
    finish(qtbot, opened)
    qtbot.waitUntil(lambda: [k for k in order if k] == [keys[0], keys[2], keys[1]])


def test_an_answer_lost_from_memory_and_cache_can_be_asked_for_again(opened, qtbot):
    opened.window.desk.segment("study")
    finish(qtbot, opened)
    session = opened.session
    first, second = (d.study.key for d in session.drawers.all()[:2])
    for file in opened.cache.folder.rglob("*"):
        file.unlink()
    session.select_study(second)
    qtbot.waitUntil(lambda: session.volume is not None)
    session.drawers[first].answer = session.drawers[first].loaded = None
    session.select_study(first)
    qtbot.waitUntil(lambda: session.volume is not None)
    assert not session.drawer.segmented
    opened.window.desk.segment("study")
    finish(qtbot, opened)
    assert session.probability.known.all()


def test_where_the_disk_takes_nothing_predictions_stay_in_memory_and_that_is_told_once(
    opened, qtbot, monkeypatch, tmp_path
):
    monkeypatch.setattr(drawers, "PIXEL_BUDGET", 1)
    monkeypatch.setattr(drawers, "ANSWER_BUDGET", 1)
    opened.cache.folder.write_bytes(b"a file in the place of the folder")
    session, told = opened.session, []
    session.noticed.connect(lambda text, failed: told.append((text, failed)))
    opened.window.desk.segment("cohort")
    finish(qtbot, opened)
    assert [failed for text, failed in told if str(opened.cache.folder) in text] == [True]
    keys = [d.study.key for d in session.drawers.all()]
    for key in [*keys, *keys]:
        session.select_study(key)
        qtbot.waitUntil(lambda: session.volume is not None)
        assert session.drawer.segmented
        assert session.probability.known.all()
    with qtbot.waitSignal(opened.exporter.finished, timeout=30_000) as blocker:
        opened.exporter.start(keys, ExportRequest(MaskSource.PREDICTION, tmp_path / "out", 0.5))
    assert not blocker.args[0].failures
    session.put_answer(keys[-1], None)
    told.clear()
    opened.window.desk.segment("study")
    finish(qtbot, opened)
    assert told[-1] == (f"{keys[-1]} segmented.", False)
