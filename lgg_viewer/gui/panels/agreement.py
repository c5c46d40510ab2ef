"""Right: where prediction and ground truth agree and differ, in numbers; the legend of the agreement map."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QWidget

from lgg_viewer.core.metrics import Counts
from lgg_viewer.core.overlay import AGREEMENT_SETS, Rgb
from lgg_viewer.core.spacing import write_area, write_volume
from lgg_viewer.gui.panels.figures import NONE, Figure, words
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import GRID, now, px
from lgg_viewer.words import mark, tr

ROWS = (mark("Both"), mark("Prediction only"), mark("Ground truth only"))
OF_SLICE, OF_STUDY = "slice", "study"
_TITLES = {OF_SLICE: mark("Slice"), OF_STUDY: mark("Study")}
_SHARES = {OF_SLICE: mark("Shares of the slice"), OF_STUDY: mark("Shares of the study")}
_NAMES = {OF_SLICE: mark("{figure}, of the slice"), OF_STUDY: mark("{figure}, of the study")}


class AgreementPanel(QWidget):
    """A row for each colour of the map, with its size in the slice and in the study.

    Signals
    -------
    colours_asked(object)
        Another set of colours is wanted; one of `AGREEMENT_SETS`.
    """

    colours_asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.cells: dict[tuple[str, str], QLabel] = {}
        self.bars = {of: ShareBar(tr(name)) for of, name in _SHARES.items()}
        self._swatches = [_Swatch() for _ in ROWS]
        grid = QGridLayout(self)
        grid.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        grid.setHorizontalSpacing(GRID // 2)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(2, 1)
        grid.setColumnStretch(3, 1)
        self._headings = {of: words("", faint=True, right=True) for of in _TITLES}
        for column, heading in enumerate(self._headings.values(), start=2):
            grid.addWidget(heading, 0, column)
        for row, name in enumerate(ROWS, start=1):
            grid.addWidget(self._swatches[row - 1], row, 0)
            grid.addWidget(words(tr(name), faint=True), row, 1)
            for column, of in ((2, OF_SLICE), (3, OF_STUDY)):
                cell = Figure(tr(_NAMES[of], figure=tr(name)))
                grid.addWidget(cell, row, column)
                self.cells[name, of] = cell
        for row, (of, bar) in enumerate(self.bars.items(), start=len(ROWS) + 1):
            grid.addWidget(words(tr(_TITLES[of]), faint=True), row, 0, 1, 2)
            grid.addWidget(bar, row, 2, 1, 2)
        self.sets = QComboBox()
        self.sets.setAccessibleName(tr("Colours of the agreement map"))
        self.sets.setToolTip(tr("Colours of the agreement map; all sets are colour-blind safe"))
        self.sets.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.sets.addItems([tr(colours.name) for colours in AGREEMENT_SETS])
        self.sets.activated.connect(self._on_set)
        grid.addWidget(self.sets, row + 1, 0, 1, 4)
        grid.setRowStretch(row + 2, 1)
        for signal in (*session.finding_signals, session.slice_changed, session.spacing_changed):
            signal.connect(self.refresh)
        session.overlays_changed.connect(self._recolour)
        self._recolour()
        self.refresh()

    def refresh(self) -> None:
        """Read the numbers of the slice and study on screen."""
        session = self._session
        finding, spacing = session.finding, session.spacing
        of_slice = finding.slice_counts(session.state.z) if finding is not None else None
        of_study = finding.study_counts if finding is not None else None
        for of, counts, write in ((OF_SLICE, of_slice, write_area), (OF_STUDY, of_study, write_volume)):
            kinds = (counts.tp, counts.fp, counts.fn) if counts is not None else None
            _, unit = write(0, spacing)
            self._headings[of].setText(f"{tr(_TITLES[of])}, {unit}")
            for n, name in enumerate(ROWS):
                cell = self.cells[name, of]
                cell.setText(NONE if kinds is None else write(kinds[n], spacing)[0])
                cell.setToolTip("" if kinds is None else _over_marked(_share(kinds, n)))
            self.bars[of].show_counts(counts)

    def _recolour(self) -> None:
        colours = self._session.agreement_colours
        self.sets.setCurrentText(tr(colours.name))
        three = (colours.both, colours.prediction, colours.truth)
        for swatch, colour in zip(self._swatches, three, strict=True):
            swatch.take(colour)
        for bar in self.bars.values():
            bar.take(three)

    def _on_set(self, index: int) -> None:
        self.colours_asked.emit(AGREEMENT_SETS[index])


class ShareBar(QWidget):
    """The three shares as lengths, side by side."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._colours: tuple[Rgb, ...] = ()
        self._kinds: tuple[int, ...] = ()

    def sizeHint(self) -> QSize:
        """Return a thin strip."""
        return QSize(90, GRID)

    def take(self, colours: tuple[Rgb, Rgb, Rgb]) -> None:
        """Take other colours."""
        self._colours = colours
        self.update()

    def show_counts(self, counts: Counts | None) -> None:
        """Show the shares of counts; an empty strip without."""
        self._kinds = () if counts is None else (counts.tp, counts.fp, counts.fn)
        told = [f"{tr(name)} {_share(self._kinds, n)}" for n, name in enumerate(ROWS)] if self._kinds else []
        self.setToolTip(_over_marked(", ".join(told)) if told else "")
        self.setAccessibleDescription(", ".join(told))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the strip."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(now().raised))
        total, left = sum(self._kinds), 0.0
        for kind, colour in zip(self._kinds, self._colours, strict=False):
            width = kind / total * self.width() if total else 0.0
            painter.fillRect(QRectF(left, 0, width, self.height()), QColor(*colour))
            left += width
        painter.setPen(QColor(now().line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class _Swatch(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._colour: Rgb = (0, 0, 0)
        self._measure()

    def _measure(self) -> None:
        self.setFixedSize(px(12), px(12))

    def take(self, colour: Rgb) -> None:
        self._colour = colour
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(*self._colour))
        # white among the colours, and a white ground, need a border between them
        painter.setPen(QColor(now().line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measure()


def _over_marked(shares: str) -> str:
    return tr("{shares}. Over all pixels that prediction or ground truth mark.", shares=shares)


def _share(kinds: tuple[int, ...], n: int) -> str:
    return f"{kinds[n] / sum(kinds):.1%}" if sum(kinds) else NONE
