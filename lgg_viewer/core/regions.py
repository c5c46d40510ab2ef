"""Ruler, ellipse and free-hand region: where they lie on a slice, how they are reshaped, and what they measure.

Points are (x, y) in pixel-edge coordinates of the slice: the first voxel reaches from (0, 0) to (1, 1), and x runs
along a row. A voxel lies inside a region where its centre does.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.study import Channel
from lgg_viewer.core.volume import Pixels

Point = tuple[float, float]

LEAST_POINTS, MOST_POINTS = 12, 240
# more handles than these would hide the line
MOST_HANDLES, POINTS_PER_HANDLE = 10, 12


@dataclass(frozen=True)
class Ruler:
    """A straight line between two points."""

    start: Point
    end: Point

    @property
    def points(self) -> tuple[Point, ...]:
        """The two ends."""
        return self.start, self.end

    @property
    def handles(self) -> tuple[Point, ...]:
        """The points it is reshaped by."""
        return self.points

    def with_handle(self, number: int, to: Point) -> "Ruler":
        """Return the ruler with one of its ends elsewhere."""
        return Ruler(to, self.end) if number == 0 else Ruler(self.start, to)

    def shifted(self, dx: float, dy: float) -> "Ruler":
        """Return the ruler elsewhere."""
        return Ruler(_shift(self.start, dx, dy), _shift(self.end, dx, dy))

    def length(self, spacing: Spacing | None = None) -> float:
        """Return its length, in mm with a spacing and in pixels without."""
        dx, dy = self.end[0] - self.start[0], self.end[1] - self.start[1]
        return math.hypot(dx, dy) if spacing is None else math.hypot(dx * spacing.column, dy * spacing.row)


@dataclass(frozen=True)
class Ellipse:
    """An ellipse whose axes lie along rows and columns.

    Attributes
    ----------
    start, end : tuple of float
        Opposite corners of the box around it, in any order.
    """

    start: Point
    end: Point

    @property
    def centre(self) -> Point:
        """Its middle."""
        return (self.start[0] + self.end[0]) / 2, (self.start[1] + self.end[1]) / 2

    @property
    def points(self) -> tuple[Point, ...]:
        """Points around it, close enough to draw it by."""
        (x, y), rx, ry = self.centre, *self._radii
        return tuple(
            (x + rx * math.cos(a), y + ry * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 73)[:-1].tolist()
        )

    @property
    def handles(self) -> tuple[Point, ...]:
        """The ends of its axes: the side of `start` across, that of `end`, the side of `start` down, that of `end`."""
        x, y = self.centre
        return (self.start[0], y), (self.end[0], y), (x, self.start[1]), (x, self.end[1])

    def with_handle(self, number: int, to: Point) -> "Ellipse":
        """Return the ellipse with one end of an axis elsewhere; it moves along its axis alone."""
        (left, top), (right, bottom) = self.start, self.end
        match number:
            case 0:
                left = to[0]
            case 1:
                right = to[0]
            case 2:
                top = to[1]
            case _:
                bottom = to[1]
        return Ellipse((left, top), (right, bottom))

    def shifted(self, dx: float, dy: float) -> "Ellipse":
        """Return the ellipse elsewhere."""
        return Ellipse(_shift(self.start, dx, dy), _shift(self.end, dx, dy))

    def inside(self, shape: tuple[int, int]) -> NDArray[np.bool_]:
        """Return which voxels of a slice lie inside.

        Parameters
        ----------
        shape : tuple of int
            Rows and columns of the slice.

        Returns
        -------
        ndarray of bool, shape (Y, X)
        """
        (x, y), (rx, ry) = self.centre, self._radii
        if rx == 0 or ry == 0:
            return np.zeros(shape, bool)
        across = (np.arange(shape[1]) + 0.5 - x) / rx
        down = (np.arange(shape[0]) + 0.5 - y) / ry
        return np.asarray(down[:, None] ** 2 + across**2 <= 1)

    @property
    def _radii(self) -> Point:
        return abs(self.end[0] - self.start[0]) / 2, abs(self.end[1] - self.start[1]) / 2


@dataclass(frozen=True)
class FreeHand:
    """A closed line drawn by hand; where it crosses itself, what it goes around twice lies outside (even-odd rule).

    Attributes
    ----------
    points : tuple of points
        At least three, about evenly apart, as `drawn` makes them.
    """

    points: tuple[Point, ...]

    @classmethod
    def drawn(cls, path: Sequence[Point]) -> "FreeHand":
        """Return the closed line along a path, its points evenly apart by half a voxel or little more.

        Parameters
        ----------
        path : sequence of points
            At least two different ones.
        """
        at = np.array([*path, path[0]], np.float64)
        along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(at, axis=0), axis=1))])
        count = min(max(math.ceil(along[-1] / 0.5), LEAST_POINTS), MOST_POINTS)
        wanted = np.arange(count) * along[-1] / count
        xs, ys = (np.interp(wanted, along, at[:, axis]).tolist() for axis in (0, 1))
        return cls(tuple(zip(xs, ys, strict=True)))

    @property
    def handles(self) -> tuple[Point, ...]:
        """Some of its points, evenly apart."""
        return tuple(self.points[n] for n in self._held())

    def with_handle(self, number: int, to: Point) -> "FreeHand":
        """Return the line with a handle elsewhere; what lies between it and the next handles follows, ever less."""
        held, count = self._held(), len(self.points)
        x, y = self.points[held[number]]
        apart = np.abs(np.arange(count) - held[number])
        apart = np.minimum(apart, count - apart)
        reach = count / len(held)
        share = np.where(apart < reach, (1 + np.cos(np.pi * apart / reach)) / 2, 0.0)
        share[[n for n in held if n != held[number]]] = 0.0
        pull = share[:, None] * (to[0] - x, to[1] - y)
        moved = tuple((px + dx, py + dy) for (px, py), (dx, dy) in zip(self.points, pull.tolist(), strict=True))
        return FreeHand((*moved[: held[number]], to, *moved[held[number] + 1 :]))

    def shifted(self, dx: float, dy: float) -> "FreeHand":
        """Return the line elsewhere."""
        return FreeHand(tuple(_shift(point, dx, dy) for point in self.points))

    def inside(self, shape: tuple[int, int]) -> NDArray[np.bool_]:
        """Return which voxels of a slice lie inside, shape (Y, X); `shape` is rows and columns.

        Of each row of voxel centres it is found where the line crosses it; a centre lies inside where an odd number
        of crossings lies to its left.
        """
        rows, columns = shape
        at = np.array(self.points)
        following = np.roll(at, -1, axis=0)
        low = np.minimum(at[:, 1], following[:, 1])[:, None]
        high = np.maximum(at[:, 1], following[:, 1])[:, None]
        centres = np.arange(rows) + 0.5
        side, row = np.nonzero((low <= centres) & (centres < high))
        (x0, y0), (x1, y1) = at[side].T, following[side].T
        crossed = x0 + (centres[row] - y0) / (y1 - y0) * (x1 - x0)
        # the first voxel whose centre lies to the right of the crossing
        column = np.clip(np.ceil(crossed - 0.5), 0, columns).astype(np.intp)
        turns = np.zeros((rows, columns + 1), np.intp)
        np.add.at(turns, (row, column), 1)
        return np.asarray(turns.cumsum(axis=1)[:, :columns] % 2 == 1)

    def _held(self) -> list[int]:
        """Return which points are handles."""
        count = min(max(len(self.points) // POINTS_PER_HANDLE, 3), MOST_HANDLES)
        return [n * len(self.points) // count for n in range(count)]


Shape = Ruler | Ellipse | FreeHand
Region = Ellipse | FreeHand


def box_around(shape: Shape) -> tuple[Point, Point]:
    """Return the corners with the least and the largest x and y of a shape."""
    xs, ys = zip(*shape.points, strict=True)
    return (min(xs), min(ys)), (max(xs), max(ys))


def kept_inside(shape: Shape, size: tuple[int, int]) -> Shape:
    """Return a shape shifted as little as brings it onto a slice.

    Parameters
    ----------
    shape : Ruler, Ellipse or FreeHand
        Smaller than the slice.
    size : tuple of int
        Rows and columns of the slice.
    """
    (left, top), (right, bottom) = box_around(shape)
    rows, columns = size
    dx, dy = max(-left, 0.0) + min(columns - right, 0.0), max(-top, 0.0) + min(rows - bottom, 0.0)
    return shape.shifted(dx, dy) if dx or dy else shape


@dataclass(frozen=True)
class Signal:
    """Stored values of one sequence inside a region; SD is that of the voxels themselves (divided by their number)."""

    mean: float
    sd: float
    low: int
    high: int


@dataclass(frozen=True)
class RegionFigures:
    """What a region holds.

    Attributes
    ----------
    area : int
        Voxels inside.
    signals : dict
        Of each `Channel`; empty where no voxel lies inside.
    """

    area: int
    signals: dict[Channel, Signal]


def region_figures(region: Region, pixels: Pixels) -> RegionFigures:
    """Measure a region.

    Parameters
    ----------
    region : Ellipse or FreeHand
    pixels : ndarray, shape (Y, X, 3), uint8 or uint16
        The slice it lies on, channels in the order of `Channel`.
    """
    held = pixels[region.inside(pixels.shape[:2])]
    if not len(held):
        return RegionFigures(0, {})
    return RegionFigures(
        len(held),
        {
            c: Signal(float(held[:, c].mean()), float(held[:, c].std()), int(held[:, c].min()), int(held[:, c].max()))
            for c in Channel
        },
    )


def _shift(point: Point, dx: float, dy: float) -> Point:
    return point[0] + dx, point[1] + dy
