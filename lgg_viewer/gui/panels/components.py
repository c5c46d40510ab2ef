"""Right: the connected components of the prediction's mask; a click goes there, Delete takes one out of the mask."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QElapsedTimer,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lgg_viewer.core.components import Component
from lgg_viewer.core.spacing import Spacing, describe_volume
from lgg_viewer.gui.panels.component_choice import ComponentChoice
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import GRID, metrics, px, set_tone
from lgg_viewer.words import mark, tr, tr_n

# a table that changed with every frame of a drag could not be read, and would take a third of the frame
REFRESH_MS = 200
NUMBER, SIZE, MEAN, SLICES, OVERLAP = range(5)
_HEADINGS = ("№", mark("Size"), "p", mark("Slices"), mark("Truth"))
_TIPS = (
    mark("Number: 1 is the largest"),
    mark("Size; voxels until millimetres are given"),
    mark("Mean probability over its voxels"),
    mark("First and last slice"),
    mark("Share of its voxels that lie in the ground truth"),
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVE = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
Index = QModelIndex | QPersistentModelIndex


class ComponentModel(QAbstractTableModel):
    """A row for each component that is listed, largest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._components: tuple[Component, ...] = ()
        self._spacing: Spacing | None = None

    def take(self, components: tuple[Component, ...], spacing: Spacing | None) -> None:
        """Show other components."""
        if (components, spacing) != (self._components, self._spacing):
            self.beginResetModel()
            self._components, self._spacing = components, spacing
            self.endResetModel()

    def component(self, row: int) -> Component | None:
        """Return the component of a row."""
        return self._components[row] if 0 <= row < len(self._components) else None

    def row_of(self, component: Component | None) -> int:
        """Return the row of a component; -1 where it has none."""
        return self._components.index(component) if component in self._components else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Count the components."""
        return 0 if parent.isValid() else len(self._components)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Count the columns."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        component = self.component(index.row()) if index.isValid() else None
        if component is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(component, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _text(self, component: Component, column: int) -> str:
        first, last = (z + 1 for z in component.slices)
        if column == NUMBER:
            return str(component.number)
        if column == SIZE:
            # voxels go without a unit here: the heading's tip has it, and the column is narrow
            size = describe_volume(component.voxels, self._spacing)
            return f"{component.voxels:,}" if self._spacing is None else size
        if column == MEAN:
            return f"{component.probability:.2f}"
        if column == SLICES:
            return str(first) if first == last else f"{first}–{last}"
        return "–" if component.overlap is None else f"{component.overlap:.0%}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(_HEADINGS[section])
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return tr(_TIPS[section])
        return None


class ComponentsPanel(QWidget):
    """The table with its three buttons; it works nothing out while it is out of sight."""

    def __init__(self, session: Session, choice: ComponentChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._choice = choice
        self.model = ComponentModel(self)
        self.table = QTableView()
        self.table.setAccessibleName(tr("Components of the prediction"))
        self.table.setModel(self.model)
        self.table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        # widths that depend on the content would be worked out anew at every step of the threshold
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(SIZE, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(18)
        self.table.clicked.connect(self._on_clicked)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.installEventFilter(self)
        self.note = QLabel()
        self.note.setWordWrap(True)
        set_tone(self.note, "faint")
        self.remove = _button(tr("Remove"), tr("Remove the selected component from the mask"), choice.remove)
        self.back = _button(tr("Restore"), tr("Restore the component that was removed last"), self._bring_back)
        self.all_back = _button(tr("All"), tr("Restore all components"), self._bring_all_back)
        self.all_back.setAccessibleName(tr("Restore all"))
        row = QHBoxLayout()
        row.setSpacing(GRID // 2)
        for button in (self.remove, self.back, self.all_back):
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.note)
        layout.addLayout(row)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)
        self._since = QElapsedTimer()
        for signal in (*session.finding_signals, session.spacing_changed):
            signal.connect(self._refresh_soon)
        choice.changed.connect(self._follow_choice)
        self._measure()
        self._refresh_soon()

    def _measure(self) -> None:
        self.table.setMinimumHeight(px(48))
        self.table.verticalHeader().setDefaultSectionSize(px(20))
        for column, widest in ((NUMBER, "200"), (MEAN, "0.00"), (SLICES, "88–888"), (OVERLAP, "100%")):
            room = max(metrics().horizontalAdvance(text) for text in (widest, tr(_HEADINGS[column])))
            self.table.horizontalHeader().resizeSection(column, room + 12)

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the size of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measure()

    # what changed

    def _refresh_soon(self) -> None:
        for button in (self.back, self.all_back):
            button.setEnabled(self._choice.removed > 0)
        if self._session.finding is None:
            # nothing of a prediction that went, or is withheld, stays for a moment longer
            self.refresh()
        elif self.isVisible() and not self._soon.isActive():
            # at once after a pause, else when it is due
            waited = self._since.elapsed() if self._since.isValid() else REFRESH_MS
            self._soon.start(max(REFRESH_MS - waited, 0))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the panel was out of sight."""
        self.refresh()
        super().showEvent(event)

    def refresh(self) -> None:
        """Read the components of the mask on screen."""
        self._since.start()
        finding = self._session.finding if self.isVisible() else None
        table = finding.components if finding is not None else None
        self.model.take(table.components if table is not None else (), self._session.spacing)
        self.note.setText(self._remark())
        self.note.setVisible(bool(self.note.text()))
        self._follow_choice()

    def _remark(self) -> str:
        finding = self._session.finding
        if finding is None:
            return tr("Hidden until your own verdict.") if self._session.withheld else tr("No prediction yet.")
        if not self.isVisible():
            return ""
        remarks = []
        listed, total = len(finding.components.components), finding.components.total
        if not total:
            remarks.append(tr("Nothing is left.") if self._choice.removed else tr("Nothing reaches the threshold."))
        if total > listed:
            remarks.append(
                tr_n("{n} more, none larger than the last.", "{n} more, none larger than the last.", total - listed)
            )
        if self._choice.removed:
            remarks.append(tr_n("{n} removed.", "{n} removed.", self._choice.removed))
        return " ".join(remarks)

    def _follow_choice(self) -> None:
        component = self._choice.component if self.isVisible() else None
        row = self.model.row_of(component)
        if row < 0:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
        elif row != self.table.currentIndex().row():
            self.table.selectRow(row)
        self.remove.setEnabled(component is not None)

    # what the reader does

    def _on_row(self, current: QModelIndex) -> None:
        component = self.model.component(current.row()) if current.isValid() else None
        if component is not None:
            self._choice.choose(component)

    def _on_clicked(self, index: QModelIndex) -> None:
        component = self.model.component(index.row())
        if component is not None:
            self._choice.show(component)

    def _bring_back(self) -> None:
        self._choice.bring_back()

    def _bring_all_back(self) -> None:
        self._choice.bring_back(everything=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep for the table the keys that go through it, which the window has for the slices; Enter goes there."""
        if isinstance(event, QKeyEvent) and watched is self.table and event.key() in (*_ENTER, *_MOVE):
            if event.type() == QEvent.Type.ShortcutOverride and not event.modifiers() & ~_KEYPAD:
                event.accept()
                return True
            component = self._choice.component
            if event.type() == QEvent.Type.KeyPress and event.key() in _ENTER and component is not None:
                self._choice.show(component)
                return True
        return super().eventFilter(watched, event)


def _button(text: str, tip: str, do: Any) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(do)
    return button
