"""A batch of slices, varied as scanners and heads vary, on the device where the data lies."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from lgg_viewer.core.study import Channel
from trainer.data.dataset import Dataset
from trainer.learning.paste import paste_tumours
from trainer.recipe.augmentation import Augmentation
from trainer.recipe.schema import Recipe

_FIELD_KNOTS = 4


@dataclass(frozen=True, eq=False)
class Batch:
    """What the network trains on.

    Attributes
    ----------
    image : Tensor, shape (N, 3 * slices, H, W), float32
        Three sequences of a slice, or of a slice and its neighbours.
    mask : Tensor, shape (N, 1, H, W), float32
        Of the middle slice.
    """

    image: Tensor
    mask: Tensor


@dataclass(frozen=True)
class View:
    """How slices are shown: `side` pixels high and wide, `slices` at once, intensities by "study" or by "byte".

    Of the whole slice, or of a square of `crop` times its side around the head.
    """

    side: int
    slices: int
    intensity: str
    crop: float = 1.0


def full_view(recipe: Recipe) -> View:
    """Return how a recipe shows slices at the end of its training and ever after."""
    return View(recipe.input.side, recipe.network.slices, recipe.input.intensity)


def draw_batch(data: Dataset, rows: Tensor, view: View, how: Augmentation, rng: torch.Generator) -> Batch:
    """Gather slices and vary them.

    One spatial transform serves the slices and the mask; a sequence is varied alike in the slices that are shown
    together. The transform comes first, so that all that follows runs on no more pixels than the network is shown.

    Parameters
    ----------
    data : Dataset
    rows : Tensor, shape (N,), int64
    view : View
    how : Augmentation
    rng : torch.Generator
        The only source of chance, on the device of `data`.
    """
    n = len(rows)
    context = data.context[rows] if view.slices == 3 else rows.unsqueeze(1)
    pixels = data.pixels[context]  # (N, slices, Y, X, 3 sequences)
    planes = pixels.permute(0, 1, 4, 2, 3).flatten(1, 2).float()
    stacked = torch.cat([planes, data.masks[rows].unsqueeze(1).float()], dim=1)
    positions = _positions(n, view.side, how, rng)
    if view.crop < 1:
        # the square stays within the slice
        margin = 1 - view.crop
        positions = positions * view.crop + data.heads[rows].clamp(-margin, margin)[:, None, None]
    moved = functional.grid_sample(stacked, positions, padding_mode="border", align_corners=False)
    image, mask = moved[:, :-1].reshape(n, view.slices, 3, view.side, view.side), (moved[:, -1:] >= 0.5).float()
    if how.bias_field > 0:
        image = image * _smooth(n, 1, view.side, rng).mul(how.bias_field).exp().unsqueeze(1)
    if view.intensity == "study":
        low, high, mean, std = data.normalisation[rows].view(n, 4, 1, 3, 1, 1).unbind(1)
        image = image.clamp(low, high).sub_(mean).div_(std)
    else:
        image = image / 255
    if how.paste > 0:
        # before sequences are dropped and noise is added: it is to differ from its surroundings in nothing else
        paste_tumours(image, mask, how.paste, rng)
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
    turn = torch.where(_chosen(n, how.flip_vertical, rng), -1.0, 1.0)
    slant = (_uniform(rng, n) * how.shear).tan()
    cos, sin = angle.cos(), angle.sin()
    wide, tall = zoom * stretch * flip, zoom / stretch * turn
    shift = _uniform(rng, 2, n) * how.shift
    theta = torch.stack(
        [
            torch.stack([cos * wide, (slant * cos - sin) * tall, shift[0]], dim=1),
            torch.stack([sin * wide, (slant * sin + cos) * tall, shift[1]], dim=1),
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
    """Bend, scale and offset the intensities of each sequence, (N, slices, 3 sequences, H, W)."""
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
