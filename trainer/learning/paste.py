"""Tumours of other slices, pasted in: more places, sizes and neighbourhoods than the patients have.

After CarveMix (Zhang et al. 2021, arXiv 2108.06883) and TumorCP (Yang et al. 2021, arXiv 2107.09843), within a batch:
as every slice is varied by itself, a tumour that comes from another is turned otherwise than where it grew.
"""

import torch
from torch import Tensor
from torch.nn import functional

from lgg_viewer.core.study import Channel

_SMALLEST = 0.45
_LARGEST = 1.1
"""Factors of a pasted tumour's size; four in ten keep theirs."""
_SHIFT = 0.15
"""How far it goes, in half image widths."""
_EDGE = 5
"""Pixels over which it fades into what it is pasted on."""
_MAY_LACK = (Channel.PRE, Channel.POST)
_HEAD = 9
"""Side of the square over whose pixels it is decided whether a place is in the head."""


def paste_tumours(image: Tensor, mask: Tensor, share: float, rng: torch.Generator) -> None:
    """Paste tumours of a batch into other slices of it, in place.

    Parameters
    ----------
    image : Tensor, shape (N, slices, 3 sequences, H, W), float32
        What is shown of a slice, and of its neighbours, goes together.
    mask : Tensor, shape (N, 1, H, W), float32
        0 or 1, of the middle slice.
    share : float
        Of the slices that get one.
    rng : torch.Generator
        The only source of chance, on the device of `image`.
    """
    n, device = len(image), image.device
    copied = _copied(image)
    # tissue that never had a sequence would stand out in a slice that has it
    donors = (mask.flatten(1).any(1) & ~copied.any(1)).nonzero()[:, 0]
    takers = (torch.rand(n, generator=rng, device=device) < share).nonzero()[:, 0]
    if not len(donors) or not len(takers):
        return
    givers = donors[torch.randint(len(donors), (len(takers),), generator=rng, device=device)]
    takers, givers = takers[takers != givers], givers[takers != givers]
    if not len(takers):
        return
    grid = functional.affine_grid(_moves(mask[givers], rng), list(mask[givers].shape), align_corners=False)
    stacked = torch.cat([image[givers].flatten(1, 2), mask[givers]], dim=1)
    moved = functional.grid_sample(stacked, grid, align_corners=False)
    tissue = moved[:, :-1].reshape(len(givers), *image.shape[1:])
    for place, channel in enumerate(_MAY_LACK):
        lacking = copied[takers, place]
        tissue[lacking, :, channel] = tissue[lacking, :, Channel.FLAIR]
    head = _head(image[takers])
    tumour = (moved[:, -1:] >= 0.5).float() * head
    around = functional.max_pool2d(tumour, _EDGE, 1, _EDGE // 2)
    weight = functional.avg_pool2d(around, _EDGE, 1, _EDGE // 2) * head
    image[takers] = torch.lerp(image[takers], tissue, weight.unsqueeze(1))
    # what was there before is hidden where the pasted tissue outweighs it
    mask[takers] = torch.maximum(mask[takers] * (weight < 0.5), tumour)


def _copied(image: Tensor) -> Tensor:
    """Tell whether PRE, and whether POST, is a copy of FLAIR, as where it was never acquired, shape (N, 2)."""
    flair = image[:, :, Channel.FLAIR]
    return torch.stack([(image[:, :, c] == flair).flatten(1).all(1) for c in _MAY_LACK], dim=1)


def _moves(mask: Tensor, rng: torch.Generator) -> Tensor:
    """Draw how each tumour is mirrored, shrunk and moved, about its own centre, shape (M, 2, 3) of `affine_grid`."""
    count, device = len(mask), mask.device

    def draw(*shape: int) -> Tensor:
        return torch.rand(*shape, generator=rng, device=device)

    # where the tumour is, from -1 to 1
    height, width = mask.shape[2:]
    area = mask.sum((1, 2, 3))
    x = (mask.sum(2)[:, 0] * _middles(width, device)).sum(1) / area
    y = (mask.sum(3)[:, 0] * _middles(height, device)).sum(1) / area
    size = _SMALLEST * (_LARGEST / _SMALLEST) ** draw(count)
    step = torch.where(draw(count) < 0.6, 1 / size, 1.0)
    mirror = torch.where(draw(count) < 0.5, -1.0, 1.0)
    to_x, to_y = x * mirror + (2 * draw(count) - 1) * _SHIFT, y + (2 * draw(count) - 1) * _SHIFT
    nothing = torch.zeros_like(x)
    return torch.stack(
        [
            torch.stack([step * mirror, nothing, x - step * mirror * to_x], dim=1),
            torch.stack([nothing, step, y - step * to_y], dim=1),
        ],
        dim=1,
    )


def _middles(count: int, device: torch.device) -> Tensor:
    return (torch.arange(count, device=device) + 0.5) * (2 / count) - 1


def _head(image: Tensor) -> Tensor:
    """Tell where the head is, shape (M, 1, H, W), 0 or 1: FLAIR above the middle of its least and its mean."""
    plane = image[:, image.shape[1] // 2, Channel.FLAIR].unsqueeze(1)
    bright = plane > (plane.amin((2, 3), keepdim=True) + plane.mean((2, 3), keepdim=True)) / 2
    return (functional.avg_pool2d(bright.float(), _HEAD, 1, _HEAD // 2) > 0.5).float()
