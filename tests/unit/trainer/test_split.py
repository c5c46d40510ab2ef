import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgg_viewer.errors import LggError
from trainer.data.dataset import find_studies, read_with_truth
from trainer.data.split import FIVE_FOLDS, Split, Stratum, make_split, read_split, split_by_institution, to_json

strata = st.lists(
    st.tuples(st.sampled_from(["CS", "DU", "HT", ""]), st.integers(0, 10_000)), min_size=6, max_size=60
).map(lambda rows: [Stratum(f"P{k}", place, voxels) for k, (place, voxels) in enumerate(rows)])


@given(strata=strata, folds=st.integers(2, 6), seed=st.integers(0, 100))
def test_every_patient_is_in_exactly_one_fold(strata, folds, seed):
    split = make_split(strata, folds=folds, seed=seed)
    assert sorted(split.patients) == sorted(s.patient for s in strata)
    for k in range(folds):
        assert not set(split.training(k)) & set(split.held_out(k))
        assert len(split.training(k)) + len(split.held_out(k)) == len(strata)


@given(strata=strata, folds=st.integers(2, 6), seed=st.integers(0, 100))
def test_folds_are_of_nearly_equal_size(strata, folds, seed):
    sizes = [len(fold) for fold in make_split(strata, folds=folds, seed=seed).folds]
    assert max(sizes) - min(sizes) <= 1


@given(strata=strata)
def test_institutions_are_spread_over_the_folds(strata):
    split = make_split(strata, folds=3, seed=1)
    for place in ("CS", "DU"):
        members = {s.patient for s in strata if s.institution == place}
        shares = [len(members & set(fold)) for fold in split.folds]
        assert max(shares) - min(shares) <= 1


def test_the_same_seed_gives_the_same_split():
    rows = [Stratum(f"P{k}", "CS", k) for k in range(20)]
    assert make_split(rows, folds=4, seed=3) == make_split(rows[::-1], folds=4, seed=3)
    assert make_split(rows, folds=4, seed=3) != make_split(rows, folds=4, seed=4)


def test_the_committed_split_covers_ninety_patients_once_each():
    split = read_split(FIVE_FOLDS)
    assert len(split.folds) == 5
    assert len(split.patients) == len(set(split.patients)) == 90


def test_a_split_reads_back_as_it_was_written(tmp_path):
    split = Split("two", (("A", "B"), ("C",)))
    (tmp_path / "s.json").write_text(to_json(split))
    assert read_split(tmp_path / "s.json") == split


@pytest.mark.parametrize("fold", [-1, 2])
def test_a_fold_that_is_not_there_is_refused_and_never_trains_on_all(fold):
    with pytest.raises(LggError, match="no fold"):
        Split("two", (("A",), ("B",))).training(fold)


@pytest.mark.parametrize("folds", [1, 5])
def test_more_folds_than_patients_or_fewer_than_two_are_refused(folds):
    with pytest.raises(LggError, match="cannot make"):
        make_split([Stratum(f"P{k}", "", 0) for k in range(4)], folds=folds, seed=1)


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"name": "x", "folds": []}', '{"name": "x", "folds": ["AB", "C"]}', '{"name": 1, "folds": 5}'],
)
def test_what_is_not_a_split_is_told(tmp_path, content):
    (tmp_path / "s.json").write_text(content)
    with pytest.raises(LggError, match="not a split file"):
        read_split(tmp_path / "s.json")


def test_a_patient_in_two_folds_is_refused(tmp_path):
    (tmp_path / "s.json").write_text(json.dumps({"name": "x", "folds": [["A", "B"], ["B"]]}))
    with pytest.raises(LggError, match="B is listed twice"):
        read_split(tmp_path / "s.json")


@given(strata=strata)
def test_an_institution_is_held_out_whole(strata):
    named = [s for s in strata if s.institution]
    places = {s.patient: s.institution for s in named}
    if len(set(places.values())) < 2:
        with pytest.raises(LggError, match="one institution"):
            split_by_institution(named)
        return
    split = split_by_institution(named)
    assert sorted(split.patients) == sorted(places)
    for k in range(len(split.folds)):
        assert not {places[p] for p in split.training(k)} & {places[p] for p in split.held_out(k)}


def test_a_patient_whose_name_tells_no_institution_is_not_guessed():
    with pytest.raises(LggError, match="Cannot tell the institution"):
        split_by_institution([Stratum("A", "CS", 1), Stratum("B", "", 1), Stratum("C", "DU", 1)])


def test_no_slice_of_one_fold_stands_in_another_under_another_name(real_cohort):
    split = read_split(FIVE_FOLDS)
    fold_of = {patient: k for k, fold in enumerate(split.folds) for patient in fold}
    folds_of_slice: dict[bytes, set[int]] = {}
    for study in find_studies(real_cohort):
        for pixels in read_with_truth(study).volume.pixels:
            if pixels.any():  # blank slices are alike, and tell nothing
                digest = hashlib.sha256(pixels.tobytes()).digest()
                folds_of_slice.setdefault(digest, set()).add(fold_of[study.patient])
    assert len(folds_of_slice) > 3000
    assert all(len(folds) == 1 for folds in folds_of_slice.values())
