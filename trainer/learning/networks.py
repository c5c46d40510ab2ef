"""From a recipe to its network."""

from lgg_viewer.model import networks
from trainer.learning.plain_unet import PlainUNet
from trainer.recipe.network_shape import PlainNetwork
from trainer.recipe.schema import Recipe

Network = networks.Network | PlainUNet


def build_network(recipe: Recipe) -> Network:
    """Build the network of a recipe, with random weights."""
    network = recipe.network
    if isinstance(network, PlainNetwork):
        return PlainUNet(3 * network.slices, network.widths, batch_norm=network.batch_norm)
    return networks.build_network(network.shape)
