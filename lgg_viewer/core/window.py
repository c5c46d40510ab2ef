"""Window and level: how stored values become grey."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.volume import Pixels

AUTO_PERCENTILES = (0.5, 99.5)


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
    low = window.level - window.width / 2
    table_size = 256 if plane.dtype == np.uint8 else 65536
    ramp = (np.arange(table_size, dtype=np.float32) - low) * (255.0 / window.width)
    return np.asarray(np.clip(ramp + 0.5, 0, 255).astype(np.uint8)[plane])


def auto_window(pixels: Pixels) -> Window:
    """Choose a window from the percentiles of what is not air.

    Air is what lies at or below a twentieth of the largest value.
    """
    top = float(pixels.max(initial=0))
    signal = pixels[pixels > top / 20]
    if signal.size == 0:
        return Window(max(top, 1.0), top / 2)
    # a thousandth of the voxels tells percentiles as well, and a study switch must not wait for all
    low, high = np.percentile(signal[:: max(1, signal.size // 65536)], AUTO_PERCENTILES)
    low = min(float(low), top / 10)
    return Window(max(float(high) - low, 1.0), (float(high) + low) / 2)
