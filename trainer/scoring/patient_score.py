"""What weights achieve on one patient, in every measure that is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.metrics import Counts, count_overlap
from lgg_viewer.core.surface import SurfaceDistances, surface_dice, surface_distances
from trainer.measures.components import Components, compare_components
from trainer.scoring.strata import Traits


@dataclass(frozen=True)
class PatientScore:
    """What the weights achieve on one patient; the studies of a patient are pooled.

    Attributes
    ----------
    patient : str
    slices : int
    counts : Counts
        Over all voxels.
    surface_dice_1px, surface_dice_2px : float
    distances : SurfaceDistances
    components : Components
    traits : Traits
    raw_dice : float or None
        Of the mask as the threshold alone gives it; None where that is not known.
    """

    patient: str
    slices: int
    counts: Counts
    surface_dice_1px: float
    surface_dice_2px: float
    distances: SurfaceDistances
    components: Components
    traits: Traits
    raw_dice: float | None

    @property
    def relative_volume_error(self) -> float | None:
        """Predicted minus true volume over the true one; None where there is no tumour."""
        counts = self.counts
        return (counts.predicted - counts.actual) / counts.actual if counts.actual else None


@dataclass(frozen=True)
class Measure:
    """One figure of a patient, as it is called wherever it is told.

    Attributes
    ----------
    key : str
        In JSON, and as a column of the CSV.
    title, meaning : str
        For people.
    of : callable
        PatientScore to its value; None where it has none.
    count : bool
        Whether it is a whole number.
    """

    key: str
    title: str
    meaning: str
    of: Callable[[PatientScore], float | None]
    count: bool = False


MEASURES = (
    Measure(
        "dice",
        "Dice, 3D",
        "Twice the voxels that prediction and ground truth share, over the sum of both, counted over all slices of the "
        "patient together. 1 where both are empty.",
        lambda s: s.counts.dice,
    ),
    Measure(
        "dice_before_post_processing",
        "Dice, 3D, before post-processing",
        "The same of the mask as the threshold alone gives it. No value where only masks are scored.",
        lambda s: s.raw_dice,
    ),
    Measure(
        "iou",
        "IoU, 3D",
        "Shared voxels over the voxels of either, over all slices of the patient. 1 where both are empty.",
        lambda s: s.counts.iou,
    ),
    Measure(
        "precision",
        "Precision",
        "Share of the predicted voxels that are tumour. No value where nothing is predicted.",
        lambda s: s.counts.precision,
    ),
    Measure(
        "recall",
        "Recall",
        "Share of the tumour's voxels that are predicted. No value where there is no tumour.",
        lambda s: s.counts.recall,
    ),
    Measure(
        "surface_dice_1px",
        "Surface Dice, 1 px",
        "Share of both outlines, within the slices, that lies at most 1 pixel from the other (normalised surface Dice, "
        "Nikolov et al. 2021).",
        lambda s: s.surface_dice_1px,
    ),
    Measure(
        "surface_dice_2px",
        "Surface Dice, 2 px",
        "The same at 2 pixels.",
        lambda s: s.surface_dice_2px,
    ),
    Measure(
        "hd95_px_mean",
        "HD95, mean slice, px",
        "95th percentile of the distance between both outlines in a slice, the larger of the two directions, in "
        "pixels: the data set has no spacing. Mean over the slices in which both have any. Slices where only one "
        "has any are counted beside it as one-sided.",
        lambda s: s.distances.hd95_mean,
    ),
    Measure(
        "hd95_px_worst",
        "HD95, worst slice, px",
        "The same of the patient's worst slice.",
        lambda s: s.distances.hd95_worst,
    ),
    Measure(
        "relative_volume_error",
        "Volume error",
        "Predicted minus true volume, over the true one: negative where too little is marked.",
        lambda s: s.relative_volume_error,
    ),
    Measure(
        "absolute_volume_error",
        "Volume error, absolute",
        "The same without its sign, so that too much and too little do not cancel out in the mean.",
        lambda s: None if s.relative_volume_error is None else abs(s.relative_volume_error),
    ),
    Measure(
        "components_true",
        "Tumours",
        "Connected components of the ground truth; voxels that share a face, an edge or a corner belong together.",
        lambda s: s.components.true,
        count=True,
    ),
    Measure(
        "components_found",
        "Tumours found",
        "Components of the ground truth whose IoU with what was predicted there is above 0.1.",
        lambda s: s.components.found,
        count=True,
    ),
    Measure(
        "components_predicted",
        "Components predicted",
        "Connected components of the prediction.",
        lambda s: s.components.predicted,
        count=True,
    ),
    Measure(
        "components_false",
        "False components",
        "Components of the prediction that touch no tumour.",
        lambda s: s.components.false,
        count=True,
    ),
    Measure(
        "slices_compared",
        "Slices compared",
        "Slices in which prediction and ground truth both have pixels, over which HD95 is measured.",
        lambda s: s.distances.compared,
        count=True,
    ),
    Measure(
        "slices_one_sided",
        "Slices one-sided",
        "Slices in which only one of the two has pixels: missed, or falsely marked.",
        lambda s: s.distances.one_sided,
        count=True,
    ),
)


def score_studies(
    patient: str,
    studies: Sequence[tuple[NDArray[np.bool_], NDArray[np.bool_]]],
    traits: Traits,
    raw_dice: float | None = None,
) -> PatientScore:
    """Measure the predictions of a patient, the studies as one.

    Parameters
    ----------
    patient : str
    studies : sequence of (prediction, truth)
        Both ndarray of bool, shape (Z, Y, X), of one height and width.
    traits : Traits
    raw_dice : float, optional
        Of the masks before post-processing.
    """
    # an empty slice between the studies, so that no tumour spans two
    gap = np.zeros((1, *studies[0][1].shape[1:]), bool)
    prediction = np.concatenate([part for mask, _ in studies for part in (mask, gap)])
    truth = np.concatenate([part for _, actual in studies for part in (actual, gap)])
    return PatientScore(
        patient,
        sum(len(actual) for _, actual in studies),
        count_overlap(prediction, truth),
        surface_dice(prediction, truth, 1.0),
        surface_dice(prediction, truth, 2.0),
        surface_distances(prediction, truth),
        compare_components(prediction, truth),
        traits,
        raw_dice,
    )


def list_figures(score: PatientScore) -> dict[str, str | float | None]:
    """Return all that is told of a patient, by its key in JSON and its column in the CSV."""
    return {
        "patient": score.patient,
        "institution": score.traits.institution,
        "grade": score.traits.grade,
        "missing_sequence": score.traits.missing,
        "fold": score.traits.fold,
        "slices": score.slices,
        "true_voxels": score.counts.actual,
        "predicted_voxels": score.counts.predicted,
        **{m.key: m.of(score) for m in MEASURES},
    }
