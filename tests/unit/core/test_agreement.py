"""The agreement map and its counts."""

import numpy as np
from hypothesis import given
from hypothesis.extra import numpy as hnp

from lgg_viewer.core.agreement import Agreement, agreement_plane, slice_agreement
from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.metrics import Counts, count_overlap

SHAPE = (3, 4, 5)
masks = hnp.arrays(bool, SHAPE)
flags = hnp.arrays(bool, SHAPE[:1])


def test_each_way_to_agree_has_its_value():
    plane = agreement_plane(np.array([[False, True], [True, False]]), np.array([[False, True], [False, True]]))
    assert plane.dtype == np.uint8
    assert plane.tolist() == [
        [Agreement.NEITHER, Agreement.BOTH],
        [Agreement.PREDICTION_ONLY, Agreement.TRUTH_ONLY],
    ]
    # painters look colours up by these values
    assert [int(a) for a in Agreement] == [0, 1, 2, 3]


@given(masks, masks, flags, flags)
def test_slices_known_in_both_are_counted_and_others_are_left_out(predicted, actual, answered, drawn):
    prediction = Mask(predicted & answered[:, None, None], answered, MaskSource.PREDICTION)
    truth = Mask(actual & drawn[:, None, None], drawn, MaskSource.GROUND_TRUTH)
    counts = slice_agreement(prediction, truth)
    assert counts.shape == (SHAPE[0], 3)
    for z in range(SHAPE[0]):
        both_known = answered[z] and drawn[z]
        expected = count_overlap(predicted[z], actual[z]) if both_known else Counts(0, 0, 0)
        assert Counts(*counts[z].tolist()) == expected


@given(masks, masks)
def test_the_map_and_the_counts_say_the_same(predicted, actual):
    known = np.ones(SHAPE[0], bool)
    counts = slice_agreement(
        Mask(predicted, known, MaskSource.PREDICTION), Mask(actual, known, MaskSource.GROUND_TRUTH)
    )
    kinds = (Agreement.BOTH, Agreement.PREDICTION_ONLY, Agreement.TRUTH_ONLY)
    for z in range(SHAPE[0]):
        plane = agreement_plane(predicted[z], actual[z])
        assert counts[z].tolist() == [np.count_nonzero(plane == kind) for kind in kinds]
