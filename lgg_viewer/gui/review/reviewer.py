"""What the reader decides about the studies of the open cohort, and where it is kept."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from lgg_viewer.core.review import Difficulty, Review, ReviewState, log_entry, state_before_flag
from lgg_viewer.errors import LggError
from lgg_viewer.gui.review.reader_settings import ReaderSettings
from lgg_viewer.gui.review.review_files import ReviewFiles
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.settings import Settings
from lgg_viewer.io.review_store import ReviewStore
from lgg_viewer.words import tr

_UNREAD = Review()
_log = logging.getLogger(__name__)


class Reviewer(QObject):
    """Holds the reviews of the open cohort, and writes each decision at once; made before the widgets that ask it.

    Parameters
    ----------
    session : Session
    settings : Settings
    folder : Path
        Where the files of reviews lie, one a cohort.
    context : callable
        Returns what there is to decide by about a study, for the log: its prediction's model, threshold and so on.

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

    def __init__(
        self,
        session: Session,
        settings: Settings,
        folder: Path,
        context: Callable[[str], dict[str, str]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._reader = ReaderSettings(settings)
        self._files = ReviewFiles(folder, self._reader)
        self._context = context
        self._store: ReviewStore | None = None
        self._reviews: dict[str, Review] = {}
        self._news: list[tuple[str, bool]] = []
        self.fault = ""
        session.cohort_changed.connect(self._open)
        session.study_changed.connect(self.refresh)
        session.removals_changed.connect(self._on_removals)

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

    @property
    def name(self) -> str:
        """Who reads; at first the name of the user's account."""
        return self._reader.name

    @property
    def blind(self) -> bool:
        """Whether the reader wants to state an own verdict before each prediction is shown."""
        return self._reader.blind

    @property
    def hides_prediction(self) -> bool:
        """Whether the prediction of the study on screen must not be shown yet."""
        return self.hides(self._session.state.study)

    def hides(self, key: str) -> bool:
        """Whether the prediction of a study must not be shown yet; no verdict can be stated where `fault` says why."""
        return self.blind and not self.review(key).has_verdict_of(self.name)

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

    # intents

    def approve(self) -> bool:
        """Approve the study on screen; return whether that was possible."""
        return self.set_state(ReviewState.APPROVED)

    def flag(self) -> bool:
        """Flag the study on screen, or take the flag back: it is then what it was before."""
        if self.current.state is not ReviewState.FLAGGED:
            return self.set_state(ReviewState.FLAGGED)
        try:
            log = self._store.events(self._session.state.study) if self._store else []
        except LggError as error:
            self._session.noticed.emit(str(error), True)
            return False
        return self.set_state(state_before_flag(log))

    def set_state(self, state: ReviewState) -> bool:
        """Decide about the study on screen; return whether it was possible: nobody approves what is still hidden."""
        if state is ReviewState.APPROVED and self.available and self.hides_prediction:
            self._session.noticed.emit(tr("State your own verdict first, then approve what the network found."), True)
            return False
        return self._decide(self._session.state.study, lambda r, who, when: r.in_state(state, who, when))

    def set_difficulty(self, difficulty: Difficulty) -> bool:
        """Say how hard the study on screen was."""
        return self._decide(self._session.state.study, lambda r, who, when: r.rated(difficulty, who, when))

    def set_comment(self, comment: str, key: str | None = None) -> bool:
        """Replace the comment of a study; without a key, of the one on screen."""
        study = self._session.state.study if key is None else key
        return self._decide(study, lambda r, who, when: r.commented(comment, who, when))

    def state_verdict(self, verdict: str) -> bool:
        """State what there is to be seen in the study on screen; one of `Verdict`, once a reader."""
        done = self._decide(self._session.state.study, lambda r, who, when: r.with_verdict(verdict, who, when))
        self.blind_changed.emit()
        return done

    def set_name(self, name: str) -> None:
        """Take another reader's name; an empty one is that of the account."""
        if name.strip() != self.name:
            self._reader.name = name
            self.blind_changed.emit()

    def set_blind(self, blind: bool) -> None:
        """Hide predictions until there is an own verdict, or show them at once."""
        if blind != self.blind:
            self._reader.blind = blind
            self.blind_changed.emit()

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
        self._reviews = store.reviews()
        self.store_changed.emit()
        return count

    @Slot()
    def _on_removals(self) -> None:
        """Note that the mask is not the one that may have been approved; a flag stays, upon the change."""
        flag = [ReviewState.FLAGGED] if self.current.state is ReviewState.FLAGGED else []
        for state in [ReviewState.EDITED, *flag] if self.available else []:
            self.set_state(state)

    @Slot()
    def refresh(self) -> None:
        """Take up what another window has written."""
        try:
            if self._store is not None and self._store.find():
                before, self._reviews = self._reviews, self._store.reviews()
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
        self._store, self._reviews = None, {}
        for _, error in failed:
            _log.error("%s", error)  # the window that could tell it may be gone
            self._news.append((str(error), True))

    def _decide(self, key: str, move: Callable[[Review, str, datetime], Review]) -> bool:
        """Make a move, write it, tell of it; what cannot be written is told and holds nevertheless."""
        if self._store is None or not key:
            if self.fault:
                self._session.noticed.emit(self.fault, True)
            return False
        self.refresh()
        before = self.review(key)
        after = move(before, self.name, datetime.now(UTC))
        if after is before:
            return True
        context = self._context(key)
        if self.hides(key) and "model" in context:
            context = {"prediction": "withheld"}
        context["blind-first"] = "on" if self.blind else "off"
        self._reviews[key] = after
        try:
            self._store.put(key, after, log_entry(key, before, after, context))
        except LggError as error:
            self._news.append((str(error), True))
        self._tell()
        self.review_changed.emit(key)
        return True

    # the file

    @Slot()
    def _open(self) -> None:
        """Change to the file of the cohort that was opened; what befell is told when its first study is on screen."""
        self.close()
        cohort, self.fault = self._session.cohort, ""
        if cohort is not None:
            try:
                self._store = self._files.open(cohort)
                self._news += self._files.bring_along(self._store, cohort)
                self._reviews = self._store.reviews()
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
