"""The corner of a pane: what it shows, and the menu that changes it."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from lgg_viewer.core.display import Display
from lgg_viewer.core.pane import Painted, PaneView
from lgg_viewer.core.plane import Plane
from lgg_viewer.gui.number_field import NumberField
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import DARK, GRID
from lgg_viewer.words import tr

FIRST_THRESHOLD = 0.3
_STYLE = f"""
QToolButton {{ color: {DARK.text}; background: rgba(0, 0, 0, 150); border: 1px solid transparent; border-radius: 3px;
  padding: 1px 3px; }}
QToolButton:hover {{ background: {DARK.raised}; }}
QToolButton:focus {{ border: 1px solid {DARK.accent}; }}
"""


class PaneCorner(QWidget):
    """Lets the reader choose what one pane shows."""

    def __init__(self, session: Session, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._number = number
        self.button = QToolButton()
        self.button.setAccessibleName(tr("What pane {number} shows", number=number + 1))
        self.button.setToolTip(tr("What this pane shows"))
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setStyleSheet(_STYLE)
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self.menu)
        self.spin = NumberField(decimals=2, minimum=0.0, maximum=1.0, singleStep=0.01, prefix="p ≥ ")
        self.spin.setAccessibleName(tr("Threshold of pane {number}", number=number + 1))
        self.spin.setToolTip(tr("Threshold of this pane only; all figures use the shared threshold"))
        self.spin.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.spin.setKeyboardTracking(False)
        self.spin.valueChanged.connect(self._on_threshold)
        # what was typed is done: the keys belong to the image again
        self.spin.lineEdit().returnPressed.connect(self._give_keys_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(self.button)
        row.addWidget(self.spin)
        session.threshold_changed.connect(self.refresh)
        self.hide()

    @property
    def _view(self) -> PaneView | None:
        views = self._session.state.panes.views
        return views[self._number] if self._number < len(views) else None

    def refresh(self) -> None:
        """Tell what the pane shows now."""
        view = self._view
        if view is None:
            return
        names = list(view.names(self._session.state.threshold))
        # its own threshold stands in the field beside
        told = names if view.threshold is None else names[:-1]
        self.button.setText(f"{' · '.join(told) or tr(view.plane.value)} ▾")
        self.spin.setVisible(view.threshold is not None)
        if view.threshold is not None and self.spin.value() != view.threshold:
            self.spin.setValue(view.threshold)
        self.adjustSize()

    def _fill(self) -> None:
        """Offer everything there is to choose."""
        view = self._view
        self.menu.clear()
        if view is None:
            return
        displays = [(tr("Shared image"), replace(view, display=None))]
        displays += [(display.value, replace(view, display=display)) for display in Display]
        as_window = tr("Shared overlays")
        painted = [(as_window if p is Painted.AS_WINDOW else _capital(tr(p.value)), p) for p in Painted]
        own = FIRST_THRESHOLD if view.threshold is None else view.threshold
        thresholds = [(tr("Shared threshold"), None), (tr("Own threshold"), own)]
        for choices in (
            [(_capital(tr(plane.value)), replace(view, plane=plane)) for plane in Plane],
            displays,
            [(text, replace(view, painted=p)) for text, p in painted],
            [(text, replace(view, threshold=threshold)) for text, threshold in thresholds],
        ):
            self.menu.addSeparator()
            group = QActionGroup(self.menu)
            group.triggered.connect(self._choose)
            for text, choice in choices:
                action = self.menu.addAction(text)
                action.setCheckable(True)
                action.setChecked(choice == view)
                action.setData(choice)
                group.addAction(action)

    def _choose(self, action: QAction) -> None:
        self._put(action.data())

    def _on_threshold(self, threshold: float) -> None:
        view = self._view
        if view is not None and view.threshold is not None:
            self._put(replace(view, threshold=round(threshold, 2)))

    def _give_keys_back(self) -> None:
        pane = self.parentWidget()
        if pane is not None:
            pane.setFocus()

    def _put(self, view: PaneView) -> None:
        self._session.set_panes(self._session.state.panes.with_view(self._number, view))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
