import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lgg_viewer.core.surface import SurfaceDistances, draw_border, surface_dice, surface_distances

stacks = hnp.arrays(bool, (3, 6, 7))


def boxes(*corners, shape=(1, 32, 40)):
    """Boxes (z, top, left, height, width) in a stack."""
    mask = np.zeros(shape, bool)
    for z, top, left, height, width in corners:
        mask[z, top : top + height, left : left + width] = True
    return mask


def brute_force(source, target):
    """Distances by the definition, slice after slice, point after point."""
    found = []
    for a, b in zip(source, target, strict=True):
        there = np.argwhere(b)
        for point in np.argwhere(a):
            found.append(np.sqrt(((there - point) ** 2).sum(axis=1)).min() if len(there) else np.inf)
    return np.array(found)


def test_the_border_of_a_box_is_its_rim_and_the_image_ends_it_too():
    rim = draw_border(boxes((0, 2, 3, 4, 5)))
    assert np.count_nonzero(rim) == 4 * 5 - 2 * 3
    assert not rim[0, 3:5, 4:7].any()
    whole = draw_border(np.ones((1, 4, 5), bool))
    assert np.count_nonzero(whole) == 4 * 5 - 2 * 3


def test_a_slice_above_or_below_makes_no_border():
    assert np.array_equal(draw_border(np.ones((1, 5, 5), bool))[0], draw_border(np.ones((3, 5, 5), bool))[1])


def test_a_shifted_box_is_wholly_close_at_its_shift_and_partly_below():
    truth, moved = boxes((0, 8, 8, 10, 10)), boxes((0, 8, 10, 10, 10))
    assert surface_dice(moved, truth, 2.0) == 1.0
    # of the 36 pixels of either rim the outer side of 10 lies 2 away, and of the inner side the 6 in the middle
    assert surface_dice(moved, truth, 1.0) == pytest.approx((36 - 16) / 36)


def test_a_border_in_the_slice_above_is_not_close():
    shape = (2, 32, 40)
    truth, above = boxes((0, 8, 8, 6, 6), shape=shape), boxes((1, 8, 8, 6, 6), shape=shape)
    assert surface_dice(above, truth, 5.0) == 0.0
    assert surface_distances(above, truth) == SurfaceDistances(None, None, 0, 2)


def test_a_slice_with_one_mask_counts_against_the_share_by_its_border():
    shape = (2, 32, 40)
    truth = boxes((0, 8, 8, 6, 6), shape=shape)
    extra = boxes((0, 8, 8, 6, 6), (1, 8, 8, 3, 3), shape=shape)
    assert surface_dice(extra, truth, 1.0) == pytest.approx(40 / 48)
    assert surface_distances(extra, truth) == SurfaceDistances(0.0, 0.0, 1, 1)


def test_two_empty_masks_agree_and_have_no_distance():
    nothing = np.zeros((2, 8, 8), bool)
    assert surface_dice(nothing, nothing, 1.0) == 1.0
    assert surface_distances(nothing, nothing) == SurfaceDistances(None, None, 0, 0)


def test_hausdorff_distances_are_told_as_mean_and_worst_of_the_slices():
    shape = (3, 32, 40)
    truth = boxes((0, 4, 4, 1, 1), (1, 4, 4, 1, 1), (2, 4, 4, 1, 1), shape=shape)
    other = boxes((0, 4, 4, 1, 1), (1, 7, 8, 1, 1), shape=shape)
    assert surface_distances(other, truth) == SurfaceDistances(2.5, 5.0, 2, 1)


def test_a_speck_far_away_is_what_the_percentile_forgives():
    truth = boxes((0, 4, 4, 12, 12))
    specked = truth | boxes((0, 30, 38, 1, 1))
    assert surface_distances(specked, truth).hd95_worst == 0.0
    # of 4 pixels and a speck it forgives less: 0, 0, 0, 0 and 20 have their 95th percentile at 0.8 of the last step
    small = boxes((0, 4, 4, 2, 2))
    assert surface_distances(small | boxes((0, 4, 25, 1, 1)), small).hd95_worst == pytest.approx(0.8 * 20)


@given(stacks, stacks, st.sampled_from([0.0, 1.0, 1.5, 2.0]))
def test_the_share_is_that_of_measuring_point_by_point(prediction, truth, tolerance):
    a, b = draw_border(prediction), draw_border(truth)
    distances = np.concatenate([brute_force(a, b), brute_force(b, a)])
    expected = np.mean(distances <= tolerance) if distances.size else 1.0
    assert surface_dice(prediction, truth, tolerance) == pytest.approx(expected)


@given(stacks, stacks)
def test_hausdorff_distances_are_those_of_measuring_point_by_point(prediction, truth):
    expected, one_sided = [], 0
    for p, t in zip(draw_border(prediction)[:, None], draw_border(truth)[:, None], strict=True):
        if p.any() and t.any():
            expected.append(max(np.percentile(brute_force(p, t), 95), np.percentile(brute_force(t, p), 95)))
        one_sided += p.any() != t.any()
    found = surface_distances(prediction, truth)
    assert (found.compared, found.one_sided) == (len(expected), one_sided)
    if expected:
        assert found.hd95_mean == pytest.approx(np.mean(expected))
        assert found.hd95_worst == pytest.approx(max(expected))


@given(stacks, stacks)
def test_neither_mask_has_a_privilege(one, other):
    assert surface_dice(one, other, 1.0) == surface_dice(other, one, 1.0)
    assert surface_distances(one, other) == surface_distances(other, one)


def test_more_border_than_is_measured_at_once():
    rng = np.random.default_rng(0)
    many, point = rng.random((2, 200, 200)) > 0.5, boxes((0, 0, 0, 1, 1), (1, 199, 199, 1, 1), shape=(2, 200, 200))
    rim = draw_border(many)
    assert np.count_nonzero(rim) > 1 << 14
    y, x = np.mgrid[:200, :200]
    to_first, to_last = np.hypot(y, x)[rim[0]], np.hypot(199 - y, 199 - x)[rim[1]]
    worse = [np.percentile(d, 95) for d in (to_first, to_last)]
    assert surface_distances(many, point).hd95_mean == pytest.approx(np.mean(worse))
