"""What could not be exported, study by study; and whether an export is to be given up."""

from PySide6.QtWidgets import QMessageBox, QWidget

from lgg_viewer.gui.exporter import ExportReport
from lgg_viewer.words import tr, tr_n

_SHOWN = 3


def not_exported_box(report: ExportReport, parent: QWidget) -> QMessageBox:
    """Return a box that names the first studies that failed, and all of them on demand."""
    box = QMessageBox(QMessageBox.Icon.Warning, tr("Not everything was exported"), report.sentence())
    box.setParent(parent, box.windowFlags())
    lines = [f"{key}: {why}" for key, why in report.failures.items()]
    box.setInformativeText("\n".join(lines[:_SHOWN]) + ("\n…" if len(lines) > _SHOWN else ""))
    box.setDetailedText("\n\n".join(lines))
    return box


def settle_export(report: ExportReport | None, parent: QWidget) -> bool:
    """Ask whether the window may be closed while an export is under way; True where none is."""
    if report is None:
        return True
    left = tr_n("{n} study is not exported yet.", "{n} studies are not exported yet.", report.studies - report.ended)
    box = QMessageBox(QMessageBox.Icon.Warning, tr("Export in progress"), left, parent=parent)
    box.setInformativeText(tr("Closing stops it. Files already written are kept."))
    stay = box.addButton(tr("Stay"), QMessageBox.ButtonRole.RejectRole)
    close = box.addButton(tr("Close anyway"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is close
