"""The cohort at a glance: how Dice and volumes are spread, where the two methods part, what is left to review.

The page takes the place of the image, so that the threshold beside it can be moved while the whole cohort follows.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lgg_viewer.gui.cohort.figures import CohortFigures, gather
from lgg_viewer.gui.review.reviewer import Reviewer
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import GRID, metrics, now, px, set_tone
from lgg_viewer.gui.worklist.row import StudyRows
from lgg_viewer.gui.worklist.summaries import Summaries
from lgg_viewer.words import mark, tr

if TYPE_CHECKING:
    from lgg_viewer.gui.cohort.plots import DotPlot

SETTLE_MS = 100
LEAST_WIDTH = 400
"""Of two columns beside one another, in pixels at a text size of 100 %."""
# with the image covered, the window's shortcuts of these keys would act on what nobody sees
_NAMES = ("Escape", "Return", "Enter", "Up", "Down", "Left", "Right", "PageUp", "PageDown", "Home", "End")
_KEYS = tuple(Qt.Key[f"Key_{name}"] for name in _NAMES)
_PLAIN = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
_WORST_HEADINGS = (mark("Study"), "Dice", mark("Prediction"), mark("Ground truth"))


class CohortPage(QScrollArea):
    """Plots, their figures in words, and the list of the worst studies.

    Where there is no room for all of it, it scrolls: the worklist beside it keeps its own.

    Parameters
    ----------
    session : Session
    summaries : Summaries or None
    reviewer : Reviewer or None
    pages : QStackedWidget
        The page enters itself here; leaving it brings back the page it covered.

    Signals
    -------
    left
        The image is on screen again, and the keys belong to it.
    """

    left = Signal()

    def __init__(
        self, session: Session, summaries: Summaries | None, reviewer: Reviewer | None, pages: QStackedWidget
    ) -> None:
        super().__init__()
        self._session = session
        self._rows = StudyRows(session, summaries, reviewer)
        self._pages = pages
        self._covered: QWidget | None = None
        self._abreast = 0
        self._fitted = QSize()
        self.figures: CohortFigures | None = None
        self.plots: tuple[DotPlot, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Cohort page"))
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.heading = _label("", faint=False)
        self.told = [_label(""), _label(""), _label("")]
        for label in self.told:
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.reviews = _label("")
        self._sides = _title("")
        self.worst = QTableWidget(0, len(_WORST_HEADINGS))
        self._set_up_worst()
        self._lay_out()
        self._settle = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self.refresh)
        self._dress()
        signals = [session.mask_changed, session.spacing_changed, session.summary_changed, session.card_changed]
        signals += [summaries.summary_changed] if summaries is not None else []
        if reviewer is not None:
            signals += [reviewer.review_changed, reviewer.store_changed, reviewer.blind_changed]
        for signal in signals:
            signal.connect(self._settle.start)
        # a row of the worklist or panes were chosen: that is asking for the image
        for signal in (session.study_changed, session.panes_changed):
            signal.connect(self.leave)
        pages.addWidget(self)

    def _set_up_worst(self) -> None:
        table = self.worst
        table.setAccessibleName(tr("Worst studies"))
        table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for section, heading in enumerate(_WORST_HEADINGS):
            table.setHorizontalHeaderItem(section, _cell(tr(heading), right=section > 0))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.cellClicked.connect(self._open_row)
        table.cellActivated.connect(self._open_row)

    def _lay_out(self) -> None:
        close = QToolButton()
        close.setText(tr("Back to the image"))
        close.setToolTip("Esc")
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(self.leave)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._grid = QGridLayout()
        self._grid.setSpacing(GRID)
        names = (_title("Dice"), self._sides, _title(tr("Prediction − ground truth, against their mean")))
        self._columns = [_Column(name, label) for name, label in zip(names, self.told, strict=True)]
        self._columns.append(_Column(_title(tr("Worst Dice")), self.reviews, self.worst))
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.addLayout(top)
        layout.addLayout(self._grid, 1)
        self.setWidget(content)

    def _dress(self) -> None:
        """Take colours and sizes anew."""
        for label in self.told:
            label.setFixedHeight(2 * metrics().lineSpacing())
        self.worst.verticalHeader().setDefaultSectionSize(px(22))
        self.worst.horizontalHeader().setMinimumSectionSize(metrics().horizontalAdvance("DU_A5TW") + GRID)
        sides = ((now().truth, tr("ground truth above")), (now().prediction, tr("prediction below")))
        legend = ", ".join(f'<span style="color: {colour}">{side}</span>' for colour, side in sides)
        self._sides.setText(f"<b>{tr('Volume: {legend}', legend=legend)}</b>")
        self._settle.start()

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    # coming and going

    @Slot()
    def toggle(self) -> None:
        """Come on screen, or leave it."""
        if self._pages.currentWidget() is self:
            self.leave()
        else:
            self._covered = self._pages.currentWidget()
            self._pages.setCurrentWidget(self)
            self.setFocus()

    @Slot()
    def leave(self) -> None:
        """Bring back what the page covers."""
        if self._pages.currentWidget() is self and self._covered is not None:
            self._pages.setCurrentWidget(self._covered)
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Claim Escape, before it cancels anything, and what walks and opens the list or scrolls the page."""
        if isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~_PLAIN
            if event.type() == QEvent.Type.ShortcutOverride and plain and event.key() in _KEYS:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the plots when they are seen for the first time: their library takes long to load."""
        super().showEvent(event)
        if not self.plots:
            from lgg_viewer.gui.cohort.plots import AgreementPlot, DicePlot, VolumePlot

            self.plots = (DicePlot(), VolumePlot(), AgreementPlot())
            for column, plot in zip(self._columns[:-1], self.plots, strict=True):
                plot.study_asked.connect(self._open)
                column.rows.addWidget(plot, 1)
        QTimer.singleShot(0, self, self.refresh)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let dots be as large as there is room for."""
        super().resizeEvent(event)
        self._share_out(2 if self.viewport().width() >= px(LEAST_WIDTH) else 1)
        if self.size() != self._fitted:
            self._fitted = self.size()
            self._dress()
        else:
            # a scroll bar came or went. Texts keep their lines: with fewer it would go again, and come back for ever
            self._settle.start()

    def _share_out(self, abreast: int) -> None:
        """Place the columns, so many beside one another."""
        if self._abreast == abreast:
            return
        self._abreast = abreast
        for place, column in enumerate(self._columns):
            self._grid.addWidget(column, *divmod(place, abreast))
        for line in range(len(self._columns)):
            self._grid.setColumnStretch(line, int(line < abreast))
            self._grid.setRowStretch(line, int(line * abreast < len(self._columns)))

    # what is told

    @Slot()
    def refresh(self) -> None:
        """Gather the cohort anew; nothing to do while nobody looks."""
        if not self.isVisible() or self._session.cohort is None:
            return
        figures = self.figures = gather(self._rows.all(), self._session.card)
        state = self._session.state
        post = state.post.describe()
        at = tr("At threshold {threshold:.2f}", threshold=state.threshold)
        self.heading.setText(f"<b>{at}{', ' + post if post else ''}</b><br>{figures.tell_left_out()}")
        words = (figures.tell_dice(), figures.tell_volumes(), figures.tell_agreement())
        for label, plot, text in zip(self.told, self.plots, words, strict=True):
            label.setText(text)
            # two lines or more, and never fewer than before: a plot must not jump while the threshold moves
            label.setFixedHeight(max(label.height(), label.heightForWidth(label.width())))
            plot.setAccessibleDescription(text)
            plot.tell(figures, state.study)
        self.reviews.setText(figures.tell_reviews())
        self.reviews.setVisible(bool(figures.reviews))
        self._list_worst(figures)

    def _list_worst(self, figures: CohortFigures) -> None:
        worst = figures.worst
        self.worst.setRowCount(len(worst))
        for number, row in enumerate(worst):
            place = figures.rows.index(row)
            volumes = (figures.say(float(v[place])) for v in (figures.predicted, figures.actual))
            for column, text in enumerate((row.name, f"{row.dice:.3f}", *volumes)):
                self.worst.setItem(number, column, _cell(text, right=column > 0))

    @Slot(int, int)
    def _open_row(self, row: int, _column: int) -> None:
        if self.figures is not None:
            self._open(self.figures.worst[row].key)

    @Slot(str)
    def _open(self, key: str) -> None:
        self._session.select_study(key)
        self.leave()


def _cell(text: str, *, right: bool) -> QTableWidgetItem:
    cell = QTableWidgetItem(text)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    cell.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return cell


class _Column(QWidget):
    """Widgets below one another; a table takes what room there is."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(2)
        for widget in widgets:
            self.rows.addWidget(widget, int(isinstance(widget, QTableWidget)))


def _title(text: str) -> QLabel:
    return _label(f"<b>{text}</b>", faint=False)


def _label(text: str, *, faint: bool = True) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if faint:
        set_tone(label, "faint")
    return label
