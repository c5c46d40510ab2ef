"""Components, held to what scipy labels and to what counting their voxels says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import ndimage

from lgg_viewer.core.components import connect, label, list_components
from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.runs import find_runs

SHAPE = (3, 5, 6)
shapes = hnp.array_shapes(min_dims=3, max_dims=3, max_side=6)
stacks = hnp.arrays(bool, shapes)
masks = hnp.arrays(bool, SHAPE)
maps = hnp.arrays(np.float16, SHAPE, elements=st.floats(0, 1, width=16))
flags = hnp.arrays(bool, SHAPE[:1])
CORNERS = np.ones((3, 3, 3))
SIDES = np.zeros((3, 3, 3))
SIDES[1, 1, :] = SIDES[1, :, 1] = 1


def listed(voxels, values=None, truth=None, limit=200):
    values = np.ones(voxels.shape, np.float16) if values is None else values
    return list_components(find_runs(voxels), values, truth, limit)


def stack(*boxes, shape=(4, 20, 20)):
    """Boxes (first slice, behind the last, top, left, side) in a stack."""
    voxels = np.zeros(shape, bool)
    for z0, z1, top, left, side in boxes:
        voxels[z0:z1, top : top + side, left : left + side] = True
    return voxels


@given(stacks)
def test_a_mask_comes_back_from_its_runs_whole_and_slice_by_slice(voxels):
    runs = find_runs(voxels)
    assert np.array_equal(runs.to_voxels(), voxels)
    assert np.array_equal(runs.voxels, np.flatnonzero(voxels))
    for z, plane in enumerate(voxels):
        assert np.array_equal(runs.plane(z), plane)


@given(stacks)
def test_labels_are_those_of_scipy(voxels):
    labels, count = label(voxels)
    expected, expected_count = ndimage.label(voxels, CORNERS)
    assert count == expected_count
    assert np.array_equal(labels, expected)


@given(stacks)
def test_within_slices_labels_are_those_of_scipy_too(voxels):
    runs = find_runs(voxels)
    labels, count = connect(runs, planar=True)
    expected, expected_count = ndimage.label(voxels, SIDES)
    assert count == expected_count
    assert np.array_equal(np.repeat(labels + 1, runs.lengths), expected[voxels])


def test_a_long_winding_component_is_one():
    voxels = np.zeros((1, 81, 81), bool)
    voxels[0, ::2] = True
    voxels[0, 1::4, -1] = voxels[0, 3::4, 0] = True
    assert label(voxels)[1] == 1


@given(masks, maps, masks, flags)
def test_what_is_told_of_a_component_is_what_its_voxels_say(voxels, values, inside, known):
    truth = Mask(inside & known[:, None, None], known, MaskSource.GROUND_TRUTH)
    table = listed(voxels, values, truth)
    parts = [np.unravel_index(table.voxels_of(c.number), SHAPE) for c in table.components]
    assert sorted(np.concatenate([*(np.ravel_multi_index(p, SHAPE) for p in parts), []])) == list(
        np.flatnonzero(voxels)
    )
    for component, (z, y, x) in zip(table.components, parts, strict=True):
        assert component.voxels == len(z)
        assert component.slices == (z.min(), z.max())
        own = values[z, y, x].astype(np.float64)
        assert component.probability == pytest.approx(own.mean())
        first = own.argmax()
        assert component.peak == (z[first], y[first], x[first])
        away = (z - z.mean()) ** 2 + (y - y.mean()) ** 2 + (x - x.mean()) ** 2
        at = (z == component.centre[0]) & (y == component.centre[1]) & (x == component.centre[2])
        assert away[at] == pytest.approx(away.min())
        if known[z].any():
            assert component.overlap == pytest.approx(truth.voxels[z, y, x][known[z]].mean())
        else:
            assert component.overlap is None


def test_the_largest_comes_first_and_equal_ones_in_the_order_of_the_study():
    table = listed(stack((3, 4, 0, 0, 2), (0, 1, 5, 5, 2), (1, 3, 10, 10, 4)))
    assert [(c.number, c.voxels, c.slices) for c in table.components] == [
        (1, 32, (1, 2)),
        (2, 4, (0, 0)),
        (3, 4, (3, 3)),
    ]


def test_beyond_the_limit_the_smallest_are_only_counted_yet_can_be_had():
    voxels = stack((0, 1, 0, 0, 1), (1, 2, 10, 10, 3), (3, 4, 4, 4, 2))
    table = listed(voxels, limit=2)
    assert [c.voxels for c in table.components] == [9, 4]
    assert table.total == 3
    assert table.voxels_of(3).tolist() == [0]


@pytest.mark.parametrize("number", [0, 2])
def test_a_component_that_is_not_there_is_refused(number):
    with pytest.raises(ValueError, match=f"no component {number} of 1"):
        listed(stack((0, 1, 0, 0, 1))).voxels_of(number)


def test_an_empty_mask_has_no_components():
    nothing = np.zeros(SHAPE, bool)
    table = listed(nothing, truth=Mask(nothing, np.ones(SHAPE[0], bool), MaskSource.GROUND_TRUTH))
    assert (table.components, table.total) == ((), 0)
    assert label(nothing)[1] == 0


def test_the_centre_of_a_ring_lies_on_the_ring():
    ring = stack((0, 1, 0, 0, 9))
    ring[0, 1:8, 1:8] = False
    assert ring[listed(ring).components[0].centre]


def test_without_ground_truth_no_overlap_is_claimed():
    assert listed(stack((0, 1, 0, 0, 2))).components[0].overlap is None
