"""What the review actions do: decide, go on to the next, and carry reviews from one machine to another."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMainWindow

from lgg_viewer.core.review import ReviewState
from lgg_viewer.errors import LggError
from lgg_viewer.gui.review.reviewer import Reviewer
from lgg_viewer.gui.review.unwritten import REVIEW_FILES, ask_where_to_save
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.worklist.panel import WorklistPanel
from lgg_viewer.words import tr, tr_n


class ReviewDesk(QObject):
    """Serves the actions of the Review menu."""

    def __init__(self, window: QMainWindow, session: Session, reviewer: Reviewer, worklist: WorklistPanel) -> None:
        super().__init__(window)
        self.reviewer: Reviewer = reviewer
        self._window = window
        self._session = session
        self._worklist = worklist

    def approve_and_go_on(self) -> None:
        """Approve the study on screen and show the next unreviewed one."""
        if self.reviewer.approve():
            self.go_on()

    def go_on(self) -> None:
        """Show the next unreviewed study, in the worklist's order."""
        key = self.reviewer.next_unreviewed(self._worklist.shown_keys())
        if key is None:
            done, total = self.reviewer.progress
            if done == total:
                told = tr("Nothing left to review here: {done} of {total} done.", done=done, total=total)
            else:
                told = tr_n(
                    "Nothing left to review here: {done} of {total} done. {n} more is not in the current list.",
                    "Nothing left to review here: {done} of {total} done. {n} more are not in the current list.",
                    total - done,
                    done=done,
                    total=total,
                )
            self._session.noticed.emit(told, False)
        else:
            self._session.select_study(key)

    def set_back(self) -> None:
        """Take back what was decided about the study on screen."""
        self.reviewer.set_state(ReviewState.UNREVIEWED)

    def ask_save(self) -> None:
        """Let the reader save the reviews as a file that can be carried away."""
        cohort = self._session.cohort
        name = f"{cohort.root.name if cohort else 'reviews'}-reviews.sqlite"
        path = ask_where_to_save(name, self._window)
        if path is not None:
            self._tell(lambda: self._save(path))

    def ask_load(self) -> None:
        """Let the reader import reviews from elsewhere; of each study, what was decided last holds."""
        path, _ = QFileDialog.getOpenFileName(self._window, tr("Import reviews"), str(Path.home()), tr(REVIEW_FILES))
        if path:
            self._tell(lambda: self._take_in(Path(path)))

    def _save(self, path: Path) -> str:
        self.reviewer.export_copy(path)
        return tr("Reviews saved in {path}.", path=path)

    def _take_in(self, path: Path) -> str:
        count = self.reviewer.import_from(path)
        return tr_n("{n} review imported from {path}.", "{n} reviews imported from {path}.", count, path=path)

    def _tell(self, do: Callable[[], str]) -> None:
        try:
            self._session.noticed.emit(do(), False)
        except LggError as error:
            self._session.noticed.emit(str(error), True)
