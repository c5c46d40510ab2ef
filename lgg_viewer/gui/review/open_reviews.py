"""The reviews of the open cohort and the file they are kept in, to be read; `Reviewer` decides."""

import logging
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from lgg_viewer.core.decision_log import DecisionLog
from lgg_viewer.core.review import Event, Review
from lgg_viewer.errors import LggError
from lgg_viewer.gui.review.review_files import ReviewFiles
from lgg_viewer.gui.session import Session
from lgg_viewer.io.review_store import ReviewStore
from lgg_viewer.words import tr

_UNREAD = Review()
_log = logging.getLogger(__name__)


class OpenReviews(QObject):
    """Holds the reviews of the open cohort, and what its log tells.

    Parameters
    ----------
    session : Session
    files : ReviewFiles

    Attributes
    ----------
    fault : str
        Why decisions cannot be taken, as a sentence; empty where they can.

    Signals
    -------
    review_changed(str)
        The review of a study differs; its key.
    store_changed
        The reviews of another cohort are open, or many of this one came from another file.
    blind_changed
        Whether the prediction is hidden may differ, though the study on screen is the same.
    leaving
        The file is about to be closed: what is only typed so far must be handed in now.
    """

    review_changed = Signal(str)
    store_changed = Signal()
    blind_changed = Signal()
    leaving = Signal()

    def __init__(self, session: Session, files: ReviewFiles, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._files = files
        self._store: ReviewStore | None = None
        self._reviews: dict[str, Review] = {}
        self._log = DecisionLog()
        self._news: list[tuple[str, bool]] = []
        self.fault = ""
        session.cohort_changed.connect(self._open)
        session.study_changed.connect(self.refresh)

    # what holds

    @property
    def available(self) -> bool:
        """Whether decisions can be taken; otherwise `fault` says why not."""
        return self._store is not None

    @property
    def current(self) -> Review:
        """The review of the study on screen."""
        return self.review(self._session.state.study)

    @property
    def progress(self) -> tuple[int, int]:
        """How many studies of the cohort are decided, and how many there are."""
        keys = self._keys()
        return sum(self.review(key).done for key in keys), len(keys)

    def review(self, key: str) -> Review:
        """Return the review of a study."""
        return self._reviews.get(key, _UNREAD)

    def next_unreviewed(self, order: list[str]) -> str | None:
        """Return the next study without a decision after the one on screen, from the top again after the last.

        The study on screen comes last. None if and only if all of them are decided.

        Parameters
        ----------
        order : list of str
            Keys as the worklist shows them.
        """
        here = self._session.state.study
        after = order.index(here) + 1 if here in order else 0
        return next((key for key in order[after:] + order[:after] if not self.review(key).done), None)

    def decision(self, key: str) -> Event | None:
        """Return the decision that a study's state comes from, with who took it, when, and about which mask."""
        return self._log.decision(key)

    # the file

    def export_copy(self, path: Path) -> None:
        """Write all reviews of the cohort into another file.

        Raises
        ------
        LggError
            It could not be written, or no cohort is open.
        """
        self._need_store().export_copy(path)

    def import_from(self, path: Path) -> int:
        """Take over reviews of another file; return of how many studies.

        Raises
        ------
        LggError
            It cannot be read, or no cohort is open.
        """
        store = self._need_store()
        count = store.import_from(path, self._keys())
        self._read(store)
        self.store_changed.emit()
        return count

    @Slot()
    def refresh(self) -> None:
        """Take up what another window has written."""
        try:
            if self._store is not None and self._store.find():
                before = self._reviews
                self._read(self._store)
                for key in before.keys() | self._reviews.keys():
                    if before.get(key) != self._reviews.get(key):
                        self.review_changed.emit(key)
                self.blind_changed.emit()
        except LggError as error:
            self._news.append((str(error), True))
        self._tell()

    def unwritten(self) -> list[tuple[ReviewStore, LggError]]:
        """Hand in what is typed, and write it; return the files that do not take what was decided, and why not."""
        self.leaving.emit()
        return self._files.close(self._store)

    def close(self) -> None:
        """Close the file; what it does not take stays in memory as long as the program runs."""
        failed = self.unwritten()
        self._store, self._reviews, self._log = None, {}, DecisionLog()
        for _, error in failed:
            _log.error("%s", error)  # the window that could tell it may be gone
            self._news.append((str(error), True))

    def _put(self, after: Review, event: Event) -> None:
        """Keep a decision, write it, and tell of it; what cannot be written is told and holds nevertheless."""
        assert self._store is not None
        self._reviews[event.study] = after
        self._log.add(event)
        try:
            self._store.put(event.study, after, event)
        except LggError as error:
            self._news.append((str(error), True))
        self._tell()
        self.review_changed.emit(event.study)

    def _read(self, store: ReviewStore) -> None:
        self._reviews = store.reviews()
        self._log = DecisionLog(store.events())

    @Slot()
    def _open(self) -> None:
        """Change to the file of the cohort that was opened; what befell is told when its first study is on screen."""
        self.close()
        cohort, self.fault = self._session.cohort, ""
        if cohort is not None:
            try:
                self._store = self._files.open(cohort)
                self._news += self._files.bring_along(self._store, cohort)
                self._read(self._store)
            except LggError as error:
                self.fault = str(error) if self._store is None else ""
                self._news.append((str(error), True))
        self.store_changed.emit()
        self.blind_changed.emit()

    def _keys(self) -> list[str]:
        return [study.key for study in self._session.cohort.studies] if self._session.cohort else []

    def _need_store(self) -> ReviewStore:
        if self._store is None:
            raise LggError(self.fault or tr("No cohort is open."), "" if self.fault else tr("Open a folder first."))
        return self._store

    def _tell(self) -> None:
        """Say all that has happened at once: the window shows one sentence, the last."""
        if self._store is not None and (warning := self._store.take_warning()):
            self._news.append((warning, True))
        news, self._news = self._news, []
        if news:
            self._session.noticed.emit(" ".join(told for told, _ in news), any(failed for _, failed in news))
