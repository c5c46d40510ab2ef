import dataclasses
import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
import tifffile
import torch

from lgg_viewer.io.model_card import read_model_card, write_model_card
from tests.unit.model.tiny_model import make_card
from tests.unit.trainer.tiny_cohort import SHORT, write_cohort
from trainer.cli import main
from trainer.commands import training
from trainer.data.split import read_split
from trainer.report import files


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cohort")
    write_cohort(folder / "data")
    assert main(["split", "--data", str(folder / "data"), "--output", str(folder / "s.json"), "--folds", "2"]) == 0
    return folder


def start_smoke(cohort, run):
    """What a run of the smoke recipe is started with."""
    places = ["--data", str(cohort / "data"), "--split", str(cohort / "s.json"), "--output", str(run)]
    return ["train", "smoke", *places, "--device", "cpu", *(f"--set={change}" for change in SHORT)]


@pytest.fixture
def arguments(cohort, tmp_path):
    return start_smoke(cohort, tmp_path / "run")


def leave_reports_bare(patch):
    """Leave reports without content, where they are beside the point: to draw one takes longer than to train."""
    patch.setattr(files, "write_page", lambda _result, path, **_: path.touch())


@pytest.fixture
def bare_reports(monkeypatch):
    leave_reports_bare(monkeypatch)


@pytest.fixture(scope="module")
def trained(cohort, tmp_path_factory):
    """Runs by the words they were started with, each made when it is first asked for; not to be written to."""
    folder = tmp_path_factory.mktemp("trained")

    @functools.cache
    def train(*words):
        run = folder / ("".join(words) or "run")
        with pytest.MonkeyPatch.context() as patch:
            leave_reports_bare(patch)
            assert main([*start_smoke(cohort, run), *words]) == 0
        return run

    return train


@pytest.fixture
def copy_trained(trained, tmp_path):
    """Such a run again, as the one that `arguments` go on with."""
    return lambda *words: shutil.copytree(trained(*words), tmp_path / "run")


def without(arguments, option):
    at = arguments.index(option)
    return arguments[:at] + arguments[at + 2 :]


def test_from_the_slices_to_weights_and_their_scores(cohort, arguments, tmp_path, capsys):
    assert main([*arguments, "--fold", "1"]) == 0
    run = tmp_path / "run"
    card = read_model_card(run / "model" / "lgg-unet-smoke-fold1.json")
    split = read_split(cohort / "s.json")
    assert card.trained_on == set(split.folds[0])
    assert card.training["held_out"] == list(split.folds[1])
    assert card.training["environment"]["torch"] == str(torch.__version__)
    assert card.training["environment"]["workers"] == 1
    assert {p.name for p in run.iterdir()} == {
        "checkpoint.pt",
        "curves.png",
        "log.csv",
        "model",
        "recipe.json",
        "run.json",
        "split.json",
        "tensorboard",
        "validation",
        "validation.csv",
    }
    (validated,) = card.scores.values()
    assert validated["patients"] == len(split.folds[1])
    assert str(tmp_path) not in (run / "run.json").read_text() + (run / "model" / f"{card.name}.json").read_text()

    evaluate = ["evaluate", str(card.weights), "--data", str(cohort / "data"), "--split", str(cohort / "s.json")]
    assert main([*evaluate, "--device", "cpu", "--output", str(tmp_path / "scores"), "--update-card"]) == 0
    assert split.folds[1][0] in capsys.readouterr().out
    summary = json.loads((tmp_path / "scores" / "evaluation.json").read_text())
    assert summary["patients"] == 2
    (noted,) = read_model_card(card.weights).scores.values()
    assert noted["dice_per_patient"] == summary["dice_per_patient"]

    assert main([*evaluate, "--fold", "0"]) == 1
    assert "trained on 2 of these patients" in capsys.readouterr().err

    assert main(["export", str(run), "--output", str(tmp_path / "shipped")]) == 0
    shipped = read_model_card(tmp_path / "shipped" / "lgg-unet.json")
    assert (shipped.name, shipped.sha256) == ("lgg-unet", card.sha256)
    # what it was scored on goes along
    validation = json.loads((run / "validation" / "evaluation.json").read_text())
    shipped = json.loads((tmp_path / "shipped" / "evaluation.json").read_text())
    # under the name by which it can be asked for again
    assert shipped["command"].startswith("lgg-trainer evaluate lgg-unet.json --data DIR")
    assert (shipped["model"], shipped["weights"][0]["name"]) == ("lgg-unet", "lgg-unet")
    assert shipped["by_patient"] == validation["by_patient"]


def test_a_run_stops_after_so_many_steps_and_goes_on(arguments, tmp_path, capsys):
    assert main([*arguments, "--all", "--max-steps", "2"]) == 0
    assert "step 2 of 20; continue with --resume" in capsys.readouterr().out
    assert not (tmp_path / "run" / "model").exists()
    # what is not said again is taken from the run
    assert main([*without(arguments, "--split"), "--resume"]) == 0
    card = read_model_card(tmp_path / "run" / "model" / "lgg-unet-smoke-all.json")
    assert len(card.trained_on) == 4
    assert card.training["fold"] is None
    assert card.training["resumed"] == []


def test_weights_that_held_out_nobody_are_scored_on_a_folder_of_others(copy_trained, cohort, tmp_path, capsys):
    (path,) = (copy_trained("--all") / "model").glob("*.json")
    evaluate = ["evaluate", str(path), "--data", str(cohort / "data"), "--output", str(tmp_path / "scores")]
    assert main(evaluate) == 1
    assert "It held out nobody: give it other patients" in capsys.readouterr().err
    card = json.loads(path.read_text())
    card["training"]["patients"] = ["SOMEBODY_ELSE"]
    path.write_text(json.dumps(card))
    assert main(evaluate) == 0
    result = json.loads((tmp_path / "scores" / "evaluation.json").read_text())
    assert (result["patients"], result["scored"], result["split"]) == (4, "all", "the 4 patients of the folder")
    assert result["command"] == f"lgg-trainer evaluate {path.name} --data DIR"
    assert "fold" not in result["strata"]
    assert {row["fold"] for row in result["by_patient"]} == {""}


@pytest.mark.usefixtures("bare_reports")
def test_where_else_a_run_went_on_is_told_by_its_card(arguments, tmp_path, monkeypatch):
    here = training.look_around("cpu")
    assert main([*arguments, "--max-steps", "2"]) == 0
    for revision in ("newer", "newer", "newest"):
        elsewhere = dataclasses.replace(here, revision=revision)
        monkeypatch.setattr(training, "look_around", lambda *_, elsewhere=elsewhere: elsewhere)
        assert main([*arguments, "--resume", "--max-steps", "2"]) == 0
    # a finished run is exported, and goes on nowhere
    assert main([*arguments, "--resume"]) == 0
    monkeypatch.setattr(training, "look_around", lambda *_: here)
    assert main([*arguments, "--resume"]) == 0
    card = read_model_card(tmp_path / "run" / "model" / "lgg-unet-smoke-fold0.json")
    assert card.training["environment"]["revision"] == here.revision
    assert [place["revision"] for place in card.training["resumed"]] == ["newer", "newest"]


def test_a_finished_run_from_elsewhere_is_exported_without_reading_the_data(arguments, copy_trained, tmp_path):
    run = copy_trained()
    first = read_model_card(run / "model" / "lgg-unet-smoke-fold0.json")
    (run / "model" / "lgg-unet-smoke-fold0.json").unlink()
    before = (run / "checkpoint.pt").stat().st_mtime_ns
    nowhere = [*without(arguments, "--data"), "--data", str(tmp_path / "nowhere")]
    assert main([*nowhere, "--fold", "0", "--resume", "--name", "again"]) == 0
    again = read_model_card(run / "model" / "again.json")
    assert again.sha256 == first.sha256
    assert again.trained_on == first.trained_on
    # what is known of the weights is not forgotten where it cannot be measured
    assert main([*nowhere, "--resume", "--name", "again"]) == 0
    write_model_card(dataclasses.replace(again, scores={"seen": {"patients": 1}}), run / "model" / "again.json")
    assert main([*nowhere, "--resume", "--name", "again"]) == 0
    assert read_model_card(run / "model" / "again.json").scores == {"seen": {"patients": 1}}
    assert (run / "checkpoint.pt").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ([], "holds a run already"),
        (["--resume", "--fold", "1"], "was started with fold 0 held out, not with fold 1"),
        (["--resume", "--all"], "not with all patients"),
    ],
)
def test_a_run_is_neither_overwritten_nor_resumed_as_another(arguments, copy_trained, tmp_path, capsys, more, told):
    copy_trained("--max-steps", "1")
    record = (tmp_path / "run" / "run.json").read_bytes()
    assert main([*arguments, *more]) == 1
    assert told in capsys.readouterr().err
    assert (tmp_path / "run" / "run.json").read_bytes() == record


@pytest.mark.parametrize("change", ["augmentation.flip=0.1", "schedule.steps=40"])
def test_a_run_is_not_resumed_with_another_recipe(arguments, copy_trained, capsys, change):
    copy_trained("--max-steps", "1")
    assert main([*arguments, "--set", change, "--resume"]) == 1
    assert "another recipe" in capsys.readouterr().err


@pytest.mark.usefixtures("bare_reports")
def test_a_recipe_is_changed_from_the_command_line_and_the_run_keeps_what_it_was(arguments, tmp_path):
    assert main([*arguments, "--set", "schedule.steps=2", "--set", 'schedule.rate="constant"']) == 0
    run = tmp_path / "run"
    recipe = json.loads((run / "recipe.json").read_text())
    assert (recipe["schedule"]["steps"], recipe["schedule"]["rate"]) == (2, "constant")
    record = json.loads((run / "run.json").read_text())
    told = {"schedule.steps 2 instead of 150", "schedule.rate constant instead of cosine"}
    assert told < set(record["changes"])
    assert torch.load(run / "checkpoint.pt", weights_only=True)["step"] == 2


@pytest.mark.usefixtures("bare_reports")
def test_a_run_cut_into_pieces_by_the_clock_goes_on_by_itself(arguments, tmp_path, capsys):
    assert main([*arguments, "--resume-if-started", "--max-minutes", "1e-9"]) == 0
    assert "step 0 of 20; continue with --resume" in capsys.readouterr().out
    assert main([*arguments, "--resume-if-started", "--max-minutes", "30"]) == 0
    assert (tmp_path / "run" / "model" / "lgg-unet-smoke-fold0.json").exists()


@pytest.mark.usefixtures("bare_reports")
def test_the_folds_together_score_every_patient_out_of_fold(cohort, arguments, trained, tmp_path, capsys):
    runs = trained(), trained("--fold", "1")
    cards = [str(run / "model" / f"lgg-unet-smoke-fold{k}.json") for k, run in enumerate(runs)]
    capsys.readouterr()
    evaluate = ["--data", str(cohort / "data"), "--split", str(cohort / "s.json"), "--output", str(tmp_path / "oof")]
    assert main(["evaluate", *cards, *evaluate]) == 0
    found = json.loads((tmp_path / "oof" / "evaluation.json").read_text())
    assert {p["patient"] for p in found["by_patient"]} == set(read_split(cohort / "s.json").patients)
    assert main(["evaluate", cards[0], cards[0], *evaluate]) == 1
    # folds of two trainings are not the folds of one
    assert main([*arguments, "--set=schedule.seed=9", "--fold", "1"]) == 0
    other = tmp_path / "run" / "model" / "lgg-unet-smoke-fold1.json"
    capsys.readouterr()
    assert main(["evaluate", cards[0], str(other), *evaluate]) == 1
    assert "differ in recipe" in capsys.readouterr().err
    # the split that comes with the trainer is not the one they were trained by
    capsys.readouterr()
    assert main(["evaluate", cards[0], cards[0], "--data", str(cohort / "data")]) == 1
    assert "held out no fold of" in capsys.readouterr().err


def test_a_run_is_not_resumed_on_other_slices(cohort, arguments, copy_trained, tmp_path, capsys):
    changed = tmp_path / "data"
    shutil.copytree(cohort / "data", changed)
    copy_trained("--max-steps", "1")
    mask = next(changed.glob("TCGA_DU_0000*/*_1_mask.tif"))
    tifffile.imwrite(mask, np.zeros((256, 256), np.uint8))
    elsewhere = [str(changed) if a == str(cohort / "data") else a for a in arguments]
    assert main([*elsewhere, "--resume"]) == 1
    assert "other slices or masks" in capsys.readouterr().err


@pytest.mark.usefixtures("bare_reports")
def test_whom_the_first_weights_knew_is_not_forgotten_when_resuming(copy_trained, tmp_path, capsys):
    first = copy_trained("--fold", "1") / "model" / "lgg-unet-smoke-fold1.json"
    write_cohort(tmp_path / "site", patients=2, prefix="SITE")
    split = tmp_path / "site.json"
    assert main(["split", "--data", str(tmp_path / "site"), "--output", str(split), "--folds", "2"]) == 0
    assert "2 studies of 2 patients" in capsys.readouterr().out
    places = ["--data", str(tmp_path / "site"), "--split", str(split), "--output", str(tmp_path / "second")]
    second = ["train", "smoke", *places, "--device", "cpu", *(f"--set={change}" for change in SHORT)]
    assert main([*second, "--start", str(first), "--max-steps", "2"]) == 0
    assert main([*second, "--resume"]) == 0
    card = read_model_card(tmp_path / "second" / "model" / "lgg-unet-smoke-fold0.json")
    assert card.trained_on > read_model_card(first).trained_on
    other = read_model_card(first)
    write_model_card(dataclasses.replace(other, threshold=0.4), first)
    assert main([*second, "--start", str(first), "--resume"]) == 1
    assert "other weights" in capsys.readouterr().err


@pytest.mark.usefixtures("bare_reports")
def test_a_finished_run_has_one_model_under_its_last_name(arguments, copy_trained):
    run = copy_trained()
    assert main([*arguments, "--resume", "--name", "again"]) == 0
    assert {p.name for p in (run / "model").iterdir()} == {"again.json", "again.safetensors"}


@pytest.mark.usefixtures("bare_reports")
def test_other_files_beside_the_model_of_a_run_stay(arguments, tmp_path):
    model = tmp_path / "run" / "model"
    make_card(model)
    (model / "notes.json").write_text("{}")
    assert main([*arguments, "--set=schedule.steps=2"]) == 0
    assert {"tiny.json", "tiny.safetensors", "notes.json"} < {p.name for p in model.iterdir()}


@pytest.mark.usefixtures("bare_reports")
def test_weights_learn_from_a_sites_own_studies_and_are_judged_before_and_after(trained, tmp_path, capsys):
    weights = trained("--all") / "model" / "lgg-unet-smoke-all.json"
    write_cohort(tmp_path / "site", patients=3, prefix="SITE")
    tune = ["finetune", "--weights", str(weights), "--data", str(tmp_path / "site"), "--output", str(tmp_path / "own")]
    capsys.readouterr()
    assert main([*tune, "--recipe", "smoke", *(f"--set={change}" for change in SHORT)]) == 0
    told = capsys.readouterr().out
    assert "1 patients held out" in told
    assert "before" in told
    card = read_model_card(tmp_path / "own" / "model" / "lgg-unet-smoke-fold0.json")
    # whom the first weights knew is known to the second
    assert card.trained_on > read_model_card(weights).trained_on
    assert len(card.trained_on) == 6
    # its card speaks of the site's studies, and keeps the terms of the weights it began with
    assert "from outside the public collection" in card.limits
    assert read_model_card(weights).limits in card.limits
    assert card.licence.startswith("The licence of the studies it was trained on")
    assert read_model_card(weights).licence in card.licence

    # until a training has begun, scores from an earlier try, of other masks or weights, are not taken for these
    (tmp_path / "own" / "checkpoint.pt").unlink()
    found = tmp_path / "own" / "before" / "evaluation.json"
    content = json.loads(found.read_text())
    content["by_patient"][0]["dice"] = 0.999
    found.write_text(json.dumps(content))
    assert main([*tune, "--recipe", "smoke", *(f"--set={change}" for change in SHORT)]) == 0
    assert "0.999 before" not in capsys.readouterr().out


def test_studies_that_cannot_be_trained_with_are_refused_before_anything_is_scored(tmp_path, capsys, monkeypatch):
    for patient in ("SITE_A", "SITE_B"):
        (tmp_path / "site" / patient).mkdir(parents=True)
        for end, values in (("", np.zeros((512, 512, 3), np.uint8)), ("_mask", np.zeros((512, 512), np.uint8))):
            tifffile.imwrite(tmp_path / "site" / patient / f"{patient}_1{end}.tif", values)
    monkeypatch.setattr("trainer.commands.finetune.score", None)
    words = ["--weights", str(make_card(tmp_path)), "--data", str(tmp_path / "site"), "--output", str(tmp_path / "run")]
    assert main(["finetune", *words]) == 1
    assert "SITE_A is 512 x 512 uint8. Training takes 256 x 256 of 8 bits." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["evaluate", ".", "--data", "nowhere"], "is not a model card"),
        (["train", "smoke", "--data", "nowhere", "--output", "x" * 300], "cannot be used: File name too long"),
    ],
)
def test_paths_that_nothing_can_be_done_with_are_told_in_a_sentence(words, told, capsys):
    assert main(words) == 1
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_keeps_a_whole_checkpoint_and_says_how_to_go_on(arguments, tmp_path, capsys, monkeypatch, kind):
    train = training.train

    def interrupted_once(*positional, interrupted, **named):
        asked = []

        def ask():
            asked.append(1)
            if len(asked) == 3:
                os.kill(os.getpid(), kind)
            return interrupted()

        return train(*positional, interrupted=ask, **named)

    monkeypatch.setattr(training, "train", interrupted_once)
    before = signal.getsignal(kind)
    assert main(arguments) == 130
    assert signal.getsignal(kind) == before
    assert "continue with --resume" in capsys.readouterr().err
    assert torch.load(tmp_path / "run" / "checkpoint.pt", weights_only=True)["step"] == 2


def test_a_second_ctrl_c_ends_at_once(arguments, monkeypatch, capsys):
    # a shell that starts the tests in its background has them ignore Ctrl+C
    started_with = signal.signal(signal.SIGINT, signal.default_int_handler)

    def impatient(*_, **__):
        os.kill(os.getpid(), signal.SIGINT)
        # a signal that follows too soon is one with the first: wait until that has been taken note of
        while signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(30)
        raise AssertionError("never reached")

    monkeypatch.setattr(training, "train", impatient)
    try:
        assert main(arguments) == 130
    finally:
        signal.signal(signal.SIGINT, started_with)
    assert "Stopped." in capsys.readouterr().err


def test_short_memory_of_the_graphics_card_is_told(arguments, monkeypatch, capsys):
    def fail(*_, **__):
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(training, "train", fail)
    assert main(arguments) == 1
    assert "smaller batch" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (["--data", "nowhere"], "not a folder"),
        (["--fold", "7"], "no fold 7"),
        (["--split", "nowhere.json"], "not a split file"),
        (["--name", "../up"], "not a name"),
        (["--split-seed", "2"], "no replica"),
    ],
)
def test_a_failure_is_one_sentence_on_stderr(arguments, capsys, change, told):
    assert main([*arguments, *change]) == 1
    captured = capsys.readouterr()
    assert told in captured.err
    assert "Traceback" not in captured.err


@pytest.mark.parametrize("more", [["--fold", "0"], ["--all"], ["--name", "mine"]])
def test_a_replica_takes_nothing_that_is_meant_for_models_of_the_app(cohort, tmp_path, capsys, more):
    words = ["train", "ancestor-003", "--data", str(cohort / "data"), "--output", str(tmp_path / "run"), *more]
    assert main(words) == 1
    assert "a replica with a protocol of its own" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_an_unknown_recipe_is_told_with_the_nearest(arguments, capsys):
    arguments[1] = "smok"
    assert main(arguments) == 1
    assert "Did you mean smoke?" in capsys.readouterr().err


def test_a_split_that_is_there_is_not_replaced(cohort, capsys):
    assert main(["split", "--data", str(cohort / "data"), "--output", str(cohort / "s.json")]) == 1
    assert "already exists" in capsys.readouterr().err


def test_a_split_by_institution_takes_no_seed(tmp_path, capsys):
    split = ["split", "--data", str(tmp_path), "--output", str(tmp_path / "s.json"), "--by-institution"]
    assert main([*split, "--seed", "1"]) == 1
    assert "Leave out --seed" in capsys.readouterr().err


def test_a_run_that_is_not_finished_has_nothing_to_export(tmp_path, capsys):
    assert main(["export", str(tmp_path), "--output", str(tmp_path)]) == 1
    assert "holds no models" in capsys.readouterr().err


def test_the_recipes_are_listed(capsys):
    assert main(["recipes"]) == 0
    listed = capsys.readouterr().out
    assert "cpu" in listed
    assert "smoke" in listed


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["train"],
        ["train", "smoke", "--max-steps", "0"],
        ["train", "smoke", "--max-minutes", "nan"],
        ["split", "--data", "a", "--output", "b", "--folds", "3", "--by-institution"],
        ["dance"],
    ],
)
def test_wrong_usage_ends_with_2(wrong, capsys):
    with pytest.raises(SystemExit) as caught:
        main(wrong)
    assert caught.value.code == 2
    capsys.readouterr()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--max-steps", "many"], "many is not a whole number above zero"),
        (["--max-minutes", "ten"], "ten is not a number of minutes"),
        (["--split-seed", "-1"], "-1 is not a whole number from 0 to"),
    ],
)
def test_a_value_that_is_none_is_refused_with_a_sentence(words, told, capsys):
    with pytest.raises(SystemExit):
        main(["train", "smoke", "--data", "a", "--output", "b", *words])
    assert told in capsys.readouterr().err


def test_help_needs_no_torch():
    code = (
        "import sys\nfrom trainer.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


@pytest.mark.usefixtures("bare_reports")
def test_a_second_stage_begins_with_the_weights_of_the_first_and_its_card_says_so(cohort, trained, tmp_path, capsys):
    first = read_model_card(trained("--fold", "1") / "model" / "lgg-unet-smoke-fold1.json")
    second = start_smoke(cohort, tmp_path / "second")
    assert main([*second, "--fold", "1", "--start", str(first.weights)]) == 0
    card = read_model_card(tmp_path / "second" / "model" / "lgg-unet-smoke-fold1.json")
    assert card.training["started_from"] == {"name": first.name, "sha256": first.sha256}
    assert card.sha256 != first.sha256

    third = start_smoke(cohort, tmp_path / "third")
    assert main([*third, "--fold", "0", "--start", str(first.weights)]) == 1
    assert "held out" in capsys.readouterr().err
