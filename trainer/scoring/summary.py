"""Many patients in a few figures: means with intervals, medians, the worst by name, groups, and volumes compared."""

from collections.abc import Mapping, Sequence
from statistics import fmean, median
from typing import Any

import numpy as np

from lgg_viewer.core.metrics import EMPTY_CONVENTION
from lgg_viewer.core.volume_agreement import bias_and_limits, compare_volumes
from trainer.measures.bootstrap import DRAWS, bootstrap
from trainer.scoring.patient_score import MEASURES, PatientScore
from trainer.scoring.strata import stratify

WORST = 5
LOW_DICE = 0.7
# an interval of fewer patients would look like knowledge
SMALLEST_WITH_INTERVAL = 5
SEED = 1
DIGITS = 6
"""Kept behind the point, so that what is told with three or four is rounded once."""
METHOD = (
    "3D Dice of each patient over all slices; intervals of 95 % by percentile bootstrap over patients, "
    f"{DRAWS} draws, seed {SEED}; {EMPTY_CONVENTION}"
)


def summarise(scores: Sequence[PatientScore], definitions: Mapping[str, float | None]) -> dict[str, Any]:
    """Return the figures of a group of patients as JSON values, rounded to `DIGITS`.

    Means are over the patients that have a value (`trainer.scoring.patient_score`); how many do is told with them.

    Parameters
    ----------
    scores : sequence of PatientScore
        Worst first, at least one.
    definitions : mapping
        Figures over slices and pixels, by key of `trainer.measures.definitions.DEFINITIONS`.
    """
    dice = [s.counts.dice for s in scores]
    enough = len(dice) >= SMALLEST_WITH_INTERVAL
    means = {m.key: _mean([m.of(s) for s in scores]) for m in MEASURES if not m.count and m.key != "dice"}
    return {
        "patients": len(scores),
        "slices": sum(s.slices for s in scores),
        "dice_per_patient": {
            "mean": round(fmean(dice), DIGITS),
            "mean_95_percent_interval": rounded(bootstrap(dice, np.mean, seed=SEED)) if enough else None,
            "median": round(median(dice), DIGITS),
            "median_95_percent_interval": rounded(bootstrap(dice, np.median, seed=SEED)) if enough else None,
            "quartiles": rounded(np.percentile(dice, [25, 75])),
            "minimum": round(min(dice), DIGITS),
            "share_under_0.7": round(sum(d < LOW_DICE for d in dice) / len(dice), DIGITS),
        },
        **{f"{key}_per_patient_mean": means[key]["mean"] for key in ("iou", "precision", "recall")},
        "per_patient": means,
        "components": {
            kind: sum(getattr(s.components, kind) for s in scores) for kind in ("true", "found", "predicted", "false")
        },
        "volume": summarise_volumes(scores),
        "pooled_voxels": {
            "dice": definitions["pooled_dice"],
            "iou": definitions["pooled_iou"],
            "precision": definitions["pooled_precision"],
            "recall": definitions["pooled_recall"],
            "mean_bce": definitions["mean_bce"],
        },
        "pooled_voxels_of_tumour_slices": {
            "dice": definitions["pooled_tumour_dice"],
            "iou": definitions["pooled_tumour_iou"],
            "precision": definitions["pooled_tumour_precision"],
            "recall": definitions["pooled_tumour_recall"],
            "mean_bce": definitions["mean_bce_tumour"],
        },
        "per_slice": {k: v for k, v in definitions.items() if k.startswith("slice_")},
        "worst": {s.patient: round(s.counts.dice, DIGITS) for s in scores[:WORST]},
        "method": METHOD,
    }


def summarise_strata(scores: Sequence[PatientScore]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return Dice of the groups of patients as JSON values; groups of fewer than five have no interval."""
    ways = stratify([s.traits for s in scores], [s.counts.actual for s in scores])
    result: dict[str, dict[str, dict[str, Any]]] = {}
    for way, groups in ways.items():
        result[way] = {}
        for group in groups:
            dice = [scores[k].counts.dice for k in group.members]
            known = len(dice) >= SMALLEST_WITH_INTERVAL
            result[way][group.name] = {
                "patients": len(dice),
                "dice_mean": round(fmean(dice), DIGITS),
                "dice_mean_95_percent_interval": rounded(bootstrap(dice, seed=SEED)) if known else None,
                "dice_median": round(median(dice), DIGITS),
                "dice_minimum": round(min(dice), DIGITS),
            }
    return result


def summarise_volumes(scores: Sequence[PatientScore]) -> dict[str, Any]:
    """Compare predicted and true volumes after Bland and Altman (`lgg_viewer.core.volume_agreement`).

    Volumes of tumours differ by orders of magnitude, and errors with them, so that the differences are also given in
    percent of the mean of both volumes (Bland and Altman 1999, doi 10.1177/096228029900800204). Patients in whom both
    volumes are zero are left out.
    """
    pairs = [(s.counts.predicted, s.counts.actual) for s in scores if not s.counts.both_empty]
    predicted, true = np.array(pairs, float).reshape(-1, 2).T
    agreement = compare_volumes(predicted, true)
    percent = bias_and_limits(100 * agreement.differences / agreement.means)
    result: dict[str, Any] = {"patients": len(pairs)}
    for unit, (bias, limits) in (("voxels", (agreement.bias, agreement.limits)), ("percent", percent)):
        result[f"mean_difference_{unit}"] = None if bias is None else round(bias, 2)
        result[f"limits_of_agreement_{unit}"] = None if limits is None else [round(limit, 2) for limit in limits]
    return result


def rounded(values: Sequence[float] | np.ndarray[Any, Any]) -> list[float]:
    """Return numbers as JSON values of `DIGITS` digits."""
    return [round(float(v), DIGITS) for v in values]


def _mean(values: Sequence[float | None]) -> dict[str, Any]:
    known = [v for v in values if v is not None]
    if not known:
        return {"mean": None, "mean_95_percent_interval": None, "median": None, "quartiles": None, "patients": 0}
    enough = len(known) >= SMALLEST_WITH_INTERVAL
    return {
        "mean": round(fmean(known), DIGITS),
        "mean_95_percent_interval": rounded(bootstrap(known, seed=SEED)) if enough else None,
        "median": round(median(known), DIGITS),
        "quartiles": rounded(np.percentile(known, [25, 75])),
        "patients": len(known),
    }
