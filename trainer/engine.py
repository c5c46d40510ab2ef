"""The training loop: explicit, resumable, and the same result under the same seed however often it is interrupted."""

import csv
import math
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from tqdm import tqdm

from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from lgg_viewer.model.unet import UNet, UNetConfig
from trainer.augment import draw_batch
from trainer.dataset import Dataset
from trainer.losses import deep_loss
from trainer.recipe import Recipe
from trainer.sampling import Sampler

SAVE_EVERY = 200
LOG_EVERY = 20
CHECKPOINT = "checkpoint.pt"
LOG = "log.csv"


@dataclass
class _State:
    """All that a run is, between two steps."""

    model: UNet
    ema: AveragedModel
    optimiser: torch.optim.Optimizer
    rng: torch.Generator
    step: int = 0

    def pack(self) -> dict[str, Any]:
        return {
            "model": self.model.state_dict(),
            "ema": self.ema.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "rng": self.rng.get_state(),
            "step": self.step,
        }

    def unpack(self, packed: dict[str, Any]) -> None:
        self.model.load_state_dict(packed["model"])
        self.ema.load_state_dict(packed["ema"])
        self.optimiser.load_state_dict(packed["optimiser"])
        # chance is drawn on the CPU, wherever the network is
        self.rng.set_state(packed["rng"].cpu())
        self.step = packed["step"]


def learning_rate(step: int, recipe: Recipe) -> float:
    """Linear warm-up, then a cosine to zero at the last step."""
    schedule = recipe.schedule
    if step < schedule.warm_up:
        return schedule.learning_rate * (step + 1) / schedule.warm_up
    progress = (step - schedule.warm_up) / max(1, schedule.steps - schedule.warm_up)
    return schedule.learning_rate * 0.5 * (1 + math.cos(math.pi * min(progress, 1.0)))


def train(
    recipe: Recipe,
    data: Dataset,
    run: Path,
    device: torch.device,
    *,
    resume: bool,
    start: Mapping[str, Tensor] | None = None,
    stop_after: int | None = None,
    interrupted: Callable[[], bool] = lambda: False,
) -> UNet:
    """Train a network.

    Parameters
    ----------
    recipe : Recipe
    data : Dataset
        On the CPU; batches are drawn there and moved.
    run : Path
        Folder of the run: `checkpoint.pt` and `log.csv` are kept there.
    device : torch.device
    resume : bool
        Go on from the checkpoint in `run`.
    start : mapping, optional
        Weights to begin with, by name; chance decides where there are none.
    stop_after : int, optional
        Stop after this many steps of this call, as if interrupted.
    interrupted : callable
        Asked before each step; a true answer saves and stops.

    Returns
    -------
    UNet
        The moving average of the weights, in evaluation mode, as it stood at the last step.

    Raises
    ------
    LggError
        The loss is not a number; a checkpoint is missing or there is one already.
    InterruptedError
        Stopped before the last step; the checkpoint is whole.
    """
    torch.manual_seed(recipe.schedule.seed)
    state = _begin(recipe, device, start)
    checkpoint = run / CHECKPOINT
    if resume:
        _resume(state, checkpoint, device)
    elif checkpoint.exists():
        raise LggError(f"{run} holds a run already.", "Go on with --resume, or choose another folder.")
    _trim_log(run / LOG, state.step)
    last = recipe.schedule.steps if stop_after is None else min(recipe.schedule.steps, state.step + stop_after)
    sampler = Sampler(data, recipe.sampling)
    running = 0.0
    with tqdm(
        total=recipe.schedule.steps, initial=state.step, desc=recipe.name, unit="step", smoothing=0.05, disable=None
    ) as bar:
        while state.step < last and not interrupted():
            loss = _step(state, recipe, data, sampler, device)
            if not math.isfinite(loss):
                raise _diverged(state.step, loss, checkpoint)
            running = loss if running == 0.0 else 0.98 * running + 0.02 * loss
            bar.update()
            if state.step % LOG_EVERY == 0:
                bar.set_postfix(loss=f"{running:.4f}")
                _log(run / LOG, state.step, loss, learning_rate(state.step, recipe))
            if state.step % SAVE_EVERY == 0:
                _save(state, checkpoint)
    _save(state, checkpoint)
    if state.step < recipe.schedule.steps:
        raise InterruptedError(f"Stopped at step {state.step} of {recipe.schedule.steps}; go on with --resume.")
    return _result(state)


def finished_network(recipe: Recipe, run: Path) -> UNet | None:
    """Return the result of a run, on the CPU; None where it has not come to its last step.

    Raises
    ------
    LggError
        There is no checkpoint, it is damaged, or it does not fit the recipe.
    """
    device = torch.device("cpu")
    state = _begin(recipe, device)
    _resume(state, run / CHECKPOINT, device)
    return _result(state) if state.step >= recipe.schedule.steps else None


def _result(state: _State) -> UNet:
    result = state.ema.module
    assert isinstance(result, UNet)
    return result.eval()


def _diverged(step: int, loss: float, checkpoint: Path) -> LggError:
    kept = f"{checkpoint} holds the last good state. " if checkpoint.exists() else ""
    return LggError(
        f"The loss or its gradient became {loss} at step {step}.",
        f"{kept}Start a new run with a lower learning rate in the recipe.",
    )


def _begin(recipe: Recipe, device: torch.device, start: Mapping[str, Tensor] | None = None) -> _State:
    config = UNetConfig(widths=tuple(recipe.network.widths), blocks=tuple(recipe.network.blocks))
    model = UNet(config)
    if start is not None:
        # before the average is made: it begins with a copy
        model.load_state_dict(start)
    model.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    ema = AveragedModel(model, multi_avg_fn=_average(recipe.schedule.ema), use_buffers=True)
    optimiser = torch.optim.AdamW(
        model.parameters(),
        lr=recipe.schedule.learning_rate,
        weight_decay=recipe.schedule.weight_decay,
        fused=True,
    )
    rng = torch.Generator().manual_seed(recipe.schedule.seed)
    return _State(model, ema, optimiser, rng)


def _average(decay: float) -> Callable[..., None]:
    average: Callable[..., None] = get_ema_multi_avg_fn(decay)  # type: ignore[no-untyped-call]
    return average


def _step(state: _State, recipe: Recipe, data: Dataset, sampler: Sampler, device: torch.device) -> float:
    """Take one optimiser step and return the loss; where it or its gradient is not finite, take none."""
    schedule = recipe.schedule
    full = data.pixels.shape[1]
    side = full if state.step >= schedule.full_size_from * schedule.steps else min(schedule.first_side, full)
    rows = sampler.draw(schedule.batch, state.rng)
    batch = draw_batch(data, rows, side, recipe.augmentation, state.rng)
    image, mask = batch.image.to(device), batch.mask.to(device)
    state.model.train()
    with torch.autocast(device.type, torch.bfloat16):
        outputs = state.model.forward_deep(image)
    loss = deep_loss(outputs, mask, recipe.loss)
    value = float(loss.detach())
    if not math.isfinite(value):
        return value  # before the weights are touched: the last good state survives
    state.optimiser.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    norm = nn.utils.clip_grad_norm_(state.model.parameters(), schedule.clip)
    if not math.isfinite(norm):
        return float(norm)
    for group in state.optimiser.param_groups:
        group["lr"] = learning_rate(state.step, recipe)
    state.optimiser.step()
    # a young average would remember the random start for long: let it grow up with the run
    decay = min(schedule.ema, (1 + state.step) / (10 + state.step))
    state.ema.multi_avg_fn = _average(decay)
    state.ema.update_parameters(state.model)
    state.step += 1
    return value


def _resume(state: _State, checkpoint: Path, device: torch.device) -> None:
    try:
        state.unpack(torch.load(checkpoint, map_location=device, weights_only=True))
    except FileNotFoundError as error:
        raise LggError(f"There is no checkpoint in {checkpoint.parent}.", "Start without --resume.") from error
    except (RuntimeError, KeyError, ValueError, TypeError, AttributeError) as error:
        what = (str(error) or type(error).__name__).splitlines()[0]
        raise LggError(
            f"{checkpoint} does not fit this recipe, or is damaged ({what}).",
            "Resume with the recipe that the run was started with.",
        ) from error
    except (OSError, EOFError, pickle.UnpicklingError) as error:
        raise LggError(f"{checkpoint} is not a checkpoint.", "Start a new run in another folder.") from error


def _save(state: _State, path: Path) -> None:
    """Replace the checkpoint in one move: an interruption leaves the former one whole."""
    with write_atomically(path) as file:
        torch.save(state.pack(), file)


def _log(path: Path, step: int, loss: float, rate: float) -> None:
    new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        if new:
            writer.writerow(["step", "loss", "learning_rate"])
        writer.writerow([step, f"{loss:.6f}", f"{rate:.3e}"])


def _trim_log(path: Path, step: int) -> None:
    """Drop lines that a resumed run is about to write again, and one that a crash cut off."""
    if not path.exists():
        return
    head, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True) or [""]
    kept = [line for line in lines if line.endswith("\n") and int(line.split(",", 1)[0]) <= step]
    if step:
        with write_atomically(path) as file:
            file.write("".join([head, *kept]).encode())
    else:
        path.unlink()
