"""The moves of a review, and what the log says of them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgg_viewer.core.review import (
    Difficulty,
    Event,
    Review,
    ReviewState,
    Verdict,
    log_entry,
)

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
zones = st.timedeltas(timedelta(hours=-12), timedelta(hours=14)).map(timezone)
moments = st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1), timezones=zones)
# whatever a folder's name or a reader's hand may bring, half characters among it
words = st.text(st.characters(), max_size=20)
reviews = st.builds(
    Review,
    st.sampled_from(ReviewState),
    st.sampled_from(Difficulty),
    words,
    words,
    moments,
    st.sampled_from(Verdict),
    words,
    st.none() | moments,
)


def later(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_a_study_begins_unreviewed():
    review = Review()
    assert (review.state, review.difficulty, review.changed) == (ReviewState.UNREVIEWED, Difficulty.NONE, None)
    assert not review.done


def test_a_decision_tells_who_and_when():
    review = Review().in_state(ReviewState.APPROVED, "anna", NOON)
    assert (review.state, review.reviewer, review.changed, review.done) == (ReviewState.APPROVED, "anna", NOON, True)


@given(reviews, words, moments)
def test_each_move_changes_what_it_is_named_for_and_nothing_else_of_the_reading(review, who, when):
    flagged = review.in_state(ReviewState.FLAGGED, who, when)
    assert (flagged.difficulty, flagged.comment, flagged.verdict) == (review.difficulty, review.comment, review.verdict)
    rated = review.rated(Difficulty.HARD, who, when)
    assert (rated.state, rated.comment, rated.verdict) == (review.state, review.comment, review.verdict)
    commented = review.commented("unclear border", who, when)
    assert (commented.state, commented.difficulty, commented.verdict) == (
        review.state,
        review.difficulty,
        review.verdict,
    )


def test_what_is_said_twice_is_no_change():
    review = Review().commented("odd", "anna", NOON).rated(Difficulty.EASY, "anna", NOON)
    assert review.commented(" odd\n", "ben", later(1)) is review
    assert review.rated(Difficulty.EASY, "ben", later(1)) is review


def test_approving_again_is_a_decision_of_its_own():
    review = Review().in_state(ReviewState.APPROVED, "anna", NOON).in_state(ReviewState.APPROVED, "ben", later(5))
    assert (review.reviewer, review.changed) == ("ben", later(5))


def test_a_reader_states_a_verdict_once_and_another_reader_an_own_one():
    review = Review().with_verdict(Verdict.NO_TUMOUR, "anna", NOON)
    assert review.has_verdict_of("anna")
    assert review.with_verdict(Verdict.TUMOUR, "anna", later(1)) is review
    assert not review.has_verdict_of("ben")
    second = review.with_verdict("Tumour", "ben", later(2))
    assert (second.verdict, second.verdict_by, second.verdict_at) == (Verdict.TUMOUR, "ben", later(2))


def test_whoever_changes_the_mask_has_yet_to_say_whether_it_is_right():
    edited = Review().in_state(ReviewState.APPROVED, "anna", NOON).in_state(ReviewState.EDITED, "anna", later(1))
    assert not edited.done
    assert edited.in_state(ReviewState.APPROVED, "anna", later(2)).done


def test_a_verdict_is_no_decision():
    assert not Review().with_verdict(Verdict.TUMOUR, "anna", NOON).done


def test_what_is_no_verdict_is_refused():
    with pytest.raises(ValueError, match="perhaps"):
        Review().with_verdict("perhaps", "anna", NOON)


def test_times_without_a_zone_are_refused():
    with pytest.raises(ValueError, match="zone"):
        Review().in_state(ReviewState.APPROVED, "anna", datetime(2026, 3, 4, 12))
    with pytest.raises(ValueError, match="zone"):
        Event(datetime(2026, 3, 4), "A", "anna", "Approved")


@given(moments)
def test_times_are_kept_in_utc(moment):
    kept = Review().in_state(ReviewState.APPROVED, "anna", moment).changed
    assert kept == moment
    assert kept.utcoffset() == timedelta(0)


def test_the_log_tells_from_what_to_what_and_what_was_in_force():
    before = Review().in_state(ReviewState.FLAGGED, "anna", NOON)
    event = log_entry("A", before, before.in_state(ReviewState.APPROVED, "ben", later(3)), {"threshold": "0.40"})
    assert (event.when, event.study, event.who, event.what) == (later(3), "A", "ben", "Approved")
    assert event.detail == {"threshold": "0.40", "from": "Flagged", "to": "Approved"}


@pytest.mark.parametrize(
    ("after", "what", "to"),
    [
        (Review().rated(Difficulty.HARD, "anna", NOON), "Difficulty", "Hard"),
        (Review().commented("odd", "anna", NOON), "Comment", "odd"),
        (Review().with_verdict(Verdict.UNSURE, "anna", NOON), "Verdict", "Unsure"),
        (Review().in_state(ReviewState.EDITED, "anna", NOON), "Edited", "Edited"),
    ],
)
def test_the_log_names_the_move(after, what, to):
    event = log_entry("A", Review(), after, {})
    assert (event.what, event.detail["to"]) == (what, to)


def test_the_log_has_no_line_where_nothing_was_decided():
    review = Review().commented("odd", "anna", NOON)
    with pytest.raises(ValueError, match="no move"):
        log_entry("A", review, review.commented("odd", "anna", later(1)), {})
