"""What the export actions do: ask what to write where, start it, and tell what could not be written."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from lgg_viewer.gui.dialogs.export import ExportDialog
from lgg_viewer.gui.dialogs.not_exported import not_exported_box
from lgg_viewer.gui.dialogs.opening import open_dialog
from lgg_viewer.gui.exporter import ExportReport
from lgg_viewer.gui.panes.cine import Cine
from lgg_viewer.gui.services import Services
from lgg_viewer.gui.worklist.panel import WorklistPanel
from lgg_viewer.words import tr


class ExportDesk(QObject):
    """Serves the actions of the Export menu."""

    def __init__(self, window: QMainWindow, services: Services, worklist: WorklistPanel, cine: Cine) -> None:
        super().__init__(window)
        self._window = window
        self._session = services.session
        self._settings = services.settings
        self._reviewer = services.reviewer
        self._exporter = services.exporter
        self._worklist = worklist
        self._cine = cine
        services.exporter.finished.connect(self._on_finished)

    def ask(self, scope: str) -> None:
        """Let the user export a `slice`, the `study`, the `selection` or the `cohort`."""
        if self._exporter.report is not None:
            self._session.noticed.emit(tr("Export in progress; wait for it or cancel it."), True)
            return
        self._cine.stop()
        folder = Path(self._settings.read("export folder", str(Path.home() / "lgg-masks")))
        dialog = ExportDialog(self._session, self._worklist.selected(), scope, folder, self._window, self._reviewer)
        dialog.accepted.connect(self._start)
        open_dialog(dialog)

    def _start(self) -> None:
        dialog = self.sender()
        assert isinstance(dialog, ExportDialog)
        assert dialog.request is not None
        self._settings.write("export folder", str(dialog.request.out))
        self._exporter.start(dialog.studies, dialog.request)

    def _on_finished(self, report: ExportReport) -> None:
        self._session.noticed.emit(report.sentence(), bool(report.failures))
        if report.failures:
            open_dialog(not_exported_box(report, self._window))
