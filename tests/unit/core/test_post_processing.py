"""Post-processing: its laws, and what scipy makes of the same masks."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import ndimage

from lgg_viewer.core.components import label, list_components
from lgg_viewer.core.post_processing import PostProcessing, Removal, drop_removed
from lgg_viewer.core.probability import at_least
from lgg_viewer.core.runs import find_runs
from lgg_viewer.words import install
from tests.processing import WAYS, process

SHAPE = (3, 7, 8)
masks = hnp.arrays(bool, hnp.array_shapes(min_dims=3, max_dims=3, max_side=8))
maps = hnp.arrays(np.float16, SHAPE, elements=st.floats(0, 1, width=16))
LARGEST, FILLED = PostProcessing(largest=True), PostProcessing(fill_holes=True)


def row(*spans, length=40):
    """Spans (start, end) of one row."""
    voxels = np.zeros((1, 1, length), bool)
    for start, end in spans:
        voxels[0, 0, start:end] = True
    return voxels


@given(masks, WAYS)
def test_doing_it_twice_is_doing_it_once(voxels, how):
    # a largest component whose holes are filled is larger still, and so is a share of it
    assume(not (how.share and how.fill_holes))
    once = process(voxels, how)
    assert np.array_equal(process(once, how), once)


@given(masks, WAYS)
def test_it_follows_the_steps_as_scipy_does_them(voxels, how):
    labels, count = ndimage.label(voxels, np.ones((3, 3, 3)))
    sizes = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    least = max(how.smallest, how.share * sizes.max(initial=0))
    kept = [i + 1 for i in range(count) if sizes[i] >= least and (not how.largest or i == sizes.argmax())]
    expected = np.isin(labels, kept)
    if how.fill_holes:
        expected = np.array([ndimage.binary_fill_holes(plane) for plane in expected])
    assert np.array_equal(process(voxels, how), expected)


def test_a_second_tumour_of_some_size_is_kept_and_specks_are_not():
    voxels = row((0, 10), (11, 13), (15, 16))
    assert np.array_equal(process(voxels, PostProcessing(share=0.2)), row((0, 10), (11, 13)))
    assert np.array_equal(process(voxels, PostProcessing(share=0.21)), row((0, 10)))


@given(masks)
def test_the_largest_is_one_component_of_the_mask_and_none_is_larger(voxels):
    kept = process(voxels, LARGEST)
    assert not (kept & ~voxels).any()
    assert label(kept)[1] == min(label(voxels)[1], 1)
    assert np.count_nonzero(kept) == max(np.bincount(label(voxels)[0].ravel())[1:], default=0)


@given(masks, st.integers(2, 6))
def test_what_is_left_has_the_least_size_and_nothing_that_had_it_is_lost(voxels, smallest):
    kept = process(voxels, PostProcessing(smallest=smallest))
    left, lost = (np.bincount(label(v)[0].ravel())[1:] for v in (kept, voxels & ~kept))
    assert not (kept & ~voxels).any()
    assert (left >= smallest).all()
    assert (lost < smallest).all()


@given(masks)
def test_filling_only_adds_and_only_within_the_slice(voxels):
    filled = process(voxels, FILLED)
    assert not (voxels & ~filled).any()
    for plane, alone in zip(filled, voxels, strict=True):
        assert np.array_equal(plane, process(alone[None], FILLED)[0])


def test_a_hole_is_filled_and_a_bay_or_a_notch_at_the_border_is_not():
    ring, bay, notch = np.zeros((3, 1, 6, 6), bool)
    ring[0, 1:5, 1:5] = bay[0, 1:5, 1:5] = notch[0, :4, 1:5] = True
    ring[0, 2:4, 2:4] = bay[0, 2:, 2:4] = notch[0, :2, 2:4] = False
    assert np.count_nonzero(process(ring, FILLED)) == 16
    for voxels in (bay, notch):
        assert np.array_equal(process(voxels, FILLED), voxels)


def test_a_hole_that_opens_only_at_a_corner_is_a_hole():
    voxels = np.ones((1, 4, 4), bool)
    voxels[0, 1, 1] = voxels[0, 0, 0] = False
    assert process(voxels, FILLED)[0, 1, 1]


def test_a_slice_above_does_not_close_a_tunnel_and_does_not_open_a_hole():
    voxels = np.ones((2, 3, 3), bool)
    voxels[0] = False
    voxels[1, 1, 1] = False
    assert process(voxels, FILLED)[1, 1, 1]
    assert not process(voxels, FILLED)[0].any()


@given(masks, st.integers(0, 1))
def test_what_is_called_trivial_changes_nothing(voxels, smallest):
    how = PostProcessing(smallest=smallest)
    assert how.trivial
    assert how.describe() == ""
    result = process(voxels, how)
    assert np.array_equal(result, voxels)
    assert not np.shares_memory(result, voxels)


@pytest.mark.parametrize(
    ("how", "phrase"),
    [
        (LARGEST, "largest component kept"),
        (PostProcessing(smallest=10), "components under 10 voxels dropped"),
        (PostProcessing(share=0.2), "components under 20 % of the largest dropped"),
        (
            PostProcessing(largest=True, smallest=10, fill_holes=True),
            "components under 10 voxels dropped, largest component kept, holes filled",
        ),
    ],
)
def test_the_steps_are_told_in_their_order(how, phrase):
    assert not how.trivial
    assert how.describe() == phrase
    assert ", ".join(how.steps) == phrase


# deleting


def delete(values, threshold, number, removals=()):
    """What is left of a map at a threshold, and the removal of one of its components."""
    runs = drop_removed(find_runs(at_least(values, threshold)), values, removals)
    return Removal(list_components(runs, values, None).voxels_of(number))


def left(values, threshold, *removals):
    return drop_removed(find_runs(at_least(values, threshold)), values, removals).to_voxels()


def two_hills(first=0.9, second=0.7, saddle=0.2):
    """Two islands in one row, which a low threshold joins."""
    values = np.zeros((1, 1, 9), np.float16)
    values[0, 0, 1:4] = (0.4, first, 0.4)
    values[0, 0, 4] = saddle
    values[0, 0, 5:8] = (0.4, second, 0.4)
    return values


@given(maps, st.integers(1, 100), st.data())
def test_deleting_takes_away_this_component_and_no_other(values, step, data):
    threshold = step / 100
    before = list_components(find_runs(at_least(values, threshold)), values, None)
    if not before.total:
        return
    number = data.draw(st.integers(1, before.total))
    after = left(values, threshold, delete(values, threshold, number))
    expected = at_least(values, threshold)
    expected.reshape(-1)[before.voxels_of(number)] = False
    assert np.array_equal(after, expected)


@given(maps, st.integers(1, 99), st.integers(1, 100))
def test_what_was_deleted_stays_away_at_every_higher_threshold(values, step, other):
    low, high = sorted((step / 100, other / 100))
    if not at_least(values, low).any():
        return
    removal = delete(values, low, 1)
    assert not left(values, high, removal).reshape(-1)[removal.voxels].any()


def test_at_a_lower_threshold_it_stays_away_while_it_grows_alone():
    values = two_hills()
    removal = delete(values, 0.6, 2)
    assert left(values, 0.3, removal)[0, 0].tolist() == [False, True, True, True, False, False, False, False, False]


def test_it_comes_back_as_part_of_something_higher():
    values = two_hills()
    assert left(values, 0.1, delete(values, 0.6, 2))[0, 0, 1:8].all()


def test_it_takes_something_lower_with_it_when_they_join():
    values = two_hills()
    assert not left(values, 0.1, delete(values, 0.8, 1)).any()


def test_of_equal_peaks_the_one_that_was_not_deleted_decides():
    # where the network is sure, whole tumours are at 1: a deleted speck must not take one with it
    values = two_hills(first=1.0, second=1.0)
    assert left(values, 0.1, delete(values, 0.6, 1))[0, 0, 1:8].all()


def test_when_both_were_deleted_nothing_comes_back_with_their_union():
    values = two_hills()
    one = delete(values, 0.6, 1)
    other = delete(values, 0.6, 1, (one,))
    assert not left(values, 0.1, one, other).any()


def test_in_another_language_the_phrase_is_its_own_and_the_record_english():
    how = PostProcessing(smallest=1500, fill_holes=True)
    install(lambda text, _count: f"«{text}»")
    try:
        assert how.describe() == "«components under 1500 voxels dropped», «holes filled»"
        assert how.steps == ("components under 1500 voxels dropped", "holes filled")
    finally:
        install(None)
