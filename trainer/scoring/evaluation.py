"""What an evaluation found, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.probability import ModelId
from lgg_viewer.core.threshold_table import THRESHOLDS
from lgg_viewer.io.model_card import ModelCard
from trainer.data.split import FIVE_FOLDS, Split, read_split
from trainer.learning.environment import Environment
from trainer.scoring.patient_score import MEASURES, PatientScore
from trainer.scoring.summary import summarise, summarise_strata
from trainer.scoring.triptych import Triptych


@dataclass(frozen=True)
class Heading:
    """What is scored on whom.

    Attributes
    ----------
    title : str
        Name of the model, or of the group of models.
    models : tuple of ModelId
        All that gave answers; each patient is answered by one of them.
    split : str
    scored : str
        Which patients of the split, in words.
    command : str
        What makes the figures again, without the folders of this computer.
    environment : Environment
    """

    title: str
    models: tuple[ModelId, ...]
    split: str
    scored: str
    command: str
    environment: Environment


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What weights achieve on a group of patients.

    Attributes
    ----------
    heading : Heading
    threshold : float
    post : PostProcessing
    computed_on : str
        Device and precision.
    scores : tuple of PatientScore
        Worst first.
    definitions : mapping
        Figures over slices and pixels by key of `trainer.measures.definitions.DEFINITIONS`; None for no value.
    calibration : mapping
        As `trainer.measures.calibration.Calibration.result` gives it.
    threshold_curve : ndarray of float64, shape (101,)
        Mean Dice over patients at each of `lgg_viewer.core.threshold_table.THRESHOLDS`,
        before post-processing. Nothing is chosen by it.
    triptychs : mapping
        Patient to picture.
    """

    heading: Heading
    threshold: float
    post: PostProcessing
    computed_on: str
    scores: tuple[PatientScore, ...]
    definitions: Mapping[str, float | None]
    calibration: Mapping[str, Any]
    threshold_curve: NDArray[np.float64]
    triptychs: Mapping[str, Triptych]

    @property
    def rule(self) -> str:
        """How probabilities become a mask, in words."""
        return ", ".join((f"threshold {self.threshold:g}", *(self.post.steps or ("no post-processing",))))

    def summary(self) -> dict[str, Any]:
        """Return the figures that a model card keeps, as JSON values."""
        errors = {group: self.calibration[group]["ece"] for group in ("all", "band")}
        return {
            **summarise(self.scores, self.definitions),
            "threshold": self.threshold,
            "post_processing": list(self.post.steps),
            "calibration_error": {k: None if v is None else round(v, 5) for k, v in errors.items()},
            "computed_on": self.computed_on,
        }

    def to_json(self) -> dict[str, Any]:
        """Return everything but the pictures, as JSON values."""
        heading = self.heading
        return {
            "model": heading.title,
            "weights": [asdict(m) for m in heading.models],
            "split": heading.split,
            "scored": heading.scored,
            "command": heading.command,
            "environment": asdict(heading.environment),
            **self.summary(),
            "strata": summarise_strata(self.scores),
            "calibration": dict(self.calibration),
            "mean_dice_at_threshold": {
                f"{t:g}": round(float(d), 4) for t, d in zip(THRESHOLDS, self.threshold_curve, strict=True)
            },
            "by_patient": [
                {k: round(v, 6) if isinstance(v, float) else v for k, v in list_figures(s).items()} for s in self.scores
            ],
        }


def list_figures(score: PatientScore) -> dict[str, str | float | None]:
    """Return all that is told of a patient, by its key in JSON and its column in the CSV."""
    return {
        "patient": score.patient,
        "institution": score.traits.institution,
        "grade": score.traits.grade,
        "missing_sequence": score.traits.missing,
        "slices": score.slices,
        "true_voxels": score.counts.actual,
        "predicted_voxels": score.counts.predicted,
        **{m.key: m.of(score) for m in MEASURES},
    }


def describe(
    cards: Sequence[ModelCard],
    split: Split,
    fold: int | None,
    environment: Environment,
    *,
    corrected: bool = False,
    raw: bool = False,
) -> Heading:
    """Describe the scoring of models on a fold of a split, or on all folds.

    Parameters
    ----------
    cards : sequence of ModelCard
        One model, or one for each fold.
    split : Split
    fold : int or None
    environment : Environment
    corrected : bool
        Whether masks of another folder stood in for those of the data.
    raw : bool
        Whether the post-processing of the cards was left out.
    """
    names = " ".join(c.weights.with_suffix(".json").name for c in cards)
    title = cards[0].name if len(cards) == 1 else f"{len(cards)} models, each on the patients it was not trained on"
    return Heading(
        title,
        tuple(c.model_id for c in cards),
        split.name,
        ("all folds" if fold is None else f"fold {fold}") + (", against corrected masks" if corrected else ""),
        f"lgg-trainer evaluate {names} --data DIR"
        + ("" if split == read_split(FIVE_FOLDS) else " --split FILE")
        + ("" if fold is None else f" --fold {fold}")
        + (" --masks DIR" if corrected else "")
        + (" --raw" if raw else ""),
        environment,
    )
