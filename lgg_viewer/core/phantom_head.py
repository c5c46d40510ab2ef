"""The head around the brain, as layers painted one over the other: scalp, skull, face, neck."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from lgg_viewer.core.phantom_shapes import Plane, Section, Waves, ellipsoid, soft, tube, vault
from lgg_viewer.core.phantom_spec import HeadSpec


class Tissue(IntEnum):
    """What a layer is made of; the value is its row in the table of contrasts."""

    AIR = 0
    FAT = 1
    MUSCLE = 2
    BONE = 3
    MARROW = 4
    EYE = 5
    MUCOSA = 6
    CSF = 7
    WHITE = 8
    GREY = 9
    DEEP_GREY = 10
    DURA = 11
    VESSEL = 12
    TUMOUR = 13
    CORE = 14
    RIM = 15


@dataclass(frozen=True, eq=False)
class Layer:
    """A tissue and how much of each pixel it covers, 0..1, shape (Y, X)."""

    tissue: Tissue
    cover: Plane


@dataclass(frozen=True, eq=False)
class Skull:
    """Inner surfaces of the skull on one plane.

    Attributes
    ----------
    cerebrum, cerebellum, stem : ndarray of float32, shape (Y, X)
        Distance to the room of each, positive inside.
    edge : ndarray of float32, shape (Y, X)
        Half width of a soft edge: surfaces that the slice grazes are blurred by its thickness.
    """

    cerebrum: Plane
    cerebellum: Plane
    stem: Plane
    edge: Plane

    @property
    def inside(self) -> Plane:
        """Distance to the room of brain and spinal cord, positive inside."""
        return np.maximum(np.maximum(self.cerebrum, self.cerebellum), self.stem)


@dataclass(frozen=True, eq=False)
class HeadNoise:
    """Irregularities of one head."""

    outline: Waves
    fascia: Waves
    lumps: Waves
    bone: Waves

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> "HeadNoise":
        """Draw them."""
        return cls(
            outline=Waves.drawn(rng, 90, 10),
            fascia=Waves.drawn(rng, 22, 14, 0.5),
            lumps=Waves.drawn(rng, 11, 16, 0.6),
            bone=Waves.drawn(rng, 9, 28, 0.7),
        )


BELOW_BRAIN = 30.0
_SLICE_SOFTNESS = 2.2


def _egg(s: Section, share: float) -> Section:
    """Widen the back of the head and narrow its front."""
    return replace(s, x=s.x / (1 + np.float32(share) * np.clip(s.y / 100, -1, 1)))


def skull_of(head: HeadSpec, noise: HeadNoise, s: Section) -> Skull:
    """Return the inner surfaces of the skull."""
    a, b, _ = head.brain
    egg = _egg(s, 0.09)
    upper, steep = vault(egg, head.brain, BELOW_BRAIN)
    upper = upper + 1.0 * noise.outline.on(s)
    half = s.halved()
    temporal = ellipsoid(half, (0.58 * a, -0.07 * b, -20), (0.36 * a, 0.47 * b, 24))
    cerebellum = ellipsoid(s, (0, 0.50 * b, -35), (0.76 * a, 0.40 * b, 27))
    stem = tube(s, (0, 13, -6), (0, 10, -36), (18, 18))
    stem = np.maximum(stem, tube(s, (0, 10, -36), (0, 26, -90), (18, 9)))
    edge = (0.8 + _SLICE_SOFTNESS * steep).astype(np.float32)
    return Skull(np.maximum(upper, temporal), cerebellum, stem, edge)


def scalp_and_skull(head: HeadSpec, noise: HeadNoise, s: Section, skull: Skull) -> Iterator[Layer]:
    """Paint skin, fat, muscle and bone, and leave the room of the brain filled with fluid."""
    a, b, c = head.brain
    thick = head.scalp + 5.5
    low = float(np.clip((-20 - s.z) / 40, 0, 1))
    egg = _egg(s, 0.09 + 0.12 * low)
    skin, steep = vault(egg, (a + thick, b + thick, c + thick), 150)
    skin = skin + 1.0 * noise.outline.on(s)
    nose = ellipsoid(s, (0, -b + 1, -50), (15, 21, 20))
    ears = ellipsoid(s.halved(), (a + thick - 3, 0.17 * b, -42), (7, 11, 16))
    skin = np.maximum(skin, np.maximum(nose, ears))
    edge = (0.8 + _SLICE_SOFTNESS * steep).astype(np.float32)
    yield Layer(Tissue.MUSCLE, soft(skin, edge))
    lumps = noise.lumps.on(s)
    fat = head.scalp * (1 + 0.4 * low * np.clip(s.y / b, -0.5, 1)) + 0.3 * lumps
    yield Layer(Tissue.FAT, soft(skin - 1.0, edge) * (0.9 + 0.07 * lumps))
    fascia = np.abs(noise.fascia.on(s))
    yield Layer(Tissue.MUSCLE, soft(skin - fat, edge) * soft(fascia - 0.10, 0.16))
    inside = skull.inside
    bone = 5.0 + 0.8 * noise.outline.on(s, 500)
    yield Layer(Tissue.BONE, soft(inside + bone, skull.edge) * soft(skin - 0.6 * fat, edge))
    diploe = soft(1.3 - np.abs(inside + 0.55 * bone), 0.9)
    yield Layer(Tissue.MARROW, diploe * soft(noise.fascia.on(s, 500) + 0.8, 1.6) * soft(skin - fat, edge) * 0.6)


def face(head: HeadSpec, noise: HeadNoise, s: Section, skull: Skull) -> Iterator[Layer]:
    """Paint what lies under and before the brain: skull base, orbits, nose, sinuses, chewing muscles."""
    if s.z > 8:
        return
    a, b, _ = head.brain
    half = s.halved()
    speckle = noise.bone.on(s)
    # the base: spongy bone between the temporal lobes, the face and the neck
    base = ellipsoid(s, (0, -0.16 * b, -56), (0.62 * a, 0.42 * b, 26))
    outside = soft(-skull.inside - 1)
    yield Layer(Tissue.BONE, soft(base, 2) * outside)
    yield Layer(Tissue.MARROW, soft(base, 2) * soft(speckle + 1.2 * noise.fascia.on(s, 250) - 0.4, 1.4) * outside * 0.7)
    mastoid = ellipsoid(half, (0.70 * a, 0.22 * b, -46), (15, 19, 18))
    yield Layer(Tissue.BONE, soft(mastoid, 2) * outside)
    yield Layer(Tissue.MARROW, soft(mastoid, 2) * soft(speckle + noise.fascia.on(s, 250) - 0.9, 1.2) * outside * 0.7)
    clivus = ellipsoid(s, (0, -0.17 * b, -42), (12, 8, 20))
    yield Layer(Tissue.MARROW, soft(clivus) * outside * (0.75 + 0.15 * speckle).clip(0, 1))
    cheek = ellipsoid(half, (0.62 * a, -0.62 * b, -56), (13, 14, 16))
    yield Layer(Tissue.FAT, soft(cheek, 1.5) * (0.8 + 0.2 * speckle).clip(0, 1))
    chewing = ellipsoid(half, (0.66 * a, -0.34 * b, -58), (11, 19, 24))
    yield Layer(Tissue.MUSCLE, soft(chewing, 1.5) * 0.9)
    # orbits: a cone of fat with the globe, the optic nerve and the straight muscles
    orbit = np.maximum(
        ellipsoid(half, (0.45 * a, -0.81 * b, -33), (17, 16, 15)),
        tube(half, (0.43 * a, -0.80 * b, -33), (0.20 * a, -0.48 * b, -30), (14, 4)),
    )
    yield Layer(Tissue.BONE, soft(orbit + 3) * outside)
    yield Layer(Tissue.FAT, soft(orbit) * outside)
    for end in ((0.45 * a, -0.84 * b), (0.70 * a, -0.78 * b), (0.27 * a, -0.84 * b)):
        strand = tube(half, (0.19 * a, -0.46 * b, -30), (*end, -33), (2.2, 2.0))
        yield Layer(Tissue.MUSCLE, soft(strand) * soft(orbit + 1))
    globe = ellipsoid(half, (0.46 * a, -0.85 * b, -33), (12.5, 13, 13))
    yield Layer(Tissue.MUSCLE, soft(globe))
    yield Layer(Tissue.EYE, soft(globe - 1.6))
    yield Layer(Tissue.MUSCLE, soft(ellipsoid(half, (0.46 * a, -0.95 * b, -33), (5, 2.2, 5))))
    # air: frontal, ethmoid, sphenoid and maxillary sinuses with their thin linings
    cells = np.maximum(
        ellipsoid(s, (0, -0.76 * b, -42), (12, 0.26 * b, 20)), ellipsoid(s, (0, -0.40 * b, -36), (13, 11, 11))
    )
    cells = np.maximum(cells, ellipsoid(half, (5, -1.0 * b, -14), (11, 5, 11)))
    caves = ellipsoid(half, (0.42 * a, -0.58 * b, -62), (13, 17, 14)) + 0.8 * noise.lumps.on(s)
    air = np.maximum(cells, caves)
    yield Layer(Tissue.MUCOSA, soft(air + 1.5) * outside * 0.8)
    walls = np.maximum(soft(0.5 - np.abs(speckle) * 2.2, 0.3), soft(0.8 - np.abs(s.x))) * soft(cells)
    yield Layer(Tissue.AIR, soft(air) * outside * (1 - 0.6 * walls))
    throat = ellipsoid(s, (0, -0.30 * b, -76), (13, 8, 16))
    yield Layer(Tissue.AIR, soft(throat))
