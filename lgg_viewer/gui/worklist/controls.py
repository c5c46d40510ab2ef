"""What the worklist is searched, filtered and laid out with."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from lgg_viewer.core.review import ReviewState
from lgg_viewer.gui.settings import Settings
from lgg_viewer.gui.worklist.columns import COLUMNS, NARROW
from lgg_viewer.gui.worklist.filter import Trait
from lgg_viewer.words import mark, tr

_CONDITIONS = {mark("Dice below 0.8…"): "dice<0.8", mark("Doubt above 20%…"): "doubt>20"}
THUMBNAIL = "thumbnail"
_NARROW_SETTING, _WIDE_SETTING = "worklist columns", "worklist columns, wide"
_FIRST = {_NARROW_SETTING: NARROW, _WIDE_SETTING: (THUMBNAIL, *(c.key for c in COLUMNS))}


def control(text: str, name: str, tip: str, menu: QMenu | None = None) -> QToolButton:
    """Make a small button of the worklist."""
    button = QToolButton()
    button.setText(text)
    # four of them stand side by side in the narrow list
    button.setStyleSheet("QToolButton { padding: 3px 4px; }")
    button.setMinimumWidth(1)
    button.setAccessibleName(name)
    button.setToolTip(tip)
    # a click leaves the keys with the image
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if menu is not None:
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button


class SearchField(QLineEdit):
    """A search field that Escape empties and leaves, before it cancels anything.

    Signals
    -------
    left
        The reader is done with it.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(tr("Search"))
        self.setClearButtonEnabled(True)
        self.setAccessibleName(tr("Search studies"))
        self.setToolTip(
            tr(
                "Search by name, grade, histology, location or comment, and by conditions such as "
                "dice<0.8 doubt>20 parts>1.\nFigures: {names}",
                names=", ".join(column.key for column in COLUMNS if column.numeric),
            )
        )

    def event(self, event: QEvent) -> bool:
        """Claim Escape."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self.clear()
                self.left.emit()
            event.accept()
            return True
        return super().event(event)


class FilterMenu(QMenu):
    """States and traits to be ticked, and conditions to be typed.

    Signals
    -------
    changed
        Something was ticked or is no longer.
    condition_asked(str)
        A condition is to be put into the search field.
    """

    changed = Signal()
    condition_asked = Signal(str)

    def __init__(self, *, reviews: bool, parent: QWidget) -> None:
        super().__init__(tr("Filter"), parent)
        self._ticks: dict[QAction, ReviewState | Trait] = {}
        for choices in (tuple(ReviewState) if reviews else (), tuple(Trait)):
            for choice in choices:
                action = self.addAction(tr(choice.value))
                action.setCheckable(True)
                action.triggered.connect(self.changed)
                self._ticks[action] = choice
            self.addSeparator()
        for text, condition in _CONDITIONS.items():
            action = self.addAction(tr(text))
            action.setData(condition)
            action.triggered.connect(self._ask)
        self.addSeparator()
        self.addAction(tr("Show all")).triggered.connect(self._show_all)

    @property
    def states(self) -> frozenset[ReviewState]:
        """The review states that are ticked."""
        return frozenset(c for a, c in self._ticks.items() if a.isChecked() and isinstance(c, ReviewState))

    @property
    def traits(self) -> frozenset[Trait]:
        """The traits that are ticked."""
        return frozenset(c for a, c in self._ticks.items() if a.isChecked() and isinstance(c, Trait))

    def tick(self, *wanted: ReviewState | Trait) -> None:
        """Tick these and no others."""
        for action, choice in self._ticks.items():
            action.setChecked(choice in wanted)
        self.changed.emit()

    def _show_all(self) -> None:
        self.tick()
        self.condition_asked.emit("")

    def _ask(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.condition_asked.emit(action.data())


class ColumnMenu(QMenu):
    """Which columns the narrow list shows and which the wide one, kept in the settings.

    Signals
    -------
    changed
        Others are chosen.
    anew_asked
        Rows are to be put where their figures of now belong.
    """

    changed = Signal()
    anew_asked = Signal()

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(tr("Columns"), parent)
        self._settings = settings
        self._setting = _NARROW_SETTING
        self.chosen: frozenset[str] = frozenset()
        self.addAction(tr("Sort and filter again")).triggered.connect(self.anew_asked)
        self.addSeparator()
        titles = {THUMBNAIL: mark("Thumbnails")} | {column.key: column.title for column in COLUMNS[1:]}
        self._ticks = {key: self.addAction(tr(title)) for key, title in titles.items()}
        for action in self._ticks.values():
            action.setCheckable(True)
            action.triggered.connect(self._choose)
        self.addSeparator()
        self.addAction(tr("As at the start")).triggered.connect(self._reset)

    def turn(self, *, wide: bool) -> None:
        """Offer the columns of the wide list, or those of the narrow one."""
        self._setting = _WIDE_SETTING if wide else _NARROW_SETTING
        names: list[object] = self._settings.read(self._setting, list(_FIRST[self._setting]))
        self.chosen = frozenset(key for key in self._ticks if key in names)
        for key, action in self._ticks.items():
            action.setChecked(key in self.chosen)

    def _choose(self) -> None:
        self.chosen = frozenset(key for key, action in self._ticks.items() if action.isChecked())
        self._settings.write(self._setting, sorted(self.chosen))
        self.changed.emit()

    def _reset(self) -> None:
        for key, action in self._ticks.items():
            action.setChecked(key in _FIRST[self._setting])
        self._choose()
