import json
from types import SimpleNamespace

import pytest

from lgg_viewer.core.network_shape import LiteShape, ResidualShape
from lgg_viewer.errors import LggError
from trainer.commands import finetune as finetuning
from trainer.commands.finetune import _deal, _with_network_of, compare
from trainer.commands.wish import Wish
from trainer.data.split import Stratum
from trainer.recipe.file import find_recipe, read_recipe


def strata(*patients):
    return [Stratum(p, "", k) for k, p in enumerate(patients)]


@pytest.mark.parametrize("shape", [LiteShape(), LiteShape(9, (8, 8, 8, 8)), LiteShape(members=2), ResidualShape()])
def test_weights_of_any_network_go_on_in_their_own(tmp_path, shape):
    wish = Wish("finetune", tmp_path, tmp_path / "run", changes=("schedule.seed=3",))
    told = _with_network_of(SimpleNamespace(network=shape), wish)
    recipe = read_recipe(find_recipe("finetune"), told.changes)
    assert recipe.network.shape == shape
    assert recipe.schedule.seed == 3
    # what the recipe has already needs no change that a run would record
    assert (told == wish) == (shape == LiteShape(members=2))


@pytest.mark.parametrize("new", [1, 2, 7])
def test_whom_the_weights_know_is_never_held_out(new):
    patients = [f"P{k}" for k in range(new)] + ["K1", "K2"]
    split = _deal(strata(*patients), {"K1", "K2", "elsewhere"}.__contains__)
    assert not set(split.held_out(0)) & {"K1", "K2"}
    assert split.held_out(0)
    assert sorted(split.patients) == sorted(patients)


@pytest.mark.parametrize("patients", [["P"], ["K1", "K2"]])
def test_where_nobody_can_be_held_out_it_is_told(patients):
    with pytest.raises(LggError, match="No patient can be held out"):
        _deal(strata(*patients), {"K1", "K2"}.__contains__)


def write(path, **dice):
    path.write_text(json.dumps({"by_patient": [{"patient": p, "dice": d, "true_voxels": 9} for p, d in dice.items()]}))
    return path


def test_the_change_is_told_by_patient_and_with_an_interval_where_there_are_enough(tmp_path):
    before = write(tmp_path / "before", a=0.5, b=0.5, c=0.5, d=0.5, e=0.5)
    told = compare(before, write(tmp_path / "after", a=0.7, b=0.7, c=0.7, d=0.7, e=0.4))
    assert "0.500 before, 0.640 after; change +0.140" in told
    assert "4 better, 1 worse" in told
    assert "95 % interval" in told
    few = compare(write(tmp_path / "b", a=0.5), write(tmp_path / "a", a=0.6))
    assert "too few for an interval" in few
    with pytest.raises(LggError, match="different patients"):
        compare(before, tmp_path / "a")


def test_scores_against_other_masks_are_no_change_of_the_weights(tmp_path):
    before, after = write(tmp_path / "before", a=0.5), write(tmp_path / "after", a=0.9)
    after.write_text(after.read_text().replace('"true_voxels": 9', '"true_voxels": 8'))
    with pytest.raises(LggError, match="ground truth of a differs"):
        compare(before, after)


def test_where_nothing_was_scored_after_the_training_there_is_nothing_to_compare(tmp_path, monkeypatch):
    monkeypatch.setattr(finetuning, "find_studies", lambda *_, **__: [])
    monkeypatch.setattr(finetuning, "measure_strata", lambda *_, **__: strata("P", "Q"))
    monkeypatch.setattr(
        finetuning, "read_model_card", lambda _: SimpleNamespace(has_seen=lambda _: False, network=LiteShape())
    )
    monkeypatch.setattr(finetuning, "score", lambda *_, **__: "")
    monkeypatch.setattr(finetuning, "train_network", lambda *_: "Not validated.")
    wish = Wish("finetune", tmp_path, tmp_path / "run", start=tmp_path / "w.json")
    assert finetuning.finetune(wish, lambda _: None) == "Not validated."
