"""The table of what was to be reached, and what was."""

import csv
import json

import pytest

from lgg_viewer.errors import LggError
from tests.unit.trainer.test_replica_summary import finish
from trainer.cli import main
from trainer.data.protocol import LEAKY_LABEL
from trainer.recipe.file import find_recipe, read_recipe
from trainer.scoring.reach import tell_reach

CPU = read_recipe(find_recipe("cpu"))
TUMOUR_SLICES = {"dice": 0.9, "iou": 0.82, "precision": 0.75, "recall": 0.95, "mean_bce": 0.02}


def content(**change):
    figures = {
        "weights": [{"name": str(k), "sha256": "ab" * 32} for k in range(5)],
        "split": "five",
        "command": "lgg-trainer evaluate a.json b.json --data DIR",
        "scored": "all folds",
        "kin": ["cpu", CPU.fingerprint],
        "workers": [1],
        "patients": 90,
        "dice_per_patient": {
            "mean": 0.89,
            "mean_95_percent_interval": [0.85, 0.93],
            "median": 0.9099,
            "median_95_percent_interval": None,
            "minimum": 0.51,
            "share_under_0.7": 0.0444,
        },
        "calibration_error_cooled": {"all": 0.01, "band": 0.05},
        "pooled_voxels": {"mean_bce": 0.0149},
        "pooled_voxels_of_tumour_slices": TUMOUR_SLICES,
        "per_slice": {f"slice_tumour_{k}": v for k, v in TUMOUR_SLICES.items()},
    }
    return {**figures, **change}


@pytest.fixture
def table(tmp_path):
    def make(runs=(), **change):
        source = tmp_path / "evaluation.json"
        source.write_text(json.dumps(content(**change)))
        target = tmp_path / "reach.csv"
        assert main(["reach", str(source), *map(str, runs), "--output", str(target)]) == 0
        with target.open(newline="", encoding="utf-8") as file:
            return {row["figure"]: row for row in csv.DictReader(file)}

    return make


def test_a_figure_that_reaches_its_mark_holds_and_one_a_hair_below_does_not(table):
    rows = table()
    held = {figure: row["holds"] for figure, row in rows.items()}
    assert held["Dice per patient, mean"] == "yes"
    assert held["Dice per patient, median"] == "no"
    assert held["Dice of the worst patient"] == "yes"
    assert held["share of patients under 0.7"] == "no"
    assert held["mean BCE over all pixels"] == "yes"
    assert rows["Dice per patient, mean"]["interval"] == "0.8500 to 0.9300"
    assert rows["Dice per patient, median"]["interval"] == ""


def test_the_ancestors_of_unseen_patients_are_beaten_figure_by_figure(table):
    rows = table()
    pooled = {f: r for f, r in rows.items() if f.endswith("pooled over tumour slices")}
    assert {f.split(",")[0]: (r["to beat"], r["reached"], r["holds"]) for f, r in pooled.items()} == {
        "Dice": ("0.8012", "0.9000", "yes"),
        "IoU": ("0.6691", "0.8200", "yes"),
        "Precision": ("0.7955", "0.7500", "no"),
        "Recall": ("0.8098", "0.9500", "yes"),
    }
    of_slices = [r for f, r in rows.items() if f.endswith("mean of tumour slices")]
    assert [r["to beat"] for r in of_slices] == ["0.7622", "0.6653", "0.8016", "0.8276"]
    assert {r["by"] for r in of_slices} == {"ancestor-002"}


def test_each_line_tells_whom_it_is_of_and_what_makes_it_again(table):
    row = table()["Dice per patient, mean"]
    assert row["measured on"] == "90 patients not trained on, all folds of: five"
    assert row["command"].startswith("for K in 0 1 2 3 4; do lgg-trainer train cpu --data DIR --fold $K ")
    one = table(weights=[{}], scored="fold 3")["Dice per patient, mean"]
    assert one["command"].startswith("for K in 3; do ")
    # five models, asked for the patients of one fold
    assert table(scored="fold 2")["Dice per patient, mean"]["command"].startswith("for K in 2; do ")
    several = table(workers=[2])["Dice per patient, mean"]["command"]
    assert several.startswith("for K in 0 1 2 3 4; do torchrun --nproc-per-node 2 -m trainer train cpu --data DIR ")
    # a split that did not come along cannot be trained by again
    other = "lgg-trainer evaluate a.json --data DIR --split FILE"
    assert table(weights=[{}], command=other)["Dice per patient, mean"]["command"] == other


def test_leaky_deals_stand_apart_with_their_spread_and_count(table, tmp_path):
    runs = [
        finish(tmp_path / str(seed), "challenger", seed=seed, leaky=True, pooled_f1=f1, mean_bce=bce)
        for seed, f1, bce in ((1, 0.90, 0.014), (2, 0.92, 0.016), (3, 0.85, 0.012))
    ]
    rows = table(runs)
    row = rows["001 F1, pooled_f1"]
    assert (row["to beat"], row["by"], row["reached"]) == ("0.8562", "ancestor-001", "0.8900 ± 0.0361")
    assert row["holds"] == "2 of 3"
    assert LEAKY_LABEL in row["measured on"]
    assert row["command"].startswith("lgg-trainer train challenger --data DIR --split-seed 1 --output challenger-1-1; ")
    assert row["command"].endswith("; lgg-trainer compare challenger-*")
    # 0.016 beats the source's 0.0334, and not what ours must be
    assert rows["004 Test BCE, mean_bce"]["holds"] == "2 of 3"
    # no value is no answer
    assert rows["003 Dice, batch32_smooth100_dice"]["holds"] == "0 of 3"


def test_on_the_terminal_leaky_figures_stand_under_their_label(tmp_path):
    path = tmp_path / "evaluation.json"
    path.write_text(json.dumps(content()))
    lines = tell_reach(path, [finish(tmp_path / "run", "challenger", leaky=True, pooled_f1=0.9)]).splitlines()
    honest, leaky = (k for k, line in enumerate(lines) if line.endswith(":"))
    assert lines[honest] == "90 patients not trained on, all folds of: five:"
    assert LEAKY_LABEL in lines[leaky]
    assert honest < next(k for k, line in enumerate(lines) if "Dice per patient" in line) < leaky
    assert leaky < next(k for k, line in enumerate(lines) if "001 F1" in line)


def test_figures_without_a_value_do_not_hold(table):
    rows = table(calibration_error_cooled=None)
    (row,) = (r for f, r in rows.items() if f.startswith("calibration"))
    assert (row["reached"], row["holds"]) == ("-", "no")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kin": []}, "does not use its cards' mask settings"),
        ({"kin": ["cpu", "11" * 32]}, "not trained with the shipped recipe cpu"),
        ({"kin": ["mine", CPU.fingerprint]}, "not trained with the shipped recipe mine"),
        ({"per_slice": {}}, "cannot be read"),
        ({"dice_per_patient": {}}, "cannot be read"),
    ],
)
def test_what_is_no_evidence_is_refused(tmp_path, change, told):
    path = tmp_path / "evaluation.json"
    path.write_text(json.dumps(content(**change)))
    with pytest.raises(LggError, match=told):
        tell_reach(path, ())


def test_a_shortened_replica_answers_no_claim(tmp_path):
    path = tmp_path / "evaluation.json"
    path.write_text(json.dumps(content()))
    run = finish(tmp_path / "run", "ancestor-001", ("input.side=128",), leaky=True, pooled_f1=0.99)
    with pytest.raises(LggError, match=r"input\.side 128"):
        tell_reach(path, [run])


def test_claims_are_those_of_the_recipe_that_is_shipped(table, tmp_path):
    run = finish(tmp_path / "run", "challenger", leaky=True, pooled_f1=0.5)
    path = run / "replica" / "replica.json"
    path.write_text(path.read_text().replace("0.8562", "0.1"))
    row = table([run])["001 F1, pooled_f1"]
    assert (row["to beat"], row["holds"]) == ("0.8562", "0 of 1")


def test_a_recipe_of_ones_own_answers_no_claim(tmp_path):
    path = tmp_path / "evaluation.json"
    path.write_text(json.dumps(content()))
    run = finish(tmp_path / "run", "challenger", leaky=True)
    result = run / "replica" / "replica.json"
    result.write_text(result.read_text().replace('"name": "challenger"', '"name": "mine"'))
    with pytest.raises(LggError, match=r"mine in .* is not a shipped recipe"):
        tell_reach(path, [run])


def test_trainings_of_one_deal_under_several_seeds_are_told_with_their_seeds(table, tmp_path):
    runs = [
        finish(tmp_path / str(seed), "challenger", (f"schedule.seed={seed}",), leaky=True, pooled_f1=0.9)
        for seed in (1, 2)
    ]
    command = table(runs)["001 F1, pooled_f1"]["command"]
    assert "--split-seed 1 --output challenger-1-1" in command
    assert "--split-seed 1 --set schedule.seed=2 --output challenger-1-2" in command


def test_a_replica_trained_in_two_processes_is_made_again_in_two(table, tmp_path):
    runs = [
        finish(tmp_path / str(seed), "challenger", seed=seed, leaky=True, pooled_f1=0.9, workers=seed)
        for seed in (1, 2)
    ]
    command = table(runs)["001 F1, pooled_f1"]["command"]
    assert command.startswith("lgg-trainer train challenger --data DIR --split-seed 1 ")
    assert "; torchrun --nproc-per-node 2 -m trainer train challenger --data DIR --split-seed 2 " in command
