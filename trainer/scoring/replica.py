"""The scores of a replica of an ancestor, by the ancestor's own definitions, beside the published ones.

Every result carries the label of its split (`trainer.data.protocol`): most of these protocols are leaky, and their
figures answer only one question: are the source's figures reached under the source's own rules?
"""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from matplotlib.figure import Figure
from numpy.typing import NDArray
from torch import Tensor

from lgg_viewer.core.metrics import count_overlap
from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from trainer.data.dataset import Dataset
from trainer.data.protocol import Parts, describe
from trainer.measures.definitions import DEFINITIONS, Slices
from trainer.measures.pixel_report import PixelReport, format_report, pixel_report
from trainer.recipe.difference import differences, shipped_form
from trainer.recipe.schema import Claim, Recipe

REPLICA = "replica"  # folder within that of the run
RESULT = "replica.json"
EXAMPLES = 8


@dataclass(frozen=True)
class Answer:
    """A figure of the source, and that of the replica by the definition that the source must have used.

    Attributes
    ----------
    claim : Claim
    value : float or None
        None if the definition gives none for these slices.
    """

    claim: Claim
    value: float | None

    @property
    def beaten(self) -> bool:
        """Whether the replica is better than the source."""
        if self.value is None:
            return False
        return self.value < self.claim.value if self.claim.lower_is_better else self.value > self.claim.value


@dataclass(frozen=True, eq=False)
class Example:
    """A slice to look at.

    Attributes
    ----------
    patient : str
    image : array, shape (Y, X, 3), uint8
        The three sequences as red, green and blue, as the ancestors show them.
    truth, prediction : array, shape (Y, X), bool
    """

    patient: str
    image: NDArray[np.uint8]
    truth: NDArray[np.bool_]
    prediction: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class ReplicaScore:
    """The scores of a replica.

    Attributes
    ----------
    recipe : Recipe
        As it was run.
    changes : tuple of str
        Its differences from the shipped recipe of this name, so that a replica run in a reduced form is labelled.
    deal : mapping
        `trainer.data.protocol.describe`: label, seed, sizes.
    slices : int
        Number of slices scored.
    answers : tuple of Answer
        To each claim of the recipe.
    figures : mapping of str to float or None
        By every definition, so that replicas of different sources can be put side by side.
    report : PixelReport
    patient_dice : mapping of str to float
        3D Dice over the slices scored of each patient, worst first; empty for a split by slice.
    examples : tuple of Example
    workers : int
        Processes that it was trained in: another number of them trains other weights.
    """

    recipe: Recipe
    changes: tuple[str, ...]
    deal: Mapping[str, Any]
    slices: int
    answers: tuple[Answer, ...]
    figures: Mapping[str, float | None]
    report: PixelReport
    patient_dice: Mapping[str, float]
    examples: tuple[Example, ...]
    workers: int

    @property
    def label(self) -> str:
        """The label that these figures must be shown with."""
        return str(self.deal["label"])


def score_replica(
    predict: Callable[[Tensor], NDArray[np.float32]], data: Dataset, parts: Parts, recipe: Recipe, workers: int = 1
) -> ReplicaScore:
    """Score a replica on the test part, or on the validation part where its protocol has no test.

    Parameters
    ----------
    predict : callable
        Given rows of `data`, shape (n,), int64, returns probabilities, shape (n, Y, X), float32, on the native grid:
        maps of a network that is shown smaller slices are brought back to it first.
    data : Dataset
    parts : Parts
    recipe : Recipe
        With a protocol.
    workers : int
        Processes that the network was trained in.

    Raises
    ------
    LggError
        The recipe has no protocol, a claim names no definition, or a value of the network is no probability.
    """
    protocol = recipe.protocol
    if protocol is None:
        raise LggError(f"{recipe.name} has no protocol and is no replica.", "Score it with: lgg-trainer evaluate")
    rows = torch.from_numpy(parts.scored_rows)
    patients = tuple(data.patients[row] for row in parts.scored_rows)
    slices = Slices(predict(rows), data.masks[rows].numpy(), patients)
    counts = slices.count(protocol.threshold)

    def figure(key: str) -> float | None:
        try:
            return DEFINITIONS[key].function(counts)
        except LggError:
            return None  # such as specificity where every slice holds tumour

    figures = {key: figure(key) for key in DEFINITIONS}
    return ReplicaScore(
        recipe,
        differences(shipped_form(recipe), recipe),
        {**describe(parts, data.patients), "data": data.digest()},
        len(rows),
        tuple(Answer(claim, figures[claim.definition]) for claim in protocol.claims),
        figures,
        pixel_report(slices, protocol.threshold),
        {} if parts.leaky else _patient_dice(slices, protocol.threshold),
        _draw_examples(slices, data, parts, protocol.threshold),
        workers,
    )


def _patient_dice(slices: Slices, threshold: float) -> dict[str, float]:
    of_slice = np.asarray(slices.patients)
    found = {}
    for patient in sorted(set(slices.patients)):
        own = of_slice == patient
        found[patient] = count_overlap(slices.probability[own] >= threshold, slices.truth[own]).dice
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _draw_examples(slices: Slices, data: Dataset, parts: Parts, threshold: float) -> tuple[Example, ...]:
    """Draw slices with tumour at random, by the seed of the split: none are picked for their looks."""
    tumour = np.flatnonzero(slices.truth.any(axis=(1, 2)))
    drawn = np.random.default_rng(parts.seed).permutation(tumour)[:EXAMPLES]
    return tuple(
        Example(
            slices.patients[k],
            data.pixels[parts.scored_rows[k]].numpy().copy(),
            slices.truth[k].copy(),
            slices.probability[k] >= threshold,
        )
        for k in drawn
    )


def write_replica(score: ReplicaScore, folder: Path) -> tuple[Path, ...]:
    """Write `replica.json`, `replica.csv` and, where there is tumour to show, `replica.png`; return their paths.

    Raises
    ------
    LggError
        A file cannot be written.
    """
    content = {
        "label": score.label,
        "recipe": score.recipe.model_dump(mode="json"),
        "changes": list(score.changes),
        "deal": dict(score.deal),
        "workers": score.workers,
        "slices": score.slices,
        "claims": [
            {
                **a.claim.model_dump(),
                "meaning": DEFINITIONS[a.claim.definition].meaning,
                "here": a.value,
                "beaten": a.beaten,
            }
            for a in score.answers
        ],
        "figures": dict(score.figures),
        "pixel_report": asdict(score.report),
        "patient_dice": dict(score.patient_dice),
    }
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["recipe", "changes", "seed", "figure", "source", "here", "beaten", "definition", "label"])
    for a in score.answers:
        here = "" if a.value is None else f"{a.value:.6f}"
        beaten = "yes" if a.beaten else "no"
        run = [score.recipe.name, "; ".join(score.changes), score.deal["seed"]]
        writer.writerow([*run, a.claim.figure, a.claim.value, here, beaten, a.claim.definition, score.label])
    files = {
        RESULT: (json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode(),
        "replica.csv": table.getvalue().encode(),
    }
    if score.examples:
        files["replica.png"] = _picture(score)
    for name, text in files.items():
        with write_atomically(folder / name) as file:
            file.write(text)
    return tuple(folder / name for name in files)


def _picture(score: ReplicaScore) -> bytes:
    """Draw image, ground truth and prediction side by side, one row per slice, as the ancestors do."""
    count = len(score.examples)
    figure = Figure(figsize=(7.5, 2.4 * count + 0.8), layout="constrained")
    figure.suptitle(f"{score.recipe.name}: {score.label}", fontsize=10)
    for axes, example in zip(figure.subplots(count, 3, squeeze=False), score.examples, strict=True):
        dice = count_overlap(example.prediction, example.truth).dice
        axes[0].imshow(example.image)
        axes[1].imshow(example.truth, cmap="gray", vmin=0, vmax=1)
        axes[2].imshow(example.prediction, cmap="gray", vmin=0, vmax=1)
        for ax, words in zip(axes, (example.patient, "ground truth", f"prediction, Dice {dice:.3f}"), strict=True):
            ax.set_title(words, fontsize=8)
            ax.set_axis_off()
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=100)
    return picture.getvalue()


def format_replica(score: ReplicaScore) -> str:
    """Return the figures as text for a terminal, the label first and last."""
    protocol = score.recipe.protocol
    assert protocol is not None
    part = score.deal["scored"]
    lines = [
        f"{score.recipe.name}: {score.label}",
        f"Scored: {score.slices} {part} slices of {score.deal[part]['patients']} patients, split with seed "
        f"{score.deal['seed']}, threshold {protocol.threshold:g}",
        *(f"Changed: {change}" for change in score.changes),
        "",
        f"{'figure':14} {'source':>7} {'here':>7}  beaten  definition",
    ]
    for a in score.answers:
        here = "-" if a.value is None else f"{a.value:.4f}"
        title = DEFINITIONS[a.claim.definition].title
        beaten = "yes" if a.beaten else "no"
        lines.append(f"{a.claim.figure:14} {a.claim.value:7.4f} {here:>7}  {beaten:6}  {a.claim.definition}: {title}")
    lines += ["", format_report(score.report), ""]
    if score.patient_dice:
        dice = list(score.patient_dice.values())
        worst = ", ".join(f"{p} {d:.3f}" for p, d in list(score.patient_dice.items())[:3])
        lines.append(
            f"Dice of each patient over the slices scored: mean {np.mean(dice):.3f}, median {np.median(dice):.3f}; "
            f"worst {worst}"
        )
    return "\n".join([*lines, score.label])
