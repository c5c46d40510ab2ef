"""Two networks used as one: mostly they do not make the same mistakes.

Averaging networks with different initial weights and training slices is the simplest remedy against confident errors
(Lakshminarayanan et al. 2017, "Deep ensembles", arXiv 1612.01474). The second network takes over the mirror image that
the first would be shown, so two answers cost no more than before.
"""

import torch
from torch import Tensor, nn

from lgg_viewer.core.network_shape import LiteShape
from lgg_viewer.model.lite_unet import LiteUNet


class Pair(nn.Module):
    """Two U-Nets of one shape.

    Parameters
    ----------
    config : LiteShape
    """

    def __init__(self, config: LiteShape) -> None:
        super().__init__()
        self.config = config
        self.first = LiteUNet(config)
        self.second = LiteUNet(config)

    def forward(self, x: Tensor) -> Tensor:
        """Return the mean of both answers, logits of shape (N, 1, H, W), for slices of shape (N, C, H, W)."""
        return (self.direct(x) + self.mirrored(x)) / 2

    def direct(self, x: Tensor) -> Tensor:
        """Return the logits of the first network, of the same shape."""
        return self.first.direct(x)

    def mirrored(self, x: Tensor) -> Tensor:
        """Return the logits of the second network, which is shown the left-right mirror image."""
        return self.second.mirrored(x)

    def forward_deep(self, x: Tensor) -> list[Tensor]:
        """Return the logits at full, quarter and eighth resolution, for training.

        Each network gets every other slice of the batch, so that the two do not learn from the same ones.
        """
        rows = torch.arange(len(x), device=x.device)
        order = torch.cat([rows[::2], rows[1::2]]).argsort()
        answers = self.first.forward_deep(x[::2]), self.second.forward_deep(x[1::2])
        return [torch.cat(level)[order] for level in zip(*answers, strict=True)]
