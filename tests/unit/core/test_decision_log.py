"""What the log tells: who decided about which mask, what an undone change leaves, and what two logs come to."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgg_viewer.core.decision_log import HOLDS_AGAIN, DecisionLog, mask_changes, merged
from lgg_viewer.core.review import Difficulty, Event, Review, ReviewState, Verdict, log_entry, text_of
from tests.unit.core.test_review import later, reviews

APPROVED, FLAGGED, EDITED, UNREVIEWED = (
    ReviewState.APPROVED,
    ReviewState.FLAGGED,
    ReviewState.EDITED,
    ReviewState.UNREVIEWED,
)


def decided(*states: ReviewState, who: str = "anna") -> list[Event]:
    review, log = Review(), []
    for minute, state in enumerate(states):
        after = review.in_state(state, who, later(minute))
        log.append(log_entry("A", review, after, {}))
        review = after
    return log


def again(state: ReviewState, decision: Event | None, minute: int, former: ReviewState) -> Event:
    held = "" if decision is None else text_of(decision.when)
    return Event(later(minute), "A", "ben", state.value, {"from": former.value, "to": state.value, HOLDS_AGAIN: held})


@pytest.mark.parametrize("state", [UNREVIEWED, APPROVED, EDITED])
def test_a_flag_taken_back_leaves_what_was_before_and_whose_it_was(state):
    log = decided(state, FLAGGED, FLAGGED)
    assert DecisionLog(log).below_flag("A") == (state, log[0])


def test_without_a_log_a_flag_taken_back_leaves_a_study_unreviewed():
    assert DecisionLog().below_flag("A") == (UNREVIEWED, None)


def test_a_decision_is_no_comment_rating_or_verdict():
    (approved,) = decided(APPROVED)
    said = Event(later(5), "A", "ben", "Comment", {"from": "", "to": "odd"})
    seen = Event(later(6), "A", "ben", "Verdict", {"from": "", "to": "Tumour"})
    assert DecisionLog([approved, said, seen]).decision("A") == approved
    assert DecisionLog([said]).decision("A") is None


def test_an_undone_change_leaves_the_decision_of_who_took_it():
    approved, edited = decided(APPROVED, EDITED)
    log = DecisionLog([approved, edited])
    assert log.decision("A") == edited
    log.add(again(APPROVED, approved, 7, EDITED))
    assert log.decision("A") == approved
    log.add(again(APPROVED, approved, 8, APPROVED))
    assert log.decision("A") == approved


def test_an_undone_change_of_an_undecided_study_leaves_it_undecided():
    (edited,) = decided(EDITED)
    assert DecisionLog([edited, again(UNREVIEWED, None, 7, EDITED)]).decision("A") is None


def test_a_verdict_stays_its_readers_when_another_reader_states_one():
    log = DecisionLog(
        Event(later(minute), "A", who, "Verdict", {"to": "Unsure"}) for minute, who in enumerate(["anna", "ben"])
    )
    assert log.has_verdict_of("A", "anna")
    assert log.has_verdict_of("A", "ben")
    assert not log.has_verdict_of("A", "carl")
    assert not log.has_verdict_of("B", "anna")


MASK = {"model sha256": "ab", "threshold": "0.35", "post-processing": "none", "mirror averaging": "on"}


@pytest.mark.parametrize(
    ("now", "changes"),
    [
        (MASK, ()),
        ({**MASK, "threshold": "0.60"}, ("threshold",)),
        ({**MASK, "components deleted": "1"}, ("components deleted",)),
        ({**MASK, "model sha256": "cd", "mirror averaging": "off"}, ("model sha256", "mirror averaging")),
        ({"prediction": "none"}, ()),
    ],
)
def test_a_mask_is_told_from_the_one_decided_about(now, changes):
    assert mask_changes(MASK | {"blind-first": "off"}, now) == changes


moves = st.one_of(
    st.sampled_from([APPROVED, FLAGGED, EDITED, UNREVIEWED]),
    st.sampled_from(Difficulty),
    st.sampled_from(["", "odd", "blurred"]).map(lambda text: ("comment", text)),
    st.sampled_from([Verdict.TUMOUR, Verdict.UNSURE]),
)


def moved(review: Review, move: object, who: str, minute: int) -> Review:
    when = later(minute)
    if isinstance(move, ReviewState):
        return review.in_state(move, who, when)
    if isinstance(move, Difficulty):
        return review.rated(move, who, when)
    if isinstance(move, Verdict):
        return review.with_verdict(move, who, when)
    return review.commented(move[1], who, when)


@given(st.lists(st.tuples(st.booleans(), moves), max_size=8))
def test_of_each_part_what_was_decided_last_holds_wherever_it_was_decided(history):
    sides, log, last = [Review(), Review()], [], {}
    for minute, (side, move) in enumerate(history):
        who = ("anna", "ben")[side]
        before, after = sides[side], moved(sides[side], move, who, minute)
        if after is not before:
            log.append(log_entry("A", before, after, {}))
            last[type(move)] = after
        sides[side] = after
    together = merged(*sides, log)
    untouched = Review()
    assert together.state == last.get(ReviewState, untouched).state
    assert together.difficulty == last.get(Difficulty, untouched).difficulty
    assert together.comment == last.get(tuple, untouched).comment
    assert together.verdict == last.get(Verdict, untouched).verdict
    assert together.changed == max((r.changed for r in last.values()), default=None)


@given(reviews, reviews, reviews)
def test_merging_depends_on_no_order_and_settles(a, b, c):
    ways = {merged(merged(x, y, []), z, []) for x, y, z in permutations((a, b, c))}
    assert len(ways) == 1
    (together,) = ways
    assert merged(together, b, []) == together


@given(reviews)
def test_any_review_stands_against_none(review):
    assert merged(Review(), review, []) == review
