"""The training loop: explicit, resumable; one seed and number of workers give one result however often it stops."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn
from tqdm import tqdm

from lgg_viewer.errors import LggError
from trainer.data.dataset import Dataset
from trainer.data.sampling import BatchOrder, Rows, seeded
from trainer.learning.augment import View, draw_batch, full_view
from trainer.learning.losses import deep_loss
from trainer.learning.networks import Network, build_network
from trainer.learning.run_log import RunLog
from trainer.learning.speed import Speed
from trainer.learning.state import CHECKPOINT, State, begin_state, load_state, save_state
from trainer.learning.validation import look
from trainer.learning.workers import Workers
from trainer.recipe.network_shape import LiteNetwork
from trainer.recipe.schema import Recipe

SAVE_EVERY = 200
LOG_EVERY = 20


def learning_rate(step: int, steps: int, recipe: Recipe, factor: float = 1.0) -> float:
    """Return the learning rate of a step: linear warm-up, then what the recipe says.

    Parameters
    ----------
    step, steps : int
        The step, and those of the whole training.
    recipe : Recipe
    factor : float
        What plateaus have made of it.
    """
    schedule = recipe.schedule
    top = schedule.learning_rate * factor
    if step < schedule.warm_up:
        return top * (step + 1) / schedule.warm_up
    if schedule.rate != "cosine":
        return top
    progress = (step - schedule.warm_up) / max(1, steps - schedule.warm_up)
    return top * 0.5 * (1 + math.cos(math.pi * min(progress, 1.0)))


def train(
    recipe: Recipe,
    data: Dataset,
    rows: Rows,
    run: Path,
    workers: Workers,
    *,
    resume: bool,
    start: Mapping[str, Tensor] | None = None,
    stop_after: int | None = None,
    interrupted: Callable[[], bool] = lambda: False,
    tell: Callable[[str], None] = lambda _: None,
) -> Network:
    """Train a network.

    Parameters
    ----------
    recipe : Recipe
    data : Dataset
        On the CPU; it is moved to the workers' device.
    rows : Rows
        Which slices are trained on, and which are looked at for the curves.
    run : Path
        Folder of the run: `checkpoint.pt` and the logs are kept there.
    workers : Workers
        Those who share each batch.
    resume : bool
        Go on from the checkpoint in `run`.
    start : mapping, optional
        Weights to begin with, by name; chance decides where there are none.
    stop_after : int, optional
        Stop after this many steps of this call, as if interrupted.
    interrupted : callable
        Asked before each step; a true answer saves and stops.
    tell : callable
        Told at the end how fast it went.

    Returns
    -------
    Network
        The result of the recipe's last step, on the CPU and in evaluation mode.

    Raises
    ------
    LggError
        The loss is not a number; a checkpoint is missing, or there is one already; a file cannot be written.
    InterruptedError
        Stopped before the last step; the checkpoint is whole.
    """
    batch = min(recipe.schedule.batch, len(rows.training))
    if batch % workers.count:
        raise LggError(
            f"{batch} slices cannot be divided evenly among {workers.count} workers.", "Start another number of them."
        )
    own = batch // workers.count
    if own < 4 and isinstance(recipe.network, LiteNetwork) and recipe.network.members == 2:
        # slices with tumour come first in a batch: each of the two is to see some with it and some without
        raise LggError(f"Two networks cannot share {own} slices.", "Take larger batches, or start fewer workers.")
    order = BatchOrder(data, rows.training, recipe)
    state = begin_state(recipe, workers.device, start, workers.prepare)
    checkpoint = run / CHECKPOINT
    if resume:
        load_state(state, checkpoint, workers.device)
    elif checkpoint.exists():
        raise LggError(f"{run} holds a run already.", "Continue with --resume, or choose another folder.")
    if workers.any(state.step != round(workers.mean(state.step))):
        raise LggError("The workers do not see the same checkpoint.", "Give a run folder that all of them share.")
    state.steps = order.steps
    speed, begun = Speed(workers.device), state.step
    training = _Training(recipe, data.to(workers.device), rows, order, run, workers, speed, state)
    try:
        training.go(order.steps if stop_after is None else min(order.steps, begun + stop_after), interrupted)
    except OSError as error:
        raise LggError(
            f"{run} cannot be written ({error.strerror}).",
            f"Make room and continue with --resume.{_kept(checkpoint)}",
        ) from error
    if state.step > begun and workers.leads:
        tell(speed.describe(build_network(recipe), full_view(recipe)))
    if not state.finished:
        raise InterruptedError(f"Stopped at step {state.step} of {order.steps}; continue with --resume.")
    return _result(recipe, state)


def finished_network(recipe: Recipe, run: Path) -> Network | None:
    """Return the result of a run, on the CPU; None where it has not come to its last step.

    Raises
    ------
    LggError
        There is no checkpoint, it is damaged, or it does not fit the recipe.
    """
    device = torch.device("cpu")
    state = begin_state(recipe, device)
    load_state(state, run / CHECKPOINT, device)
    return _result(recipe, state) if state.finished else None


@dataclass(frozen=True, eq=False)
class _Training:
    """What the steps of a training have in common, and the state that they change."""

    recipe: Recipe
    data: Dataset
    rows: Rows
    order: BatchOrder
    run: Path
    workers: Workers
    speed: Speed
    state: State

    def go(self, last: int, interrupted: Callable[[], bool]) -> None:
        """Take steps up to `last`, or until interrupted, and save."""
        state, leads = self.state, self.workers.leads
        checkpoint, looks = self.run / CHECKPOINT, self._looks()
        running = 0.0
        with (
            RunLog(self.run if leads else None, state.step) as log,
            # shown on a terminal, by one of the workers
            tqdm(total=state.steps, initial=state.step, desc=self.recipe.name, disable=None if leads else True) as bar,
        ):
            while state.step < last and not self.workers.any(interrupted()):
                rate = self._rate()
                loss = self._step(rate)
                if not math.isfinite(loss):
                    raise _diverged(state.step, loss, checkpoint)
                running = loss if running == 0.0 else 0.98 * running + 0.02 * loss
                bar.update()
                if state.step % LOG_EVERY == 0:
                    bar.set_postfix(loss=f"{running:.4f}")
                    log.training(state.step, loss, rate)
                if state.step in looks:
                    found = look(state.current, self.data, self.rows.validation, self.recipe)
                    # workers differ in their batch statistics: what is decided by it, all decide alike
                    loss, dice = self.workers.mean(found.loss), self.workers.mean(found.dice)
                    state.watch.note(loss, self.recipe.schedule, state.current)
                    log.validation(state.step // self.order.epoch, state.step, loss, dice)
                if state.step % SAVE_EVERY == 0 and leads:
                    save_state(state, checkpoint)
        if leads:
            save_state(state, checkpoint)

    def _step(self, rate: float) -> float:
        """Take one optimiser step and return the loss; where it or its gradient is not finite, take none."""
        schedule, device, network = self.recipe.schedule, self.workers.device, self.state.network
        view, step = self._view(), self.state.step
        with self.speed.on("drawing"):
            own = self.workers.share(self.order.at(step)).to(device)
            chance = seeded(schedule.seed, step, 1 + self.workers.rank, device)
            batch = draw_batch(self.data, own, view, self.recipe.augmentation.at(step / self.state.steps), chance)
        with self.speed.on("network"):
            network.train()
            with torch.autocast(device.type, torch.bfloat16):
                outputs = network.forward_deep(batch.image)
            loss = deep_loss(outputs, batch.mask, self.recipe.loss, self.workers.total)
            value = self.workers.mean(float(loss.detach()))
            if not math.isfinite(value):
                return value  # before the weights are touched: the last good state survives
            self.state.optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            self.workers.average_gradients(network)
            norm = float(nn.utils.clip_grad_norm_(network.parameters(), schedule.clip or math.inf))
            if not math.isfinite(norm):
                return norm
            for group in self.state.optimiser.param_groups:
                group["lr"] = rate
            self.state.optimiser.step()
            if schedule.ema is not None:
                self.state.update_average(schedule.ema)
        self.speed.count(len(own), view)
        self.state.step += 1
        return value

    def _rate(self) -> float:
        return learning_rate(self.state.step, self.state.steps, self.recipe, self.state.watch.factor)

    def _view(self) -> View:
        """How slices are shown at this step: a part of them, small at first, where the recipe says so."""
        shown = self.recipe.input
        early = self.state.step < shown.full_size_from * self.state.steps
        side = shown.first_side if early and shown.first_side is not None else round(shown.shown_side)
        return replace(full_view(self.recipe), side=side, crop=shown.crop)

    def _looks(self) -> frozenset[int]:
        """Return the steps after which the validation slices are looked at."""
        count, steps = self.recipe.schedule.validations, self.state.steps
        if not len(self.rows.validation):
            return frozenset()
        if count:
            return frozenset(round(steps * (k + 1) / count) for k in range(count))
        return frozenset(range(self.order.epoch, steps + 1, self.order.epoch))


def _result(recipe: Recipe, state: State) -> Network:
    """Bring the result into a network of its own, on the CPU."""
    network = build_network(recipe)
    network.load_state_dict(state.watch.best if recipe.schedule.keep == "best" else state.current.state_dict())
    network.eval()
    return network


def _diverged(step: int, loss: float, checkpoint: Path) -> LggError:
    return LggError(
        f"The loss or its gradient became {loss} at step {step}.",
        f"Start a new run with a lower learning rate in the recipe.{_kept(checkpoint)}",
    )


def _kept(checkpoint: Path) -> str:
    return f" {checkpoint} holds the last good state." if checkpoint.exists() else ""
