"""The state of a run between two steps, and the checkpoint that holds it."""

import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from trainer.learning.networks import Network, build_network
from trainer.recipe.schema import Recipe, Schedule

CHECKPOINT = "checkpoint.pt"


@dataclass
class Watch:
    """What the validations have shown so far.

    Attributes
    ----------
    lowest : float
        Lowest validation loss.
    stale : int
        Epochs since then.
    factor : float
        By which plateaus have multiplied the learning rate.
    best : mapping
        Weights of the epoch with the lowest loss, on the CPU; empty unless the recipe keeps the best.
    """

    lowest: float = float("inf")
    stale: int = 0
    factor: float = 1.0
    best: dict[str, Tensor] = field(default_factory=dict)

    def note(self, loss: float, schedule: Schedule, network: nn.Module) -> None:
        """Take in the validation loss of an epoch."""
        if loss < self.lowest:
            self.lowest, self.stale = loss, 0
            if schedule.keep == "best":
                self.best = {k: v.detach().cpu().clone() for k, v in network.state_dict().items()}
            return
        self.stale += 1
        if schedule.rate == "plateau" and self.stale > schedule.plateau_patience:
            self.factor, self.stale = self.factor * schedule.plateau_factor, 0


@dataclass
class State:
    """A training between two steps.

    It holds no random generator: what is drawn depends on seed, step and worker alone (`trainer.data.sampling.seeded`).
    `steps` are those of the whole training.
    """

    network: Network
    average: AveragedModel | None
    optimiser: torch.optim.Optimizer
    watch: Watch = field(default_factory=Watch)
    step: int = 0
    steps: int = 0

    @property
    def finished(self) -> bool:
        """Whether the last step has been taken."""
        return self.step >= self.steps > 0

    @property
    def current(self) -> Network:
        """The network that represents the training now: the moving average if there is one."""
        return self.network if self.average is None else self.average.module  # type: ignore[return-value]

    def update_average(self, decay: float) -> None:
        """Update the moving average; its decay starts small, so that the random start is soon forgotten."""
        if self.average is not None:
            young = min(decay, (1 + self.step) / (10 + self.step))
            self.average.multi_avg_fn = _moving(young)
            self.average.update_parameters(self.network)

    def pack(self) -> dict[str, Any]:
        """Return what a checkpoint holds."""
        return {
            "network": self.network.state_dict(),
            "average": self.average.state_dict() if self.average is not None else {},
            "optimiser": self.optimiser.state_dict(),
            "watch": vars(self.watch),
            "step": self.step,
            "steps": self.steps,
        }

    def unpack(self, packed: dict[str, Any]) -> None:
        """Take over what a checkpoint holds."""
        self.network.load_state_dict(packed["network"])
        if self.average is not None:
            self.average.load_state_dict(packed["average"])
        self.optimiser.load_state_dict(packed["optimiser"])
        self.watch = Watch(**packed["watch"])
        self.step, self.steps = packed["step"], packed["steps"]


def begin_state(
    recipe: Recipe,
    device: torch.device,
    start: Mapping[str, Tensor] | None = None,
    prepare: Callable[[nn.Module], nn.Module] = lambda network: network,
) -> State:
    """Return the state before the first step.

    Parameters
    ----------
    recipe : Recipe
        Its seed decides the weights.
    device : torch.device
    start : mapping, optional
        Weights to start from, by name.
    prepare : callable
        Returns the network to train, given the one built, before average and optimiser are made from it.
    """
    torch.manual_seed(recipe.schedule.seed)
    network = build_network(recipe)
    if start is not None:
        network.load_state_dict(start)
    network = prepare(network)  # type: ignore[assignment]
    network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    schedule = recipe.schedule
    average = AveragedModel(network, multi_avg_fn=_moving(schedule.ema), use_buffers=True) if schedule.ema else None
    kind = torch.optim.AdamW if schedule.optimiser == "adamw" else torch.optim.Adam
    optimiser = kind(network.parameters(), schedule.learning_rate, weight_decay=schedule.weight_decay, fused=True)
    return State(network, average, optimiser)


def load_state(state: State, checkpoint: Path, device: torch.device) -> None:
    """Bring a state to where a checkpoint left off.

    Raises
    ------
    LggError
        There is none, it is damaged, or it is of another recipe.
    """
    try:
        state.unpack(torch.load(checkpoint, map_location=device, weights_only=True))
    except torch.OutOfMemoryError:
        raise
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


def save_state(state: State, path: Path) -> None:
    """Replace the checkpoint atomically: an interruption, or a full disk, leaves the former one whole.

    Raises
    ------
    LggError
        The file cannot be written.
    """
    # via memory: torch reports a full disk with an error of its own, the file with the usual OSError
    packed = io.BytesIO()
    torch.save(state.pack(), packed)
    with write_atomically(path) as file:
        file.write(packed.getbuffer())


def _moving(decay: float) -> Callable[..., None]:
    average: Callable[..., None] = get_ema_multi_avg_fn(decay)  # type: ignore[no-untyped-call]
    return average
