"""A model that was trained on all patients gets the scores of its recipe's folds."""

import json
from dataclasses import replace

import pytest

from lgg_viewer.core.doubt import fitted_temperature
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.probability import ModelId
from lgg_viewer.errors import LggError
from lgg_viewer.io.model_card import read_model_card, write_model_card
from tests.unit.model.tiny_model import make_card
from tests.unit.trainer.tiny_cohort import write_cohort
from tests.unit.trainer.tiny_evaluation import HEADING, see_cores
from trainer.cli import main
from trainer.commands.export import LOOKED_AT, LOOKED_AT_OUT_OF_FOLD, copy_model
from trainer.data.dataset import find_studies
from trainer.scoring.evaluate import evaluate

POST = PostProcessing(largest=True)


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cohort")
    names = write_cohort(folder, patients=5)
    models = (ModelId("a", "ab" * 32), ModelId("b", "cd" * 32))
    heading = replace(
        HEADING, models=models, scored="all folds", kin=("smoke", "11" * 32, None, 0.5, False, *POST.steps)
    )
    return names, evaluate(see_cores, find_studies(folder), heading, threshold=0.5, post=POST).to_json()


@pytest.fixture
def run(tmp_path, evaluated):
    (tmp_path / "run" / "model").mkdir(parents=True)
    path = make_card(tmp_path / "run" / "model", patients=evaluated[0])
    card = read_model_card(path)
    training = {**card.training, "fold": None, "recipe_sha256": "11" * 32}
    write_model_card(replace(card, training=training, post=POST), path)
    return tmp_path / "run"


def write(folder, content):
    path = folder / "evaluation.json"
    path.write_text(json.dumps(content))
    return path


def test_its_card_tells_how_others_of_its_recipe_did_on_patients_they_had_not_seen(run, evaluated, tmp_path, capsys):
    content = evaluated[1]
    output = tmp_path / "shipped"
    words = ["export", str(run), "--output", str(output), "--out-of-fold", str(write(tmp_path, content))]
    assert main(words) == 0
    assert "lgg-unet.json" in capsys.readouterr().out
    card = read_model_card(output / "lgg-unet.json")
    scores = card.scores["all folds of: two folds"]
    assert scores["dice_per_patient"] == content["dice_per_patient"]
    assert scores["worst"] == content["worst"]
    assert "by_patient" not in scores
    # nobody is to take them for scores of these very weights
    assert scores["of"] == "2 models of this recipe, one per fold, and not these weights"
    assert [m["sha256"] for m in scores["models"]] == ["ab" * 32, "cd" * 32]
    assert "not these weights" in card.as_text()
    assert fitted_temperature(card) == content["calibration"]["cooled"]["temperature"]
    # every patient of it, for whoever wants to check the card
    assert json.loads((tmp_path / "shipped" / "evaluation.json").read_text()) == content


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kin": ["smoke", "22" * 32, None, 0.5, False, *POST.steps]}, "differs from .* in recipe"),
        ({"kin": ["smoke", "11" * 32, "33" * 32, 0.5, False, *POST.steps]}, "initial weights"),
        ({"kin": ["smoke", "11" * 32, None, 0.5, True, *POST.steps]}, "mask settings"),
        ({"kin": ["smoke", "11" * 32, None, 0.5, False]}, "mask settings"),
        # corrected masks, or --raw
        ({"kin": []}, "mask settings"),
        ({"weights": [{"name": "a", "sha256": "ab" * 32}]}, "several fold models"),
        ({"by_patient": [{"patient": "P"}]}, "differ in 6 patients"),
        ({"by_patient": None}, "cannot be read"),
    ],
)
def test_evidence_that_is_of_something_else_is_refused(run, evaluated, tmp_path, change, told):
    with pytest.raises(LggError, match=told):
        copy_model(run, tmp_path, "lgg-unet", write(tmp_path, {**evaluated[1], **change}))
    assert not (tmp_path / "lgg-unet.json").exists()


def test_a_model_that_held_out_a_fold_has_scores_of_its_own(run, evaluated, tmp_path):
    (path,) = (run / "model").glob("*.json")
    card = read_model_card(path)
    write_model_card(replace(card, training={**card.training, "fold": 1}), path)
    with pytest.raises(LggError, match="trained on all patients"):
        copy_model(run, tmp_path, "lgg-unet", write(tmp_path, evaluated[1]))


def test_what_was_seen_in_the_worst_patients_stands_on_the_card(run, evaluated, tmp_path):
    seen = tmp_path / "findings.csv"
    seen.write_text('patient,dice,finding\nTCGA_CS_0001,0.4,"label ends at the bright core, prediction does not"\n')
    evidence = write(tmp_path, evaluated[1])
    words = ["export", str(run), "--output", str(tmp_path), "--out-of-fold", str(evidence), "--findings", str(seen)]
    assert main(words) == 0
    card = read_model_card(tmp_path / "lgg-unet.json")
    assert card.scores[LOOKED_AT_OUT_OF_FOLD] == {"TCGA_CS_0001": "label ends at the bright core, prediction does not"}
    assert "label ends at the bright core" in card.as_text()
    assert card.scores["all folds of: two folds"]["patients"] == 5
    # without such evidence they were made on these weights themselves
    assert main([*words[:4], "--findings", str(seen)]) == 0
    own = read_model_card(tmp_path / "lgg-unet.json").scores
    assert own[LOOKED_AT] == card.scores[LOOKED_AT_OUT_OF_FOLD]
    assert LOOKED_AT_OUT_OF_FOLD not in own


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("patient,seen\nTCGA_CS_0001,x\n", "KeyError"),
        ("patient,finding\nTCGA_CS_0001, \n", "one finding for each"),
        ("patient,finding\n", "one finding for each"),
        ("patient,finding\nTCGA_CS_0001,small, a third is found\n", "quote what holds commas"),
        ("patient,finding\nTCGA_CS_0001,one\nTCGA_CS_0001,two\n", "one finding for each"),
        ("patient,finding\nTCGA_XX_9999,small\n", "'TCGA_XX_9999' .* is not a patient"),
    ],
)
def test_findings_that_say_nothing_are_refused(run, tmp_path, text, told):
    seen = tmp_path / "findings.csv"
    seen.write_text(text)
    with pytest.raises(LggError, match=told):
        copy_model(run, tmp_path, "lgg-unet", findings=seen)
