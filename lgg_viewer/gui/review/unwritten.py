"""What becomes of decisions that cannot be written when the window is to be closed: the reader says so."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from lgg_viewer.errors import LggError
from lgg_viewer.gui.review.reviewer import Reviewer
from lgg_viewer.io.review_store import ReviewStore
from lgg_viewer.words import tr


def settle_unwritten(reviewer: Reviewer, window: QWidget) -> bool:
    """Ask about each file that does not take its decisions; return whether the window may be closed.

    Decisions are given up only here, and only if the reader says so or has them in another file.
    """
    button = QMessageBox.StandardButton
    settled: list[ReviewStore] = []
    while left := [(store, error) for store, error in reviewer.unwritten() if store not in settled]:
        store, error = left[0]
        answer = _ask(error, window)
        if answer == button.Cancel:
            return False
        if answer == button.Discard or (answer == button.Save and _save_copy(store, window)):
            settled.append(store)
    for store in settled:
        store.discard()
    return True


def _ask(error: LggError, window: QWidget) -> QMessageBox.StandardButton:
    button = QMessageBox.StandardButton
    box = QMessageBox(QMessageBox.Icon.Warning, tr("Reviews are not written"), error.message, parent=window)
    box.setInformativeText(tr("Try again, or save these decisions in another file, which can be taken in later."))
    box.setStandardButtons(button.Retry | button.Save | button.Discard | button.Cancel)
    box.setDefaultButton(button.Retry)
    return button(box.exec())


def _save_copy(store: ReviewStore, window: QWidget) -> bool:
    """Let the reader name a file; return whether the decisions lie in it now."""
    name = str(Path.home() / store.path.name)
    path, _ = QFileDialog.getSaveFileName(window, tr("Save reviews"), name, tr("Reviews (*.sqlite)"))
    try:
        if path:
            store.export_copy(Path(path), unwritten=True)
    except LggError as error:
        QMessageBox.warning(window, tr("Save reviews"), str(error))
        return False
    return bool(path)
