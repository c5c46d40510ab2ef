"""Figures over the slices and pixels of all patients together."""

from collections.abc import Sequence

import numpy as np

from lgg_viewer.errors import LggError
from trainer.measures.definitions import DEFINITIONS
from trainer.measures.slice_counts import SliceCounts
from trainer.scoring.summary import DIGITS

FIGURES = (
    "pooled_dice",
    "pooled_iou",
    "pooled_precision",
    "pooled_recall",
    "mean_bce",
    "pooled_tumour_dice",
    "pooled_tumour_iou",
    "pooled_tumour_precision",
    "pooled_tumour_recall",
    "mean_bce_tumour",
    "slice_tumour_dice",
    "slice_tumour_iou",
    "slice_tumour_precision",
    "slice_tumour_recall",
    "slice_all_empty1_dice",
    "slice_detection_sensitivity",
    "slice_detection_specificity",
    "slice_detection_auroc",
)
"""By key of `trainer.measures.definitions.DEFINITIONS`: what the five ancestors tell is among them."""
OF_PROBABILITIES = {"mean_bce", "mean_bce_tumour", "slice_detection_auroc"}
"""Those that a mask says nothing of."""


def figures_of(counted: Sequence[SliceCounts], *, masks_alone: bool = False) -> dict[str, float | None]:
    """Return all figures, rounded; None where these slices give one no value.

    Parameters
    ----------
    counted : sequence of SliceCounts
        One for each study, at least one.
    masks_alone : bool
        Whether masks were counted where probabilities would be: what is said of these is None then.
    """
    counts = _join(counted)
    return {key: None if masks_alone and key in OF_PROBABILITIES else _figure(key, counts) for key in FIGURES}


def refuse_other_size(counted: Sequence[SliceCounts], counts: SliceCounts, study: str) -> None:
    """Refuse a study whose slices differ in size from those that were counted before.

    Raises
    ------
    LggError
    """
    if counted and counted[0].pixels != counts.pixels:
        raise LggError(
            f"{study} differs in size from the studies before it ({counts.pixels} and {counted[0].pixels} pixels).",
            "Score studies of one size at a time: figures over pixels would mix them.",
        )


def _join(parts: Sequence[SliceCounts]) -> SliceCounts:
    """Put the slices of many studies in one row."""
    return SliceCounts(
        np.concatenate([p.hard for p in parts], axis=1),
        np.concatenate([p.soft for p in parts], axis=1),
        np.concatenate([p.highest for p in parts]),
        np.concatenate([p.cross_entropy for p in parts]),
        tuple(name for p in parts for name in p.patients),
        parts[0].pixels,
    )


def _figure(key: str, counts: SliceCounts) -> float | None:
    """Return a figure by its definition; None where these slices give it no value."""
    try:
        value = DEFINITIONS[key].function(counts)
    except LggError:
        return None
    return round(value, DIGITS)
