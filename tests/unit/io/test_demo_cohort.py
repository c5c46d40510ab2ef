import os
import shutil
import sys

import numpy as np
import pytest
import tifffile

from lgg_viewer.core.phantom import DEMO_PATIENTS
from lgg_viewer.core.study import Channel
from lgg_viewer.errors import CancelledError, LggError
from lgg_viewer.io import demo_cohort
from lgg_viewer.io.cohort_folder import read_cohort
from lgg_viewer.io.demo_cohort import ensure_demo_cohort
from lgg_viewer.io.study_files import read_study


@pytest.fixture(scope="module")
def written(tmp_path_factory, phantoms):
    """A cohort that is written once; tests only read it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo_cohort, "make_phantom", phantoms.__getitem__)
        return ensure_demo_cohort(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def drawn(monkeypatch, phantoms):
    """Let phantoms come from the shelf, and count how many were asked for."""
    asked = []

    def take(spec):
        asked.append(spec.name)
        return phantoms[spec]

    monkeypatch.setattr(demo_cohort, "make_phantom", take)
    return asked


def contents(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_cohort_is_read_back_without_a_problem(written, phantoms):
    cohort = read_cohort(written)
    assert cohort.problems == ()
    assert [s.key for s in cohort.studies] == [spec.name for spec in DEMO_PATIENTS]
    for study, spec in zip(cohort.studies, DEMO_PATIENTS, strict=True):
        data = read_study(study)
        assert data.problems == ()
        np.testing.assert_array_equal(data.volume.pixels, phantoms[spec].pixels)
        assert data.truth is not None
        np.testing.assert_array_equal(data.truth.voxels, phantoms[spec].mask)
        assert data.volume.missing == (frozenset() if spec.has_post else frozenset({Channel.POST}))


def test_slices_are_numbered_from_one_without_gaps(written):
    for study, spec in zip(read_cohort(written).studies, DEMO_PATIENTS, strict=True):
        assert [s.number for s in study.slices] == list(range(1, spec.slices + 1))


def test_files_are_of_the_published_kind(written):
    stem = f"{DEMO_PATIENTS[0].name}_1"
    folder = written / DEMO_PATIENTS[0].name
    with tifffile.TiffFile(folder / f"{stem}.tif") as image, tifffile.TiffFile(folder / f"{stem}_mask.tif") as mask:
        assert (image.pages[0].shape, image.pages[0].dtype) == ((256, 256, 3), np.uint8)
        assert image.pages[0].photometric == tifffile.PHOTOMETRIC.RGB
        assert (mask.pages[0].shape, mask.pages[0].dtype) == ((256, 256), np.uint8)
        assert "not a scan of a person" in image.pages[0].description


def test_the_clinical_table_tells_where_each_tumour_was_drawn(written):
    for study, spec in zip(read_cohort(written).studies, DEMO_PATIENTS, strict=True):
        # the right of the image is the patient's left
        assert study.clinical.laterality == ("left" if spec.tumour.centre[0] > 0 else "right")
        assert study.clinical.location.endswith("lobe")
        assert study.clinical.grade in ("II", "III")
        assert study.clinical.age.isdigit()


def test_a_cohort_that_is_there_is_returned_without_drawing(written, drawn):
    assert ensure_demo_cohort(written.parent) == written
    assert drawn == []


def test_another_generation_gets_a_folder_of_its_own(written, drawn, monkeypatch, tmp_path):
    shutil.copytree(written, tmp_path / written.name)
    monkeypatch.setattr(demo_cohort, "GENERATION", 99)
    assert ensure_demo_cohort(tmp_path) != tmp_path / written.name
    assert drawn == [spec.name for spec in DEMO_PATIENTS]


@pytest.mark.parametrize("harm", ["a slice gone", "a mask cut off", "a patient gone", "no table", "empty"])
def test_a_half_written_cohort_is_made_anew(written, drawn, tmp_path, harm):
    broken = tmp_path / written.name
    shutil.copytree(written, broken)
    last = broken / DEMO_PATIENTS[-1].name
    if harm == "a slice gone":
        (last / f"{last.name}_3.tif").unlink()
    elif harm == "a mask cut off":
        os.truncate(last / f"{last.name}_3_mask.tif", 5000)
    elif harm == "a patient gone":
        shutil.rmtree(last)
    elif harm == "no table":
        (broken / "data.csv").unlink()
    else:
        shutil.rmtree(broken)
        broken.mkdir()
    assert ensure_demo_cohort(tmp_path) == broken
    assert contents(broken) == contents(written)


def test_a_killed_run_leaves_nothing_that_looks_like_a_cohort(written, drawn, monkeypatch, tmp_path):
    with monkeypatch.context() as patch:
        patch.setattr(demo_cohort, "_encode", killed_after(20, demo_cohort._encode))
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)  # a killed program tidies nothing up
        with pytest.raises(KeyboardInterrupt):
            ensure_demo_cohort(tmp_path)
    assert [p.name[0] for p in tmp_path.iterdir()] == ["."]
    assert contents(ensure_demo_cohort(tmp_path)) == contents(written)


def killed_after(calls, function):
    def stand_in(*arguments):
        nonlocal calls
        calls -= 1
        if calls < 0:
            raise KeyboardInterrupt
        return function(*arguments)

    return stand_in


def test_what_a_killed_run_left_is_swept_once_it_is_old(written, drawn, tmp_path):
    old, young = tmp_path / ".lgg-demo-old.part", tmp_path / ".lgg-demo-young.part"
    for folder in (old, young):
        folder.mkdir()
        (folder / "slice.tif").touch()
    os.utime(old, (0, 0))
    ensure_demo_cohort(tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {young.name, written.name}


def test_a_cohort_that_another_program_finished_first_is_kept(written, drawn, monkeypatch, tmp_path):
    other = tmp_path / written.name
    encode = demo_cohort._encode

    def meanwhile(*arguments):
        if not other.exists():
            shutil.copytree(written, other)
            (other / "by-the-other.txt").touch()
        return encode(*arguments)

    monkeypatch.setattr(demo_cohort, "_encode", meanwhile)
    assert ensure_demo_cohort(tmp_path) == other
    assert (other / "by-the-other.txt").exists()
    assert list(tmp_path.iterdir()) == [other]


def test_a_full_disk_is_told_and_nothing_is_left_behind(drawn, monkeypatch, tmp_path):
    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(LggError) as caught:
        ensure_demo_cohort(tmp_path)
    assert "No space left on device" in caught.value.message
    assert str(tmp_path) in caught.value.message
    assert "Free space" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written_to_is_told(drawn, monkeypatch, tmp_path):
    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refused)
    with pytest.raises(LggError, match="Permission denied") as caught:
        ensure_demo_cohort(tmp_path / "new")
    assert "another folder" in caught.value.hint


def test_a_file_in_the_way_of_the_folder_is_told(drawn, tmp_path):
    (tmp_path / "taken").touch()
    with pytest.raises(LggError, match="could not be written"):
        ensure_demo_cohort(tmp_path / "taken")


def test_a_file_in_the_way_of_the_cohort_is_told(written, drawn, tmp_path):
    (tmp_path / written.name).touch()
    with pytest.raises(LggError, match="could not be written"):
        ensure_demo_cohort(tmp_path)


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="needs rights that bind")
def test_a_read_only_folder_is_told(drawn, tmp_path):
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(LggError, match="could not be written"):
            ensure_demo_cohort(tmp_path)
    finally:
        tmp_path.chmod(0o755)


def test_cancelling_leaves_nothing_behind(drawn, tmp_path):
    with pytest.raises(CancelledError):
        ensure_demo_cohort(tmp_path, cancelled=lambda: len(drawn) == 2)
    assert list(tmp_path.iterdir()) == []
