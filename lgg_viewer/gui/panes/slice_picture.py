"""What a pane paints, prepared and kept: image, colour overlay and outlines of the plane that it shows."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage, QPainterPath, QPolygonF

from lgg_viewer.core.agreement import agreement_plane
from lgg_viewer.core.display import Display, Overlays
from lgg_viewer.core.doubt import doubt_of, fitted_temperature
from lgg_viewer.core.finding import Finding
from lgg_viewer.core.outline import count_edges, trace_outline
from lgg_viewer.core.overlay import (
    PREDICTION_COLOUR,
    TRUTH_COLOUR,
    Rgb,
    paint_agreement,
    paint_doubt,
    paint_heat,
    paint_mask,
)
from lgg_viewer.core.pane import Painted, PaneView
from lgg_viewer.core.plane import Plane
from lgg_viewer.core.probability import ProbabilityMap
from lgg_viewer.core.study import Channel
from lgg_viewer.core.window import to_grey
from lgg_viewer.gui.qimage import to_qimage
from lgg_viewer.gui.session import Session
from lgg_viewer.io.model_card import ModelCard

MAX_EDGES = 12_000
AREAS = ("heat", "doubt", "agreement", "prediction fill", "truth fill")
OF_MASK = ("prediction", "prediction fill", "speckled", "agreement")
OF_PREDICTION = (*OF_MASK, "heat", "doubt")
# Slices are thick: seen from the side, each stays a band of its own. Its row is repeated before the picture is
# smoothed, which leaves borders that are sharp to an eighth of a band, and smooths along it as in the slice itself. The
# bands of a long study are thin on the screen: half of one is sharp enough, and painted sooner.
FEWEST_BANDS, MOST_BANDS, BANDED_ROWS = 2, 8, 256

Kept = dict[tuple[str, Plane, object], Any]
"""Layers that were made, by name, plane, and what else tells those of two panes apart."""


class Layer(NamedTuple):
    """Colours over an image.

    Attributes
    ----------
    image : QImage
        Of the whole plane.
    may_smooth : bool
    box : QRect
        Outside of it the image is transparent: painting less of it takes less time.
    """

    image: QImage
    may_smooth: bool
    box: QRect


class SlicePicture:
    """The layers of what one pane shows; each is made when it is first asked for and kept until its inputs change.

    Parameters
    ----------
    session : Session
    view : PaneView
    kept : dict or None
        Where the layers are kept; panes that share it share the layers that are the same in them.
    """

    def __init__(self, session: Session, view: PaneView | None = None, kept: Kept | None = None) -> None:
        self._session = session
        self.view = view or PaneView()
        self._kept: Kept = {} if kept is None else kept
        self._own_finding: Finding | None = None

    def forget(self, *layers: str) -> None:
        """Drop the layers of this plane whose inputs changed; all of them without names."""
        for key in [k for k in self._kept if k[1] is self.view.plane and (not layers or k[0] in layers)]:
            del self._kept[key]

    @property
    def display(self) -> Display:
        """The sequence shown."""
        return self.view.display or self._session.state.display

    @property
    def overlays(self) -> Overlays:
        """What is painted over it, unless all overlays are hidden."""
        return self.view.overlays(self._session.state.overlays)

    def image(self) -> QImage:
        """Return the plane in its window; a null image while nothing is loaded."""
        return self._keep("image", self.display, self._make_image)  # type: ignore[no-any-return]

    def colour(self) -> list["Layer"]:
        """Return the area maps that are on, bottom to top."""
        overlays, of = self.overlays, self._of_prediction
        # what stands in for an outline that is too long would hide the agreement, which tells the same
        filled = overlays.fill or (overlays.prediction and not overlays.agreement and self._is_speckled())
        wanted = [
            ("heat", overlays.heat, of[0], self._make_heat, True),
            ("doubt", overlays.doubt, of[0], self._make_doubt, True),
            ("agreement", overlays.agreement, of, self._make_agreement, False),
            ("prediction fill", overlays.prediction and filled, of, self._fill_prediction, False),
            ("truth fill", overlays.fill and overlays.truth, None, self._fill_truth, False),
        ]
        layers = [self._layer(name, what, make, smooth) for name, shown, what, make, smooth in wanted if shown]
        return [layer for layer in layers if not layer.image.isNull()]

    def _layer(self, name: str, of: object, make: Callable[[], QImage], may_smooth: bool) -> "Layer":
        def prepare() -> Layer:
            image = make()
            return Layer(image, may_smooth, _coloured(image))

        return self._keep(name, of, prepare)  # type: ignore[no-any-return]

    def truth_outline(self) -> QPainterPath:
        """Return the border of the ground truth, in pixel coordinates."""
        return self._keep("truth", None, lambda: outline_path(self._truth_plane()))  # type: ignore[no-any-return]

    def prediction_outline(self) -> QPainterPath:
        """Return the border of the prediction at the threshold, in pixel coordinates."""
        return self._keep("prediction", self._of_prediction, self._trace_prediction)  # type: ignore[no-any-return]

    @property
    def _of_prediction(self) -> tuple[bool, float | None]:
        """What tells predictions of two panes apart: model and threshold."""
        return self.view.painted is Painted.SECOND, self.view.threshold

    def _keep(self, layer: str, of: object, make: Any) -> Any:
        key = (layer, self.view.plane, of)
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    # planes

    @property
    def _index(self) -> int:
        """Which plane of its kind is shown."""
        volume, state = self._session.volume, self._session.state
        return state.z if volume is None else self.view.plane.index(state.crossing(volume.shape))

    def _known(self, known: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Tell of which rows of the plane something is known, shape (rows, 1), or (1, 1) for all of a slice."""
        return known[self._index].reshape(1, 1) if self.view.plane is Plane.AXIAL else known[::-1, None]

    def _truth_plane(self) -> NDArray[np.bool_] | None:
        truth = self._session.truth
        if truth is None or not self._known(truth.known).any():
            return None
        return self.view.plane.cut(truth.voxels, self._index)

    def _predicted_plane(self) -> NDArray[np.bool_] | None:
        finding = self._finding()
        return finding.cut(self.view.plane, self._index) if finding is not None else None

    def _finding(self) -> Finding | None:
        """Return the finding of this pane's model at this pane's threshold."""
        session, threshold = self._session, self.view.threshold
        finding = session.second_finding if self.view.painted is Painted.SECOND else session.finding
        if finding is None or threshold is None or threshold == finding.threshold:
            return finding
        if self._own_finding is None or not self._own_finding.akin(finding):
            # post-processing is done once, wherever the window's threshold moves
            self._own_finding = replace(finding, threshold=threshold)
        return self._own_finding

    @property
    def card(self) -> ModelCard | None:
        """The card of this pane's model."""
        return self._session.second_card if self.view.painted is Painted.SECOND else self._session.card

    @property
    def probability(self) -> ProbabilityMap | None:
        """The map of this pane's model."""
        finding = self._finding()
        return finding.probability if finding is not None else None

    def _probability_plane(self) -> NDArray[np.float32] | None:
        probability = self.probability
        if probability is None or not self._known(probability.known).any():
            return None
        return np.asarray(self.view.plane.cut(probability.values, self._index), np.float32)

    def _spread_plane(self) -> NDArray[np.uint8] | None:
        probability = self.probability
        if probability is None or probability.spread is None:
            return None
        return self.view.plane.cut(probability.spread, self._index)

    # layers

    def _make_image(self) -> QImage:
        volume, state = self._session.volume, self._session.state
        if volume is None or not state.windows:
            return QImage()
        channel = self.display.channel
        shown = list(Channel) if channel is None else [channel]
        pixels = self.view.plane.cut(volume.pixels, self._index)

        def grey_of(channel: Channel) -> NDArray[np.uint8]:
            # the picture in colour and those of the single sequences are often beside one another
            return self._keep(  # type: ignore[no-any-return]
                "image", ("grey", channel), lambda: to_grey(pixels[..., channel], state.windows[channel])
            )

        planes = [grey_of(channel) for channel in shown]
        grey = np.stack(planes, axis=-1) if channel is None else planes[0]
        return self._banded(~grey if state.inverted else grey)

    def _banded(self, painted: NDArray[np.uint8]) -> QImage:
        """Return what may be smoothed as an image."""
        if self.view.plane is Plane.AXIAL:
            return to_qimage(painted)
        bands = min(max(BANDED_ROWS // len(painted), FEWEST_BANDS), MOST_BANDS)
        return to_qimage(painted.repeat(bands, axis=0))

    def _trace_prediction(self) -> QPainterPath:
        return outline_path(None if self._is_speckled() else self._predicted_plane())

    def _is_speckled(self) -> bool:
        """Whether the prediction's outline would be too long to draw, as near threshold 0; it is filled instead."""
        return bool(self._keep("speckled", self._of_prediction, self._count_edges))

    def _count_edges(self) -> bool:
        mask = self._predicted_plane()
        return mask is not None and count_edges(mask) > MAX_EDGES

    def _make_heat(self) -> QImage:
        plane, overlays = self._probability_plane(), self.overlays
        if plane is None:
            return QImage()
        return self._banded(paint_heat(plane, overlays.opacity, overlays.heat_map.table))

    def _make_doubt(self) -> QImage:
        plane, card = self._probability_plane(), self.card
        if plane is None:
            return QImage()
        doubt = doubt_of(plane, fitted_temperature(card), self._spread_plane())
        return self._banded(paint_doubt(doubt, self.overlays.opacity))

    def _make_agreement(self) -> QImage:
        predicted, actual = self._predicted_plane(), self._truth_plane()
        finding, truth = self._finding(), self._session.truth
        if predicted is None or actual is None or finding is None or truth is None:
            return QImage()
        agreement = agreement_plane(predicted, actual)
        # a slice of which one side is not known is no disagreement
        compared = self._known(finding.probability.known) & self._known(truth.known)
        return to_qimage(paint_agreement(agreement * compared, self._session.agreement_colours, self.overlays.opacity))

    def _fill_prediction(self) -> QImage:
        return self._fill(self._predicted_plane(), PREDICTION_COLOUR)

    def _fill_truth(self) -> QImage:
        return self._fill(self._truth_plane(), TRUTH_COLOUR)

    def _fill(self, mask: NDArray[np.bool_] | None, colour: Rgb) -> QImage:
        return QImage() if mask is None else to_qimage(paint_mask(mask, colour, self._session.state.overlays.opacity))


def _coloured(image: QImage) -> QRect:
    """Return the box around all that is not transparent, with a pixel of margin into which it may be smoothed."""
    if image.isNull():
        return QRect()
    alpha = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()) >> 24
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    if not len(rows):
        return QRect()
    box = QRect(int(columns[0]) - 1, int(rows[0]) - 1, int(np.ptp(columns)) + 3, int(np.ptp(rows)) + 3)
    return box.intersected(image.rect())


def outline_path(mask: NDArray[np.bool_] | None) -> QPainterPath:
    """Return the border of a mask of shape (Y, X), in pixel coordinates; an empty path without one."""
    path = QPainterPath()
    if mask is not None and mask.any():
        for loop in trace_outline(mask):
            points = [QPointF(x, y) for x, y in loop.tolist()]
            path.addPolygon(QPolygonF([*points, points[0]]))
    return path
