"""What the log tells of a study: its last decision, whose verdicts it has, and what two files say together."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lgg_viewer.core.review import Difficulty, Event, Review, ReviewState, text_of

HOLDS_AGAIN = "holds again"
"""Detail of an event that restores a state: when the decision was taken that holds again; empty for none."""
OF_MASK = ("model sha256", "mirror averaging", "threshold", "post-processing", "components deleted")
"""Details of an event that tell which mask was on screen."""
_STATES = {state.value: state for state in ReviewState}


class DecisionLog:
    """Events by study, each study's in the order they are given: the oldest first."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._events: dict[str, list[Event]] = {}
        for event in events:
            self.add(event)

    def add(self, event: Event) -> None:
        """Take up one more event, the newest of its study."""
        self._events.setdefault(event.study, []).append(event)

    def decision(self, study: str) -> Event | None:
        """Return the event that gave a study its state; None while nobody has decided.

        Where a change was undone, that is the decision which holds again.
        """
        return self._decisions(study)[0]

    def below_flag(self, study: str) -> tuple[ReviewState, Event | None]:
        """Return what a study was before it was flagged, to which taking the flag back returns, and who decided so."""
        _, state, decision = self._decisions(study)
        return state, decision

    def has_verdict_of(self, study: str, reader: str) -> bool:
        """Whether a reader has stated a verdict, whoever stated another since."""
        return any(event.what == "Verdict" and event.who == reader for event in self._events.get(study, ()))

    def _decisions(self, study: str) -> tuple[Event | None, ReviewState, Event | None]:
        """Return the decision that holds, and state and decision below the last flag."""
        holding: Event | None = None
        below: tuple[ReviewState, Event | None] = ReviewState.UNREVIEWED, None
        by_time: dict[str, Event] = {}
        for event in self._events.get(study, ()):
            if event.what not in _STATES:
                continue
            former = event.detail.get("from", "")
            if event.what == ReviewState.FLAGGED.value and former != event.what:
                below = _STATES.get(former, ReviewState.UNREVIEWED), holding
            by_time[text_of(event.when)] = event
            when = event.detail.get(HOLDS_AGAIN)
            # an empty time: nobody had decided
            holding = event if when is None else by_time.get(when, event if when else None)
        return holding, *below


def mask_changes(decided: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Return in what the mask on screen differs from the one that was decided about.

    Parameters
    ----------
    decided, now : mapping
        Details of an event, and what is in force now; no prediction, nothing to compare.

    Returns
    -------
    tuple of str
        Those of `OF_MASK` that differ.
    """
    if "model sha256" not in decided or "model sha256" not in now:
        return ()
    return tuple(key for key in OF_MASK if decided.get(key) != now.get(key))


def merged(one: Review, other: Review, log: Iterable[Event]) -> Review:
    """Return what two reviews of a study come to: of each part, what was decided last.

    A later comment does not undo a decision: the parts are taken one by one. Neither the order of the reviews nor that
    of the log matters, and merging again changes nothing.

    Parameters
    ----------
    one, other : Review
    log : iterable of Event
        Of that study, from both files.
    """
    both = one, other
    last: dict[str, Event] = {}
    for event in sorted(log, key=lambda e: (text_of(e.when), e.what, e.who, e.detail_json())):
        last["State" if event.what in _STATES else event.what] = event
    told = {kind: event.detail.get("to", "") for kind, event in last.items()}
    verdict = max(both, key=lambda r: (text_of(r.verdict_at), str(r.verdict), r.verdict_by))
    newest = max(both, key=lambda r: (text_of(r.changed), r.reviewer))
    state = max(both, key=lambda r: (text_of(r.changed), r.state.name)).state
    difficulty = max(both, key=lambda r: (text_of(r.changed), r.difficulty.name)).difficulty
    comment = max(both, key=lambda r: (text_of(r.changed), r.comment)).comment
    return replace(
        newest,
        state=_STATES[last["State"].what] if "State" in last else state,
        difficulty=next((d for d in Difficulty if d.value == told.get("Difficulty")), difficulty),
        comment=told.get("Comment", comment),
        verdict=verdict.verdict,
        verdict_by=verdict.verdict_by,
        verdict_at=verdict.verdict_at,
    )
