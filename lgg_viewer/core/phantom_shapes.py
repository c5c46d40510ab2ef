"""The solids a phantom head is built of, as distances on one axial plane.

Lengths are pixels (about 0.94 mm); x runs to the right of the image, y to its bottom (the back of the head), z to the
vertex. A distance is positive inside a solid; `soft` turns it into the share of a pixel that the solid fills.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

# float32 throughout; numpy's stubs know the product of such an array and a Python number only as some float
Plane = NDArray[np.floating[Any]]
Point = tuple[float, float, float]

FAR = 8.0
"""Beyond this distance above or below a plane a solid is not computed: it leaves no trace there."""
_TINY = np.float32(1e-6)
_ROWS = 20


@dataclass(frozen=True, eq=False)
class Section:
    """Where the pixels of one plane lie in the head.

    Attributes
    ----------
    x, y : ndarray of float32, shape (Y, X)
        In the head's own axes, which may be turned and bent against the picture's.
    z : float
    rows, columns : ndarray of float32, shape (Y,) and (X,)
        In the picture's axes.
    """

    x: Plane
    y: Plane
    z: float
    rows: NDArray[np.float32]
    columns: NDArray[np.float32]

    def at(self, z: float) -> "Section":
        """Return the plane at another height."""
        return replace(self, z=z)

    def halved(self) -> "Section":
        """Return the plane folded at the midline, so that one solid stands on both sides."""
        return replace(self, x=np.abs(self.x))


def soft(distance: Plane, width: Plane | float = 0.8) -> Plane:
    """Return 0..1: how much of a pixel lies inside, for an edge that is `2 * width` pixels wide."""
    share = distance * (0.5 / np.asarray(width, np.float32))
    share += 0.5
    return np.clip(share, 0, 1, out=share)


def ellipsoid(s: Section, centre: Point, radii: Point) -> Plane:
    """Return the distance to an ellipsoid, to first order."""
    a, b, c = radii
    if abs(s.z - centre[2]) > c + FAR:
        return np.full(s.x.shape, -FAR, np.float32)
    dx = (s.x - np.float32(centre[0])) / np.float32(a)
    dy = (s.y - np.float32(centre[1])) / np.float32(b)
    dz = np.float32((s.z - centre[2]) / c)
    dx *= dx
    dy *= dy
    near = np.sqrt(dx + dy + dz**2)
    slope = np.sqrt(dx * np.float32(a**-2) + dy * np.float32(b**-2) + (dz / c) ** 2)
    slope += _TINY
    distance: Plane = near * (1 - near) / slope
    return distance


def plate(s: Section, centre: Point, half: Point) -> Plane:
    """Return how far outside a box each pixel lies; zero inside. A half of 0 makes a sheet."""
    dx = np.maximum(np.abs(s.x - np.float32(centre[0])) - np.float32(half[0]), 0)
    dy = np.maximum(np.abs(s.y - np.float32(centre[1])) - np.float32(half[1]), 0)
    dz = max(abs(s.z - centre[2]) - half[2], 0.0)
    gap: Plane = np.sqrt(dx**2 + dy**2 + np.float32(dz**2))
    return gap


def tube(s: Section, start: Point, end: Point, radii: tuple[float, float]) -> Plane:
    """Return the distance to a round tube whose radius goes from `radii[0]` to `radii[1]`."""
    reach = max(radii) + FAR
    if not min(start[2], end[2]) - reach < s.z < max(start[2], end[2]) + reach:
        return np.full(s.x.shape, -FAR, np.float32)
    ax, ay, az = (np.float32(e - b) for b, e in zip(start, end, strict=True))
    px, py, pz = s.x - np.float32(start[0]), s.y - np.float32(start[1]), np.float32(s.z - start[2])
    along = np.clip((px * ax + py * ay + pz * az) / (ax * ax + ay * ay + az * az), 0, 1)
    gap: Plane = np.sqrt((px - along * ax) ** 2 + (py - along * ay) ** 2 + (pz - along * az) ** 2)
    distance: Plane = radii[0] + along * np.float32(radii[1] - radii[0]) - gap
    return distance


def vault(s: Section, radii: Point, below: float) -> tuple[Plane, Plane]:
    """Return the distance to an ellipsoid squared off a little, as skulls are; it is `below` deep under its equator.

    Returns
    -------
    distance : ndarray, shape (Y, X)
    steepness : ndarray, shape (Y, X), 0..1
        z component of the surface normal: 1 where the plane only grazes the surface.
    """
    a, b, c = radii[0], radii[1], radii[2] if s.z > 0 else below
    across, upward = np.float32(0.22), np.float32(0.4)
    xx, yy, zz = (s.x / np.float32(a)) ** 2, (s.y / np.float32(b)) ** 2, np.float32((s.z / c) ** 2)
    flat = xx + yy - across * xx * yy
    near = np.sqrt(np.maximum(flat + zz - upward * zz * flat, _TINY))
    level = (1 - upward * zz) * np.hypot(
        np.sqrt(xx) * (1 - across * yy) / np.float32(a), np.sqrt(yy) * (1 - across * xx) / np.float32(b)
    )
    rise = np.sqrt(zz) * np.abs(1 - upward * flat) / np.float32(c)
    slope = np.hypot(level, rise) + _TINY
    return (1 - near) * near / slope, rise / slope


@dataclass(frozen=True, eq=False)
class Waves:
    """Smooth noise of one scale: a sum of plane waves, of mean 0 and variance 1.

    Its zero surfaces meander like sulci at half a wavelength from each other (the random-wave model of Berry 1977).

    Attributes
    ----------
    vectors : ndarray of float32, shape (N, 3)
    phases : ndarray of float32, shape (N,)
    """

    vectors: NDArray[np.float32]
    phases: NDArray[np.float32]

    @classmethod
    def drawn(cls, rng: np.random.Generator, wavelength: float, count: int = 16, spread: float = 0.25) -> "Waves":
        """Draw waves of all directions, with wavelengths that vary by `spread` around `wavelength` pixels."""
        direction = rng.standard_normal((count, 3))
        direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        length = wavelength * (1 + spread * rng.uniform(-1, 1, (count, 1)))
        phases = rng.uniform(0, 2 * np.pi, count)
        return cls((direction * 2 * np.pi / length).astype(np.float32), phases.astype(np.float32))

    def on(self, s: Section, lift: float = 0.0) -> Plane:
        """Return the noise on a plane of the picture, `lift` above where it is; a far lift gives other noise.

        On the picture's axes each wave is a product of a row and a column, so that their sum is one matrix product.
        """
        kx, ky, kz = self.vectors.T
        down = ky * s.rows[:, None] + (kz * np.float32(s.z + lift) + self.phases)
        right = kx * s.columns[:, None]
        factors = np.hstack([np.cos(down), -np.sin(down)]), np.hstack([np.cos(right), np.sin(right)]).T
        # a few rows at a time: larger products are spread over threads, which costs far more than it gains when
        # other threads are at work
        blocks = [factors[0][i : i + _ROWS] @ factors[1] for i in range(0, len(down), _ROWS)]
        return np.concatenate(blocks) * np.float32(np.sqrt(2 / len(self.phases)))

    def at(self, x: Plane, y: Plane, z: Plane) -> Plane:
        """Return the noise at points, in the shape of `x`."""
        total = np.zeros(x.shape, np.float32)
        for (kx, ky, kz), phase in zip(self.vectors, self.phases, strict=True):
            total += np.cos(kx * x + ky * y + (kz * z + phase))
        return total * np.float32(np.sqrt(2 / len(self.phases)))
