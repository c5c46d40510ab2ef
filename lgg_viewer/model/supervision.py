"""What the networks share: a head that unfolds to full resolution, and two more for training."""

from torch import Tensor, nn


class DeeplySupervised(nn.Module):
    """A network whose decoder works at half resolution, with losses at three levels."""

    head: nn.Sequential
    auxiliary: nn.ModuleList

    def add_heads(self, widths: tuple[int, ...]) -> None:
        """Add the heads; call this last, because checkpoints number the weights in order of creation.

        Parameters
        ----------
        widths : tuple of int
            Channels of the decoder's levels, from half resolution down; at least three.
        """
        self.head = nn.Sequential(nn.Conv2d(widths[0], 4, 1), nn.PixelShuffle(2))
        # heads at 1/4 and 1/8 of the input, used in training alone
        self.auxiliary = nn.ModuleList(nn.Conv2d(w, 1, 1) for w in widths[1:3])

    def forward(self, x: Tensor) -> Tensor:
        """Return logits.

        Parameters
        ----------
        x : Tensor, shape (N, C, H, W)
            H and W multiples of `config.divisor`.

        Returns
        -------
        Tensor, shape (N, 1, H, W)
        """
        result: Tensor = self.head(self._decode(x)[-1])
        return result

    def direct(self, x: Tensor) -> Tensor:
        """Return the logits for slices of that shape, computed from the slices themselves."""
        return self.forward(x)

    def mirrored(self, x: Tensor) -> Tensor:
        """Return the logits for slices of that shape, computed from their left-right mirror images."""
        return self.forward(x.flip(-1)).flip(-1)

    def forward_deep(self, x: Tensor) -> list[Tensor]:
        """Return the logits at full, quarter and eighth resolution, shapes (N, 1, H / s, W / s)."""
        features = self._decode(x)
        deep = [head(features[-2 - i]) for i, head in enumerate(self.auxiliary)]
        return [self.head(features[-1]), *deep]

    def _decode(self, x: Tensor) -> list[Tensor]:
        """Features of the decoder, coarse to fine."""
        raise NotImplementedError
