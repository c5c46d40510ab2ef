"""Measuring on a canvas: shapes are drawn, moved and reshaped with the left button, and painted over all else."""

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPathStroker, QTransform

from lgg_viewer.core.measurement import Measurement
from lgg_viewer.core.plane import Plane
from lgg_viewer.core.regions import FreeHand, Point, Shape, kept_inside
from lgg_viewer.gui.panes.canvas import Canvas
from lgg_viewer.gui.panes.measure_picture import HANDLE, paint_measurements, shape_path
from lgg_viewer.gui.panes.measurements import Measurements
from lgg_viewer.gui.session import Session

REACH = 6.0
# a press that moved less than this is a click
DRAG_FROM = 4
LEFT = Qt.MouseButton.LeftButton


@dataclass
class _Drag:
    """A drag under way.

    Attributes
    ----------
    pressed : QPointF
        Where it began, on the canvas.
    path : list of points
        Where it went, on the slice; begins with where it began.
    held : Measurement or None
        As it was before; None while a new one is drawn.
    handle : int
        Which handle of it is dragged; -1 moves all of it.
    moved : bool
        Whether it is more than a click.
    """

    pressed: QPointF
    path: list[Point]
    held: Measurement | None = None
    handle: int = -1
    moved: bool = False


class MeasuringTool(QObject):
    """Takes the left button of a canvas while a tool is on, and over a measurement at any time.

    It sees the events of the canvas before the canvas does, and lets pass what it has no use for. Esc gives up a drag,
    puts the tool down, or lets go of the selected measurement; Delete deletes it. These keys are taken only while they
    mean something here, so that they are free for other actions else.
    """

    def __init__(self, canvas: Canvas, session: Session, measurements: Measurements) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._session = session
        self._measurements = measurements
        self._drag: _Drag | None = None
        canvas.installEventFilter(self)
        canvas.painted_last.append(self.paint)
        measurements.changed.connect(canvas.update)
        measurements.tool_changed.connect(self._on_tool)
        for signal in (session.study_changed, session.slice_changed):
            signal.connect(self._give_up)

    # events of the canvas

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the events that are meant for measuring."""
        match event.type():
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick:
                return self._press(cast(QMouseEvent, event))
            case QEvent.Type.MouseMove:
                self._move(cast(QMouseEvent, event))  # the canvas tells the voxel under the cursor all the same
            case QEvent.Type.MouseButtonRelease:
                return self._release(cast(QMouseEvent, event))
            case QEvent.Type.ShortcutOverride:
                if self._has_use_for(cast(QKeyEvent, event)):
                    event.accept()
                    return True
            case QEvent.Type.KeyPress:
                if self._has_use_for(cast(QKeyEvent, event)):
                    self._do(cast(QKeyEvent, event))
                    return True
        return False

    def _press(self, event: QMouseEvent) -> bool:
        if self._drag is not None:
            return True  # another button during a drag
        if event.button() is not LEFT or event.buttons() != LEFT or not self._usable:
            return False
        place = event.position()
        found = self._at(place)
        if found is None and self._measurements.tool is None:
            return False
        self._drag = _Drag(place, [self._point(place)])
        if found is not None:
            self._drag.held, self._drag.handle = found
            self._measurements.select(found[0].name)
        return True

    def _move(self, event: QMouseEvent) -> None:
        drag, place = self._drag, event.position()
        if drag is None:
            self._show_cursor(place)
            return
        if not event.buttons() & LEFT:
            self._give_up()  # released where the canvas was not told, over a dialog
            return
        if not drag.moved and (place - drag.pressed).manhattanLength() < DRAG_FROM:
            return
        drag.moved = True
        drag.path.append(self._point(place))
        if drag.held is not None:
            self._measurements.reshape(drag.held.name, self._dragged(drag.held, drag))
        else:
            self._canvas.update()

    def _release(self, event: QMouseEvent) -> bool:
        drag = self._drag
        if drag is None or event.button() is not LEFT:
            return drag is not None
        self._drag = None
        if drag.held is None:
            shape = self._drawn(drag)
            if shape is not None:
                self._measurements.add(shape)
            else:
                self._measurements.select("")
        self._canvas.update()
        return True

    def _has_use_for(self, event: QKeyEvent) -> bool:
        measurements, free = self._measurements, event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() == Qt.Key.Key_Escape:
            return free and bool(self._drag or measurements.tool or measurements.selected)
        return event.key() == Qt.Key.Key_Delete and free and measurements.selected is not None

    def _do(self, event: QKeyEvent) -> None:
        measurements = self._measurements
        if event.key() == Qt.Key.Key_Delete:
            self._drag = None
            measurements.delete()
        elif self._drag is not None:
            self._give_up()
        elif measurements.tool is not None:
            measurements.put_down()
        else:
            measurements.select("")

    def _give_up(self) -> None:
        """End a drag as if it had never begun."""
        drag, self._drag = self._drag, None
        if drag is not None and drag.held is not None and drag.held.name in {m.name for m in self._measurements.here}:
            self._measurements.reshape(drag.held.name, drag.held.shape)
        self._canvas.update()

    # what a drag makes

    def _point(self, place: QPointF) -> Point:
        """Return the point of the slice under a place of the canvas, the nearest on the slice."""
        assert self._session.volume is not None
        _, rows, columns = self._session.volume.shape
        at = self._canvas.image_transform().inverted()[0].map(place)
        return min(max(at.x(), 0.0), float(columns)), min(max(at.y(), 0.0), float(rows))

    def _dragged(self, held: Measurement, drag: _Drag) -> Shape:
        assert self._session.volume is not None
        (x0, y0), (x1, y1) = drag.path[0], drag.path[-1]
        if drag.handle < 0:
            return kept_inside(held.shape.shifted(x1 - x0, y1 - y0), self._session.volume.shape[1:])
        # the handle keeps its distance from the cursor that it had when it was caught
        x, y = held.shape.handles[drag.handle]
        return held.shape.with_handle(drag.handle, (x + x1 - x0, y + y1 - y0))

    def _drawn(self, drag: _Drag) -> Shape | None:
        """Return the shape drawn so far; None for a click."""
        tool = self._measurements.tool
        if tool is None or not drag.moved or drag.path[0] == drag.path[-1]:
            return None
        if tool is FreeHand:
            return FreeHand.drawn(drag.path)
        return tool(drag.path[0], drag.path[-1])  # type: ignore[call-arg, arg-type]

    def _at(self, place: QPointF) -> tuple[Measurement, int] | None:
        """Return the measurement under a place of the canvas, with the handle there, or -1."""
        if not self._shown:
            return None
        transform, selected = self._canvas.image_transform(), self._measurements.selected
        if selected is not None:
            away = [(transform.map(QPointF(*h)) - place).manhattanLength() for h in selected.shape.handles]
            nearest = min(range(len(away)), key=away.__getitem__)
            if away[nearest] <= REACH + HANDLE / 2:
                return selected, nearest
        stroker = QPainterPathStroker()
        stroker.setWidth(2 * REACH)
        for measurement in reversed(self._measurements.here):
            if stroker.createStroke(shape_path(measurement.shape, transform)).contains(place):
                return measurement, -1
        return None

    # looks

    @property
    def _usable(self) -> bool:
        """Whether there is anything to measure: measurements lie on slices."""
        return self._session.volume is not None and self._canvas.plane is Plane.AXIAL

    @property
    def _shown(self) -> bool:
        """Whether measurements are painted: what hides all overlays hides them, but not from under the tool."""
        shown = self._session.state.overlays_visible or self._measurements.tool is not None
        return shown and self._canvas.plane is Plane.AXIAL

    def _on_tool(self) -> None:
        self._give_up()
        in_use = self._canvas.face.number == self._session.state.panes.active
        if self._measurements.tool is not None and in_use:
            self._canvas.setFocus()  # Esc is to put it down, wherever the keys went before
        self._show_cursor(QPointF(self._canvas.mapFromGlobal(self._canvas.cursor().pos())))

    def _show_cursor(self, place: QPointF) -> None:
        found = self._at(place) if self._usable else None
        if found is not None:
            self._canvas.setCursor(Qt.CursorShape.SizeAllCursor if found[1] < 0 else Qt.CursorShape.PointingHandCursor)
        elif self._measurements.tool is not None and self._canvas.plane is Plane.AXIAL:
            self._canvas.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self._canvas.unsetCursor()

    def paint(self, painter: QPainter, transform: QTransform) -> None:
        """Paint all measurements of the slice on screen, then their texts."""
        if not self._shown:
            return
        growing = self._drawn(self._drag) if self._drag is not None and self._drag.held is None else None
        paint_measurements(painter, transform, self._canvas, self._measurements, growing)
