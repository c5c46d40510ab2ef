"""The window, put together: toolbar, docks, canvas, status line. No domain data, no decisions."""

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from lgg_viewer.gui.actions.made import Actions
from lgg_viewer.gui.actions.spec import MENUS, OPEN, SEGMENT, VIEW
from lgg_viewer.gui.cohort.page import CohortPage
from lgg_viewer.gui.control_keys import ControlKeys
from lgg_viewer.gui.desk import Desk
from lgg_viewer.gui.dialogs.not_exported import settle_export
from lgg_viewer.gui.docks import Docks
from lgg_viewer.gui.menus import add_devices, image_menu
from lgg_viewer.gui.panel_set import PanelSet
from lgg_viewer.gui.panes.cine import CineOnCanvas
from lgg_viewer.gui.panes.measuring import MeasuringTool
from lgg_viewer.gui.panes.slice_bar import SliceBar
from lgg_viewer.gui.panes.stage import Stage
from lgg_viewer.gui.review.unwritten import settle_unwritten
from lgg_viewer.gui.services import Services
from lgg_viewer.gui.status_line import StatusLine
from lgg_viewer.gui.toolbar import MainToolbar
from lgg_viewer.gui.welcome import WelcomePage
from lgg_viewer.gui.worklist.panel import WorklistPanel
from lgg_viewer.words import tr, tr_n


class MainWindow(QMainWindow):
    """Everything the reader sees."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setWindowTitle("LGG Viewer")
        self.setAcceptDrops(True)
        self.setDockOptions(QMainWindow.DockOption.AnimatedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        session, settings = services.session, services.settings
        self._session, self._settings, self._reviewer = session, settings, services.reviewer
        self.worklist = WorklistPanel(session, settings, services.summaries, services.reviewer)
        self.desk = Desk(self, services, self.worklist)
        self.actions_table = Actions(self.desk, self)
        self.addActions(self.actions_table.all())
        self.stage = Stage(
            session,
            (
                lambda canvas: MeasuringTool(canvas, session, self.desk.measurements),
                lambda canvas: CineOnCanvas(canvas, self.desk.cine),
            ),
        )
        self.stage.menu_asked.connect(self._show_canvas_menu)
        self.canvas = self.stage.first
        self._set_up_centre()
        self.cohort_page = CohortPage(session, services.summaries, services.reviewer, self._pages)
        self.desk.cohort_page_asked.connect(self.cohort_page.toggle)
        self._pages.currentChanged.connect(self._on_page)
        self.panels = PanelSet(services, self.desk, self.actions_table, self.stage, self.worklist)
        self.docks = Docks(self, self.panels.panels())
        self.desk.layout_reset_asked.connect(self._reset_layout)
        self.desk.appearance.text_resized.connect(self.docks.scale)
        self.menus = {name: self._menu(name) for name in MENUS}
        self.toolbar = MainToolbar(session, self.actions_table, self.menus)
        self.addToolBar(self.toolbar)
        self.setStatusBar(StatusLine(self.desk))
        session.cohort_changed.connect(self._on_cohort)
        # what was typed is done: the keys belong to the image again
        for done in (*self.panels.done(), self.cohort_page.left, ControlKeys(self).left):
            done.connect(self.stage.take_keys)
        self.desk.recent_changed.connect(self._list_recent)
        self._placed = self.restoreGeometry(settings.geometry("window"))
        self._arranged = self.docks.restore(settings.geometry("docks"))
        self._list_recent()

    # assembly

    def _set_up_centre(self) -> None:
        viewer = QWidget()
        column = QVBoxLayout(viewer)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stage, 1)
        column.addWidget(SliceBar(self._session))
        self.welcome = WelcomePage()
        self.welcome.open_asked.connect(self.desk.ask_folder)
        self.welcome.demo_asked.connect(self.desk.open_demo)
        self.welcome.recent_asked.connect(self.desk.open_path)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(viewer)
        self.setCentralWidget(self._pages)

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(tr(name), self)
        menu.setToolTipsVisible(True)
        self.actions_table.fill_menu(menu, name)
        if name == OPEN:
            self._recent_menu = QMenu(tr("Recent"), menu)
            menu.insertMenu(self.actions_table["demo"], self._recent_menu)
        if name == SEGMENT:
            add_devices(menu.addMenu(tr("Device")), self.desk.segmenter.device, self.desk.set_device)
        if name == VIEW:
            panels = QMenu(tr("Panels"), menu)
            self.docks.fill_menu(panels)
            menu.insertMenu(self.actions_table["reset-layout"], panels)
        return menu

    # what changes

    def _on_cohort(self) -> None:
        self._pages.setCurrentIndex(1)
        self.stage.take_keys()
        cohort = self._session.cohort
        if cohort is not None:
            self.setWindowTitle(f"{cohort.root.name} – LGG Viewer")
            studies, problems = len(cohort.studies), len(cohort.problems)
            told = tr_n("{n} study in {folder}.", "{n} studies in {folder}.", studies, folder=cohort.root)
            if problems:
                found = tr_n(
                    "{n} problem: see Open > Problem report.", "{n} problems: see Open > Problem report.", problems
                )
                told = f"{told} {found}"
            self._session.noticed.emit(told, False)

    def _on_page(self) -> None:
        self.desk.cover_image(self._pages.currentWidget() is self.cohort_page)

    def _reset_layout(self) -> None:
        if self.worklist.wide:
            self.worklist.toggle_wide()
        self.docks.reset()

    def _list_recent(self) -> None:
        recent = self._settings.recent()
        self.welcome.show_recent(recent)
        self._recent_menu.clear()
        self._recent_menu.setEnabled(bool(recent))
        for path in recent:
            action = self._recent_menu.addAction(str(path).replace("&", "&&"))
            action.setData(str(path))
            action.triggered.connect(self._open_recent)

    def _open_recent(self) -> None:
        action = self.sender()
        self.desk.open_path(Path(action.data()))  # type: ignore[attr-defined]

    def _show_canvas_menu(self, place: QPoint) -> None:
        image_menu(self.actions_table, self).popup(place)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hold the overlays away while Space is down; controls that need the key have taken it by now."""
        if event.key() == Qt.Key.Key_Space:
            self._session.set_peek(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let the overlays come back."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._session.set_peek(False)
        else:
            super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """End a peek when the window is left, whose key is released elsewhere; see what another window reviewed."""
        if event.type() == QEvent.Type.ActivationChange:
            if self.isActiveWindow():
                self._reviewer.refresh()
            else:
                self._session.set_peek(False)
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Choose size and arrangement at the very first start; earlier, what is not styled yet takes more room."""
        super().showEvent(event)
        if not self._placed:
            self.resize(1280, 800)
        if not self._arranged:
            self.docks.arrange()
        self._placed = self._arranged = True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a folder, or a file of a study."""
        urls = event.mimeData().urls()
        if urls and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self.desk.open_path(Path(event.mimeData().urls()[0].toLocalFile()))
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the layout; stay where decisions or an export are not written and the reader does not give them up."""
        if not (settle_export(self.desk.exporter.report, self) and settle_unwritten(self._reviewer, self)):
            event.ignore()
            return
        self._settings.set_geometry("window", self.saveGeometry())
        self._settings.set_geometry("docks", self.docks.layout())
        event.accept()
