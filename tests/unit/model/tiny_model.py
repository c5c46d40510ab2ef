"""A network of a few thousand weights with its card, and volumes of chance, for the tests of the model room."""

import os
from pathlib import Path

import numpy as np
import torch

from lgg_viewer.core.network_shape import ResidualShape
from lgg_viewer.core.volume import Volume, frozen
from lgg_viewer.io.model_card import ModelCard, write_model_card
from lgg_viewer.model.networks import Network
from lgg_viewer.model.unet import UNet
from lgg_viewer.model.weights import save_weights

# so small a network gains nothing from several threads
os.environ.setdefault("LGG_THREADS", "1")

CONFIG = ResidualShape(widths=(4, 6, 8), blocks=(1, 1, 1))


def make_network(seed: int = 0) -> UNet:
    """A network whose running statistics are not those of birth, in evaluation mode."""
    torch.manual_seed(seed)
    network = UNet(CONFIG)
    for _ in range(3):
        network(torch.randn(2, CONFIG.in_channels, 32, 32))
    return network.eval()


def make_card(
    folder: Path, *, network: Network | None = None, flip: bool = False, patients: tuple[str, ...] = ()
) -> Path:
    weights = folder / "tiny.safetensors"
    network = network or make_network()
    digest = save_weights(network, weights)
    card = ModelCard(
        name="tiny",
        weights=weights,
        sha256=digest,
        network=network.config,
        threshold=0.5,
        flip_averaging=flip,
        recipe="smoke",
        training={"patients": list(patients)},
    )
    write_model_card(card, folder / "tiny.json")
    return folder / "tiny.json"


def make_volume(count: int = 6, side: int = 256, *, unreadable: tuple[int, ...] = (), seed: int = 0) -> Volume:
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 256, (count, side, side, 3), np.uint8)
    readable = np.ones(count, bool)
    readable[list(unreadable)] = False
    pixels[~readable] = 0
    return Volume(frozen(pixels), frozen(readable), frozenset(), f"digest-{seed}")
