"""The switch for averaging over mirror images: two ways of asking one model, never mixed up."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMenu

from lgg_viewer.core.averaging import Averaging
from lgg_viewer.core.mask import MaskSource
from lgg_viewer.core.probability import ProbabilityMap
from lgg_viewer.gui.app import Application
from lgg_viewer.gui.dialogs import text
from lgg_viewer.gui.settings import Settings
from lgg_viewer.io.prediction_cache import PredictionCache
from lgg_viewer.io.provenance_record import read_records
from lgg_viewer.jobs.export_task import ExportRequest
from lgg_viewer.model.predictor import Predictor
from tests.gui.answering import answer

CHOICES = ("averaging-auto", "averaging-on", "averaging-off")


def choose(program: Application, choice: str) -> None:
    program.window.actions_table[f"averaging-{choice}"].trigger()


def segment(program: Application, qtbot) -> ProbabilityMap:
    """Segment the study on screen."""
    program.window.desk.segment("study")
    qtbot.waitUntil(lambda: program.segmenter.progress is None, timeout=60_000)
    return program.session.probability


def checked(program: Application) -> list[str]:
    return [key for key in CHOICES if program.window.actions_table[key].isChecked()]


def badges(program: Application) -> list[str]:
    return [text for text in program.window.canvas._text.badges() if "averaging" in text]


@pytest.fixture
def answered(opened, qtbot):
    """A program with an answer in the model card's own way, which is off."""
    segment(opened, qtbot)
    return opened


def test_the_segment_menu_offers_three_ways_and_starts_with_the_model_cards(opened):
    (menu,) = [m for m in opened.window.menus["Segment"].findChildren(QMenu) if m.title() == "Mirror averaging"]
    assert [action.objectName() for action in menu.actions()] == list(CHOICES)
    assert checked(opened) == ["averaging-auto"]
    for key in CHOICES[::-1]:
        opened.window.actions_table[key].trigger()
        assert checked(opened) == [key]


def test_another_way_asks_for_another_answer_and_each_comes_back_from_the_cache(answered, qtbot, monkeypatch):
    session = answered.session
    alone = session.probability
    assert alone.spread is None
    choose(answered, "on")
    assert session.probability is None
    qtbot.waitUntil(lambda: session.drawer.complete)
    assert session.probability is None
    averaged = segment(answered, qtbot)
    assert averaged.spread.any()
    assert not np.array_equal(averaged.values, alone.values)
    # from here on the network is not needed
    monkeypatch.setattr(Predictor, "predict", lambda *_args, **_kwargs: pytest.fail("asked again"))
    for choice, expected in (("off", alone), ("on", averaged), ("auto", alone)):
        choose(answered, choice)
        qtbot.waitUntil(lambda: session.probability is not None, timeout=20_000)
        np.testing.assert_array_equal(session.probability.values, expected.values)
        assert session.probability.averaged == expected.averaged


def test_a_prediction_that_goes_because_of_the_way_is_not_gone_without_a_word(answered, qtbot):
    with qtbot.waitSignal(answered.session.noticed) as told:
        choose(answered, "on")
    assert "put aside" in told.args[0]
    with qtbot.assertNotEmitted(answered.session.noticed):
        choose(answered, "on")


def test_what_becomes_of_predictions_is_told_though_the_one_on_screen_is_not_seen(answered, qtbot):
    answered.session.withhold(True)
    with qtbot.waitSignal(answered.session.noticed) as told:
        choose(answered, "on")
    assert "put aside" in told.args[0]
    choose(answered, "off")
    other = answered.session.drawers.all()[1].study.key
    # the first study's answer has come back from the cache
    qtbot.waitUntil(lambda: answered.session.drawer.segmented, timeout=20_000)
    answered.session.select_study(other)
    with qtbot.waitSignal(answered.session.noticed) as told:
        choose(answered, "on")
    assert "put aside" in told.args[0]
    assert "are restored" in told.args[0]


def test_without_any_prediction_there_is_nothing_to_tell(opened, qtbot):
    with qtbot.assertNotEmitted(opened.session.noticed):
        choose(opened, "on")


def test_a_way_that_is_the_model_cards_own_keeps_the_answer(answered):
    kept = answered.session.probability
    for choice in ("off", "auto"):
        choose(answered, choice)
        assert answered.session.probability is kept


def test_the_threshold_stays_where_the_reader_put_it(answered):
    answered.session.set_threshold(0.31)
    choose(answered, "on")
    assert answered.session.state.threshold == pytest.approx(0.31)


def test_a_prediction_of_another_way_than_the_cards_carries_a_badge(answered, qtbot):
    assert badges(answered) == []
    choose(answered, "on")
    assert badges(answered) == []  # no prediction is on screen
    segment(answered, qtbot)
    (badge,) = badges(answered)
    assert "averaging on" in badge
    answered.session.withhold(True)
    assert badges(answered) == []
    answered.session.withhold(False)
    choose(answered, "auto")
    qtbot.waitUntil(lambda: answered.session.probability is not None, timeout=20_000)
    assert badges(answered) == []


def test_the_model_card_is_shown_as_its_makers_wrote_it(answered, monkeypatch):
    shown = []
    dialog = text.card_dialog
    monkeypatch.setattr(
        "lgg_viewer.gui.desk.card_dialog", lambda told, parent: shown.append(told) or dialog(told, parent)
    )
    choose(answered, "on")
    answered.window.desk.show_card()
    assert shown == [answered.session.own_card.as_text()]
    assert "averaging: no" in shown[0]


def test_an_answer_of_the_other_way_that_comes_late_is_not_shown(opened):
    session = opened.session
    values = np.full(session.volume.shape, 0.75)
    answer(opened, values, spread=np.zeros(values.shape, np.uint8))
    assert session.probability is None
    choose(opened, "on")
    answer(opened, values)
    assert session.probability is None
    answer(opened, values, spread=np.zeros(values.shape, np.uint8))
    assert session.probability is not None


def test_what_is_under_way_stops_when_the_way_is_changed(opened, qtbot, monkeypatch):
    gate, begun = threading.Event(), threading.Event()
    predict = Predictor.predict

    def slow(self, volume, *, start, on_batch, cancelled):
        def wait(batch):
            on_batch(batch)
            begun.set()
            gate.wait(20)

        return predict(self, volume, start=start, on_batch=wait, cancelled=cancelled)

    monkeypatch.setattr(Predictor, "predict", slow)
    opened.window.desk.segment("cohort")
    qtbot.waitUntil(begun.is_set, timeout=30_000)
    said = []
    opened.session.noticed.connect(lambda sentence, _failed: said.append(sentence))
    choose(opened, "on")
    gate.set()
    assert "Segmentation cancelled" in said[-1]
    assert opened.segmenter.progress is None
    probability = segment(opened, qtbot)
    assert probability.averaged
    assert probability.known.all()


def test_the_figures_of_the_worklist_are_those_of_the_way_in_force(answered, qtbot):
    session, summaries, key = answered.session, answered.summaries, answered.session.state.study
    # of untrained weights: a threshold that divides what they say
    session.set_threshold(round(float(np.median(session.probability.values)), 2))
    qtbot.waitUntil(lambda: summaries.is_current(key), timeout=20_000)
    alone = summaries.of(key).predicted
    choose(answered, "on")
    assert summaries.of(key) is None
    segment(answered, qtbot)
    qtbot.waitUntil(lambda: summaries.is_current(key), timeout=20_000)
    assert summaries.of(key).predicted == session.finding.volume != alone


def test_the_choice_is_there_at_the_next_start(opened, make_program, tiny_model):
    choose(opened, "on")
    again = make_program(tiny_model)
    assert again.session.averaging is Averaging.ON
    assert again.session.card.flip_averaging
    assert not again.session.own_card.flip_averaging
    assert checked(again) == ["averaging-on"]


@pytest.mark.parametrize("written", ['"sideways"', "7", "{"])
def test_a_broken_choice_in_the_settings_leaves_it_to_the_model_card(qapp, tmp_path, tiny_model, written):
    settings = Settings(QSettings(str(tmp_path / "broken.ini"), QSettings.Format.IniFormat))
    settings.write("model", str(tiny_model))
    settings._store.setValue("mirror averaging", written)
    program = Application(settings, PredictionCache(tmp_path / "cache"))
    assert program.session.averaging is Averaging.AUTO
    program.window.close()
    assert any(program.end() for _ in range(10))
    program.window.deleteLater()
    qapp.processEvents()


def test_an_export_tells_whether_it_was_averaged(answered, qtbot, tmp_path):
    session = answered.session
    for choice in ("off", "on"):
        choose(answered, choice)
        qtbot.waitUntil(lambda: session.drawer.complete, timeout=20_000)
        if session.probability is None:
            segment(answered, qtbot)
        request = ExportRequest(MaskSource.PREDICTION, tmp_path / choice, session.state.threshold)
        with qtbot.waitSignal(answered.exporter.finished, timeout=30_000):
            answered.exporter.start([session.state.study], request)
        (record,) = read_records(tmp_path / choice / session.state.study / "provenance.json")
        assert record["preprocessing"]["flip averaging"] == (choice == "on")


def test_the_decisions_log_tells_the_way(answered, qtbot):
    session = answered.session
    assert session.describe_in_force(session.state.study)["mirror averaging"] == "off"
    choose(answered, "on")
    segment(answered, qtbot)
    assert session.describe_in_force(session.state.study)["mirror averaging"] == "on"


def test_the_second_model_is_asked_in_the_same_way(answered, qtbot):
    session = answered.session
    answered.second.choose(replace(session.own_card, name="second"))
    choose(answered, "on")
    qtbot.waitUntil(lambda: session.drawer.complete, timeout=20_000)
    answered.window.actions_table["segment-second"].trigger()
    qtbot.waitUntil(lambda: not answered.second.asked, timeout=60_000)
    assert session.second_finding.probability.averaged
    assert not session.own_second_card.flip_averaging
    choose(answered, "off")
    assert session.second_finding is None
