"""Several processes, one training: started by torchrun, each takes its share of every batch.

The gradients are averaged over the workers, and the sums of the Dice loss are taken over all of them, so that the loss
is that of the whole batch. Three things differ from a single process: the random numbers; tumours are pasted only from
slices of a worker's own share; and on CPUs batch normalisation sees only that share (on GPUs it is synchronised).
"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, distributed, nn


class _Sum(torch.autograd.Function):
    """The sum over all workers, with a gradient: each worker's term contributes to the loss of every worker."""

    @staticmethod
    def forward(_context: Any, value: Tensor) -> Tensor:
        total = value.clone()
        distributed.all_reduce(total)
        return total

    @staticmethod
    def backward(_context: Any, gradient: Tensor) -> Tensor:
        total = gradient.clone()
        distributed.all_reduce(total)
        return total


@dataclass(frozen=True)
class Workers:
    """The place of this process among the workers.

    Attributes
    ----------
    rank : int
        From 0 on; 0 writes.
    count : int
    device : torch.device
        Of this worker.
    """

    rank: int
    count: int
    device: torch.device

    @property
    def leads(self) -> bool:
        """Whether this process writes files and shows progress."""
        return self.rank == 0

    def share(self, rows: Tensor) -> Tensor:
        """Return this worker's share of a batch."""
        return rows[self.rank :: self.count]

    def total(self, value: Tensor) -> Tensor:
        """Sum a value over the workers; gradients flow through."""
        if self.count == 1:
            return value
        total: Tensor = _Sum.apply(value)  # type: ignore[no-untyped-call]
        return total

    def average_gradients(self, network: nn.Module) -> None:
        """Make the gradients of all workers their mean."""
        if self.count == 1:
            return
        gradients = [p.grad for p in network.parameters() if p.grad is not None]
        flat = torch.cat([g.flatten() for g in gradients])
        distributed.all_reduce(flat)
        flat /= self.count
        parts = torch.split(flat, [g.numel() for g in gradients])
        for gradient, part in zip(gradients, parts, strict=True):
            gradient.copy_(part.view_as(gradient))

    def mean(self, value: float) -> float:
        """Return the mean of a number over the workers."""
        if self.count == 1:
            return value
        shared = torch.tensor(value, dtype=torch.float64, device=self.device)
        distributed.all_reduce(shared)
        return float(shared) / self.count

    def any(self, flag: bool) -> bool:
        """Whether any worker has raised the flag; all of them then stop together."""
        return self.mean(float(flag)) > 0

    def prepare(self, network: nn.Module) -> nn.Module:
        """Let batch normalisation see the whole batch where the device can."""
        if self.count > 1 and self.device.type == "cuda":
            return nn.SyncBatchNorm.convert_sync_batchnorm(network)  # type: ignore[no-untyped-call,no-any-return]
        return network


@contextlib.contextmanager
def join_workers(device: str) -> Iterator[Workers]:
    """Join the other workers if torchrun started this process; else work alone.

    Parameters
    ----------
    device : str
        "cpu" or "cuda".
    """
    count = int(os.environ.get("WORLD_SIZE", "1"))
    if count == 1:
        yield Workers(0, 1, torch.device(device))
        return
    place = torch.device(device, int(os.environ["LOCAL_RANK"])) if device == "cuda" else torch.device(device)
    if device == "cuda":
        torch.cuda.set_device(place)
    distributed.init_process_group("nccl" if device == "cuda" else "gloo")
    yield Workers(distributed.get_rank(), count, place)
    # not after a failure: it would wait for the others, and torchrun would never notice the failure
    distributed.destroy_process_group()
