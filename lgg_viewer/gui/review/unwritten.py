"""What becomes of decisions that cannot be written when the window is to be closed: the reader says so."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from lgg_viewer.errors import LggError
from lgg_viewer.gui.review.reviewer import Reviewer
from lgg_viewer.io.review_store import ReviewStore
from lgg_viewer.words import mark, tr

REVIEW_FILES = mark("Reviews (*.sqlite)")


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
    box = QMessageBox(QMessageBox.Icon.Warning, tr("Reviews not saved"), error.message, parent=window)
    box.setInformativeText(tr("Try again, or save these decisions in another file, which can be imported later."))
    box.setStandardButtons(button.Retry | button.Save | button.Discard | button.Cancel)
    box.setDefaultButton(button.Retry)
    return button(box.exec())


def _save_copy(store: ReviewStore, window: QWidget) -> bool:
    """Let the reader name a file; return whether the decisions lie in it now."""
    path = ask_where_to_save(store.path.name, window)
    try:
        if path is not None:
            store.export_copy(path, unwritten=True)
    except LggError as error:
        QMessageBox.warning(window, tr("Save reviews"), str(error))
        return False
    return path is not None


def ask_where_to_save(name: str, window: QWidget) -> Path | None:
    """Let the reader name a file for reviews, whose ending is added where it is left out; None for none."""
    dialog = QFileDialog(window, tr("Save reviews"), str(Path.home()), tr(REVIEW_FILES))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("sqlite")
    dialog.selectFile(name)
    return Path(dialog.selectedFiles()[0]) if dialog.exec() else None
