"""Which key does what, to be changed by pressing another one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from lgg_viewer.errors import LggError
from lgg_viewer.gui.actions.spec import MENUS, ActionSpec
from lgg_viewer.gui.actions.table import ACTIONS
from lgg_viewer.gui.shortcuts import PRESETS, Shortcuts, native, read_key
from lgg_viewer.gui.theme import GRID, room, set_tone
from lgg_viewer.words import mark, tr

ACTION_ROLE = Qt.ItemDataRole.UserRole
ACTION, KEYS = range(2)
_SPECS = {spec.key: spec for spec in ACTIONS}


class KeyField(QKeySequenceEdit):
    """Takes one key, whatever it does elsewhere; Esc leaves, Tab goes on.

    Signals
    -------
    left
        The reader wants no other key after all.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumSequenceLength(1)
        self.setAccessibleName(tr("Press the new key"))
        self.empty()

    def empty(self) -> None:
        """Wait for a key; Qt's own placeholder comes back with each clearing."""
        self.clear()
        for line in self.findChildren(QLineEdit):
            line.setPlaceholderText(tr("Press the new key; Esc cancels") if self.isEnabled() else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ShortcutsDialog(QDialog):
    """All actions by menu, with their keys; each change is in force at once."""

    def __init__(self, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.resize(room(620, 640))
        self._shortcuts = shortcuts
        self._adding = False
        self._asked: tuple[str, tuple[str, ...]] | None = None
        self.preset = QComboBox()
        self.preset.setAccessibleName(tr("Preset"))
        self.preset.addItems([tr(name) for name in PRESETS])
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search actions and keys"))
        self.search.setAccessibleName(tr("Search actions and keys"))
        self.search.setClearButtonEnabled(True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Actions and their keys"))
        self.field = KeyField()
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setMinimumHeight(self.said.fontMetrics().height() * 2)
        self.take = _button(tr("Reassign"), self._take)
        self.leave = _button(tr("Cancel"), self._leave)
        self.change = _button(tr("Change key"), self._begin_change)
        self.add = _button(tr("Add a key"), self._begin_add)
        self.none = _button(tr("No key"), self._remove)
        self.reset = _button(tr("Reset"), self._reset)
        self.reset_all = _button(tr("Reset all"), self._reset_all)
        self._lay_out()
        self._fill()
        self._refresh()
        self.preset.textActivated.connect(self._choose)
        self.search.textChanged.connect(self._filter)
        self.tree.itemActivated.connect(self._begin_change)
        self.tree.currentItemChanged.connect(self._on_current)
        self.field.keySequenceChanged.connect(self._on_key)
        self.field.left.connect(self._leave)
        shortcuts.changed.connect(self._refresh)
        self._leave()
        self.search.setFocus()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        label = QLabel(tr("&Preset"))
        label.setBuddy(self.preset)
        top.addWidget(label)
        top.addWidget(self.preset)
        top.addSpacing(2 * GRID)
        top.addWidget(self.search, 1)
        choice = QHBoxLayout()
        for button in (self.change, self.add, self.none, self.reset):
            choice.addWidget(button)
        choice.addStretch(1)
        choice.addWidget(self.reset_all)
        asked = QHBoxLayout()
        asked.addWidget(self.said, 1)
        asked.addWidget(self.take)
        asked.addWidget(self.leave)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.addLayout(top)
        layout.addWidget(self.tree, 1)
        layout.addLayout(choice)
        layout.addWidget(self.field)
        layout.addLayout(asked)
        layout.addWidget(close)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter belongs to the list

    def _fill(self) -> None:
        tree = self.tree
        tree.setHeaderLabels([tr("Action"), tr("Keys")])
        tree.header().setSectionResizeMode(ACTION, QHeaderView.ResizeMode.Stretch)
        tree.header().setSectionResizeMode(KEYS, QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setStretchLastSection(False)
        tree.setUniformRowHeights(True)
        tree.setStyleSheet("QTreeView::item { padding: 3px 0; }")
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._branches: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        for menu in MENUS:
            branch = QTreeWidgetItem([tr(menu)])
            branch.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for spec in (spec for spec in ACTIONS if spec.menu == menu):
                row = QTreeWidgetItem(branch, [spec.shown_text])
                row.setData(ACTION, ACTION_ROLE, spec.key)
                row.setToolTip(ACTION, spec.shown_help)
                self._rows[spec.key] = row
            if branch.childCount():
                tree.addTopLevelItem(branch)
                self._branches.append((branch, [self._rows[spec.key] for spec in ACTIONS if spec.menu == menu]))
        tree.expandAll()
        tree.setCurrentItem(self._rows[ACTIONS[0].key])

    # what is shown

    def _refresh(self) -> None:
        shortcuts = self._shortcuts
        self.preset.setCurrentText(tr(shortcuts.preset))
        for key, row in self._rows.items():
            row.setText(KEYS, shortcuts.text(key))
            font = row.font(KEYS)
            font.setBold(shortcuts.is_changed(key))
            row.setFont(KEYS, font)
            row.setToolTip(KEYS, tr("Changed by you") if shortcuts.is_changed(key) else "")
        self.reset_all.setEnabled(any(shortcuts.is_changed(key) for key in self._rows))
        self._filter()
        self._on_current()

    def _filter(self) -> None:
        words = self.search.text().lower().split()
        for branch, rows in self._branches:
            for row in rows:
                told = f"{branch.text(ACTION)} {row.text(ACTION)} {row.text(KEYS)} {row.toolTip(ACTION)}".lower()
                row.setHidden(not all(word in told for word in words))
            branch.setHidden(all(row.isHidden() for row in rows))
        self.tree.scrollTo(self.tree.currentIndex())

    def _on_current(self) -> None:
        action = self._current()
        for button in (self.change, self.add):
            button.setEnabled(action is not None)
        self.none.setEnabled(action is not None and bool(self._shortcuts.keys(action.key)))
        self.reset.setEnabled(
            action is not None
            and (
                self._shortcuts.is_changed(action.key)
                or self._shortcuts.keys(action.key) != self._shortcuts.of_preset(action.key)
            )
        )

    def _current(self) -> ActionSpec | None:
        row = self.tree.currentItem()
        return _SPECS.get(row.data(ACTION, ACTION_ROLE)) if row is not None and not row.isHidden() else None

    def _say(self, text: str, *, warn: bool = False) -> None:
        set_tone(self.said, "warning" if warn else "faint")
        self.said.setText(text)

    # what the reader does

    def _choose(self, shown: str) -> None:
        self._shortcuts.choose(next(name for name in PRESETS if tr(name) == shown))

    def _begin_change(self) -> None:
        self._begin(adding=False)

    def _begin_add(self) -> None:
        self._begin(adding=True)

    def _begin(self, *, adding: bool) -> None:
        action = self._current()
        if action is None:
            return
        self._leave()
        self._adding = adding
        self.field.setEnabled(True)
        self.field.empty()
        self.field.setFocus()
        asked = mark("Press an additional key for “{action}”.") if adding else mark("Press the new key for “{action}”.")
        self._say(tr(asked, action=action.shown_text))

    def _on_key(self, pressed: QKeySequence) -> None:
        action = self._current()
        if pressed.isEmpty() or action is None:
            return
        try:
            key = read_key(pressed.toString())
        except LggError as error:
            self.field.empty()
            self._say(str(error), warn=True)
            return
        self._wish(action.key, (*self._shortcuts.keys(action.key), key) if self._adding else (key,))

    def _wish(self, action: str, keys: tuple[str, ...]) -> None:
        """Give an action these keys, after asking where that takes one from another."""
        losers = {self._shortcuts.owner(key): key for key in keys}
        losers = {owner: key for owner, key in losers.items() if owner not in ("", action)}
        if not losers:
            self._shortcuts.assign(action, keys)
            self._leave()
            return
        self._asked = action, keys
        said = [self._tell_loss(owner, key, keys) for owner, key in losers.items()]
        self._say(" ".join([*said, tr("Reassign to “{action}”?", action=_SPECS[action].shown_text)]), warn=True)
        for button in (self.take, self.leave):
            button.show()
        self.take.setFocus()

    def _tell_loss(self, owner: str, key: str, wanted: tuple[str, ...]) -> str:
        spec, left = _SPECS[owner], set(self._shortcuts.keys(owner)) - set(wanted)
        gaps = {"key": native(key), "action": spec.shown_text, "place": spec.place}
        told = tr("{key} is assigned to “{action}” ({place}).", **gaps)
        return told if left else tr("{key} is assigned to “{action}” ({place}), its only key.", **gaps)

    def _take(self) -> None:
        if self._asked is not None:
            self._shortcuts.assign(*self._asked)
        self._leave()

    def _leave(self) -> None:
        self._asked = None
        self.field.setEnabled(False)
        self.field.empty()
        for button in (self.take, self.leave):
            button.hide()
        self._say(tr("Enter: change the key of the selected action. Bold: changed by you."))
        self.tree.setFocus()

    def _remove(self) -> None:
        action = self._current()
        if action is not None:
            self._shortcuts.assign(action.key, ())

    def _reset(self) -> None:
        action = self._current()
        if action is None:
            return
        self._shortcuts.reset(action.key)
        # a key that has gone to another action meanwhile comes back only if the reader says so
        if self._shortcuts.keys(action.key) != self._shortcuts.of_preset(action.key):
            self._wish(action.key, self._shortcuts.of_preset(action.key))

    def _reset_all(self) -> None:
        self._shortcuts.reset_all()
        self._leave()


def _button(text: str, do: object) -> QPushButton:
    button = QPushButton(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(do)
    return button
