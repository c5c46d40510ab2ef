"""Definitions pinned to cases worked out by hand, and on the real masks to the table that shows how they differ."""

import math
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lgg_viewer.errors import LggError
from tests.unit.trainer.measuring import measure
from trainer.data.dataset import find_studies, load
from trainer.measures.definitions import DEFINITIONS, Slices
from trainer.measures.pixel_report import format_report, pixel_report
from trainer.recipe.file import read_recipe, shipped_recipes

SIDE = 20
PIXELS = SIDE * SIDE
CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
RATIOS = ("dice", "iou", "precision", "recall")


def stack(*sides, side=SIDE):
    """A slice for each number, with a square of that side in its middle."""
    mask = np.zeros((len(sides), side, side), bool)
    for z, length in enumerate(sides):
        start = (side - length) // 2
        mask[z, start : start + length, start : start + length] = True
    return mask


def scored(prediction, truth, patients=None) -> Slices:
    return Slices(np.asarray(prediction, np.float32), truth, patients or ("A",) * len(truth))


def figures(slices, *keys, threshold=0.5):
    return {key: pytest.approx(measure(key, slices, threshold)) for key in keys}


def grow(masks, times=1):
    return np.stack([cv2.dilate(m.astype(np.uint8), CROSS, iterations=times) for m in masks]).astype(bool)


def shrink(masks):
    return np.stack([cv2.erode(m.astype(np.uint8), CROSS, borderValue=0) for m in masks]).astype(bool)


# Two patients. A has squares of 6 x 6 in the middle four of six slices, B one of 8 x 8 in the first of two.
TRUTH = stack(0, 6, 6, 6, 6, 0, 8, 0)
PATIENTS = ("A",) * 6 + ("B",) * 2
# 4 x 36 and 64 pixels
TUMOUR = 208


def test_predict_nothing():
    nothing = scored(np.zeros_like(TRUTH), TRUTH, PATIENTS)
    assert figures(nothing, "pooled_dice", "patient_dice_mean", "slice_tumour_dice", "batch32_dice") == {
        "pooled_dice": 0,
        "patient_dice_mean": 0,
        "slice_tumour_dice": 0,
        "batch32_dice": 0,
    }
    assert figures(nothing, *(f"pooled_{r}" for r in RATIOS[2:]), *(f"slice_tumour_{r}" for r in RATIOS[1:])) == {
        "pooled_precision": 0,
        "pooled_recall": 0,
        "slice_tumour_iou": 0,
        "slice_tumour_precision": 0,
        "slice_tumour_recall": 0,
    }
    # three of eight slices are empty, and the smooth term alone makes 100 / 136 of a slice, and 100 / 308 of the batch
    assert figures(nothing, "slice_all_empty1_dice", "slice_smooth100_dice", "batch32_smooth100_dice") == {
        "slice_all_empty1_dice": 3 / 8,
        "slice_smooth100_dice": (4 * 100 / 136 + 100 / 164 + 3) / 8,
        "batch32_smooth100_dice": 100 / (TUMOUR + 100),
    }
    assert measure("pooled_accuracy", nothing, 0.5) == pytest.approx(1 - TUMOUR / (8 * PIXELS))
    assert measure("slice_detection_sensitivity", nothing, 0.5) == 0
    assert measure("slice_detection_specificity", nothing, 0.5) == 1
    assert measure("slice_detection_auroc", nothing, 0.5) == 0.5


def test_a_prediction_one_pixel_too_small():
    # 4 x 4 of 6 x 6: 16 pixels of 36; 6 x 6 of 8 x 8: 36 of 64
    small = scored(shrink(TRUTH), TRUTH, PATIENTS)
    a, b = 2 * 16 / (16 + 36), 2 * 36 / (36 + 64)
    both = 4 * 16 + 36
    assert figures(small, "patient_dice_mean", "pooled_dice", "pooled_iou", "pooled_precision", "pooled_recall") == {
        "patient_dice_mean": (a + b) / 2,
        "pooled_dice": 2 * both / (both + TUMOUR),
        "pooled_iou": both / TUMOUR,
        "pooled_precision": 1,
        "pooled_recall": both / TUMOUR,
    }
    assert figures(small, "slice_tumour_dice", "slice_all_empty1_dice", "slice_all_empty1_iou") == {
        "slice_tumour_dice": (4 * a + b) / 5,
        "slice_all_empty1_dice": (4 * a + b + 3) / 8,
        "slice_all_empty1_iou": (4 * 16 / 36 + 36 / 64 + 3) / 8,
    }
    assert figures(small, "batch32_smooth100_dice", "batch32_smooth100_iou", "slice_smooth100_dice") == {
        "batch32_smooth100_dice": (2 * both + 100) / (both + TUMOUR + 100),
        "batch32_smooth100_iou": (both + 100) / (TUMOUR + 100),
        "slice_smooth100_dice": (4 * 132 / 152 + 172 / 200 + 3) / 8,
    }


@pytest.mark.parametrize(("times", "six", "eight"), [(1, 36 + 4 * 6, 64 + 4 * 8), (2, 60 + 4 * 7, 96 + 4 * 9)])
def test_a_prediction_one_and_two_pixels_too_large(times, six, eight):
    # without the corners: each step adds four sides, which are a pixel longer at the second
    large = scored(grow(TRUTH, times), TRUTH, PATIENTS)
    a, b = 2 * 36 / (36 + six), 2 * 64 / (64 + eight)
    predicted = 4 * six + eight
    assert figures(large, "patient_dice_mean", "pooled_dice", "pooled_precision", "pooled_recall") == {
        "patient_dice_mean": (a + b) / 2,
        "pooled_dice": 2 * TUMOUR / (TUMOUR + predicted),
        "pooled_precision": TUMOUR / predicted,
        "pooled_recall": 1,
    }
    assert figures(large, "slice_tumour_dice", "slice_all_empty1_dice", "batch32_smooth100_dice") == {
        "slice_tumour_dice": (4 * a + b) / 5,
        "slice_all_empty1_dice": (4 * a + b + 3) / 8,
        "batch32_smooth100_dice": (2 * TUMOUR + 100) / (TUMOUR + predicted + 100),
    }


def test_a_perfect_prediction_but_for_the_first_and_the_last_slice():
    missed = scored(stack(0, 0, 6, 6, 0, 0), stack(0, 6, 6, 6, 6, 0))
    assert figures(missed, "patient_dice_mean", "slice_tumour_dice", "slice_all_empty1_dice") == {
        "patient_dice_mean": 2 * 72 / (72 + 144),
        "slice_tumour_dice": 2 / 4,
        "slice_all_empty1_dice": 4 / 6,
    }
    assert measure("slice_smooth100_dice", missed, 0.5) == pytest.approx((4 + 2 * 100 / 136) / 6)
    assert measure("slice_detection_sensitivity", missed, 0.5) == 0.5
    # of the tumour slices two lie above all others and two are tied with them
    assert measure("slice_detection_auroc", missed, 0.5) == 0.75


def test_a_perfect_prediction_with_a_slice_too_many_at_each_end():
    extra = scored(stack(6, 6, 6, 6, 6, 6), stack(0, 6, 6, 6, 6, 0))
    assert figures(extra, "patient_dice_mean", "slice_tumour_dice", "slice_all_empty1_dice") == {
        "patient_dice_mean": 2 * 144 / (144 + 216),
        "slice_tumour_dice": 1,
        "slice_all_empty1_dice": 4 / 6,
    }
    assert measure("slice_smooth100_dice", extra, 0.5) == pytest.approx((4 + 2 * 100 / 136) / 6)
    assert measure("slice_detection_specificity", extra, 0.5) == 0


def test_batches_follow_the_given_order_and_a_short_last_one_weighs_like_the_rest():
    # 16 slices found and 1 missed: means of two batches, of one batch of 17, and of the other order
    truth, found = stack(*[4] * 17), stack(*[4] * 16, 0)
    assert figures(scored(found, truth), "batch16_dice", "batch16_iou", "batch16_precision", "batch16_recall") == {
        "batch16_dice": 0.5,
        "batch16_iou": 0.5,
        "batch16_precision": 0.5,
        "batch16_recall": 0.5,
    }
    assert measure("batch32_dice", scored(found, truth), 0.5) == pytest.approx(32 / 33)
    assert measure("batch32_iou", scored(found, truth), 0.5) == pytest.approx(16 / 17)
    assert measure("batch16_recall", scored(found[::-1], truth), 0.5) == pytest.approx((15 / 16 + 1) / 2)


def test_a_batch_without_tumour_and_without_prediction_is_right_and_a_false_alarm_there_is_wrong():
    truth = stack(*[4] * 16, *[0] * 16)
    silent, loud = stack(*[4] * 16, *[0] * 16), stack(*[4] * 16, *[0] * 15, 4)
    for ratio in RATIOS:
        assert measure(f"batch16_{ratio}", scored(silent, truth), 0.5) == 1
        assert measure(f"batch16_{ratio}", scored(loud, truth), 0.5) == 0.5


def test_smooth_ratios_take_probabilities_and_know_no_threshold():
    # a square of 10 x 10 at 0.8 over one of 6 x 6, and 0.2 around: sums of 28.8, 80 + 60 and 36
    probability = np.full((1, SIDE, SIDE), 0.2, np.float32)
    probability[stack(10)] = 0.8
    both, predicted = 0.8 * 36, 0.8 * 100 + 0.2 * 300
    slices = scored(probability, stack(6))
    for threshold in (0.1, 0.5, 0.9):
        assert measure("batch32_smooth100_dice", slices, threshold) == pytest.approx(
            (2 * both + 100) / (predicted + 36 + 100)
        )
        assert measure("batch32_smooth100_iou", slices, threshold) == pytest.approx(
            (both + 100) / (predicted + 36 - both + 100)
        )
    assert measure("pooled_dice", slices, 0.9) == 0
    assert measure("pooled_recall", slices, 0.5) == 1


def test_the_threshold_itself_is_tumour():
    slices = scored(stack(6) * np.float32(0.3), stack(6))
    assert measure("pooled_dice", slices, 0.3) == 1
    assert measure("pooled_dice", slices, 0.31) == 0


def test_cross_entropy_is_in_nats_and_a_certain_error_costs_a_hundred():
    assert measure("mean_bce", scored(np.full((2, 5, 5), 0.25), np.zeros((2, 5, 5), bool)), 0.5) == pytest.approx(
        -math.log(0.75)
    )
    assert measure("mean_bce", scored(np.full((2, 5, 5), 0.25), np.ones((2, 5, 5), bool)), 0.5) == pytest.approx(
        -math.log(0.25)
    )
    # 36 wrong of 400
    assert measure("mean_bce", scored(stack(0), stack(6)), 0.5) == pytest.approx(36 * 100 / PIXELS)
    assert measure("mean_bce", scored(stack(6), stack(0)), 0.5) == pytest.approx(36 * 100 / PIXELS)
    assert measure("mean_bce", scored(stack(6), stack(6)), 0.5) == 0


def test_a_constant_at_the_prior_scores_the_entropy_of_the_prior():
    # 1.030 % of tumour: the 0.0574 nats that a network has to be better than
    truth = np.zeros((10, 10, 1000), bool)
    truth.reshape(-1)[:1030] = True
    assert measure("mean_bce", scored(np.full(truth.shape, 0.0103), truth), 0.5) == pytest.approx(0.0574, abs=5e-5)


def test_slices_are_ranked_by_their_highest_probability_and_ties_count_half():
    truth = stack(4, 4, 0, 0)
    probability = np.zeros(truth.shape, np.float32)
    probability[:, 0, 0] = [0.9, 0.4, 0.4, 0.1]
    slices = scored(probability, truth)
    # of four pairs three are in order and one is a tie
    assert measure("slice_detection_auroc", slices, 0.5) == 3.5 / 4
    assert measure("slice_detection_sensitivity", slices, 0.5) == 0.5
    assert measure("slice_detection_specificity", slices, 0.2) == 0.5


def test_slices_of_a_patient_need_not_stand_together():
    truth, found = stack(6, 8, 6, 8), stack(6, 0, 0, 8)
    mixed = scored(found, truth, ("A", "B", "A", "B"))
    assert measure("patient_dice_mean", mixed, 0.5) == pytest.approx((2 * 36 / 108 + 2 * 64 / 192) / 2)
    assert measure("patient_dice_mean", scored(found, truth), 0.5) == pytest.approx(200 / 300)


@given(hnp.arrays(np.float32, (5, 3, 4), elements=st.floats(0, 1, width=32)), hnp.arrays(bool, (5, 3, 4)))
def test_every_figure_is_in_bounds_and_pooled_ones_obey_their_identities(probability, truth):
    slices = scored(probability, truth, ("A", "A", "B", "C", "C"))
    counts = slices.count(0.5)
    for key, definition in DEFINITIONS.items():
        try:
            value = definition.function(counts)
        except LggError:
            with_tumour = truth.any(axis=(1, 2))
            assert key.startswith("slice_") or "tumour" in key
            assert with_tumour.all() or not with_tumour.any()
            continue
        assert 0 <= value <= (100 if key.startswith("mean_bce") else 1 + 1e-9), key
        assert value == measure(key, slices, 0.5)
    found = {
        key: DEFINITIONS[key].function(counts)
        for key in DEFINITIONS
        if key.startswith("pooled_") and "tumour" not in key
    }
    assert found["pooled_dice"] == pytest.approx(2 * found["pooled_iou"] / (1 + found["pooled_iou"]))
    if found["pooled_precision"] and found["pooled_recall"]:
        harmonic = 2 / (1 / found["pooled_precision"] + 1 / found["pooled_recall"])
        assert found["pooled_f1"] == pytest.approx(harmonic)


def test_false_alarms_on_slices_without_tumour_are_not_seen_in_those_with():
    truth, found = stack(0, 8, 6), stack(5, 8, 4)
    slices, tumour = scored(found, truth), scored(found[1:], truth[1:])
    for ratio in ("dice", "iou", "precision", "recall"):
        of_tumour = measure(f"pooled_tumour_{ratio}", slices, 0.5)
        assert of_tumour == measure(f"pooled_{ratio}", tumour, 0.5)
    assert measure("pooled_tumour_precision", slices, 0.5) == 1 > measure("pooled_precision", slices, 0.5)
    assert measure("mean_bce_tumour", slices, 0.5) == measure("mean_bce", tumour, 0.5)


def test_more_slices_than_are_counted_at_once_are_all_counted():
    rng = np.random.default_rng(0)
    probability, truth = rng.random((150, 6, 5), np.float32), rng.random((150, 6, 5)) > 0.7
    mask = probability >= 0.4
    slices = scored(probability, truth)
    assert measure("pooled_iou", slices, 0.4) == pytest.approx((mask & truth).sum() / (mask | truth).sum())
    expected = -np.log(np.where(truth, probability, 1 - probability), dtype=np.float64).mean()
    assert measure("mean_bce", slices, 0.4) == pytest.approx(expected, rel=1e-5)


def test_what_has_no_value_is_an_error():
    everywhere, nowhere = scored(stack(4, 4), stack(4, 4)), scored(stack(0, 4), stack(0, 0))
    for key in ("slice_detection_specificity", "slice_detection_auroc"):
        with pytest.raises(LggError, match="holds tumour"):
            measure(key, everywhere, 0.5)
    for key in ("slice_detection_sensitivity", "slice_detection_auroc", "slice_tumour_dice"):
        with pytest.raises(LggError, match="holds tumour"):
            measure(key, nowhere, 0.5)
    with pytest.raises(LggError, match="no slice"):
        measure("pooled_dice", scored(np.zeros((0, 4, 4)), np.zeros((0, 4, 4), bool)), 0.5)


@pytest.mark.parametrize("value", [np.nan, np.inf, -0.1, 1.1])
def test_values_that_are_no_probabilities_are_refused(value):
    probability = np.zeros((2, 4, 4), np.float32)
    probability[1, 2, 3] = value
    with pytest.raises(LggError, match="not probabilities"):
        measure("pooled_dice", scored(probability, stack(2, 2, side=4)), 0.5)


def test_the_classification_report_counts_pixels():
    # 36 of 64 found, and 4 false: of 400 pixels 332 are rightly background
    truth = stack(8)
    found = stack(6)
    found[0, 0, :4] = True
    report = pixel_report(scored(found, truth), 0.5)
    assert (report.tumour.precision, report.tumour.recall, report.tumour.support) == (36 / 40, 36 / 64, 64)
    assert report.tumour.f1 == pytest.approx(72 / 104)
    assert (report.background.precision, report.background.recall) == (332 / 360, 332 / 336)
    assert report.background.support == 336
    assert report.accuracy == pytest.approx(368 / 400)
    assert report.macro.recall == pytest.approx((36 / 64 + 332 / 336) / 2)
    assert report.weighted.recall == pytest.approx(report.accuracy)
    assert report.weighted.precision == pytest.approx((64 * 36 / 40 + 336 * 332 / 360) / 400)
    assert report.macro.support == report.weighted.support == 400


def test_the_report_is_a_table_of_aligned_rows():
    text = format_report(pixel_report(scored(stack(6), stack(8)), 0.5))
    lines = text.splitlines()
    assert [line.split()[0] for line in lines] == ["precision", "background", "tumour", "macro", "weighted", "accuracy"]
    assert {len(line) for line in lines} == {len(lines[0])}
    assert lines[2].split()[1:] == ["1.0000", "0.5625", "0.7200", "64"]


def test_every_claim_of_a_shipped_recipe_has_its_definition():
    claims = {
        claim.definition
        for path in shipped_recipes().values()
        if (protocol := read_recipe(path).protocol) is not None
        for claim in protocol.claims
    }
    assert claims <= DEFINITIONS.keys()


# Worked out on all 110 patients; the cohort here is 90 of them.
TABLE_KEYS = (
    "patient_dice_mean",
    "pooled_dice",
    "slice_tumour_dice",
    "slice_all_empty1_dice",
    "batch32_smooth100_dice",
    "slice_smooth100_dice",
)
TABLE = {
    "predict nothing": (0.000, 0.000, 0.000, 0.651, 0.005, 0.687),
    "erode 1 px": (0.935, 0.946, 0.912, 0.969, 0.944, 0.974),
    "dilate 1 px": (0.941, 0.950, 0.927, 0.975, 0.949, 0.977),
    "dilate 2 px": (0.890, 0.906, 0.867, 0.954, 0.904, 0.957),
    "end slices missed": (0.964, 0.982, 0.844, 0.946, 0.977, 0.960),
    "end slices too many": (0.963, 0.982, 1.000, 0.945, 0.980, 0.960),
    "dilate 1 px, end slices too many": (0.903, 0.930, 0.927, 0.919, 0.926, 0.934),
}


def test_the_definitions_differ_on_the_real_masks_as_they_are_known_to(real_cohort: Path):
    data = load(find_studies(real_cohort))
    truth, tumour, names = data.masks.numpy(), data.tumour.numpy(), np.array(data.patients)
    del data
    # without the margins where no patient has tumour: of these figures none counts background
    rows, columns = (np.flatnonzero(truth.any(axis=axes)) for axes in ((0, 2), (0, 1)))
    truth = truth[:, rows[0] - 3 : rows[-1] + 4, columns[0] - 3 : columns[-1] + 4].copy()
    missed, longer = truth.copy(), truth.copy()
    for name in np.unique(names):
        first, *_, last = np.flatnonzero((names == name) & tumour)
        missed[[first, last]] = False
        for row, beyond in ((first, first - 1), (last, last + 1)):
            if 0 <= beyond < len(names) and names[beyond] == name:
                longer[beyond] = truth[row]
    predictions = {
        "predict nothing": lambda: np.zeros_like(truth),
        "erode 1 px": lambda: shrink(truth),
        "dilate 1 px": lambda: grow(truth),
        "dilate 2 px": lambda: grow(truth, 2),
        "end slices missed": lambda: missed,
        "end slices too many": lambda: longer,
        "dilate 1 px, end slices too many": lambda: grow(longer),
    }
    # batches are dealt at random, as they were where figures of batches were published
    order = np.random.default_rng(1).permutation(len(names))
    dealt, patients, probability = truth[order], tuple(names[order]), np.empty(truth.shape, np.float32)
    for name, predict in predictions.items():
        probability[:] = predict()[order]
        counts = Slices(probability, dealt, patients).count(0.5)
        found = [DEFINITIONS[key].function(counts) for key in TABLE_KEYS]
        assert found == pytest.approx(TABLE[name], abs=0.02), name
