"""Exported masks, scored as files."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest
import tifffile

from lgg_viewer.io.cohort_folder import read_cohort
from lgg_viewer.io.model_card import read_model_card, write_model_card
from lgg_viewer.io.study_files import read_study
from tests.unit.model.tiny_model import make_card
from tests.unit.trainer.tiny_cohort import write_cohort
from tests.unit.trainer.tiny_evaluation import evaluate_cohort, see_cores
from trainer.cli import main
from trainer.commands.scoring import CHECK


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cohort")
    return folder, write_cohort(folder, patients=5)


@pytest.fixture
def masks(cohort, tmp_path):
    """What a network that sees the cores alone would have exported."""
    folder = tmp_path / "masks"
    for study in read_cohort(cohort[0]).studies:
        (folder / study.key).mkdir(parents=True)
        mask = see_cores(study, read_study(study).volume).probability.values >= 0.5
        for ref, plane in zip(study.slices, mask, strict=True):
            tifffile.imwrite(folder / study.key / f"{study.key}_{ref.number}_mask.tif", plane.astype(np.uint8) * 255)
    return folder


@pytest.fixture
def card(cohort, tmp_path):
    """Of weights that were trained on all of them."""
    return make_card(tmp_path, patients=cohort[1])


def score(*words):
    return main(["score", *map(str, words)])


def test_masks_score_as_the_network_that_made_them(cohort, masks, tmp_path, capsys):
    assert score(masks, "--data", cohort[0], "--output", tmp_path / "out") == 0
    found = json.loads((tmp_path / "out" / "scores.json").read_text())
    expected = evaluate_cohort(cohort[0], see_cores).summary()
    assert 0.2 < found["dice_per_patient"]["mean"] < 0.9
    assert found["dice_per_patient"] == expected["dice_per_patient"]
    assert found["pooled_voxels"] == {**expected["pooled_voxels"], "mean_bce": None}
    assert found["worst"] == expected["worst"]
    with (tmp_path / "out" / "patients.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["patient"] for row in rows[:5]] == list(expected["worst"])
    # a mask does not tell what it was before post-processing
    assert {row["dice_before_post_processing"] for row in rows} == {""}
    assert "BCE" not in capsys.readouterr().out


def test_ground_truth_scores_one(cohort, tmp_path, capsys):
    assert score(cohort[0], "--data", cohort[0]) == 0
    assert "mean 1.000" in capsys.readouterr().out


def test_a_missing_mask_is_named(cohort, masks, capsys):
    study = read_cohort(cohort[0]).studies[1].key
    lost = masks / study / f"{study}_2_mask.tif"
    lost.unlink()
    assert score(masks, "--data", cohort[0]) == 1
    assert f"{lost} is missing" in capsys.readouterr().err


def test_masks_of_another_size_are_refused(cohort, masks, capsys):
    study = read_cohort(cohort[0]).studies[0].key
    tifffile.imwrite(masks / study / f"{study}_1_mask.tif", np.zeros((128, 128), np.uint8))
    assert score(masks, "--data", cohort[0]) == 1
    assert study in capsys.readouterr().err


def test_what_the_file_itself_gives_is_noted_in_its_card_and_found_again(cohort, masks, card, capsys):
    assert score(masks, "--data", cohort[0], "--card", card) == 0
    assert "states nothing of just these patients" in capsys.readouterr().out
    assert score(masks, "--data", cohort[0], "--card", card, "--update-card") == 0
    noted = read_model_card(card).scores[CHECK]
    assert noted["patients"] == 5
    capsys.readouterr()
    assert score(masks, "--data", cohort[0], "--card", card) == 0
    mean = noted["dice_per_patient"]["mean"]
    assert f"the card of tiny / these masks: mean {mean:.3f} / {mean:.3f}" in capsys.readouterr().out
    # other masks of the same patients: the two figures differ
    assert score(cohort[0], "--data", cohort[0], "--card", card) == 0
    assert f"mean {mean:.3f} / 1.000" in capsys.readouterr().out


def test_a_card_that_held_patients_out_is_compared_on_them_alone(cohort, masks, card, capsys):
    known = read_model_card(card)
    held_out = cohort[1][:2]
    training = {"patients": list(cohort[1][2:]), "held_out": list(held_out), "fold": 0}
    stated = {"fold 0 of: x": {"dice_per_patient": {"mean": 0.5, "median": 0.5, "minimum": 0.4}}}
    write_model_card(replace(known, training=training, scores=stated), card)
    assert score(masks, "--data", cohort[0], "--card", card) == 0
    told = capsys.readouterr().out
    assert "2 patients, exported masks" in told
    assert "these masks: mean 0.500 / 0." in told
    assert score(masks, "--data", cohort[0], "--card", card, "--update-card") == 1
    assert "trained on all patients" in capsys.readouterr().err
