import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgg_viewer.errors import LggError
from trainer.commands import FIVE_FOLDS
from trainer.split import Split, Stratum, make_split, read_split, to_json

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
    with pytest.raises(LggError, match="B stands there twice"):
        read_split(tmp_path / "s.json")
