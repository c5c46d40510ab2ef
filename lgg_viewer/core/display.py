"""What is shown of a slice: which sequence, and which overlays over it."""

from dataclasses import dataclass
from enum import Enum

from lgg_viewer.core.overlay import HEAT_MAPS, HeatMap
from lgg_viewer.core.study import Channel


class Display(Enum):
    """What is shown as the image; the value is the name on screen."""

    PRE = "PRE"
    FLAIR = "FLAIR"
    POST = "POST"
    RGB = "RGB"

    @property
    def channel(self) -> Channel | None:
        """The sequence shown; None for the three together."""
        return None if self is Display.RGB else Channel[self.name]


@dataclass(frozen=True)
class Overlays:
    """Which overlays are painted.

    Attributes
    ----------
    truth, prediction : bool
        Outlines of the two masks.
    fill, heat : bool
        The masks filled; the probability map.
    agreement : bool
        Where the two masks agree and where they differ, in colours of its own.
    doubt : bool
        How undecided the network is.
    hidden : bool
        All of them switched off together, to come back as they were.
    opacity : float
        Of all that is painted over an area, 0..1.
    heat_map : HeatMap
        The colours of the probability map.
    """

    truth: bool = True
    prediction: bool = True
    fill: bool = False
    heat: bool = False
    agreement: bool = False
    doubt: bool = False
    hidden: bool = False
    opacity: float = 0.5
    heat_map: HeatMap = HEAT_MAPS[0]
