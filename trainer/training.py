"""The `train` command: from a recipe and a folder to a run, its model and its first scores."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import torch

from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import sweep_temporaries
from lgg_viewer.io.model_card import read_model_card
from lgg_viewer.model.device import choose_device
from lgg_viewer.model.threads import VARIABLE, choose_threads
from lgg_viewer.model.unet import UNet
from lgg_viewer.model.weights import read_network, save_weights
from trainer.dataset import Dataset, find_studies, load
from trainer.engine import finished_network, train
from trainer.environment import look_around
from trainer.export import MODEL, check_name, export_network
from trainer.networks import Network
from trainer.plan import Plan
from trainer.recipe import Recipe
from trainer.recipe_file import find_recipe, read_recipe
from trainer.replica import format_replica, score_replica, write_replica
from trainer.run import RECORD, SPLIT, begin, check_same, read_record
from trainer.scoring import score
from trainer.split import FIVE_FOLDS, read_split
from trainer.state import CHECKPOINT
from trainer.validation import predict_rows
from trainer.workers import Workers, join_workers

VALIDATION = "validation"
REPLICA = "replica"
WEIGHTS = "weights.safetensors"


@dataclass(frozen=True)
class Wish:
    """What the user asks of a training.

    Attributes
    ----------
    recipe : str
        Name or file.
    data, run : Path
    changes : tuple of str
        Of the recipe, as KEY=VALUE.
    split : Path, optional
    fold : int, optional
    everyone : bool
        Hold out nobody.
    deal_seed : int
        Of a replica.
    device : str
        "auto", "cpu" or "cuda".
    resume : bool
    resume_if_started : bool
        Resume where the folder holds a run, else begin.
    max_steps : int, optional
    max_minutes : float, optional
    name : str, optional
        Of the model.
    start : Path, optional
        Weights to begin with.
    masks : Path, optional
        Folder of exported masks that replace those of `data`.
    """

    recipe: str
    data: Path
    run: Path
    changes: tuple[str, ...] = ()
    split: Path | None = None
    fold: int | None = None
    everyone: bool = False
    deal_seed: int = 1
    device: str = "auto"
    resume: bool = False
    resume_if_started: bool = False
    max_steps: int | None = None
    max_minutes: float | None = None
    name: str | None = None
    start: Path | None = None
    masks: Path | None = None


def train_network(wish: Wish, tell: Callable[[str], None]) -> str:
    """Train, or go on training, export and score; a run that is finished already is exported and scored alone.

    Parameters
    ----------
    wish : Wish
    tell : callable
        Told what is worth a line before the end.

    Returns
    -------
    str
        What to print; empty with all workers but one.

    Raises
    ------
    LggError
    InterruptedError
        Stopped after `max_steps` or `max_minutes`.
    KeyboardInterrupt
        Stopped by the user; like the former it says how to go on, and the checkpoint is whole.
    """
    begun = time.monotonic()
    started = (wish.run / CHECKPOINT).exists()
    if started and not (wish.resume or wish.resume_if_started):
        raise LggError(f"{wish.run} holds a run already.", "Go on with --resume, or choose another folder.")
    resume = started or wish.resume
    plan = _plan(wish, resume)
    name = wish.name or f"lgg-unet-{plan.recipe.name}-{'all' if plan.fold is None else f'fold{plan.fold}'}"
    check_name(name)  # now, and not after hours of work
    if resume:
        check_same(plan, wish.run)
    network = finished_network(plan.recipe, wish.run) if resume else None
    where = _training_device(wish.device)
    with join_workers(where) as workers, _stop_on_signal() as stopped:
        slices = load(find_studies(wish.data, plan.needed, masks=wish.masks)) if network is None or plan.split is None else None
        if not resume and workers.leads and slices is not None:
            begin(plan, slices, wish.run, look_around(where), wish.changes)
        if network is None and slices is not None:

            def due() -> bool:
                return wish.max_minutes is not None and time.monotonic() - begun > 60 * wish.max_minutes

            network = _train(plan, slices, wish, workers, resume=resume, stopped=stopped, due=due, tell=tell)
        if not workers.leads:
            return ""
    assert network is not None
    if plan.split is None:
        assert slices is not None
        return _finish_replica(network, plan, slices, wish.run)
    return _finish(network, plan, wish, where, name)


def _train(
    plan: Plan,
    slices: Dataset,
    wish: Wish,
    workers: Workers,
    *,
    resume: bool,
    stopped: Callable[[], bool],
    due: Callable[[], bool],
    tell: Callable[[str], None],
) -> Network:
    if workers.leads:
        sweep_temporaries(wish.run)
    start = read_network(plan.start).state_dict() if plan.start is not None and not resume else None
    try:
        return train(
            plan.recipe,
            slices,
            plan.rows(slices),
            wish.run,
            workers,
            resume=resume,
            start=start,
            stop_after=wish.max_steps,
            interrupted=lambda: stopped() or due(),
            tell=tell if workers.leads else lambda _: None,
        )
    except InterruptedError as stop:
        if stopped():
            raise KeyboardInterrupt(str(stop)) from stop
        raise
    except torch.OutOfMemoryError as error:
        what = str(error).splitlines()[0]
        raise LggError(f"The memory of {workers.device} is too small ({what}).", "Take a smaller batch.") from error


def _finish(network: Network, plan: Plan, wish: Wish, where: str, name: str) -> str:
    """Export a network of Track A for the app, and score it on the patients held out."""
    told = [f"Trained on {len(plan.patients)} patients, {len(plan.held_out)} held out."]
    if not isinstance(network, UNet):
        save_weights(network, wish.run / WEIGHTS)
        return f"{told[0]}\nWeights: {wish.run / WEIGHTS} (a network that the app cannot open)"
    card = export_network(network, plan, read_record(wish.run), wish.run / MODEL, name)
    told.append(f"Model: {card}")
    if plan.held_out:
        try:
            told.append(
                score(
                    [card],
                    wish.data,
                    split=wish.run / SPLIT,
                    output=wish.run / VALIDATION,
                    device=where,
                    update_card=True,
                    masks=wish.masks,
                    run=wish.run,
                )
            )
        except LggError as error:
            told.append(f"Not validated. {error}")  # the model stands without it
    return "\n".join(told)


def _finish_replica(network: Network, plan: Plan, slices: Dataset, run: Path) -> str:
    """Score a replica by its ancestor's own definitions."""
    parts = plan.parts(slices)
    assert parts is not None
    save_weights(network, run / WEIGHTS)
    result = score_replica(lambda rows: predict_rows(network, slices, rows, plan.recipe), slices, parts, plan.recipe)
    written = write_replica(result, run / REPLICA)
    return "\n".join([format_replica(result), *(f"Written: {path}" for path in written)])


def _plan(wish: Wish, resume: bool) -> Plan:
    """Put together what is asked for; what is not said is taken from the run that is resumed."""
    recipe = read_recipe(find_recipe(wish.recipe), wish.changes)
    if recipe.protocol is not None:
        _refuse_track_a(wish, recipe)
        return Plan(recipe, None, deal_seed=wish.deal_seed)
    known = resume and (wish.run / RECORD).exists()
    split = read_split(wish.split or (wish.run / SPLIT if known else FIVE_FOLDS))
    fold = wish.fold
    if fold is None and not wish.everyone:
        fold = read_record(wish.run)["fold"] if known else 0
    plan = Plan(recipe, split, fold, start=read_model_card(wish.start) if wish.start is not None else None)
    _ = plan.patients  # no such fold: told before anything is read
    plan.check_start()
    return plan


def _refuse_track_a(wish: Wish, recipe: Recipe) -> None:
    if wish.split is not None or wish.fold is not None or wish.everyone or wish.start is not None:
        raise LggError(
            f"{recipe.name} is a replica with a protocol of its own.", "Leave out --split, --fold, --all and --start."
        )


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
