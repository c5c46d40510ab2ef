"""The window, put together: toolbar, docks, canvas, status line. No domain data, no decisions."""

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lgg_viewer.gui.actions.made import Actions
from lgg_viewer.gui.actions.spec import EXPORT, HELP, MENUS, OPEN, SEGMENT, VIEW
from lgg_viewer.gui.canvas import Canvas
from lgg_viewer.gui.cine import CineOnCanvas
from lgg_viewer.gui.cohort_page import CohortPage
from lgg_viewer.gui.curve_maker import CurveMaker
from lgg_viewer.gui.desk import Desk
from lgg_viewer.gui.docks import LEFT, Docks, Panel
from lgg_viewer.gui.exporter import Exporter
from lgg_viewer.gui.loader import Loader
from lgg_viewer.gui.measuring import MeasuringTool
from lgg_viewer.gui.menus import add_devices, image_menu, menu_button
from lgg_viewer.gui.panels.agreement import AgreementPanel
from lgg_viewer.gui.panels.components import ComponentsPanel
from lgg_viewer.gui.panels.histogram import HistogramPanel
from lgg_viewer.gui.panels.numbers import NumbersPanel
from lgg_viewer.gui.panels.show import NO_MAP, ShowPanel
from lgg_viewer.gui.panels.study import StudyPanel
from lgg_viewer.gui.panels.threshold import ThresholdPanel
from lgg_viewer.gui.panels.worklist import WorklistPanel
from lgg_viewer.gui.segmenter import Segmenter
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.settings import Settings
from lgg_viewer.gui.slice_bar import SliceBar
from lgg_viewer.gui.status_line import StatusLine
from lgg_viewer.gui.summaries import Summaries
from lgg_viewer.gui.theme import FAILURE, FAINT
from lgg_viewer.gui.welcome import WelcomePage


class MainWindow(QMainWindow):
    """Everything the reader sees."""

    def __init__(
        self,
        session: Session,
        loader: Loader,
        segmenter: Segmenter,
        exporter: Exporter,
        settings: Settings,
        summaries: Summaries | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle("LGG Viewer")
        self.setAcceptDrops(True)
        self.setDockOptions(QMainWindow.DockOption.AnimatedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        self._session = session
        self._settings = settings
        self.worklist = WorklistPanel(session, settings, summaries)
        self.desk = Desk(self, session, loader, segmenter, exporter, self.worklist, settings)
        self.actions_table = Actions(self.desk, self)
        self.addActions(self.actions_table.all())
        self.canvas = Canvas(session)
        self.canvas.menu_asked.connect(self._show_canvas_menu)
        MeasuringTool(self.canvas, session, self.desk.measurements)
        CineOnCanvas(self.canvas, self.desk.cine)
        self.menus: dict[str, QMenu] = {}
        self._set_up_centre()
        self.cohort_page = CohortPage(session, summaries, None, self._pages)
        self.desk.cohort_page_asked.connect(self.cohort_page.toggle)
        self._set_up_docks(exporter)
        self._set_up_toolbar()
        self._set_up_worklist_menu()
        self.setStatusBar(StatusLine(session, segmenter, exporter))
        session.cohort_changed.connect(self._on_cohort)
        # what was typed is done: the keys belong to the image again
        for done in (
            self.threshold.spin.lineEdit().returnPressed,
            self.worklist.search.returnPressed,
            self.worklist.search.left,
            self.histogram.done,
            self.cohort_page.left,
        ):
            done.connect(self.canvas.setFocus)
        self.desk.recent_changed.connect(self._list_recent)
        self.restoreGeometry(settings.geometry("window")) or self.resize(1280, 800)
        self.docks.restore(settings.geometry("docks"))
        self._list_recent()

    # assembly

    def _set_up_centre(self) -> None:
        viewer = QWidget()
        column = QVBoxLayout(viewer)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(SliceBar(self._session))
        self.welcome = WelcomePage()
        self.welcome.setMinimumWidth(256)  # the wide worklist may take the rest
        self.welcome.open_asked.connect(self.desk.ask_folder)
        self.welcome.demo_asked.connect(self.desk.open_demo)
        self.welcome.recent_asked.connect(self.desk.open_path)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(viewer)
        self.setCentralWidget(self._pages)

    def _set_up_docks(self, exporter: Exporter) -> None:
        # an export is the rarest of all work: curves hardly ever wait for it
        self.curves = CurveMaker(self._session, exporter.runner)
        self.threshold = ThresholdPanel(self._session, self.curves)
        study = StudyPanel(self._session)
        study.problems_asked.connect(self.desk.show_problems)
        study.spacing_asked.connect(self.desk.ask_spacing)
        show = ShowPanel(self._session)
        for name, box in show.boxes.items():
            if name != NO_MAP:
                self.actions_table.explain(box, box.toolTip(), name)
        self.actions_table.explain(show.opacity, show.opacity.toolTip(), "opacity-down", "opacity-up")
        agreement = AgreementPanel(self._session)
        agreement.colours_asked.connect(self.desk.colour_agreement)
        components = ComponentsPanel(self._session, self.desk.components)
        self.desk.components.shown.connect(self.canvas.point_out)
        for button, key in (
            (components.remove, "component-remove"),
            (components.back, "component-back"),
            (components.all_back, "component-back-all"),
        ):
            self.actions_table.explain(button, button.toolTip(), key)
        self.histogram = HistogramPanel(self._session, self.desk.window_presets)
        self.docks = Docks(
            self,
            (
                Panel("Worklist", self.worklist, LEFT),
                Panel("Threshold", self.threshold, height=280),
                Panel("Show", show, height=112),
                Panel("Numbers", NumbersPanel(self._session), height=176),
                Panel("Study", study, height=200),
                Panel("Agreement", agreement, beside="Numbers"),
                Panel("Histogram", self.histogram, beside="Numbers"),
                Panel("Components", components, beside="Study"),
            ),
        )

    def _set_up_toolbar(self) -> None:
        bar = QToolBar("Main")
        bar.setObjectName("main")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.addToolBar(bar)
        for name in MENUS:
            self.menus[name] = self._menu(name)
        for name in (OPEN, SEGMENT, EXPORT):
            bar.addWidget(menu_button(name, self.menus[name]))
        bar.addSeparator()
        for key in ("display-pre", "display-flair", "display-post", "display-rgb"):
            bar.addAction(self.actions_table[key])
        bar.addSeparator()
        for key in ("truth", "prediction", "fill", "heat", "agreement", "doubt"):
            bar.addAction(self.actions_table[key])
        bar.addSeparator()
        for key in ("fit", "window-auto"):
            bar.addAction(self.actions_table[key])
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(space)
        self.model_label = QLabel()
        bar.addWidget(self.model_label)
        self._session.card_changed.connect(self._name_model)
        self._name_model()
        for name in (VIEW, HELP):
            bar.addWidget(menu_button(name, self.menus[name]))
        for button in bar.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _set_up_worklist_menu(self) -> None:
        table = self.worklist.table
        table.addActions([self.actions_table[key] for key in ("segment-selection", "export-selection")])
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(name, self)
        menu.setToolTipsVisible(True)
        self.actions_table.fill_menu(menu, name)
        if name == OPEN:
            self._recent_menu = QMenu("Recent", menu)
            menu.insertMenu(self.actions_table["demo"], self._recent_menu)
        if name == SEGMENT:
            add_devices(menu.addMenu("Device"), self._settings.read("device", "auto"), self.desk.set_device)
        if name == VIEW:
            menu.addSeparator()
            self.docks.fill_menu(menu.addMenu("Panels"))
        return menu

    # what changes

    def _on_cohort(self) -> None:
        self._pages.setCurrentIndex(1)
        self.canvas.setFocus()
        cohort = self._session.cohort
        if cohort is not None:
            self.setWindowTitle(f"{cohort.root.name} – LGG Viewer")
            count = len(cohort.problems)
            found = f" {count} problem{'s' * (count > 1)}: see Open, Problem report." if count else ""
            self._session.noticed.emit(f"{len(cohort.studies)} studies in {cohort.root}.{found}", False)

    def _name_model(self) -> None:
        card = self._session.card
        self.model_label.setText(card.name if card else "no weights")
        self.model_label.setToolTip("The weights in use; change them in the Segment menu")
        self.model_label.setStyleSheet(f"color: {FAINT}; padding: 0 6px")

    def tell_model_fault(self, fault: str) -> None:
        """Keep in sight that the weights chosen last could not be taken, until others are chosen."""
        self.model_label.setText(f"▲ {self.model_label.text()}")
        self.model_label.setToolTip(fault)
        self.model_label.setStyleSheet(f"color: {FAILURE}; padding: 0 6px")
        self._session.noticed.emit(fault, True)

    def _list_recent(self) -> None:
        recent = self._settings.recent()
        self.welcome.show_recent(recent)
        self._recent_menu.clear()
        self._recent_menu.setEnabled(bool(recent))
        for path in recent:
            action = self._recent_menu.addAction(str(path))
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
        """End a peek when the window is left: the key's release would go to another one."""
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._session.set_peek(False)
        super().changeEvent(event)

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
        """Keep the layout."""
        self._settings.set_geometry("window", self.saveGeometry())
        self._settings.set_geometry("docks", self.docks.layout())
        event.accept()
