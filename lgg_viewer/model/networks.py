"""From a shape to its network."""

from lgg_viewer.core.network_shape import LiteShape, NetworkShape
from lgg_viewer.model.lite_unet import LiteUNet
from lgg_viewer.model.unet import UNet

Network = UNet | LiteUNet
"""What the app can open; `config` is its shape."""


def build_network(shape: NetworkShape) -> Network:
    """Build a network, its weights as chance has them."""
    return LiteUNet(shape) if isinstance(shape, LiteShape) else UNet(shape)
