"""What the canvas paints, prepared and kept: image, colour overlay and outlines of the slice on screen."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainterPath, QPolygonF

from lgg_viewer.core.outline import trace_outline
from lgg_viewer.core.overlay import PREDICTION_COLOUR, TRUTH_COLOUR, paint_heat, paint_mask
from lgg_viewer.core.study import Channel
from lgg_viewer.core.window import to_grey
from lgg_viewer.gui.qimage import to_qimage
from lgg_viewer.gui.session import Session


class SlicePicture:
    """The layers of one slice; each is made when it is first asked for and kept until its inputs change."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: dict[str, Any] = {}

    def forget(self, *layers: str) -> None:
        """Drop layers whose inputs changed (`image`, `colour`, `truth`, `prediction`); all of them without names."""
        for layer in layers or tuple(self._kept):
            self._kept.pop(layer, None)

    def image(self) -> QImage:
        """Return the slice in its window; a null image while nothing is loaded."""
        if "image" not in self._kept:
            self._kept["image"] = self._make_image()
        return self._kept["image"]  # type: ignore[no-any-return]

    def colour(self) -> list[tuple[QImage, bool]]:
        """Return fills and heat, bottom to top, each with whether it may be smoothed."""
        if "colour" not in self._kept:
            self._kept["colour"] = self._make_colour()
        return self._kept["colour"]  # type: ignore[no-any-return]

    def truth_outline(self) -> QPainterPath:
        """Return the border of the ground truth, in pixel coordinates."""
        if "truth" not in self._kept:
            self._kept["truth"] = _path(self._truth_plane())
        return self._kept["truth"]  # type: ignore[no-any-return]

    def prediction_outline(self) -> QPainterPath:
        """Return the border of the prediction at the threshold, in pixel coordinates."""
        if "prediction" not in self._kept:
            self._kept["prediction"] = _path(self._session.predicted_plane())
        return self._kept["prediction"]  # type: ignore[no-any-return]

    def _truth_plane(self) -> NDArray[np.bool_] | None:
        truth, z = self._session.truth, self._session.state.z
        return truth.voxels[z] if truth is not None and truth.known[z] else None

    def _make_image(self) -> QImage:
        volume, state = self._session.volume, self._session.state
        if volume is None or not state.windows:
            return QImage()
        channel = state.display.channel
        if channel is not None:
            return to_qimage(to_grey(volume.plane(state.z, channel), state.windows[channel]))
        planes = [to_grey(volume.plane(state.z, c), state.windows[c]) for c in Channel]
        return to_qimage(np.stack(planes, axis=-1))

    def _make_colour(self) -> list[tuple[QImage, bool]]:
        overlays, probability = self._session.state.overlays, self._session.probability
        z = self._session.state.z
        layers: list[tuple[QImage, bool]] = []
        if overlays.heat and probability is not None and probability.known[z]:
            layers.append((to_qimage(paint_heat(probability.plane(z), overlays.opacity)), True))
        if overlays.fill:
            truth, predicted = self._truth_plane(), self._session.predicted_plane()
            # a fill over a heat map would hide what the map tells
            if overlays.prediction and not overlays.heat and predicted is not None:
                layers.append((to_qimage(paint_mask(predicted, PREDICTION_COLOUR, overlays.opacity)), False))
            if overlays.truth and truth is not None:
                layers.append((to_qimage(paint_mask(truth, TRUTH_COLOUR, overlays.opacity)), False))
        return layers


def _path(mask: NDArray[np.bool_] | None) -> QPainterPath:
    path = QPainterPath()
    if mask is not None and mask.any():
        for loop in trace_outline(mask):
            points = [QPointF(x, y) for x, y in loop.tolist()]
            path.addPolygon(QPolygonF([*points, points[0]]))
    return path
