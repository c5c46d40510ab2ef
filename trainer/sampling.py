"""Which slices make a batch."""

import torch
from torch import Tensor

from trainer.dataset import Dataset
from trainer.recipe import Sampling


class Sampler:
    """Draws the slices of a batch, tumour and empty ones in a fixed ratio.

    Parameters
    ----------
    data : Dataset
    how : Sampling
    """

    def __init__(self, data: Dataset, how: Sampling) -> None:
        self._share = how.tumour_share
        self._tumour = data.tumour.nonzero()[:, 0]
        self._empty = (~data.tumour).nonzero()[:, 0]
        codes = {patient: i for i, patient in enumerate(dict.fromkeys(data.patients))}
        patient = torch.tensor([codes[p] for p in data.patients], device=data.tumour.device)
        # a patient of few tumour slices counts as much as any other in the mean over patients
        count = patient[self._tumour].bincount(minlength=len(codes)).clamp(min=1).double()
        self._tumour_weight = count[patient[self._tumour]] ** -how.balance
        beside = data.tumour[data.context].any(1)
        self._empty_weight = torch.where(beside[self._empty], how.beside_tumour, 1.0).double()

    def draw(self, batch: int, rng: torch.Generator) -> Tensor:
        """Draw rows, shape (batch,), int64."""
        take = round(batch * self._share) if len(self._empty) else batch
        rows = []
        for pool, weight, count in (
            (self._tumour, self._tumour_weight, take),
            (self._empty, self._empty_weight, batch - take),
        ):
            if count:
                rows.append(pool[torch.multinomial(weight, count, replacement=True, generator=rng)])
        return torch.cat(rows)
