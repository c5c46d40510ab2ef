"""What the reader looks at and how: one frozen value, and the moves from one to the next."""

from dataclasses import dataclass, field, replace

from lgg_viewer.core.display import Display, Overlays
from lgg_viewer.core.pane import Panes
from lgg_viewer.core.plane import Plane
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.study import Channel
from lgg_viewer.core.window import Window

MIN_ZOOM, MAX_ZOOM = 0.2, 40.0


@dataclass(frozen=True)
class Viewport:
    """Which part of the stack is in sight, independent of the window's size.

    Attributes
    ----------
    zoom : float
        1 fits the slice into the canvas.
    centre : tuple of float
        The point (x, y) in the middle of the canvas, as shares of the slice's width and height.
    depth : float
        What is in the middle of a canvas that shows a plane across the slices, as a share of the stack's height from
        its top, which is the last slice.
    """

    zoom: float = 1.0
    centre: tuple[float, float] = (0.5, 0.5)
    depth: float = 0.5

    def middle(self, plane: Plane) -> tuple[float, float]:
        """Return what is in the middle of a canvas, as shares of the plane's width and height."""
        x, y = self.centre
        if plane is Plane.AXIAL:
            return x, y
        return x if plane is Plane.CORONAL else y, self.depth

    def with_middle(self, plane: Plane, across: float, down: float) -> "Viewport":
        """Put another point of a plane into the middle; planes that share its axes follow."""
        across, down = _inside(across, down)
        x, y = self.centre
        if plane is Plane.AXIAL:
            return replace(self, centre=(across, down))
        return replace(self, centre=(across, y) if plane is Plane.CORONAL else (x, across), depth=down)

    def zoomed(
        self, factor: float, anchor: tuple[float, float] | None = None, plane: Plane = Plane.AXIAL
    ) -> "Viewport":
        """Zoom, leaving the anchor (shares of the plane) where it is on the screen."""
        zoom = min(max(self.zoom * factor, MIN_ZOOM), MAX_ZOOM)
        middle = self.middle(plane)
        fixed = middle if anchor is None else anchor
        share = self.zoom / zoom
        x, y = (a + (c - a) * share for a, c in zip(fixed, middle, strict=True))
        return replace(self, zoom=zoom).with_middle(plane, x, y)

    def panned(self, dx: float, dy: float, plane: Plane = Plane.AXIAL) -> "Viewport":
        """Shift the view by shares of the plane."""
        across, down = self.middle(plane)
        return self.with_middle(plane, across + dx, down + dy)


def _inside(x: float, y: float) -> tuple[float, float]:
    # the middle of the canvas never leaves the slice: the image cannot be lost
    return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)


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
    panes : Panes
        What is shown beside one another.
    cross : tuple of float
        Where the crosshair is, (x, y) as shares of the slice's width and height; its slice is the one on screen.
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
    overlays: Overlays = field(default_factory=Overlays)
    threshold: float = 0.5
    post: PostProcessing = field(default_factory=PostProcessing)
    peek: bool = False
    panes: Panes = field(default_factory=Panes)
    cross: tuple[float, float] = (0.5, 0.5)

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

    @property
    def shown(self) -> Display:
        """What the active pane shows."""
        return self.panes.view.display or self.display

    def with_display(self, display: Display) -> "ViewState":
        """Show another sequence: in the active pane where it has one of its own, else in all that have none."""
        view = self.panes.view
        if view.display is None:
            return replace(self, display=display)
        return replace(self, panes=self.panes.with_view(self.panes.active, replace(view, display=display)))

    def crossing(self, shape: tuple[int, int, int]) -> tuple[int, int, int]:
        """Return the voxel (slice, row, column) under the crosshair in a stack of this shape."""
        _, rows, columns = shape
        x, y = self.cross
        return self.z, min(int(y * rows), rows - 1), min(int(x * columns), columns - 1)

    def at_voxel(self, voxel: tuple[int, int, int], shape: tuple[int, int, int]) -> "ViewState":
        """Put the crosshair on a voxel (slice, row, column) of a stack of this shape, the nearest there is."""
        (z, row, column), (_, rows, columns) = voxel, shape
        x, y = min(max(column, 0), columns - 1), min(max(row, 0), rows - 1)
        return replace(self.at_slice(z), cross=((x + 0.5) / columns, (y + 0.5) / rows))

    def with_window(self, d_width: float, d_level: float, display: Display | None = None) -> "ViewState":
        """Drag window and level of what is shown, or of what a pane shows; in RGB all three sequences follow."""
        channel = (display or self.display).channel
        shown = [channel] if channel is not None else list(Channel)
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
