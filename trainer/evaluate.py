"""How good the weights are, on patients they have never seen.

The patient is the unit: Dice of the whole stack of each, then mean, median and worst, with an interval from a bootstrap
over patients. Counts pooled over all voxels are told beside it and named so: they run one to three points higher,
because large tumours weigh more.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from pathlib import Path
from statistics import fmean, median
from typing import Any

import numpy as np
from tqdm import tqdm

from lgg_viewer.core.metrics import EMPTY_CONVENTION, Counts, count_overlap
from lgg_viewer.core.probability import to_mask
from lgg_viewer.core.study import Study
from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.model.predictor import Predictor
from trainer.dataset import read_with_truth

DRAWS = 10_000
WORST = 5


@dataclass(frozen=True)
class PatientScore:
    """What the weights achieve on one patient; the studies of a patient are pooled."""

    patient: str
    slices: int
    counts: Counts


@dataclass(frozen=True)
class Evaluation:
    """What the weights achieve on a group of patients.

    Attributes
    ----------
    model, sha256 : str
    threshold : float
    computed_on : str
        Device and precision.
    scores : tuple of PatientScore
        Worst first.
    """

    model: str
    sha256: str
    threshold: float
    computed_on: str
    scores: tuple[PatientScore, ...]

    def summary(self, *, seed: int = 1) -> dict[str, Any]:
        """Return the figures as JSON values, rounded to four digits.

        Means of precision and recall are over the patients that have one (`lgg_viewer.core.metrics`).
        """
        counts = [s.counts for s in self.scores]
        pooled = reduce(add, counts)
        dice = [c.dice for c in counts]
        low, high = bootstrap_mean(dice, seed=seed)
        return {
            "patients": len(counts),
            "slices": sum(s.slices for s in self.scores),
            "threshold": self.threshold,
            "dice_per_patient": {
                "mean": _round(fmean(dice)),
                "mean_95_percent_interval": [_round(low), _round(high)],
                "median": _round(median(dice)),
                "minimum": _round(min(dice)),
            },
            "iou_per_patient_mean": _round(fmean(c.iou for c in counts)),
            "precision_per_patient_mean": _mean_of(c.precision for c in counts),
            "recall_per_patient_mean": _mean_of(c.recall for c in counts),
            "pooled_voxels": {"dice": _round(pooled.dice), "iou": _round(pooled.iou)},
            "worst": {s.patient: _round(s.counts.dice) for s in self.scores[:WORST]},
            "method": "3D Dice of each patient over all slices; interval by percentile bootstrap over patients, "
            f"{DRAWS} draws, seed {seed}; {EMPTY_CONVENTION}",
            "computed_on": self.computed_on,
        }


def refuse_trained(card: ModelCard, patients: Iterable[str]) -> None:
    """Refuse to score patients that the weights were trained on.

    Raises
    ------
    LggError
        Some were, or the card does not say who was.
    """
    if not card.trained_on:
        raise LggError(
            f"The card of {card.name} does not say whom it was trained on; scores would prove nothing.",
            "Score weights whose card names the patients.",
        )
    seen = sorted(card.trained_on & set(patients))
    if seen:
        named = ", ".join(seen[:3]) + " …" * (len(seen) > 3)
        raise LggError(
            f"{card.name} was trained on {len(seen)} of these patients ({named}); scores on them would prove nothing.",
            "Give the fold that was held out, with --fold.",
        )


def evaluate(predictor: Predictor, studies: Sequence[Study], *, threshold: float | None = None) -> Evaluation:
    """Segment and score studies.

    Parameters
    ----------
    predictor : Predictor
    studies : sequence of Study
        Each with ground truth for every slice.
    threshold : float, optional
        The card's if not given.

    Raises
    ------
    LggError
        A patient was trained on, a study cannot be read, or there is none.
    """
    card = predictor.card
    if not studies:
        raise LggError("There is no study to score.", "Check the split and the folder.")
    refuse_trained(card, (s.patient for s in studies))
    threshold = card.threshold if threshold is None else threshold
    found: dict[str, PatientScore] = {}
    for study in tqdm(studies, desc="scoring", unit="study", disable=None):
        data = read_with_truth(study)
        assert data.truth is not None
        mask = to_mask(predictor.predict(data.volume), threshold)
        before = found.get(study.patient, PatientScore(study.patient, 0, Counts(0, 0, 0)))
        counts = before.counts + count_overlap(mask.voxels, data.truth.voxels)
        found[study.patient] = PatientScore(study.patient, before.slices + len(mask.voxels), counts)
    scores = tuple(sorted(found.values(), key=lambda s: (s.counts.dice, s.patient)))
    return Evaluation(card.name, card.sha256, threshold, f"{predictor.device}, {predictor.precision}", scores)


def bootstrap_mean(values: Sequence[float], *, seed: int, draws: int = DRAWS) -> tuple[float, float]:
    """Return the 95 % percentile bootstrap interval of a mean.

    Parameters
    ----------
    values : sequence of float
        One a patient.
    seed, draws : int
    """
    rng = np.random.default_rng(seed)
    array = np.asarray(values, float)
    means = array[rng.integers(len(array), size=(draws, len(array)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def write_evaluation(result: Evaluation, folder: Path) -> tuple[Path, Path]:
    """Write `evaluation.json` and `patients.csv`; return their paths.

    Raises
    ------
    LggError
        A file cannot be written.
    """
    summary, table = folder / "evaluation.json", folder / "patients.csv"
    content = {"model": result.model, "sha256": result.sha256, **result.summary()}
    with write_atomically(summary) as file:
        file.write((json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode())
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["patient", "slices", "dice", "iou", "precision", "recall", "predicted_voxels", "true_voxels"])
    for s in result.scores:
        c = s.counts
        figures = ["" if v is None else f"{v:.6f}" for v in (c.dice, c.iou, c.precision, c.recall)]
        # an apostrophe keeps a spreadsheet from running a folder's name as a formula
        name = f"'{s.patient}" if s.patient[:1] in "=+-@\t\r" else s.patient
        writer.writerow([name, s.slices, *figures, c.predicted, c.actual])
    with write_atomically(table) as file:
        file.write(text.getvalue().encode())
    return summary, table


def format_table(result: Evaluation) -> str:
    """Return the figures as text for a terminal, worst patient first."""
    wide = max(len(s.patient) for s in result.scores)
    lines = [f"{'patient':{wide}}  slices   Dice    IoU  precision  recall  predicted      true"]
    for s in result.scores:
        c = s.counts
        precision, recall = ("    -" if v is None else f"{v:5.3f}" for v in (c.precision, c.recall))
        lines.append(
            f"{s.patient:{wide}}  {s.slices:6}  {c.dice:5.3f}  {c.iou:5.3f}      {precision}   {recall}"
            f"  {c.predicted:9}  {c.actual:8}"
        )
    figures = result.summary()
    dice, pooled = figures["dice_per_patient"], figures["pooled_voxels"]
    low, high = dice["mean_95_percent_interval"]
    lines += [
        "",
        f"{figures['patients']} patients, threshold {result.threshold:g}, {result.computed_on}",
        f"Dice per patient: mean {dice['mean']:.3f} (95 % interval {low:.3f} to {high:.3f}), "
        f"median {dice['median']:.3f}, minimum {dice['minimum']:.3f}",
        f"Pooled over voxels: Dice {pooled['dice']:.3f}, IoU {pooled['iou']:.3f}",
    ]
    return "\n".join(lines)


def _round(value: float) -> float:
    return round(float(value), 4)


def _mean_of(values: Iterable[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return _round(fmean(known)) if known else None
