"""Left: who. The studies of the cohort, searched, sorted, chosen."""

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QLineEdit, QTableView, QVBoxLayout, QWidget

from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import FAINT, GRID
from lgg_viewer.gui.worklist_model import DICE, KEY_ROLE, SLICES, STUDY, WorklistModel, WorklistOrder


class _Table(QTableView):
    """A table that walks its rows by the arrow keys while it has the focus, before the window's shortcuts do."""

    def event(self, event: QEvent) -> bool:
        """Claim the keys that move in a list."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.ShortcutOverride:
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            if plain and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
                event.accept()
                return True
        return super().event(event)


class _Search(QLineEdit):
    """A search field that Escape empties and leaves, before it cancels anything.

    Signals
    -------
    left
        The reader is done with it.
    """

    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Claim Escape."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self.clear()
                self.left.emit()
            event.accept()
            return True
        return super().event(event)


class WorklistPanel(QWidget):
    """Search field, table and a line of totals."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._searching = False
        self._model = WorklistModel(session, self)
        self._order = WorklistOrder(self._model, self)
        self.search = _Search()
        self.search.setPlaceholderText("Search")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search studies")
        self.search.setToolTip("Words of name, grade, histology, place, or “not segmented”, “no ground truth”")
        self.table = _Table()
        self._set_up_table()
        self._totals = QLabel()
        self._totals.setStyleSheet(f"color: {FAINT}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID // 2, GRID // 2, GRID // 4, GRID // 2)
        layout.setSpacing(GRID // 2)
        for widget in (self.search, self.table, self._totals):
            layout.addWidget(widget)
        # hundreds of rows need not follow a drag of the threshold frame by frame
        self._settle = QTimer(self, interval=150, singleShot=True)
        self._settle.timeout.connect(self._model.refresh_dice)
        self._settle.timeout.connect(self._count)
        session.threshold_changed.connect(self._settle.start)
        session.summary_changed.connect(self._settle.start)
        session.cohort_changed.connect(self._on_cohort)
        session.study_changed.connect(self._follow)
        self.search.textChanged.connect(self._on_search)
        self.search.returnPressed.connect(self._take_first)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self._order)
        table.setAccessibleName("Worklist")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # a click leaves the keys with the image; Tab brings them here
        table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(24)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(STUDY, QHeaderView.ResizeMode.Stretch)
        for column, width in ((SLICES, 44), (DICE, 42)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            table.setColumnWidth(column, width)
        header.setMinimumSectionSize(30)
        table.setSortingEnabled(True)
        table.sortByColumn(STUDY, Qt.SortOrder.AscendingOrder)

    def selected(self) -> list[str]:
        """Return the keys of the selected studies, in the order shown."""
        rows = sorted(self.table.selectionModel().selectedRows(), key=lambda index: index.row())
        return [str(index.data(KEY_ROLE)) for index in rows]

    def step(self, step: int) -> None:
        """Show the next or the last study in the order shown."""
        keys = [str(self._order.index(row, 0).data(KEY_ROLE)) for row in range(self._order.rowCount())]
        if keys:
            here = keys.index(self._session.state.study) if self._session.state.study in keys else -step
            self._session.select_study(keys[min(max(here + step, 0), len(keys) - 1)])

    def _on_cohort(self) -> None:
        self.search.clear()
        self._order.sort(self._order.sortColumn(), self._order.sortOrder())
        self._count()

    def _on_search(self, text: str) -> None:
        # the table moves its current row when that row is filtered out: the reader asked for no other study
        self._searching = True
        self._order.search(text)
        self._searching = False
        self._follow()
        self._count()

    def _take_first(self) -> None:
        if self._order.rowCount():
            self._session.select_study(str(self._order.index(0, 0).data(KEY_ROLE)))

    def _count(self) -> None:
        drawers = self._session.drawers.all()
        done = sum(d.segmented for d in drawers)
        shown = self._order.rowCount()
        found = "" if shown == len(drawers) else f"{shown} of "
        self._totals.setText(f" {found}{len(drawers)} studies · {done} segmented" if drawers else "")

    def _on_current(self) -> None:
        index = self.table.currentIndex()
        if index.isValid() and not self._searching:
            self._session.select_study(str(index.data(KEY_ROLE)))

    def _follow(self) -> None:
        """Mark the row of the study on screen, without asking for it again."""
        selection = self.table.selectionModel()
        for row in range(self._order.rowCount()):
            index = self._order.index(row, 0)
            if index.data(KEY_ROLE) == self._session.state.study:
                if index.row() != self.table.currentIndex().row() or not selection.hasSelection():
                    selection.setCurrentIndex(index, _WHOLE_ROW)
                self.table.scrollTo(index)
                return
        self._searching = True
        selection.clear()
        self._searching = False


_WHOLE_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
