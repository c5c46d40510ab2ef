import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as hnp

from trainer.measures.components import Components, compare_components

stacks = hnp.arrays(bool, (3, 4, 5))


def rows(*spans, length=100):
    """Runs (start, end) along one row of voxels."""
    mask = np.zeros((1, 1, length), bool)
    for start, end in spans:
        mask[0, 0, start:end] = True
    return mask


def test_a_tumour_that_is_drawn_right_is_found():
    assert compare_components(rows((5, 15)), rows((5, 15))) == Components(1, 1, 1, 0)


def test_what_touches_no_tumour_is_false():
    assert compare_components(rows((5, 15), (20, 22), (30, 31)), rows((5, 15))) == Components(1, 3, 1, 2)
    # a neighbour shares no voxel
    assert compare_components(rows((15, 17)), rows((5, 15))) == Components(1, 1, 0, 1)


@pytest.mark.parametrize(("end", "found"), [(10, 0), (11, 1)])
def test_a_tumour_counts_as_found_above_a_tenth_of_overlap(end, found):
    # 10 of 100 voxels are an IoU of exactly 0.1, which is not enough
    assert compare_components(rows((0, end)), rows((0, 100))) == Components(1, 1, found, 0)


def test_pieces_of_a_prediction_find_a_tumour_together():
    # each piece alone has an IoU of 0.06
    assert compare_components(rows((0, 6), (50, 56)), rows((0, 100))) == Components(1, 2, 1, 0)


def test_a_piece_is_weighed_with_all_that_hangs_on_it():
    # 4 voxels shared, but 96 more hang on them: IoU 4 / 100
    assert compare_components(rows((6, 106), length=200), rows((0, 10), length=200)).found == 0
    assert compare_components(rows((6, 30), length=200), rows((0, 10), length=200)).found == 1


def test_one_large_piece_may_find_two_tumours():
    assert compare_components(rows((0, 25)), rows((0, 10), (15, 25))) == Components(2, 1, 2, 0)


def test_voxels_that_meet_at_a_corner_belong_together_in_three_dimensions():
    mask = np.zeros((2, 2, 2), bool)
    mask[0, 0, 0] = mask[1, 1, 1] = True
    assert compare_components(mask, mask) == Components(1, 1, 1, 0)


def test_empty_masks_have_no_components():
    nothing = rows()
    assert compare_components(nothing, nothing) == Components(0, 0, 0, 0)
    assert compare_components(rows((3, 5)), nothing) == Components(0, 1, 0, 1)
    assert compare_components(nothing, rows((3, 5))) == Components(1, 0, 0, 0)


def test_a_mask_without_background_is_one_component():
    full = np.ones((2, 3, 3), bool)
    assert compare_components(full, full) == Components(1, 1, 1, 0)


@given(stacks, stacks)
def test_as_many_are_found_and_false_as_there_are_at_most(prediction, truth):
    score = compare_components(prediction, truth)
    assert 0 <= score.found <= score.true
    assert 0 <= score.false <= score.predicted
    if not (prediction & truth).any():
        assert (score.found, score.false) == (0, score.predicted)
    mirrored = compare_components(prediction[:, ::-1], truth[:, ::-1])
    assert mirrored == score
