"""What each of one, two or four panes shows, and how two views are compared."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from lgg_viewer.core.display import Display, Overlays
from lgg_viewer.core.plane import Plane
from lgg_viewer.words import mark, tr


class Painted(Enum):
    """Which overlays a pane shows; the value is the name on screen, in English."""

    AS_WINDOW = mark("as the window")
    TRUTH = mark("ground truth")
    PREDICTION = mark("prediction")
    SECOND = mark("second model")
    NOTHING = mark("no overlays")


class Way(Enum):
    """How two views are compared.

    SWIPE shows them in one pane, on either side of a divider; FLICKER shows them there in turn.
    """

    BESIDE = "beside one another"
    SWIPE = "swipe"
    FLICKER = "flicker"


@dataclass(frozen=True)
class PaneView:
    """What one pane shows; slice, zoom, window and all else are the window's.

    Attributes
    ----------
    plane : Plane
    display : Display or None
        None for the window's.
    painted : Painted
    threshold : float or None
        Of the prediction painted here, on the grid of hundredths; None for the window's. Every number elsewhere
        belongs to the window's.
    """

    plane: Plane = Plane.AXIAL
    display: Display | None = None
    painted: Painted = Painted.AS_WINDOW
    threshold: float | None = None

    def overlays(self, window: Overlays) -> Overlays:
        """Return those of the window's overlays that this pane shows."""
        if self.painted is Painted.AS_WINDOW:
            return window
        prediction = self.painted in (Painted.PREDICTION, Painted.SECOND)
        return replace(
            window,
            truth=window.truth and self.painted is Painted.TRUTH,
            prediction=window.prediction and prediction,
            heat=window.heat and prediction,
            doubt=window.doubt and prediction,
            agreement=False,
        )

    def names(self, threshold: float) -> Iterator[str]:
        """Name the settings of this pane's own; include the window's threshold if only the prediction is shown."""
        if self.plane is not Plane.AXIAL:
            yield tr(self.plane.value)
        if self.display is not None:
            yield self.display.value
        if self.painted is not Painted.AS_WINDOW:
            yield tr(self.painted.value)
        if self.threshold is not None or self.painted in (Painted.PREDICTION, Painted.SECOND):
            yield f"p ≥ {threshold if self.threshold is None else self.threshold:.2f}"


_ONE = (PaneView(),)


@dataclass(frozen=True)
class Panes:
    """All panes of a window.

    Attributes
    ----------
    views : tuple of PaneView
        One, two or four.
    active : int
        The pane used last, an index of `views`.
    alone : bool
        The active pane takes the place of all.
    way : Way
        How two views are compared.
    lines : bool
        Lines through the crosshair are shown where the panes show different planes.
    """

    views: tuple[PaneView, ...] = _ONE
    active: int = 0
    alone: bool = False
    way: Way = Way.BESIDE
    lines: bool = True

    def __post_init__(self) -> None:
        if len(self.views) not in (1, 2, 4):
            raise ValueError(f"there are one, two or four panes, not {len(self.views)}")
        if not 0 <= self.active < len(self.views):
            raise ValueError(f"there is no pane {self.active}")

    @property
    def view(self) -> PaneView:
        """The view of the active pane."""
        return self.views[self.active]

    @property
    def pair(self) -> tuple[PaneView, PaneView]:
        """The two views that swipe and flicker compare, of one plane.

        Two panes are compared with one another; else it is the ground truth with the prediction, in the active pane.
        """
        if len(self.views) == 2:
            first, second = self.views
            return first, replace(second, plane=first.plane)
        return replace(self.view, painted=Painted.TRUTH), replace(self.view, painted=Painted.PREDICTION)

    @property
    def placed(self) -> dict[int, tuple[PaneView, ...]]:
        """The panes in sight by their index, in reading order; each shows one view, or two that are compared."""
        shown: dict[int, tuple[PaneView, ...]] = {n: (view,) for n, view in enumerate(self.views)}
        if self.way is not Way.BESIDE:
            shown[self.active] = self.pair
        if self.alone or (self.way is not Way.BESIDE and len(self.views) == 2):
            return {self.active: shown[self.active]}
        return shown

    @property
    def planes_differ(self) -> bool:
        """Whether more than one plane is in sight."""
        return len({views[0].plane for views in self.placed.values()}) > 1

    def laid_out(self, views: tuple[PaneView, ...]) -> "Panes":
        """Show other panes, the first of them active, beside one another."""
        return Panes(views, lines=self.lines)

    def activated(self, number: int) -> "Panes":
        """Make another pane the active one."""
        return replace(self, active=number)

    def stepped(self, step: int) -> "Panes":
        """Make the pane after the active one active; the first one follows the last."""
        return replace(self, active=(self.active + step) % len(self.views))

    def with_view(self, number: int, view: PaneView) -> "Panes":
        """Give a pane another view."""
        views = list(self.views)
        views[number] = view
        return replace(self, views=tuple(views))

    def toggled(self, way: Way) -> "Panes":
        """Compare by swipe or flicker, or, if that is on already, beside one another."""
        return replace(self, way=Way.BESIDE if self.way is way else way)

    def enlarged(self) -> "Panes":
        """Give the active pane the place of all, or each pane its own."""
        return replace(self, alone=not self.alone and len(self.views) > 1)


@dataclass(frozen=True)
class Layout:
    """Panes by name.

    Attributes
    ----------
    key : str
        Unique name.
    text : str
        In English; `tr` gives it as on screen.
    views : tuple of PaneView
    help : str
        What it is for, in English.
    """

    key: str
    text: str
    views: tuple[PaneView, ...]
    help: str


LAYOUTS = (
    Layout("one", mark("One pane"), _ONE, mark("Only the slice")),
    Layout(
        "masks",
        mark("Ground truth | prediction"),
        (PaneView(painted=Painted.TRUTH), PaneView(painted=Painted.PREDICTION)),
        mark("The two masks side by side"),
    ),
    Layout(
        "flair-post",
        "FLAIR | POST",
        (PaneView(display=Display.FLAIR), PaneView(display=Display.POST)),
        mark("FLAIR hyperintensity beside contrast enhancement"),
    ),
    Layout(
        "thresholds",
        mark("Two thresholds"),
        (PaneView(painted=Painted.PREDICTION), PaneView(painted=Painted.PREDICTION, threshold=0.7)),
        mark("Set the second one in its pane; all figures use the shared threshold"),
    ),
    Layout(
        "sequences",
        "PRE, FLAIR, POST, RGB",
        tuple(PaneView(display=display) for display in Display),
        mark("All sequences at once"),
    ),
    Layout(
        "planes",
        mark("Axial, coronal, sagittal"),
        (
            PaneView(),
            PaneView(painted=Painted.NOTHING),
            PaneView(plane=Plane.CORONAL),
            PaneView(plane=Plane.SAGITTAL),
        ),
        mark("Three planes through the crosshair, and the slice without overlays"),
    ),
    Layout(
        "models",
        mark("Two models"),
        (PaneView(painted=Painted.PREDICTION), PaneView(painted=Painted.SECOND)),
        mark("Current model and a second one; choose the second in the Segment menu"),
    ),
)
"""The first is the default; the first pane of each is axial."""
