import csv
import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from lgg_viewer.errors import LggError
from tests.unit.trainer.tiny_cohort import make_dataset
from trainer.data.protocol import HONEST_LABEL, LEAKY_LABEL, Parts
from trainer.measures.definitions import DEFINITIONS
from trainer.recipe.file import find_recipe, read_recipe, shipped_recipes
from trainer.recipe.schema import Claim, Protocol
from trainer.scoring.replica import EXAMPLES, format_replica, score_replica, write_replica

ANCESTORS = [name for name in shipped_recipes() if name.startswith("ancestor-")]
SLICES, SIDE = 40, 64


def make_recipe(deal="slice", *claims):
    recipe = read_recipe(find_recipe("ancestor-001"))
    return recipe.model_copy(update={"protocol": Protocol(deal=deal, shares=[0.5, 0.25, 0.25], claims=list(claims))})


def make_parts(leaky=True, test=(24, 3, 17, 8)):
    """The first half of the tiny slices holds tumour."""
    rows = [r for r in range(SLICES) if r not in test]
    training, validation = np.asarray(rows[:20]), np.asarray(rows[20:])
    return Parts(training, validation, np.asarray(test, np.int64), leaky, 5)


@pytest.fixture(scope="module")
def data():
    one = make_dataset(SLICES, SIDE)
    patients = tuple(f"P{row // 4}" for row in range(SLICES))
    return replace(one, patients=patients)


def half_right(data):
    """Probabilities of a network that finds the upper half of each tumour, and nothing else."""

    def predict(rows):
        found = data.masks[rows].numpy().astype(np.float32) * 0.8
        found[:, 30:] = 0.1
        return np.maximum(found, np.float32(0.1))

    return predict


def claim(value, definition, **more):
    return Claim(figure=f"The {definition}", value=value, definition=definition, **more)


@pytest.mark.parametrize("name", ANCESTORS)
def test_an_ancestor_tells_its_source_what_that_leaves_out_and_figures_that_have_a_definition(name):
    recipe = read_recipe(find_recipe(name))
    assert "LGG MRI Segmentation data set" in recipe.source
    assert "Not stated, and chosen here" in recipe.source
    assert recipe.protocol.claims
    assert {c.definition for c in recipe.protocol.claims} <= set(DEFINITIONS)
    assert all(c.lower_is_better == (c.definition == "mean_bce") for c in recipe.protocol.claims)


def test_all_five_ancestors_are_there_one_of_them_twice():
    names = [f"ancestor-{n}" for n in ("000-bce", "000-dice", "001", "002", "003", "004")]
    assert sorted(ANCESTORS) == names


def test_the_twins_of_the_controlled_experiment_differ_in_the_loss_and_in_words_alone():
    one, other = (
        read_recipe(find_recipe(f"ancestor-000-{loss}")).model_dump(exclude={"name", "summary", "source"})
        for loss in ("bce", "dice")
    )
    for part in (one, other):
        del part["protocol"]["claims"]
    assert {key for key in one if one[key] != other[key]} == {"loss"}
    assert {key for key in one["loss"] if one["loss"][key] != other["loss"][key]} == {"bce", "dice"}


def test_a_claim_is_answered_by_its_own_definition_and_on_the_test_part_alone(data):
    recipe = make_recipe(
        "slice",
        claim(0.6, "pooled_dice"),
        claim(0.7, "pooled_recall"),
        claim(0.7, "pooled_precision"),
        claim(0.5, "mean_bce", lower_is_better=True),
        claim(0.01, "mean_bce", lower_is_better=True),
    )
    score = score_replica(half_right(data), data, make_parts(), recipe)
    # rows 3, 8 and 17 hold tumour, of which half is found without a false alarm; 24 does not
    dice, recall, precision, bce, _ = (a.value for a in score.answers)
    assert (dice, recall, precision) == pytest.approx((2 / 3, 0.5, 1.0))
    found, missed, rest = 3 * 200, 3 * 200, 4 * SIDE**2 - 3 * 400
    expected = -(found * np.log(0.8) + missed * np.log(0.1) + rest * np.log(0.9)) / (4 * SIDE**2)
    assert bce == pytest.approx(expected, rel=1e-5)
    assert [a.beaten for a in score.answers] == [True, False, True, True, False]
    assert score.slices == 4


def test_batches_are_made_in_the_order_of_the_deal(data):
    rows = (*range(15), 39, 38)  # a batch of 16 with 15 tumour slices, and one of a single empty slice
    recipe = make_recipe("slice", claim(0.5, "batch16_dice"))
    (answer,) = score_replica(half_right(data), data, make_parts(test=rows), recipe).answers
    assert answer.value == pytest.approx((2 / 3 + 1) / 2)


def test_without_a_test_part_the_validation_part_is_scored(data):
    recipe = make_recipe("patient", claim(0.5, "pooled_dice"))
    parts = Parts(np.arange(8, 40), np.arange(8), np.empty(0, np.int64), False, 1)
    score = score_replica(half_right(data), data, parts, recipe)
    assert score.slices == 8
    assert score.deal["scored"] == "validation"


def test_patients_have_a_dice_of_their_own_where_patients_were_dealt_and_none_where_slices_were(data):
    whole = make_parts(leaky=False, test=(0, 1, 2, 3, 36, 37, 38, 39))
    honest = score_replica(half_right(data), data, whole, make_recipe("patient"))
    assert honest.patient_dice == pytest.approx({"P0": 2 / 3, "P9": 1.0})
    assert list(honest.patient_dice) == ["P0", "P9"]  # the worst first
    assert not score_replica(half_right(data), data, make_parts(), make_recipe()).patient_dice


def test_a_definition_that_has_no_value_for_these_slices_leaves_a_claim_unbeaten(data):
    recipe = make_recipe("slice", claim(0.0, "slice_tumour_dice"))
    score = score_replica(half_right(data), data, make_parts(test=(30, 31)), recipe)
    assert score.answers[0].value is None
    assert not score.answers[0].beaten
    (line,) = [line for line in format_replica(score).splitlines() if line.startswith("The slice_tumour_dice")]
    assert " 0.0000       -  no" in line


def test_a_claim_without_a_definition_is_told_before_anything_is_trained():
    with pytest.raises(ValueError, match="no figure is called dice_of_sorts"):
        claim(0.5, "dice_of_sorts")


def test_what_is_no_replica_is_refused(data):
    with pytest.raises(LggError, match="is no replica"):
        score_replica(half_right(data), data, make_parts(), read_recipe(find_recipe("smoke")))


@pytest.mark.parametrize(("leaky", "label"), [(True, LEAKY_LABEL), (False, HONEST_LABEL)])
def test_the_label_stands_on_all_that_is_written_and_told(data, tmp_path, leaky, label, monkeypatch):
    titles = []
    from matplotlib.figure import Figure

    suptitle = Figure.suptitle
    monkeypatch.setattr(Figure, "suptitle", lambda self, t, **how: titles.append(t) or suptitle(self, t, **how))
    deal = "slice" if leaky else "patient"
    score = score_replica(half_right(data), data, make_parts(leaky), make_recipe(deal, claim(0.5, "pooled_dice")))
    paths = write_replica(score, tmp_path)
    assert [p.name for p in paths] == ["replica.json", "replica.csv", "replica.png"]
    assert json.loads(paths[0].read_text())["label"] == label
    with paths[1].open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["label"] for row in rows] == [label]
    assert (rows[0]["source"], rows[0]["here"], rows[0]["beaten"]) == ("0.5", "0.666667", "yes")
    assert label in titles[0]
    told = format_replica(score).splitlines()
    assert label in told[0]
    assert told[-1] == label


def test_the_file_says_all_that_the_summary_needs_and_what_each_figure_means(data, tmp_path):
    score = score_replica(half_right(data), data, make_parts(), make_recipe("slice", claim(0.5, "pooled_dice")))
    content = json.loads(write_replica(score, tmp_path)[0].read_text())
    assert content["deal"]["seed"] == 5
    assert set(content["figures"]) == set(DEFINITIONS)
    assert content["claims"][0]["meaning"] == DEFINITIONS["pooled_dice"].meaning
    assert content["pixel_report"]["tumour"]["recall"] == pytest.approx(0.5)
    assert content["pixel_report"]["tumour"]["support"] == 3 * 400


def test_a_reduced_form_says_what_was_changed(data):
    recipe = read_recipe(find_recipe("ancestor-001"))
    assert "Changed" not in format_replica(score_replica(half_right(data), data, make_parts(), recipe))
    reduced = recipe.model_copy(
        update={
            "input": recipe.input.model_copy(update={"side": 128}),
            "schedule": recipe.schedule.model_copy(update={"epochs": 2, "seed": 7}),
        }
    )
    score = score_replica(half_right(data), data, make_parts(), reduced)
    assert score.changes == ("input.side 128 instead of 256", "schedule.epochs 2 instead of 28")
    assert "Changed: input.side 128 instead of 256" in format_replica(score)


def test_a_recipe_of_ones_own_name_is_a_reduced_form_of_nothing(data):
    recipe = make_recipe().model_copy(update={"name": "mine"})
    assert score_replica(half_right(data), data, make_parts(), recipe).changes == ()


def test_a_recipe_with_a_protocol_where_the_shipped_one_has_none_says_so(data):
    recipe = make_recipe().model_copy(update={"name": "smoke"})
    changes = score_replica(half_right(data), data, make_parts(), recipe).changes
    assert "protocol.deal slice instead of nothing" in changes
    assert "network.batch_norm True instead of nothing" in changes


def test_slices_to_look_at_hold_tumour_and_are_drawn_by_the_seed(data):
    parts = make_parts(test=tuple(range(SLICES)))
    first, again = (score_replica(half_right(data), data, parts, make_recipe()).examples for _ in range(2))
    assert len(first) == EXAMPLES
    assert all(e.truth.any() for e in first)
    assert [e.patient for e in first] == [e.patient for e in again]
    other = Parts(parts.training, parts.validation, parts.test, True, 6)
    drawn = score_replica(half_right(data), data, other, make_recipe()).examples
    assert any(not np.array_equal(a.image, b.image) for a, b in zip(first, drawn, strict=True))


def test_the_rows_that_are_predicted_are_those_that_are_scored(data):
    asked = []

    def predict(rows):
        asked.append(rows)
        return half_right(data)(rows)

    score_replica(predict, data, make_parts(), make_recipe())
    (rows,) = asked
    assert torch.equal(rows, torch.tensor([24, 3, 17, 8]))


def test_without_tumour_there_is_no_picture(data, tmp_path):
    score = score_replica(half_right(data), data, make_parts(test=(30, 31)), make_recipe())
    assert [p.name for p in write_replica(score, tmp_path)] == ["replica.json", "replica.csv"]
