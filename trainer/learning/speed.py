"""How fast a training runs, and how much of what the machine can do it uses."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch.utils.flop_counter import FlopCounterMode

from trainer.learning.augment import View
from trainer.learning.networks import Network

_MATRIX_SIDE = {"cpu": 2048, "cuda": 8192}


class Speed:
    """Counts slices, and seconds by what they were spent on.

    Parameters
    ----------
    device : torch.device
        On a GPU its queue is awaited before the time is read.
    """

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._seconds = {"drawing": 0.0, "network": 0.0}
        self._slices = 0
        self._pixels = 0

    @contextmanager
    def on(self, what: str) -> Iterator[None]:
        """Count the seconds of a block as those of "drawing" or of "network"."""
        begun = self._now()
        yield
        self._seconds[what] += self._now() - begun

    def count(self, slices: int, view: View) -> None:
        """Count slices that were trained on."""
        self._slices += slices
        self._pixels += slices * view.side**2

    def describe(self, network: Network, view: View) -> str:
        """Return the sentence that ends a training.

        Parameters
        ----------
        network : Network
            Of the kind that was trained, on the CPU.
        view : View
            How it is shown slices at full size; arithmetic goes with the number of pixels.
        """
        memory = peak_memory(self._device)  # before this measures anything
        drawing, busy = self._seconds["drawing"], self._seconds["network"]
        flop = flop_of_a_slice(network, view) * self._pixels / view.side**2
        peak = matrix_peak(self._device)
        told = (
            f"{self._slices / (drawing + busy):.1f} slices a second and worker; {drawing / (drawing + busy):.0%} of "
            f"the time went into drawing and varying them; the network ran at {flop / busy / 1e12:.3g} TFLOP/s, "
            f"{flop / busy / peak:.0%} of what a matrix product reaches here ({peak / 1e12:.3g} TFLOP/s)"
        )
        return told + (f"; at most {memory / 2**30:.1f} GiB of memory." if memory is not None else ".")

    def _now(self) -> float:
        if self._device.type == "cuda":
            torch.cuda.synchronize(self._device)
        return time.perf_counter()


def flop_of_a_slice(network: Network, view: View) -> float:
    """Count the floating-point operations of training on one slice: two for each multiplication with its addition.

    The way back is taken to cost twice the way there, as it does: torch counts that of depthwise convolutions as if
    each kernel saw all channels.
    """
    network.eval()  # so few slices have no batch statistics
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        network.forward_deep(torch.zeros(2, 3 * view.slices, view.side, view.side))  # one for each of a pair
    return 3.0 / 2 * float(counter.get_total_flops())


def matrix_peak(device: torch.device) -> float:
    """Measure the floating-point operations a second of a large bfloat16 matrix product: the practical ceiling."""
    side = _MATRIX_SIDE[device.type]
    matrix = torch.randn(side, side, device=device).bfloat16()
    best = 0.0
    for _ in range(5):
        timer = Speed(device)
        with timer.on("network"):
            torch.mm(matrix, matrix)
        best = max(best, 2 * side**3 / timer._seconds["network"])
    return best


def peak_memory(device: torch.device) -> int | None:
    """Return the most memory in use so far, in bytes: of the GPU, or of this process; None where nobody counts."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device)
    if sys.platform == "win32":
        return None
    import resource  # not on Windows

    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return usage if sys.platform == "darwin" else usage * 1024
