"""A batch of slices, varied as scanners and heads vary, on the device where the data lies."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from lgg_viewer.core.study import Channel
from trainer.dataset import Dataset
from trainer.recipe import Augmentation

_FIELD_KNOTS = 4


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

    One spatial transform serves the three slices and the mask; a sequence is varied alike in the three slices. The
    transform comes first, so that all that follows runs on no more pixels than the network is shown.

    Parameters
    ----------
    data : Dataset
    rows : Tensor, shape (N,), int64
    side : int
        Height and width at which the whole slice is shown.
    how : Augmentation
    rng : torch.Generator
        The only source of chance, on the device of `data`.
    """
    n = len(rows)
    pixels = data.pixels[data.context[rows]]  # (N, 3 slices, Y, X, 3 sequences)
    planes = pixels.permute(0, 1, 4, 2, 3).flatten(1, 2).float()
    stacked = torch.cat([planes, data.masks[rows].unsqueeze(1).float()], dim=1)
    moved = functional.grid_sample(
        stacked, _positions(n, side, how, rng), padding_mode="border", align_corners=False
    )
    image, mask = moved[:, :-1].unflatten(1, (3, 3)), (moved[:, -1:] >= 0.5).float()
    low, high, mean, std = data.normalisation[rows].view(n, 4, 1, 3, 1, 1).unbind(1)
    if how.bias_field > 0:
        image = image * _smooth(n, 1, side, rng).mul(how.bias_field).exp().unsqueeze(1)
    image = image.clamp(low, high).sub_(mean).div_(std)
    _drop_sequences(image, how, rng)
    image = _vary_intensity(image, how, rng).flatten(1, 2)
    _blur(image, how, rng)
    _add_noise(image, how, rng)
    return Batch(image.contiguous(memory_format=torch.channels_last), mask)


def _uniform(rng: torch.Generator, *shape: int) -> Tensor:
    """Draw from -1..1."""
    return torch.rand(*shape, generator=rng, device=rng.device) * 2 - 1


def _chosen(n: int, share: float, rng: torch.Generator) -> Tensor:
    return torch.rand(n, generator=rng, device=rng.device) < share


def _smooth(n: int, channels: int, side: int, rng: torch.Generator) -> Tensor:
    """Draw smooth fields, shape (n, channels, side, side), within about -1..1."""
    knots = _uniform(rng, n, channels, _FIELD_KNOTS, _FIELD_KNOTS)
    return functional.interpolate(knots, size=(side, side), mode="bicubic", align_corners=True)


def _positions(n: int, side: int, how: Augmentation, rng: torch.Generator) -> Tensor:
    """Where the slice is sampled, shape (N, side, side, 2), in grid_sample's -1..1: affine and a smooth bending."""
    angle = _uniform(rng, n) * how.rotation
    zoom = (_uniform(rng, n) * how.zoom).exp()
    stretch = (_uniform(rng, n) * how.stretch).exp()
    flip = torch.where(_chosen(n, how.flip, rng), -1.0, 1.0)
    cos, sin = angle.cos(), angle.sin()
    wide, tall = zoom * stretch, zoom / stretch
    shift = _uniform(rng, 2, n) * how.shift
    theta = torch.stack(
        [
            torch.stack([cos * wide * flip, -sin * tall, shift[0]], dim=1),
            torch.stack([sin * wide * flip, cos * tall, shift[1]], dim=1),
        ],
        dim=1,
    )
    grid = functional.affine_grid(theta, [n, 1, side, side], align_corners=False)
    if how.elastic > 0:
        grid = grid + _smooth(n, 2, side, rng).mul(how.elastic).permute(0, 2, 3, 1)
    return grid


def _drop_sequences(image: Tensor, how: Augmentation, rng: torch.Generator) -> None:
    """Put FLAIR in the place of pre or post, as the data set does where one was never acquired."""
    for channel in (Channel.PRE, Channel.POST):
        drop = _chosen(len(image), how.drop_sequence, rng)
        image[drop, :, channel] = image[drop, :, Channel.FLAIR]


def _vary_intensity(image: Tensor, how: Augmentation, rng: torch.Generator) -> Tensor:
    """Bend, scale and offset the intensities of each sequence, (N, 3 slices, 3 sequences, H, W), z-scores."""
    shape = (len(image), 1, 3, 1, 1)
    bend, gain, offset = (_uniform(rng, *shape) * reach for reach in (how.bend, how.gain, how.offset))
    bent = torch.addcmul(image, bend, (image * image).sub_(1).clamp_(max=4))
    return bent.mul_(gain.exp()).add_(offset)


def _blur(image: Tensor, how: Augmentation, rng: torch.Generator) -> None:
    """Soften some slices, as thick or interpolated acquisitions are."""
    soft = _chosen(len(image), how.blur, rng)
    if soft.any():
        image[soft] = functional.avg_pool2d(image[soft], 3, stride=1, padding=1, count_include_pad=False)


def _add_noise(image: Tensor, how: Augmentation, rng: torch.Generator) -> None:
    """Add Gaussian noise to some slices."""
    noisy = _chosen(len(image), how.noise_share, rng)
    some = image[noisy]
    if len(some):
        strength = torch.rand(len(some), 1, 1, 1, generator=rng, device=rng.device) * how.noise
        image[noisy] = some + torch.randn(some.shape, generator=rng, device=rng.device) * strength
