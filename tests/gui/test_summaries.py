"""Figures of all studies come by themselves, belong to the threshold in force, and say so where they do not."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tifffile

from lgg_viewer.core.mask import Mask
from lgg_viewer.core.post_processing import PostProcessing, Removal
from lgg_viewer.core.volume import frozen
from lgg_viewer.gui.panels.study import StudyPanel
from lgg_viewer.gui.worklist.summaries import Summaries
from lgg_viewer.jobs.survey import survey
from tests.gui.made_cohort import SHAPE, MadeCohort


@pytest.fixture
def made(qapp, tmp_path):
    cohort = MadeCohort(tmp_path, 4)
    yield cohort
    cohort.end()


def settled(made: MadeCohort) -> bool:
    return made.summaries.left == 0


def test_answers_of_an_earlier_day_have_their_figures_without_being_visited(made, qtbot):
    made.keep("P_2", made.probability("P_2", shift=4))
    made.keep("P_3", made.probability("P_3"))
    made.open()
    qtbot.waitUntil(lambda: settled(made))
    assert [d.segmented for d in made.session.drawers.all()] == [False, False, True, True]
    assert made.summaries.of("P_2").counts.dice == 0.5
    assert made.summaries.of("P_3").counts.dice == 1
    assert made.summaries.of("P_1") is None
    assert all(d.loaded is None for d in made.session.drawers.all())


def test_an_answer_kept_in_another_shape_is_none(made, qtbot):
    # without ground truth nothing else would tell
    made.data["P_1"] = made.read("P_1", truth=False)
    narrow = made.probability("P_1")
    made.keep("P_1", replace(narrow, values=frozen(narrow.values[:, :, :30].copy())))
    made.open()
    qtbot.waitUntil(lambda: settled(made))
    assert made.summaries.of("P_1") is None
    assert not made.session.drawers["P_1"].segmented


def test_figures_follow_the_threshold_when_it_rests(made, qtbot):
    for key in made.keys:
        made.keep(key, made.probability(key, doubtful=16))
    made.open()
    qtbot.waitUntil(lambda: settled(made))
    made.session.set_threshold(0.8)
    assert not any(made.summaries.is_current(key) for key in made.keys)
    assert {made.summaries.of(key).predicted for key in made.keys} == {64}
    qtbot.waitUntil(lambda: settled(made))
    assert all(made.summaries.is_current(key) for key in made.keys)
    assert {made.summaries.of(key).predicted for key in made.keys} == {48}


def test_while_the_threshold_moves_nothing_is_worked_out(made, qtbot):
    for key in made.keys:
        made.keep(key, made.probability(key))
    made.open()
    qtbot.waitUntil(lambda: settled(made))
    told = []
    made.summaries.summary_changed.connect(lambda key: told.append(made.summaries.of(key).threshold))
    for step in range(60, 80):
        made.session.set_threshold(step / 100)
        qtbot.wait(15)
    qtbot.waitUntil(lambda: settled(made))
    assert told == [0.79] * 4


def test_the_study_on_screen_comes_first(made, qtbot):
    for key in made.keys:
        made.keep(key, made.probability(key))
    made.open()
    qtbot.waitUntil(lambda: settled(made))
    made.session.select_study("P_3")
    told = []
    made.summaries.summary_changed.connect(told.append)
    made.session.set_post(PostProcessing(largest=True))
    qtbot.waitUntil(lambda: settled(made))
    assert told[0] == "P_3"
    assert sorted(told) == made.keys


def test_what_happens_to_one_study_is_looked_up_for_that_study_alone(made, qtbot, monkeypatch):
    made.open()
    qtbot.waitUntil(lambda: settled(made))
    looked, lacks = [], Summaries._lacks
    monkeypatch.setattr(
        Summaries, "_lacks", lambda self, drawer: looked.append(drawer.study.key) or lacks(self, drawer)
    )
    panel = StudyPanel(made.session)
    qtbot.addWidget(panel)
    panel.text.setText("as it was")
    made.session.summary_changed.emit("P_2")
    assert made.summaries.left == 0
    assert set(looked) == {"P_2"}
    assert panel.text.text() == "as it was"
    made.session.summary_changed.emit(made.session.state.study)
    assert panel.text.text() != "as it was"


def test_half_an_answer_has_no_figures(made, qtbot):
    made.open()
    drawer = made.session.drawers["P_1"]
    drawer.segmenting = True
    made.answer("P_1", made.probability("P_1"))
    qtbot.waitUntil(lambda: settled(made))
    assert made.summaries.of("P_1") is None
    drawer.segmenting = False
    made.answer("P_1", made.probability("P_1"))
    qtbot.waitUntil(lambda: made.summaries.is_current("P_1"))


def test_an_answer_that_the_cache_lost_meanwhile_is_asked_for_once(made, qtbot, tmp_path):
    made.keep("P_1", made.probability("P_1"))
    made.open()
    qtbot.waitUntil(lambda: settled(made))
    for entry in (tmp_path / "cache").iterdir():
        entry.unlink()
    made.session.set_threshold(0.7)
    qtbot.waitUntil(lambda: settled(made))
    assert made.summaries.of("P_1").threshold == 0.5
    # what it has are the figures of before, and nobody may take them for others
    assert not made.summaries.is_current("P_1")


def test_other_weights_take_all_figures_with_them(made, qtbot):
    made.keep("P_1", made.probability("P_1"))
    made.open()
    qtbot.waitUntil(lambda: settled(made))
    card = made.session.card
    made.session.set_card(replace(card, name="other", sha256="cd" * 32))
    assert made.summaries.of("P_1") is None
    qtbot.waitUntil(lambda: settled(made))
    assert not made.session.drawers["P_1"].segmented
    made.session.set_card(card)
    qtbot.waitUntil(lambda: made.summaries.is_current("P_1"))


def test_what_was_deleted_stays_out_of_the_figures_when_its_answer_comes_back(made, qtbot):
    values = np.zeros(SHAPE, np.float16)
    values[2, 8:16, 8:16], values[0, :3, :3] = 0.9, 0.9
    made.keep("P_1", replace(made.probability("P_1"), values=frozen(values)))
    made.open()
    made.show("P_1")
    made.answer("P_1", replace(made.probability("P_1"), values=frozen(values)))
    session = made.session
    session.set_removals((Removal(session.finding.components.voxels_of(2)),))
    made.show("P_0")
    card = session.card
    session.set_card(replace(card, name="other", sha256="cd" * 32))
    session.set_card(card)
    session.drawers["P_1"].loaded = None
    qtbot.waitUntil(lambda: made.summaries.is_current("P_1"))
    assert (made.summaries.of("P_1").predicted, made.summaries.of("P_1").components) == (64, 1)


def test_what_comes_after_another_cohort_was_opened_is_for_nobody(made, qtbot):
    made.keep("P_1", made.probability("P_1"))
    made.open()
    made.open()
    qtbot.waitUntil(lambda: settled(made))
    assert made.summaries.is_current("P_1")


def test_without_ground_truth_the_picture_is_of_the_slice_with_most_prediction(made, qtbot, tmp_path):
    made.data["P_1"] = made.read("P_1", truth=False)
    bright = np.full((32, 32, 3), 30, np.uint8)
    bright[4:8, 4:8] = 200
    page = made.studies["P_1"].slices[0].image.path
    page.parent.mkdir()
    tifffile.imwrite(page, bright, photometric="rgb")
    values = np.zeros(SHAPE, np.float16)
    values[3, :4] = 0.9
    made.keep("P_1", replace(made.probability("P_1"), values=frozen(values)))
    made.open()
    assert made.session.drawers["P_1"].survey.thumbnail.z == 2
    qtbot.waitUntil(lambda: settled(made))
    thumbnail = made.session.drawers["P_1"].survey.thumbnail
    assert thumbnail.z == 3
    assert thumbnail.grey[5, 5] > thumbnail.grey[20, 20]
    made.show("P_1")
    assert made.session.drawers["P_1"].survey.thumbnail is thumbnail


def test_the_picture_of_other_pixels_is_another(made):
    made.open()
    first = made.session.drawers["P_1"].survey.thumbnail
    changed = replace(survey(made.data["P_1"]), volume_sha256="other pixels")
    made.session.put_survey("P_1", changed)
    assert made.session.drawers["P_1"].survey.thumbnail is changed.thumbnail is not first


def test_the_folded_ground_truth_is_the_ground_truth(made):
    truth = made.data["P_0"].truth
    unfolded = survey(made.data["P_0"]).truth.unfold()
    assert isinstance(unfolded, Mask)
    assert np.array_equal(unfolded.voxels, truth.voxels)
    assert np.array_equal(unfolded.known, truth.known)


def test_the_second_day_needs_no_torch(tmp_path):
    script = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from tests.gui.made_cohort import MadeCohort
app = QApplication([])
made = MadeCohort(Path({str(tmp_path)!r}), 2)
made.keep("P_1", made.probability("P_1"))
made.open()
while made.summaries.left:
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
assert made.summaries.of("P_1").counts.dice == 1
made.end()
assert "torch" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
