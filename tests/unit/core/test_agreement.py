"""The agreement map and its counts."""

import numpy as np
from hypothesis import given
from hypothesis.extra import numpy as hnp

from lgg_viewer.core.agreement import Agreement, agreement_plane
from lgg_viewer.core.metrics import Counts, count_overlap

SHAPE = (3, 4, 5)
masks = hnp.arrays(bool, SHAPE)


def test_each_way_to_agree_has_its_value():
    plane = agreement_plane(np.array([[False, True], [True, False]]), np.array([[False, True], [False, True]]))
    assert plane.dtype == np.uint8
    assert plane.tolist() == [
        [Agreement.NEITHER, Agreement.BOTH],
        [Agreement.PREDICTION_ONLY, Agreement.TRUTH_ONLY],
    ]
    # painters look colours up by these values
    assert [int(a) for a in Agreement] == [0, 1, 2, 3]


@given(masks, masks)
def test_the_map_and_the_counts_say_the_same(predicted, actual):
    plane = agreement_plane(predicted, actual)
    kinds = (Agreement.BOTH, Agreement.PREDICTION_ONLY, Agreement.TRUTH_ONLY)
    assert Counts(*(np.count_nonzero(plane == kind) for kind in kinds)) == count_overlap(predicted, actual)
