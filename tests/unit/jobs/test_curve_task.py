import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lgg_viewer.core.finding import Finding
from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.metrics import count_overlap
from lgg_viewer.core.post_processing import PostProcessing, Removal
from lgg_viewer.core.probability import ModelId, ProbabilityMap, to_mask
from lgg_viewer.core.threshold_table import THRESHOLDS
from lgg_viewer.core.volume import frozen
from lgg_viewer.errors import CancelledError
from lgg_viewer.jobs.curve_task import Curve, trace, trace_raw
from lgg_viewer.jobs.tasks import tabulate
from tests.processing import process

SHAPE = (3, 6, 7)
NONE = PostProcessing()
# few values, so that masks are equal at many thresholds: there a curve takes the figures of its neighbour
maps = arrays(np.float16, SHAPE, elements=st.sampled_from([0.0, 0.01, 0.3, 0.305, 0.7, 1.0]))
known = arrays(bool, SHAPE[0])
masks = arrays(bool, SHAPE)
posts = st.builds(PostProcessing, st.booleans(), st.integers(0, 6), st.booleans())


def finding(values, answered, voxels=None, with_truth=None, post=NONE, removals=()) -> Finding:
    probability = ProbabilityMap(frozen(values), frozen(answered), ModelId("m", "0"))
    truth = None
    if voxels is not None:
        truth = Mask(frozen(voxels & with_truth[:, None, None]), frozen(with_truth), MaskSource.GROUND_TRUTH)
    return Finding(probability, tabulate(probability, truth), truth, 0.5, post, removals)


@given(maps, known, masks, known, posts)
def test_at_each_threshold_the_curve_is_that_of_the_processed_mask(values, answered, voxels, with_truth, post):
    found = finding(values, answered, voxels, with_truth, post)
    curve, scored = trace(found), answered & with_truth
    assert (curve.dice is None) == (not scored.any())
    for step, threshold in enumerate(THRESHOLDS):
        mask = process(to_mask(found.probability, threshold).voxels, post)
        assert curve.volume[step] == np.count_nonzero(mask)
        if curve.dice is not None:
            assert curve.dice[step] == pytest.approx(count_overlap(mask[scored], found.truth.voxels[scored]).dice)


@given(maps, known, masks, known)
def test_without_post_processing_it_is_the_curve_of_the_table(values, answered, voxels, with_truth):
    found = finding(values, answered, voxels, with_truth)
    traced, raw = trace(found), trace_raw(found.table)
    np.testing.assert_array_equal(traced.volume, raw.volume)
    assert (traced.dice is None) == (raw.dice is None)
    if traced.dice is not None:
        np.testing.assert_allclose(traced.dice, raw.dice)


def test_a_deleted_component_is_missing_from_the_whole_curve():
    values = np.zeros(SHAPE, np.float16)
    values[0, 0, :2], values[2, 4, 3:6] = 0.875, 0.75
    deleted = Removal(np.flatnonzero(values == np.float16(0.875)))
    curve = trace(finding(values, np.ones(3, bool), removals=(deleted,)))
    assert set(curve.volume[1:76]) == {3}
    assert set(curve.volume[76:]) == {0}


def test_a_curve_that_is_not_wanted_any_more_is_given_up():
    asked = iter([False] * 20)
    values = np.linspace(0, 1, np.prod(SHAPE), dtype=np.float16).reshape(SHAPE)
    with pytest.raises(CancelledError):
        trace(finding(values, np.ones(3, bool), post=PostProcessing(True)), lambda: next(asked, True))


@pytest.mark.parametrize(
    ("dice", "best"),
    [(None, None), ([0.0] * 101, None), ([0.2] * 30 + [0.9] * 40 + [0.1] * 31, 0.3)],
    ids=["no ground truth", "nothing in common", "a plateau"],
)
def test_the_best_threshold_is_the_first_of_the_highest_dice(dice, best):
    assert Curve(np.zeros(101, np.int64), None if dice is None else np.array(dice)).best == best
