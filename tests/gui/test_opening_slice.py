from dataclasses import replace

import numpy as np
import pytest

from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.volume import frozen
from lgg_viewer.gui.panes.opening_slice import OpeningSlice
from tests.gui.made_cohort import SHAPE, MadeCohort

MIDDLE, OF_TRUTH, OF_PREDICTION = SHAPE[0] // 2, 1, 3


@pytest.fixture
def made(qapp, tmp_path):
    cohort = MadeCohort(tmp_path, 2)
    voxels = np.zeros(SHAPE, bool)
    voxels[OF_TRUTH, :4, :4] = True
    voxels[MIDDLE, :2, :2] = True
    known = frozen(np.ones(SHAPE[0], bool))
    cohort.data["P_0"] = replace(cohort.data["P_0"], truth=Mask(frozen(voxels), known, MaskSource.GROUND_TRUTH))
    cohort.opening = OpeningSlice(cohort.session)
    cohort.open()
    yield cohort
    cohort.end()


def predict(made: MadeCohort) -> None:
    values = np.zeros(SHAPE, np.float16)
    values[OF_PREDICTION, :4, :4] = 0.9
    values[MIDDLE, :2, :2] = 0.9
    made.answer("P_0", replace(made.probability("P_0"), values=frozen(values)))


def test_a_study_opens_where_the_prediction_is_largest(made):
    predict(made)
    made.show("P_0")
    assert made.session.state.z == OF_PREDICTION


def test_without_a_prediction_it_opens_where_the_ground_truth_is_largest(made):
    made.show("P_0")
    assert made.session.state.z == OF_TRUTH


def test_with_neither_it_opens_in_its_middle(made):
    made.data["P_0"] = replace(made.data["P_0"], truth=None)
    made.show("P_0")
    assert made.session.state.z == MIDDLE


def test_a_prediction_that_is_withheld_does_not_give_itself_away(made):
    predict(made)
    made.session.withhold(True)
    made.show("P_0")
    assert made.session.state.z == MIDDLE


def test_a_study_that_was_left_opens_where_it_was_left(made):
    predict(made)
    made.show("P_0")
    made.session.go_to_slice(0)
    made.show("P_1")
    made.show("P_0")
    assert made.session.state.z == 0
