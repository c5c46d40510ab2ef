"""Everything the program can do and every study, found by words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from lgg_viewer.gui.actions.spec import ActionSpec
from lgg_viewer.gui.actions.table import ACTIONS
from lgg_viewer.gui.theme import GRID, now, px, set_tone
from lgg_viewer.words import tr, tr_n

if TYPE_CHECKING:
    from lgg_viewer.gui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
WIDTH, HEIGHT = 600, 420
ROW_HEIGHT = 26
HALF_PAGE = HEIGHT // ROW_HEIGHT // 2


@dataclass(frozen=True)
class Entry:
    """A row of the palette.

    Attributes
    ----------
    text : str
        What it does, or the name of a study.
    place : str
        The menu it stands in, such as `View › Slices`; `Study` for a study.
    keys : str
        For people; empty for none.
    possible : bool
        Whether it can be done now.
    more : str
        What else is known of it, searched too.
    on : bool
        A switch that is on.
    spec : ActionSpec or None
        None for a study.
    study : str
        Key of the study; empty for an action.
    """

    text: str
    place: str
    keys: str
    possible: bool
    more: str
    on: bool = False
    spec: ActionSpec | None = None
    study: str = ""


def rank(name: str, rest: str, words: list[str]) -> int | None:
    """Return how well what was typed fits an entry, 0 best; None where it lacks a word.

    Parameters
    ----------
    name : str
        What the entry is called, in lower case and with spaces for underscores.
    rest : str
        What else is known of it, in lower case.
    words : list of str
        What was typed, in lower case.
    """
    within = [word in name for word in words]
    if not all(within):
        return 3 if all(found or word in rest for found, word in zip(within, words, strict=True)) else None
    if name.startswith(" ".join(words)):
        return 0
    return 1 if all(f" {word}" in f" {name}" for word in words) else 2


class PaletteModel(QAbstractListModel):
    """The entries that fit what was typed, the best first; without a word, all actions in the table's order."""

    def __init__(self, entries: list[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = entries
        # in the form that is searched, made once and not at every letter
        self._told = [(_plain(entry.text), _plain(f"{entry.place} {entry.more}")) for entry in entries]
        self.shown: list[Entry] = []
        self.search("")

    def search(self, text: str) -> None:
        """Show what fits."""
        words = _plain(text).split()
        self.beginResetModel()
        if words:
            fitting = [
                (place, not entry.possible, entry)
                for entry, (name, rest) in zip(self._entries, self._told, strict=True)
                if (place := rank(name, rest, words)) is not None
            ]
            self.shown = [entry for *_, entry in sorted(fitting, key=lambda row: row[:2])]
        else:
            self.shown = [entry for entry in self._entries if entry.spec is not None]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row an entry."""
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Tell the text, and all of it to those who cannot see it."""
        entry = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = tr("on") if entry.on else "" if entry.possible else tr("not now")
            return ", ".join(part for part in (entry.text, entry.place, entry.keys, state) if part)
        return None


def _plain(text: str) -> str:
    return text.lower().replace("_", " ")


class _Row(QStyledItemDelegate):
    """Text, then its menu; the keys at the right; what cannot be done now is faint."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are of one height: thousands need not be measured."""
        return QSize(100, px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the three parts."""
        entry: Entry = index.data(ENTRY_ROLE)
        palette: QPalette = option.palette
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, palette.highlight())
        strong = palette.color(
            QPalette.ColorGroup.Normal if entry.possible else QPalette.ColorGroup.Disabled,
            QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text,
        )
        weak = strong if chosen or not entry.possible else QColor(now().faint)
        inner = rect.adjusted(GRID, 0, -GRID, 0)
        metrics = painter.fontMetrics()
        keys = metrics.horizontalAdvance(entry.keys)
        place = metrics.horizontalAdvance(entry.place)
        painter.setPen(weak)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, entry.keys)
        room = inner.width() - keys - place - 4 * GRID
        text = metrics.elidedText(f"{entry.text}  ✓" if entry.on else entry.text, Qt.TextElideMode.ElideMiddle, room)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner.adjusted(metrics.horizontalAdvance(text) + 2 * GRID, 0, 0, 0), left, entry.place)
        painter.setPen(strong)
        painter.drawText(inner, left, text)


class _Line(QLineEdit):
    """A search field whose keys for moving in a list go to that list."""

    def __init__(self, rows: QListView) -> None:
        super().__init__()
        self._rows = rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice."""
        step = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: HALF_PAGE,
            Qt.Key.Key_PageUp: -(HALF_PAGE),
        }.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        model = self._rows.model()
        row = min(max(self._rows.currentIndex().row() + step, 0), model.rowCount() - 1)
        self._rows.setCurrentIndex(model.index(row, 0))


class PaletteDialog(QDialog):
    """Type to find; Enter does it, the arrows move, Esc leaves.

    Attributes
    ----------
    chosen : Entry or None
        What is to be done once the dialog is accepted.
    """

    def __init__(self, desk: "Desk", parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(tr("Find an action or a study"))
        self.chosen: Entry | None = None
        self._model = PaletteModel([*_actions(desk), *_studies(desk)], self)
        self.rows = QListView()
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(_Row(self.rows))
        self.rows.setUniformItemSizes(True)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setAccessibleName(tr("What was found"))
        self.line = _Line(self.rows)
        self.line.setPlaceholderText(tr("An action or a study"))
        self.line.setAccessibleName(tr("Find an action or a study"))
        self.foot = QLabel()
        set_tone(self.foot, "faint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID // 2)
        for widget in (self.line, self.rows, self.foot):
            layout.addWidget(widget)
        self.setStyleSheet("PaletteDialog { background: palette(window); border: 1px solid palette(mid); }")
        self.resize(QSize(px(WIDTH), px(HEIGHT)).boundedTo(parent.size()))
        self.move(parent.mapToGlobal(QPoint((parent.width() - self.width()) // 2, 6 * GRID)))
        self.line.textChanged.connect(self._search)
        self.line.returnPressed.connect(self._take)
        self.rows.clicked.connect(self._take)
        self.rows.selectionModel().currentChanged.connect(self._tell)
        self._search("")

    def _search(self, text: str) -> None:
        self._model.search(text)
        self.rows.setCurrentIndex(self._model.index(0, 0))
        self._tell()

    def _current(self) -> Entry | None:
        row = self.rows.currentIndex().row()
        return self._model.shown[row] if 0 <= row < len(self._model.shown) else None

    def _tell(self) -> None:
        entry = self._current()
        if entry is None:
            self.foot.setText(tr("No match: try another word."))
        elif not entry.possible:
            self.foot.setText(tr("This cannot be done now."))
        else:
            self.foot.setText(entry.more or tr("Enter: do it · arrows: move · Esc: leave"))

    def _take(self) -> None:
        entry = self._current()
        if entry is not None and entry.possible:
            self.chosen = entry
            self.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Leave when the reader has gone elsewhere."""
        super().changeEvent(event)
        left = event.type() == QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow()
        # on being accepted it is left too, while it still counts as visible
        if left and self.chosen is None:
            self.reject()


def _actions(desk: "Desk") -> list[Entry]:
    return [
        Entry(
            spec.shown_text,
            spec.place,
            desk.shortcuts.text(spec.key),
            spec.enabled(desk),
            spec.shown_help,
            spec.checked is not None and spec.checked(desk),
            spec,
        )
        for spec in ACTIONS
        if spec.key != "palette"
    ]


def _studies(desk: "Desk") -> list[Entry]:
    found = []
    for drawer in desk.session.drawers.all():
        study = drawer.study
        clinical = study.clinical
        about = [tr_n("{n} slice", "{n} slices", len(study.slices))]
        if clinical.grade:
            about.append(tr("grade {grade}", grade=clinical.grade))
        about += [tr(part) for part in (clinical.histology, clinical.location) if part]
        found.append(Entry(study.key, tr("Study"), "", True, ", ".join(about), study=study.key))
    return found
