"""A finding's figures, held to what counting the voxels of its mask says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lgg_viewer.core.finding import Finding
from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.metrics import count_overlap
from lgg_viewer.core.post_processing import PostProcessing, Removal, drop_removed
from lgg_viewer.core.probability import ModelId, ProbabilityMap, to_mask
from lgg_viewer.core.runs import find_runs
from lgg_viewer.core.threshold_table import ThresholdTable, count_slice
from tests.processing import WAYS, process

SHAPE = (3, 6, 5)
maps = hnp.arrays(np.float16, SHAPE, elements=st.floats(0, 1, width=16))
masks = hnp.arrays(bool, SHAPE)
flags = hnp.arrays(bool, SHAPE[:1])
thresholds = st.integers(0, 100).map(lambda step: step / 100)
regions = st.lists(hnp.arrays(bool, SHAPE).map(lambda r: Removal(np.flatnonzero(r))), max_size=2).map(tuple)
truths = st.none() | st.builds(
    lambda voxels, known: Mask(voxels & known[:, None, None], known, MaskSource.GROUND_TRUTH), masks, flags
)


def find(values, answered, truth, threshold, post=None, removals=()):
    table = ThresholdTable(SHAPE[0], truth)
    for z in np.flatnonzero(answered):
        known = truth is not None and truth.known[z]
        table.fill(int(z), count_slice(values[z], truth.voxels[z] if known else None))
    probability = ProbabilityMap(values, answered, ModelId("m", "0"))
    return Finding(probability, table, truth, threshold, post or PostProcessing(), removals)


def check_figures(finding, voxels):
    """Every figure is that of these voxels."""
    answered, truth = finding.probability.known, finding.truth
    assert np.array_equal(finding.mask.voxels, voxels)
    assert np.array_equal(finding.mask.known, answered)
    assert finding.mask.source is MaskSource.PREDICTION
    assert not finding.mask.voxels.flags.writeable
    assert finding.areas == tuple(np.count_nonzero(voxels, axis=(1, 2)))
    assert finding.volume == (np.count_nonzero(voxels) if answered.any() else None)
    scored = answered & truth.known if truth is not None else np.zeros(SHAPE[0], bool)
    assert finding.study_counts == (count_overlap(voxels[scored], truth.voxels[scored]) if scored.any() else None)
    assert sum(c.voxels for c in finding.components.components) == np.count_nonzero(voxels)
    for z in range(SHAPE[0]):
        if answered[z]:
            assert np.array_equal(finding.plane(z), voxels[z])
            assert finding.area(z) == np.count_nonzero(voxels[z])
        else:
            assert finding.plane(z) is None
            assert finding.area(z) is None
        counts = count_overlap(voxels[z], truth.voxels[z]) if scored[z] else None
        assert finding.slice_counts(z) == counts
        differing = np.count_nonzero(voxels[z] != truth.voxels[z]) if scored[z] else None
        assert finding.disagreement(z) == differing


@given(maps, flags, truths, thresholds)
def test_without_post_processing_every_figure_is_that_of_the_thresholded_map(values, answered, truth, threshold):
    finding = find(values, answered, truth, threshold)
    assert finding.raw
    check_figures(finding, to_mask(finding.probability, threshold).voxels)


@given(maps, flags, truths, thresholds, WAYS)
def test_with_post_processing_every_figure_is_that_of_the_processed_mask(values, answered, truth, threshold, how):
    finding = find(values, answered, truth, threshold, how)
    check_figures(finding, process(to_mask(finding.probability, threshold).voxels, how))


@given(maps, flags, truths, thresholds, WAYS, regions)
def test_what_was_deleted_goes_before_the_rest_is_processed(values, answered, truth, threshold, how, removals):
    finding = find(values, answered, truth, threshold, how, removals)
    runs = find_runs(to_mask(finding.probability, threshold).voxels)
    check_figures(finding, process(drop_removed(runs, values, removals).to_voxels(), how))


@given(maps, flags, thresholds, WAYS)
def test_doubt_is_of_the_map_whatever_is_made_of_it(values, answered, threshold, how):
    finding = find(values, answered, None, threshold, how)
    doubtful = (values.astype(np.float64) >= 0.3) & (values.astype(np.float64) < 0.7) & answered[:, None, None]
    assert finding.doubtful_volume == np.count_nonzero(doubtful)
    for z in range(SHAPE[0]):
        assert finding.doubtful_area(z) == np.count_nonzero(doubtful[z])


@given(maps, thresholds, WAYS, st.data())
def test_deleting_a_listed_component_takes_it_out_of_the_mask(values, threshold, how, data):
    finding = find(values, np.ones(SHAPE[0], bool), None, threshold, how)
    table = finding.components
    if not table.total:
        return
    removal = Removal(table.voxels_of(data.draw(st.integers(1, table.total))))
    after = find(values, finding.probability.known, None, threshold, how, (removal,)).mask.voxels
    assert not after.reshape(-1)[removal.voxels].any()
    if not how.largest and not how.share:
        assert np.count_nonzero(after) == finding.volume - len(removal.voxels)


def test_when_the_largest_was_deleted_the_next_one_is_kept():
    values = np.zeros(SHAPE, np.float16)
    values[0, :2, :2] = values[2, 4:, 4:] = 0.9
    largest = PostProcessing(largest=True)
    answered = np.ones(SHAPE[0], bool)
    first = find(values, answered, None, 0.5, largest)
    assert first.areas == (4, 0, 0)
    second = find(values, answered, None, 0.5, largest, (Removal(first.components.voxels_of(1)),))
    assert second.areas == (0, 0, 2)


def test_while_it_is_raw_no_figure_and_no_plane_needs_the_whole_volume(monkeypatch):
    finding = find(np.full(SHAPE, 0.5, np.float16), np.ones(SHAPE[0], bool), None, 0.5)
    asked = []
    monkeypatch.setattr("lgg_viewer.core.finding.at_least", lambda values, t: asked.append(values.shape) or values >= t)
    _ = finding.areas, finding.volume, finding.study_counts, finding.doubtful_volume, finding.slice_counts(0)
    finding.plane(1)
    assert asked == [SHAPE[1:]]


def test_nobody_can_change_a_finding_from_outside():
    finding = find(np.zeros(SHAPE, np.float16), np.ones(SHAPE[0], bool), None, 0.5)
    with pytest.raises(AttributeError):
        finding.threshold = 0.6
