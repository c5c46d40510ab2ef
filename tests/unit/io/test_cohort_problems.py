import os
import time
from pathlib import Path

import numpy as np
import pytest

from lgg_viewer.core.study import ProblemKind
from lgg_viewer.errors import LggError
from lgg_viewer.io import cohort_folder
from lgg_viewer.io.cohort_folder import read_cohort
from tests.unit.io.tiff_files import KEY, blob, picture, to_tiff, write, write_study

OTHER = "TCGA_DU_5849_19950405"
posix_only = pytest.mark.skipif(os.name == "nt", reason="links and undecodable names are made the POSIX way")


def kinds(cohort):
    return [p.kind for p in cohort.problems]


def numbers(study):
    return [s.number for s in study.slices]


@pytest.mark.parametrize(
    ("mask_pages", "kind", "with_mask"), [(2, ProblemKind.MASK_MISSING, 2), (5, ProblemKind.MASK_EXTRA, 3)]
)
def test_a_mask_with_another_number_of_pages_is_told(tmp_path, mask_pages, kind, with_mask):
    write(tmp_path / f"{KEY}.tif", np.stack([picture(n, channels=1) for n in range(3)]))
    write(tmp_path / f"{KEY}_mask.tif", np.stack([blob(n) for n in range(mask_pages)]))
    cohort = read_cohort(tmp_path)
    assert kinds(cohort) == [kind]
    assert sum(s.mask is not None for s in cohort.studies[0].slices) == with_mask


@pytest.mark.parametrize("stray", [f"{KEY}.tif", f"{KEY}_mask.tif"])
def test_single_files_go_before_a_stack_which_is_told(tmp_path, stray):
    write_study(tmp_path)
    write(tmp_path / stray, np.stack([blob(n) for n in range(3)]))
    cohort = read_cohort(tmp_path)
    assert numbers(cohort.studies[0]) == [1, 2, 3]
    assert [(p.kind, p.path.name, p.study) for p in cohort.problems] == [(ProblemKind.NOT_READ, stray, KEY)]


def test_a_stack_that_cannot_be_read_stays_in_the_list(tmp_path):
    (tmp_path / f"{KEY}.tif").write_bytes(to_tiff(blob())[:50])
    write_study(tmp_path, OTHER)
    cohort = read_cohort(tmp_path)
    assert [(s.key, len(s.slices)) for s in cohort.studies] == [(KEY, 1), (OTHER, 3)]
    assert kinds(cohort) == [ProblemKind.UNREADABLE]


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ((1, 2, 4), "Slice 3 is missing."),
        ((1, 5, 6, 9), "Slices 2-4 and 7-8 are missing."),
        ((3, 4), "Slices 1-2 are missing."),
        ((0, 2), "Slice 1 is missing."),
        ((2, 4, 6), "Slices 1, 3 and 5 are missing."),
    ],
)
def test_gaps_are_told(tmp_path, there, said):
    write_study(tmp_path, numbers=there)
    (problem,) = read_cohort(tmp_path).problems
    assert (problem.kind, problem.message, problem.study) == (ProblemKind.GAP, said, KEY)


def test_a_gap_to_the_largest_number_is_told_at_once(tmp_path):
    write_study(tmp_path, numbers=(1, 99999))
    begin = time.process_time()
    (problem,) = read_cohort(tmp_path).problems
    assert problem.message == "Slices 2-99998 are missing."
    assert time.process_time() - begin < 2


def test_masks_that_miss_or_are_too_many_are_told(tmp_path):
    write_study(tmp_path, numbers=(1, 2, 3, 4), masks=(1, 4))
    extra = write(tmp_path / f"{KEY}_9_mask.tif", blob())
    cohort = read_cohort(tmp_path)
    told = {p.kind: p for p in cohort.problems}
    assert told[ProblemKind.MASK_MISSING].message == "No mask for slices 2-3."
    assert told[ProblemKind.MASK_EXTRA].path == extra
    assert numbers(cohort.studies[0]) == [1, 2, 3, 4]


def test_masks_alone_are_no_study_but_are_told(tmp_path):
    write_study(tmp_path / KEY)
    write(tmp_path / OTHER / f"{OTHER}_1_mask.tif", blob())
    write(tmp_path / OTHER / "more" / f"{OTHER}_mask.tif", blob())
    cohort = read_cohort(tmp_path)
    assert [s.key for s in cohort.studies] == [KEY]
    assert kinds(cohort) == [ProblemKind.MASK_EXTRA] * 2


def test_the_same_slice_twice_is_told_and_the_first_is_taken(tmp_path):
    write_study(tmp_path)
    again = write(tmp_path / f"{KEY}_02.tiff", picture())
    (problem,) = read_cohort(tmp_path).problems
    assert (problem.kind, problem.path) in {
        (ProblemKind.DUPLICATE, again),
        (ProblemKind.DUPLICATE, tmp_path / f"{KEY}_2.tif"),
    }


def test_empty_folders_and_other_files_are_told(tmp_path):
    write_study(tmp_path / KEY)
    (tmp_path / "empty").mkdir()
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / ".DS_Store").write_bytes(b"")
    for n in range(7):
        (tmp_path / f"scan{n}.dcm").write_bytes(b"")
    cohort = read_cohort(tmp_path)
    assert kinds(cohort) == [ProblemKind.NOT_READ, ProblemKind.EMPTY_FOLDER, ProblemKind.EMPTY_FOLDER]
    assert "scan0.dcm" in cohort.problems[0].message
    assert "2 more" in cohort.problems[0].message


def test_folders_too_deep_are_told(tmp_path):
    deep = tmp_path.joinpath(*"abcdefg")
    write_study(deep)
    write_study(tmp_path, OTHER)
    cohort = read_cohort(tmp_path)
    assert [s.key for s in cohort.studies] == [OTHER]
    assert kinds(cohort) == [ProblemKind.NOT_READ]


@posix_only
def test_links_to_folders_are_not_followed_and_loops_do_no_harm(tmp_path):
    write_study(tmp_path / "cohort" / KEY)
    write_study(tmp_path / "elsewhere", OTHER)
    (tmp_path / "cohort" / "up").symlink_to(tmp_path / "cohort")
    (tmp_path / "cohort" / "out").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "cohort" / "circle").symlink_to(tmp_path / "cohort" / "circle")
    (tmp_path / "cohort" / "dangling").symlink_to(tmp_path / "nowhere")
    cohort = read_cohort(tmp_path / "cohort")
    assert [s.key for s in cohort.studies] == [KEY]
    assert sorted(p.path.name for p in cohort.problems if "link" in p.message) == ["out", "up"]


@posix_only
def test_a_pipe_named_like_a_study_is_listed_and_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / f"{KEY}.tif")
    os.mkfifo(tmp_path / "data.csv")
    cohort = read_cohort(tmp_path)
    assert kinds(cohort) == [ProblemKind.CLINICAL, ProblemKind.UNREADABLE]


@posix_only
@pytest.mark.parametrize(
    "key", ["Größe 脳 🧠", "a..b", "a..", "=cmd|x", "CON", "'; --", "x\ny", b"na\xffme", "a" * 240]
)
def test_odd_names_are_read_as_they_are(tmp_path, key):
    key = os.fsdecode(key)
    write_study(tmp_path, key, numbers=(1, 2), masks=False)
    cohort = read_cohort(tmp_path)
    assert [(s.key, numbers(s)) for s in cohort.studies] == [(key, [1, 2])]


@pytest.mark.parametrize("place", ["gone", "x" * 300, "nul\0byte"])
def test_what_is_no_folder_is_told_with_its_name(tmp_path, place):
    with pytest.raises(LggError, match="is not a folder") as failure:
        read_cohort(tmp_path / place)
    assert failure.value.hint


def test_a_folder_without_studies_says_what_was_expected(tmp_path):
    (tmp_path / "notes.txt").write_text("")
    with pytest.raises(LggError, match="No study was found"):
        read_cohort(tmp_path)


def test_folders_that_may_not_be_read_are_told_and_the_others_are_read(tmp_path, monkeypatch):
    write_study(tmp_path / KEY)
    write_study(tmp_path / OTHER, OTHER)
    scandir = os.scandir

    def refuse(folder):
        if Path(folder).name == OTHER:
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(cohort_folder.os, "scandir", refuse)
    cohort = read_cohort(tmp_path)
    assert [s.key for s in cohort.studies] == [KEY]
    assert [(p.kind, p.path.name) for p in cohort.problems] == [(ProblemKind.UNREADABLE, OTHER)]
    with pytest.raises(LggError, match="Permission denied"):
        read_cohort(tmp_path / OTHER)
