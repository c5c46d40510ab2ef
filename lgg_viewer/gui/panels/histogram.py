"""Right: how many voxels have which value, and which of them are black and white."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lgg_viewer.core.study import Channel
from lgg_viewer.core.window import PRESETS, Window, air_below, count_values
from lgg_viewer.gui.number_field import NumberField
from lgg_viewer.gui.panes.window_presets import WindowPresets
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import GRID, now, px
from lgg_viewer.words import tr

if TYPE_CHECKING:
    from lgg_viewer.gui.panels.histogram_plot import HistogramPlot

DELAY_MS = 40
RGB = ((235, 90, 90), (90, 205, 90), (110, 140, 255))


class HistogramPanel(QWidget):
    """The histogram of slice or study in the pane in use, the window on it, and the presets by name.

    It is counted only while the panel is in sight, and once for all changes of a moment. The plot is drawn by
    pyqtgraph, which is imported when it is first needed.

    Signals
    -------
    done
        A number was typed in.
    """

    done = Signal()

    def __init__(self, session: Session, presets: WindowPresets, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._presets = presets
        self._plot: HistogramPlot | None = None
        self._of_study: tuple[str, dict[Channel, NDArray[np.int64]]] = ("", {})
        self._painted: tuple[object, ...] = ()
        self.preset = QComboBox()
        self.preset.addItems([tr("Auto"), *(tr(preset.text) for preset in PRESETS), tr("By hand")])
        self.preset.setItemData(0, tr("Black is air, white the brightest half per cent"), Qt.ItemDataRole.ToolTipRole)
        for n, preset in enumerate(PRESETS, start=1):
            self.preset.setItemData(n, tr(preset.help), Qt.ItemDataRole.ToolTipRole)
        self.preset.setAccessibleName(tr("Window"))
        # a long name is cut: it must not widen the panel, and so narrow the image
        self.preset.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.preset.setToolTip(
            tr("Window by name. The numbers are percentiles of the study without air: MRI has no units")
        )
        self.log = QCheckBox(tr("Log"))
        self.log.setChecked(True)
        self.log.setToolTip(tr("Log scale: keeps small counts visible"))
        self.scope = QComboBox()
        self.scope.addItems([tr("Study"), tr("Slice")])
        self.scope.setAccessibleName(tr("Histogram of"))
        self.scope.setToolTip(tr("Histogram of the whole study or of the slice on screen"))
        self.black = _spin(tr("black"), tr("Black"), tr("The stored value that is black"))
        self.white = _spin(tr("white"), tr("White"), tr("The stored value that is white"))
        for control in (self.preset, self.log, self.scope):
            control.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        self._layout.setSpacing(GRID // 2)
        for widgets in (
            ((self.preset, 1), (self.scope, 0)),
            ((self.black, 1), (self.white, 1), (self.log, 0)),
        ):
            row = QHBoxLayout()
            row.setSpacing(GRID // 2)
            for widget, stretch in widgets:
                row.addWidget(widget, stretch)
            self._layout.addLayout(row)
        self._later = QTimer(self, interval=DELAY_MS, singleShot=True)
        self._later.timeout.connect(self._count)
        self.preset.activated.connect(self._on_preset)
        for spin in (self.black, self.white):
            spin.valueChanged.connect(self._on_typed)
            spin.lineEdit().returnPressed.connect(self.done)
        self.log.toggled.connect(self._wait)
        self.scope.currentIndexChanged.connect(self._wait)
        for signal in (session.study_changed, session.study_loaded, session.slice_changed):
            signal.connect(self._wait)
        for signal in (session.image_changed, session.panes_changed):
            signal.connect(self._on_image)
        presets.changed.connect(self._follow)
        self._dress()
        self._follow()

    def _dress(self) -> None:
        """Take colours and sizes anew."""
        for spin in (self.black, self.white):
            spin.setMinimumWidth(px(64))
        self._painted = ()
        self._wait()

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    # the reader's hand

    def _on_preset(self, row: int) -> None:
        if row == 0:
            self._presets.automatic()
        elif row <= len(PRESETS):
            self._presets.choose(PRESETS[row - 1])
        self._follow()

    def _on_typed(self) -> None:
        self._on_dragged(self.black.value(), max(self.white.value(), self.black.value() + 1))

    def _on_dragged(self, black: float, white: float) -> None:
        channel, windows = self._session.state.shown.channel, self._session.state.windows
        if channel in windows:
            self._session.change_image(windows={**windows, channel: Window.between(black, white)})

    # what is shown

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed out of sight."""
        super().showEvent(event)
        self._wait()

    def _on_image(self) -> None:
        self._follow()
        self._wait()

    def _wait(self) -> None:
        if self.isVisible() and not self._later.isActive():
            self._later.start()

    def _follow(self) -> None:
        """Show the window in force, which is quick."""
        state = self._session.state
        channel = state.shown.channel
        window = state.windows.get(channel) if channel is not None else None
        for spin, value in ((self.black, window.black if window else 0), (self.white, window.white if window else 0)):
            spin.blockSignals(True)
            spin.setRange(-state.largest, 2 * state.largest)
            spin.setValue(value)
            spin.setEnabled(window is not None)
            spin.blockSignals(False)
        if self._plot is not None:
            self._plot.show_window((window.black, window.white) if window else None)
        chosen = self._presets.chosen
        if chosen is not None:
            self.preset.setCurrentIndex(1 + PRESETS.index(chosen))
        else:
            self.preset.setCurrentIndex(0 if state.windows == state.auto_windows else self.preset.count() - 1)
        self.preset.setEnabled(self._session.volume is not None)

    def _count(self) -> None:
        """Count and paint, if there is somebody to see it."""
        volume, state = self._session.volume, self._session.state
        if not self.isVisible():
            return
        if volume is None:
            self._clear()
            return
        if self._plot is None:
            from lgg_viewer.gui.panels.histogram_plot import HistogramPlot

            self._plot = HistogramPlot()
            self._plot.dragged.connect(self._on_dragged)
            self._layout.insertWidget(1, self._plot, 1)
        channel, of_slice = state.shown.channel, self.scope.currentIndex() == 1
        wanted = (volume.sha256, state.z if of_slice else None, channel, self.log.isChecked())
        if wanted == self._painted:
            return  # the window moved, which changes no count
        self._painted = wanted
        channels = list(Channel) if channel is None else [channel]
        floors, counts, largest = [], [], 1
        for each in channels:
            of_study = self._study_counts(each)
            floor = air_below(of_study)
            found = count_values(volume.plane(state.z, each)) if of_slice else of_study
            counts.append(np.where(np.arange(len(found)) < floor, 0, found))
            floors.append(floor)
            largest = max(largest, _last_worth_showing(of_study, floor))
        colours = RGB if channel is None else [_rgb(now().bars)]
        self._plot.show_counts(counts, colours, largest, log=self.log.isChecked())
        of_all = tr("PRE red, FLAIR green, POST blue")
        self._plot.say(of_all if channel is None else tr("without air, below {value}", value=floors[0]))
        self._follow()

    def _clear(self) -> None:
        """Leave nothing of the study before beside one that is on its way, or cannot be read."""
        self._painted = ()
        if self._plot is not None:
            self._plot.show_counts([], [], self._session.state.largest, log=self.log.isChecked())
            self._plot.say("")
        self._follow()

    def _study_counts(self, channel: Channel) -> NDArray[np.int64]:
        volume = self._session.volume
        assert volume is not None
        if self._of_study[0] != volume.sha256:
            self._of_study = (volume.sha256, {})
        known = self._of_study[1]
        if channel not in known:
            known[channel] = count_values(volume.pixels[..., channel])
        return known[channel]


def _last_worth_showing(counts: NDArray[np.int64], floor: int) -> int:
    """Return up to which value a histogram is shown, a little more than all but one in two thousand voxels have.

    A few voxels of a vessel or of an eye are often far brighter than the rest, which they would leave no room.
    """
    held = np.where(np.arange(len(counts)) < floor, 0, counts).cumsum()
    worth = min(int(1.25 * np.searchsorted(held, 0.9995 * held[-1])), int(np.flatnonzero(counts).max(initial=0)))
    return min(worth + 1, len(counts) - 1)


def _rgb(colour: str) -> tuple[int, int, int]:
    one = QColor(colour)
    return one.red(), one.green(), one.blue()


def _spin(word: str, name: str, tip: str) -> NumberField:
    spin = NumberField(decimals=0, prefix=f"{word} ")
    spin.setAccessibleName(name)
    spin.setToolTip(tip)
    spin.setKeyboardTracking(False)
    spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel leaves the keys with the image
    # two of them and a switch share a narrow row; the arrow keys step without the buttons
    spin.setButtonSymbols(NumberField.ButtonSymbols.NoButtons)
    spin.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return spin
