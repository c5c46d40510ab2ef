"""Weights on disk: safetensors, half precision, never pickle."""

import hashlib
from itertools import pairwise
from pathlib import Path

import safetensors
import torch
from safetensors.torch import load, save
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from lgg_viewer.io.model_card import MAX_WEIGHTS_BYTES, ModelCard
from lgg_viewer.model.networks import Network, build_network
from lgg_viewer.words import mark, tr, tr_n

MAX_HEADER_BYTES = 1 << 20
_HINT = mark("Copy the model's files again, or choose another model.")


def save_weights(model: nn.Module, path: Path) -> str:
    """Write a network's weights as safetensors.

    Kernels and biases are stored as float16: half the file, and eight times finer than the bfloat16 they are used in.
    The running statistics stay float32, because their range is that of the activations.

    Parameters
    ----------
    model : nn.Module
        Not folded.
    path : Path

    Returns
    -------
    str
        SHA-256 of the file.

    Raises
    ------
    LggError
        A weight is not finite in half precision, or the file cannot be written.
    """
    tensors: dict[str, Tensor] = {}
    for key, value in model.state_dict().items():
        narrow = value.is_floating_point() and not key.endswith(("running_mean", "running_var"))
        stored = value.detach().cpu().to(torch.float16 if narrow else value.dtype).contiguous()
        if not torch.isfinite(stored).all():
            raise LggError(
                tr("The weights {key} are not finite; {path} was not written.", key=key, path=path),
                tr("The training has failed."),
            )
        tensors[key] = stored
    data = save(tensors)
    with write_atomically(path) as file:
        file.write(data)
    return hashlib.sha256(data).hexdigest()


def load_network(card: ModelCard, device: torch.device) -> Network:
    """Build the network of a card and fill it with its weights.

    Each batch normalisation is folded into the convolution before it: the result is the same up to rounding, and a
    third of the layers is gone.

    Parameters
    ----------
    card : ModelCard
    device : torch.device

    Returns
    -------
    Network
        In evaluation mode, float32, without gradients.

    Raises
    ------
    LggError
        The file is not the one the card describes, not safetensors, cut off, of another network, or holds values that
        are not numbers.
    """
    network = read_network(card)
    network.eval().requires_grad_(False)
    _fold_normalisation(network)
    return network.to(device)


def read_network(card: ModelCard) -> Network:
    """Build the network of a card with its weights as they were trained, on the CPU and in float32.

    Raises
    ------
    LggError
        As for `load_network`.
    """
    tensors = _read(card)
    # on the meta device a network has shapes and no memory: it need not be filled with chance first
    with torch.device("meta"):
        network = build_network(card.network)
    expected = network.state_dict()
    _check(tensors, expected, card.weights)
    network.load_state_dict({k: v.to(expected[k].dtype) for k, v in tensors.items()}, assign=True)
    return network


def _read(card: ModelCard) -> dict[str, Tensor]:
    path = card.weights
    try:
        if path.stat().st_size > MAX_WEIGHTS_BYTES:
            most = MAX_WEIGHTS_BYTES >> 30
            raise _fault(tr("{path} is larger than {most} GiB.", path=path, most=most))
        # read whole and not mapped: a file that shrinks under a map ends the program
        data = path.read_bytes()
    except OSError as error:
        raise _fault(tr("{path} cannot be read: {why}.", path=path, why=error.strerror or error)) from error
    if hashlib.sha256(data).hexdigest() != card.sha256:
        raise _fault(tr("{path} is not the file that its card describes.", path=path))
    header = int.from_bytes(data[:8], "little")
    if len(data) < 8 or header > min(MAX_HEADER_BYTES, len(data) - 8):
        raise _fault(tr("{path} is not a safetensors file, or is cut off.", path=path))
    try:
        return load(data)
    except (safetensors.SafetensorError, ValueError, KeyError, RuntimeError) as error:
        raise _fault(tr("{path} is not a complete safetensors file ({why}).", path=path, why=error)) from error


def _fault(message: str) -> LggError:
    return LggError(message, tr(_HINT))


def _check(tensors: dict[str, Tensor], expected: dict[str, Tensor], path: Path) -> None:
    """Refuse weights of another network, and weights that are not numbers."""
    missing, extra = sorted(expected.keys() - tensors.keys()), sorted(tensors.keys() - expected.keys())
    if missing or extra:
        if missing:
            what = tr("it lacks {key}", key=missing[0])
        else:
            what = tr("it holds {key}, which the network does not have", key=extra[0])
        count = len(missing) + len(extra) - 1
        more = tr_n(" (and {n} more differences)", " (and {n} more differences)", count) if count else ""
        raise _fault(
            tr(
                "{path} does not match the network on its card: {difference}.",
                path=path,
                difference=what + more,
            )
        )
    for key, value in tensors.items():
        if value.shape != expected[key].shape:
            got, wanted = ("x".join(map(str, t.shape)) or tr("one value") for t in (value, expected[key]))
            raise _fault(
                tr(
                    "{path}: {key} is {got}, the card's network needs {wanted}.",
                    path=path,
                    key=key,
                    got=got,
                    wanted=wanted,
                )
            )
        if value.is_floating_point() != expected[key].is_floating_point():
            raise _fault(
                tr("{path}: {key} is of type {kind}, which does not fit.", path=path, key=key, kind=value.dtype)
            )
        if not torch.isfinite(value).all():
            raise _fault(tr("{path}: {key} holds values that are not numbers.", path=path, key=key))


def _fold_normalisation(network: nn.Module) -> None:
    """Fold each BatchNorm2d into the Conv2d right before it, in place."""
    for module in list(network.modules()):
        if not isinstance(module, nn.Sequential):
            continue
        for (i, first), (k, second) in pairwise(list(enumerate(module))):
            if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                module[i], module[k] = fuse_conv_bn_eval(first, second), nn.Identity()
