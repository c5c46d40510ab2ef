"""The worklist as a Qt table: one row a study, sorted and filtered without moving under the reader's eyes."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication

from lgg_viewer.gui.drawers import Drawer
from lgg_viewer.gui.theme import now
from lgg_viewer.gui.worklist.columns import COLUMNS, STUDY
from lgg_viewer.gui.worklist.filter import WorklistFilter, describe
from lgg_viewer.gui.worklist.row import StudyRow, StudyRows
from lgg_viewer.gui.worklist.thumbnails import Thumbnails
from lgg_viewer.words import tr

Index = QModelIndex | QPersistentModelIndex
KEY_ROLE = Qt.ItemDataRole.UserRole + 2


class WorklistModel(QAbstractTableModel):
    """Shows rows as they were gathered last; told that a study differs, it gathers that one again."""

    def __init__(self, rows: StudyRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = rows
        self._drawers: list[Drawer] = []
        self._places: dict[str, int] = {}
        self._rows: dict[int, StudyRow] = {}
        self._pictures = Thumbnails()
        self.with_thumbnails = False
        self._slanted = QFont()
        self._slanted.setItalic(True)

    def reload(self) -> None:
        """Take the studies of the cohort that was opened."""
        self.beginResetModel()
        self._drawers = self._source.session.drawers.all()
        self._places = {drawer.study.key: place for place, drawer in enumerate(self._drawers)}
        self._rows.clear()
        self._pictures.clear()
        self.endResetModel()

    def refresh_study(self, key: str) -> None:
        """Tell views that one row differs."""
        place = self._places.get(key)
        if place is not None:
            self._rows.pop(place, None)
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))

    def refresh(self) -> None:
        """Tell views that every row differs."""
        self._rows.clear()
        if self._drawers:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._drawers) - 1, len(COLUMNS) - 1))

    def row(self, place: int) -> StudyRow:
        """Return the row at a place of the cohort's order."""
        row = self._rows.get(place)
        if row is None:
            row = self._rows[place] = self._source.of(self._drawers[place])
        return row

    def find(self, key: str) -> QModelIndex:
        """Return the index of a study; an invalid one where it is not in the list."""
        place = self._places.get(key)
        return QModelIndex() if place is None else self.index(place, 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row a study."""
        return 0 if parent.isValid() else len(self._drawers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """All columns there are; views hide those that are not chosen."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name the columns, and say which end of each comes first."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(column.heading)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr(column.title)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tell() or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role == Qt.ItemDataRole.InitialSortOrderRole:
            # Qt takes a plain number here
            return (Qt.SortOrder.DescendingOrder if column.high_first else Qt.SortOrder.AscendingOrder).value
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Tell what a cell shows and explains."""
        if not index.isValid():
            return None
        row, column = self.row(index.row()), COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.show(row)
        if role == KEY_ROLE:
            return row.key
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            return _colour(row, index.column())
        if role == Qt.ItemDataRole.FontRole:
            return None if column.is_exact(row) else self._slanted
        if role == Qt.ItemDataRole.DecorationRole and index.column() == STUDY and self.with_thumbnails:
            return self._picture(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            shown = column.show(row)
            return shown if index.column() == STUDY else f"{tr(column.title)}: {shown or tr('no')}"
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return describe(row) if index.column() == STUDY else column.explain(row)
        return None

    def _picture(self, row: StudyRow) -> Any:
        survey = row.drawer.survey
        # without ground truth it shows where the prediction lies
        if survey is None or (row.hidden and not survey.truth_voxels):
            return None
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        return self._pictures.pixmap(row.key, survey.thumbnail, application.devicePixelRatio())


def _alignment(section: int) -> Qt.AlignmentFlag:
    sideways = Qt.AlignmentFlag.AlignRight if COLUMNS[section].numeric else Qt.AlignmentFlag.AlignHCenter
    return (Qt.AlignmentFlag.AlignLeft if section == STUDY else sideways) | Qt.AlignmentFlag.AlignVCenter


def _colour(row: StudyRow, column: int) -> QColor | None:
    if column == STUDY and row.drawer.failure:
        return QColor(now().failure)
    if column == STUDY and row.drawer.problem_count:
        return QColor(now().warning)
    return None if COLUMNS[column].is_exact(row) else QColor(now().faint)


class WorklistOrder(QSortFilterProxyModel):
    """Sorts and filters when asked; in between every row keeps its place, whatever becomes of its figures."""

    def __init__(self, source: WorklistModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = source
        self._places: dict[int, int] = {}
        self._filter = WorklistFilter()
        self.setSourceModel(source)
        self.setDynamicSortFilter(False)

    @property
    def filter(self) -> WorklistFilter:
        """What is shown."""
        return self._filter

    def show(self, wanted: WorklistFilter) -> None:
        """Show other studies."""
        self.beginFilterChange()
        self._filter = wanted
        self.endFilterChange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; studies without a value come last, equal ones in the cohort's order."""
        ranks = [COLUMNS[column].rank(self._model.row(place)) for place in range(self._model.rowCount())]
        descending = order == Qt.SortOrder.DescendingOrder
        some = [place for place, rank in enumerate(ranks) if rank is not None]
        none = [place for place, rank in enumerate(ranks) if rank is None]
        # sorted() keeps equal ones in their order in either direction
        places = sorted(some, key=lambda place: ranks[place], reverse=descending) + none  # type: ignore[arg-type, return-value]
        # for the descending order Qt asks the other way round
        sign = -1 if descending else 1
        self._places = {place: sign * number for number, place in enumerate(places)}
        super().sort(column, order)

    def lessThan(self, left: Index, right: Index) -> bool:
        """Compare the places that the last sorting gave."""
        return self._places.get(left.row(), 0) < self._places.get(right.row(), 0)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether a study is shown."""
        return self._filter.accepts(self._model.row(row))
