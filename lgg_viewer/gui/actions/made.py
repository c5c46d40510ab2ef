"""The table of actions as Qt actions."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from lgg_viewer.gui.actions.spec import SUBMENUS, ActionSpec
from lgg_viewer.gui.actions.table import ACTIONS
from lgg_viewer.gui.desk import Desk
from lgg_viewer.words import tr


class Actions(QObject):
    """The table as Qt actions, enabled, checked and given their keys by one rule at one place."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._made: dict[str, tuple[ActionSpec, QAction]] = {}
        self._explained: list[tuple[QWidget, str, tuple[str, ...]]] = []
        groups: dict[str, QActionGroup] = {}
        for spec in ACTIONS:
            action = QAction(spec.shown_text, self)
            action.setObjectName(spec.key)
            action.setStatusTip(spec.shown_help)
            action.setAutoRepeat(spec.repeats)
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
            session.panes_changed,
            session.post_changed,
            session.prediction_changed,
            session.removals_changed,
            session.card_changed,
            desk.measurements.changed,
            desk.measurements.tool_changed,
            desk.window_presets.changed,
            desk.cine.changed,
            desk.appearance.changed,
            desk.review.reviewer.review_changed,
            desk.review.reviewer.blind_changed,
            desk.review.reviewer.store_changed,
            desk.second.changed,
            desk.segmenter.progress_changed,
            desk.exporter.progress_changed,
            desk.image_covered_changed,
            desk.worklist.width_changed,
        ):
            signal.connect(self.refresh)
        desk.shortcuts.changed.connect(self._give_keys)
        self._give_keys()
        self.refresh()

    def __getitem__(self, key: str) -> QAction:
        return self._made[key][1]

    def fill_menu(self, menu: QMenu, name: str) -> None:
        """Put the actions of a menu into it, with a line between groups; some groups go into menus below it."""
        below: dict[str, QMenu] = {}
        last: dict[QMenu, str | None] = {}

        def begin(place: QMenu, group: str | None) -> None:
            if last.setdefault(place, group) != group:
                place.addSeparator()
            last[place] = group

        for spec, action in self._made.values():
            if spec.menu != name:
                continue
            title = SUBMENUS.get(spec.group, "")
            if title and title not in below:
                begin(menu, None)
                below[title] = menu.addMenu(tr(title))
                below[title].setToolTipsVisible(True)
            place = below.get(title, menu)
            begin(place, spec.group)
            place.addAction(action)

    def all(self) -> list[QAction]:
        """Return every action, for the window that owns the shortcuts."""
        return [action for _, action in self._made.values()]

    def refresh(self) -> None:
        """Bring enabled and checked in line with what is on screen."""
        for spec, action in self._made.values():
            action.setEnabled(spec.enabled(self._desk))
            if spec.checked is not None:
                action.setChecked(spec.checked(self._desk))

    def explain(self, widget: QWidget, text: str, *keys: str) -> None:
        """Give a control a tooltip with the keys of the actions that do the same, and keep it right.

        Parameters
        ----------
        text : str
            In the reader's language.
        *keys : str
            Names of actions.
        """
        self._explained.append((widget, text, keys))
        widget.setToolTip(self._tooltip(text, *keys))

    def _give_keys(self) -> None:
        """Give every action the keys in force; none of them keeps one that another is about to have."""
        for _, action in self._made.values():
            action.setShortcuts([])
        for spec, action in self._made.values():
            action.setShortcuts([QKeySequence(key) for key in self._desk.shortcuts.keys(spec.key)])
            action.setToolTip(self._tooltip(spec.shown_help or spec.shown_text, spec.key))
        for widget, text, keys in self._explained:
            widget.setToolTip(self._tooltip(text, *keys))

    def _tooltip(self, text: str, *keys: str) -> str:
        told = ", ".join(filter(None, (self._desk.shortcuts.text(key) for key in keys)))
        return f"{text}  ({told})" if told else text

    def _perform(self) -> None:
        sender = self.sender()
        assert isinstance(sender, QAction)
        self._made[sender.objectName()][0].do(self._desk)
        # a switch that its intent left as it was has been toggled by Qt all the same
        self.refresh()
