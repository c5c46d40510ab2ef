"""Shapes of networks, as a model card names them; `lgg_viewer.model.networks` builds them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ResidualShape:
    """Shape of a residual-encoder U-Net (`lgg_viewer.model.unet`).

    Attributes
    ----------
    in_channels : int
        Three sequences times the slices seen at once, an odd number of them.
    widths : tuple of int
        Channels at each level, from half resolution down.
    blocks : tuple of int
        Residual blocks at each level.
    """

    in_channels: int = 9
    widths: tuple[int, ...] = (32, 64, 128, 192, 256)
    blocks: tuple[int, ...] = (1, 2, 2, 2, 2)

    @property
    def divisor(self) -> int:
        """Height and width of the input must be multiples of this."""
        return int(2 ** len(self.widths))


@dataclass(frozen=True)
class LiteShape:
    """Shape of a U-Net with an EfficientNet-lite0 encoder (`lgg_viewer.model.lite_unet`).

    Attributes
    ----------
    in_channels : int
        As of a `ResidualShape`.
    widths : tuple of int
        Channels of the decoder at its four levels, from half resolution down.
    members : int
        1, or 2: two such networks answer as one (`lgg_viewer.model.pair`).
    """

    in_channels: int = 9
    widths: tuple[int, ...] = (32, 64, 96, 128)
    members: int = 1

    @property
    def divisor(self) -> int:
        """Height and width of the input must be multiples of this."""
        return 32


NetworkShape = ResidualShape | LiteShape
