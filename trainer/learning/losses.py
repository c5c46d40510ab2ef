"""What the network is trained to make small."""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from trainer.recipe.schema import Loss

Total = Callable[[Tensor], Tensor]


def batch_dice_loss(logits: Tensor, mask: Tensor, smooth: float = 1.0, total: Total = lambda own: own) -> Tensor:
    """One minus the soft Dice pooled over the whole batch.

    Pooling spares empty slices the singularity that a Dice of each slice has; compound losses of cross-entropy and
    Dice are the most robust choice over data sets (Ma et al. 2021, "Loss odyssey", doi 10.1016/j.media.2021.102035).

    Parameters
    ----------
    logits, mask : Tensor, shape (N, 1, H, W)
    smooth : float
        Added to numerator and denominator, in pixels.
    total : callable
        Sums a value over those who share the batch.
    """
    probability = logits.sigmoid()
    both, either = total(torch.stack([(probability * mask).sum(), probability.sum() + mask.sum()])).unbind()
    return 1 - (2 * both + smooth) / (either + smooth)


def slice_dice_loss(logits: Tensor, mask: Tensor, smooth: float = 1.0) -> Tensor:
    """One minus the mean soft Dice of the slices.

    For a slice without tumour this is near 1 until next to nothing is predicted in it, and nearly flat there, which may
    be why a source found a Dice loss of no use.

    Parameters
    ----------
    logits, mask : Tensor, shape (N, 1, H, W)
    smooth : float
        Added to numerator and denominator of each slice, in pixels.
    """
    probability = logits.sigmoid()
    both, either = ((probability * mask).sum((1, 2, 3)), (probability + mask).sum((1, 2, 3)))
    return 1 - ((2 * both + smooth) / (either + smooth)).mean()


def deep_loss(outputs: list[Tensor], mask: Tensor, weights: Loss, total: Total = lambda own: own) -> Tensor:
    """Sum the loss over the network's heads.

    Parameters
    ----------
    outputs : list of Tensor, shapes (N, 1, H / s, W / s)
        Full resolution first.
    mask : Tensor, shape (N, 1, H, W)
    weights : Loss
    total : callable
        As in `batch_dice_loss`.
    """
    loss = torch.zeros((), device=mask.device)
    for output, weight in zip(outputs, [1.0, *weights.auxiliary], strict=True):
        rows, columns = output.shape[-2:]
        target = mask if output.shape == mask.shape else functional.adaptive_avg_pool2d(mask, (rows, columns))
        logits = output.float()
        if weights.bce:
            loss = loss + weight * weights.bce * functional.binary_cross_entropy_with_logits(logits, target)
        if weights.dice and weights.dice_over == "batch":
            loss = loss + weight * weights.dice * batch_dice_loss(logits, target, weights.smooth, total)
        elif weights.dice:
            loss = loss + weight * weights.dice * slice_dice_loss(logits, target, weights.smooth)
    return loss
