"""A batch of slices, varied as scanners and heads vary, on the device the network trains on."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from lgg_viewer.core.study import Channel
from trainer.dataset import Dataset
from trainer.recipe import Augmentation


@dataclass(frozen=True, eq=False)
class Batch:
    """What the network trains on.

    Attributes
    ----------
    image : Tensor, shape (N, 9, H, W), float32
        Three slices of three sequences, z-scored.
    mask : Tensor, shape (N, 1, H, W), float32
        Of the middle slice.
    """

    image: Tensor
    mask: Tensor


def draw_batch(data: Dataset, rows: Tensor, side: int, how: Augmentation, rng: torch.Generator) -> Batch:
    """Gather slices and vary them.

    The same spatial transform serves the three slices and the mask; a sequence is varied alike in the three slices.

    Parameters
    ----------
    data : Dataset
    rows : Tensor, shape (N,), int64
    side : int
        Height and width of the window that is cut from each slice.
    how : Augmentation
    rng : torch.Generator
        The only source of chance.
    """
    n = len(rows)
    context = data.context[rows]
    pixels = data.pixels[context].float()  # (N, 3 slices, Y, X, 3 sequences)
    low, high, mean, std = data.normalisation[rows].view(n, 4, 1, 1, 1, 3).unbind(1)
    image = (pixels.clamp(low, high) - mean) / std
    image = _drop_sequences(image, how, rng)
    image = _vary_intensity(image, how, rng)
    image = image.permute(0, 1, 4, 2, 3).flatten(1, 2)
    stacked = torch.cat([image, data.masks[rows].unsqueeze(1).float()], dim=1)
    moved = functional.grid_sample(
        stacked, _grid(n, side, data.pixels.shape[1], how, rng), padding_mode="border", align_corners=False
    )
    image, mask = moved[:, :-1], (moved[:, -1:] >= 0.5).float()
    if how.noise > 0:
        strength = torch.rand(n, 1, 1, 1, generator=rng) * how.noise
        image = image + torch.randn(image.shape, generator=rng) * strength
    return Batch(image.contiguous(memory_format=torch.channels_last), mask)


def _drop_sequences(image: Tensor, how: Augmentation, rng: torch.Generator) -> Tensor:
    """Put FLAIR in the place of pre or post, as the data set does where one was never acquired."""
    flair = image[..., Channel.FLAIR]
    for channel in (Channel.PRE, Channel.POST):
        drop = torch.rand(len(image), generator=rng) < how.drop_sequence
        image[drop, ..., channel] = flair[drop]
    return image


def _vary_intensity(image: Tensor, how: Augmentation, rng: torch.Generator) -> Tensor:
    """Scale, offset and bend the intensities of each sequence; values are z-scores."""

    def uniform(reach: float) -> Tensor:
        return (torch.rand(len(image), 1, 1, 1, 3, generator=rng) * 2 - 1) * reach

    bent = image + uniform(how.bend) * (image * image - 1).clamp(max=4)
    return bent * uniform(how.gain).exp() + uniform(how.offset)


def _grid(n: int, side: int, full: int, how: Augmentation, rng: torch.Generator) -> Tensor:
    """Random affine sampling positions, shape (N, side, side, 2), in grid_sample's -1..1 coordinates."""

    def uniform(reach: float) -> Tensor:
        return (torch.rand(n, generator=rng) * 2 - 1) * reach

    angle = uniform(how.rotation)
    zoom = uniform(how.zoom).exp()
    stretch = uniform(how.stretch).exp()
    flip = torch.where(torch.rand(n, generator=rng) < how.flip, -1.0, 1.0)
    share = side / full
    # the window may stand anywhere in the slice, and a little beyond
    slack = (1 - share) + how.shift
    cos, sin = angle.cos(), angle.sin()
    wide, tall = share * zoom * stretch, share * zoom / stretch
    theta = torch.stack(
        [
            torch.stack([cos * wide * flip, -sin * tall, uniform(slack)], dim=1),
            torch.stack([sin * wide * flip, cos * tall, uniform(slack)], dim=1),
        ],
        dim=1,
    )
    return functional.affine_grid(theta, [n, 1, side, side], align_corners=False)
