"""The classic U-Net, as the ancestors built it: a yardstick, and nothing the app opens.

Two 3 x 3 convolutions a level, 2 x 2 max pooling down, 2 x 2 transposed convolution up, and the features of each level
handed across (Ronneberger, Fischer, Brox 2015, arXiv 1505.04597). Unlike there, borders are padded, so that the logits
have the height and width of the input.
"""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn


def _double_conv(c_in: int, c_out: int, *, batch_norm: bool) -> nn.Sequential:
    layers: list[nn.Module] = []
    for channels in (c_in, c_out):
        # batch norm has an offset of its own
        layers.append(nn.Conv2d(channels, c_out, 3, padding=1, bias=not batch_norm))
        if batch_norm:
            layers.append(nn.BatchNorm2d(c_out))
        layers.append(nn.ReLU(inplace=True))
    return nn.Sequential(*layers)


class PlainUNet(nn.Module):
    """U-Net of one slice, without auxiliary heads.

    Parameters
    ----------
    in_channels : int
        Sequences of the slice.
    widths : sequence of int
        Channels at each level from full resolution down; the last is the bottleneck.
    batch_norm : bool
        Whether each convolution is followed by one.
    """

    def __init__(self, in_channels: int, widths: Sequence[int], *, batch_norm: bool) -> None:
        super().__init__()
        self.encoder = nn.ModuleList(
            _double_conv(before, width, batch_norm=batch_norm) for before, width in pairwise((in_channels, *widths))
        )
        self.pool = nn.MaxPool2d(2)
        down = list(pairwise(reversed(widths)))
        self.up = nn.ModuleList(nn.ConvTranspose2d(low, high, 2, 2) for low, high in down)
        self.decoder = nn.ModuleList(_double_conv(2 * high, high, batch_norm=batch_norm) for _, high in down)
        self.head = nn.Conv2d(widths[0], 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Return logits.

        Parameters
        ----------
        x : Tensor, shape (N, C, H, W)
            H and W multiples of 2 to the power of the number of poolings.

        Returns
        -------
        Tensor, shape (N, 1, H, W)
        """
        skips: list[Tensor] = []
        for level, stage in enumerate(self.encoder):
            x = stage(self.pool(x) if level else x)
            skips.append(x)
        for up, decode, skip in zip(self.up, self.decoder, skips[-2::-1], strict=True):
            x = decode(torch.cat([skip, up(x)], dim=1))
        logits: Tensor = self.head(x)
        return logits

    def forward_deep(self, x: Tensor) -> list[Tensor]:
        """Return the logits alone, as the one entry of the list that networks with auxiliary heads return."""
        return [self(x)]
