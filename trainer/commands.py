"""What the command line does, one function a command; each returns the text to print."""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import FrameType

import torch

from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import sweep_temporaries, write_atomically
from lgg_viewer.io.model_card import read_model_card, write_model_card
from lgg_viewer.model.device import choose_device
from lgg_viewer.model.predictor import Predictor
from lgg_viewer.model.threads import VARIABLE, choose_threads
from lgg_viewer.model.unet import UNet
from lgg_viewer.model.weights import read_network
from trainer.dataset import Dataset, find_studies, load, measure_strata
from trainer.engine import CHECKPOINT, finished_network, train
from trainer.evaluate import evaluate, format_table, refuse_trained, write_evaluation
from trainer.export import MODEL, check_name, export_network
from trainer.recipe import find_recipe, read_recipe
from trainer.run import SPLIT, Plan, begin, check_same, look_around, read_record
from trainer.split import Split, make_split, read_split, to_json

VALIDATION = "validation"
FIVE_FOLDS = Path(__file__).parent / "splits" / "five_folds.json"


def train_network(
    recipe: str,
    data: Path,
    run: Path,
    *,
    split: Path | None,
    fold: int | None,
    everyone: bool,
    device: str,
    resume: bool,
    max_steps: int | None,
    name: str | None,
    start: Path | None = None,
) -> str:
    """Train, or go on training, and export; a run that is finished already is exported alone.

    Raises
    ------
    LggError
    InterruptedError
        Stopped after `max_steps`.
    KeyboardInterrupt
        Stopped by the user; like the former it says how to go on, and the checkpoint is whole.
    """
    plan = _plan(recipe, run, split=split, fold=fold, everyone=everyone, resume=resume, start=start)
    held = "all" if plan.fold is None else f"fold{plan.fold}"
    name = name or f"lgg-unet-{plan.recipe.name}-{held}"
    check_name(name)  # now, and not after hours of work
    where = _training_device(device)
    network = None
    if resume:
        check_same(plan, run)
        network = finished_network(plan.recipe, run)
    elif (run / CHECKPOINT).exists():
        raise LggError(f"{run} holds a run already.", "Go on with --resume, or choose another folder.")
    slices = None if network is not None else load(find_studies(data, plan.patients))
    if not resume or read_record(run) is None:
        begin(plan, run, look_around(where))
    if slices is not None:
        network = _train(plan, slices, run, where, resume=resume, max_steps=max_steps)
    record = read_record(run)
    assert network is not None
    assert record is not None
    card = export_network(network, plan, record, run / MODEL, name)
    told = f"Trained on {len(plan.patients)} patients, {len(plan.held_out)} held out.\nModel: {card}"
    return f"{told}\n{_validate(card, data, plan, run, where)}" if plan.held_out else told


def _validate(card: Path, data: Path, plan: Plan, run: Path, where: str) -> str:
    """Score the finished network on the patients held out; the model stands without it."""
    try:
        return score(
            card,
            data,
            split=run / SPLIT,
            fold=plan.fold,
            output=run / VALIDATION,
            device=where,
            update_card=True,
            notice=lambda _sentence: None,
        )
    except LggError as error:
        return f"Not validated. {error}"


def _train(plan: Plan, slices: Dataset, run: Path, where: str, *, resume: bool, max_steps: int | None) -> UNet:
    sweep_temporaries(run)
    device = torch.device(where)
    start = read_network(plan.start).state_dict() if plan.start is not None and not resume else None
    with _stop_on_signal() as interrupted:
        try:
            return train(
                plan.recipe,
                slices,
                run,
                device,
                resume=resume,
                start=start,
                stop_after=max_steps,
                interrupted=interrupted,
            )
        except InterruptedError as stop:
            if interrupted():
                raise KeyboardInterrupt(str(stop)) from stop
            raise
        except torch.OutOfMemoryError as error:
            what = str(error).splitlines()[0]
            raise LggError(f"The memory of {where} is too small ({what}).", "Take a smaller batch.") from error


def _plan(
    recipe: str,
    run: Path,
    *,
    split: Path | None,
    fold: int | None,
    everyone: bool,
    resume: bool,
    start: Path | None,
) -> Plan:
    """Put together what is asked for; what is not said is taken from the run that is resumed."""
    source = find_recipe(recipe)
    record = read_record(run) if resume else None
    chosen = read_split(split or (run / SPLIT if record is not None else FIVE_FOLDS))
    if fold is None and not everyone:
        fold = record["fold"] if record is not None else 0
    plan = Plan(read_recipe(source), source, chosen, fold, read_model_card(start) if start is not None else None)
    _ = plan.patients  # no such fold: told before anything is read
    plan.check_start()
    return plan


def _training_device(wanted: str) -> str:
    """Return "cuda" or "cpu"; the number of CPU threads is the user's to bound, and not probed for hours of work."""
    device = choose_device(wanted) if wanted != "auto" else "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu" and os.environ.get(VARIABLE):
        choose_threads()
    return device


@contextlib.contextmanager
def _stop_on_signal() -> Iterator[Callable[[], bool]]:
    """Turn the first Ctrl+C (or SIGTERM) into a flag, so that a step is never cut; the second one ends at once."""
    stopped = False
    kinds = (signal.SIGINT, signal.SIGTERM)
    before = {kind: signal.getsignal(kind) for kind in kinds}

    def note(kind: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True
        signal.signal(kind, before[signal.Signals(kind)])

    for kind in kinds:
        signal.signal(kind, note)
    try:
        yield lambda: stopped
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def score(
    weights: Path,
    data: Path,
    *,
    split: Path | None,
    fold: int | None,
    output: Path | None,
    device: str,
    update_card: bool,
    notice: Callable[[str], None],
) -> str:
    """Score weights on patients they were not trained on.

    Raises
    ------
    LggError
    """
    card = read_model_card(weights)
    chosen = read_split(split or FIVE_FOLDS)
    if fold is None and card.training.get("split") == chosen.name and isinstance(card.training.get("fold"), int):
        fold = card.training["fold"]
    patients = chosen.patients if fold is None else chosen.held_out(fold)
    refuse_trained(card, patients)
    result = evaluate(Predictor(card, device, notice=notice), find_studies(data, patients))
    told = [format_table(result)]
    if output is not None:
        told += [f"Written: {path}" for path in write_evaluation(result, output)]
    if update_card:
        group = f"{'all folds' if fold is None else f'fold {fold}'} of: {chosen.name}"
        path = card.weights.with_suffix(".json")
        write_model_card(replace(card, scores={**card.scores, group: result.summary()}), path)
        told.append(f"Scores noted in {path}")
    return "\n".join(told)


def deal_split(data: Path, output: Path, *, folds: int, seed: int) -> str:
    """Make a split of the patients of a folder.

    Raises
    ------
    LggError
        The file is there already: a split that results rest on is not replaced.
    """
    if output.exists():
        raise LggError(f"{output} is there already.", "Choose another name: results may rest on it.")
    split = make_split(measure_strata(find_studies(data)), folds=folds, seed=seed)
    with write_atomically(output) as file:
        file.write(to_json(split).encode())
    return _describe(split, output)


def _describe(split: Split, path: Path) -> str:
    sizes = ", ".join(str(len(fold)) for fold in split.folds)
    return f"{split.name}\nPatients a fold: {sizes}\nWritten: {path}"
