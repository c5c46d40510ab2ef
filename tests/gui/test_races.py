"""Things that happen at the wrong moment, each found once by trying to break the window."""

import json
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QMessageBox

import lgg_viewer.gui.drawers as drawers
import lgg_viewer.gui.loader as loader
from lgg_viewer.core.mask import MaskSource
from lgg_viewer.core.post_processing import Removal
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.errors import LggError
from lgg_viewer.gui.dialogs.export import ExportDialog
from lgg_viewer.gui.settings import Settings
from lgg_viewer.io.cohort_folder import read_cohort
from lgg_viewer.io.mask_export import Existing
from lgg_viewer.io.model_card import read_model_card, write_model_card
from lgg_viewer.jobs.export_task import ExportRequest, export_masks, find_conflicts
from lgg_viewer.jobs.runner import Urgency
from lgg_viewer.model.predictor import Predictor
from tests.gui.answering import answer
from tests.gui.settling import settle


def write_study(root: Path, key: str, side: int, slices: int = 3) -> None:
    (root / key).mkdir(parents=True)
    rng = np.random.default_rng(side)
    for n in range(1, slices + 1):
        image = rng.integers(0, 255, (side, side, 3), np.uint8)
        tifffile.imwrite(root / key / f"{key}_{n}.tif", image, photometric="rgb")
        tifffile.imwrite(root / key / f"{key}_{n}_mask.tif", np.zeros((side, side), np.uint8))


@pytest.fixture
def other_model(tiny_model, tmp_path):
    """The same network under another name and digest."""
    from dataclasses import replace

    card = read_model_card(tiny_model)
    weights = tmp_path / "other.safetensors"
    content = card.weights.read_bytes()
    length = int.from_bytes(content[:8], "little")
    # a space more in the header is another file with the same weights
    header = content[8 : 8 + length] + b" " * 8
    weights.write_bytes((length + 8).to_bytes(8, "little") + header + content[8 + length :])
    import hashlib

    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    write_model_card(replace(card, name="other", weights=weights, sha256=digest), tmp_path / "other.json")
    return read_model_card(tmp_path / "other.json")


@pytest.fixture
def gate(monkeypatch):
    """Predictions wait for it, and do not look at cancellation meanwhile."""
    opened, begun = threading.Event(), threading.Event()
    predict = Predictor.predict

    def slow(self, *args, **kwargs):
        begun.set()
        opened.wait(20)
        return predict(self, *args, **kwargs)

    monkeypatch.setattr(Predictor, "predict", slow)
    opened.begun = begun
    yield opened
    opened.set()


def finish(qtbot, program) -> None:
    qtbot.waitUntil(lambda: program.segmenter.progress is None, timeout=30_000)


def show(qtbot, program, key: str) -> None:
    program.session.select_study(key)
    qtbot.waitUntil(lambda: program.session.volume is not None)


def test_a_smaller_study_under_a_cursor_that_stands_still(program, open_cohort, qtbot, tmp_path):
    write_study(tmp_path / "c", "A_a_1x", 200)
    write_study(tmp_path / "c", "B_b_2x", 20)
    open_cohort(program, tmp_path / "c")
    program.window.canvas._text.set_hover((142, 142))
    show(qtbot, program, "B_b_2x")
    program.window.canvas._text._hover = (142, 142)
    assert program.window.canvas._text._under_cursor() == ""
    assert not program.window.canvas.grab().isNull()


def test_an_answer_of_the_former_model_is_never_filed_under_the_new_one(opened, qtbot, gate, other_model):
    first = opened.session.card
    opened.window.desk.segment("cohort")
    qtbot.waitUntil(gate.begun.is_set, timeout=30_000)
    opened.session.set_card(other_model)
    assert not any(d.segmenting for d in opened.session.drawers.all())
    gate.set()
    settle(qtbot, opened)
    assert all(d.answer is None for d in opened.session.drawers.all())
    opened.window.desk.segment("study")
    finish(qtbot, opened)
    assert opened.session.probability.model == other_model.model_id != first.model_id


def test_what_is_on_screen_is_never_dropped_for_what_is_not(opened, qtbot, monkeypatch):
    monkeypatch.setattr(drawers, "PIXEL_BUDGET", 1)
    monkeypatch.setattr(drawers, "ANSWER_BUDGET", 1)
    opened.window.desk.segment("cohort")
    finish(qtbot, opened)
    assert opened.session.volume is not None
    assert opened.session.probability is not None
    # the others come back from the disk cache
    show(qtbot, opened, opened.session.drawers.all()[1].study.key)
    assert opened.session.probability is not None


def test_a_study_that_changed_on_disk_does_not_keep_its_old_answer(program, open_cohort, qtbot, tmp_path):
    root = tmp_path / "c"
    write_study(root, "A_a_1x", 32)
    write_study(root, "B_b_2x", 32)
    open_cohort(program, root)
    program.window.desk.segment("study")
    finish(qtbot, program)
    shutil.rmtree(root / "A_a_1x")
    write_study(root, "A_a_1x", 64)
    show(qtbot, program, "B_b_2x")
    program.session.drawers["A_a_1x"].loaded = None
    show(qtbot, program, "A_a_1x")
    assert program.session.volume.shape == (3, 64, 64)
    assert program.session.probability is None


def test_an_export_dialog_goes_with_the_cohort_it_was_opened_for(opened, qtbot, tmp_path, own_demo):
    dialog = ExportDialog(opened.session, [], "cohort", tmp_path / "out")
    qtbot.addWidget(dialog)
    dialog.open()
    generation = opened.session.generation
    opened.window.desk.open_path(own_demo)
    qtbot.waitUntil(lambda: opened.session.generation > generation)
    assert not dialog.isVisible()


def test_a_cohort_that_comes_while_the_question_stands_ends_the_export(opened, qtbot, tmp_path, own_demo, monkeypatch):
    dialog = ExportDialog(opened.session, [], "study", tmp_path / "out")
    dialog.source[MaskSource.GROUND_TRUTH.value].setChecked(True)
    key = opened.session.state.study
    (tmp_path / "out" / key).mkdir(parents=True)
    (tmp_path / "out" / key / f"{key}_1_mask.tif").write_bytes(b"x")

    def meanwhile(box: QMessageBox) -> int:
        opened.session.put_cohort(read_cohort(own_demo))
        next(b for b in box.buttons() if "Overwrite" in b.text()).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", meanwhile)
    dialog.accept()
    assert dialog.request is None


def test_a_target_that_cannot_be_is_told_in_the_dialog(opened, tmp_path, demo_cohort):
    dialog = ExportDialog(opened.session, [], "study", demo_cohort)
    dialog.source[MaskSource.GROUND_TRUTH.value].setChecked(True)
    dialog.accept()
    assert dialog.request is None
    assert "holds the images" in dialog.preview.text()


def test_the_dialog_follows_when_a_segmentation_ends_under_it(opened, qtbot, tmp_path):
    dialog = ExportDialog(opened.session, [], "study", tmp_path)
    qtbot.addWidget(dialog)
    dialog.source[MaskSource.PREDICTION.value].setChecked(True)
    save = dialog.buttons.buttons()[0]
    assert not save.isEnabled()
    opened.window.desk.segment("study")
    finish(qtbot, opened)
    assert save.isEnabled()


def test_probabilities_that_are_there_are_asked_for_too(demo_cohort, tmp_path):
    study = read_cohort(demo_cohort).studies[0]
    there = tmp_path / study.key / f"{study.key}_1_prob.tif"
    there.parent.mkdir()
    there.write_bytes(b"x")
    request = ExportRequest(MaskSource.PREDICTION, tmp_path, 0.5, probabilities=True)
    assert find_conflicts(study, request) == [there]


def test_masks_exported_into_the_cohort_are_no_problem_of_it(own_demo):
    study = read_cohort(own_demo).studies[0]
    export_masks(study, ExportRequest(MaskSource.GROUND_TRUTH, own_demo / "out", 0.5), None, None)
    cohort = read_cohort(own_demo)
    assert len(cohort.studies) == 3
    assert [p.kind.name for p in cohort.problems] == ["NOT_READ"]


def test_a_record_of_another_program_is_not_overwritten(demo_cohort, tmp_path):
    study = read_cohort(demo_cohort).studies[0]
    record = tmp_path / study.key / "provenance.json"
    record.parent.mkdir()
    record.write_text(json.dumps({"by": "someone else"}), encoding="utf-8")
    request = ExportRequest(MaskSource.GROUND_TRUTH, tmp_path, 0.5, existing=Existing.OVERWRITE)
    with pytest.raises(Exception, match="was not written by LGG Viewer"):
        export_masks(study, request, None, None)
    assert "someone else" in record.read_text(encoding="utf-8")


def test_millimetres_stay_with_the_cohort_they_were_given_for(opened, own_demo):
    opened.session.set_spacing([opened.session.state.study], Spacing(1, 1, 5))
    opened.session.put_cohort(read_cohort(own_demo))
    assert opened.session.spacing is None


def test_a_folder_that_is_opened_once_more_has_its_deletions_and_millimetres(opened, own_demo, qtbot):
    session, first = opened.session, opened.session.cohort

    def open_(cohort):
        session.put_cohort(cohort)
        qtbot.waitUntil(lambda: session.volume is not None, timeout=20_000)
        answer(opened, np.where(session.truth.voxels, 0.9, 0.02))

    open_(first)
    taken = Removal(np.flatnonzero(session.finding.mask.voxels))
    session.set_removals((taken,))
    session.set_spacing([session.state.study], Spacing(1, 1, 5))
    open_(first)
    assert session.finding.removals == (taken,)
    assert session.spacing == Spacing(1, 1, 5)
    # from another folder and back: what was taken out of a mask does not come back into what is exported
    open_(read_cohort(own_demo))
    open_(first)
    assert session.finding.removals == (taken,)
    assert not session.finding.mask.voxels.any()


def test_a_recent_folder_on_a_drive_that_is_gone_does_not_stop_the_start_and_comes_back_with_it(tmp_path):
    settings = Settings(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    settings.write("recent", ["/" + "x" * 5000, str(tmp_path / "a")])
    assert settings.recent() == [tmp_path / "a"]
    (tmp_path / "a").rename(tmp_path / "unplugged")
    settings.add_recent(tmp_path / "b")
    assert settings.recent() == [tmp_path / "b"]
    (tmp_path / "unplugged").rename(tmp_path / "a")
    assert settings.recent() == [tmp_path / "b", tmp_path / "a"]


def test_searching_shows_no_other_study(opened):
    shown = opened.session.state.study
    for text in ("0003", "nothing like it", ""):
        opened.window.worklist.search.setText(text)
        assert opened.session.state.study == shown
    assert opened.window.worklist.selected() == [shown]


def test_the_folder_asked_for_last_is_the_one_that_opens(program, qtbot, tmp_path, monkeypatch):
    first, last = tmp_path / "a", tmp_path / "b"
    write_study(first, "A_a_1x", 16)
    write_study(last, "B_b_2x", 16)
    begun, gate, opened = threading.Event(), threading.Event(), []

    def read(path, **_):
        # the first is read to its end, too far gone to be cancelled
        if path == first:
            begun.set()
            gate.wait(20)
        return read_cohort(path)

    monkeypatch.setattr(loader, "read_cohort", read)
    program.loader.opened.connect(opened.append)
    program.window.desk.open_path(first)
    qtbot.waitUntil(begun.is_set, timeout=20_000)
    program.window.desk.open_path(last)
    gate.set()
    qtbot.waitUntil(lambda: bool(opened) and opened[-1] == last, timeout=20_000)
    assert opened == [last]
    assert program.session.cohort.root == last


def test_a_failure_in_a_cohort_stays_in_the_last_sentence(opened, qtbot, monkeypatch):
    predict, count = Predictor.predict, iter(range(9))

    def fail_once(self, *args, **kwargs):
        if next(count) == 0:
            raise ValueError("injected")
        return predict(self, *args, **kwargs)

    monkeypatch.setattr(Predictor, "predict", fail_once)
    told = []
    opened.session.noticed.connect(lambda text, failed: told.append((text, failed)))
    opened.window.desk.segment("cohort")
    finish(qtbot, opened)
    text, failed = told[-1]
    assert failed
    assert text.startswith("2 studies segmented; ")
    assert "injected" in text


@pytest.mark.parametrize(
    ("scope", "begins"), [("study", "DEMO_PH_0001_20260101 failed: "), ("cohort", "3 studies failed (DEMO_")]
)
def test_where_nothing_was_segmented_the_last_sentence_tells_of_failures_alone(
    opened, qtbot, monkeypatch, scope, begins
):
    def fail(self, *args, **kwargs):
        raise LggError("The device is gone", "Plug it in.")

    monkeypatch.setattr(Predictor, "predict", fail)
    told = []
    opened.session.noticed.connect(lambda text, failed: told.append((text, failed)))
    opened.window.desk.segment(scope)
    finish(qtbot, opened)
    text, failed = told[-1]
    assert failed
    assert text.startswith(begins)
    assert text.count("DEMO_") == 1
    assert "segmented" not in text
    assert not text.endswith("..")


def test_what_was_cancelled_can_be_asked_for_again_at_once(opened, qtbot, gate):
    opened.window.desk.segment("study")
    qtbot.waitUntil(gate.begun.is_set, timeout=30_000)
    opened.segmenter.cancel()
    opened.window.desk.segment("study")
    gate.set()
    finish(qtbot, opened)
    assert opened.session.drawer.segmented


def test_a_drag_ends_when_its_button_came_up_elsewhere(opened, qtbot):
    canvas, middle = opened.window.canvas, opened.window.canvas.rect().center()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    before = opened.session.state.windows
    place = QPointF(middle + QPoint(50, 50))
    none = Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, move)
    assert opened.session.state.windows == before


def test_the_keys_belong_to_the_image_once_a_threshold_is_typed(opened, qtbot):
    spin = opened.window.panels.threshold.spin
    spin.setFocus()
    spin.lineEdit().selectAll()
    qtbot.keyClicks(spin, "0.3")
    qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert opened.session.state.threshold == pytest.approx(0.3)
    assert opened.window.focusWidget() is opened.window.canvas


def test_escape_in_the_search_field_cancels_nothing(opened, qtbot, gate):
    opened.window.desk.segment("study")
    qtbot.waitUntil(gate.begun.is_set, timeout=30_000)
    search = opened.window.worklist.search
    search.setText("x")
    search.setFocus()
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    gate.set()
    finish(qtbot, opened)
    assert search.text() == ""
    assert opened.session.drawer.segmented


def test_the_study_looked_at_last_goes_first(opened, qtbot, gate):
    order = []
    opened.device.ended.connect(lambda outcome: order.append(outcome.job.study))
    keys = [d.study.key for d in opened.session.drawers.all()]
    opened.window.desk.segment("cohort")
    qtbot.waitUntil(gate.begun.is_set, timeout=30_000)
    opened.session.select_study(keys[1])
    opened.session.select_study(keys[2])
    gate.set()
    finish(qtbot, opened)
    qtbot.waitUntil(lambda: [k for k in order if k] == [keys[0], keys[2], keys[1]])


def test_a_mask_of_mere_specks_is_filled_instead_of_outlined(opened, monkeypatch):
    picture = opened.window.canvas.picture
    speckle = np.random.default_rng(1).random((256, 256)) > 0.5
    monkeypatch.setattr(picture, "_predicted_plane", lambda: speckle)
    picture.forget()
    assert picture.prediction_outline().isEmpty()
    assert len(picture.colour()) == 1


def test_at_the_end_all_threads_are_told_before_one_is_waited_for(make_program, tiny_model):
    program = make_program(tiny_model)
    together = threading.Barrier(len(program.runners), timeout=60)
    begun = [threading.Event() for _ in program.runners]
    met = []

    def work(job, mine):
        mine.set()
        while not job.cancelled():
            mine.wait(0.01)
        met.append(together.wait())

    for runner, mine in zip(program.runners, begun, strict=True):
        runner.submit("work", lambda job, mine=mine: work(job, mine), urgency=Urgency.NOW)
    assert all(mine.wait(20) for mine in begun)
    assert program.end()
    assert sorted(met) == [0, 1, 2]


def test_deletions_are_known_where_an_answer_came_before_the_pixels(opened):
    session = opened.session
    values = answer(opened, np.where(session.truth.voxels, 0.9, 0.02))
    taken = Removal(np.flatnonzero(values > 0.5))
    session.set_removals((taken,))
    known = session.drawer
    # opened anew, and answered from the cache before anybody has read the study
    fresh = drawers.Drawer(known.study, known.asked, answer=known.answer, deletions=known.deletions)
    assert fresh.removals == (taken,)
