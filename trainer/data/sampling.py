"""Which slices are trained on, and which of them make a batch."""

from dataclasses import dataclass

import torch
from torch import Tensor

from trainer.data.dataset import Dataset
from trainer.recipe.schema import Recipe, Sampling


@dataclass(frozen=True, eq=False)
class Rows:
    """Slices of a `Dataset`, by their rows.

    Attributes
    ----------
    training, validation : Tensor, shape (n,), int64
        Disjoint; validation may be empty.
    """

    training: Tensor
    validation: Tensor


def rows_by_patient(data: Dataset, held_out: tuple[str, ...]) -> Rows:
    """Split the slices by patient: those held out are for validation, all others for training."""
    held = set(held_out)
    out = torch.tensor([p in held for p in data.patients], dtype=torch.bool)
    return Rows((~out).nonzero()[:, 0], out.nonzero()[:, 0])


class BatchOrder:
    """Selects the rows of each step's batch, as a function of seed and step alone.

    Parameters
    ----------
    data : Dataset
    rows : Tensor, shape (n,), int64
        Rows that are trained on.
    recipe : Recipe

    Attributes
    ----------
    steps : int
        Of the whole training.
    epoch : int
        Steps of a pass over the slices; where slices are drawn at random, as many as a pass would take.
    """

    def __init__(self, data: Dataset, rows: Tensor, recipe: Recipe) -> None:
        self._rows = rows
        self._batch = recipe.schedule.batch
        self._seed = recipe.schedule.seed
        self._draw = _Draw(data, rows, recipe.sampling) if recipe.sampling is not None else None
        # the rest of a pass is left out, too small a batch for batch normalisation; each pass is shuffled anew
        self.epoch = max(1, len(rows) // self._batch)
        self.steps = recipe.schedule.steps or (recipe.schedule.epochs or 0) * self.epoch
        self._shuffled = (-1, rows)

    def at(self, step: int) -> Tensor:
        """Return the rows of a step, shape (batch,), int64; fewer only if there are no more."""
        if self._draw is not None:
            return self._draw(self._batch, seeded(self._seed, step))
        epoch, place = divmod(step, self.epoch)
        if self._shuffled[0] != epoch:
            order = torch.randperm(len(self._rows), generator=seeded(self._seed, epoch))
            self._shuffled = (epoch, self._rows[order])
        return self._shuffled[1][place * self._batch : (place + 1) * self._batch]


class _Draw:
    """Draws tumour and empty slices in a fixed ratio."""

    def __init__(self, data: Dataset, rows: Tensor, how: Sampling) -> None:
        self._share = how.tumour_share
        holds = data.tumour[rows]
        self._tumour, self._empty = rows[holds], rows[~holds]
        codes = {patient: i for i, patient in enumerate(dict.fromkeys(data.patients))}
        patient = torch.tensor([codes[p] for p in data.patients])[self._tumour]
        # a patient of few tumour slices counts as much as any other in the mean over patients
        count = patient.bincount(minlength=len(codes)).clamp(min=1).double()
        self._tumour_weight = count[patient] ** -how.balance
        beside = data.tumour[data.context[self._empty]].any(1)
        self._empty_weight = torch.where(beside, how.beside_tumour, 1.0).double()

    def __call__(self, batch: int, rng: torch.Generator) -> Tensor:
        take = round(batch * self._share) if len(self._empty) else batch
        drawn = []
        for pool, weight, count in (
            (self._tumour, self._tumour_weight, take),
            (self._empty, self._empty_weight, batch - take),
        ):
            if count:
                drawn.append(pool[torch.multinomial(weight, count, replacement=True, generator=rng)])
        return torch.cat(drawn)


def seeded(seed: int, step: int, worker: int = 0, device: torch.device | None = None) -> torch.Generator:
    """Return the random generator of one step (or epoch); resuming needs no saved generator state.

    Worker 0 is for what all workers share, such as the choice of slices; 1 and above are for what each of them draws.
    """
    mixed = (seed * 1_000_003 + step) * 4_099 + worker
    return torch.Generator(device or "cpu").manual_seed(mixed & 0x7FFF_FFFF_FFFF_FFFF)
