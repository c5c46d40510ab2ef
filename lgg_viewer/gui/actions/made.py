"""The table of actions as Qt actions."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from lgg_viewer.gui.actions.spec import ActionSpec
from lgg_viewer.gui.actions.table import ACTIONS
from lgg_viewer.gui.desk import Desk


class Actions(QObject):
    """The table as Qt actions, enabled and checked by one rule at one place."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._made: dict[str, tuple[ActionSpec, QAction]] = {}
        groups: dict[str, QActionGroup] = {}
        for spec in ACTIONS:
            action = QAction(spec.text, self)
            action.setObjectName(spec.key)
            action.setShortcuts([QKeySequence(k) for k in spec.keys])
            action.setToolTip(_tooltip(spec))
            action.setStatusTip(spec.help)
            if spec.checked is not None:
                action.setCheckable(True)
            if spec.exclusive:
                groups.setdefault(spec.group, QActionGroup(self)).addAction(action)
            action.triggered.connect(self._perform)
            self._made[spec.key] = (spec, action)
        session = desk.session
        for signal in (
            session.cohort_changed,
            session.study_changed,
            session.study_loaded,
            session.image_changed,
            session.overlays_changed,
            session.card_changed,
            desk.segmenter.progress_changed,
            desk.exporter.progress_changed,
        ):
            signal.connect(self.refresh)
        self.refresh()

    def __getitem__(self, key: str) -> QAction:
        return self._made[key][1]

    def in_menu(self, menu: str) -> list[tuple[ActionSpec, QAction]]:
        """Return the rows of a menu, in the table's order."""
        return [(spec, action) for spec, action in self._made.values() if spec.menu == menu]

    def all(self) -> list[QAction]:
        """Return every action, for the window that owns the shortcuts."""
        return [action for _, action in self._made.values()]

    def refresh(self) -> None:
        """Bring enabled and checked in line with what is on screen."""
        for spec, action in self._made.values():
            action.setEnabled(spec.enabled(self._desk))
            if spec.checked is not None:
                action.setChecked(spec.checked(self._desk))

    def _perform(self) -> None:
        sender = self.sender()
        assert isinstance(sender, QAction)
        self._made[sender.objectName()][0].do(self._desk)
        # a switch that its intent left as it was has been toggled by Qt all the same
        self.refresh()


def _tooltip(spec: ActionSpec) -> str:
    keys = ", ".join(QKeySequence(k).toString(QKeySequence.SequenceFormat.NativeText) for k in spec.keys)
    return f"{spec.help or spec.text}{f'  ({keys})' if keys else ''}"
