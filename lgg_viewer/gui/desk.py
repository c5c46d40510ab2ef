"""What actions act on: the session and its workers, and the dialogs over the window."""

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMainWindow

from lgg_viewer.core.averaging import Averaging
from lgg_viewer.core.pane import LAYOUTS
from lgg_viewer.gui.appearance import Appearance
from lgg_viewer.gui.deleting import Deleting
from lgg_viewer.gui.dialogs.opening import open_dialog
from lgg_viewer.gui.dialogs.palette import PaletteDialog
from lgg_viewer.gui.dialogs.problems import ProblemDialog
from lgg_viewer.gui.dialogs.settings import SettingsDialog
from lgg_viewer.gui.dialogs.shortcuts import ShortcutsDialog
from lgg_viewer.gui.dialogs.spacing import SpacingDialog
from lgg_viewer.gui.dialogs.text import about_dialog, card_dialog, help_dialog
from lgg_viewer.gui.dialogs.weights import ask_card
from lgg_viewer.gui.export_desk import ExportDesk
from lgg_viewer.gui.exporter import Exporter
from lgg_viewer.gui.loader import Loader
from lgg_viewer.gui.panels.component_choice import ComponentChoice
from lgg_viewer.gui.panes.cine import Cine
from lgg_viewer.gui.panes.measurements import Measurements
from lgg_viewer.gui.panes.window_presets import WindowPresets
from lgg_viewer.gui.review.desk import ReviewDesk
from lgg_viewer.gui.second_opinion import SecondOpinion
from lgg_viewer.gui.segmenter import Segmenter
from lgg_viewer.gui.services import Services
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.settings import Settings, data_folder
from lgg_viewer.gui.shortcuts import Shortcuts
from lgg_viewer.gui.tour import Tour
from lgg_viewer.gui.worklist.panel import WorklistPanel
from lgg_viewer.io.demo_cohort import ensure_demo_cohort
from lgg_viewer.words import tr


class Desk(QObject):
    """Serves the table of actions; the one place that opens dialogs.

    Signals
    -------
    recent_changed
        Another cohort was opened.
    cohort_page_asked
        The cohort page is to be shown, or hidden.
    image_covered_changed
        `image_covered` changed: another page now covers the image, or no longer does.
    layout_reset_asked
        Every panel is to return to where it was at the first start.
    """

    recent_changed = Signal()
    cohort_page_asked = Signal()
    image_covered_changed = Signal()
    layout_reset_asked = Signal()

    def __init__(self, window: QMainWindow, services: Services, worklist: WorklistPanel) -> None:
        super().__init__(window)
        session, settings = services.session, services.settings
        self.session: Session = session
        self.loader: Loader = services.loader
        self.segmenter: Segmenter = services.segmenter
        self.exporter: Exporter = services.exporter
        self.second: SecondOpinion = services.second
        self.worklist: WorklistPanel = worklist
        self.settings: Settings = settings
        self.review: ReviewDesk = ReviewDesk(window, session, services.reviewer, worklist)
        self.shortcuts = Shortcuts(settings, self)
        self.components: ComponentChoice = ComponentChoice(session, self)
        self.measurements: Measurements = Measurements(session, self)
        self.window_presets: WindowPresets = WindowPresets(session, self)
        self.deleting: Deleting = Deleting(self.components, self.measurements, self)
        self.cine: Cine = Cine(session, settings, self)
        self.export: ExportDesk = ExportDesk(window, services, worklist, self.cine)
        self.appearance: Appearance = Appearance(session, settings, self)
        session.set_averaging(Averaging.named(settings.read("mirror averaging", "")))
        self.image_covered = False
        self._window = window
        services.loader.opened.connect(self._on_opened)

    # opening

    def ask_folder(self) -> None:
        """Let the user choose a cohort."""
        start = str(next((path.parent for path in self.settings.recent()), Path.home()))
        folder = QFileDialog.getExistingDirectory(self._window, tr("Open a folder of studies"), start)
        if folder:
            self.open_path(Path(folder))

    def open_path(self, path: Path) -> None:
        """Open a cohort; the network's work on the former one is stopped."""
        self.loader.open_folder(path.absolute())

    def open_demo(self) -> None:
        """Open the demo cohort, making it first where it is not there."""
        self.loader.open_made(lambda: ensure_demo_cohort(data_folder()))

    def _on_opened(self, path: Path) -> None:
        if not path.is_relative_to(data_folder()):
            self.settings.add_recent(path)
        self.recent_changed.emit()

    def show_problems(self) -> None:
        """Show all that is wrong with the cohort."""
        if self.session.cohort is None:
            return
        dialog = ProblemDialog(self.session, self.loader.surveying, self._window)
        dialog.study_asked.connect(self.session.select_study)
        open_dialog(dialog)

    # the network

    def segment(self, scope: str) -> None:
        """Segment the `study`, the `selection` or the `cohort`."""
        self.segmenter.segment(self._keys(scope))

    def cancel(self) -> None:
        """Stop what is under way, the network's work and an export."""
        self.segmenter.cancel()
        self.second.cancel()
        self.exporter.cancel()

    @property
    def busy(self) -> bool:
        """Whether there is something to cancel."""
        return self.segmenter.progress is not None or self.exporter.report is not None or self.second.asked

    def ask_model(self) -> None:
        """Let the user choose weights; if something is wrong with them, say so and keep the former ones."""
        card, path = ask_card(self.session, tr("Choose model"), self._window)
        if card is not None:
            self._ask_otherwise(lambda: self.session.set_card(card))
            self.settings.write("model", path)

    def _ask_otherwise(self, change: Callable[[], None]) -> None:
        """Change the model or its use, and say what that does to finished and running segmentations."""
        card, busy = self.session.card, self.segmenter.progress is not None
        rule = self.session.state.threshold, self.session.state.post
        answered = any(drawer.table is not None for drawer in self.session.drawers.all())
        change()
        # the segmenter itself has reported what it cancelled
        if self.session.card is not card and answered:
            told = tr("Predictions put aside; earlier ones made this way are restored. Use Segment for the rest.")
            if rule != (self.session.state.threshold, self.session.state.post):
                told += " " + tr("Threshold and post-processing are those of the new card.")
            self.session.noticed.emit(f"{tr('Segmentation cancelled.')} {told}" if busy else told, False)

    def ask_second_model(self) -> None:
        """Let the user choose weights to compare with those in use, and show the two beside one another."""
        card, _ = ask_card(self.session, tr("Choose second model"), self._window)
        if card is not None:
            self.second.choose(card)
            models = next(layout for layout in LAYOUTS if layout.key == "models")
            self.session.set_panes(self.session.state.panes.laid_out(models.views))

    def set_device(self, device: str) -> None:
        """Run the network elsewhere from the next study on."""
        self.segmenter.device = device
        self.settings.write("device", device)

    def set_averaging(self, averaging: Averaging) -> None:
        """Average answers with those to the mirror image, or not, now and at the next start."""
        self._ask_otherwise(lambda: self._average(averaging))
        self.settings.write("mirror averaging", averaging.value)

    def _average(self, averaging: Averaging) -> None:
        second = self.session.second_card
        self.session.set_averaging(averaging)
        if self.session.own_second_card is not None and self.session.second_card != second:
            self.second.choose(self.session.own_second_card)  # the cache may know its other answer

    def show_card(self) -> None:
        """Show the model card."""
        if self.session.own_card is not None:
            open_dialog(card_dialog(self.session.own_card.as_text(), self._window))

    def reset_threshold(self) -> None:
        """Take the threshold of the model card."""
        self.session.set_threshold(self.session.proposed_threshold)

    # the rest

    def step_study(self, step: int) -> None:
        """Go on in the worklist's order."""
        self.worklist.step(step)

    def toggle_cohort_page(self) -> None:
        """Show the cohort as a whole, or go back to the image."""
        self.cohort_page_asked.emit()

    def cover_image(self, covered: bool) -> None:
        """Take note that another page covers the image: nothing is decided about what is out of sight."""
        self.image_covered = covered
        self.image_covered_changed.emit()

    def focus_search(self) -> None:
        """Put the cursor into the worklist's search field."""
        self.worklist.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.worklist.search.selectAll()

    def ask_spacing(self) -> None:
        """Let the user enter the voxel spacing."""
        study = self.session.study
        if study is None:
            return
        dialog = SpacingDialog(study.key, self.session.spacing, self._window)
        dialog.accepted.connect(self._take_spacing)
        open_dialog(dialog)

    def _take_spacing(self) -> None:
        dialog = self.sender()
        assert isinstance(dialog, SpacingDialog)
        everywhere = dialog.everywhere.isChecked()
        self.session.set_spacing(self._keys("cohort" if everywhere else "study"), dialog.spacing)

    def show_help(self) -> None:
        """Show keys and mouse."""
        open_dialog(help_dialog(self.shortcuts, self._window))

    def show_shortcuts(self) -> None:
        """Let the reader give actions other keys."""
        open_dialog(ShortcutsDialog(self.shortcuts, self._window))

    def show_settings(self) -> None:
        """Show the settings."""
        open_dialog(SettingsDialog(self, self._window))

    def reset_layout(self) -> None:
        """Put every panel where it was at the very first start."""
        self.layout_reset_asked.emit()

    def show_palette(self) -> None:
        """Find an action or a study by words; a click elsewhere leaves it."""
        dialog = PaletteDialog(self, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._do_found)
        dialog.show()

    def _do_found(self) -> None:
        dialog = self.sender()
        assert isinstance(dialog, PaletteDialog)
        assert dialog.chosen is not None
        if dialog.chosen.spec is not None:
            dialog.chosen.spec.do(self)
        else:
            self.session.select_study(dialog.chosen.study)

    def show_tour(self) -> None:
        """Start the tour from its first step."""
        for tour in self._window.findChildren(Tour):
            tour.end()
        Tour(self._window, self.shortcuts)

    def show_about(self) -> None:
        """Show what this program is, and what it is not for."""
        open_dialog(about_dialog(version("lgg-viewer"), self._window))

    def quit(self) -> None:
        """Close the window."""
        self._window.close()

    def _keys(self, scope: str) -> list[str]:
        if scope == "selection":
            return self.worklist.selected()
        if scope == "cohort":
            return [d.study.key for d in self.session.drawers.all()]
        return [self.session.state.study]
