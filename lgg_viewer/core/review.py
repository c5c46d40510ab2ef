"""What a reader decided about a study: one frozen value, the moves from one to the next, and the log of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum, StrEnum

from lgg_viewer.words import mark


class ReviewState(Enum):
    """How far the review of a study is; the value is the name on screen, in English, and in the log."""

    UNREVIEWED = mark("Unreviewed")
    APPROVED = mark("Approved")
    FLAGGED = mark("Flagged")
    EDITED = mark("Edited")


class Difficulty(Enum):
    """How hard a study was to read; the value is the name on screen, in English, and in the log."""

    NONE = mark("Not rated")
    EASY = mark("Easy")
    MEDIUM = mark("Medium")
    HARD = mark("Hard")


class Verdict(StrEnum):
    """What a reader states before the prediction is shown; the value is its name in English and in files."""

    NONE = ""
    TUMOUR = mark("Tumour")
    NO_TUMOUR = mark("No tumour")
    UNSURE = mark("Unsure")


@dataclass(frozen=True)
class Review:
    """What is decided about one study.

    Attributes
    ----------
    state : ReviewState
    difficulty : Difficulty
    comment : str
    reviewer : str
        Who made the last change.
    changed : datetime or None
        When that was, in UTC; None as long as nothing was decided.
    verdict : str
        One of `Verdict`: what was stated before the prediction was shown.
    verdict_by : str
        Who stated it. A second reader's verdict takes the place of the first one's; the log keeps both.
    verdict_at : datetime or None
        When, in UTC.

    Raises
    ------
    ValueError
        A time without its zone, or a verdict that is none.
    """

    state: ReviewState = ReviewState.UNREVIEWED
    difficulty: Difficulty = Difficulty.NONE
    comment: str = ""
    reviewer: str = ""
    changed: datetime | None = None
    verdict: str = Verdict.NONE
    verdict_by: str = ""
    verdict_at: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "verdict", Verdict(self.verdict))
        for name in ("changed", "verdict_at"):
            moment = getattr(self, name)
            if moment is not None:
                object.__setattr__(self, name, in_utc(moment))

    @property
    def done(self) -> bool:
        """Whether somebody has decided; who changes the mask has yet to say whether it is right now."""
        return self.state in (ReviewState.APPROVED, ReviewState.FLAGGED)

    def has_verdict_of(self, reader: str) -> bool:
        """Whether this very reader has stated what there is to be seen."""
        return self.verdict != Verdict.NONE and self.verdict_by == reader

    def in_state(self, state: ReviewState, who: str, when: datetime) -> "Review":
        """Decide; the same decision once more is one of its own, for the threshold may have moved since."""
        return replace(self, state=state, reviewer=who, changed=when)

    def rated(self, difficulty: Difficulty, who: str, when: datetime) -> "Review":
        """Say how hard it was; the same value where nothing differs."""
        if difficulty is self.difficulty:
            return self
        return replace(self, difficulty=difficulty, reviewer=who, changed=when)

    def commented(self, comment: str, who: str, when: datetime) -> "Review":
        """Replace the comment, without blank ends; the same value where nothing differs."""
        comment = comment.strip()
        if comment == self.comment:
            return self
        return replace(self, comment=comment, reviewer=who, changed=when)

    def with_verdict(self, verdict: str, who: str, when: datetime) -> "Review":
        """State what is to be seen. A reader does so once: after that the prediction is known."""
        if self.has_verdict_of(who) or Verdict(verdict) is Verdict.NONE:
            return self
        return replace(self, verdict=verdict, verdict_by=who, verdict_at=when, reviewer=who, changed=when)


@dataclass(frozen=True)
class Event:
    """One line of the decision log.

    Attributes
    ----------
    when : datetime
        In UTC.
    study : str
        Key of the study.
    who : str
        Name of the reviewer.
    what : str
        What was done, in a word: a state by its value, `Verdict`, `Difficulty` or `Comment`.
    detail : mapping
        What it was changed `from` and `to`, and what was in force: threshold, model, post-processing.

    Raises
    ------
    ValueError
        A time without its zone.
    """

    when: datetime
    study: str
    who: str
    what: str
    detail: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "when", in_utc(self.when))

    def detail_json(self) -> str:
        """Return the details as JSON text, the same for equal details."""
        return json.dumps(dict(self.detail), sort_keys=True, ensure_ascii=False)


def log_entry(study: str, before: Review, after: Review, context: Mapping[str, str]) -> Event:
    """Return the line of the log that tells of one move.

    Parameters
    ----------
    study : str
        Key of the study.
    before, after : Review
        As it was, and what a move made of it.
    context : mapping
        What was in force: threshold, model, post-processing.

    Raises
    ------
    ValueError
        Nothing was decided between the two.
    """
    if after.changed is None or after is before:
        raise ValueError("no move lies between the two reviews")
    if after.verdict_at != before.verdict_at:
        what, old, new = "Verdict", str(before.verdict), str(after.verdict)
    elif after.difficulty is not before.difficulty:
        what, old, new = "Difficulty", before.difficulty.value, after.difficulty.value
    elif after.comment != before.comment:
        what, old, new = "Comment", before.comment, after.comment
    else:
        what, old, new = after.state.value, before.state.value, after.state.value
    return Event(after.changed, study, after.reviewer, what, {**context, "from": old, "to": new})


def in_utc(moment: datetime) -> datetime:
    """Return a time in UTC.

    Raises
    ------
    ValueError
        It has no zone: nobody could say when it was.
    """
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment.astimezone(UTC)


def text_of(moment: datetime | None) -> str:
    """Return a time as ISO 8601 text in UTC, in microseconds; empty for None."""
    return "" if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")
