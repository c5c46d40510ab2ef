"""Slices of one sequence to few bytes and back, exact to the bit, with numpy and the standard library alone.

The pixels of a coarse lattice come first. Each finer lattice is predicted from the four nearest pixels that are there
already (hierarchical interpolation). What the prediction misses is sorted by how much those four differ, because where
they differ the misses are large, and each class is deflated by itself, with a code that fits it. All arithmetic is of
whole numbers, so that every machine predicts the same.
"""

import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

# Deflate writes at most 258 bytes for two bits: a file that claims more pixels a byte is none.
MOST_PIXELS_A_BYTE = 1032
_SPACINGS = (8, 4, 2, 1)
_CLASSES = 16
# Two classes an octave of the four differences' sum, by whole numbers: the length of a square in bits.
_CLASS = np.array([min((n * n).bit_length() - 1, _CLASSES - 1) for n in range(1, 4 * 255 + 2)], np.uint8)
# How a lattice is filled: the middles of squares from their corners, then the middles of sides from what is around.
# First row and column, and the neighbours as two pairs that lie opposite.
_STEPS = (
    ((1, 1), ((-1, -1), (1, 1), (-1, 1), (1, -1))),
    ((0, 1), ((-1, 0), (1, 0), (0, -1), (0, 1))),
    ((1, 0), ((-1, 0), (1, 0), (0, -1), (0, 1))),
)

_Place = tuple[slice, slice, slice]


def encode(pixels: NDArray[np.uint8]) -> bytes:
    """Compress the slices of one sequence.

    Parameters
    ----------
    pixels : ndarray, shape (Z, Y, X), uint8
    """
    classes: list[list[NDArray[np.uint8]]] = [[] for _ in range(_CLASSES)]
    coarse = pixels[:, ::16, ::16]
    for spacing in _SPACINGS:
        goal = pixels[:, ::spacing, ::spacing]
        lattice = np.zeros_like(goal)
        lattice[:, ::2, ::2] = goal[:, ::2, ::2]
        for place, guess, kind in _predict(lattice):
            miss = (goal[place] - guess).view(np.int8)
            folded = ((miss << 1) ^ (miss >> 7)).view(np.uint8)  # small misses of either sign become small numbers
            for k, found in enumerate(classes):
                found.append(folded[kind == k])
            lattice[place] = goal[place]
    return join([_deflate(coarse), *(_deflate(np.concatenate(found)) for found in classes)])


def decode(data: memoryview, shape: tuple[int, int, int]) -> NDArray[np.uint8]:
    """Bring slices back.

    Parameters
    ----------
    data : memoryview
        As `encode` wrote them.
    shape : tuple of int
        Z, Y, X. A shape from elsewhere is checked against `MOST_PIXELS_A_BYTE` first.

    Returns
    -------
    ndarray, shape (Z, Y, X), uint8

    Raises
    ------
    ValueError
        The data are damaged, or of another shape.
    """
    first, *others = split(data, 1 + _CLASSES)
    lattice = np.frombuffer(inflate(first, shape[0] * -(-shape[1] // 16) * -(-shape[2] // 16)), np.uint8)
    lattice = lattice.reshape(shape[0], -(-shape[1] // 16), -(-shape[2] // 16))
    left = shape[0] * shape[1] * shape[2]
    classes = [np.frombuffer(inflate(packed, left, whole=False), np.uint8) for packed in others]
    used = np.zeros(_CLASSES, int)
    for spacing in _SPACINGS:
        finer = np.zeros((shape[0], -(-shape[1] // spacing), -(-shape[2] // spacing)), np.uint8)
        finer[:, ::2, ::2] = lattice
        for place, guess, kind in _predict(finer):
            counts = np.bincount(kind.ravel(), minlength=_CLASSES)
            folded = np.empty(kind.size, np.uint8)
            now = [found[u : u + n] for found, u, n in zip(classes, used, counts, strict=True)]
            if sum(map(len, now)) < kind.size:
                raise ValueError("it holds fewer pixels than it says")
            folded[np.argsort(kind, axis=None, kind="stable")] = np.concatenate(now)
            miss = (folded >> 1) ^ (0 - (folded & 1))
            finer[place] = guess + miss.reshape(guess.shape)
            used += counts
        lattice = finer
    if used.sum() < sum(map(len, classes)):
        raise ValueError("it holds more pixels than it says")
    return lattice


def _predict(lattice: NDArray[np.uint8]) -> Iterator[tuple[_Place, NDArray[np.uint8], NDArray[np.uint8]]]:
    """Go through the steps that fill a lattice, whose even rows and columns are there.

    Whoever iterates fills the place of a step before asking for the next.

    Yields
    ------
    place : tuple of slice
    guess : ndarray of uint8
        What is expected there.
    kind : ndarray of uint8
        Class of what will be missed.
    """
    _, rows, columns = lattice.shape
    for (y, x), neighbours in _STEPS:
        around = np.pad(lattice, ((0, 0), (1, 1), (1, 1)), mode="reflect").astype(np.int16)
        height, width = len(range(y, rows, 2)), len(range(x, columns, 2))
        a, b, c, d = (around[:, 1 + y + dy :: 2, 1 + x + dx :: 2][:, :height, :width] for dy, dx in neighbours)
        # the pair that agrees more lies along an edge and not across it: it counts for more
        along, across = np.abs(c - d) + 2, np.abs(a - b) + 2
        weighed = (a + b).astype(np.int32) * along + (c + d).astype(np.int32) * across
        guess = (weighed // (2 * (along + across))).astype(np.int16)
        kind = _CLASS[sum(np.abs(n - guess) for n in (a, b, c, d))]
        yield (slice(None), slice(y, None, 2), slice(x, None, 2)), guess.astype(np.uint8), kind


def join(chunks: list[bytes]) -> bytes:
    """Put chunks behind one another, each with its length before it."""
    return b"".join(len(chunk).to_bytes(4, "little") + chunk for chunk in chunks)


def split(data: memoryview, count: int) -> list[memoryview]:
    """Take apart what `join` put together.

    Raises
    ------
    ValueError
        These are not `count` whole chunks.
    """
    chunks = []
    for _ in range(count):
        end = 4 + int.from_bytes(data[:4], "little")
        if len(data) < max(end, 4):
            raise ValueError("it is cut off")
        chunks.append(data[4:end])
        data = data[end:]
    if len(data):
        raise ValueError("it is longer than it says")
    return chunks


def inflate(data: memoryview, most: int, *, whole: bool = True) -> bytes:
    """Decompress to `most` bytes; where not `whole`, to fewer.

    Raises
    ------
    ValueError
        The data are damaged, or of another size.
    """
    stream = zlib.decompressobj()
    try:
        # one byte more than there may be: without room for it, the end of the stream would stay unread
        found = stream.decompress(data, most + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not stream.eof or len(found) > most or (whole and len(found) < most):
        raise ValueError("it is of another size than it says")
    return found


def _deflate(pixels: NDArray[np.uint8]) -> bytes:
    # runs and single values alone: misses repeat no words, and looking for them makes the file larger
    stream = zlib.compressobj(9, zlib.DEFLATED, 15, 9, zlib.Z_RLE)
    return stream.compress(pixels.tobytes()) + stream.flush()
