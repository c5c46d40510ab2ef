"""Doubt from the probability, and from how far the answer to the mirror image is away."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lgg_viewer.core.averaging import Averaging, describe_departure
from lgg_viewer.core.doubt import doubt_of
from lgg_viewer.core.probability import SPREAD_STEPS

probabilities = hnp.arrays(np.float32, 16, elements=st.floats(0, 1, width=32))
spreads = hnp.arrays(np.uint8, 16)
temperatures = st.none() | st.floats(0.5, 4)


@given(p=probabilities, spread=spreads, temperature=temperatures)
def test_two_answers_that_differ_only_ever_add_doubt(p, spread, temperature):
    alone, both = doubt_of(p, temperature), doubt_of(p, temperature, spread)
    assert (both >= alone).all()
    assert both.dtype == np.float32
    assert ((both >= 0) & (both <= 1)).all()
    raised = both > alone
    assert both[raised] == pytest.approx(spread[raised] / SPREAD_STEPS, abs=1e-6)
    assert (spread[~raised] / SPREAD_STEPS <= alone[~raised] + 1e-6).all()


@given(p=probabilities, temperature=temperatures)
def test_two_answers_that_agree_leave_the_doubt_of_the_probability(p, temperature):
    np.testing.assert_array_equal(doubt_of(p, temperature, np.zeros(16, np.uint8)), doubt_of(p, temperature))


@given(p=probabilities, spread=spreads)
def test_the_farther_two_answers_are_apart_the_greater_the_doubt(p, spread):
    more = np.minimum(spread.astype(int) + 10, SPREAD_STEPS).astype(np.uint8)
    assert (doubt_of(p, None, more) >= doubt_of(p, None, spread)).all()


def test_a_network_that_is_sure_of_one_image_and_not_of_its_mirror_image_is_in_doubt():
    # logits of 6 and -1: their mean is taken for 0.92 tumour, though one of the two says no
    sure, other = 1 / (1 + np.exp([-6.0, 1.0]))
    averaged = np.array([1 / (1 + np.exp(-2.5))], np.float32)
    spread = np.array([round((sure - other) * SPREAD_STEPS)], np.uint8)
    assert doubt_of(averaged)[0] == pytest.approx(0.15, abs=0.01)
    assert doubt_of(averaged, None, spread)[0] == pytest.approx(sure - other, abs=0.01)


@pytest.mark.parametrize("own", [True, False])
def test_the_readers_choice_goes_before_the_model_cards_own_way(own):
    assert [choice.applied_to(own) for choice in (Averaging.AUTO, Averaging.ON, Averaging.OFF)] == [own, True, False]


@pytest.mark.parametrize("choice", Averaging)
def test_a_choice_that_was_kept_comes_back_by_its_name(choice):
    assert Averaging.named(choice.value) is choice


@pytest.mark.parametrize("name", ["", "ON", "both"])
def test_a_name_that_is_no_choice_stands_for_the_cards_own_way(name):
    assert Averaging.named(name) is Averaging.AUTO


def test_only_another_way_than_the_cards_is_told():
    assert describe_departure(averaged=True, own=True) == describe_departure(averaged=False, own=False) == ""
    assert "averaging on" in describe_departure(averaged=True, own=False)
    assert "averaging off" in describe_departure(averaged=False, own=True)
