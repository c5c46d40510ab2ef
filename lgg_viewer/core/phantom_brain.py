"""The brain, its fluid spaces, its vessels and its tumour, as layers painted one over the other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from lgg_viewer.core.phantom_head import Layer, Skull, Tissue
from lgg_viewer.core.phantom_shapes import FAR, Plane, Section, Waves, ellipsoid, plate, soft, tube
from lgg_viewer.core.phantom_spec import HeadSpec, TumourSpec

CORTEX = 3.6


@dataclass(frozen=True, eq=False)
class BrainNoise:
    """Irregularities of one brain."""

    sulci: Waves
    dimples: Waves
    depth: Waves
    folia: Waves
    vessels: Waves
    lesion: Waves
    fingers: Waves
    mottle: Waves

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> "BrainNoise":
        """Draw them."""
        return cls(
            sulci=Waves.drawn(rng, 27, 16, 0.2),
            dimples=Waves.drawn(rng, 19, 14, 0.3),
            depth=Waves.drawn(rng, 40, 8),
            folia=Waves.drawn(rng, 16, 10),
            vessels=Waves.drawn(rng, 9, 12),
            lesion=Waves.drawn(rng, 44, 10, 0.4),
            fingers=Waves.drawn(rng, 17, 14, 0.4),
            mottle=Waves.drawn(rng, 24, 10, 0.6),
        )


def displaced(tumour: TumourSpec, head: HeadSpec, s: Section) -> Section:
    """Return where each pixel's tissue would lie had the tumour not pushed it across."""
    if not tumour.push:
        return s
    (_, cy, cz), (_, ry, rz) = tumour.centre, tumour.radii
    room = np.clip(1 - (s.x / head.brain[0]) ** 2, 0, 1)
    reach = np.exp(-((s.y - cy) ** 2) / (2 * (1.1 * ry) ** 2) - (s.z - cz) ** 2 / (2 * (1.3 * rz) ** 2))
    side = np.sign(tumour.centre[0])
    return replace(s, x=(s.x + side * tumour.push * room * reach).astype(np.float32))


@dataclass(frozen=True, eq=False)
class Fluid:
    """How far the fluid surfaces lie from each pixel of one plane.

    Attributes
    ----------
    depth : ndarray
        Under the brain's outer surface.
    pial : ndarray
        To the nearest surface that bears cortex, folded in or not.
    cleft : ndarray
        Distance to the fluid of sulci and fissures, positive inside.
    cerebellar : ndarray of bool
    """

    depth: Plane
    pial: Plane
    cleft: Plane
    cerebellar: Plane


def fold(head: HeadSpec, noise: BrainNoise, s: Section, skull: Skull) -> Fluid:
    """Fold the surface of the brain into sulci and fissures."""
    a, b, _ = head.brain
    wander = noise.depth.on(s)
    room = np.maximum(skull.cerebrum, skull.cerebellum)
    depth = room - np.float32(1.2 + 0.9 * head.atrophy) - 0.5 * np.maximum(0, noise.depth.on(s, 500))
    sulcus = _sulci(head, noise, s, depth, (23 + 7 * wander) * (1.0 if s.z > -6 else 0.6))
    # the fissure between the hemispheres stops at the corpus callosum, and the midbrain is whole
    bow = s.x + np.float32(1.2) * noise.depth.on(replace(s, columns=np.zeros_like(s.columns)))
    bridge = np.maximum(ellipsoid(s, (0, -3, 4), (1e3, 43, 21)), ellipsoid(s, (0, 6, -20), (1e3, 26, 30)))
    midline = np.hypot(bow, np.maximum(bridge, 0))
    # the Sylvian fissure runs inwards and opens on the insula, which bulges
    half = s.halved()
    inwards = np.clip((half.x - 0.57 * a) / (0.45 * a), 0, 1)
    bent = replace(half, x=half.x + 0.010 * (half.y + 5) ** 2 + 1.5 * wander, y=half.y + 9 * inwards**2 + 2.5 * wander)
    sylvian = np.minimum(
        plate(bent, (0.83 * a, -0.03 * b, 2), (0.25 * a, 0, 12)),
        plate(bent, (0.58 * a, -0.05 * b, 2), (0, 0.19 * b, 12)),
    )
    open_ = np.clip(0.75 + 0.5 * noise.depth.on(s, 250), 0.2, 1.5) * head.atrophy
    wide = (0.15 + 0.85 * np.exp(-np.maximum(depth, 0) / 7)) * open_
    cleft = np.maximum(wide - sulcus, 0.8 * head.atrophy - midline)
    cleft = np.maximum(cleft, (0.5 + 1.1 * inwards) * head.atrophy - sylvian)
    pial = np.minimum(np.minimum(depth, sulcus), np.minimum(midline, sylvian))
    cerebellar = (skull.cerebellum > skull.cerebrum).astype(np.float32)
    return Fluid(depth, pial, cleft, cerebellar)


def _sulci(head: HeadSpec, noise: BrainNoise, s: Section, depth: Plane, reach: Plane) -> Plane:
    """Return the distance to the nearest sulcus, shape (Y, X); `reach` is how deep the large ones go."""
    a, b, c = head.brain
    sulcus = np.full_like(depth, 99)
    where = (depth > -3) & (depth < 36)
    x, y = s.x[where], s.y[where]
    # sulci run inwards: the noise is read where a line from the centre would leave the brain
    stretch = np.sqrt((x / a) ** 2 + (y / b) ** 2 + np.float32((s.z / c) ** 2)).clip(0.3, 1.5) ** np.float32(-0.5)
    x, y, z = x * stretch, y * stretch, np.float32(s.z) * stretch
    for waves, limit in ((noise.sulci, reach), (noise.dimples, 0.5 * reach)):
        field = np.zeros_like(depth)
        field[where] = waves.at(x, y, z)
        gy, gx = np.gradient(field)
        across = np.abs(field) / (np.hypot(gx, gy) + np.float32(0.06))
        sulcus[where] = np.minimum(sulcus[where], np.hypot(across, np.maximum(0, depth - limit))[where])
    return sulcus


def parenchyma(head: HeadSpec, noise: BrainNoise, s: Section, skull: Skull, fluid: Fluid) -> Iterator[Layer]:
    """Paint fluid, white matter, cortex, the grey nuclei, cerebellum and brainstem."""
    yield Layer(Tissue.CSF, soft(skull.inside, skull.edge))
    brain = soft(fluid.depth, skull.edge)
    yield Layer(Tissue.WHITE, brain)
    forebrain = brain * (1 - fluid.cerebellar)
    yield Layer(Tissue.GREY, soft(CORTEX - fluid.pial, 1.1) * forebrain)
    half = s.halved()
    nuclei = (
        ((12.5, -24, 11), (6, 10, 11)),  # head of the caudate
        ((17, -4, 21), (4, 20, 6)),  # its body
        ((27, -5, 3), (8, 19, 13)),  # lentiform
        ((11, 13, 6), (9.5, 15, 11)),  # thalamus
        ((28, -2, -24), (9, 12, 9)),  # amygdala and hippocampus
    )
    for centre, radii in nuclei:
        yield Layer(Tissue.DEEP_GREY, soft(ellipsoid(half, centre, radii), 1.6) * forebrain)
    yield Layer(Tissue.CSF, soft(fluid.cleft, 0.9) * forebrain * 0.9)
    if s.z < 0:
        ripple = noise.folia.on(s)
        bands = np.cos(2 * np.pi / 6.5 * skull.cerebellum + 1.3 * ripple)
        folia = soft(15 - fluid.depth, 5) * brain * fluid.cerebellar
        yield Layer(Tissue.GREY, folia * (0.6 + 0.35 * bands))
        yield Layer(Tissue.CSF, folia * soft(-0.75 - bands, 0.3) * 0.35)
        seam = np.abs(skull.cerebellum - skull.cerebrum)
        yield Layer(Tissue.CSF, soft(1.1 - seam) * soft(skull.cerebellum) * 0.9)
        # two peduncles before, two colliculi behind
        lobed = replace(s, y=s.y - 0.03 * np.sign(s.y - 12) * (5 - np.abs(s.x)).clip(0) ** 2)
        stem = np.maximum(
            tube(lobed, (0, 12, 2), (0, 9, -34), (13.5, 13.5)), tube(s, (0, 11, -40), (0, 26, -90), (10, 6))
        )
        cistern = ellipsoid(s, (0, -9, -24), (13, 10, 12))
        cistern = np.maximum(cistern, stem + 2.2 * head.atrophy + 0.8 * noise.depth.on(s, 250))
        fade = float(np.clip((-8 - s.z) / 8, 0, 1))
        patchy = soft(noise.folia.on(s) + 0.5, 1.2)
        yield Layer(Tissue.CSF, soft(cistern, 1.2) * soft(skull.inside) * fade * patchy)
        yield Layer(Tissue.WHITE, soft(stem) * fade)
        yield Layer(Tissue.DEEP_GREY, soft(stem - 3, 2) * fade * 0.5)


def ventricles(head: HeadSpec, s: Section) -> Plane:
    """Return the distance to the ventricles, positive inside."""
    half = s.halved()
    w = head.ventricles
    path = (
        ((9.0, -40.0, 9.0), 2.2),
        ((7.5, -22.0, 17.0), 4.2),
        ((9.5, 8.0, 20.0), 4.2),
        ((19.0, 30.0, 12.0), 5.2),
        ((24.0, 38.0, 4.0), 5.5),
        ((36.0, 14.0, -14.0), 1.8),
    )
    distance = np.full_like(s.x, -99)
    for (start, first), (end, second) in pairwise(path):
        distance = np.maximum(distance, tube(half, start, end, (first * w, second * w)))
    horn = tube(half, (23.0, 36.0, 4.0), (22.0, 58.0, 1.0), (4.2 * w, 1.0))
    third = 1.6 * w - plate(s, (0, 1, 1), (0, 12, 7))
    fourth = ellipsoid(s, (0, 25, -36), (7 * w, 5 * w, 12))
    quadrigeminal = ellipsoid(s, (0, 32, -2), (9 * w, 5 * w, 7))
    for other in (horn, third, fourth, quadrigeminal):
        distance = np.maximum(distance, other)
    return distance


def vessels(head: HeadSpec, noise: BrainNoise, s: Section, skull: Skull, fluid: Fluid) -> Iterator[Layer]:
    """Paint sinuses, falx, arteries and the veins on the surface."""
    _, b, _ = head.brain
    half = s.halved()
    rim = soft(1.0 - np.abs(skull.inside - 0.4), 0.9)
    yield Layer(Tissue.DURA, rim * 0.55)
    falx = soft(0.6 - np.abs(s.x), 0.7) * soft(28 - fluid.depth, 5) * soft(skull.cerebrum - 1)
    yield Layer(Tissue.DURA, falx * (0.55 if s.z > -15 else 0))
    # the sagittal sinus follows the vault in the midline, the transverse ones the tentorium
    back = soft(3.4 - np.hypot(1.2 * s.x, skull.inside - 1.0)) * soft(s.y + (10 if s.z > 40 else -20))
    yield Layer(Tissue.VESSEL, back * (1.0 if s.z > -12 else 0.0))
    if -34 < s.z < -18:
        shell = soft(2.2 - np.abs(skull.cerebellum - 1.5)) * soft(s.y - 0.45 * b, 3) * soft(np.abs(s.x) - 20, 6)
        yield Layer(Tissue.VESSEL, shell * 0.8)
    arteries = np.maximum(
        tube(half, (8, -14, -22), (36, -9, -12), (1.7, 1.3)), tube(s, (0, -4, -22), (0, -4, -44), (1.9, 1.9))
    )
    arteries = np.maximum(arteries, tube(half, (13, -20, -22), (15, -16, -62), (2.4, 2.4)))
    yield Layer(Tissue.VESSEL, soft(arteries) * soft(skull.inside + 6))
    veins = soft(noise.vessels.on(s) - 1.5, 0.4) * soft(fluid.cleft + 0.5) * soft(fluid.depth + 2)
    yield Layer(Tissue.VESSEL, veins * 0.7)
    plexus = ellipsoid(half, (23.5, 35, 5), (3, 5, 6))
    yield Layer(Tissue.VESSEL, soft(plexus, 1.2) * 0.45)


@dataclass(frozen=True, eq=False)
class Lesion:
    """The tumour on one plane: how much of each pixel it takes, and how much its core and the core's rim, 0..1.

    `depth` is the distance from its margin, positive inside.
    """

    cover: Plane
    depth: Plane
    core: Plane
    rim: Plane


def lesion(tumour: TumourSpec, noise: BrainNoise, s: Section, fluid: Fluid, hollow: Plane) -> Lesion:
    """Grow the tumour: an ellipsoid made irregular, that spreads in white matter and stops at fluid and midline.

    Parameters
    ----------
    s : Section
        As the tumour has displaced it.
    hollow : ndarray, shape (Y, X)
        Distance to the ventricles, positive inside.
    """
    if abs(s.z - tumour.centre[2]) > tumour.radii[2] + FAR:
        none = np.zeros_like(s.x)
        return Lesion(none, none, none, none)
    body = ellipsoid(s, tumour.centre, tumour.radii)
    scale = float(np.cbrt(np.prod(tumour.radii)))
    ragged = 0.17 * scale * noise.lesion.on(s) + 0.09 * scale * noise.fingers.on(s)
    cortex = soft(CORTEX - fluid.pial, 2.0)
    # held below FAR, so that no islands arise far away
    grown = body + np.minimum(ragged, 0.8 * FAR) - 0.12 * scale * cortex
    side = np.float32(np.sign(tumour.centre[0]))
    free = soft(fluid.depth - 0.5, 1.0) * soft(-hollow - 0.8) * soft(side * s.x - 1.0, 1.0) * (1 - fluid.cerebellar)
    cover = soft(grown, 3.0) * free
    core = soft(body + 0.10 * scale * noise.fingers.on(s, 500) - (1 - tumour.core) * scale, 1.8) * cover
    rim = core * (1 - core) * 4 * soft(noise.vessels.on(s) + 0.1, 0.6)
    return Lesion(cover, grown, core if tumour.core else 0 * core, rim if tumour.core else 0 * rim)
