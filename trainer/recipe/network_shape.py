"""Networks that a recipe may ask for."""

from typing import Literal, Self

from pydantic import Field, model_validator

from lgg_viewer.core.network_shape import LiteShape, NetworkShape, ResidualShape
from trainer.recipe.numbers import Count, Strict


class _AppNetwork(Strict):
    """A network that the app can open."""

    @property
    def shape(self) -> NetworkShape:
        """What the app calls it."""
        raise NotImplementedError

    @property
    def divisor(self) -> int:
        """Height and width of the input must be multiples of this."""
        return self.shape.divisor

    @property
    def heads(self) -> int:
        """Number of auxiliary heads."""
        return 2

    @property
    def slices(self) -> int:
        """Number of slices seen at once."""
        return 3


class ResidualNetwork(_AppNetwork):
    """Residual-encoder U-Net (`lgg_viewer.model.unet`), which the app can open.

    Attributes
    ----------
    widths, blocks : list of int
        Channels and residual blocks at each level, at least four.
    """

    kind: Literal["residual"]
    widths: list[Count] = Field(min_length=4)
    blocks: list[Count] = Field(min_length=4)

    @model_validator(mode="after")
    def _levels_agree(self) -> Self:
        if len(self.widths) != len(self.blocks):
            raise ValueError("network.widths and network.blocks must be of the same length")
        return self

    @property
    def shape(self) -> ResidualShape:
        """What the app calls it."""
        return ResidualShape(3 * self.slices, tuple(self.widths), tuple(self.blocks))


class LiteNetwork(_AppNetwork):
    """U-Net with an EfficientNet-lite0 encoder (`lgg_viewer.model.lite_unet`), which the app can open.

    Attributes
    ----------
    widths : list of int
        Channels of the decoder at its four levels, from half resolution down.
    start : str
        Where the encoder begins: "imagenet", weights trained on photographs (`trainer.learning.imagenet`); or
        "chance", as the rest of the network does.
    members : int
        1; or 2: two such networks answer as one, each trained on half of every batch (`lgg_viewer.model.pair`).
    """

    kind: Literal["lite"]
    widths: list[Count] = Field(min_length=4, max_length=4)
    start: Literal["imagenet", "chance"]
    members: Literal[1, 2] = 1

    @property
    def shape(self) -> LiteShape:
        """What the app calls it."""
        return LiteShape(3 * self.slices, tuple(self.widths), self.members)


class PlainNetwork(Strict):
    """The classic U-Net of the ancestors (`trainer.learning.plain_unet`): one slice, two convolutions a level.

    Attributes
    ----------
    widths : list of int
        Channels at each level; the last is the bottleneck.
    batch_norm : bool
    """

    kind: Literal["plain"]
    widths: list[Count] = Field(min_length=2)
    batch_norm: bool

    @property
    def divisor(self) -> int:
        """Height and width of the input must be multiples of this."""
        return int(2 ** (len(self.widths) - 1))

    @property
    def heads(self) -> int:
        """Number of auxiliary heads."""
        return 0

    @property
    def slices(self) -> int:
        """Number of slices seen at once."""
        return 1
