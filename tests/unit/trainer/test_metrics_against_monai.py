"""Our metrics against MONAI's, where it has the like of them."""

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from monai import metrics as monai

from lgg_viewer.core.metrics import count_overlap
from lgg_viewer.core.surface import draw_border, surface_dice, surface_distances
from tests.unit.trainer.measuring import measure
from trainer.measures.calibration import Calibration
from trainer.measures.definitions import Slices

# MONAI 1.6.1 warns of an argument of its own function that it passes itself
pytestmark = pytest.mark.filterwarnings("ignore:.*always_return_as_numpy:FutureWarning")

shapes = st.tuples(st.just(1), st.integers(1, 24), st.integers(1, 24))


@st.composite
def blobs(draw, stack_shapes=shapes, fewest=0):
    """Two stacks of one shape with a few boxes each, some of them cut into each other."""
    shape = draw(stack_shapes)
    masks = np.zeros((2, *shape), bool)
    for mask in masks:
        for plane in mask:
            for _ in range(draw(st.integers(fewest, 4))):
                top, left = draw(st.integers(0, shape[1] - 1)), draw(st.integers(0, shape[2] - 1))
                high, wide = draw(st.integers(1, 10)), draw(st.integers(1, 10))
                plane[top : top + high, left : left + wide] ^= True
    return masks


def batch(mask):
    """Slices as a batch of one channel."""
    return torch.from_numpy(np.ascontiguousarray(mask)[:, None].astype(np.float32))


@given(blobs(fewest=1), st.sampled_from([0.0, 1.0, 2.0, 3.5]))
def test_surface_dice(masks, tolerance):
    prediction, truth = masks
    assume(prediction.any() and truth.any())
    theirs = monai.compute_surface_dice(batch(prediction), batch(truth), [tolerance], include_background=True)
    assert surface_dice(prediction, truth, tolerance) == pytest.approx(theirs.item(), abs=1e-6)


@given(blobs(st.tuples(st.just(3), st.integers(2, 16), st.integers(2, 16)), fewest=1))
def test_surface_dice_of_a_stack_weighs_the_slices_by_their_borders(masks):
    prediction, truth = masks
    assume(all(m.any() for m in (*prediction, *truth)))
    theirs = monai.compute_surface_dice(batch(prediction), batch(truth), [1.0], include_background=True).numpy()[:, 0]
    lengths = (draw_border(prediction).astype(int) + draw_border(truth)).sum(axis=(1, 2))
    assert surface_dice(prediction, truth, 1.0) == pytest.approx(np.average(theirs, weights=lengths), abs=1e-6)


@given(blobs(st.tuples(st.integers(1, 3), st.integers(2, 24), st.integers(2, 24)), fewest=1))
def test_hausdorff_distances(masks):
    prediction, truth = masks
    assume(all(m.any() for m in (*prediction, *truth)))
    theirs = monai.compute_hausdorff_distance(
        batch(prediction), batch(truth), include_background=True, percentile=95
    ).numpy()
    ours = surface_distances(prediction, truth)
    assert ours.hd95_mean == pytest.approx(theirs.mean(), abs=1e-4)
    assert ours.hd95_worst == pytest.approx(theirs.max(), abs=1e-4)


@given(blobs(st.tuples(st.integers(1, 4), st.integers(2, 10), st.integers(2, 10))))
def test_dice_and_iou(masks):
    prediction, truth = masks
    assume(truth.any())
    volume = [torch.from_numpy(m[None, None].astype(np.float32)) for m in masks]
    counts = count_overlap(prediction, truth)
    assert counts.dice == pytest.approx(monai.compute_dice(*volume).item(), abs=1e-6)
    assert counts.iou == pytest.approx(monai.compute_iou(*volume).item(), abs=1e-6)

    slices = Slices(prediction.astype(np.float32), truth, ("A",) * len(truth))
    assert measure("patient_dice_mean", slices, 0.5) == measure("pooled_dice", slices, 0.5) == counts.dice
    pairs = batch(prediction), batch(truth)
    for name, theirs in (("dice", monai.DiceMetric), ("iou", monai.MeanIoU)):
        # slices without tumour are left out of the mean, unless told otherwise
        with_tumour = theirs(include_background=True)
        with_tumour(*pairs)
        assert measure(f"slice_tumour_{name}", slices, 0.5) == pytest.approx(with_tumour.aggregate().item(), abs=1e-6)
        all_slices = theirs(include_background=True, ignore_empty=False)
        all_slices(*pairs)
        found = measure(f"slice_all_empty1_{name}", slices, 0.5)
        assert found == pytest.approx(all_slices.aggregate().item(), abs=1e-6)


# no probability on the edge of a bin: there MONAI takes the bin below
inside_bins = st.integers(0, 15 * 64 - 1).map(lambda k: (k + 0.5) / (15 * 64))


@given(
    hnp.arrays(np.float32, (2, 7, 9), elements=inside_bins, fill=inside_bins),
    hnp.arrays(bool, (2, 7, 9)),
)
def test_expected_calibration_error(probability, truth):
    metric = monai.CalibrationErrorMetric(num_bins=15)
    metric(torch.from_numpy(probability[None, None]), torch.from_numpy(truth[None, None].astype(np.float32)))
    study = Calibration(0.5)
    study.add("P", probability, truth)
    assert study.all.expected_error == pytest.approx(metric.aggregate().item(), abs=1e-5)


@given(hnp.arrays(np.float32, (2, 5, 5), elements=st.floats(0, 1, width=32)), hnp.arrays(bool, (2, 5, 5)))
def test_cross_entropy_is_that_of_torch(probability, truth):
    theirs = torch.nn.functional.binary_cross_entropy(torch.from_numpy(probability), torch.from_numpy(truth).float())
    assert measure("mean_bce", Slices(probability, truth, ("A", "B")), 0.5) == pytest.approx(theirs.item(), rel=1e-4)
