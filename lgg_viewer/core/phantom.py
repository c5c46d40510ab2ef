"""Phantom patients: heads with a tumour that never belonged to anyone, to show the viewer with.

A head is drawn from closed shapes and smooth noise, plane by plane, and then "scanned". It is made to look, to a
reader and to a network, like the published lower-grade-glioma scans; it is not a model of anatomy to measure on.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.phantom_brain import BrainNoise, Lesion, displaced, fold, lesion, parenchyma, ventricles, vessels
from lgg_viewer.core.phantom_head import HeadNoise, Layer, Tissue, face, scalp_and_skull, skull_of
from lgg_viewer.core.phantom_scanner import CONTRAST, SIDE, coil, paint, sampling, scan
from lgg_viewer.core.phantom_shapes import Plane, Section, soft
from lgg_viewer.core.phantom_spec import HeadSpec, PatientSpec, TumourSpec
from lgg_viewer.core.study import Channel
from lgg_viewer.core.volume import frozen

__all__ = ["DEMO_PATIENTS", "GENERATION", "SIDE", "HeadSpec", "PatientSpec", "Phantom", "TumourSpec", "make_phantom"]

GENERATION = 1
"""Raised by every change that alters a pixel: demo patients already on a disk are then drawn anew."""

DEMO_PATIENTS = (
    PatientSpec(
        "DEMO_PH_0001_20260101",
        seed=11,
        tumour=TumourSpec((34, -44, 20), (31, 36, 28), flair=1.9, core=0.55, enhancement=0.5, push=7),
        head=HeadSpec(tilt=-4),
    ),
    PatientSpec(
        "DEMO_PH_0002_20260108",
        seed=22,
        tumour=TumourSpec((-45, -8, -16), (24, 38, 22), flair=1.65, push=3),
        head=HeadSpec(brain=(69, 88, 72), scalp=7.5, tilt=2.5, ventricles=0.85),
        slices=26,
        gains=(0.85, 0.95, 1.0),
        has_post=False,
    ),
    PatientSpec(
        "DEMO_PH_0003_20260115",
        seed=33,
        tumour=TumourSpec((34, 42, 32), (23, 28, 21), flair=1.6),
        head=HeadSpec(brain=(72, 87, 75), scalp=5.5, ventricles=1.25, atrophy=1.4, tilt=1),
        slices=28,
        spacing=5.2,
        gains=(1.15, 1.05, 1.1),
    ),
)

_BOX = (slice(4, 254), slice(26, 230))
"""Rows and columns that hold the head; only these are drawn."""
_MARKED_PIXELS = 40
"""A reader passes over what is smaller than this on a slice."""


@dataclass(frozen=True, eq=False)
class Phantom:
    """A phantom patient with its exact ground truth.

    Attributes
    ----------
    name : str
        Key of the study.
    pixels : ndarray of uint8, shape (Z, Y, X, 3), read-only
        Channels in the order of `Channel`, slices from the neck to the vertex.
    mask : ndarray of bool, shape (Z, Y, X), read-only
        The FLAIR abnormality.
    """

    name: str
    pixels: NDArray[np.uint8]
    mask: NDArray[np.bool_]


def make_phantom(spec: PatientSpec) -> Phantom:
    """Draw a patient.

    The same spec makes the same patient at each call; between machines single grey levels may differ, because the
    libraries under numpy round differently.

    Parameters
    ----------
    spec : PatientSpec

    Returns
    -------
    Phantom
    """
    rng = np.random.default_rng(spec.seed)
    noises = HeadNoise.drawn(rng), BrainNoise.drawn(rng)
    frame = _frame(spec.head)
    sensitivity = coil(rng, frame) * np.asarray(spec.gains, np.float32)[:, None, None]
    window = sampling(0.72, 0.80)
    table = _signals(spec.tumour)
    pixels = np.empty((spec.slices, SIDE, SIDE, 3), np.uint8)
    air = float(table[Tissue.AIR, 0])
    mask = np.empty((spec.slices, SIDE, SIDE), bool)
    for z in range(spec.slices):
        signal, cover = _slab(spec, noises, frame.at(spec.lowest + z * spec.spacing), table)
        pixels[z] = scan(rng, _framed(signal * sensitivity, air), window, spec.noise)
        mask[z] = _framed(cover, 0) > 0.5
        if np.count_nonzero(mask[z]) < _MARKED_PIXELS:
            mask[z] = False
    if not spec.has_post:
        pixels[..., Channel.POST] = pixels[..., Channel.FLAIR]
    return Phantom(spec.name, frozen(pixels), frozen(mask))


def _frame(head: HeadSpec) -> Section:
    """Return the head's own axes on the grid of pixels, at z = 0."""
    rows = np.arange(*_BOX[0].indices(SIDE), dtype=np.float32) - (SIDE / 2 - 2)
    columns = np.arange(*_BOX[1].indices(SIDE), dtype=np.float32) - (SIDE - 1) / 2
    cos, sin = np.float32(np.cos(np.deg2rad(head.tilt))), np.float32(np.sin(np.deg2rad(head.tilt)))
    right, down = columns[None, :], rows[:, None]
    return Section(cos * right + sin * down, cos * down - sin * right, 0.0, rows, columns)


def _framed(inner: NDArray[np.float32], around: float) -> NDArray[np.float32]:
    """Set what was drawn in the box of the head, shape (..., y, x), into the whole picture, (..., Y, X)."""
    whole = np.full((*inner.shape[:-2], SIDE, SIDE), around, np.float32)
    whole[..., *_BOX] = inner
    return whole


def _signals(tumour: TumourSpec) -> NDArray[np.float32]:
    """Return the signal of each tissue in each sequence, shape (T, 3)."""
    white = np.asarray(CONTRAST[Tissue.WHITE])
    body = white * (tumour.t1, tumour.flair, tumour.t1)
    core = white * (0.62 * tumour.t1 + 0.08, 0.92 * tumour.flair, 0.62 * tumour.t1 + 0.08)
    rim = core * (1.1, 1.0, 1 + 1.6 * tumour.enhancement)
    table = CONTRAST | {Tissue.TUMOUR: tuple(body), Tissue.CORE: tuple(core), Tissue.RIM: tuple(rim)}
    return np.asarray([table[t] for t in Tissue], np.float32)


def _slab(
    spec: PatientSpec, noises: tuple[HeadNoise, BrainNoise], s: Section, table: NDArray[np.float32]
) -> tuple[NDArray[np.float32], Plane]:
    """Average thin planes over the thickness of a slice: signal (3, Y, X) and the tumour's share (Y, X)."""
    offsets = (-0.25 * spec.spacing, 0.25 * spec.spacing)
    thin = [_plane(spec, noises, s.at(s.z + offset), table) for offset in offsets]
    brain = noises[1]
    # no tissue is quite even
    texture = 1 + 0.03 * brain.mottle.on(s, 250) + 0.02 * brain.vessels.on(s, 250)
    return np.mean([t[0] for t in thin], 0) * texture, np.mean([t[1] for t in thin], 0)


def _plane(
    spec: PatientSpec, noises: tuple[HeadNoise, BrainNoise], s: Section, table: NDArray[np.float32]
) -> tuple[NDArray[np.float32], Plane]:
    """Draw one thin plane: signal (3, Y, X) and the tumour's share (Y, X)."""
    outer, inner = noises
    skull = skull_of(spec.head, outer, s)
    moved = displaced(spec.tumour, spec.head, s)
    fluid = fold(spec.head, inner, moved, skull)
    hollow = ventricles(spec.head, moved)
    tumour = lesion(spec.tumour, inner, s, fluid, hollow)
    layers = [
        *scalp_and_skull(spec.head, outer, s, skull),
        *face(spec.head, outer, s, skull),
        *parenchyma(spec.head, inner, moved, skull, fluid),
        *vessels(spec.head, inner, moved, skull, fluid),
        Layer(Tissue.CSF, soft(hollow, 1.0)),
        *_tumour_layers(tumour, inner, s),
    ]
    return paint(layers, s.x.shape, table), tumour.cover


def _tumour_layers(tumour: Lesion, noise: BrainNoise, s: Section) -> list[Layer]:
    """Lay the tumour over what it grows in; it is not even."""
    if not tumour.cover.any():
        return []
    uneven = np.clip(0.70 + 0.28 * soft(tumour.depth - 3, 7) + 0.12 * noise.mottle.on(s), 0.5, 1.2)
    return [
        Layer(Tissue.TUMOUR, tumour.cover * uneven),
        Layer(Tissue.CORE, tumour.core * 0.85),
        Layer(Tissue.RIM, tumour.rim * 0.8),
    ]
