"""How masks and maps are painted: pure arrays of colour, no widgets.

Colours of the two masks follow the palette of Okabe and Ito, whose hues stay apart under the common colour-vision
deficiencies; ground truth is dashed and prediction solid, so that hue is never the only cue.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.agreement import Agreement
from lgg_viewer.words import mark

Rgb = tuple[int, int, int]

TRUTH_COLOUR: Rgb = (86, 180, 233)  # sky blue
PREDICTION_COLOUR: Rgb = (230, 159, 0)  # orange
# of what the reader measures: apart from every colour of masks and agreement, for red-green-blind eyes too
MEASURE_COLOUR: Rgb = (170, 255, 0)  # lime

AREA_MAPS = ("fill", "heat", "agreement", "doubt")
"""The overlays, by their names in `Overlays`, that colour the same pixels: one at a time is painted."""


def only_area_map(name: str) -> dict[str, bool]:
    """Return the changes to `Overlays` that show one area map alone; none of them for an empty name."""
    return {each: each == name for each in AREA_MAPS}


@dataclass(frozen=True)
class AgreementColours:
    """A set of three colours for the agreement map.

    Attributes
    ----------
    name : str
        In English, as it is kept in the settings; `tr` gives it as on screen.
    both, prediction, truth : tuple of int
        Colours of what both masks hold, and of what one of them holds alone.
    """

    name: str
    both: Rgb
    prediction: Rgb
    truth: Rgb


AGREEMENT_SETS = (
    # Pure cyan turns nearly white to an eye without red cones (a CIE 1976 difference of 8): this one is darker.
    AgreementColours(mark("White, magenta, cyan"), (255, 255, 255), (225, 40, 255), (0, 150, 170)),
    AgreementColours(mark("White, orange, blue"), (240, 240, 240), PREDICTION_COLOUR, TRUTH_COLOUR),
    AgreementColours(mark("Yellow, red, blue"), (250, 240, 170), (220, 80, 20), (40, 120, 220)),
)
"""Sets that stay apart under protanopia, deuteranopia and tritanopia; the first is the default."""

# Control points from dark red to pale yellow, at equal CIE 1976 differences and of rising lightness: blue is left to
# the ground truth.
_HEAT_STOPS = "3c0a14 6b111b 9a211c c83e18 e86e17 f49a26 f9c44c fce283 fffabe"
# The path of viridis (van der Walt and Smith 2015, released as CC0 with matplotlib), its points set at equal CIE 1976
# differences; the original is even by another measure, CAM02-UCS.
_BLUE_TO_YELLOW_STOPS = "440154 423d82 34618c 27818d 25a086 42bb71 78cf51 b8dd2f fde725"
# Greys of evenly rising L*.
_GREY_STOPS = "202020 373737 4f4f4f 696969 848484 a0a0a0 bdbdbd dbdbdb fafafa"
# The same as the heat, from indigo to pale lilac: a hue that the heat has nowhere, to red-green-blind eyes either.
_DOUBT_STOPS = "322a72 3f3292 5b43b8 8862d7 a87fe5 c29aee d7b4f5 e7cef9 f4e6fc"


def _table(hexadecimal: str) -> NDArray[np.uint8]:
    stops = np.array([list(bytes.fromhex(stop)) for stop in hexadecimal.split()], np.float64)
    at = np.linspace(0, len(stops) - 1, 256)
    columns = [np.interp(at, np.arange(len(stops)), stops[:, c]) for c in range(3)]
    return np.stack(columns, axis=1).round().astype(np.uint8)


HEAT = _table(_HEAT_STOPS)
"""Colours of the probabilities 0..1 that are the default, shape (256, 3), uint8, perceptually uniform."""


@dataclass(frozen=True, eq=False)
class HeatMap:
    """Colours for the probabilities.

    Attributes
    ----------
    key : str
        Unique name.
    text : str
        In English; `tr` gives it as on screen.
    table : ndarray of uint8, shape (256, 3)
        Of the probabilities 0..1: ever lighter, equal steps equally far apart to the eye.
    help : str
        What speaks for it, in English.
    """

    key: str
    text: str
    table: NDArray[np.uint8]
    help: str


HEAT_MAPS = (
    HeatMap("red-yellow", mark("Red to yellow"), HEAT, mark("Leaves blue to the ground truth")),
    HeatMap("blue-yellow", mark("Blue to yellow"), _table(_BLUE_TO_YELLOW_STOPS), mark("Many hues, like viridis")),
    HeatMap("grey", mark("Greys"), _table(_GREY_STOPS), mark("Dark to light, for greyscale vision and printing")),
)
"""The first is the default."""

DOUBT = _table(_DOUBT_STOPS)
"""Colours of the doubt 0..1, shape (256, 3), uint8, perceptually uniform."""


def paint_mask(mask: NDArray[np.bool_], colour: Rgb, opacity: float) -> NDArray[np.uint8]:
    """Fill a mask with one colour.

    Returns
    -------
    ndarray of uint8, shape (Y, X, 4)
        RGBA, transparent outside the mask.
    """
    table = np.array([[0, 0, 0, 0], [*colour, round(255 * opacity)]], np.uint8)
    return _look_up(table, mask.view(np.uint8))


def paint_agreement(agreement: NDArray[np.uint8], colours: AgreementColours, opacity: float) -> NDArray[np.uint8]:
    """Colour where two masks agree, and where one is alone.

    Parameters
    ----------
    agreement : ndarray of uint8, shape (Y, X)
        Values of `Agreement`.
    colours : AgreementColours
    opacity : float

    Returns
    -------
    ndarray of uint8, shape (Y, X, 4)
        RGBA, transparent where neither mask is.
    """
    table = np.zeros((len(Agreement), 4), np.uint8)
    for kind, colour in (
        (Agreement.BOTH, colours.both),
        (Agreement.PREDICTION_ONLY, colours.prediction),
        (Agreement.TRUTH_ONLY, colours.truth),
    ):
        table[kind] = (*colour, round(255 * opacity))
    return _look_up(table, agreement)


def paint_heat(
    probability: NDArray[np.float32], opacity: float, colours: NDArray[np.uint8] = HEAT
) -> NDArray[np.uint8]:
    """Colour a probability map; its transparency follows the probability, so that nothing is veiled where it is low.

    Parameters
    ----------
    probability : ndarray of float32, shape (Y, X), 0..1
    opacity : float
        Opacity at probability 1.
    colours : ndarray of uint8, shape (256, 3)
        Table of a `HeatMap`.

    Returns
    -------
    ndarray of uint8, shape (Y, X, 4)
        RGBA, not premultiplied.
    """
    return _paint(probability, heat_rgba(opacity, colours))


def paint_doubt(doubt: NDArray[np.float32], opacity: float) -> NDArray[np.uint8]:
    """Colour a doubt map of shape (Y, X), 0..1, as `paint_heat` does a probability map."""
    return _paint(doubt, doubt_rgba(opacity))


def heat_rgba(opacity: float, colours: NDArray[np.uint8] = HEAT) -> NDArray[np.uint8]:
    """Colour and opacity of the probabilities 0..1, shape (256, 4); the colour bar shows the very same table."""
    return _with_alpha(colours, opacity)


def doubt_rgba(opacity: float) -> NDArray[np.uint8]:
    """Colour and opacity of the doubt 0..1, shape (256, 4); the colour bar shows the very same table."""
    return _with_alpha(DOUBT, opacity)


def _paint(values: NDArray[np.float32], table: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return _look_up(table, (values * 255 + 0.5).astype(np.uint8))


def _look_up(table: NDArray[np.uint8], indices: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the RGBA of each index, shape (Y, X, 4)."""
    # four bytes in one number are looked up several times as fast as four numbers
    whole = np.ascontiguousarray(table).view(np.uint32).ravel()
    return whole[np.ascontiguousarray(indices)].view(np.uint8).reshape(*indices.shape, 4)


def _with_alpha(table: NDArray[np.uint8], opacity: float) -> NDArray[np.uint8]:
    # the square root lifts middling values, which a linear ramp would leave invisible over bright tissue
    alpha = (np.sqrt(np.arange(256) / 255) * 255 * opacity).round().astype(np.uint8)
    return np.concatenate([table, alpha[:, None]], axis=1)
