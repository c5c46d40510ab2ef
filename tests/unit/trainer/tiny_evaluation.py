"""Evaluations for the tests: a predictor that calls bright pixels tumour, and scores made by hand."""

from pathlib import Path

import numpy as np

from lgg_viewer.core.metrics import Counts
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.probability import ModelId, ProbabilityMap
from lgg_viewer.core.study import Channel
from lgg_viewer.core.surface import SurfaceDistances
from lgg_viewer.core.volume import frozen
from trainer.data.dataset import find_studies
from trainer.learning.environment import Environment
from trainer.measures.components import Components
from trainer.scoring.evaluate import Prediction, evaluate
from trainer.scoring.evaluation import Heading
from trainer.scoring.patient_score import PatientScore
from trainer.scoring.strata import Traits

NO_POST = PostProcessing()
MODEL = ModelId("tiny", "ab" * 32)
ENVIRONMENT = Environment("cpu", "2", "3", "Linux", "0", "", 1)
HEADING = Heading("tiny", (MODEL,), "two folds", "fold 0", "lgg-trainer evaluate tiny.json --data DIR", ENVIRONMENT)


def answer(values, model=MODEL):
    """Make a prediction of probabilities, all slices known."""
    known = frozen(np.ones(len(values), bool))
    kept = ProbabilityMap(frozen(values.astype(np.float16)), known, model, "cpu, float32")
    return Prediction(kept, values.astype(np.float32))


def see_bright(study, volume):
    """Call bright pixels tumour with 0.9: right everywhere in the cohort of `write_cohort`, whose noise ends at 90."""
    return answer(np.where(volume.pixels[..., Channel.FLAIR] >= 150, 0.9, 0.1))


def see_cores(study, volume):
    """Miss the left half of each bright disc, and mark a square in a corner of the first slice."""
    bright = volume.pixels[..., Channel.FLAIR] >= 150
    bright[..., :100] = False
    bright[0, :10, :10] = True
    return answer(np.where(bright, 0.8, 0.2))


def evaluate_cohort(folder: Path, predict=see_bright, threshold=0.5, post=NO_POST):
    return evaluate(predict, find_studies(folder), HEADING, threshold=threshold, post=post)


def make_score(patient, counts, *, slices=10, traits=None):
    """Score a patient by counts alone; the other measures are made up."""
    found = int(counts.tp > 0)
    return PatientScore(
        patient,
        slices,
        counts,
        0.5,
        0.75,
        SurfaceDistances(3.0, 9.0, 4, 1) if found else SurfaceDistances(None, None, 0, 5),
        Components(1, 2, found, 2 - found),
        traits or Traits("CS", "II"),
        counts.dice,
    )


def make_scores(*counts):
    """Score patients P0, P1, … by counts, worst first."""
    return sorted((make_score(f"P{k}", c) for k, c in enumerate(counts)), key=lambda s: s.counts.dice)


def both(count):
    return Counts(count, 0, 0)
