"""The network: a residual-encoder U-Net that works at half resolution.

Shapes are written N (batch), C (channels), H, W. The stem folds 2 x 2 pixels into channels, so that the widest layers
run on a quarter of the pixels; the head unfolds them again. Residual encoders in a plain U-Net hold up against newer
designs under fair comparison (Isensee et al. 2024, "nnU-Net Revisited", arXiv 2404.09556).
"""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from lgg_viewer.core.network_shape import ResidualShape
from lgg_viewer.model.supervision import DeeplySupervised


def _conv(c_in: int, c_out: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(c_in, c_out, 3, stride, 1, bias=False), nn.BatchNorm2d(c_out))


class ResidualBlock(nn.Module):
    """Two convolutions and a shortcut, (N, C_in, H, W) -> (N, C_out, H / stride, W / stride)."""

    def __init__(self, c_in: int, c_out: int, stride: int) -> None:
        super().__init__()
        self.first = _conv(c_in, c_out, stride)
        self.second = _conv(c_out, c_out)
        shortcut: list[nn.Module] = [nn.AvgPool2d(2)] if stride == 2 else []
        if c_in != c_out:
            shortcut += [nn.Conv2d(c_in, c_out, 1, bias=False), nn.BatchNorm2d(c_out)]
        self.shortcut = nn.Sequential(*shortcut)

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, C_in, H, W) to (N, C_out, H / stride, W / stride)."""
        y = self.second(functional.relu(self.first(x), inplace=True))
        return functional.relu(y + self.shortcut(x))


class UNet(DeeplySupervised):
    """Residual-encoder U-Net with a folded stem and deep supervision.

    Parameters
    ----------
    config : ResidualShape
    """

    def __init__(self, config: ResidualShape) -> None:
        super().__init__()
        self.config = config
        widths = config.widths
        self.stem = nn.Sequential(nn.PixelUnshuffle(2), *_conv(config.in_channels * 4, widths[0]), nn.ReLU())
        self.encoder = nn.ModuleList()
        for level, (width, count) in enumerate(zip(widths, config.blocks, strict=True)):
            before = widths[max(level - 1, 0)]
            first = ResidualBlock(before, width, stride=1 if level == 0 else 2)
            rest = [ResidualBlock(width, width, stride=1) for _ in range(count - 1)]
            self.encoder.append(nn.Sequential(first, *rest))
        down = widths[::-1]
        self.up = nn.ModuleList(nn.ConvTranspose2d(low, high, 2, 2) for low, high in pairwise(down))
        self.decoder = nn.ModuleList(nn.Sequential(*_conv(2 * high, high), nn.ReLU()) for high in down[1:])
        self.add_heads(widths)

    def _decode(self, x: Tensor) -> list[Tensor]:
        """Features of the decoder, coarse to fine."""
        x = self.stem(x)
        skips = []
        for stage in self.encoder:
            x = stage(x)
            skips.append(x)
        features = []
        for up, decode, skip in zip(self.up, self.decoder, skips[-2::-1], strict=True):
            x = decode(torch.cat([up(x), skip], dim=1))
            features.append(x)
        return features
