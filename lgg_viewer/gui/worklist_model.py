"""The worklist as a Qt table: one row a study, sortable and searchable."""

from collections import Counter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor

from lgg_viewer.core.study import patient_of
from lgg_viewer.gui.drawers import Drawer
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import FAILURE, FAINT, WARNING

Index = QModelIndex | QPersistentModelIndex
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
KEY_ROLE = Qt.ItemDataRole.UserRole + 2
STUDY, SLICES, DICE = range(3)
_HEADINGS = ("Study", "Slices", "Dice")


class WorklistModel(QAbstractTableModel):
    """Reads the session's drawers; holds nothing itself."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._drawers: list[Drawer] = []
        self._rows: dict[str, int] = {}
        self._names: dict[str, str] = {}
        session.cohort_changed.connect(self.reload)
        session.summary_changed.connect(self.refresh_study)

    def reload(self) -> None:
        """Take the studies of the cohort that was opened."""
        self.beginResetModel()
        self._drawers = self._session.drawers.all()
        self._rows = {d.study.key: row for row, d in enumerate(self._drawers)}
        self._names = short_names(list(self._rows))
        self.endResetModel()

    def refresh_study(self, key: str) -> None:
        """Tell views that one row differs."""
        row = self._rows.get(key)
        if row is not None:
            self.dataChanged.emit(self.index(row, 0), self.index(row, DICE))

    def refresh_dice(self) -> None:
        """Tell views that the column of Dice differs: the threshold moved."""
        if self._drawers:
            self.dataChanged.emit(self.index(0, DICE), self.index(len(self._drawers) - 1, DICE))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row a study."""
        return 0 if parent.isValid() else len(self._drawers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Study, slices, Dice."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Tell what a cell shows, sorts by and explains."""
        if not index.isValid():
            return None
        drawer, column = self._drawers[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(drawer, column)
        if role == SORT_ROLE:
            return self._sort_key(drawer, column)
        if role == KEY_ROLE:
            return drawer.study.key
        if role == Qt.ItemDataRole.TextAlignmentRole and column != STUDY:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            return _colour(drawer, column)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._explain(drawer)
        return None

    def _dice(self, drawer: Drawer) -> float | None:
        counts = drawer.counts(self._session.state.threshold)
        return counts.dice if counts is not None else None

    def _text(self, drawer: Drawer, column: int) -> str:
        if column == STUDY:
            mark = "✕ " if drawer.failure else "▲ " if drawer.problem_count else ""
            return mark + self._names[drawer.study.key]
        if column == SLICES:
            return str(len(drawer.study.slices))
        dice = self._dice(drawer)
        if drawer.segmenting:
            return "…"
        if dice is not None:
            return f"{dice:.3f}"
        return "✓" if drawer.segmented else "–"

    def _sort_key(self, drawer: Drawer, column: int) -> Any:
        if column == STUDY:
            return drawer.study.key
        if column == SLICES:
            return len(drawer.study.slices)
        dice = self._dice(drawer)
        return -1.0 if dice is None else dice

    def _explain(self, drawer: Drawer) -> str:
        study, lines = drawer.study, [drawer.study.key]
        clinical = study.clinical
        about = [f"grade {clinical.grade}" if clinical.grade else "", clinical.histology, clinical.location]
        lines += [", ".join(a for a in about if a)] if any(about) else []
        if drawer.survey and drawer.survey.missing:
            lines.append("FLAIR copy: " + ", ".join(sorted(c.name for c in drawer.survey.missing)))
        lines.append("with ground truth" if study.has_ground_truth else "no ground truth")
        lines.append("segmented" if drawer.segmented else "being segmented" if drawer.segmenting else "not segmented")
        if drawer.problem_count:
            lines.append(f"{drawer.problem_count} problem{'s' * (drawer.problem_count > 1)}: see the problem report")
        if drawer.failure:
            lines.append(drawer.failure)
        return "\n".join(lines)


def short_names(keys: list[str]) -> dict[str, str]:
    """Shorten study keys for a narrow column.

    The patient's name stands for a study where the patient has no other, without the leading words that all names
    share (`TCGA_` in the published data set).
    """
    patients = [patient_of(key) for key in keys]
    studies = Counter(patients)
    names = [p if studies[p] == 1 else key for key, p in zip(keys, patients, strict=True)]
    words = [name.split("_") for name in names]
    while len(words) > 1 and min(map(len, words)) > 1 and len({w[0] for w in words}) == 1:
        words = [w[1:] for w in words]
    return {key: "_".join(w) for key, w in zip(keys, words, strict=True)}


def _colour(drawer: Drawer, column: int) -> QColor | None:
    if column == STUDY and drawer.failure:
        return QColor(FAILURE)
    if column == STUDY and drawer.problem_count:
        return QColor(WARNING)
    return QColor(FAINT) if column == SLICES else None


class WorklistOrder(QSortFilterProxyModel):
    """Sorts and searches the worklist; the search looks at all that the tooltip tells."""

    def __init__(self, source: WorklistModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setSourceModel(source)
        self.setSortRole(SORT_ROLE)
        # rows keep their places while Dice moves with the threshold; a click on the heading sorts them anew
        self.setDynamicSortFilter(False)
        self._words: list[str] = []

    def search(self, text: str) -> None:
        """Keep studies that hold every word of the text."""
        self.beginFilterChange()
        self._words = text.lower().split()
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether a study holds every word."""
        told = str(self.sourceModel().index(row, STUDY, parent).data(Qt.ItemDataRole.ToolTipRole)).lower()
        return all(word in told for word in self._words)
