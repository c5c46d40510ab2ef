"""The bar over the image: menus, what is shown, and the weights in use."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from lgg_viewer.gui.actions.made import Actions
from lgg_viewer.gui.actions.spec import MENUS
from lgg_viewer.gui.menus import menu_button
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import set_tone
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.words import tr

_SHOWN = (
    ("display-pre", "display-flair", "display-post", "display-rgb"),
    ("truth", "prediction", "heat", "agreement"),
)


class MainToolbar(QToolBar):
    """One row; it is as wide as the smallest window allows."""

    def __init__(self, session: Session, actions: Actions, menus: Mapping[str, QMenu]) -> None:
        super().__init__(tr("Main"))
        self._session = session
        self._stands_in: ModelCard | None = None
        self.setObjectName("main")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        # what does not fit goes last: a panel and a key can do what the switches do, nothing stands in for a menu
        for name in MENUS:
            self.addWidget(menu_button(name, menus[name]))
        for keys in _SHOWN:
            self.addSeparator()
            for key in keys:
                self.addAction(actions[key])
                # the tour points at it
                self.widgetForAction(actions[key]).setObjectName(key)
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        self.model = QLabel()
        self.model.setContentsMargins(6, 0, 6, 0)
        self.addWidget(self.model)
        more = self.findChild(QToolButton, "qt_toolbar_ext_button")
        if more is not None:
            # Qt's own picture is black in every theme
            more.setIcon(QIcon())
            more.setText("»")
            more.setToolTip(tr("More tools"))
            more.setAccessibleName(tr("More tools"))
        for button in self.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        session.card_changed.connect(self._name_model)
        self._name_model()

    def _name_model(self) -> None:
        card = self._session.own_card
        if card is not None and card is self._stands_in:
            return
        self.model.setText(card.name if card else tr("no model"))
        self.model.setToolTip(tr("The model in use; change it in the Segment menu"))
        set_tone(self.model, "faint")

    def tell_model_fault(self, fault: str) -> None:
        """Keep in sight that the weights chosen last could not be taken, until others are chosen."""
        self._stands_in = self._session.own_card
        self.model.setText(f"▲ {self.model.text()}")
        self.model.setToolTip(fault)
        set_tone(self.model, "failure")
        self._session.noticed.emit(fault, True)
