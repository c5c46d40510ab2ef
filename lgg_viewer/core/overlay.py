"""How masks and maps are painted: pure arrays of colour, no widgets.

Colours follow the palette of Okabe and Ito, whose hues stay apart under the common colour-vision deficiencies; ground
truth is dashed and prediction solid, so that hue is never the only cue.
"""

import numpy as np
from numpy.typing import NDArray

Rgb = tuple[int, int, int]

TRUTH_COLOUR: Rgb = (86, 180, 233)  # sky blue
PREDICTION_COLOUR: Rgb = (230, 159, 0)  # orange

# Control points of a heat map of steadily rising lightness, dark red to pale yellow: blue is left to the ground truth.
_HEAT_STOPS = np.array(
    [[60, 10, 20], [125, 20, 30], [190, 50, 25], [230, 100, 20], [245, 160, 40], [250, 210, 90], [255, 250, 190]],
    np.float64,
)


def _heat_table() -> NDArray[np.uint8]:
    at = np.linspace(0, len(_HEAT_STOPS) - 1, 256)
    columns = [np.interp(at, np.arange(len(_HEAT_STOPS)), _HEAT_STOPS[:, c]) for c in range(3)]
    return np.stack(columns, axis=1).round().astype(np.uint8)


HEAT = _heat_table()
"""Colours of the probabilities 0..1, shape (256, 3), uint8."""


def paint_mask(mask: NDArray[np.bool_], colour: Rgb, opacity: float) -> NDArray[np.uint8]:
    """Fill a mask with one colour.

    Returns
    -------
    ndarray of uint8, shape (Y, X, 4)
        RGBA, transparent outside the mask.
    """
    table = np.array([[0, 0, 0, 0], [*colour, round(255 * opacity)]], np.uint8)
    return np.asarray(table[mask.view(np.uint8)])


def paint_heat(probability: NDArray[np.float32], opacity: float) -> NDArray[np.uint8]:
    """Colour a probability map; its transparency follows the probability, so that nothing is veiled where it is low.

    Parameters
    ----------
    probability : ndarray of float32, shape (Y, X), 0..1
    opacity : float
        Opacity at probability 1.

    Returns
    -------
    ndarray of uint8, shape (Y, X, 4)
        RGBA, not premultiplied.
    """
    return np.asarray(heat_rgba(opacity)[(probability * 255 + 0.5).astype(np.uint8)])


def heat_rgba(opacity: float) -> NDArray[np.uint8]:
    """Colour and opacity of the probabilities 0..1, shape (256, 4); the colour bar shows the very same table."""
    # the square root lifts middling probabilities, which a linear ramp would leave invisible over bright tissue
    alpha = (np.sqrt(np.arange(256) / 255) * 255 * opacity).round().astype(np.uint8)
    return np.concatenate([HEAT, alpha[:, None]], axis=1)
