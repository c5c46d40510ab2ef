"""The pixels of a study."""

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.study import Channel

Pixels = NDArray[np.uint8] | NDArray[np.uint16]


Array = TypeVar("Array", bound=NDArray[Any])


def frozen(array: Array) -> Array:
    """Return the same array, made read-only."""
    array.flags.writeable = False
    return array


@dataclass(frozen=True, eq=False)
class Volume:
    """The pixels of a study on its native grid.

    Attributes
    ----------
    pixels : ndarray, shape (Z, Y, X, 3), uint8 or uint16, read-only
        Channels in the order of `Channel`.
    readable : ndarray of bool, shape (Z,), read-only
        False where the slice's file could not be read; its pixels are zero then.
    missing : frozenset of Channel
        Sequences that were never acquired: their pixels are a copy of FLAIR.
    sha256 : str
        Digest of pixels and shape; the same pixels have the same digest on any machine.
    """

    pixels: Pixels
    readable: NDArray[np.bool_]
    missing: frozenset[Channel]
    sha256: str

    @property
    def shape(self) -> tuple[int, int, int]:
        """Slices, rows, columns."""
        z, y, x, _ = self.pixels.shape
        return z, y, x

    def plane(self, z: int, channel: Channel) -> Pixels:
        """Return one slice of one sequence, shape (Y, X), a view."""
        return self.pixels[z, :, :, channel]


def find_copies_of_flair(pixels: Pixels) -> frozenset[Channel]:
    """Name the sequences whose pixels equal FLAIR everywhere.

    Parameters
    ----------
    pixels : ndarray, shape (Z, Y, X, 3)

    Returns
    -------
    frozenset of Channel
        Empty for a volume without any signal: nothing can be told of it.
    """
    flair = pixels[..., Channel.FLAIR]
    if not flair.any():
        return frozenset()
    return frozenset(c for c in (Channel.PRE, Channel.POST) if np.array_equal(pixels[..., c], flair))
