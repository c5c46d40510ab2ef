"""The smoke recipe from the command line: from slices to weights that have learned something."""

import csv
import json
from statistics import fmean

import pytest

from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.io.model_card import read_model_card
from trainer.cli import main
from trainer.data.split import Split, to_json
from trainer.learning import imagenet

FEW = (("TCGA_CS_4941", "TCGA_DU_5849"), ("TCGA_CS_4942", "TCGA_HT_7473"))


def column(path, name):
    with path.open(newline="") as file:
        return [float(row[name]) for row in csv.DictReader(file)]


def train(data, split, tmp_path):
    (tmp_path / "split.json").write_text(to_json(split))
    run = tmp_path / "run"
    arguments = ["--data", str(data), "--split", str(tmp_path / "split.json"), "--fold", "0", "--output", str(run)]
    assert main(["train", "smoke", *arguments, "--device", "cpu"]) == 0
    losses = column(run / "log.csv", "loss")
    assert fmean(losses[-3:]) < 0.8 * losses[0]
    looks = column(run / "validation.csv", "loss")
    assert looks[-1] < looks[0]
    return json.loads((run / "validation" / "evaluation.json").read_text())


def test_from_nothing_on_the_phantoms(demo_cohort, tmp_path):
    patients = sorted(p.name.rpartition("_")[0] for p in demo_cohort.iterdir() if p.is_dir())
    found = train(demo_cohort, Split("one held out", ((patients[0],), tuple(patients[1:]))), tmp_path)
    assert found["patients"] == 1


def test_from_nothing_on_a_few_real_patients(real_cohort, tmp_path):
    found = train(real_cohort, Split("two held out", FEW), tmp_path)
    assert {p["patient"] for p in found["by_patient"]} == set(FEW[0])


def test_the_recipe_of_the_shipped_weights_begins_with_photographs_and_says_so(demo_cohort, tmp_path, monkeypatch):
    patients = sorted(p.name.rpartition("_")[0] for p in demo_cohort.iterdir() if p.is_dir())
    (tmp_path / "split.json").write_text(to_json(Split("one held out", ((patients[0],), tuple(patients[1:])))))
    small = ("input.side=64", "input.crop=1.0", "input.first_side=32", "schedule.steps=4", "schedule.batch=4")
    run = tmp_path / "run"
    arguments = ["--data", str(demo_cohort), "--split", str(tmp_path / "split.json"), "--output", str(run)]
    changes = [f"--set={change}" for change in (*small, "schedule.warm_up=1", "schedule.validations=1")]
    train = ["train", "cpu", *arguments, "--device", "cpu", *changes]
    assert main([*train, "--max-steps", "2"]) == 0
    # what is resumed has its weights
    monkeypatch.setattr(imagenet, "PACKAGE", "no_such_package")
    assert main([*train, "--resume"]) == 0
    (path,) = (run / "model").glob("*.json")
    card = read_model_card(path)
    assert card.training["encoder_from"]["licence"] == "Apache-2.0"
    assert "ImageNet" in card.licence
    assert card.post == PostProcessing(share=0.2)
    assert json.loads((run / "validation" / "evaluation.json").read_text())["patients"] == 1


@pytest.mark.parametrize("recipe", ["ancestor-000-dice", "ancestor-003"])
def test_a_replica_is_trained_and_held_against_its_source(demo_cohort, tmp_path, recipe, capsys):
    small = ["network.widths=[4, 4, 8]", "input.side=64", "schedule.epochs=1", "schedule.batch=8"]
    changes = [f"--set={change}" for change in small]
    run = tmp_path / "run"
    train = ["train", recipe, "--data", str(demo_cohort), "--output", str(run), "--device", "cpu", *changes]
    assert main(train) == 0
    assert "replica" in capsys.readouterr().out
    found = json.loads((run / "replica" / "replica.json").read_text())
    assert found["label"].startswith("replica")
    assert found["workers"] == 1
    # one trained in two processes says so, however it is scored
    record = json.loads((run / "run.json").read_text())
    record["environment"]["workers"] = 2
    (run / "run.json").write_text(json.dumps(record))
    assert main([*train, "--resume"]) == 0
    assert json.loads((run / "replica" / "replica.json").read_text())["workers"] == 2
