"""Scoring of held-out slices, during training and, for replicas, after it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from trainer.data.dataset import Dataset
from trainer.data.sampling import seeded
from trainer.learning.augment import Batch, draw_batch, full_view
from trainer.learning.losses import deep_loss
from trainer.learning.networks import Network
from trainer.recipe.augmentation import Augmentation
from trainer.recipe.schema import Recipe

_BATCH = 32
_PLAIN = Augmentation()


@dataclass(frozen=True)
class Look:
    """The result of scoring the validation slices.

    Attributes
    ----------
    loss : float
        The recipe's, without auxiliary heads; mean over batches, weighted by their slices.
    dice : float
        Pooled over all pixels of all slices, at probability 0.5: for curves, not for results.
    """

    loss: float
    dice: float


@torch.no_grad()
def look(network: Network, data: Dataset, rows: Tensor, recipe: Recipe) -> Look:
    """Score slices as they are, without augmentation.

    Parameters
    ----------
    network : Network
        On the device of `data`; left in evaluation mode.
    data : Dataset
    rows : Tensor, shape (n,), int64
        At least one.
    recipe : Recipe
    """
    plain = recipe.loss.model_copy(update={"auxiliary": []})
    losses, both, either = [], 0.0, 0.0
    for batch, logits in _answers(network, data, rows, recipe):
        losses.append(float(deep_loss([logits], batch.mask, plain)) * len(logits))
        found = logits >= 0
        both += 2 * float((found & (batch.mask > 0)).sum())
        either += float(found.sum()) + float(batch.mask.sum())
    return Look(sum(losses) / len(rows), both / either if either else 1.0)


@torch.no_grad()
def predict_rows(network: Network, data: Dataset, rows: Tensor, recipe: Recipe) -> NDArray[np.float32]:
    """Return probabilities on the native grid, shape (n, Y, X), float32.

    Maps of a network that is shown smaller slices are enlarged bilinearly.
    """
    size = list(data.masks.shape[1:])
    maps = [
        functional.interpolate(logits.float().sigmoid(), size=size, mode="bilinear", align_corners=False)[:, 0].cpu()
        for _, logits in _answers(network, data, rows, recipe)
    ]
    return np.asarray(torch.cat(maps).numpy(), np.float32)


def _answers(network: Network, data: Dataset, rows: Tensor, recipe: Recipe) -> Iterator[tuple[Batch, Tensor]]:
    network.eval()
    device = data.pixels.device
    nothing = seeded(0, 0, device=device)
    for part in torch.split(rows, _BATCH):
        batch = draw_batch(data, part.to(device), full_view(recipe), _PLAIN, nothing)
        with torch.autocast(device.type, torch.bfloat16):
            logits = network(batch.image)
        yield batch, logits
