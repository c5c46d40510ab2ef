"""What the reader decides about the studies of the open cohort."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject

from lgg_viewer.core.decision_log import HOLDS_AGAIN, mask_changes
from lgg_viewer.core.review import Difficulty, Event, Review, ReviewState, log_entry, text_of
from lgg_viewer.gui.review.open_reviews import OpenReviews
from lgg_viewer.gui.review.reader_settings import ReaderSettings
from lgg_viewer.gui.review.review_files import ReviewFiles
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.settings import Settings
from lgg_viewer.words import tr


class Reviewer(OpenReviews):
    """Takes the reader's decisions and writes each at once; made before the widgets that ask it.

    Parameters
    ----------
    session : Session
    settings : Settings
    folder : Path
        Where the files of reviews lie, one a cohort.
    context : callable
        Returns what there is to decide by about a study, for the log: its prediction's model, threshold and so on.
    """

    def __init__(
        self,
        session: Session,
        settings: Settings,
        folder: Path,
        context: Callable[[str], dict[str, str]],
        parent: QObject | None = None,
    ) -> None:
        self._reader = ReaderSettings(settings)
        self._context = context
        super().__init__(session, ReviewFiles(folder, self._reader), parent)

    # what holds

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
        return self.blind and not self.has_verdict(key)

    def has_verdict(self, key: str) -> bool:
        """Whether the reader has stated what there is to be seen in a study, whoever did so since."""
        return self.review(key).has_verdict_of(self.name) or self._log.has_verdict_of(key, self.name)

    def changes_since_approval(self, key: str) -> tuple[str, ...]:
        """Return in what the mask of an approved study is no longer the approved one; see `mask_changes`."""
        decision = self.decision(key) if self.review(key).state is ReviewState.APPROVED else None
        return () if decision is None else mask_changes(decision.detail, self._context(key))

    # intents

    def approve(self) -> bool:
        """Approve the study on screen; return whether that was possible."""
        return self.set_state(ReviewState.APPROVED)

    def flag(self) -> bool:
        """Flag the study on screen, or take the flag back: it is then what it was before."""
        if self.current.state is not ReviewState.FLAGGED:
            return self.set_state(ReviewState.FLAGGED)
        return self.restore(*self.below_flag)

    @property
    def below_flag(self) -> tuple[ReviewState, Event | None]:
        """State of the study on screen, and the decision it comes from, but for a flag upon it."""
        key, state = self._session.state.study, self.current.state
        return self._log.below_flag(key) if state is ReviewState.FLAGGED else (state, self.decision(key))

    def set_state(self, state: ReviewState) -> bool:
        """Decide about the study on screen; return whether that was possible.

        Nobody decides about pixels that are not there, or approves what is hidden or not yet answered as a whole.
        """
        session = self._session
        refused = "" if session.volume is not None else tr("Decide once the study is on screen.")
        if state is ReviewState.APPROVED and self.available:
            if self.hides_prediction:
                refused = tr("State your own verdict first, then approve what the network found.")
            elif session.drawer is not None and session.drawer.segmenting:
                refused = tr("Approve once all slices are segmented: the mask may still change.")
        if refused:
            session.noticed.emit(refused, True)
            return False
        return self._decide(session.state.study, lambda r, who, when: r.in_state(state, who, when))

    def restore(self, state: ReviewState, decision: Event | None) -> bool:
        """Give the study on screen a former state back; it is that of the decision, not of who restores it."""
        detail = {HOLDS_AGAIN: "" if decision is None else text_of(decision.when)}
        return self._decide(self._session.state.study, lambda r, who, when: r.in_state(state, who, when), detail)

    def set_difficulty(self, difficulty: Difficulty) -> bool:
        """Say how hard the study on screen was."""
        return self._decide(self._session.state.study, lambda r, who, when: r.rated(difficulty, who, when))

    def set_comment(self, comment: str, key: str | None = None) -> bool:
        """Replace the comment of a study; without a key, of the one on screen."""
        study = self._session.state.study if key is None else key
        return self._decide(study, lambda r, who, when: r.commented(comment, who, when))

    def state_verdict(self, verdict: str) -> bool:
        """State what there is to be seen in the study on screen; one of `Verdict`, once a reader."""
        if self._session.volume is None:
            self._session.noticed.emit(tr("Decide once the study is on screen."), True)
            return False
        key = self._session.state.study
        done = self.has_verdict(key) or self._decide(key, lambda r, who, when: r.with_verdict(verdict, who, when))
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

    def _decide(
        self, key: str, move: Callable[[Review, str, datetime], Review], detail: Mapping[str, str] | None = None
    ) -> bool:
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
        self._put(after, log_entry(key, before, after, {**context, **(detail or {})}))
        return True
