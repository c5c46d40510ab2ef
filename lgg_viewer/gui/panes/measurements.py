"""What the reader measured in this run: drawn on a slice of a study, and staying there."""

import time

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from lgg_viewer.core.measurement import KIND_NAMES, Measurement, Wording
from lgg_viewer.core.regions import RegionFigures, Ruler, Shape, region_figures
from lgg_viewer.core.study import Channel
from lgg_viewer.gui.session import Session
from lgg_viewer.words import tr

MOST_KEPT = 64
_Place = tuple[str, str, int]
"""Study, SHA-256 of its pixels, and slice: a folder that is opened again finds what was drawn on the same pixels."""


class Measurements(QObject):
    """The measurements of this run, the tool in hand, and which measurement is selected.

    Attributes
    ----------
    tool : type or None
        The kind of shape that a drag draws; None while no tool is on.
    deleted_at : float
        When the last one was deleted, in seconds of the monotonic clock.

    Signals
    -------
    changed
        What lies on the slice on screen differs, or which of it is selected.
    tool_changed
        Another tool is in hand, or none.
    """

    changed = Signal()
    tool_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.tool: type[Shape] | None = None
        self._kept: dict[_Place, tuple[Measurement, ...]] = {}
        self._counts: dict[tuple[str, str, type[Shape]], int] = {}
        self._deleted: list[tuple[_Place, Measurement]] = []
        self.deleted_at = 0.0
        self._selected = ""
        self._figures: dict[Shape, RegionFigures] = {}
        self._told: tuple[Measurement, ...] = ()
        for signal in (session.cohort_changed, session.study_changed, session.study_loaded, session.slice_changed):
            signal.connect(self._on_slice)
        for signal in (session.spacing_changed, session.panes_changed):
            signal.connect(self._on_words)

    # the tool

    def take_up(self, tool: type[Shape]) -> None:
        """Take a tool in hand; the one in hand is put down instead."""
        if tool is self.tool:
            self.put_down()
            return
        self.tool = tool
        self.tool_changed.emit()
        told = tr("{tool}: drag on the image to draw. Esc or its key again turns it off.", tool=tr(KIND_NAMES[tool]))
        self._session.noticed.emit(told, False)

    def put_down(self) -> None:
        """Have no tool in hand: a drag is window and level again."""
        if self.tool is not None:
            self.tool = None
            self.tool_changed.emit()
            self._session.noticed.emit(tr("Dragging changes window and level again."), False)

    # what was drawn

    @property
    def here(self) -> tuple[Measurement, ...]:
        """The measurements on the slice on screen, in the order they were drawn; none while its pixels are awaited."""
        return self._kept.get(self._place, ()) if self._session.volume is not None else ()

    @property
    def selected(self) -> Measurement | None:
        """The selected one, if it lies on the slice on screen."""
        return next((m for m in self.here if m.name == self._selected), None)

    @property
    def deleted(self) -> int:
        """How many of the cohort can be brought back."""
        return sum(self._is_here(place) for place, _ in self._deleted)

    def add(self, shape: Shape) -> None:
        """Keep a shape under a name of its own, and select it."""
        kind = *self._place[:2], type(shape)
        self._counts[kind] = self._counts.get(kind, 0) + 1
        self._selected = f"{tr(KIND_NAMES[type(shape)])} {self._counts[kind]}"
        self._put((*self.here, Measurement(self._selected, shape)))

    def reshape(self, name: str, shape: Shape) -> None:
        """Give a measurement on the slice on screen another shape."""
        self._put(tuple(Measurement(name, shape) if m.name == name else m for m in self.here))

    def select(self, name: str) -> None:
        """Select a measurement on the slice on screen, or with an empty name none."""
        if name != self._selected:
            self._selected = name
            self._tell()

    def select_next(self) -> None:
        """Select the measurement after the selected one, around and around."""
        names = [m.name for m in self.here]
        if names:
            self.select(names[(names.index(self._selected) + 1) % len(names) if self._selected in names else 0])

    def delete(self) -> None:
        """Delete the selected measurement."""
        gone = self.selected
        if gone is not None:
            self._deleted.append((self._place, gone))
            self.deleted_at = time.monotonic()
            self._put(tuple(m for m in self.here if m is not gone))
            self._session.noticed.emit(tr("{name} is deleted; View, Measure brings it back.", name=gone.name), False)

    def bring_back(self) -> None:
        """Bring back what was deleted last in the cohort, going to its slice."""
        found = next((entry for entry in reversed(self._deleted) if self._is_here(entry[0])), None)
        if found is None:
            return
        self._deleted.remove(found)
        place, measurement = found
        self._session.select_study(place[0])
        self._session.go_to_slice(place[2])
        self._kept[place] = (*self._kept.get(place, ()), measurement)
        self._selected = measurement.name
        self._tell()

    # what it says

    def lines(self, measurement: Measurement) -> tuple[str, ...]:
        """Return what stands beside a measurement: all of it for the selected one, else what is shown now."""
        wording, shape = self._wording(), measurement.shape
        if isinstance(shape, Ruler):
            return measurement.name, wording.length(shape)
        if measurement.name == self._selected:
            channels = list(Channel)
        else:
            shown = self._session.state.shown.channel
            channels = [] if shown is None else [shown]
        figures = self._measured(shape)
        assert figures is not None
        return (measurement.name, *wording.region(figures, channels))

    def copy(self) -> None:
        """Put the selected measurement into the clipboard, as text with study and slice."""
        measurement, study = self.selected, self._session.study
        if measurement is not None and study is not None:
            state = self._session.state
            place = tr("{study}, slice {z} of {count}", study=study.key, z=state.z + 1, count=state.slices)
            text = self._wording().spelt_out(measurement, self._measured(measurement.shape))
            QApplication.clipboard().setText(f"{place}\n{text}\n")
            self._session.noticed.emit(tr("{name} is copied.", name=measurement.name), False)

    def _wording(self) -> Wording:
        volume = self._session.volume
        return Wording(self._session.spacing, volume.missing if volume is not None else ())

    def _measured(self, shape: Shape) -> RegionFigures | None:
        """Return the figures of a region on the slice on screen; None for a ruler."""
        volume = self._session.volume
        if isinstance(shape, Ruler) or volume is None:
            return None
        if shape not in self._figures:
            if len(self._figures) >= MOST_KEPT:
                self._figures.clear()
            self._figures[shape] = region_figures(shape, volume.pixels[self._session.state.z])
        return self._figures[shape]

    # the slice on screen

    @property
    def _place(self) -> _Place:
        drawer = self._session.drawer
        return self._session.state.study, drawer.volume_sha256 if drawer else "", self._session.state.z

    def _is_here(self, place: _Place) -> bool:
        """Whether it lies on a study of the cohort that is open."""
        drawer = self._session.drawers.find(place[0])
        return drawer is not None and drawer.volume_sha256 == place[1]

    def _put(self, measurements: tuple[Measurement, ...]) -> None:
        self._kept[self._place] = measurements
        self._tell()

    def _on_slice(self) -> None:
        self._figures.clear()
        # most slices have none, and a step through them is not to stir all that follows measurements
        if self.here or self._told:
            self._tell()

    def _on_words(self) -> None:
        # the same measurements say something else
        if self.here:
            self.changed.emit()

    def _tell(self) -> None:
        self._told = self.here
        self.changed.emit()
