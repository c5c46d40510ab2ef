"""A U-Net whose encoder is EfficientNet-lite0, which can begin with weights trained on photographs.

Shapes are written N (batch), C (channels), H, W. The encoder is that of Tan and Le 2019 ("EfficientNet", arXiv
1905.11946) in its form without squeeze-and-excitation and with ReLU6: inverted residuals (Sandler et al. 2018,
arXiv 1801.04381), most of their work in kernels of 1 x 1. The decoder has one convolution a level, works at half
resolution, and sees the image there once more, two by two pixels folded into channels; the head unfolds them again.
"""

from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn

from lgg_viewer.core.network_shape import LiteShape
from lgg_viewer.model.depthwise import SameConv
from lgg_viewer.model.supervision import DeeplySupervised

EPSILON = 1e-3
"""Of the encoder's batch normalisation, as its first weights were trained with."""
STEM = 32
FOLDED = 32


class Stage(NamedTuple):
    """Some blocks in a row: how many, the side of their kernels, by how much they widen inside, what they give out."""

    blocks: int
    size: int
    widening: int
    width: int


LEVELS = (
    (Stage(1, 3, 1, 16),),
    (Stage(2, 3, 6, 24),),
    (Stage(2, 5, 6, 40),),
    (Stage(3, 3, 6, 80), Stage(3, 5, 6, 112)),
    (Stage(4, 5, 6, 192), Stage(1, 3, 6, 320)),
)
"""Stages of EfficientNet-lite0 by resolution, from half of it down; each level but the first begins with stride 2."""


class InvertedResidual(nn.Module):
    """Widen, convolve each channel, narrow; with a shortcut where the shape stays."""

    def __init__(self, c_in: int, c_out: int, size: int, stride: int, widening: int) -> None:
        super().__init__()
        wide = c_in * widening
        widen = _conv(SameConv(c_in, wide, 1), nn.ReLU6(inplace=True)) if widening > 1 else []
        inside = _conv(SameConv(wide, wide, size, stride, depthwise=True), nn.ReLU6(inplace=True))
        self.layers = nn.Sequential(*widen, *inside, *_conv(SameConv(wide, c_out, 1)))
        self.shortcut = stride == 1 and c_in == c_out

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, C_in, H, W) to (N, C_out, H / stride, W / stride)."""
        y: Tensor = self.layers(x)
        return y + x if self.shortcut else y


class LiteUNet(DeeplySupervised):
    """U-Net with an EfficientNet-lite0 encoder and deep supervision.

    Parameters
    ----------
    config : LiteShape
    """

    def __init__(self, config: LiteShape) -> None:
        super().__init__()
        self.config = config
        self.stem = nn.Sequential(*_conv(SameConv(config.in_channels, STEM, 3, 2), nn.ReLU6(inplace=True)))
        self.encoder = nn.ModuleList()
        width, skips = STEM, []
        for number, stages in enumerate(LEVELS):
            blocks: list[nn.Module] = []
            for stage in stages:
                for _ in range(stage.blocks):
                    stride = 2 if number and not blocks else 1
                    blocks.append(InvertedResidual(width, stage.width, stage.size, stride, stage.widening))
                    width = stage.width
            self.encoder.append(nn.Sequential(*blocks))
            skips.append(width)
        self.fold = nn.Sequential(nn.PixelUnshuffle(2), *_plain(config.in_channels * 4, FOLDED))
        skips[0] += FOLDED
        down = config.widths[::-1]
        self.up = nn.ModuleList(nn.ConvTranspose2d(low, high, 2, 2) for low, high in pairwise((width, *down)))
        self.decoder = nn.ModuleList(
            nn.Sequential(*_plain(high + skip, high)) for high, skip in zip(down, skips[-2::-1], strict=True)
        )
        self.add_heads(config.widths)

    def _decode(self, x: Tensor) -> list[Tensor]:
        """Features of the decoder, coarse to fine."""
        image, x = x, self.stem(x)
        skips = []
        for level in self.encoder:
            x = level(x)
            skips.append(x)
        skips[0] = torch.cat([skips[0], self.fold(image)], dim=1)
        features = []
        for up, decode, skip in zip(self.up, self.decoder, skips[-2::-1], strict=True):
            x = decode(torch.cat([up(x), skip], dim=1))
            features.append(x)
        return features


def _conv(convolution: SameConv, *then: nn.Module) -> list[nn.Module]:
    """Return a convolution of the encoder with its normalisation, and what follows."""
    return [convolution, nn.BatchNorm2d(convolution.out_channels, eps=EPSILON), *then]


def _plain(c_in: int, c_out: int) -> list[nn.Module]:
    """Return a convolution of 3 x 3 of the decoder."""
    return [nn.Conv2d(c_in, c_out, 3, 1, 1, bias=False), nn.BatchNorm2d(c_out), nn.ReLU(inplace=True)]
