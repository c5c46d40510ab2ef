import os
import time

import numpy as np
import pytest

from lgg_viewer.core.study import PageRef, ProblemKind
from lgg_viewer.errors import CancelledError
from lgg_viewer.io.cohort_folder import read_cohort
from tests.unit.io.tiff_files import KEY, blob, picture, write, write_study

OTHER = "TCGA_DU_5849_19950405"
posix_only = pytest.mark.skipif(os.name == "nt", reason="links and undecodable names are made the POSIX way")


def kinds(cohort):
    return [p.kind for p in cohort.problems]


def numbers(study):
    return [s.number for s in study.slices]


def test_the_published_layout_is_read_without_a_word(tmp_path):
    for key in (OTHER, KEY):
        write_study(tmp_path / key, key)
    (tmp_path / "README.md").write_text("read me")
    cohort = read_cohort(tmp_path)
    assert [s.key for s in cohort.studies] == [KEY, OTHER]
    assert cohort.problems == ()
    study = cohort.studies[0]
    assert study.folder == tmp_path / KEY
    assert study.slices[1].image == PageRef(tmp_path / KEY / f"{KEY}_2.tif")
    assert study.slices[1].mask == PageRef(tmp_path / KEY / f"{KEY}_2_mask.tif")
    assert (study.patient, study.has_ground_truth) == ("TCGA_CS_4941", True)


@pytest.mark.parametrize("above", [".", "kaggle_3m", "lgg-mri-segmentation/kaggle_3m"])
def test_studies_are_found_in_folders_below(tmp_path, above):
    write_study(tmp_path / above / KEY)
    cohort = read_cohort(tmp_path)
    assert [s.key for s in cohort.studies] == [KEY]
    assert cohort.problems == ()


@pytest.mark.parametrize("opened", ["", f"{KEY}_2.tif"], ids=["its folder", "one of its files"])
def test_a_single_study_can_be_opened(tmp_path, opened):
    write_study(tmp_path / KEY)
    cohort = read_cohort(tmp_path / KEY / opened)
    assert [numbers(s) for s in cohort.studies] == [[1, 2, 3]]


def test_slices_of_several_patients_may_lie_in_one_folder(tmp_path):
    write_study(tmp_path, KEY)
    write_study(tmp_path, OTHER, numbers=(1, 2))
    cohort = read_cohort(tmp_path)
    assert [(s.key, numbers(s)) for s in cohort.studies] == [(KEY, [1, 2, 3]), (OTHER, [1, 2])]
    assert cohort.problems == ()


def test_slices_are_in_numeric_order(tmp_path):
    write_study(tmp_path, numbers=range(1, 12))
    assert numbers(read_cohort(tmp_path).studies[0]) == list(range(1, 12))


def test_numbering_may_start_at_zero(tmp_path):
    write_study(tmp_path, numbers=(0, 1, 2))
    cohort = read_cohort(tmp_path)
    assert (numbers(cohort.studies[0]), cohort.problems) == ([0, 1, 2], ())


def test_a_stack_is_a_slice_a_page_and_so_is_its_mask(tmp_path):
    image = write(tmp_path / f"{KEY}.tif", np.stack([picture(n, channels=1) for n in range(4)]))
    mask = write(tmp_path / f"{KEY}_mask.tif", np.stack([blob(n) for n in range(4)]))
    (study,) = read_cohort(tmp_path).studies
    assert (study.key, study.problems) == (KEY, ())
    assert [(s.number, s.image, s.mask) for s in study.slices] == [
        (n + 1, PageRef(image, n), PageRef(mask, n)) for n in range(4)
    ]


def test_a_stack_may_end_in_a_number(tmp_path):
    image = write(tmp_path / "scan_7.tif", np.stack([picture(n, channels=1) for n in range(3)]))
    mask = write(tmp_path / "scan_7_mask.tif", np.stack([blob(n) for n in range(3)]))
    (study,) = read_cohort(tmp_path).studies
    assert [(s.number, s.image, s.mask) for s in study.slices] == [
        (n + 1, PageRef(image, n), PageRef(mask, n)) for n in range(3)
    ]


def test_a_stack_that_ends_in_a_number_takes_masks_of_single_slices_too(tmp_path):
    write(tmp_path / "scan_2.tif", np.stack([picture(n, channels=1) for n in range(3)]))
    masks = [write(tmp_path / f"scan_{n}_mask.tif", blob(n)) for n in (1, 2, 3)]
    (study,) = read_cohort(tmp_path).studies
    assert [s.mask for s in study.slices] == [PageRef(path) for path in masks]
    assert study.problems == ()


def test_a_stack_takes_the_masks_of_single_slices_that_an_export_writes(tmp_path):
    write(tmp_path / f"{KEY}.tif", np.stack([picture(n, channels=1) for n in range(3)]))
    for n in (1, 3, 4):
        write(tmp_path / f"{KEY}_{n}_mask.tif", blob(n))
    cohort = read_cohort(tmp_path)
    assert [s.mask is not None for s in cohort.studies[0].slices] == [True, False, True]
    assert kinds(cohort) == [ProblemKind.MASK_EXTRA, ProblemKind.MASK_MISSING]


def test_a_study_without_masks_is_no_problem(tmp_path):
    write_study(tmp_path, masks=False)
    cohort = read_cohort(tmp_path)
    assert (cohort.studies[0].has_ground_truth, cohort.problems) == (False, ())


def test_exported_maps_are_not_taken_for_studies(tmp_path):
    write_study(tmp_path)
    write(tmp_path / f"{KEY}_2_prob.tif", np.zeros((4, 4), np.float32))
    cohort = read_cohort(tmp_path)
    assert ([s.key for s in cohort.studies], cohort.problems) == ([KEY], ())


def test_studies_of_one_name_in_two_folders_get_two_keys(tmp_path):
    for place in "abc":
        write_study(tmp_path / place)
    write_study(tmp_path / "d", f"{KEY}~2")
    cohort = read_cohort(tmp_path)
    keys = [s.key for s in cohort.studies]
    assert len(set(keys)) == 4
    assert {KEY, f"{KEY}~2"} <= set(keys)
    assert {s.key: s.folder for s in cohort.studies}[f"{KEY}~2"] == tmp_path / "d"
    assert kinds(cohort) == [ProblemKind.DUPLICATE] * 2
    assert all(s.patient or s.key for s in cohort.studies)


def test_listing_can_be_cancelled(tmp_path):
    write_study(tmp_path / KEY)
    with pytest.raises(CancelledError):
        read_cohort(tmp_path, cancelled=lambda: True)


def test_listing_opens_no_file_of_a_study_of_many_files(tmp_path, monkeypatch):
    write_study(tmp_path)

    def refuse(*_args):
        raise AssertionError("a file was opened for the list")

    monkeypatch.setattr("lgg_viewer.io.study_pairing.count_pages", refuse)
    assert len(read_cohort(tmp_path).studies) == 1


def test_the_clinical_table_is_joined_by_patient(tmp_path):
    write_study(tmp_path / "kaggle_3m" / KEY)
    (tmp_path / "kaggle_3m" / "data.csv").write_text(
        "Patient,neoplasm_histologic_grade,gender\nTCGA_CS_4941,2,1\n", encoding="utf-8"
    )
    clinical = read_cohort(tmp_path).studies[0].clinical
    assert (clinical.grade, clinical.sex) == ("III", "female")


def test_of_two_clinical_tables_the_upper_one_is_taken(tmp_path):
    write_study(tmp_path / "a" / KEY)
    for place, sex in ((tmp_path, 1), (tmp_path / "a", 2)):
        (place / "data.csv").write_text(f"Patient,gender\nTCGA_CS_4941,{sex}\n", encoding="utf-8")
    cohort = read_cohort(tmp_path)
    assert (cohort.studies[0].clinical.sex, cohort.problems) == ("female", ())


@pytest.mark.real_data
def test_the_published_cohort_is_read_whole_and_without_a_problem(real_cohort):
    begin = time.process_time()
    cohort = read_cohort(real_cohort)
    assert time.process_time() - begin < 5
    assert cohort.problems == ()
    assert len(cohort.studies) == 90
    assert sum(len(s.slices) for s in cohort.studies) == 3218
    assert all(s.mask is not None for study in cohort.studies for s in study.slices)
    assert all(numbers(s) == list(range(1, len(s.slices) + 1)) for s in cohort.studies)
    assert all(s.clinical.grade in {"II", "III", ""} for s in cohort.studies)
    assert len({s.patient for s in cohort.studies}) == 90
