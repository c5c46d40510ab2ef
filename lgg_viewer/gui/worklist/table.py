"""The table of the worklist: its keys, its columns and their widths."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from lgg_viewer.gui.theme import metrics, px
from lgg_viewer.gui.worklist.columns import COLUMNS, STUDY
from lgg_viewer.gui.worklist.model import WorklistOrder
from lgg_viewer.gui.worklist.thumbnails import HEIGHT
from lgg_viewer.words import tr

ROW_HEIGHT = 24
_PADDING = 7
_BAR = 10


class WorklistTable(QTableView):
    """A table that walks its rows by the arrow keys while it has the focus, before the window's shortcuts do.

    The first column takes what the others leave, and never less than a name needs; past that the table scrolls.
    """

    def __init__(self, order: WorklistOrder) -> None:
        super().__init__()
        self._chosen: frozenset[str] = frozenset()
        self._thumbnails = False
        self.setModel(order)
        self.setAccessibleName(tr("Worklist"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # a click leaves the keys with the image; Tab brings them here
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setFixedWidth(_BAR)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(_PADDING)
        # above the heading: beside it, it would stand on the last letter of a heading that is aligned to the right
        header.setStyleSheet(
            "QHeaderView::up-arrow, QHeaderView::down-arrow { subcontrol-origin: border;"
            " subcontrol-position: top center; width: 8px; height: 6px; }"
        )
        self.setSortingEnabled(True)
        self.sortByColumn(STUDY, Qt.SortOrder.AscendingOrder)

    def show_columns(self, chosen: Collection[str], *, thumbnails: bool) -> None:
        """Show some of the columns; the first is always there."""
        self._chosen, self._thumbnails = frozenset(chosen), thumbnails
        for section, column in enumerate(COLUMNS):
            self.setColumnHidden(section, section != STUDY and column.key not in self._chosen)
            self.setColumnWidth(section, self._needed(section))
        self.verticalHeader().setDefaultSectionSize(max(HEIGHT + 4, px(ROW_HEIGHT)) if thumbnails else px(ROW_HEIGHT))
        self._fit()
        self.viewport().update()

    def wanted_width(self) -> int:
        """Return the width at which nothing has to be scrolled sideways."""
        shown = (section for section in range(len(COLUMNS)) if not self.isColumnHidden(section))
        return sum(self._needed(section) for section in shown) + _BAR + 2 * self.frameWidth()

    def _needed(self, section: int) -> int:
        column = COLUMNS[section]
        width = max(metrics().horizontalAdvance(tr(text)) for text in (column.heading, *column.samples)) + _PADDING
        if not self._thumbnails:
            return width
        # where there are pictures there is room to breathe
        return width + 2 * _PADDING + (HEIGHT if section == STUDY else 0)

    def _fit(self) -> None:
        others = sum(self.columnWidth(s) for s in range(len(COLUMNS)) if s != STUDY and not self.isColumnHidden(s))
        self.setColumnWidth(STUDY, max(self._needed(STUDY), self.viewport().width() - others))

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the size of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.show_columns(self._chosen, thumbnails=self._thumbnails)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the first column what is left."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Claim the keys that move in a list."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.ShortcutOverride:
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            if plain and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
                event.accept()
                return True
        return super().event(event)
