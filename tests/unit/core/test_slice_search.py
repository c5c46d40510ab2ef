"""Which slices a reader is taken to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgg_viewer.core.finding import Finding
from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.probability import ModelId, ProbabilityMap
from lgg_viewer.core.slice_search import disagrees, has_tumour, is_doubtful, next_slice
from lgg_viewer.core.threshold_table import ThresholdTable, count_slice

wishes = st.lists(st.booleans(), min_size=1, max_size=12)


@given(wishes, st.integers(0, 11), st.sampled_from([1, -1]))
def test_the_next_slice_is_the_nearest_wanted_one_going_round(wanted, start, step):
    z = start % len(wanted)
    found = next_slice(z, len(wanted), step, wanted.__getitem__)
    if not any(wanted):
        assert found is None
        return
    assert wanted[found]
    passed = (found - z) * step % len(wanted) or len(wanted)
    assert not any(wanted[(z + step * n) % len(wanted)] for n in range(1, passed))


@given(wishes, st.integers(0, 11))
def test_going_on_visits_every_wanted_slice_once_before_it_comes_back(wanted, start):
    z, visited = start % len(wanted), []
    for _ in range(sum(wanted)):
        z = next_slice(z, len(wanted), 1, wanted.__getitem__)
        visited.append(z)
    assert sorted(visited) == [z for z, want in enumerate(wanted) if want]


def find(values: np.ndarray, truth: np.ndarray, known: np.ndarray | None = None) -> tuple[Mask, Finding]:
    """A finding at threshold 0.5 of slices (Z, Y, X)."""
    known = np.ones(len(values), bool) if known is None else known
    mask = Mask(truth, np.ones(len(truth), bool), MaskSource.GROUND_TRUTH)
    values = values.astype(np.float16)
    table = ThresholdTable(len(values), mask)
    for z in np.flatnonzero(known):
        table.fill(int(z), count_slice(values[z], truth[z]))
    return mask, Finding(ProbabilityMap(values, known, ModelId("m", "0")), table, mask, 0.5)


def square(left: int, right: int) -> np.ndarray:
    plane = np.zeros((1, 40, 40), bool)
    plane[0, left:right, left:right] = True
    return plane


@pytest.mark.parametrize(
    ("predicted", "actual", "expected"),
    [
        (square(10, 20), square(10, 20), False),
        (square(10, 20), square(9, 21), False),
        (square(9, 21), square(10, 20), False),
        (square(10, 20), square(8, 22), True),
        (square(5, 10), square(30, 35), True),
        (square(10, 14), square(0, 0), False),
        (square(10, 15), square(0, 0), True),
        (square(0, 0), square(10, 15), True),
    ],
    ids=["same", "a pixel less", "a pixel more", "two less", "elsewhere", "speck", "not there", "missed"],
)
def test_a_border_one_pixel_off_is_no_disagreement(predicted, actual, expected):
    truth, finding = find(predicted * 1.0, actual)
    assert disagrees(0, truth, finding) is expected


def test_a_slice_that_is_not_answered_has_no_disagreement_and_only_the_tumour_of_the_ground_truth():
    truth, finding = find(square(0, 0) * 1.0, square(5, 25), np.zeros(1, bool))
    assert not disagrees(0, truth, finding)
    assert not is_doubtful(0, finding)
    assert has_tumour(0, truth, finding)
    assert not has_tumour(0, None, finding)


def test_tumour_is_what_either_of_them_marks():
    for predicted, actual in ((square(3, 5), square(0, 0)), (square(0, 0), square(3, 5)), (square(3, 5), square(3, 5))):
        assert has_tumour(0, *find(predicted * 1.0, actual))
    assert not has_tumour(0, *find(square(0, 0) * 1.0, square(0, 0)))
    assert not has_tumour(0, None, None)


@pytest.mark.parametrize(
    ("doubtful", "sure", "expected"),
    [(9, 0, False), (10, 0, True), (10, 100, False), (12, 99, True), (40, 1000, False)],
)
def test_a_slice_is_doubtful_where_more_than_the_rim_of_the_prediction_is(doubtful, sure, expected):
    values = np.zeros((1, 40, 40))
    values.reshape(-1)[:sure] = 0.95
    values.reshape(-1)[sure : sure + doubtful] = 0.4
    assert is_doubtful(0, find(values, square(0, 0))[1]) is expected
