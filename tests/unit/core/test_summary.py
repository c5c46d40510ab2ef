"""The figures of a study in a list, the small picture beside them, and how far two volumes lie apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lgg_viewer.core.finding import Finding
from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.metrics import count_overlap
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.probability import ModelId, ProbabilityMap
from lgg_viewer.core.summary import share_of_doubt, summarise
from lgg_viewer.core.surface import surface_distances
from lgg_viewer.core.threshold_table import ThresholdTable, count_slice
from lgg_viewer.core.thumbnail import THUMBNAIL_SIDE, draw_thumbnail
from lgg_viewer.core.volume import frozen
from lgg_viewer.core.volume_agreement import FEWEST, compare_volumes

SHAPE = (3, 12, 12)
probabilities = arrays(np.float16, SHAPE, elements=st.sampled_from([0.0, 0.25, 0.3, 0.5, 0.69, 0.7, 1.0]))
masks = arrays(np.bool_, SHAPE)
flags = arrays(np.bool_, SHAPE[0])
volumes = arrays(np.float64, st.integers(0, 8), elements=st.floats(0, 1e5, width=32))


def find(values, truth, known, truth_known, threshold=0.5, post=PostProcessing()) -> Finding:  # noqa: B008
    values = values * known[:, None, None]
    mask = Mask(frozen(truth & truth_known[:, None, None]), frozen(truth_known), MaskSource.GROUND_TRUTH)
    table = ThresholdTable(len(known), mask)
    for z in np.flatnonzero(known):
        table.fill(z, count_slice(values[z], mask.voxels[z] if truth_known[z] else None))
    return Finding(ProbabilityMap(frozen(values), frozen(known), ModelId("m", "0")), table, mask, threshold, post)


@given(probabilities, masks, flags, flags)
def test_a_summary_tells_what_is_counted_voxel_by_voxel(values, truth, known, truth_known):
    told = summarise(find(values, truth, known, truth_known))
    predicted = (values >= 0.5) & known[:, None, None]
    scored = known & truth_known
    assert told.predicted == np.count_nonzero(predicted)
    if scored.any():
        assert told.counts == count_overlap(predicted[scored], truth[scored])
        assert told.distances == surface_distances(predicted[scored], truth[scored])
    else:
        assert told.counts is None
        assert told.distances is None


def test_every_figure_is_that_of_the_mask_after_post_processing():
    values = np.zeros(SHAPE, np.float16)
    values[1, 2:6, 2:6], values[1, 9, 9] = 0.9, 0.6
    truth = np.zeros(SHAPE, bool)
    truth[1, 2:6, 2:6] = True
    everywhere = np.ones(3, bool)
    raw, cleaned = (
        summarise(find(values, truth, everywhere, everywhere, post=post))
        for post in (PostProcessing(), PostProcessing(largest=True))
    )
    assert (raw.components, raw.predicted, raw.counts.fp) == (2, 17, 1)
    assert (cleaned.components, cleaned.predicted, cleaned.counts.fp) == (1, 16, 0)
    assert raw.distances.hd95_worst > cleaned.distances.hd95_worst == 0


@given(probabilities, masks, flags, st.sampled_from([0.1, 0.5, 0.9]), st.booleans())
def test_doubt_needs_no_ground_truth_and_moves_with_nothing(values, truth, known, threshold, largest):
    doubtful = np.count_nonzero((values >= 0.3) & (values < 0.7) & known[:, None, None])
    for truth_known in (np.ones(3, bool), np.zeros(3, bool)):
        found = find(values, truth, known, truth_known, threshold, PostProcessing(largest=largest))
        assert found.doubtful_volume == sum(found.doubtful_areas) == doubtful


def test_a_study_in_which_nothing_was_found_is_the_first_to_be_looked_at():
    assert share_of_doubt(0, 0) == 1
    assert share_of_doubt(0, 500) == 0
    assert share_of_doubt(250, 500) == 0.5


@given(arrays(np.uint8, st.tuples(st.integers(1, 300), st.integers(1, 300)), fill=st.just(0)))
def test_a_thumbnail_is_small_and_as_wide_as_it_is_high_where_the_slice_is(plane):
    grey = draw_thumbnail(plane, 4).grey
    assert max(grey.shape) <= THUMBNAIL_SIDE
    longer, shorter = max(plane.shape), min(plane.shape)
    # of a square that holds the edge of the slice a part lies outside
    side = -(-longer // THUMBNAIL_SIDE)
    assert max(grey.shape) == -(-longer // side)
    assert min(grey.shape) == -(-shorter // side)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_a_thumbnail_shows_what_is_bright_where_it_is(kind):
    plane = np.full((256, 256), 20, kind)
    plane[30:60, 180:220] = 200
    thumbnail = draw_thumbnail(plane, 7)
    y, x = np.unravel_index(np.argmax(thumbnail.grey), thumbnail.grey.shape)
    assert thumbnail.z == 7
    assert 30 <= y * 3 < 60
    assert 180 <= x * 3 < 220


@given(volumes, st.floats(-1e4, 1e4))
def test_a_constant_shift_is_the_mean_difference_and_has_no_spread(one, shift):
    agreement = compare_volumes(one + shift, one)
    if not len(one):
        assert agreement.bias is agreement.limits is None
        return
    assert agreement.bias == pytest.approx(shift, abs=1e-6)
    assert (agreement.limits is None) is (len(one) < FEWEST)
    if agreement.limits is not None:
        assert agreement.limits == pytest.approx((shift, shift), abs=1e-6)


@given(arrays(np.float64, (6, 2), elements=st.floats(0, 1e5, width=32)))
def test_turned_round_the_differences_change_their_sign_alone(pairs):
    here, there = compare_volumes(*pairs.T), compare_volumes(*pairs.T[::-1])
    assert np.array_equal(here.means, there.means)
    assert np.array_equal(here.differences, -there.differences)
    assert here.limits == pytest.approx(tuple(-limit for limit in reversed(there.limits)))


def test_the_limits_are_those_of_the_definition():
    one, other = np.array([10.0, 14.0, 9.0, 12.0]), np.array([9.0, 15.0, 9.0, 10.0])
    agreement = compare_volumes(one, other)
    spread = np.sqrt(sum((d - 0.5) ** 2 for d in (1, -1, 0, 2)) / 3)
    assert agreement.bias == 0.5
    assert agreement.limits == pytest.approx((0.5 - 1.96 * spread, 0.5 + 1.96 * spread))
