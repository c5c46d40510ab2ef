"""Left: who. The studies of the cohort, searched, sorted, filtered, chosen."""

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QMainWindow, QSizePolicy, QVBoxLayout, QWidget

from lgg_viewer.gui.review.reviewer import Reviewer
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.settings import Settings
from lgg_viewer.gui.theme import GRID, WORKLIST_WIDTH, px, set_tone
from lgg_viewer.gui.worklist.columns import COLUMNS, DOUBT, INDEX
from lgg_viewer.gui.worklist.controls import THUMBNAIL, ColumnMenu, FilterMenu, SearchField, control
from lgg_viewer.gui.worklist.filter import WorklistFilter, parse_search
from lgg_viewer.gui.worklist.model import KEY_ROLE, WorklistModel, WorklistOrder
from lgg_viewer.gui.worklist.row import StudyRows
from lgg_viewer.gui.worklist.summaries import Summaries
from lgg_viewer.gui.worklist.table import WorklistTable
from lgg_viewer.words import tr, tr_n

WIDEST = 0.62
"""Share of the window that the wide list may take: the image stays in sight."""
_WIDE, _ORDER = "worklist wide", "worklist order"
_UP: int = Qt.SortOrder.AscendingOrder.value
_WHOLE_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class WorklistPanel(QWidget):
    """Search field, controls, table and a line of totals; `width_changed` tells that it was widened or narrowed."""

    width_changed = Signal()

    def __init__(
        self,
        session: Session,
        settings: Settings,
        summaries: Summaries | None = None,
        reviewer: Reviewer | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._summaries = summaries
        self._reviewer = reviewer
        self._searching = False
        # rows are put in order once more when the figures of a cohort have come
        self._arriving = False
        self._reading = self._read_by()
        self._model = WorklistModel(StudyRows(session, summaries, reviewer), self)
        self._order = WorklistOrder(self._model, self)
        self.search = SearchField()
        self.table = WorklistTable(self._order)
        self.filter_menu = FilterMenu(reviews=reviewer is not None, parent=self)
        self.column_menu = ColumnMenu(settings, self)
        self.hardest = control(tr("By doubt"), tr("Most doubtful first"), tr("Sort by doubt, most doubtful on top"))
        self.filter = control(tr("Filter"), tr("Filter"), tr("Show some of the studies"), self.filter_menu)
        self.filter.setCheckable(True)
        self.columns = control("⋮", tr("Columns"), tr("Choose columns, or sort again"), self.column_menu)
        self.widen = control("»", tr("All columns"), tr("Widen the worklist to all columns, or narrow it again"))
        self._totals = QLabel()
        set_tone(self._totals, "faint")
        # a long sentence must not widen the list
        self._totals.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._narrow_width = px(WORKLIST_WIDTH)
        self.wide = settings.read(_WIDE, False)
        self._lay_out()
        column, order = settings.read(_ORDER, ["study", _UP], _is_order)
        self.table.sortByColumn(INDEX[str(column)], Qt.SortOrder(order))
        # hundreds of rows need not follow a drag of the threshold frame by frame
        self._settle = QTimer(self, interval=150, singleShot=True)
        # what happens to many studies in one turn is counted once
        self._counting = QTimer(self, interval=0, singleShot=True)
        self._connect()
        self._show_columns()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID // 4, GRID // 2, GRID // 4, GRID // 2)
        layout.setSpacing(GRID // 2)
        controls = QHBoxLayout()
        controls.setSpacing(GRID // 4)
        for button in (self.hardest, self.filter):
            controls.addWidget(button)
        controls.addStretch(1)
        for button in (self.columns, self.widen):
            controls.addWidget(button)
        layout.addWidget(self.search)
        layout.addLayout(controls)
        layout.addWidget(self.table)
        layout.addWidget(self._totals)

    def _connect(self) -> None:
        session, summaries = self._session, self._summaries
        self._settle.timeout.connect(self._model.refresh)
        for timer in (self._settle, self._counting):
            timer.timeout.connect(self._count)
        for signal in (session.mask_changed, session.spacing_changed):
            signal.connect(self._settle.start)
        session.summary_changed.connect(self._refresh_study)
        session.cohort_changed.connect(self._on_cohort)
        session.study_changed.connect(self._follow)
        if summaries is not None:
            summaries.summary_changed.connect(self._refresh_study)
            summaries.progressed.connect(self._counting.start)
        if self._reviewer is not None:
            self._reviewer.review_changed.connect(self._refresh_study)
            for signal in (self._reviewer.store_changed, self._reviewer.blind_changed):
                signal.connect(self._settle.start)
            self._reviewer.blind_changed.connect(self._on_blind)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._take_first)
        self.filter_menu.changed.connect(self._filter)
        self.filter_menu.condition_asked.connect(self._type_condition)
        self.column_menu.changed.connect(self._show_columns)
        self.column_menu.anew_asked.connect(self.sort_anew)
        self.hardest.clicked.connect(self.order_by_doubt)
        self.widen.clicked.connect(self.toggle_wide)
        header = self.table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_column_menu)
        header.sortIndicatorChanged.connect(self._keep_order)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)

    # what is shown

    def selected(self) -> list[str]:
        """Return the keys of the selected studies, in the order shown."""
        rows = sorted(self.table.selectionModel().selectedRows(), key=lambda index: index.row())
        return [str(index.data(KEY_ROLE)) for index in rows]

    def shown_keys(self) -> list[str]:
        """Return the keys of all studies that are shown, in the order shown."""
        return [str(self._order.index(row, 0).data(KEY_ROLE)) for row in range(self._order.rowCount())]

    def _count(self) -> None:
        drawers = self._session.drawers.all()
        done = sum(d.segmented for d in drawers)
        shown, total = self._order.rowCount(), len(drawers)
        if shown == total:
            found = tr_n("{n} study", "{n} studies", total)
        else:
            found = tr_n("{shown} of {n} study", "{shown} of {n} studies", total, shown=shown)
        left = self._summaries.left if self._summaries is not None else 0
        told = tr("{left} pending", left=left) if left else tr("{done} segmented", done=done)
        self._totals.setText(f" {found} · {told}" if drawers else "")
        if self._arriving and not left and all(d.survey or d.failure for d in drawers):
            self._arriving = False
            self.sort_anew()

    # intents

    def step(self, step: int) -> None:
        """Show the next or the last study in the order shown."""
        keys = self.shown_keys()
        if keys:
            here = keys.index(self._session.state.study) if self._session.state.study in keys else -step
            self._session.select_study(keys[min(max(here + step, 0), len(keys) - 1)])

    @Slot()
    def order_by_doubt(self) -> None:
        """Put the most doubtful studies on top, by what is known of them at this moment."""
        drawers = self._session.drawers.all()
        done = sum(drawer.segmented for drawer in drawers)
        if not done:
            self._session.noticed.emit(tr("Doubt is available only for segmented studies; none is yet."), True)
            return
        self.table.sortByColumn(DOUBT, Qt.SortOrder.DescendingOrder)
        self.table.scrollToTop()
        if done == len(drawers):
            told = tr("Sorted by doubt, most doubtful first.")
        else:
            told = tr_n(
                "Sorted by doubt, most doubtful first; {n} is not segmented and comes last.",
                "Sorted by doubt, most doubtful first; {n} are not segmented and come last.",
                len(drawers) - done,
            )
        self._session.noticed.emit(told, False)

    @Slot()
    def sort_anew(self) -> None:
        """Put every row where its figures of now belong, and filter by them."""
        self._filter()
        self._order.sort(self._order.sortColumn(), self._order.sortOrder())
        self._follow()

    @Slot()
    def toggle_wide(self) -> None:
        """Widen the list to all columns, or narrow it to the few beside the image."""
        if not self.wide:
            self._narrow_width = self.width()
        self.wide = not self.wide
        self._settings.write(_WIDE, self.wide)
        self._show_columns()
        dock = self.parentWidget()
        window = dock.parentWidget() if dock is not None else None
        if isinstance(dock, QDockWidget) and isinstance(window, QMainWindow):
            wanted = self.table.wanted_width() + self.contentsRect().width() - self.table.width()
            width = min(wanted, round(WIDEST * window.width())) if self.wide else self._narrow_width
            if dock.isFloating():
                dock.resize(width, dock.height())
            else:
                window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
        self.width_changed.emit()

    # what happens

    @Slot()
    def _on_blind(self) -> None:
        """Order and filter anew when a reader begins blind or takes over: rows must not tell what cells hide."""
        reading = self._read_by()
        if reading != self._reading and reading[0]:
            self._model.refresh()
            self.sort_anew()
        self._reading = reading

    def _read_by(self) -> tuple[bool, str]:
        """Return whether is read blind, and by whom."""
        return (False, "") if self._reviewer is None else (self._reviewer.blind, self._reviewer.name)

    @Slot(int, Qt.SortOrder)
    def _keep_order(self, section: int, order: Qt.SortOrder) -> None:
        self._arriving = False
        self._settings.write(_ORDER, [COLUMNS[section].key, order.value])

    @Slot()
    def _on_cohort(self) -> None:
        self._arriving = True
        self.search.clear()
        self.filter_menu.tick()
        self._model.reload()
        self._order.sort(self._order.sortColumn(), self._order.sortOrder())
        self._count()

    @Slot(str)
    def _refresh_study(self, key: str) -> None:
        self._model.refresh_study(key)
        self._counting.start()

    @Slot()
    def _filter(self) -> None:
        words, conditions = parse_search(self.search.text())
        menu = self.filter_menu
        # the table moves its current row when that row is filtered out: the reader asked for no other study
        self._searching = True
        self._order.show(WorklistFilter(words, conditions, menu.states, menu.traits))
        self._searching = False
        ticked = self._order.filter.ticked
        self.filter.setChecked(ticked > 0)
        self.filter.setAccessibleName(tr("Filter, {ticked} in force", ticked=ticked) if ticked else tr("Filter"))
        self._follow()
        self._count()

    @Slot(str)
    def _type_condition(self, condition: str) -> None:
        """Put a condition into the search field, its number selected for another one to be typed; none empties it."""
        if not condition:
            self.search.clear()
            return
        text = f"{self.search.text()} {condition}".strip()
        self.search.setText(text)
        number = condition.lstrip("abcdefghijklmnopqrstuvwxyz<>=")
        self.search.setSelection(len(text) - len(number), len(number))
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _show_columns(self) -> None:
        self.column_menu.turn(wide=self.wide)
        self._model.with_thumbnails = THUMBNAIL in self.column_menu.chosen
        self.table.show_columns(self.column_menu.chosen, thumbnails=self._model.with_thumbnails)
        self.widen.setText("«" if self.wide else "»")
        self.widen.setAccessibleName(tr("Few columns") if self.wide else tr("All columns"))

    def _show_column_menu(self) -> None:
        self.column_menu.popup(self.cursor().pos())

    @Slot()
    def _take_first(self) -> None:
        if keys := self.shown_keys():
            self._session.select_study(keys[0])

    def _on_current(self) -> None:
        index = self.table.currentIndex()
        if index.isValid() and not self._searching:
            self._session.select_study(str(index.data(KEY_ROLE)))

    def _follow(self) -> None:
        """Mark the row of the study on screen, without asking for it again."""
        selection = self.table.selectionModel()
        index = self._order.mapFromSource(self._model.find(self._session.state.study))
        if not index.isValid():
            self._searching = True
            selection.clear()
            self._searching = False
        elif index.row() != self.table.currentIndex().row() or not selection.hasSelection():
            selection.setCurrentIndex(index, _WHOLE_ROW)
        self.table.scrollTo(index)


def _is_order(order: list[object]) -> bool:
    """Whether a setting names a column and a direction."""
    return len(order) == 2 and str(order[0]) in INDEX and order[1] in (_UP, Qt.SortOrder.DescendingOrder.value)
