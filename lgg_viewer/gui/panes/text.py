"""What stands in the corners of the canvas: whose slice it is, how it is shown, and what must not be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from lgg_viewer.core.doubt import doubt_of, fitted_temperature
from lgg_viewer.core.finding import Finding
from lgg_viewer.core.pane import Painted, PaneView, Way
from lgg_viewer.core.plane import Plane
from lgg_viewer.core.study import Channel
from lgg_viewer.gui.panes.legend import CanvasLegend
from lgg_viewer.gui.panes.rimmed_text import draw_text
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import DARK, GRID, px
from lgg_viewer.words import tr, tr_n

if TYPE_CHECKING:
    from collections.abc import Set

    from lgg_viewer.gui.panes.widget import PaneWidget

# as high as the button in a pane's corner, at a text size of 100 %
CORNER = 24
_TOP_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class CanvasText:
    """Paints the corner texts, the badges and the legend of a canvas."""

    def __init__(self, session: Session, canvas: PaneWidget) -> None:
        self._session = session
        self._canvas = canvas
        self._legend = CanvasLegend(session, canvas)
        self._hover: tuple[int, int] | None = None

    def set_hover(self, hover: tuple[int, int] | None) -> None:
        """Take the voxel under the cursor, and repaint its corner alone."""
        if hover != self._hover:
            self._hover = hover
            height = self._line_height() + 2 * GRID
            self._canvas.update(QRect(0, self._canvas.height() - height, self._canvas.width(), height))

    def paint(self, painter: QPainter) -> None:
        """Paint everything that belongs over the slice."""
        session = self._session
        if session.study is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._canvas.rect().adjusted(GRID, GRID, -GRID, -GRID)
        face, corner, metrics = self._canvas.face, self._canvas.corner_width, QFontMetrics(self._canvas.font())
        below = area.adjusted(0, px(CORNER) if corner else 0, 0, 0)
        place, place_top = self.place()
        draw_text(painter, area.adjusted(0, place_top - area.top(), 0, 0), _TOP_RIGHT, place)
        lowered = place_top > area.top()
        if face.leading:
            beside = place if place_top == below.top() else ""
            room = area.width() - (metrics.horizontalAdvance(beside) + 2 * GRID if beside else 0)
            title = metrics.elidedText(self._title(), Qt.TextElideMode.ElideRight, room)
            draw_text(painter, below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
        top = below.top() + (self._line_height() + 6 if face.leading or lowered else 0)
        self._badges(painter, top, area)
        if session.volume is None:
            waiting = session.drawer.failure if session.drawer and session.drawer.failure else tr("Reading…")
            draw_text(painter, area, Qt.AlignmentFlag.AlignCenter, waiting)
            return
        draw_text(painter, area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self._shown())
        draw_text(painter, area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, self._under_cursor())
        self._legend.paint(painter, area)
        if face.compared:
            self._names(painter, area)

    def place(self) -> tuple[str, int]:
        """Say where the plane lies, and how far from the top that stands: below buttons that leave no room."""
        places, metrics = self._places(), QFontMetrics(self._canvas.font())
        room = self._canvas.width() - 2 * GRID - self._canvas.corner_width
        fitting = next((text for text in places if metrics.horizontalAdvance(text) <= room), None)
        if fitting is not None:
            return fitting, GRID
        return places[-1], GRID + (px(CORNER) if self._canvas.corner_width else 0)

    # texts

    def _title(self) -> str:
        study = self._session.study
        assert study is not None
        if self._canvas.face.crowded:
            return study.key
        clinical = study.clinical
        grade = tr("grade {grade}", grade=clinical.grade) if clinical.grade else ""
        return " · ".join(part for part in (study.key, grade, tr(clinical.histology)) if part)

    def _places(self) -> tuple[str, ...]:
        """Say where the plane lies, the more wordy the sooner."""
        session = self._session
        study, state = session.study, session.state
        if study is None or not state.slices:
            return ("",)
        geometry = self._canvas.lay_out()
        if geometry is not None and self._canvas.plane is not Plane.AXIAL:
            _, row, column = geometry.crossing
            return (f"y {row}" if self._canvas.plane is Plane.CORONAL else f"x {column}",)
        number = study.slices[state.z].number
        place = {"z": state.z + 1, "count": state.slices}
        short = f"{state.z + 1} / {state.slices}"
        if number == state.z + 1:
            return tr("slice {z} / {count}", **place), short
        # file numbers and positions differ where slices are missing
        return tr("slice {z} / {count}  (file {number})", number=number, **place), short

    def _shown(self) -> str:
        state = self._session.state
        shown = []
        for display in dict.fromkeys(picture.display for picture in self._canvas.pictures):
            window = state.windows.get(display.channel or Channel.FLAIR)
            grey = f"W {window.width:.0f}  L {window.level:.0f}" if window and display.channel is not None else ""
            shown += [display.value, grey]
        inverted = tr("inverted") if state.inverted else ""
        zoom = f"{self._canvas.image_transform().m11() * 100:.0f} %" if self._canvas.face.leading else ""
        return "   ".join(part for part in (*shown, inverted, zoom) if part)

    def _under_cursor(self) -> str:
        session, hover, geometry = self._session, self._hover, self._canvas.lay_out()
        if hover is None or session.volume is None or geometry is None:
            return ""
        if any(at >= length for at, length in zip(hover, geometry.extent, strict=True)):
            return ""  # the study changed under a cursor that stands still
        z, row, column = geometry.voxel(hover)
        picture = self._canvas.picture_at(geometry.transform.map(QPointF(hover[1] + 0.5, hover[0] + 0.5)).x())
        probability, card, channel = picture.probability, picture.card, picture.display.channel
        pixel = session.volume.pixels[z, row, column]
        value = " ".join(str(v) for v in pixel) if channel is None else str(pixel[channel])
        across = "" if self._canvas.plane is Plane.AXIAL else "  " + tr("slice {z}", z=z + 1)
        parts = [f"x {column}  y {row}{across}", tr("value {value}", value=value)]
        if probability is not None and probability.known[z]:
            parts.append(f"p {float(probability.values[z, row, column]):.2f}")
            if session.state.overlays.doubt:
                temperature = fitted_temperature(card)
                spread = None if probability.spread is None else probability.spread[z, row : row + 1, column]
                doubt = doubt_of(probability.plane(z)[row : row + 1, column], temperature, spread)
                parts.append(tr("doubt {value:.2f}", value=float(doubt[0])))
        return "   ".join(parts)

    def badges(self) -> list[str]:
        """Name what must not be forgotten while this slice is looked at."""
        session = self._session
        drawer = session.drawer
        if drawer is None or drawer.loaded is None:
            return []
        if not self._canvas.face.leading:
            return self._badges_of_plane()
        data = drawer.loaded.data
        texts = [tr("{sequence} = FLAIR copy", sequence=c.name) for c in Channel if c in data.volume.missing]
        spacing = session.spacing
        texts.append(tr("no spacing: px") if spacing is None else spacing.describe())
        texts.append(tr("orientation unknown"))
        if not data.volume.readable[session.state.z]:
            texts.append(tr("slice cannot be read"))
        if data.truth is None:
            texts.append(tr("no ground truth"))
        elif not data.truth.known[session.state.z]:
            texts.append(tr("no ground truth for this slice"))
        finding = session.finding
        if finding is not None and not finding.raw:
            # what the card proposes needs no reminder, but what it takes away does
            count, left_out = len(finding.removals), finding.left_out
            changes = [] if finding.post.trivial or session.post_as_proposed else [tr("post-processed")]
            changes += [tr_n("{n} dropped", "{n} dropped", left_out)] if left_out else []
            changes += [tr_n("{n} removed", "{n} removed", count)] if count else []
            if changes:
                texts.append(tr("prediction: {changes}", changes=", ".join(changes)))
        if finding is not None and session.departure:
            texts.append(session.departure)
        if session.state.overlays.hidden:
            texts.append(tr("overlays hidden: View > Overlays"))
        return texts + self._badges_of_plane()

    def _badges_of_plane(self) -> list[str]:
        """Name what must not be forgotten while this plane is looked at."""
        texts = []
        if self._canvas.plane is not Plane.AXIAL and self._session.spacing is None:
            texts.append(tr("slice spacing unknown: height not to scale"))
        painted = {view.painted for view in self._canvas.face.views}
        if self._shows_prediction(painted) and not self._answered(self._session.finding):
            # an image without an outline would say that nothing was found
            withheld = self._session.withheld
            texts.append(tr("prediction hidden") if withheld else tr("not segmented"))
        if Painted.SECOND in painted:
            texts.append(self._second())
        return texts

    def _shows_prediction(self, painted: Set[Painted]) -> bool:
        """Whether a prediction would be seen here, were there one; of panes that paint the same, the leading one."""
        session = self._session
        shared = Painted.AS_WINDOW in painted and self._canvas.face.leading and session.card is not None
        overlays = session.state.overlays
        return Painted.PREDICTION in painted or (shared and overlays.prediction and not overlays.hidden)

    def _answered(self, finding: Finding | None) -> bool:
        """Whether a network has answered the plane, or some of it."""
        if finding is None:
            return False
        known = finding.probability.known
        return bool(known[self._session.state.z] if self._canvas.plane is Plane.AXIAL else known.any())

    def _second(self) -> str:
        """Name the second model, or say what it waits for."""
        session = self._session
        card = session.second_card
        if card is None:
            return tr("second model: choose it in Segment")
        if session.withheld:
            return tr("second model: {name}, hidden", name=card.name)
        if self._answered(session.second_finding):
            return tr("second model: {name}", name=card.name)
        return tr("second model: {name}, not segmented", name=card.name)

    # painting

    def _line_height(self) -> int:
        return QFontMetrics(self._canvas.font()).height()

    def _badges(self, painter: QPainter, top: int, area: QRect) -> None:
        metrics = QFontMetrics(self._canvas.font())
        y = top
        for badge in self.badges():
            text = metrics.elidedText(badge, Qt.TextElideMode.ElideRight, area.width() - 12)
            box = QRectF(area.left(), y, metrics.horizontalAdvance(text) + 12, metrics.height() + 2)
            painter.setPen(QPen(QColor(DARK.warning), 1))
            painter.setBrush(QColor(0, 0, 0, 170))
            painter.drawRoundedRect(box, 3, 3)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            y += metrics.height() + 6
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _names(self, painter: QPainter, area: QRect) -> None:
        """Name the two views that are compared: each on its side, or the one whose turn it is."""
        face, canvas = self._canvas.face, self._canvas
        threshold = self._session.state.threshold
        texts = [_tell_apart(view, other, threshold) for view, other in zip(face.views, face.views[::-1], strict=True)]
        line = QRect(area.left(), area.top() + 2 * px(CORNER), area.width(), self._line_height())
        if face.way is Way.FLICKER:
            metrics = QFontMetrics(canvas.font())
            width = max(metrics.horizontalAdvance(text) for text in texts) + 2 * GRID
            box = QRectF(area.center().x() - width / 2, line.top() - 3, width, line.height() + 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 190))
            painter.drawRoundedRect(box, 3, 3)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            draw_text(painter, line, Qt.AlignmentFlag.AlignHCenter, texts[canvas.turn])
            return
        at = canvas.swiped_at or 0
        for text, side, where in (
            (texts[0], QRect(0, line.top(), at - 2 * GRID, line.height()), Qt.AlignmentFlag.AlignRight),
            (
                texts[1],
                QRect(at + 2 * GRID, line.top(), canvas.width() - at - 2 * GRID, line.height()),
                Qt.AlignmentFlag.AlignLeft,
            ),
        ):
            painter.setClipRect(side)
            draw_text(painter, side, where, text)
        painter.setClipping(False)


def _tell_apart(view: PaneView, other: PaneView, threshold: float) -> str:
    """Name what a view has that another one has not."""
    theirs = set(other.names(threshold))
    return " · ".join(name for name in view.names(threshold) if name not in theirs) or tr("shared settings")
