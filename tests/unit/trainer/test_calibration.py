import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lgg_viewer.core.doubt import calibrate
from lgg_viewer.core.surface import draw_border
from lgg_viewer.errors import LggError
from trainer.measures.calibration import Calibration, draw_band, fit_temperature

maps = hnp.arrays(np.float32, (2, 6, 7), elements=st.floats(0, 1, width=32))
masks = hnp.arrays(bool, (2, 6, 7))


def blocks(*parts):
    """A study of one row for each (probability, pixels without tumour, pixels with)."""
    probability = np.concatenate([np.full(a + b, p, np.float32) for p, a, b in parts])
    truth = np.concatenate([np.arange(a + b) >= a for _, a, b in parts])
    return probability[None, None], truth[None, None]


def sigmoid(logits):
    return (1 / (1 + np.exp(-logits))).astype(np.float32)


def test_a_probability_that_comes_true_as_often_as_it_says_has_no_error():
    study = Calibration(0.5)
    study.add("P", *blocks((0.25, 75, 25), (0.75, 10, 30)))
    assert study.all.expected_error == pytest.approx(0, abs=1e-7)
    # 0.25 x 0.75 in both bins: all the error there is is doubt
    assert study.all.brier == pytest.approx(0.1875)


def test_errors_are_weighed_by_the_pixels_of_their_bin():
    study = Calibration(0.5)
    # told 0.9 and true in half, told 0.1 and true in none: 40 pixels off by 0.4, 60 off by 0.1
    study.add("P", *blocks((0.9, 20, 20), (0.1, 60, 0)))
    assert study.all.expected_error == pytest.approx(0.4 * 0.4 + 0.6 * 0.1)
    assert study.all.brier == pytest.approx((20 * 0.81 + 20 * 0.01 + 60 * 0.01) / 100)
    assert study.all.mean_cross_entropy == pytest.approx(-(20 + 60) / 100 * math.log(0.9) - 0.2 * math.log(0.1))


def test_too_much_and_too_little_cancel_out_in_a_bin_and_not_across_bins():
    study = Calibration(0.5, bins=2)
    study.add("P", *blocks((0.6, 10, 0), (0.8, 0, 10)))
    # mean probability 0.7, half are tumour
    assert study.all.expected_error == pytest.approx(0.2)
    finer = Calibration(0.5, bins=4)
    finer.add("P", *blocks((0.6, 10, 0), (0.8, 0, 10)))
    assert finer.all.expected_error == pytest.approx((0.6 + 0.2) / 2)


def test_the_bins_hold_their_lower_edge_and_the_last_one_holds_one():
    study = Calibration(0.5, bins=4)
    study.add("P", *blocks((0.0, 1, 0), (0.25, 2, 0), (0.5, 0, 3), (1.0, 0, 5)))
    told = study.result()["all"]["bins"]
    assert [b["pixels"] for b in told] == [1, 2, 3, 5]
    assert [(b["from"], b["to"]) for b in told] == [(0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1)]
    assert [b["share_of_tumour"] for b in told] == [0, 0, 1, 1]
    assert [b["mean_probability"] for b in told] == [0, 0.25, 0.5, 1]


def test_certain_errors_cost_a_hundred_nats_and_no_more():
    study = Calibration(0.5)
    study.add("P", *blocks((0.0, 1, 1), (1.0, 1, 1)))
    assert study.all.mean_cross_entropy == 50
    assert study.all.brier == 0.5


def test_the_band_reaches_ten_pixels_round_the_border_of_a_point():
    truth = np.zeros((2, 40, 40), bool)
    truth[0, 20, 20] = True
    band = draw_band(np.zeros_like(truth), truth)
    y, x = np.mgrid[:40, :40]
    assert np.array_equal(band[0], np.hypot(y - 20, x - 20) <= 10)
    assert not band[1].any()


@given(masks, masks)
def test_the_band_is_what_lies_near_either_border(prediction, truth):
    # in pictures of 6 x 7 no two pixels are more than ten apart: the band is all of a slice with a mask, or nothing
    band = draw_band(prediction, truth)
    expected = (prediction | truth).any(axis=(1, 2))
    assert np.array_equal(band.any(axis=(1, 2)), expected)
    assert np.array_equal(band.all(axis=(1, 2)), expected)


def test_the_inside_of_a_large_mask_is_not_in_the_band():
    prediction, truth = np.zeros((2, 1, 90, 80), bool)
    prediction[0, 20:70, 10:75] = True
    truth[0, 25:80, 15:60] = True
    band = draw_band(prediction, truth)[0]
    there = np.argwhere((draw_border(prediction) | draw_border(truth))[0])
    y, x = np.mgrid[:90, :80]
    nearest = np.sqrt(((np.stack([y, x], -1)[:, :, None] - there) ** 2).sum(-1)).min(-1)
    assert np.array_equal(band, nearest <= 10)
    assert not band[45, 37]


def test_the_threshold_places_the_band():
    probability, truth = np.zeros((1, 60, 60), np.float32), np.zeros((1, 60, 60), bool)
    probability[0, 30, 30] = 0.4
    counted = []
    for threshold in (0.4, 0.5):
        study = Calibration(threshold)
        study.add("P", probability, truth)
        counted.append(study.band.pixels)
        assert study.all.pixels == 3600
    # as many whole points as a circle of radius 10 holds
    assert counted == [317, 0]


def test_a_band_without_pixels_has_no_figures():
    study = Calibration(0.5)
    study.add("P", np.full((1, 4, 4), 0.1, np.float32), np.zeros((1, 4, 4), bool))
    told = json.loads(json.dumps(study.result(), allow_nan=False))
    assert told["band"]["pixels"] == 0
    assert [told["band"][key] for key in ("ece", "brier", "nll")] == [None] * 3
    assert told["band"]["bins"][0]["mean_probability"] is None
    assert told["all"]["ece"] == pytest.approx(0.1)
    assert (told["threshold"], told["band_pixels"]) == (0.5, 10)


@given(maps, masks, maps, masks)
def test_studies_count_together_whatever_their_order_and_whoever_adds_them(one, a, other, b):
    together, turned, first, second = (Calibration(0.5) for _ in range(4))
    for study, parts in (
        (together, [(one, a), (other, b)]),
        (turned, [(other, b), (one, a)]),
        (first, [(one, a)]),
        (second, [(other, b)]),
    ):
        for part in parts:
            study.add("P", *part)
    for group in ("all", "band"):
        whole = getattr(together, group)
        for same in (getattr(turned, group), getattr(first, group) + getattr(second, group)):
            assert same.bins == pytest.approx(whole.bins)
            assert np.array_equal(same.logits, whole.logits)
            assert (same.brier, same.mean_cross_entropy) == pytest.approx((whole.brier, whole.mean_cross_entropy))


@given(maps, masks)
def test_figures_are_those_of_all_pixels_at_once(probability, truth):
    study = Calibration(0.5)
    study.add("P", probability, truth)
    p, t = probability.astype(np.float64).ravel(), truth.ravel()
    assert study.all.brier == pytest.approx(((p - t) ** 2).mean(), abs=1e-6)
    assert study.all.pixels == study.all.logits.sum() == p.size
    assert study.all.bins[1].sum() == study.all.logits[1].sum() == t.sum()
    assert 0 <= study.all.expected_error <= 1


def test_half_floats_are_taken():
    probability, truth = blocks((0.5, 3, 5), (0.125, 7, 1))
    study, half = Calibration(0.5), Calibration(0.5)
    study.add("P", probability, truth)
    half.add("P", probability.astype(np.float16), truth)
    assert half.result() == study.result()


@pytest.mark.parametrize("value", [np.nan, -0.5, 2.0])
def test_values_that_are_no_probabilities_are_refused(value):
    with pytest.raises(LggError, match="not probabilities"):
        Calibration(0.5).add("P", np.full((1, 2, 2), value, np.float32), np.zeros((1, 2, 2), bool))


@pytest.mark.parametrize("sharpened", [0.4, 1.0, 2.5])
def test_the_temperature_undoes_what_made_the_network_too_sure(sharpened):
    rng = np.random.default_rng(3)
    logits = rng.normal(-1, 1.5, (4, 200, 250))
    truth = rng.random(logits.shape) < sigmoid(logits)
    study = Calibration(0.5)
    study.add("P", sigmoid(logits * sharpened), truth)
    assert fit_temperature(study.all) == pytest.approx(sharpened, rel=0.02)


def test_the_temperature_is_the_best_of_all_that_are_tried_on_the_pixels_themselves():
    rng = np.random.default_rng(4)
    logits = rng.normal(0, 3, (2, 60, 60))
    truth = rng.random(logits.shape) < sigmoid(logits / 1.7 + 0.3)
    study = Calibration(0.5)
    study.add("P", sigmoid(logits), truth)
    signs = np.where(truth, -1, 1)
    tried = np.linspace(0.5, 4, 701)
    losses = [np.logaddexp(0, signs * logits / t).mean() for t in tried]
    assert fit_temperature(study.all) == pytest.approx(tried[np.argmin(losses)], abs=0.01)


def patient(seed, sharpened, shift=0.0):
    """Probabilities of a network that is too sure by the same factor everywhere, in a band of chance."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(shift, 1.5, (2, 60, 60))
    truth = rng.random(logits.shape) < sigmoid(logits)
    return sigmoid(logits * sharpened), truth


def test_cooling_the_counts_is_cooling_the_pixels():
    probability, truth = patient(1, 2.0)
    hot, cool = Calibration(0.5), Calibration(0.5)
    hot.add("P", probability, truth)
    cool.add("P", calibrate(probability, 1.6), truth)
    cooled = hot.all.cooled(1.6)
    for figure in ("brier", "mean_cross_entropy"):
        assert getattr(cooled, figure) == pytest.approx(getattr(cool.all, figure), rel=1e-3)
    assert cooled.expected_error == pytest.approx(cool.all.expected_error, abs=3e-3)
    assert cooled.pixels == cool.all.pixels == cooled.logits.sum()
    assert fit_temperature(cooled) == pytest.approx(fit_temperature(cool.all), rel=5e-3)
    unchanged = hot.all.cooled(1.0)
    assert np.array_equal(unchanged.logits, hot.all.logits)
    assert unchanged.expected_error == pytest.approx(hot.all.expected_error, abs=2e-3)


def test_background_that_is_far_from_tumour_is_cooled_from_where_it_is():
    rng = np.random.default_rng(1)
    logits = np.concatenate([rng.normal(0, 3, 500), rng.normal(-20, 3, 9500)]).reshape(1, 100, 100)
    truth = rng.random(logits.shape) < sigmoid(logits / 3)
    probability = sigmoid(logits.astype(np.float64)).astype(np.float32)
    hot, cool = Calibration(0.5), Calibration(0.5)
    hot.add("P", probability, truth)
    cool.add("P", sigmoid(logits / 3).astype(np.float32), truth)
    assert hot.all.cooled(3.0).mean_cross_entropy == pytest.approx(cool.all.mean_cross_entropy, rel=1e-3)
    assert hot.all.cooled(3.0).expected_error == pytest.approx(cool.all.expected_error, abs=3e-4)


def test_a_temperature_is_judged_on_patients_it_was_not_fitted_to():
    study = Calibration(0.5)
    for k in range(5):
        study.add(f"P{k}", *patient(k, 2.5))
    told = study.result()["cooled"]
    assert told["temperature"] == pytest.approx(2.5, rel=0.05)
    assert told["patients"] == 5
    assert told["band"]["ece"] < 0.2 * study.band.expected_error


def test_a_patient_is_cooled_by_the_temperature_of_the_others():
    parts = {"odd": patient(9, 0.4)} | {f"P{k}": patient(k, 2.5) for k in range(4)}
    study, alone = Calibration(0.5), {}
    for name, part in parts.items():
        study.add(name, *part)
        alone[name] = Calibration(0.5)
        alone[name].add(name, *part)
    nothing = Calibration(0.5).band
    expected = nothing
    for name in parts:
        others = sum((alone[p].band for p in parts if p != name), nothing)
        expected += alone[name].band.cooled(fit_temperature(others))
    told = study.result()["cooled"]
    assert told["band"]["nll"] == pytest.approx(expected.mean_cross_entropy)
    assert told["band"]["ece"] == pytest.approx(expected.expected_error)
    # by one temperature for all the same pixels would look better than they can be told beforehand
    assert told["band"]["nll"] > study.band.cooled(told["temperature"]).mean_cross_entropy


def test_few_patients_give_no_temperature():
    study = Calibration(0.5)
    for k in range(4):
        study.add(f"P{k}", *patient(k, 2.0))
    assert study.result()["cooled"] is None


def test_no_temperature_without_both_kinds_of_pixels():
    study = Calibration(0.5)
    study.add("P", np.full((1, 4, 4), 0.7, np.float32), np.zeros((1, 4, 4), bool))
    for group in (study.all, Calibration(0.5).all):
        with pytest.raises(LggError, match="with and without tumour"):
            fit_temperature(group)
