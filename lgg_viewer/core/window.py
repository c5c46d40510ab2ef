"""Window and level: how stored values become grey, and how many voxels have which value.

Stored values of these MR images have no unit: 100 in one study is not 100 in another, and no scale such as Hounsfield's
exists. All presets are therefore percentiles of a study's own foreground.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.volume import Pixels
from lgg_viewer.words import mark

AUTO_PERCENTILES = (0.5, 99.5)
# what lies at or below this share of the largest value is air
AIR_SHARE = 1 / 20


@dataclass(frozen=True)
class Window:
    """A linear grey mapping.

    Attributes
    ----------
    width, level : float
        Width and centre in stored values; values at `level - width / 2` and below are black.
    """

    width: float
    level: float

    def __post_init__(self) -> None:
        if not self.width >= 1:
            raise ValueError(f"a window is at least 1 wide, not {self.width}")

    @classmethod
    def between(cls, black: float, white: float) -> "Window":
        """Return the window from the value that is just black to the one that is just white, at least 1 apart."""
        return cls(max(white - black, 1.0), (black + white) / 2)

    @property
    def black(self) -> float:
        """The stored value up to which all is black."""
        return self.level - self.width / 2

    @property
    def white(self) -> float:
        """The stored value from which on all is white."""
        return self.level + self.width / 2

    def moved(self, d_width: float, d_level: float, largest: float) -> "Window":
        """Return the window after a drag, kept within 0..`largest`."""
        width = min(max(self.width + d_width, 1.0), 2 * largest)
        return Window(width, min(max(self.level + d_level, 0.0), largest))

    def like(self, chosen: "Window", automatic: "Window") -> "Window":
        """Change this automatic window as another study's automatic one was changed into the chosen one.

        Stored values mean another thing in each study: what can be carried over is how much wider and how much
        brighter the reader likes it.
        """
        if automatic.width <= 1:
            return self  # a blank study: what was done to it says nothing
        factor = min(max(chosen.width / automatic.width, 0.05), 20.0)
        shift = min(max((chosen.level - automatic.level) / automatic.width, -2.0), 2.0)
        return Window(max(self.width * factor, 1.0), self.level + shift * self.width)


def to_grey(plane: Pixels, window: Window) -> NDArray[np.uint8]:
    """Map stored values to 0..255.

    Parameters
    ----------
    plane : ndarray, uint8 or uint16, any shape
    window : Window

    Returns
    -------
    ndarray of uint8, same shape
    """
    table_size = 256 if plane.dtype == np.uint8 else 65536
    ramp = (np.arange(table_size, dtype=np.float32) - window.black) * (255.0 / window.width)
    return np.asarray(np.clip(ramp + 0.5, 0, 255).astype(np.uint8)[plane])


def auto_window(pixels: Pixels) -> Window:
    """Choose a window from the percentiles of what is not air, so that air is black or nearly so.

    Air is what lies at or below a twentieth of the largest value.
    """
    top = float(pixels.max(initial=0))
    signal = _foreground_sample(pixels)
    if signal.size == 0:
        return Window(max(top, 1.0), top / 2)
    low, high = np.percentile(signal, AUTO_PERCENTILES)
    return Window.between(min(float(low), top / 10), float(high))


@dataclass(frozen=True)
class WindowPreset:
    """A window by name.

    Attributes
    ----------
    key : str
        Unique name.
    text : str
        In English; `tr` gives it as on screen.
    percentiles : tuple of float or None
        Of the study's foreground: what is black, and what is white. None for all values that can be stored.
    help : str
        What it is for, in English.
    """

    key: str
    text: str
    percentiles: tuple[float, float] | None
    help: str


PRESETS = (
    WindowPreset("full", mark("Full range"), None, mark("Every value that can be stored, from black to white")),
    WindowPreset(
        "wide",
        mark("Percentiles 0.5–99.5"),
        (0.5, 99.5),
        mark("All tissue except 0.5 % at each end"),
    ),
    # of a tumour's voxels in FLAIR nine tenths lie between the 61st and the 91st percentile, half above the 83rd: means
    # over 18 patients of the published cohort
    WindowPreset(
        "bright", mark("Bright tissue 40–95"), (40, 95), mark("Contrast where oedema and tumour lie in FLAIR")
    ),
    WindowPreset(
        "dark", mark("Dark tissue 0.5–60"), (0.5, 60), mark("Contrast where fluid, cysts and necrosis lie in FLAIR")
    ),
    WindowPreset("middle", mark("Contrast 5–95"), (5, 95), mark("More contrast in most of the tissue")),
)
"""Besides the automatic window; the numbers are percentiles of the foreground of the study."""


def preset_window(pixels: Pixels, preset: WindowPreset, largest: float) -> Window:
    """Return the window of a preset.

    Parameters
    ----------
    pixels : ndarray, uint8 or uint16, any shape
        One sequence of the study.
    preset : WindowPreset
    largest : float
        The largest value that the study's pixels can store.
    """
    if preset.percentiles is None:
        return Window.between(0.0, largest)
    signal = _foreground_sample(pixels)
    if signal.size == 0:
        return auto_window(pixels)
    return Window.between(*(float(v) for v in np.percentile(signal, preset.percentiles)))


def air_below(counts: NDArray[np.int64]) -> int:
    """Return the least stored value that is not air, from what `count_values` found in the study."""
    held = np.flatnonzero(counts)
    return int(float(held[-1] if len(held) else 0) * AIR_SHARE) + 1


def count_values(pixels: Pixels) -> NDArray[np.int64]:
    """Count how many voxels have which value.

    Parameters
    ----------
    pixels : ndarray, shape (..., Y, X), uint8 or uint16

    Returns
    -------
    ndarray of int64, shape (256,) or (65536,)
    """
    size = 256 if pixels.dtype == np.uint8 else 65536
    counts = np.zeros(size, np.int64)
    for plane in pixels.reshape(-1, *pixels.shape[-2:]):
        # a slice at a time: counting makes a copy eight times as large
        counts += np.bincount(plane.ravel(), minlength=size)
    return counts


def _foreground_sample(pixels: Pixels) -> Pixels:
    top = pixels.max(initial=0)
    if pixels.ndim > 1 and pixels.size > 1 << 20:
        pixels = pixels[..., ::2, ::2]
    signal = pixels[pixels > top * AIR_SHARE]
    # some ten thousands of voxels tell percentiles as well, and a study switch must not wait for all
    return np.asarray(signal[:: max(1, signal.size // 65536)])
