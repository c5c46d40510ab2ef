"""What stands in the corners of the canvas: whose slice it is, how it is shown, and what must not be forgotten."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from lgg_viewer.core.doubt import doubt_of, fitted_temperature
from lgg_viewer.core.study import Channel
from lgg_viewer.gui.canvas_legend import CanvasLegend, draw_text
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import GRID, WARNING


class CanvasText:
    """Paints the corner texts, the badges and the legend of a canvas."""

    def __init__(self, session: Session, canvas: QWidget) -> None:
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
        draw_text(painter, area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self._title())
        draw_text(painter, area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, self._place())
        self._badges(painter, area.top() + self._line_height() + 6, area.left())
        if session.volume is None:
            waiting = session.drawer.failure if session.drawer and session.drawer.failure else "Reading…"
            draw_text(painter, area, Qt.AlignmentFlag.AlignCenter, waiting)
            return
        draw_text(painter, area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, self._shown())
        draw_text(painter, area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, self._under_cursor())
        self._legend.paint(painter, area)

    # texts

    def _title(self) -> str:
        study = self._session.study
        assert study is not None
        clinical = study.clinical
        grade = f"grade {clinical.grade}" if clinical.grade else ""
        return " · ".join(part for part in (study.key, grade, clinical.histology) if part)

    def _place(self) -> str:
        session = self._session
        study, state = session.study, session.state
        if study is None or not state.slices:
            return ""
        number = study.slices[state.z].number
        # file numbers and positions differ where slices are missing
        name = f"slice {state.z + 1} / {state.slices}"
        return name if number == state.z + 1 else f"{name}  (file {number})"

    def _shown(self) -> str:
        state = self._session.state
        window = state.windows.get(state.display.channel or Channel.FLAIR)
        zoom = self._canvas_zoom()
        grey = f"W {window.width:.0f}  L {window.level:.0f}" if window and state.display.channel is not None else ""
        inverted = "inverted" if state.inverted else ""
        return "   ".join(part for part in (state.display.value, grey, inverted, f"{zoom * 100:.0f} %") if part)

    def _canvas_zoom(self) -> float:
        volume = self._session.volume
        if volume is None:
            return 1.0
        _, rows, columns = volume.shape
        fit = min(self._canvas.width() / columns, self._canvas.height() / rows)
        return fit * self._session.state.viewport.zoom

    def _under_cursor(self) -> str:
        session, hover = self._session, self._hover
        if hover is None or session.volume is None:
            return ""
        row, column = hover
        if row >= session.volume.shape[1] or column >= session.volume.shape[2]:
            return ""  # the study changed under a cursor that stands still
        z, probability = session.state.z, session.probability
        channel = session.state.display.channel
        pixel = session.volume.pixels[z, row, column]
        value = " ".join(str(v) for v in pixel) if channel is None else str(pixel[channel])
        parts = [f"x {column}  y {row}", f"value {value}"]
        if probability is not None and probability.known[z]:
            parts.append(f"p {float(probability.values[z, row, column]):.2f}")
            if session.state.overlays.doubt:
                temperature = fitted_temperature(session.card.scores) if session.card is not None else None
                doubt = doubt_of(probability.plane(z)[row : row + 1, column], temperature)
                parts.append(f"doubt {float(doubt[0]):.2f}")
        return "   ".join(parts)

    def badges(self) -> list[str]:
        """Name what must not be forgotten while this slice is looked at."""
        session = self._session
        drawer = session.drawer
        if drawer is None or drawer.loaded is None:
            return []
        data = drawer.loaded.data
        texts = [f"{c.name} = FLAIR copy" for c in Channel if c in data.volume.missing]
        spacing = session.spacing
        texts.append("uncalibrated: px" if spacing is None else f"{spacing.describe()}")
        texts.append("orientation unknown")
        if not data.volume.readable[session.state.z]:
            texts.append("slice cannot be read")
        if data.truth is None:
            texts.append("no ground truth")
        elif not data.truth.known[session.state.z]:
            texts.append("no ground truth for this slice")
        finding = session.finding
        if finding is not None and not finding.raw:
            deleted = f"{len(finding.removals)} deleted" if finding.removals else ""
            processed = "" if finding.post.trivial else "post-processed"
            texts.append("prediction: " + ", ".join(t for t in (processed, deleted) if t))
        if session.state.overlays.hidden:
            texts.append("overlays hidden (X)")
        return texts

    # painting

    def _line_height(self) -> int:
        return QFontMetrics(self._canvas.font()).height()

    def _badges(self, painter: QPainter, top: int, left: int) -> None:
        metrics = QFontMetrics(self._canvas.font())
        y = top
        for text in self.badges():
            box = QRectF(left, y, metrics.horizontalAdvance(text) + 12, metrics.height() + 2)
            painter.setPen(QPen(QColor(WARNING), 1))
            painter.setBrush(QColor(0, 0, 0, 170))
            painter.drawRoundedRect(box, 3, 3)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            y += metrics.height() + 6
        painter.setBrush(Qt.BrushStyle.NoBrush)
