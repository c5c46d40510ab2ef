"""One model asked in two ways, with and without averaging over mirror images."""

from dataclasses import replace

import numpy as np
import pytest

from lgg_viewer.core.probability import ProbabilityMap
from lgg_viewer.core.volume import frozen
from lgg_viewer.io.cohort_folder import read_cohort
from lgg_viewer.io.model_card import read_model_card
from lgg_viewer.io.prediction_cache import PredictionCache
from lgg_viewer.io.study_files import read_study
from lgg_viewer.jobs.tasks import Network, cache_variant, fetch_answer, segment_study


@pytest.fixture
def data(demo_cohort):
    return read_study(read_cohort(demo_cohort).studies[0])


@pytest.fixture
def cards(tiny_model):
    """The same weights, without and with averaging."""
    card = read_model_card(tiny_model)
    return card, replace(card, flip_averaging=True)


def nothing_to_ask():
    raise AssertionError("the cache knows the answer")


def test_the_answers_of_both_ways_lie_side_by_side_in_the_cache(data, cards, tmp_path):
    network, cache = Network(), PredictionCache(tmp_path / "cache")
    given = []
    for card in cards:
        assert fetch_answer(data, card, cache) is None
        predictor = network.predictor(card, "cpu", print)
        given.append(segment_study(data, card, lambda predictor=predictor: predictor, cache).probability)
    alone, averaged = given
    assert (alone.averaged, averaged.averaged) == (False, True)
    assert alone.spread is None
    assert averaged.spread.any()
    assert not np.array_equal(alone.values, averaged.values)
    for card, expected in zip(cards, given, strict=True):
        found = segment_study(data, card, nothing_to_ask, cache).probability
        np.testing.assert_array_equal(found.values, expected.values)
        assert found.averaged == expected.averaged
    np.testing.assert_array_equal(fetch_answer(data, cards[1], cache).probability.spread, averaged.spread)


def test_what_is_told_along_the_way_has_the_spread_of_what_is_answered(data, cards, monkeypatch):
    monkeypatch.setattr("lgg_viewer.jobs.tasks.REPORT_EVERY_S", 0)
    told = []
    whole = segment_study(
        data, cards[1], lambda: Network().predictor(cards[1], "cpu", print), None, on_answer=told.append
    )
    first = told[0].probability
    assert 0 < first.known.sum() < len(first.known)
    np.testing.assert_array_equal(first.spread[first.known], whole.probability.spread[first.known])
    assert not first.spread[~first.known].any()


def test_weights_that_are_loaded_serve_both_ways(data, cards):
    network = Network()
    one = network.predictor(cards[0], "cpu", print)
    two = network.predictor(cards[1], "cpu", print)
    assert one is two
    assert two.predict(data.volume).averaged
    assert not network.predictor(cards[0], "cpu", print).predict(data.volume).averaged


def test_an_answer_knows_whether_it_is_on_the_disk_too(data, cards, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    kept, unkept = PredictionCache(tmp_path / "cache"), PredictionCache(tmp_path / "file" / "cache")
    network = Network()

    def ask(cache):
        return segment_study(data, cards[0], lambda: network.predictor(cards[0], "cpu", print), cache)

    assert [ask(cache).kept for cache in (None, unkept, kept)] == [False, False, True]
    assert fetch_answer(data, cards[0], kept).kept


@pytest.mark.parametrize("way", [0, 1])
def test_an_answer_that_an_earlier_version_kept_belongs_to_the_way_it_was_kept_for(data, cards, tmp_path, way):
    cache, card = PredictionCache(tmp_path / "cache"), cards[way]
    values = frozen(np.full(data.volume.shape, 0.5, np.float16))
    old = ProbabilityMap(values, frozen(np.ones(len(values), bool)), card.model_id, "long ago")
    cache.put(data.volume.sha256, card.model_id, cache_variant(card), old)
    found = fetch_answer(data, card, cache).probability
    assert found.averaged == card.flip_averaging
    assert found.spread is None
    assert fetch_answer(data, cards[1 - way], cache) is None
