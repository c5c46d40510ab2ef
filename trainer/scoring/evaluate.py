"""Scores of weights on patients they were not trained on.

The patient is the unit: every measure is computed over the whole stack of each patient, then mean, median and worst are
reported, with an interval from a bootstrap over patients. Figures pooled over voxels or averaged over slices are
reported beside it, under names that say so: they are higher or lower for the same masks
(`trainer.measures.definitions`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from lgg_viewer.core.metrics import Counts, count_overlap
from lgg_viewer.core.post_processing import PostProcessing, process_runs
from lgg_viewer.core.probability import ProbabilityMap, to_mask
from lgg_viewer.core.runs import Runs, find_runs
from lgg_viewer.core.study import Study
from lgg_viewer.core.volume import Volume
from lgg_viewer.errors import LggError
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.model.predictor import Predictor, SliceBatch
from trainer.data.dataset import read_with_truth
from trainer.measures.calibration import Calibration
from trainer.measures.slice_counts import SliceCounts, count_slices
from trainer.scoring.evaluation import Evaluation, Heading, ThresholdCurves
from trainer.scoring.figures import figures_of, refuse_other_size
from trainer.scoring.patient_score import score_studies
from trainer.scoring.strata import Traits, traits_of
from trainer.scoring.triptych import Triptych, draw_triptych

TRIED = np.arange(5, 100, 5) / 100
"""Further thresholds at which the masks are scored."""


class Prediction(NamedTuple):
    """The result of a network for a study.

    Attributes
    ----------
    probability : ProbabilityMap
        As the app keeps it; masks are made of it.
    exact : ndarray of float32, shape (Z, Y, X)
        The values before rounding; figures of probabilities are computed from these.
    """

    probability: ProbabilityMap
    exact: NDArray[np.float32]


Predict = Callable[[Study, Volume], Prediction]
"""Predicts a study; it is given the study with its name, so that it can choose the model of the patient's fold."""


def refuse_trained(card: ModelCard, patients: Iterable[str]) -> None:
    """Refuse to score patients that the weights were trained on.

    Raises
    ------
    LggError
        Some were, or the card does not name its training patients.
    """
    if not card.trained_on:
        raise LggError(
            f"The card of {card.name} does not say whom it was trained on; scores would prove nothing.",
            "Score weights whose card names the patients.",
        )
    seen = sorted({patient for patient in patients if card.has_seen(patient)})
    if seen:
        named = ", ".join(seen[:3]) + " …" * (len(seen) > 3)
        raise LggError(
            f"{card.name} was trained on {len(seen)} of these patients ({named}); scores on them would prove nothing.",
            f"Score whom it held out: fold {fold} of its own split, with --split RUN/split.json for one of a run."
            if (fold := card.training.get("fold")) is not None
            else "It held out nobody: give it other patients, or score the folds of its recipe.",
        )


def predict_unseen(predictors: Sequence[Predictor], patients: Iterable[str]) -> Predict:
    """Assign each patient to the one model that was not trained on them.

    With one model, all patients must be new to it; with one model per fold, each patient of the split is predicted out
    of fold.

    Parameters
    ----------
    predictors : sequence of Predictor
        At least one.
    patients : iterable of str
        All patients to be predicted, so that an error is raised now and not hours later.

    Raises
    ------
    LggError
        Every model was trained on a patient, more than one model was not, or a card does not name its training
        patients.
    """
    chosen: dict[str, Predictor] = {}
    wanted = set(patients)
    if len(predictors) == 1:
        refuse_trained(predictors[0].card, wanted)
    for predictor in predictors:
        refuse_trained(predictor.card, ())
        for patient in sorted(wanted):
            if predictor.card.has_seen(patient):
                continue
            if patient in chosen:
                raise LggError(
                    f"{chosen[patient].card.name} and {predictor.card.name} have both not seen {patient}.",
                    "Give one model for each fold of one split.",
                )
            chosen[patient] = predictor
    if missing := sorted(wanted - set(chosen)):
        raise LggError(f"Every model was trained on {missing[0]}.", "Give the models of all folds of the split.")

    def predict(study: Study, volume: Volume) -> Prediction:
        exact = np.zeros(volume.shape, np.float32)

        def keep(batch: SliceBatch) -> None:
            exact[list(batch.indices)] = batch.exact

        return Prediction(chosen[study.patient].predict(volume, on_batch=keep), exact)

    return predict


def evaluate(
    predict: Predict, studies: Sequence[Study], heading: Heading, *, threshold: float, post: PostProcessing
) -> Evaluation:
    """Segment and score studies, one patient in memory at a time.

    Parameters
    ----------
    predict : callable
        Study and Volume to Prediction; `predict_unseen` makes one that refuses training patients.
    studies : sequence of Study
        Each with ground truth for every slice.
    heading : Heading
    threshold : float
    post : PostProcessing
        What follows the threshold. Figures of probabilities are computed before it.

    Raises
    ------
    LggError
        A study cannot be read or differs in size from the others, or there is none.
    """
    if not studies:
        raise LggError("There is no study to score.", "Check the split and the folder.")
    by_patient: dict[str, list[Study]] = {}
    for study in studies:
        by_patient.setdefault(study.patient, []).append(study)
    calibration = Calibration(threshold)
    counted: list[SliceCounts] = []
    scores, triptychs, curves, computed_on = [], {}, {}, set()
    with tqdm(total=len(studies), desc="scoring", unit="study", disable=None) as bar:
        for patient, group in by_patient.items():
            looks = []
            for study in group:
                look = _look_at(study, predict, threshold, post, calibration, heading.folds.get(patient, ""))
                refuse_other_size(counted, look.counts, study.key)
                counted.append(look.counts)
                computed_on.add(look.computed_on)
                looks.append(look)
                bar.update()
            raw = sum((look.raw for look in looks), Counts(0, 0, 0))
            pairs = [(look.mask, look.truth) for look in looks]
            scores.append(score_studies(patient, pairs, looks[0].traits, raw.dice))
            curves[patient] = _dice_curve(looks)
            triptychs[patient] = max((look.triptych for look in looks), key=lambda t: t.area)
    return Evaluation(
        heading,
        threshold,
        post,
        " and ".join(sorted(computed_on)),
        tuple(sorted(scores, key=lambda s: (s.counts.dice, s.patient))),
        figures_of(counted),
        calibration.result(),
        ThresholdCurves(TRIED, curves),
        triptychs,
    )


_Pair = tuple[int, int]


@dataclass(frozen=True, eq=False)
class _Look:
    """A study with its prediction, and the counts made while its probabilities are in memory."""

    truth: NDArray[np.bool_]
    mask: NDArray[np.bool_]
    raw: Counts
    counts: SliceCounts
    at_thresholds: NDArray[np.int64]
    traits: Traits
    triptych: Triptych
    computed_on: str


def _look_at(
    study: Study, predict: Predict, threshold: float, post: PostProcessing, calibration: Calibration, fold: str
) -> _Look:
    data = read_with_truth(study)
    truth = data.truth.voxels
    probability, exact = predict(study, data.volume)
    raw = to_mask(probability, threshold).voxels
    mask = process_runs(find_runs(raw), post).runs.to_voxels()
    calibration.add(study.patient, exact, truth)
    numbers = tuple(s.number for s in study.slices)
    return _Look(
        truth,
        mask,
        count_overlap(raw, truth),
        count_slices(exact, truth, (study.patient,) * len(truth), threshold, mask),
        np.array([_count_at(probability, truth, t, post) for t in TRIED]),
        traits_of(study, data.volume.missing, fold),
        draw_triptych(study.key, numbers, data.volume, truth, mask),
        probability.computed_on,
    )


def _runs(probability: ProbabilityMap, threshold: float, post: PostProcessing) -> Runs:
    return process_runs(find_runs(to_mask(probability, threshold).voxels), post).runs


def _count_at(probability: ProbabilityMap, truth: NDArray[np.bool_], threshold: float, post: PostProcessing) -> _Pair:
    """Count the voxels of the mask at a threshold, and those of them in the ground truth."""
    voxels = _runs(probability, threshold, post).voxels
    return len(voxels), int(np.count_nonzero(truth.reshape(-1)[voxels]))


def _dice_curve(looks: Sequence[_Look]) -> NDArray[np.float64]:
    """Return a patient's Dice at each of the thresholds tried."""
    predicted, both = np.sum([look.at_thresholds for look in looks], axis=0).T
    total = predicted + sum(int(np.count_nonzero(look.truth)) for look in looks)
    return np.where(total > 0, 2 * both / np.maximum(total, 1), 1.0)
