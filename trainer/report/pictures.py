"""Image, ground truth and prediction of a slice, side by side, as one drawing."""

import base64

import cv2
import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from lgg_viewer.core.outline import trace_outline
from trainer.scoring.triptych import Triptych

_GAP = 4
_MARGIN = 6


def draw_pictures(triptych: Triptych, name: str, told: str) -> Markup:
    """Return the three pictures of a patient as SVG to be put into a page.

    The outlines run along the edges of the pixels, so that they are those of the masks at any size. Masks are filled
    thinly; the truth is drawn again over the prediction, dashed.

    Parameters
    ----------
    triptych : Triptych
    name : str
        Unique in the page: the drawing's identifiers begin with it.
    told : str
        What is seen, for those who do not see it.
    """
    rows, columns = triptych.flair.shape
    top, left, side = _frame(triptych.flair)
    truth, prediction = _outline(triptych.truth), _outline(triptych.prediction)
    panels = (
        "",
        f'<path class="truth" d="{truth}"/>',
        f'<path class="prediction" d="{prediction}"/><path class="truth-line" d="{truth}"/>',
    )
    parts = [
        f'<svg x="{k * (side + _GAP)}" width="{side}" height="{side}" viewBox="{left} {top} {side} {side}">'
        f'<rect x="{left}" y="{top}" width="{side}" height="{side}"/><use href="#{name}"/>{drawn}</svg>'
        for k, drawn in enumerate(panels)
    ]
    return Markup(
        f'<svg class="triptych" role="img" aria-label="{{}}" viewBox="0 0 {3 * side + 2 * _GAP} {side}"><defs>'
        f'<image id="{name}" width="{columns}" height="{rows}" href="data:image/png;base64,{_encode(triptych.flair)}"/>'
        f"</defs>{''.join(parts)}</svg>"
    ).format(told)


def _frame(grey: NDArray[np.uint8]) -> tuple[int, int, int]:
    """Return top, left and side of the square that the head fills; it may reach beyond the image."""
    seen = grey > grey.max(initial=0) / 10
    if not seen.any():
        return 0, 0, max(grey.shape)
    ys, xs = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    side = int(max(np.ptp(ys), np.ptp(xs))) + 1 + 2 * _MARGIN
    return int(ys[0] + ys[-1] + 1 - side) // 2, int(xs[0] + xs[-1] + 1 - side) // 2, side


def _outline(mask: NDArray[np.bool_]) -> str:
    return "".join("M" + "L".join(f"{x} {y}" for x, y in loop) + "Z" for loop in trace_outline(mask))


def _encode(grey: NDArray[np.uint8]) -> str:
    _, data = cv2.imencode(".png", grey, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    return base64.b64encode(data.tobytes()).decode()
