"""From a Volume to its ProbabilityMap, slice by slice outward from where the reader looks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray

from lgg_viewer.core.probability import SPREAD_STEPS, ProbabilityMap
from lgg_viewer.core.volume import Volume, frozen
from lgg_viewer.errors import CancelledError, LggError
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.model.device import Engine, Output, choose_device, on_cpu, prepare
from lgg_viewer.model.grid import Grid, from_grid, plan_grid, to_grid
from lgg_viewer.model.preprocess import measure, neighbours, normalise
from lgg_viewer.words import tr, tr_n

_CACHED_PLANES = 64


@dataclass(frozen=True, eq=False)
class SliceBatch:
    """A few slices, answered.

    Attributes
    ----------
    indices : tuple of int
        0-based.
    values : ndarray of float16, shape (n, Y, X), 0..1
        On the native grid, in the order of `indices`.
    spread : ndarray of uint8 or None, shape (n, Y, X)
        As in `ProbabilityMap.spread`.
    exact : ndarray of float32, shape (n, Y, X), 0..1
        What `values` are rounded from. In half precision all above 0.99976 are 1, and a cross-entropy of those that
        are wrong is without bounds.
    """

    indices: tuple[int, ...]
    values: NDArray[np.float16]
    spread: NDArray[np.uint8] | None
    exact: NDArray[np.float32]


class Predictor:
    """A network, ready on a device.

    Parameters
    ----------
    card : ModelCard
        May be replaced between two studies by another one of the same weights, whose averaging differs.
    device : str
        "auto" (CUDA, else MPS, else CPU), "cuda", "mps" or "cpu".
    notice : callable
        Told in a sentence when the memory of the device did not suffice and something else was done.

    Raises
    ------
    LggError
        The device is not there, or the weights are not those of the card.
    """

    def __init__(
        self, card: ModelCard, device: str = "auto", *, notice: Callable[[str], None] = lambda _: None
    ) -> None:
        self.card = card
        self._notice = notice
        self._engine = prepare(card, choose_device(device), notice)

    @property
    def device(self) -> str:
        """Where the network runs now: "cuda", "mps" or "cpu"."""
        return self._engine.device

    @property
    def precision(self) -> str:
        """What it computes in: "bfloat16", "float16" or "float32"."""
        return self._engine.precision

    def predict(
        self,
        volume: Volume,
        *,
        start: int = 0,
        on_batch: Callable[[SliceBatch], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> ProbabilityMap:
        """Segment a study.

        Parameters
        ----------
        volume : Volume
        start : int
            The slice that is answered first, alone; the others follow by their distance from it.
        on_batch : callable
            Given each batch as soon as it is there.
        cancelled : callable
            Asked before each batch.

        Returns
        -------
        ProbabilityMap
            Slices that cannot be read are not known in it, and zero.

        Raises
        ------
        CancelledError
        LggError
            Not even one slice fits into memory, or the network's answer is not a number.
        """
        flip = self.card.flip_averaging
        values = np.zeros(volume.shape, np.float16)
        spread = np.zeros(volume.shape, np.uint8) if flip else None
        known = np.zeros(len(values), bool)
        order = outward(volume.readable, start)
        show, grid = self._prepare_slices(volume)
        done = 0
        while done < len(order):
            if cancelled():
                raise CancelledError
            # the slice under the reader's eyes goes alone, so that it is there at once
            indices = order[done : done + (self._engine.batch if done else 1)]
            answer = self._engine.run(np.stack([show(z) for z in indices]), flip=flip)
            if answer is None:
                self._engine = self._smaller(len(indices))
                continue
            if not np.isfinite(answer.probability).all():
                said = tr(
                    "{model} gave values that are not numbers ({device}, {precision}).",
                    model=self.card.name,
                    device=self.device,
                    precision=self.precision,
                )
                raise LggError(said, tr("Choose another device or model."))
            batch = _bring_home(indices, answer, grid)
            values[list(indices)] = batch.values
            if spread is not None and batch.spread is not None:
                spread[list(indices)] = batch.spread
            known[list(indices)] = True
            done += len(indices)
            on_batch(batch)
        computed_on = f"{self.device}, {self.precision}"
        kept = None if spread is None else frozen(spread)
        return ProbabilityMap(frozen(values), frozen(known), self.card.model_id, computed_on, flip, kept)

    def _prepare_slices(self, volume: Volume) -> tuple[Callable[[int], NDArray[np.float32]], Grid]:
        """Return what the network is shown for a slice, shape (C, H, W), as a function of its index; and the grid."""
        count, *size = volume.shape
        grid = plan_grid((size[0], size[1]), self._engine.divisor)
        record = measure(volume.pixels, volume.readable)

        @lru_cache(_CACHED_PLANES)  # each slice is shown with its neighbours too
        def plane(z: int) -> NDArray[np.float32]:
            shown: NDArray[np.float32] = to_grid(normalise(volume.pixels[z : z + 1], record), grid)[0]
            return shown

        context = neighbours(count, (self.card.network.in_channels // 3 - 1) // 2)
        # a slice that cannot be read is black: the one asked about stands in for it, as at the ends of the study
        context = np.where(volume.readable[context], context, np.arange(count)[:, None])
        return lambda z: np.concatenate([plane(int(k)) for k in context[z]]), grid

    def _smaller(self, used: int) -> Engine:
        """Return what is to be tried after memory did not suffice for a batch of `used` slices."""
        engine = self._engine
        engine.free()
        if used > 1:
            self._notice(
                tr_n(
                    "Low memory on {device}: continuing with {n} slice at a time.",
                    "Low memory on {device}: continuing with {n} slices at a time.",
                    used // 2,
                    device=engine.name,
                )
            )
            return engine.with_batch(used // 2)
        if engine.device == "cpu":
            raise LggError(tr("There is not enough memory to segment a single slice."), tr("Close other programs."))
        self._notice(tr("Not enough memory on {device}: continuing on the CPU.", device=engine.name))
        return on_cpu(self.card)


def _bring_home(indices: tuple[int, ...], output: Output, grid: Grid) -> SliceBatch:
    """Return the answer to slices on the native grid, in the precision in which it is kept."""
    exact = np.clip(from_grid(output.probability, grid), 0, 1)
    values, exact = frozen(_to_half(exact)), frozen(exact)
    if output.difference is None:
        return SliceBatch(indices, values, None, exact)
    # brought home with its sign: there it is the difference of the two answers, had each been brought home
    apart = np.minimum(np.abs(from_grid(output.difference, grid)), 1)
    return SliceBatch(indices, values, frozen(np.rint(SPREAD_STEPS * apart).astype(np.uint8)), exact)


def _to_half(values: NDArray[np.float32]) -> NDArray[np.float16]:
    """Round to half precision as numpy does, but with the processor's own instruction: forty times faster."""
    return np.asarray(torch.from_numpy(values).half().numpy(), np.float16)


def outward(readable: NDArray[np.bool_], start: int) -> tuple[int, ...]:
    """Return the indices of the readable slices by their distance from `start`, the lower first.

    Parameters
    ----------
    readable : ndarray of bool, shape (Z,)
    start : int

    Examples
    --------
    >>> outward(np.array([True, True, False, True]), 1)
    (1, 0, 3)
    """
    return tuple(sorted(map(int, np.flatnonzero(readable)), key=lambda z: (abs(z - start), z)))
