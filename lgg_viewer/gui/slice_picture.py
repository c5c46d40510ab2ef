"""What the canvas paints, prepared and kept: image, colour overlay and outlines of the slice on screen."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainterPath, QPolygonF

from lgg_viewer.core.agreement import agreement_plane
from lgg_viewer.core.doubt import doubt_of, fitted_temperature
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
from lgg_viewer.core.study import Channel
from lgg_viewer.core.window import to_grey
from lgg_viewer.gui.qimage import to_qimage
from lgg_viewer.gui.session import Session

MAX_EDGES = 12_000
AREAS = ("heat", "doubt", "agreement", "prediction fill", "truth fill")
OF_MASK = ("prediction", "prediction fill", "speckled", "agreement")
OF_PREDICTION = (*OF_MASK, "heat", "doubt")


class SlicePicture:
    """The layers of one slice; each is made when it is first asked for and kept until its inputs change."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: dict[str, Any] = {}

    def forget(self, *layers: str) -> None:
        """Drop layers whose inputs changed; all of them without names."""
        for layer in layers or tuple(self._kept):
            self._kept.pop(layer, None)

    def image(self) -> QImage:
        """Return the slice in its window; a null image while nothing is loaded."""
        if "image" not in self._kept:
            self._kept["image"] = self._make_image()
        return self._kept["image"]  # type: ignore[no-any-return]

    def colour(self) -> list[tuple[QImage, bool]]:
        """Return the area maps that are on, bottom to top, each with whether it may be smoothed."""
        overlays = self._session.state.overlays
        # what stands in for an outline that is too long would hide the agreement, which tells the same
        filled = overlays.prediction and (overlays.fill or (not overlays.agreement and self._is_speckled()))
        wanted = [
            ("heat", overlays.heat, self._make_heat, True),
            ("doubt", overlays.doubt, self._make_doubt, True),
            ("agreement", overlays.agreement, self._make_agreement, False),
            ("prediction fill", filled, self._fill_prediction, False),
            ("truth fill", overlays.fill and overlays.truth, self._fill_truth, False),
        ]
        layers = []
        for name, shown, make, may_smooth in wanted:
            if shown:
                if name not in self._kept:
                    self._kept[name] = make()
                if not self._kept[name].isNull():
                    layers.append((self._kept[name], may_smooth))
        return layers

    def truth_outline(self) -> QPainterPath:
        """Return the border of the ground truth, in pixel coordinates."""
        if "truth" not in self._kept:
            self._kept["truth"] = outline_path(self._truth_plane())
        return self._kept["truth"]  # type: ignore[no-any-return]

    def prediction_outline(self) -> QPainterPath:
        """Return the border of the prediction at the threshold, in pixel coordinates."""
        if "prediction" not in self._kept:
            mask = None if self._is_speckled() else self._predicted_plane()
            self._kept["prediction"] = outline_path(mask)
        return self._kept["prediction"]  # type: ignore[no-any-return]

    def _truth_plane(self) -> NDArray[np.bool_] | None:
        truth, z = self._session.truth, self._session.state.z
        return truth.voxels[z] if truth is not None and truth.known[z] else None

    def _predicted_plane(self) -> NDArray[np.bool_] | None:
        finding = self._session.finding
        return finding.plane(self._session.state.z) if finding is not None else None

    def _probability_plane(self) -> NDArray[np.float32] | None:
        probability, z = self._session.probability, self._session.state.z
        return probability.plane(z) if probability is not None and probability.known[z] else None

    def _make_image(self) -> QImage:
        volume, state = self._session.volume, self._session.state
        if volume is None or not state.windows:
            return QImage()
        channel = state.display.channel
        shown = list(Channel) if channel is None else [channel]
        planes = [to_grey(volume.plane(state.z, c), state.windows[c]) for c in shown]
        grey = np.stack(planes, axis=-1) if channel is None else planes[0]
        return to_qimage(~grey if state.inverted else grey)

    def _is_speckled(self) -> bool:
        """Whether the prediction's outline would be too long to draw, as near threshold 0; it is filled instead."""
        if "speckled" not in self._kept:
            mask = self._predicted_plane()
            self._kept["speckled"] = mask is not None and count_edges(mask) > MAX_EDGES
        return bool(self._kept["speckled"])

    def _make_heat(self) -> QImage:
        plane, overlays = self._probability_plane(), self._session.state.overlays
        if plane is None:
            return QImage()
        return to_qimage(paint_heat(plane, overlays.opacity, overlays.heat_map.table))

    def _make_doubt(self) -> QImage:
        plane, card = self._probability_plane(), self._session.card
        if plane is None:
            return QImage()
        doubt = doubt_of(plane, fitted_temperature(card.scores) if card is not None else None)
        return to_qimage(paint_doubt(doubt, self._session.state.overlays.opacity))

    def _make_agreement(self) -> QImage:
        predicted, actual = self._predicted_plane(), self._truth_plane()
        if predicted is None or actual is None:
            return QImage()
        session = self._session
        plane = agreement_plane(predicted, actual)
        return to_qimage(paint_agreement(plane, session.agreement_colours, session.state.overlays.opacity))

    def _fill_prediction(self) -> QImage:
        return self._fill(self._predicted_plane(), PREDICTION_COLOUR)

    def _fill_truth(self) -> QImage:
        return self._fill(self._truth_plane(), TRUTH_COLOUR)

    def _fill(self, mask: NDArray[np.bool_] | None, colour: Rgb) -> QImage:
        return QImage() if mask is None else to_qimage(paint_mask(mask, colour, self._session.state.overlays.opacity))


def outline_path(mask: NDArray[np.bool_] | None) -> QPainterPath:
    """Return the border of a mask of shape (Y, X), in pixel coordinates; an empty path without one."""
    path = QPainterPath()
    if mask is not None and mask.any():
        for loop in trace_outline(mask):
            points = [QPointF(x, y) for x, y in loop.tolist()]
            path.addPolygon(QPolygonF([*points, points[0]]))
    return path
