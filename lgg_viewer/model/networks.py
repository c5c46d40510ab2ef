"""From a shape to its network."""

from lgg_viewer.core.network_shape import LiteShape, NetworkShape
from lgg_viewer.model.lite_unet import LiteUNet
from lgg_viewer.model.pair import Pair
from lgg_viewer.model.unet import UNet

Network = UNet | LiteUNet | Pair
"""What the app can open; `config` is its shape."""


def build_network(shape: NetworkShape) -> Network:
    """Build a network with random weights."""
    if isinstance(shape, LiteShape):
        return Pair(shape) if shape.members > 1 else LiteUNet(shape)
    return UNet(shape)
