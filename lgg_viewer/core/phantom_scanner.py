"""From layers of tissue to three MR sequences: contrast, coil, point spread, noise, eight bits."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.phantom_head import Layer, Tissue
from lgg_viewer.core.phantom_shapes import Plane, Section, Waves

SIDE = 256

# Grey levels in PRE, FLAIR, POST, as the published scans have them in the median.
CONTRAST: dict[Tissue, tuple[float, float, float]] = {
    Tissue.AIR: (1, 1, 1),
    Tissue.FAT: (165, 148, 140),
    Tissue.MUSCLE: (52, 42, 62),
    Tissue.BONE: (9, 8, 10),
    Tissue.MARROW: (105, 80, 95),
    Tissue.EYE: (22, 20, 24),
    Tissue.MUCOSA: (48, 60, 105),
    Tissue.CSF: (19, 13, 20),
    Tissue.WHITE: (63, 57, 66),
    Tissue.GREY: (48, 68, 55),
    Tissue.DEEP_GREY: (51, 65, 57),
    Tissue.DURA: (28, 24, 92),
    Tissue.VESSEL: (24, 20, 135),
}
_FALL_OFF = 0.16


def paint(layers: Iterable[Layer], shape: tuple[int, ...], table: NDArray[np.float32]) -> NDArray[np.float32]:
    """Paint layers one over the other.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns of the layers.
    table : ndarray of float32, shape (T, 3)
        Signal of each tissue in each sequence.

    Returns
    -------
    ndarray of float32, shape (3, Y, X)
    """
    canvas = np.empty((table.shape[1], *shape), np.float32)
    canvas[:] = table[Tissue.AIR][:, None, None]
    step = np.empty(shape, np.float32)
    for layer in layers:
        for sequence, signal in zip(canvas, table[layer.tissue], strict=True):
            np.subtract(signal, sequence, out=step)
            step *= layer.cover
            sequence += step
    return canvas


def coil(rng: np.random.Generator, s: Section) -> NDArray[np.float32]:
    """Draw the sensitivity of the coil, bright at the rim of the head and uneven, shape (3, Y, X), about 1."""
    rim = ((s.x / 85) ** 2 + (s.y / 108) ** 2).clip(0, 1.5) - 0.5
    fields = [1 + _FALL_OFF * rim + 0.05 * Waves.drawn(rng, 260, 6).on(s) for _ in range(3)]
    return np.stack(fields).astype(np.float32)


def sampling(share_y: float, share_x: float) -> Plane:
    """Return the window that a scan of fewer samples lays over the spatial frequencies; it blurs and rings.

    Parameters
    ----------
    share_y, share_x : float
        Part of the frequencies that are sampled, 0..1.

    Returns
    -------
    ndarray of float32, shape (SIDE, SIDE // 2 + 1)
        For the half spectrum of `rfft2`.
    """

    def window(frequency: Plane, share: float) -> Plane:
        # a rounded cut: a sharp one rings more than the scanners' filters let through
        cut: Plane = 1 / (1 + np.exp((np.abs(frequency) * 2 - share) / 0.07))
        return cut

    down, right = window(np.fft.fftfreq(SIDE), share_y), window(np.fft.rfftfreq(SIDE), share_x)
    return (down[:, None] * right).astype(np.float32)


def scan(rng: np.random.Generator, signal: NDArray[np.float32], window: Plane, noise: float) -> NDArray[np.uint8]:
    """Scan one plane.

    Parameters
    ----------
    signal : ndarray of float32, shape (3, SIDE, SIDE)
        Without noise.
    window : ndarray, shape (SIDE, SIDE // 2 + 1)
        See `sampling`.
    noise : float
        Standard deviation in each of the two receive channels, before the window.

    Returns
    -------
    ndarray of uint8, shape (SIDE, SIDE, 3)
        Magnitudes: the noise is Rician.
    """
    real = signal + noise * rng.standard_normal(signal.shape, np.float32)
    real = np.fft.irfft2(np.fft.rfft2(real) * window, signal.shape[1:])
    # the other receive channel holds noise alone; only its strength is felt
    other = 0.7 * noise * rng.standard_normal(signal.shape, np.float32)
    magnitude = np.sqrt(real**2 + other**2) - 0.8 * noise
    return np.ascontiguousarray(np.clip(magnitude + 0.5, 0, 255).astype(np.uint8).transpose(1, 2, 0))
