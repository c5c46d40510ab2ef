"""The `score` command: compares exported masks with the ground truth and with the scores of a model card."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lgg_viewer.errors import LggError
from lgg_viewer.io.model_card import ModelCard, read_model_card, write_model_card
from trainer.data.corrections import exported_folder
from trainer.data.dataset import find_studies
from trainer.report.files import format_table, write_scores
from trainer.scoring.exported_masks import refuse_others, score_exported

CHECK = "check of this file: the masks it gives the patients it was trained on, which say nothing of others"
"""Key among the scores of a card: the scores that masks made by its weights must reproduce."""
TOLD = ("mean", "median", "minimum")


def score_masks(
    masks: Path, data: Path, *, card: Path | None = None, output: Path | None = None, update_card: bool = False
) -> str:
    """Score exported masks, and compare them with what a model card states for the same patients.

    Parameters
    ----------
    masks : Path
        Folder that the app or its `segment` command wrote.
    data : Path
        The same studies with ground truth.
    card : Path, optional
        The patients that it held out are scored, or those it was trained on if it held out none. Without a card, all
        patients with masks are scored.
    output : Path, optional
        Folder for `masks.json` and `masks.csv`.
    update_card : bool
        Note the figures in a card that held out nobody, as a check of the file.

    Raises
    ------
    LggError
        A mask is missing, a file cannot be read or written, or there is nothing to note in the card.
    """
    known = read_model_card(card) if card is not None else None
    patients = _patients(known) if known is not None else None
    seen = known is not None and set(patients or ()) == known.trained_on
    if update_card and (known is None or not seen):
        raise LggError(
            "A check can be noted only in the card of a model trained without held-out patients.",
            "Name it with --card; patients that were held out are scored by evaluate --update-card.",
        )
    studies = find_studies(data, patients)
    if known is None:
        studies = [study for study in studies if exported_folder(study, masks).is_dir()]
    if update_card and known is not None:
        refuse_others(studies, masks, known)
    result = score_exported(studies, masks)
    told = [format_table(result.scores, result.figures, "exported masks")]
    if seen:
        told.append("The weights were trained on these patients: the figures say nothing of others.")
    if known is None:
        told.append("Whether the weights were trained on these patients is not known: name their card with --card.")
    if output is not None:
        of = {"model": known.name, "sha256": known.sha256, "trained_on_these_patients": seen} if known else {}
        told += [f"Written: {path}" for path in write_scores(result.scores, {**of, **result.figures}, output)]
    if known is not None and update_card:
        path = known.weights.with_suffix(".json")
        write_model_card(replace(known, scores={**known.scores, CHECK: _summary(result.figures)}), path)
        told.append(f"Noted in {path}")
    elif known is not None:
        told.append(_compare(known, result.figures))
    return "\n".join(told)


def _patients(card: ModelCard) -> tuple[str, ...]:
    """Return the patients to compare with a card: those it held out, else those it was trained on."""
    patients = tuple(card.training.get("held_out") or sorted(card.trained_on))
    if not patients:
        raise LggError(f"The card of {card.name} names no patients.", "Leave out --card.")
    return patients


def _summary(figures: Mapping[str, Any]) -> dict[str, Any]:
    dice = figures["dice_per_patient"]
    return {
        "patients": figures["patients"],
        "dice_per_patient": {name: dice[name] for name in TOLD},
        "worst": figures["worst"],
    }


def _compare(card: ModelCard, figures: Mapping[str, Any]) -> str:
    """Compare the figures with what the card states for these patients."""
    training = card.training
    group = f"fold {training.get('fold')} of: {training.get('split')}" if training.get("held_out") else CHECK
    stated = card.scores.get(group)
    if not isinstance(stated, Mapping):
        return f"The card of {card.name} states nothing of these weights on these patients."
    told = [f"{name} {stated['dice_per_patient'][name]:.3f} / {figures['dice_per_patient'][name]:.3f}" for name in TOLD]
    return f"Dice per patient, the card of {card.name} / these masks: {', '.join(told)}"
