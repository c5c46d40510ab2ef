"""Counts, thresholds and the table that joins them, held to what plain numpy says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.metrics import Counts, count_overlap
from lgg_viewer.core.probability import ModelId, ProbabilityMap, at_least, to_mask
from lgg_viewer.core.threshold_table import STEPS, THRESHOLDS, ThresholdTable, count_slice, step_of

SHAPE = (3, 5, 4)
maps = hnp.arrays(np.float16, SHAPE, elements=st.floats(0, 1, width=16))
masks = hnp.arrays(bool, SHAPE)
flags = hnp.arrays(bool, SHAPE[:1])


def truth_of(voxels, known) -> Mask:
    return Mask(voxels & known[:, None, None], known, MaskSource.GROUND_TRUTH)


@given(masks, masks)
def test_dice_is_symmetric_within_bounds_and_the_harmonic_mean_of_precision_and_recall(a, b):
    one, other = count_overlap(a, b), count_overlap(b, a)
    assert one.dice == other.dice
    assert 0 <= one.iou <= one.dice <= 1
    assert one.dice == pytest.approx(2 * one.iou / (1 + one.iou))
    if one.precision and one.recall:
        assert one.dice == pytest.approx(2 * one.precision * one.recall / (one.precision + one.recall))


def test_two_empty_masks_agree_and_nothing_is_claimed_of_precision():
    counts = Counts(0, 0, 0)
    assert (counts.dice, counts.iou, counts.precision, counts.recall) == (1.0, 1.0, None, None)
    assert counts.both_empty


def test_a_false_alarm_on_an_empty_slice_scores_nothing():
    counts = Counts(0, 5, 0)
    assert (counts.dice, counts.precision, counts.recall) == (0.0, 0.0, None)


@given(maps, st.floats(0, 1))
def test_thresholding_compares_exactly_as_numbers_do(values, threshold):
    assert np.array_equal(at_least(values, threshold), values.astype(np.float64) >= threshold)


def test_negative_zero_is_zero():
    values = np.array([-0.0, 0.0], np.float16)
    assert at_least(np.abs(values), 0.0).all()
    assert at_least(values, -0.0)[1]


@given(maps, st.floats(0, 1), st.floats(0, 1))
def test_a_higher_threshold_gives_a_mask_within_the_lower_ones(values, one, other):
    low, high = sorted((one, other))
    assert not (at_least(values, high) & ~at_least(values, low)).any()


@given(maps, flags)
def test_slices_that_are_not_answered_hold_no_tumour_at_any_threshold(values, known):
    probability = ProbabilityMap(values, known, ModelId("m", "0"))
    for threshold in (0.0, 0.5):
        mask = to_mask(probability, threshold)
        assert not mask.voxels[~known].any()
        assert np.array_equal(mask.voxels[known], at_least(values, threshold)[known])
        assert not mask.voxels.flags.writeable


@given(maps, masks, flags, flags)
def test_the_table_says_what_counting_the_voxels_says(values, voxels, known, answered):
    truth = truth_of(voxels, known)
    table = ThresholdTable(SHAPE[0], truth)
    for z in np.nonzero(answered)[0]:
        table.fill(int(z), count_slice(values[z], truth.voxels[z] if known[z] else None))
    for step in (0, 1, 29, 50, 58, 99, 100):
        threshold = THRESHOLDS[step]
        mask = values.astype(np.float64) >= threshold
        assert table.volume(threshold) == (np.count_nonzero(mask[answered]) if answered.any() else None)
        scored = answered & known
        expected = count_overlap(mask[scored], truth.voxels[scored]) if scored.any() else None
        assert table.study_counts(threshold) == expected
        for z in range(SHAPE[0]):
            assert table.area(z, threshold) == (np.count_nonzero(mask[z]) if answered[z] else None)
            both = count_overlap(mask[z], truth.voxels[z]) if scored[z] else None
            assert table.slice_counts(z, threshold) == both


@given(maps, masks)
def test_the_curve_is_the_dice_of_each_threshold(values, voxels):
    truth = truth_of(voxels, np.ones(SHAPE[0], bool))
    table = ThresholdTable(SHAPE[0], truth)
    for z in range(SHAPE[0]):
        table.fill(z, count_slice(values[z], truth.voxels[z]))
    curve, volumes = table.dice_curve(), table.volume_curve()
    for step in range(STEPS + 1):
        assert curve[step] == pytest.approx(table.study_counts(THRESHOLDS[step]).dice)
    assert (np.diff(volumes) <= 0).all()


def test_a_snapshot_does_not_change_with_later_answers():
    table = ThresholdTable(2, None)
    table.fill(0, count_slice(np.ones((2, 2), np.float16), None))
    copy = table.copy()
    table.fill(1, count_slice(np.ones((2, 2), np.float16), None))
    assert copy.volume(0.5) == 4
    assert copy.area(1, 0.5) is None


@given(st.integers(0, STEPS))
def test_every_threshold_of_the_slider_has_its_row(step):
    assert step_of(round(step / STEPS, 2)) == step
