"""The result of an evaluation, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.doubt import CALIBRATION
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.probability import ModelId
from lgg_viewer.io.model_card import ModelCard
from trainer.data.split import FIVE_FOLDS, Split, read_split
from trainer.learning.environment import Environment
from trainer.scoring.patient_score import PatientScore, list_figures
from trainer.scoring.summary import DIGITS, summarise, summarise_strata
from trainer.scoring.triptych import Triptych


@dataclass(frozen=True)
class Heading:
    """Which models were scored on which patients.

    Attributes
    ----------
    title : str
        Name of the model, or of the group of models.
    models : tuple of ModelId
        All models; each patient was predicted by one of them.
    split : str
    scored : str
        Which patients of the split, in words.
    command : str
        Reproduces the figures; without the folders of this computer.
    environment : Environment
    kin : tuple
        What all models have in common (`kin_of`); empty if they were not scored as their cards propose.
    workers : tuple of int
        In how many processes the models were trained, each number once: it changes the result.
    folds : mapping
        Patient to the fold of the split, as in "fold 2".
    """

    title: str
    models: tuple[ModelId, ...]
    split: str
    scored: str
    command: str
    environment: Environment
    kin: tuple[object, ...] = ()
    workers: tuple[int, ...] = (1,)
    folds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class ThresholdCurves:
    """Dice of each patient's mask, post-processed, at several thresholds.

    Attributes
    ----------
    thresholds : ndarray of float64, shape (T,)
    dice : mapping of str to ndarray of float64, shape (T,)
        By patient.
    """

    thresholds: NDArray[np.float64]
    dice: Mapping[str, NDArray[np.float64]]

    @property
    def mean(self) -> NDArray[np.float64]:
        """Mean over the patients, shape (T,)."""
        return np.asarray(np.mean(list(self.dice.values()), axis=0))

    def chosen_by_others(self) -> tuple[float, NDArray[np.float64]] | None:
        """Return the Dice with a threshold chosen on the other patients; None if there are none.

        Each patient is scored at the threshold at which the mean Dice of all others is highest.

        Returns
        -------
        dice : float
            Mean over the patients.
        thresholds : ndarray of float64, shape (P,)
            The chosen thresholds.
        """
        own = np.stack(list(self.dice.values()))
        if len(own) < 2:
            return None
        best = np.argmax(own.sum(axis=0) - own, axis=1)
        return float(own[np.arange(len(own)), best].mean()), self.thresholds[best]

    def to_json(self) -> dict[str, Any]:
        """Return the mean curve, and the result of `chosen_by_others`, as JSON values."""
        chosen = self.chosen_by_others()
        return {
            "mean_dice_at_threshold": {
                f"{t:g}": round(float(d), DIGITS) for t, d in zip(self.thresholds, self.mean, strict=True)
            },
            "threshold_chosen_by_others": None
            if chosen is None
            else {
                "dice_mean": round(chosen[0], DIGITS),
                "lowest": float(min(chosen[1])),
                "highest": float(max(chosen[1])),
            },
        }


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The scores of weights on a group of patients.

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
    curves : ThresholdCurves
        What other thresholds would give. Nothing is chosen with them.
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
    curves: ThresholdCurves
    triptychs: Mapping[str, Triptych]

    @property
    def rule(self) -> str:
        """How probabilities become a mask, in words."""
        return ", ".join((f"threshold {self.threshold:g}", *(self.post.steps or ("no post-processing",))))

    def summary(self) -> dict[str, Any]:
        """Return the figures that a model card keeps, as JSON values."""
        cooled = self.calibration["cooled"]
        return {
            **summarise(self.scores, self.definitions),
            "threshold": self.threshold,
            "post_processing": list(self.post.steps),
            "calibration_error": _errors(self.calibration),
            "calibration_error_cooled": _errors(cooled) if cooled is not None else None,
            "computed_on": self.computed_on,
        }

    def for_card(self) -> dict[str, Any]:
        """Return its entries for the `scores` of a model card: the figures, and the temperature if there is one."""
        return scores_for_card(self.to_json())

    def to_json(self) -> dict[str, Any]:
        """Return everything but the pictures, as JSON values."""
        heading = self.heading
        return {
            "model": heading.title,
            "weights": [asdict(m) for m in heading.models],
            "split": heading.split,
            "scored": heading.scored,
            "kin": list(heading.kin),
            "workers": list(heading.workers),
            "command": heading.command,
            "environment": asdict(heading.environment),
            **self.summary(),
            "strata": summarise_strata(self.scores),
            "calibration": dict(self.calibration),
            **self.curves.to_json(),
            "by_patient": [
                {k: round(v, DIGITS) if isinstance(v, float) else v for k, v in list_figures(s).items()}
                for s in self.scores
            ],
        }


_BESIDE = {
    "model",
    "weights",
    "split",
    "scored",
    "kin",
    "workers",
    "command",
    "environment",
    "strata",
    "calibration",
    "mean_dice_at_threshold",
    "threshold_chosen_by_others",
    "by_patient",
}
"""What the file of an evaluation holds beside its summary."""


def scores_for_card(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries for the `scores` of a model card, given the content of an evaluation's JSON file."""
    group = f"{content['scored']} of: {content['split']}"
    told: dict[str, Any] = {group: {key: value for key, value in content.items() if key not in _BESIDE}}
    cooled = content["calibration"]["cooled"]
    if cooled is not None:
        told[CALIBRATION] = {
            "temperature": cooled["temperature"],
            "fitted_to": f"pixels at most {content['calibration']['band_pixels']} px from an outline, {group}",
            "patients": cooled["patients"],
        }
    return told


def _errors(calibration: Mapping[str, Any]) -> dict[str, float | None]:
    errors = {group: calibration[group]["ece"] for group in ("all", "band")}
    return {group: None if error is None else round(error, DIGITS) for group, error in errors.items()}


def kin_of(card: ModelCard) -> tuple[object, ...]:
    """Return what the models of one training have in common, whichever fold each held out, as JSON values.

    These are the recipe and its values, the starting weights, and how masks are made from probabilities.
    """
    start = card.training.get("started_from") or card.training.get("encoder_from") or {}
    return (
        card.recipe,
        card.training.get("recipe_sha256"),
        start.get("sha256"),
        card.threshold,
        card.flip_averaging,
        *card.post.steps,
    )


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
        Whether masks of another folder replaced those of the data.
    raw : bool
        Whether the post-processing of the cards was left out.
    """
    names = " ".join(c.weights.with_suffix(".json").name for c in cards)
    title = cards[0].name if len(cards) == 1 else f"{len(cards)} models, each on the patients it was not trained on"
    return Heading(
        title,
        tuple(c.model_id for c in cards),
        split.name,
        ("all" if not split.file else "all folds" if fold is None else f"fold {fold}")
        + (", against corrected masks" if corrected else ""),
        f"lgg-trainer evaluate {names} --data DIR"
        + (" --split FILE" if split.file and split != read_split(FIVE_FOLDS) else "")
        + ("" if fold is None else f" --fold {fold}")
        + (" --masks DIR" if corrected else "")
        + (" --raw" if raw else ""),
        environment,
        () if corrected or raw else kin_of(cards[0]),
        tuple(sorted({int(card.training.get("environment", {}).get("workers", 1)) for card in cards})),
        {patient: f"fold {k}" for k, patients in enumerate(split.folds) for patient in patients} if split.file else {},
    )
