"""What the reader looks at and how: one frozen value, and the moves from one to the next."""

from dataclasses import dataclass, field, replace
from enum import Enum

from lgg_viewer.core.overlay import HEAT_MAPS, HeatMap
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.study import Channel
from lgg_viewer.core.window import Window

MIN_ZOOM, MAX_ZOOM = 0.2, 40.0


class Display(Enum):
    """What the canvas shows as its image; the value is the name on screen."""

    PRE = "PRE"
    FLAIR = "FLAIR"
    POST = "POST"
    RGB = "RGB"

    @property
    def channel(self) -> Channel | None:
        """The sequence shown; None for the three together."""
        return None if self is Display.RGB else Channel[self.name]


@dataclass(frozen=True)
class Viewport:
    """Which part of the slice is in sight, independent of the window's size.

    Attributes
    ----------
    zoom : float
        1 fits the slice into the canvas.
    centre : tuple of float
        The point (x, y) in the middle of the canvas, as shares of the slice's width and height.
    """

    zoom: float = 1.0
    centre: tuple[float, float] = (0.5, 0.5)

    def zoomed(self, factor: float, anchor: tuple[float, float] | None = None) -> "Viewport":
        """Zoom, leaving the anchor (shares of the slice) where it is on the screen."""
        zoom = min(max(self.zoom * factor, MIN_ZOOM), MAX_ZOOM)
        fixed = self.centre if anchor is None else anchor
        share = self.zoom / zoom
        x, y = (a + (c - a) * share for a, c in zip(fixed, self.centre, strict=True))
        return Viewport(zoom, _inside(x, y))

    def panned(self, dx: float, dy: float) -> "Viewport":
        """Shift the view by shares of the slice."""
        return Viewport(self.zoom, _inside(self.centre[0] + dx, self.centre[1] + dy))


def _inside(x: float, y: float) -> tuple[float, float]:
    # the middle of the canvas never leaves the slice: the image cannot be lost
    return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)


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


@dataclass(frozen=True)
class ViewState:
    """A snapshot of a session.

    Attributes
    ----------
    study : str
        Key of the study on screen; empty before the first.
    slices : int
        How many slices it has.
    z : int
        The slice on screen, 0-based.
    windows, auto_windows : dict
        The window of each sequence, and the one chosen from its intensities; replaced, never changed in place.
    inverted : bool
        Greys are shown the other way round: what is bright is dark.
    largest : float
        The largest storable value of the study's pixels.
    threshold : float
        0..1 on the grid of hundredths.
    post : PostProcessing
        What is done to the mask that the threshold gives.
    peek : bool
        Overlays held away for as long as a key is down.
    """

    study: str = ""
    slices: int = 0
    z: int = 0
    display: Display = Display.FLAIR
    windows: dict[Channel, Window] = field(default_factory=dict)
    auto_windows: dict[Channel, Window] = field(default_factory=dict)
    inverted: bool = False
    largest: float = 255.0
    viewport: Viewport = Viewport()
    overlays: Overlays = Overlays()
    threshold: float = 0.5
    post: PostProcessing = field(default_factory=PostProcessing)
    peek: bool = False

    @property
    def overlays_visible(self) -> bool:
        """Whether any overlay may be painted now."""
        return not (self.overlays.hidden or self.peek)

    def at_slice(self, z: int) -> "ViewState":
        """Go to a slice, the nearest there is."""
        return replace(self, z=min(max(z, 0), max(self.slices - 1, 0)))

    def at_threshold(self, threshold: float) -> "ViewState":
        """Move the threshold, onto the grid of hundredths and within 0..1."""
        return replace(self, threshold=round(min(max(threshold, 0.0), 1.0), 2))

    def with_window(self, d_width: float, d_level: float) -> "ViewState":
        """Drag window and level of what is shown; in RGB all three sequences follow."""
        shown = [self.display.channel] if self.display.channel is not None else list(Channel)
        moved = {c: self.windows[c].moved(d_width, d_level, self.largest) for c in shown if c in self.windows}
        return replace(self, windows={**self.windows, **moved})

    def with_auto_windows(self, automatic: dict[Channel, Window]) -> "ViewState":
        """Take the automatic windows of another study, changed as the reader changed the former ones."""
        windows = {
            c: window.like(self.windows[c], self.auto_windows[c]) if c in self.windows else window
            for c, window in automatic.items()
        }
        return replace(self, windows=windows, auto_windows=automatic)

    def with_opacity(self, delta: float) -> "ViewState":
        """Raise or lower the opacity of fills and maps."""
        opacity = round(min(max(self.overlays.opacity + delta, 0.0), 1.0), 2)
        return replace(self, overlays=replace(self.overlays, opacity=opacity))
