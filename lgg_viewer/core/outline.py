"""The border of a mask, along the edges of its pixels."""

import numpy as np
from numpy.typing import NDArray

# Steps along pixel edges with the tumour on the right hand: +x, +y, -x, -y.
_STEPS = ((1, 0), (0, 1), (-1, 0), (0, -1))


def count_edges(mask: NDArray[np.bool_]) -> int:
    """Count the pixel edges between tumour and other pixels, which is the length of the outline."""
    padded = np.pad(mask, 1)
    return int(np.count_nonzero(padded[1:] != padded[:-1]) + np.count_nonzero(padded[:, 1:] != padded[:, :-1]))


def trace_outline(mask: NDArray[np.bool_]) -> list[NDArray[np.int32]]:
    """Trace the borders of a mask as closed loops.

    The loops run exactly between tumour and other pixels: what is drawn is what is exported, at any zoom. Pixels that
    touch at a corner alone belong to two loops.

    Parameters
    ----------
    mask : ndarray of bool, shape (Y, X)

    Returns
    -------
    list of ndarray of int32, shape (P, 2)
        Corner points (x, y) of each loop, in pixel-edge coordinates 0..X, 0..Y; the first point is not repeated.
    """
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return []
    # the box around the mask is all that has to be looked at
    top, left = int(rows[0]), int(columns[0])
    padded = np.pad(mask[top : rows[-1] + 1, left : columns[-1] + 1], 1)
    inside = padded[1:-1, 1:-1]
    # an edge is keyed by its start corner and direction; tumour lies to the right of the direction of travel
    edges: set[tuple[int, int, int]] = set()
    for direction, (dy, dx), (ox, oy) in (
        (0, (-1, 0), (0, 0)),
        (1, (0, 1), (1, 0)),
        (2, (1, 0), (1, 1)),
        (3, (0, -1), (0, 1)),
    ):
        height, width = inside.shape
        outside = ~padded[1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width]
        ys, xs = np.nonzero(inside & outside)
        edges.update(zip((xs + left + ox).tolist(), (ys + top + oy).tolist(), [direction] * len(xs), strict=True))
    loops = []
    while edges:
        loops.append(_walk(edges))
    return loops


def _walk(edges: set[tuple[int, int, int]]) -> NDArray[np.int32]:
    """Take one loop out of the set of edges, keeping its corners alone."""
    start = x, y, direction = edges.pop()
    points: list[tuple[int, int]] = []
    while True:
        dx, dy = _STEPS[direction]
        x, y = x + dx, y + dy
        # the right turn first: pixels that touch at a corner stay apart
        for turn in (1, 0, 3):
            following = (x, y, (direction + turn) % 4)
            if following in edges or following == start:
                break
        if following[2] != direction:
            points.append((x, y))
        if following == start:
            return np.array(points, np.int32)
        edges.remove(following)
        direction = following[2]
