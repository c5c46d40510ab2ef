"""What is written is what is shown; what is there is not lost."""

import errno
import json
import os
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from PySide6.QtWidgets import QMessageBox

from lgg_viewer.core.mask import MaskSource
from lgg_viewer.gui.dialogs.export import ExportDialog
from lgg_viewer.io.mask_export import Existing


@pytest.fixture
def segmented(opened, qtbot):
    opened.window.desk.segment("study")
    qtbot.waitUntil(lambda: opened.segmenter.progress is None, timeout=30_000)
    return opened


def dialog_for(program, scope: str, folder: Path) -> ExportDialog:
    return ExportDialog(program.session, program.window.worklist.selected(), scope, folder)


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


def test_the_dialog_says_which_studies_are_left_out(segmented, tmp_path):
    dialog = dialog_for(segmented, "cohort", tmp_path)
    assert dialog._keys() == [segmented.session.state.study]
    assert "2 of 3 left out: not segmented yet" in dialog.preview.text()


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
