"""Exported masks, scored as files."""

import csv
import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
import tifffile

from lgg_viewer.cli import main as viewer
from lgg_viewer.core.post_processing import PostProcessing
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


def export(cohort, folder):
    """What a network that sees the cores alone would have exported."""
    for study in read_cohort(cohort).studies:
        (folder / study.key).mkdir(parents=True)
        mask = see_cores(study, read_study(study).volume).probability.values >= 0.5
        for ref, plane in zip(study.slices, mask, strict=True):
            tifffile.imwrite(folder / study.key / f"{study.key}_{ref.number}_mask.tif", plane.astype(np.uint8) * 255)
    return folder


@pytest.fixture
def masks(cohort, tmp_path):
    return export(cohort[0], tmp_path / "masks")


@pytest.fixture
def card(cohort, tmp_path):
    """Of weights that were trained on all of them."""
    return make_card(tmp_path, patients=cohort[1])


def score(*words):
    return main(["score", *map(str, words)])


def test_masks_score_as_the_network_that_made_them(cohort, masks, tmp_path, capsys):
    assert score(masks, "--data", cohort[0], "--output", tmp_path / "out") == 0
    found = json.loads((tmp_path / "out" / "masks.json").read_text())
    expected = evaluate_cohort(cohort[0], see_cores).summary()
    assert 0.2 < found["dice_per_patient"]["mean"] < 0.9
    assert found["dice_per_patient"] == expected["dice_per_patient"]
    assert found["pooled_voxels"] == {**expected["pooled_voxels"], "mean_bce": None}
    assert found["per_slice"] == {**expected["per_slice"], "slice_detection_auroc": None}
    assert found["worst"] == expected["worst"]
    with (tmp_path / "out" / "masks.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["patient"] for row in rows] == list(expected["worst"])
    # a mask does not tell what it was before post-processing
    assert {row["dice_before_post_processing"] for row in rows} == {""}
    assert "BCE" not in capsys.readouterr().out


def test_a_pack_has_the_ground_truth_and_not_the_masks(cohort, masks, tmp_path, capsys):
    assert main(["pack", "--data", str(cohort[0]), "--output", str(tmp_path / "pack")]) == 0
    assert score(masks, "--data", cohort[0]) == 0
    told = capsys.readouterr().out
    assert score(masks, "--data", tmp_path / "pack") == 0
    assert capsys.readouterr().out.splitlines()[-3:] == told.splitlines()[-3:]
    assert "mean 1.000" not in told


def test_studies_of_a_patient_are_scored_as_one(tmp_path, capsys):
    data = tmp_path / "data"
    write_cohort(data, patients=1)
    (first,) = data.iterdir()
    second = data / first.name.replace("1999", "2005")
    second.mkdir()
    for file in first.iterdir():
        shutil.copy(file, second / file.name.replace("1999", "2005"))
    export(data, tmp_path / "masks")
    assert score(tmp_path / "masks", "--data", data) == 0
    expected = evaluate_cohort(data, see_cores).summary()["dice_per_patient"]["mean"]
    told = capsys.readouterr().out
    assert "1 patients, exported masks" in told
    assert f"mean {expected:.3f}" in told


def test_of_a_cohort_those_are_scored_whose_masks_are_there(cohort, masks, capsys):
    shutil.rmtree(masks / read_cohort(cohort[0]).studies[0].key)
    assert score(masks, "--data", cohort[0]) == 0
    assert "4 patients, exported masks" in capsys.readouterr().out


def test_a_folder_without_masks_is_told(cohort, tmp_path, capsys):
    assert score(tmp_path, "--data", cohort[0]) == 1
    assert "holds no masks of these studies" in capsys.readouterr().err


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
    assert "is 128 x 128, its slice 256 x 256" in capsys.readouterr().err


def test_what_the_file_itself_gives_is_noted_in_its_card_and_found_again(cohort, masks, card, tmp_path, capsys):
    write_model_card(replace(read_model_card(card), post=PostProcessing(share=0.2)), card)
    own = tmp_path / "own"
    words = ["segment", str(cohort[0]), "--output", str(own), "--model", str(card), "--device", "cpu"]
    assert viewer(words) == 0
    assert score(own, "--data", cohort[0], "--card", card) == 0
    assert "states nothing of these weights on these patients" in capsys.readouterr().out
    assert score(own, "--data", cohort[0], "--card", card, "--update-card") == 0
    told = capsys.readouterr().out
    assert "trained on these patients: the figures say nothing of others" in told
    noted = read_model_card(card).scores[CHECK]
    assert noted["patients"] == 5
    assert score(own, "--data", cohort[0], "--card", card) == 0
    mean = noted["dice_per_patient"]["mean"]
    assert f"the card of tiny / these masks: mean {mean:.3f} / {mean:.3f}" in capsys.readouterr().out
    # other masks of the same patients: the two figures differ
    assert score(masks, "--data", cohort[0], "--card", card) == 0
    assert f"mean {mean:.3f} / {mean:.3f}" not in capsys.readouterr().out


def test_masks_that_were_changed_after_they_were_written_are_not_noted(cohort, card, tmp_path, capsys):
    own = tmp_path / "own"
    assert viewer(["segment", str(cohort[0]), "--output", str(own), "--model", str(card), "--device", "cpu"]) == 0
    study = read_cohort(cohort[0]).studies[0].key
    tifffile.imwrite(own / study / f"{study}_1_mask.tif", np.full((256, 256), 255, np.uint8))
    assert score(own, "--data", cohort[0], "--card", card, "--update-card") == 1
    assert f"{study}/provenance.json does not confirm" in capsys.readouterr().err


@pytest.mark.parametrize("words", [(), ("--threshold", "0.7"), ("--largest-component",), ("--flip-averaging", "on")])
def test_masks_of_something_else_are_not_noted(cohort, masks, card, tmp_path, words, capsys):
    """None at all, or of the right weights used otherwise than the card proposes."""
    if words:
        masks = tmp_path / "own"
        parts = ["segment", str(cohort[0]), "--output", str(masks), "--model", str(card), "--device", "cpu", *words]
        assert viewer(parts) == 0
    assert score(masks, "--data", cohort[0], "--card", card, "--update-card") == 1
    assert "does not confirm that tiny made these masks" in capsys.readouterr().err
    assert read_model_card(card).scores == {}


def test_a_card_that_held_patients_out_is_compared_on_them_alone(cohort, masks, card, capsys):
    known = read_model_card(card)
    held_out = cohort[1][:2]
    training = {"patients": list(cohort[1][2:]), "held_out": list(held_out), "fold": 0, "split": "two of five"}
    figures = {"mean": 0.5, "median": 0.5, "minimum": 0.4}
    stated = {
        "fold 1 of: two of five": {"dice_per_patient": {**figures, "mean": 0.9}},
        "fold 0 of: two of five": {"dice_per_patient": figures},
        "note": "of no patients",
    }
    write_model_card(replace(known, training=training, scores=stated), card)
    assert score(masks, "--data", cohort[0], "--card", card) == 0
    told = capsys.readouterr().out
    assert "2 patients, exported masks" in told
    assert "these masks: mean 0.500 / 0." in told
    assert "say nothing of others" not in told
    assert score(masks, "--data", cohort[0], "--card", card, "--update-card") == 1
    assert "without held-out patients" in capsys.readouterr().err


def test_a_card_of_patients_that_are_not_there_is_told(cohort, masks, tmp_path, capsys):
    assert score(masks, "--data", cohort[0], "--card", make_card(tmp_path, patients=("TCGA_XX_1",))) == 1
    assert "lacks 1 of the patients asked for: TCGA_XX_1" in capsys.readouterr().err
    assert score(masks, "--data", cohort[0], "--card", make_card(tmp_path)) == 1
    assert "names no patients" in capsys.readouterr().err
