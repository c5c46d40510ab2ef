"""Where the network runs, in which precision, and what happens when a device gives up."""

import contextlib
import gc
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray

from lgg_viewer.core.devices import DEVICES
from lgg_viewer.errors import LggError
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.model.lanes import SLICES, Lanes, count_lanes, open_lanes
from lgg_viewer.model.networks import Network
from lgg_viewer.model.pair import Pair
from lgg_viewer.model.weights import load_network
from lgg_viewer.words import mark, tr

SEEN = 0.01
"""Where no pixel of a slice reaches this probability, a single network is not run on its mirror image.

More than half of the slices hold nothing. For twelve training patients, every mask at 0.5 was identical to that of
averaging all slices, while only 46 % of the slices were run a second time. The second network of a pair is run on every
slice: it is there for what the first does not see.
"""
_BATCH = 16
_NAMES = {"cuda": mark("the graphics card"), "mps": mark("the graphics processor"), "cpu": mark("the computer")}


@dataclass(frozen=True, eq=False)
class Output:
    """The result of a network for a few slices.

    Attributes
    ----------
    probability : ndarray of float32, shape (N, H, W), 0..1
    difference : ndarray of float32 or None, shape (N, H, W), -1..1
        Probability for the slice itself minus that for its mirror image, which comes from the second network of a pair;
        0 in slices whose mirror image was not run; None without averaging.
    """

    probability: NDArray[np.float32]
    difference: NDArray[np.float32] | None = None


@dataclass(frozen=True, eq=False)
class Engine:
    """A network on a device.

    Attributes
    ----------
    network : Network
        On the device, in the precision.
    device : str
        "cuda", "mps" or "cpu".
    dtype : torch.dtype
    batch : int
        Slices at a time.
    lanes : Lanes or None
        The threads that share them on the CPU.
    """

    network: Network
    device: str
    dtype: torch.dtype
    batch: int
    lanes: Lanes | None = None

    @property
    def name(self) -> str:
        """The device in words."""
        return tr(_NAMES[self.device])

    @property
    def precision(self) -> str:
        """The number format: "bfloat16", "float16" or "float32"."""
        return str(self.dtype).removeprefix("torch.")

    @property
    def divisor(self) -> int:
        """Height and width of its input must be multiples of this."""
        return self.network.config.divisor

    def with_batch(self, batch: int) -> "Engine":
        """Return the same engine that takes fewer slices at a time."""
        return replace(self, batch=batch)

    def run(self, images: NDArray[np.float32], *, flip: bool) -> Output | None:
        """Return probabilities of tumour, or None if memory did not suffice or the accelerator failed.

        None and not an exception: a live traceback would keep alive the very tensors that are to be freed before the
        next attempt (pytorch issue 18853).

        Parameters
        ----------
        images : ndarray, shape (N, C, H, W)
        flip : bool
            Average the logits with those of the left-right mirror image: with a pair for every slice, else for those in
            which the network sees anything.

        Returns
        -------
        Output or None
        """
        try:
            if self.lanes is None:
                return self._answer(images, flip=flip)
            parts = np.array_split(images, -(-len(images) // SLICES))
            return _join(list(self.lanes.map(partial(self._answer, flip=flip), parts)))
        except (RuntimeError, MemoryError) as error:
            if not _is_shortage(error):
                raise
        return None

    @torch.inference_mode()
    def _answer(self, images: NDArray[np.float32], *, flip: bool) -> Output:
        shown = torch.from_numpy(images).to(self.device, self.dtype, memory_format=torch.channels_last)
        logits = self.network.direct(shown).float()
        if not flip:
            return Output(_to_numpy(logits.sigmoid()))
        difference = torch.zeros_like(logits)
        again = logits.amax((1, 2, 3)) >= math.log(SEEN / (1 - SEEN))
        if isinstance(self.network, Pair):
            again[:] = True
        if again.any():
            mirrored = self.network.mirrored(shown[again]).float()
            difference[again] = logits[again].sigmoid() - mirrored.sigmoid()
            logits[again] = (logits[again] + mirrored) / 2
        return Output(_to_numpy(logits.sigmoid()), _to_numpy(difference))

    def free(self) -> None:
        """Give back memory that is held but not used; call it outside any `except` block."""
        gc.collect()
        with contextlib.suppress(RuntimeError):  # a card that has failed fails here too
            if self.device == "cuda":
                torch.cuda.empty_cache()
            elif self.device == "mps":
                torch.mps.empty_cache()


def _join(parts: Sequence[Output]) -> Output:
    """Return the answers of the lanes as one, in their order."""
    differences = [part.difference for part in parts if part.difference is not None]
    probability = np.concatenate([part.probability for part in parts])
    return Output(probability, np.concatenate(differences) if differences else None)


def _to_numpy(maps: torch.Tensor) -> NDArray[np.float32]:
    """Return the one channel of maps of shape (N, 1, H, W), shape (N, H, W)."""
    return np.asarray(maps[:, 0].cpu().numpy(), np.float32)


def _is_shortage(error: BaseException) -> bool:
    """Whether an error says that memory ran out, or that the accelerator has failed.

    MPS and the CPU allocator report it as a plain RuntimeError.
    """
    kinds = (torch.OutOfMemoryError, torch.AcceleratorError, MemoryError)
    text = str(error).lower()
    return isinstance(error, kinds) or "out of memory" in text or "can't allocate memory" in text


def choose_device(wanted: str) -> str:
    """Return a device that this computer has.

    Parameters
    ----------
    wanted : str
        One of `lgg_viewer.core.devices.DEVICES`.

    Raises
    ------
    LggError
        There is no such device, or this computer has none.
    """
    if wanted not in DEVICES:
        known = ", ".join(DEVICES)
        raise LggError(tr("There is no device {device}.", device=wanted), tr("Known: {devices}.", devices=known))
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if wanted == "auto":
        return next(device for device, present in there.items() if present)
    if not there[wanted]:
        raise LggError(
            tr("This computer has no {device} device that torch can use.", device=wanted), tr("Choose auto or cpu.")
        )
    return wanted


def prepare(card: ModelCard, device: str, notice: Callable[[str], None]) -> Engine:
    """Load a network onto a device, or onto the CPU if the device cannot hold it."""
    if device == "cpu":
        return on_cpu(card)
    engine = _on_accelerator(card, device)
    if engine is None:
        name = tr(_NAMES[device]).capitalize()
        notice(tr("{device} has too little memory for the network: continuing on the CPU.", device=name))
        return on_cpu(card)
    return engine


def on_cpu(card: ModelCard) -> Engine:
    """Load a network onto the CPU.

    bfloat16 where the processor computes in it (three times faster than float32), else float32.
    """
    present = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    fast = present and torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return _engine(card, "cpu", torch.bfloat16 if fast else torch.float32)


def _on_accelerator(card: ModelCard, device: str) -> Engine | None:
    try:
        return _engine(card, device, _accelerator_dtype(device))
    except (RuntimeError, MemoryError) as error:
        if not _is_shortage(error):
            raise
    return None


def _accelerator_dtype(device: str) -> torch.dtype:
    if device == "mps":
        return torch.float32
    if torch.cuda.is_bf16_supported(including_emulation=False):
        return torch.bfloat16
    # half precision pays from Volta on, where tensor cores compute in it
    return torch.float16 if torch.cuda.get_device_capability() >= (7, 0) else torch.float32


def _engine(card: ModelCard, device: str, dtype: torch.dtype) -> Engine:
    network = load_network(card, torch.device("cpu"))
    network.to(device, dtype, memory_format=torch.channels_last)  # type: ignore[call-overload]
    if device != "cpu":
        return Engine(network, device, dtype, _BATCH)
    count = count_lanes()
    return Engine(network, device, dtype, SLICES * count, open_lanes(count))
