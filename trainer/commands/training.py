"""The `train` command: from a recipe and a folder to a run, its model and its first scores."""

import contextlib
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from types import FrameType

import torch
from torch import Tensor

from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import sweep_temporaries
from lgg_viewer.io.model_card import read_model_card
from lgg_viewer.model.lanes import wanted_threads
from trainer.commands.model_name import check_name
from trainer.commands.plan import Plan
from trainer.commands.run import RECORD, SPLIT, begin, check_same, check_same_data, note_resumed, read_record
from trainer.commands.wish import Wish
from trainer.data.dataset import Dataset, find_studies, load
from trainer.data.split import FIVE_FOLDS, read_split
from trainer.learning.engine import finished_network, train
from trainer.learning.environment import look_around
from trainer.learning.imagenet import imagenet_start
from trainer.learning.networks import Network
from trainer.learning.state import CHECKPOINT
from trainer.learning.workers import Workers, join_workers
from trainer.recipe.file import find_recipe, read_recipe
from trainer.recipe.schema import Recipe


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
        raise LggError(f"{wish.run} holds a run already.", "Continue with --resume, or choose another folder.")
    resume = started or wish.resume
    plan = _plan(wish, resume)
    name = wish.name or f"lgg-unet-{plan.recipe.name}-{'all' if plan.fold is None else f'fold{plan.fold}'}"
    check_name(name)  # now, and not after hours of work
    if resume:
        check_same(plan, wish.run)
    network = finished_network(plan.recipe, wish.run) if resume else None
    where = _training_device(wish.device)
    with join_workers(where) as workers, _stop_on_signal() as stopped:
        # a finished network of Track A is exported without the slices
        unread = network is not None and plan.split is not None
        slices = None if unread else load(find_studies(wish.data, plan.needed, masks=wish.masks))
        if resume and slices is not None:
            check_same_data(slices, wish.run)
        if not resume and workers.leads and slices is not None:
            begin(plan, slices, wish.run, look_around(where, workers.count), wish.changes)
        if resume and workers.leads and network is None:
            note_resumed(wish.run, look_around(where, workers.count))
        if network is None and slices is not None:

            def due() -> bool:
                return wish.max_minutes is not None and time.monotonic() - begun > 60 * wish.max_minutes

            network = _train(plan, slices, wish, workers, resume=resume, stopped=stopped, due=due, tell=tell)
        if not workers.leads:
            return ""
    assert network is not None
    try:
        from trainer.commands.finishing import finish
    except ModuleNotFoundError as error:
        # a bare machine with a GPU trains all the same
        return (
            f"Trained to the last step; {wish.run / CHECKPOINT} is whole. {error.name} is missing here: to export and "
            "score, repeat the command with --resume where it is installed."
        )
    return finish(network, plan, slices, wish, where, name)


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
    start: Mapping[str, Tensor] | None = None
    if plan.start is not None and not resume:
        from lgg_viewer.model.weights import read_network  # not on a bare machine

        start = read_network(plan.start).state_dict()
    elif plan.from_photographs and not resume:
        start = imagenet_start(plan.recipe)
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


def _plan(wish: Wish, resume: bool) -> Plan:
    """Put together what is asked for; what is not said is taken from the run that is resumed."""
    recipe = read_recipe(find_recipe(wish.recipe), wish.changes)
    if recipe.protocol is not None:
        _refuse_track_a(wish, recipe)
        return Plan(recipe, None, deal_seed=1 if wish.deal_seed is None else wish.deal_seed)
    if wish.deal_seed is not None:
        raise LggError(
            f"{recipe.name} is no replica: its patients are split by a file.",
            "Leave out --split-seed, or give a split with --split.",
        )
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
    asked = (wish.split, wish.fold, wish.everyone or None, wish.start, wish.name)
    if any(value is not None for value in asked):
        raise LggError(
            f"{recipe.name} is a replica with a protocol of its own, and becomes no model of the app.",
            "Leave out --split, --fold, --all, --start and --name.",
        )


def _training_device(wanted: str) -> str:
    """Return "cuda" or "cpu", with as many threads on the CPU as the user asks for, else as torch starts."""
    there = torch.cuda.is_available()
    if wanted == "cuda" and not there:
        raise LggError("This computer has no cuda device that torch can use.", "Choose auto or cpu.")
    device = "cuda" if there and wanted != "cpu" else "cpu"
    threads = wanted_threads()
    if device == "cpu" and threads is not None:
        torch.set_num_threads(threads)
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
