"""What could not be exported, study by study."""

from PySide6.QtWidgets import QMessageBox, QWidget

from lgg_viewer.gui.exporter import ExportReport
from lgg_viewer.words import tr

_SHOWN = 3


def not_exported_box(report: ExportReport, parent: QWidget) -> QMessageBox:
    """Return a box that names the first studies that failed, and all of them on demand."""
    box = QMessageBox(QMessageBox.Icon.Warning, tr("Not everything was exported"), report.sentence())
    box.setParent(parent, box.windowFlags())
    lines = [f"{key}: {why}" for key, why in report.failures.items()]
    box.setInformativeText("\n".join(lines[:_SHOWN]) + ("\n…" if len(lines) > _SHOWN else ""))
    box.setDetailedText("\n\n".join(lines))
    return box
