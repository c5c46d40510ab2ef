"""Pixels reported on as cases of a classification, as two of the ancestors do."""

from dataclasses import dataclass

import numpy as np

from trainer.measures.definitions import DEFINITIONS, Slices
from trainer.measures.slice_counts import dice, precision, recall


@dataclass(frozen=True)
class ClassScore:
    """How well one class is told, or a mean of both; `support` counts its pixels in the ground truth."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class PixelReport:
    """A classification report of pixels.

    Attributes
    ----------
    background, tumour : ClassScore
    accuracy : float
    macro, weighted : ClassScore
        Mean of both classes, alike and by their support.
    """

    background: ClassScore
    tumour: ClassScore
    accuracy: float
    macro: ClassScore
    weighted: ClassScore


def pixel_report(slices: Slices, threshold: float) -> PixelReport:
    """Report on pixels as on cases of a classification, all slices together.

    Parameters
    ----------
    slices : Slices
    threshold : float

    Raises
    ------
    LggError
        There is no slice.
    """
    counts = slices.count(threshold)
    both, predicted, actual = counts.hard.sum(axis=1)
    total = counts.pixels * len(counts.patients)
    # column 0 the background, whose pixels are all the others
    sums = np.array(
        [[total - predicted - actual + both, both], [total - predicted, predicted], [total - actual, actual]]
    )
    figures = np.stack([precision(sums), recall(sums), dice(sums)])
    means = figures.mean(axis=1), np.average(figures, axis=1, weights=sums[2])
    background, tumour, macro, weighted = (
        ClassScore(float(p), float(r), float(f), int(support))
        for (p, r, f), support in zip((*figures.T, *means), (*sums[2], total, total), strict=True)
    )
    return PixelReport(background, tumour, DEFINITIONS["pooled_accuracy"].function(counts), macro, weighted)


def format_report(report: PixelReport) -> str:
    """Return a report as a table of text."""
    lines = [f"{'':14}{'precision':>10}{'recall':>10}{'F1':>10}{'support':>13}"]
    for name, score in (
        ("background", report.background),
        ("tumour", report.tumour),
        ("macro mean", report.macro),
        ("weighted mean", report.weighted),
    ):
        lines.append(f"{name:14}{score.precision:10.4f}{score.recall:10.4f}{score.f1:10.4f}{score.support:13,}")
    lines.append(f"{'accuracy':14}{report.accuracy:30.4f}{report.macro.support:13,}")
    return "\n".join(lines)
