import dataclasses

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.trainer.tiny_cohort import make_dataset, smoke
from trainer.data.sampling import BatchOrder, rows_by_patient, seeded
from trainer.recipe.schema import Sampling


def dataset(patients, tumour):
    """A data set whose slices belong to these patients; `tumour` says which of them hold any."""
    data = make_dataset(len(patients), side=32)
    return dataclasses.replace(data, patients=tuple(patients), tumour=torch.tensor(tumour))


def drawing(**sampling):
    how = Sampling(**{"tumour_share": 0.5, "balance": 0.0, "beside_tumour": 1.0, **sampling})
    return smoke(batch=8, steps=400).model_copy(update={"sampling": how})


def counts(data, recipe, rows=None):
    rows = torch.arange(len(data.patients)) if rows is None else rows
    order = BatchOrder(data, rows, recipe)
    return torch.cat([order.at(step) for step in range(400)]).bincount(minlength=len(data.patients)).double()


def test_every_batch_holds_the_share_of_tumour_slices_that_was_asked_for():
    data = dataset(["a"] * 6, [True, False, False, False, False, False])
    order = BatchOrder(data, torch.arange(6), drawing(tumour_share=0.25))
    for step in range(20):
        assert data.tumour[order.at(step)].sum() == 2


def test_patients_of_few_tumour_slices_come_as_often_as_others_when_balanced():
    data = dataset(["small"] * 3 + ["large"] * 9, [True, False, False] + [True] * 9)
    alike = counts(data, drawing(balance=1.0))
    assert alike[0] / alike[3:].sum() == pytest.approx(1, rel=0.15)
    plain = counts(data, drawing(balance=0.0))
    assert plain[0] / plain[3:].sum() == pytest.approx(1 / 9, rel=0.2)


def test_empty_slices_next_to_tumour_are_drawn_more_often():
    data = dataset(["a"] * 5, [True, False, False, False, False])
    drawn = counts(data, drawing(beside_tumour=4.0))
    assert drawn[1] / drawn[3] == pytest.approx(4, rel=0.2)


def test_only_slices_that_are_trained_on_are_drawn():
    data = dataset(["a"] * 8, [True, False] * 4)
    drawn = counts(data, drawing(), torch.tensor([0, 1, 2]))
    assert drawn[3:].sum() == 0


@given(st.lists(st.sampled_from("abcd"), min_size=2, max_size=30), st.sets(st.sampled_from("abcd")))
def test_no_patient_stands_on_both_sides(patients, held_out):
    data = dataset(sorted(patients), [True] * len(patients))
    rows = rows_by_patient(data, tuple(held_out))
    names = [{data.patients[int(row)] for row in side} for side in (rows.training, rows.validation)]
    assert not names[0] & names[1]
    assert names[1] <= held_out
    assert sorted(torch.cat([rows.training, rows.validation]).tolist()) == list(range(len(patients)))


def test_chance_depends_on_seed_step_and_worker():
    def draw(*where):
        return torch.rand(1, generator=seeded(*where)).item()

    assert draw(1, 5) == draw(1, 5)
    assert len({draw(1, 5), draw(2, 5), draw(1, 6), draw(1, 5, 1)}) == 4
