"""What is written is what is shown; what is there is not lost."""

import errno
import json
import os
import threading
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from PySide6.QtWidgets import QMessageBox

from lgg_viewer.core.mask import MaskSource
from lgg_viewer.core.post_processing import PostProcessing, Removal
from lgg_viewer.core.probability import ProbabilityMap
from lgg_viewer.core.review import Verdict
from lgg_viewer.core.volume import frozen
from lgg_viewer.errors import LggError
from lgg_viewer.gui.dialogs.export import ExportDialog
from lgg_viewer.io import mask_export
from lgg_viewer.io.mask_export import Existing
from lgg_viewer.jobs.export_task import ExportRequest, export_masks
from lgg_viewer.jobs.runner import Urgency
from lgg_viewer.jobs.tasks import Answer, cache_variant, tabulate


@pytest.fixture
def segmented(opened, qtbot):
    opened.window.desk.segment("study")
    qtbot.waitUntil(lambda: opened.segmenter.progress is None, timeout=30_000)
    return opened


def dialog_for(program, scope: str, folder: Path) -> ExportDialog:
    return ExportDialog(program.session, program.window.worklist.selected(), scope, folder, None, program.reviewer)


def export(program, qtbot, dialog: ExportDialog):
    dialog.accept()
    assert dialog.request is not None
    with qtbot.waitSignal(program.exporter.finished, timeout=30_000) as blocker:
        program.exporter.start(dialog.studies, dialog.request)
    return blocker.args[0]


def test_masks_reopened_elsewhere_equal_what_the_canvas_showed(segmented, qtbot, tmp_path):
    session = segmented.session
    session.set_threshold(0.43)
    report = export(segmented, qtbot, dialog_for(segmented, "study", tmp_path))
    assert not report.failures
    key = session.state.study
    for z, ref in enumerate(session.study.slices):
        session.go_to_slice(z)
        shown = session.finding.plane(session.state.z)
        path = tmp_path / key / f"{key}_{ref.number}_mask.tif"
        for mask in (tifffile.imread(path), cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED)):
            assert mask.dtype == np.uint8
            assert np.array_equal(mask, np.where(shown, 255, 0))


def test_the_record_beside_the_masks_says_how_they_were_made(segmented, qtbot, tmp_path):
    segmented.session.set_threshold(0.43)
    export(segmented, qtbot, dialog_for(segmented, "study", tmp_path))
    key = segmented.session.state.study
    text = (tmp_path / key / "provenance.json").read_text(encoding="utf-8")
    assert segmented.session.card.sha256 in text
    assert "0.43" in text
    assert "research use" in text.lower()
    assert json.loads(text)


def test_a_slice_alone_can_be_exported(segmented, qtbot, tmp_path):
    segmented.session.go_to_slice(4)
    export(segmented, qtbot, dialog_for(segmented, "slice", tmp_path))
    assert [p.name for p in tmp_path.rglob("*_mask.tif")] == [f"{segmented.session.state.study}_5_mask.tif"]


def test_ground_truth_of_the_whole_cohort_equals_its_source(opened, qtbot, tmp_path, demo_cohort):
    dialog = dialog_for(opened, "cohort", tmp_path)
    dialog.source[MaskSource.GROUND_TRUTH.value].setChecked(True)
    report = export(opened, qtbot, dialog)
    assert len(report.results) == 3
    written = sorted(tmp_path.rglob("*_mask.tif"))
    assert len(written) == sum(len(d.study.slices) for d in opened.session.drawers.all())
    for path in written:
        assert np.array_equal(tifffile.imread(path), tifffile.imread(demo_cohort / path.relative_to(tmp_path)))


def test_the_sentence_at_the_end_tells_which_multi_page_files_were_not_written(
    program, open_cohort, own_demo, qtbot, tmp_path
):
    for study in sorted(p for p in own_demo.iterdir() if p.is_dir())[:2]:
        next(study.glob("*_3_mask.tif")).unlink()
    open_cohort(program, own_demo)
    dialog = dialog_for(program, "cohort", tmp_path / "out")
    dialog.source[MaskSource.GROUND_TRUTH.value].setChecked(True)
    dialog.stack.setChecked(True)
    told = export(program, qtbot, dialog).sentence()
    first, second = (drawer.study.key for drawer in program.session.drawers.all()[:2])
    assert told.endswith(f". No multi-page file of {first}: 1 of its slices is left out. The same for 1 more study.")
    assert not list((tmp_path / "out").rglob(f"{second}_mask.tif"))


def test_a_folder_typed_with_a_tilde_is_at_home(segmented, tmp_path):
    dialog = dialog_for(segmented, "study", tmp_path)
    dialog.folder.setText("~/masks")
    dialog.accept()
    assert dialog.request.out == Path.home() / "masks"
    dialog = dialog_for(segmented, "study", tmp_path)
    dialog.folder.setText("~nobody-of-this-name/masks")
    dialog.accept()
    assert dialog.request.out == Path("~nobody-of-this-name/masks").absolute()


def test_the_dialog_says_which_studies_are_left_out(segmented, tmp_path):
    dialog = dialog_for(segmented, "cohort", tmp_path)
    assert dialog._keys() == [segmented.session.state.study]
    assert "2 of 3 left out: not segmented yet" in dialog.preview.text()


def test_what_a_blind_reader_must_not_see_is_not_exported_either(segmented, qtbot, tmp_path):
    session, reviewer = segmented.session, segmented.reviewer
    key = session.state.study
    reviewer.set_blind(True)
    dialog = dialog_for(segmented, "cohort", tmp_path)
    assert dialog.source[MaskSource.GROUND_TRUTH.value].isChecked()
    assert len(dialog._keys()) == 3
    assert "left out" not in dialog.preview.text()
    dialog.source[MaskSource.PREDICTION.value].setChecked(True)
    assert dialog._keys() == []
    assert "2 of 3 left out: not segmented yet. 1 of 3 left out: hidden until your own" in dialog.preview.text()
    assert not dialog.buttons.button(dialog.buttons.StandardButton.Save).isEnabled()
    reviewer.state_verdict(Verdict.TUMOUR)
    dialog = dialog_for(segmented, "cohort", tmp_path)
    assert dialog.source[MaskSource.PREDICTION.value].isChecked()
    assert "hidden" not in dialog.preview.text()
    export(segmented, qtbot, dialog)
    assert {p.parent.name for p in tmp_path.rglob("*_mask.tif")} == {key}


@pytest.mark.parametrize("answer", ["Overwrite", "Skip them", "New folder", "Cancel"])
def test_files_that_are_there_are_asked_for_once(segmented, qtbot, tmp_path, monkeypatch, answer):
    out = tmp_path / "masks"
    export(segmented, qtbot, dialog_for(segmented, "slice", out))
    asked = []

    def choose(box: QMessageBox) -> int:
        asked.append(box)
        next(b for b in box.buttons() if b.text().replace("&", "") == answer).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", choose)
    dialog = dialog_for(segmented, "study", out)
    dialog.accept()
    assert len(asked) == 1
    if answer == "Cancel":
        assert dialog.request is None
        return
    expected = {
        "Overwrite": (Existing.OVERWRITE, out),
        "Skip them": (Existing.SKIP, out),
        "New folder": (Existing.REFUSE, tmp_path / "masks-2"),
    }[answer]
    assert (dialog.request.existing, dialog.request.out) == expected


def test_a_full_disk_is_told_and_leaves_nothing_half_written(segmented, qtbot, tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    dialog = dialog_for(segmented, "study", tmp_path / "out")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        report = export(segmented, qtbot, dialog)
    assert "No space left" in report.failures[segmented.session.state.study]
    assert not [p for p in (tmp_path / "out").rglob("*") if p.is_file()]
    report = export(segmented, qtbot, dialog_for(segmented, "study", tmp_path / "out"))
    assert not report.failures


def test_failures_are_named_in_a_box_that_does_not_block(segmented, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _h: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left on device")))
    export(segmented, qtbot, dialog_for(segmented, "study", tmp_path / "out"))
    boxes = [w for w in segmented.window.findChildren(QMessageBox) if w.isVisible()]
    assert len(boxes) == 1
    assert segmented.session.state.study in boxes[0].detailedText()
    boxes[0].close()


def test_a_move_of_the_threshold_does_not_reach_an_export_under_way(segmented, qtbot, tmp_path):
    session = segmented.session
    session.set_threshold(0.4)
    expected = int(np.count_nonzero(session.probability.values.astype(np.float64) >= 0.4))
    dialog = dialog_for(segmented, "study", tmp_path)
    dialog.accept()
    with qtbot.waitSignal(segmented.exporter.finished, timeout=30_000):
        segmented.exporter.start(dialog.studies, dialog.request)
        session.set_threshold(0.9)
    written = sum(int(np.count_nonzero(tifffile.imread(p))) for p in tmp_path.rglob("*_mask.tif"))
    assert written == expected


def test_cancelling_an_export_leaves_whole_files_alone(segmented, qtbot, tmp_path):
    dialog = dialog_for(segmented, "study", tmp_path)
    dialog.accept()
    with qtbot.waitSignal(segmented.exporter.finished, timeout=30_000):
        segmented.exporter.start(dialog.studies, dialog.request)
        segmented.exporter.cancel()
    for path in tmp_path.rglob("*.tif"):
        assert tifffile.imread(path).shape == (256, 256)
    assert not list(tmp_path.rglob(".lgg-*"))


def test_the_files_of_a_study_that_was_broken_off_are_counted(segmented, qtbot, tmp_path, monkeypatch):
    written = []

    def write(*args):
        if len(written) == 3:
            segmented.exporter.cancel()
        written.append(args)
        return _write(*args)

    _write = mask_export._write
    monkeypatch.setattr(mask_export, "_write", write)
    told = export(segmented, qtbot, dialog_for(segmented, "study", tmp_path)).sentence()
    assert len(list(tmp_path.rglob("*_mask.tif"))) == 4
    assert told.startswith("Saved 5 files of 1 study in")
    assert len(list((tmp_path / segmented.session.state.study).iterdir())) == 5
    assert "1 study cancelled" in told


@pytest.mark.parametrize("leaves", [False, True])
def test_a_window_that_exports_is_not_closed_without_a_word(segmented, qtbot, tmp_path, monkeypatch, leaves):
    gate, asked = threading.Event(), []

    def answered(box):
        asked.append(box.text())
        wanted = "Close anyway" if leaves else "Stay"
        (chosen,) = (button for button in box.buttons() if button.text() == wanted)
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _box: chosen)

    monkeypatch.setattr(QMessageBox, "exec", answered)
    segmented.files.submit("slow", lambda _job: gate.wait(30), urgency=Urgency.NOW)
    dialog = dialog_for(segmented, "study", tmp_path)
    dialog.accept()
    segmented.exporter.start(dialog.studies, dialog.request)
    assert segmented.window.close() is leaves
    assert asked == ["1 study is not exported yet."]
    gate.set()
    qtbot.waitUntil(lambda: segmented.exporter.report is None, timeout=30_000)


def test_slices_that_go_by_behind_the_dialog_are_not_written(segmented, qtbot, tmp_path):
    segmented.session.go_to_slice(4)
    segmented.window.desk.cine.toggle()
    segmented.window.actions_table["export-slice"].trigger()
    assert not segmented.window.desk.cine.playing
    dialog = segmented.window.findChild(ExportDialog)
    dialog.folder.setText(str(tmp_path))
    segmented.session.go_to_slice(6)
    dialog._refresh()
    assert "_5_mask.tif" in dialog.preview.text()
    dialog.accept()
    assert dialog.request.slices == (4,)


def test_the_dialog_tells_that_other_masks_were_approved(segmented, tmp_path):
    segmented.session.set_threshold(0.35)
    assert segmented.reviewer.approve()
    dialog = dialog_for(segmented, "study", tmp_path)
    assert "approved with another mask" not in dialog.preview.text()
    segmented.session.set_threshold(0.6)
    assert f"{segmented.session.state.study} was approved with another mask" in dialog.preview.text()


def test_the_file_named_before_an_export_is_the_one_that_is_written(segmented, qtbot, tmp_path):
    segmented.session.go_to_slice(4)
    dialog = dialog_for(segmented, "slice", tmp_path)
    export(segmented, qtbot, dialog)
    (written,) = tmp_path.rglob("*_mask.tif")
    assert str(written.relative_to(tmp_path)) in dialog.preview.text()
    segmented.session.set_threshold(0.31)
    assert "at threshold 0.31" in dialog.preview.text()


# after the threshold


@pytest.fixture
def specked(opened, qtbot):
    """A program with an answer on screen of which every step of post-processing changes something."""
    session = opened.session
    data = session.drawer.loaded.data
    rng = np.random.default_rng(2)
    values = np.where(data.truth.voxels, 0.9, 0.0)
    values[rng.random(values.shape) < 0.002] = 0.6
    z = int(np.argmax(data.truth.areas))
    rows, columns = np.nonzero(data.truth.voxels[z])
    values[z, rows[len(rows) // 2], columns[len(rows) // 2]] = 0
    values[:, :12, :12] = 0
    values[z, :9, :9] = 0.95
    values[z, -6:, :6] = 0.95
    known = frozen(np.ones(len(values), bool))
    probability = ProbabilityMap(frozen(values.astype(np.float16)), known, session.card.model_id, "made up")
    opened.cache.put(data.volume.sha256, session.card.model_id, cache_variant(session.card), probability)
    session.put_answer(session.state.study, Answer(probability, tabulate(probability, data.truth), data.volume.sha256))
    return opened


def delete_corner(session) -> None:
    """Delete the component in the upper left corner."""
    table = session.finding.components
    number = next(c.number for c in table.components if c.voxels == 81)
    session.set_removals((Removal(table.voxels_of(number)),))


def shown_slices(session) -> list[np.ndarray]:
    planes = []
    for z in range(session.state.slices):
        session.go_to_slice(z)
        planes.append(session.finding.plane(session.state.z).copy())
    return planes


def written_slices(folder: Path, session) -> list[np.ndarray]:
    key = session.state.study
    return [tifffile.imread(folder / key / f"{key}_{ref.number}_mask.tif") == 255 for ref in session.study.slices]


@pytest.mark.parametrize(
    "post",
    [
        PostProcessing(),
        PostProcessing(largest=True),
        PostProcessing(smallest=40),
        PostProcessing(fill_holes=True),
        PostProcessing(largest=True, smallest=40, fill_holes=True),
    ],
    ids=["none", "largest", "small", "holes", "all"],
)
def test_with_every_switch_and_a_deletion_what_is_written_is_what_is_shown(specked, qtbot, tmp_path, post):
    session = specked.session
    session.set_threshold(0.43)
    plain = np.array(shown_slices(session))
    delete_corner(session)
    session.set_post(post)
    shown = np.array(shown_slices(session))
    assert not shown[:, :9, :9].all(axis=(1, 2)).any()
    assert not np.array_equal(shown, plain)
    report = export(specked, qtbot, dialog_for(specked, "study", tmp_path))
    assert not report.failures
    np.testing.assert_array_equal(written_slices(tmp_path, session), shown)


def test_a_map_that_comes_back_from_the_cache_is_written_the_same(specked, qtbot, tmp_path):
    session, drawer = specked.session, specked.session.drawer
    delete_corner(session)
    session.set_post(PostProcessing(largest=False, smallest=30, fill_holes=True))
    shown = np.array(shown_slices(session))
    dialog = dialog_for(specked, "study", tmp_path)
    dialog.accept()
    drawer.answer = drawer.loaded = None
    with qtbot.waitSignal(specked.exporter.finished, timeout=30_000) as blocker:
        specked.exporter.start(dialog.studies, dialog.request)
    assert not blocker.args[0].failures
    np.testing.assert_array_equal(written_slices(tmp_path, session), shown)


def test_pixels_that_changed_on_the_disk_are_not_written_with_the_map_of_the_former(specked, tmp_path):
    session, card = specked.session, specked.session.card
    whole = session.finding.mask.voxels
    delete_corner(session)
    former = replace(
        session.drawer.answer,
        probability=replace(session.probability, values=frozen(np.ones(whole.shape, np.float16))),
        volume_sha256="as it was",
    )
    key = session.state.study
    removals = {(key, "as it was"): session.drawer.removals}
    request = ExportRequest(MaskSource.PREDICTION, tmp_path, 0.5, removals=removals)
    export_masks(session.study, request, card, specked.cache, answer=former)
    np.testing.assert_array_equal(written_slices(tmp_path, session), whole)
    with pytest.raises(LggError, match="not segmented"):
        export_masks(session.study, request, card, None, answer=former)


def test_switches_and_deletions_made_later_do_not_reach_an_export_under_way(specked, qtbot, tmp_path):
    session = specked.session
    session.set_post(PostProcessing(fill_holes=True))
    shown = np.array(shown_slices(session))
    dialog = dialog_for(specked, "study", tmp_path)
    dialog.accept()
    with qtbot.waitSignal(specked.exporter.finished, timeout=30_000):
        specked.exporter.start(dialog.studies, dialog.request)
        delete_corner(session)
        session.set_post(PostProcessing(largest=True))
    np.testing.assert_array_equal(written_slices(tmp_path, session), shown)


def test_dialog_and_files_say_what_was_done_after_the_threshold(specked, qtbot, tmp_path):
    session = specked.session
    key = session.state.study
    assert "Post-processing" not in dialog_for(specked, "study", tmp_path).preview.text()
    delete_corner(session)
    session.set_post(PostProcessing(largest=True, smallest=30, fill_holes=True))
    dialog = dialog_for(specked, "study", tmp_path)
    assert f"Post-processing on: {session.state.post.describe()}." in dialog.preview.text()
    assert f"Without 1 component you removed from {key}." in dialog.preview.text()
    dialog.source[MaskSource.GROUND_TRUTH.value].setChecked(True)
    assert "Post-processing" not in dialog.preview.text()
    dialog.source[MaskSource.PREDICTION.value].setChecked(True)
    export(specked, qtbot, dialog)
    (record,) = json.loads((tmp_path / key / "provenance.json").read_text(encoding="utf-8"))["records"]
    assert record["postprocessing"] == list(session.state.post.steps)
    (deleted,) = record["removed"]
    assert deleted.startswith("component of 81 voxels")
    assert deleted.endswith("columns 0 to 8, rows 0 to 8")
    with tifffile.TiffFile(tmp_path / key / f"{key}_1_mask.tif") as file:
        description = file.pages[0].description
    assert "1 component deleted by the reader" in description
    assert all(step in description for step in session.state.post.steps)


def test_ground_truth_is_written_as_it_is_whatever_the_switches_say(specked, qtbot, tmp_path):
    session = specked.session
    delete_corner(session)
    session.set_post(PostProcessing(largest=True, smallest=10**6, fill_holes=True))
    dialog = dialog_for(specked, "study", tmp_path)
    dialog.source[MaskSource.GROUND_TRUTH.value].setChecked(True)
    export(specked, qtbot, dialog)
    np.testing.assert_array_equal(written_slices(tmp_path, session), session.truth.voxels)
    text = (tmp_path / session.state.study / "provenance.json").read_text(encoding="utf-8")
    (record,) = json.loads(text)["records"]
    assert (record["removed"], record["postprocessing"]) == ([], [])
