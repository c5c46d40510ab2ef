import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgg_viewer.errors import LggError
from trainer.data.protocol import HONEST_LABEL, LEAKY_LABEL, deal, describe
from trainer.recipe.schema import Protocol

BY_SLICE = Protocol(deal="slice", shares=[0.8, 0.1, 0.1])
BY_PATIENT = Protocol(deal="patient", shares=[0.6, 0.2, 0.2])
seeds = st.integers(0, 1000)


@st.composite
def cohorts(draw):
    """Patients of some slices each, every one with tumour somewhere, in any order."""
    sizes = draw(st.lists(st.integers(1, 9), min_size=10, max_size=25))
    patients = tuple(f"P{k:02}" for k, size in enumerate(sizes) for _ in range(size))
    tumour = np.asarray(draw(st.lists(st.booleans(), min_size=len(patients), max_size=len(patients))))
    tumour[np.cumsum(sizes) - 1] = True
    return patients, tumour


def patients_of(rows, patients):
    return {patients[row] for row in rows}


@given(cohort=cohorts(), seed=seeds, protocol=st.sampled_from([BY_SLICE, BY_PATIENT]))
def test_every_slice_is_in_exactly_one_part(cohort, seed, protocol):
    patients, tumour = cohort
    parts = deal(protocol, patients, tumour, "all", seed)
    together = np.concatenate([parts.training, parts.validation, parts.test])
    assert sorted(together) == list(range(len(patients)))


@given(cohort=cohorts(), seed=seeds, protocol=st.sampled_from([BY_SLICE, BY_PATIENT]))
def test_tumour_slices_alone_are_dealt_where_the_recipe_says_so(cohort, seed, protocol):
    patients, tumour = cohort
    parts = deal(protocol, patients, tumour, "tumour", seed)
    together = np.concatenate([parts.training, parts.validation, parts.test])
    assert sorted(together) == list(np.flatnonzero(tumour))


@given(cohort=cohorts(), seed=seeds, slices=st.sampled_from(["all", "tumour"]))
def test_a_deal_by_patient_never_splits_a_patient_and_keeps_the_shares(cohort, seed, slices):
    patients, tumour = cohort
    parts = deal(BY_PATIENT, patients, tumour, slices, seed)
    sides = [patients_of(rows, patients) for rows in (parts.training, parts.validation, parts.test)]
    assert sum(map(len, sides)) == len(set().union(*sides)) == len(set(patients))
    assert not parts.leaky
    for side, share in zip(sides, BY_PATIENT.shares, strict=True):
        assert abs(len(side) - share * len(set(patients))) <= 1


@given(cohort=cohorts(), seed=seeds)
def test_a_deal_by_slice_keeps_the_shares(cohort, seed):
    patients, tumour = cohort
    parts = deal(BY_SLICE, patients, tumour, "all", seed)
    for rows, share in zip((parts.training, parts.validation, parts.test), BY_SLICE.shares, strict=True):
        assert abs(len(rows) - share * len(patients)) <= 1


@given(seed=seeds, other=seeds, protocol=st.sampled_from([BY_SLICE, BY_PATIENT]))
def test_the_same_seed_gives_the_same_deal_and_another_seed_another(seed, other, protocol):
    patients = tuple(f"P{k // 4}" for k in range(200))
    tumour = np.ones(200, bool)
    one, two = (deal(protocol, patients, tumour, "all", s) for s in (seed, other))
    same = all(np.array_equal(getattr(one, p), getattr(two, p)) for p in ("training", "validation", "test"))
    assert same == (seed == other)


def test_the_order_in_which_patients_were_read_does_not_change_who_is_held_out():
    patients = tuple(f"P{k // 4}" for k in range(40))
    tumour = np.ones(40, bool)
    there = patients_of(deal(BY_PATIENT, patients, tumour, "all", 1).test, patients)
    assert patients_of(deal(BY_PATIENT, patients[::-1], tumour, "all", 1).test, patients[::-1]) == there


def test_slices_of_a_part_are_mixed_so_that_a_batch_is_not_one_patient():
    patients = tuple(f"P{k // 20}" for k in range(400))
    parts = deal(BY_PATIENT, patients, np.ones(400, bool), "all", 1)
    assert len(patients_of(parts.test[:20], patients)) > 1


def test_without_a_share_for_a_test_the_validation_part_is_scored():
    patients = tuple(f"P{k}" for k in range(10))
    parts = deal(Protocol(deal="patient", shares=[0.8, 0.2, 0.0]), patients, np.ones(10, bool), "all", 1)
    assert parts.scored == "validation"
    assert list(parts.scored_rows) == list(parts.validation)
    assert len(parts.validation) == 2


@pytest.mark.parametrize(
    ("protocol", "slices", "told"),
    [
        (BY_PATIENT, "all", r"2 patients are too few for the shares 0\.6, 0\.2, 0\.2: nothing is left for test"),
        (BY_SLICE, "tumour", "3 slices with tumour are too few"),
    ],
)
def test_too_little_to_deal_is_told(protocol, slices, told):
    tumour = np.asarray([True] * 3 + [False] * 17)
    with pytest.raises(LggError, match=told):
        deal(protocol, ("A",) * 10 + ("B",) * 10, tumour, slices, 1)


def test_the_record_of_a_leaky_deal_says_so_and_counts_who_is_on_both_sides():
    patients = ("A",) * 50 + ("B",) * 50
    record = describe(deal(BY_SLICE, patients, np.ones(100, bool), "all", 7), patients)
    assert record["label"] == LEAKY_LABEL == "replica of a leaky protocol, not an estimate of performance"
    assert record["patients_trained_on_and_scored"] == 2
    assert record["seed"] == 7
    assert record["training"] == {"slices": 80, "patients": 2}
    assert json.loads(json.dumps(record)) == record


def test_the_record_of_an_honest_deal_names_who_is_scored():
    patients = tuple(f"P{k}" for k in range(10))
    parts = deal(BY_PATIENT, patients, np.ones(10, bool), "all", 7)
    record = describe(parts, patients)
    assert record["label"] == HONEST_LABEL
    assert record["patients_trained_on_and_scored"] == 0
    assert record["patients_scored"] == sorted(patients_of(parts.test, patients))
    assert json.loads(json.dumps(record)) == record
