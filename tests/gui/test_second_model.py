"""A second model beside the one in use: asked, kept on disk, compared, and never taken for the first."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from lgg_viewer.core.pane import LAYOUTS
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.probability import ProbabilityMap
from lgg_viewer.core.volume import frozen
from lgg_viewer.io.model_card import ModelCard, read_model_card, write_model_card
from lgg_viewer.jobs.tasks import Answer, cache_variant, tabulate
from tests.gui.answering import answer, shifted_truth

TWO_MODELS = next(layout.views for layout in LAYOUTS if layout.key == "models")


@pytest.fixture
def second(tiny_model: Path, tmp_path: Path) -> Path:
    """The card of another very small network."""
    import torch

    from lgg_viewer.model.networks import build_network
    from lgg_viewer.model.weights import save_weights

    first = read_model_card(tiny_model)
    torch.manual_seed(2)
    weights = tmp_path / "second.safetensors"
    digest = save_weights(build_network(first.network).eval(), weights)
    card = replace(first, name="second", weights=weights, sha256=digest)
    write_model_card(card, tmp_path / "second.json")
    return tmp_path / "second.json"


@pytest.fixture
def chosen(opened, second, monkeypatch):
    """A program with an answer of its model, and another model chosen for the second."""
    answer(opened, shifted_truth(opened))
    opened.session.go_to_slice(int(np.argmax(opened.session.truth.areas)))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(second), ""))
    opened.window.actions_table["choose-second"].trigger()
    return opened


def put_second(program, values: np.ndarray) -> None:
    """Let the second model answer without a network."""
    session = program.session
    known = frozen(np.ones(len(values), bool))
    kept = ProbabilityMap(frozen(values.astype(np.float16)), known, session.second_card.model_id, "nothing")
    session.put_second(Answer(kept, tabulate(kept, session.truth), session.volume.sha256))


def planes(program) -> tuple[np.ndarray | None, np.ndarray | None]:
    """The predictions in the two panes."""
    one, two = program.window.stage.shown
    return one.picture._predicted_plane(), two.picture._predicted_plane()


def segment_second(program, qtbot) -> None:
    program.window.actions_table["segment-second"].trigger()
    qtbot.waitUntil(lambda: not program.second.asked, timeout=60_000)


def test_choosing_second_weights_shows_two_models_and_says_what_is_lacking(chosen):
    assert chosen.session.state.panes.views == TWO_MODELS
    assert chosen.session.card.name == "tiny"
    first, second = planes(chosen)
    assert first.any()
    assert second is None
    assert chosen.window.stage.shown[1]._text.badges() == ["second model: second, not segmented"]


def test_weights_that_cannot_be_read_leave_everything_as_it_was(opened, qtbot, tmp_path, monkeypatch):
    (tmp_path / "broken.json").write_text("{")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(tmp_path / "broken.json"), ""))
    before = opened.session.state
    with qtbot.waitSignal(opened.session.noticed, check_params_cb=lambda _text, failed: failed):
        opened.window.desk.ask_second_model()
    assert opened.session.second_card is None
    assert opened.session.state == before


def test_the_second_model_is_asked_and_its_answer_stands_beside_the_first(chosen, qtbot):
    session, first = chosen.session, planes(chosen)[0]
    numbers = session.finding.study_counts
    segment_second(chosen, qtbot)
    assert session.second_finding.probability.model == session.second_card.model_id
    assert np.array_equal(planes(chosen)[0], first)
    assert np.array_equal(planes(chosen)[1], session.second_finding.mask.voxels[session.state.z])
    assert session.finding.study_counts == numbers
    assert chosen.window.stage.shown[1]._text.badges() == ["second model: second"]


def test_an_answer_once_given_is_there_when_the_study_comes_back(chosen, qtbot):
    session = chosen.session
    segment_second(chosen, qtbot)
    given = session.second_finding.probability.values
    here, there = (drawer.study.key for drawer in session.drawers.all()[:2])
    session.select_study(there)
    qtbot.waitUntil(lambda: session.volume is not None)
    assert session.second_finding is None
    session.select_study(here)
    qtbot.waitUntil(lambda: session.second_finding is not None, timeout=20_000)
    assert np.array_equal(session.second_finding.probability.values, given)


def test_the_cache_is_looked_into_once_a_pane_shows_the_second_model(chosen, qtbot, tmp_path):
    session = chosen.session
    values = shifted_truth(chosen, by=-9).astype(np.float16)
    kept = ProbabilityMap(frozen(values), frozen(np.ones(len(values), bool)), session.second_card.model_id, "x")
    chosen.cache.put(session.volume.sha256, session.second_card.model_id, cache_variant(session.second_card), kept)
    session.set_panes(session.state.panes.laid_out(LAYOUTS[0].views))
    chosen.second.choose(session.second_card)
    assert session.second_finding is None
    session.set_panes(session.state.panes.laid_out(TWO_MODELS))
    qtbot.waitUntil(lambda: session.second_finding is not None, timeout=20_000)
    assert np.array_equal(planes(chosen)[1], values[session.state.z] >= 0.5)


def test_threshold_and_post_processing_hold_for_both_and_deletions_for_the_first(chosen):
    session = chosen.session
    values = np.full(session.volume.shape, 0.02)
    values[session.state.z, 10:20, 10:20] = 0.6
    values[session.state.z, 40:42, 40:42] = 0.9
    answer(chosen, values)
    put_second(chosen, values)
    assert [plane.sum() for plane in planes(chosen)] == [104, 104]
    session.set_threshold(0.7)
    assert [plane.sum() for plane in planes(chosen)] == [4, 4]
    session.set_threshold(0.5)
    session.set_post(PostProcessing(largest=True))
    assert [plane.sum() for plane in planes(chosen)] == [100, 100]


def test_the_probability_under_the_cursor_is_that_of_the_panes_model(chosen):
    put_second(chosen, np.full(chosen.session.volume.shape, 0.25))
    for canvas in chosen.window.stage.shown:
        canvas._text._hover = (0, 0)
    one, two = (canvas._text._under_cursor() for canvas in chosen.window.stage.shown)
    assert "p 0.02" in one
    assert "p 0.25" in two


def test_while_predictions_are_withheld_the_second_is_too(chosen):
    put_second(chosen, shifted_truth(chosen, by=-9))
    chosen.session.change_overlays(fill=True, heat=True, doubt=True)
    chosen.session.withhold(True)
    assert planes(chosen) == (None, None)
    for canvas in chosen.window.stage.shown:
        assert canvas.picture.colour() == []
        canvas._text._hover = (3, 3)
        assert "p " not in canvas._text._under_cursor()


def test_an_answer_to_other_pixels_is_not_shown(chosen):
    session = chosen.session
    values = np.zeros(session.volume.shape, np.float16)
    kept = ProbabilityMap(values, np.ones(len(values), bool), session.second_card.model_id)
    session.put_second(Answer(kept, tabulate(kept, None), "other pixels"))
    assert session.second_finding is None


def test_the_answer_to_one_study_never_stands_on_another(chosen, qtbot):
    session = chosen.session
    here, there = (drawer.study.key for drawer in session.drawers.all()[:2])
    for key in (there, here):
        session.select_study(key)
        qtbot.waitUntil(lambda: session.drawer.complete, timeout=20_000)
    # the answers of all studies are to be fetched again, so the other one is not shown at once
    session.set_card(session.own_card)
    put_second(chosen, shifted_truth(chosen, by=-9))
    assert session.second_finding is not None
    session.select_study(there)
    assert session.second_finding is None
    assert planes(chosen)[1] is None


def test_what_is_dropped_with_the_study_on_screen_is_told(chosen, qtbot, monkeypatch):
    from lgg_viewer.gui import second_opinion

    gate, told = threading.Event(), []
    chosen.session.noticed.connect(lambda sentence, _failure: told.append(sentence))
    monkeypatch.setattr(second_opinion, "segment_study", lambda *_, **__: gate.wait(30))
    chosen.window.actions_table["segment-second"].trigger()
    assert told[-1].startswith("second segments ")
    chosen.session.select_study(chosen.session.drawers.all()[1].study.key)
    qtbot.waitUntil(lambda: "second was cancelled" in told, timeout=20_000)
    gate.set()


def test_components_are_left_out_of_whole_answers_alone(chosen):
    session = chosen.session
    values = np.zeros(session.volume.shape, np.float16)
    values[2:5, 100:120, 100:120], values[8, 30:33, 30:33] = 0.9, 0.9
    known = np.arange(len(values)) < 10
    part = ProbabilityMap(frozen(values), frozen(known), session.second_card.model_id)
    found = Answer(part, tabulate(part, session.truth), session.volume.sha256)
    session.set_post(PostProcessing(largest=True))
    session.put_second(found, whole=False)
    assert session.second_finding.mask.voxels[8].any()
    session.put_second(found)
    assert not session.second_finding.mask.voxels[8].any()


def test_asking_can_be_cancelled_and_leaves_no_half_answer(chosen, qtbot, monkeypatch):
    from lgg_viewer.model.predictor import Predictor

    predict = Predictor.predict

    def slow(self, *args, on_batch, cancelled, **kwargs):
        def batch(found):
            on_batch(found)
            qtbot_done.wait(20)

        return predict(self, *args, on_batch=batch, cancelled=cancelled, **kwargs)

    qtbot_done = threading.Event()
    monkeypatch.setattr(Predictor, "predict", slow)
    chosen.window.actions_table["segment-second"].trigger()
    assert not chosen.window.actions_table["segment-second"].isEnabled()
    status = chosen.window.statusBar()
    qtbot.waitUntil(lambda: status.bar.value() > 0, timeout=30_000)
    assert status.bar.isVisible()
    assert "second model: slice" in status.work.text()
    qtbot.mouseClick(status.cancel, Qt.MouseButton.LeftButton)
    qtbot_done.set()
    qtbot.waitUntil(lambda: not chosen.second.asked, timeout=30_000)
    assert chosen.session.second_finding is None
    assert not status.bar.isVisible()
    assert isinstance(chosen.session.second_card, ModelCard)
