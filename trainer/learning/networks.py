"""From a recipe to its network."""

from lgg_viewer.model.unet import UNet, UNetConfig
from trainer.learning.plain_unet import PlainUNet
from trainer.recipe.network_shape import ResidualNetwork
from trainer.recipe.schema import Recipe

Network = UNet | PlainUNet


def build_network(recipe: Recipe) -> Network:
    """Build the network of a recipe, its weights as chance has them."""
    network, channels = recipe.network, 3 * recipe.network.slices
    if isinstance(network, ResidualNetwork):
        return UNet(UNetConfig(channels, tuple(network.widths), tuple(network.blocks)))
    return PlainUNet(channels, network.widths, batch_norm=network.batch_norm)
