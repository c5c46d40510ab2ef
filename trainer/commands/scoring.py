"""The `score` command: exported masks judged against the ground truth, and against what a card promises."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lgg_viewer.core.doubt import CALIBRATION
from lgg_viewer.errors import LggError
from lgg_viewer.io.model_card import ModelCard, read_model_card, write_model_card
from trainer.commands.export import LOOKED_AT
from trainer.data.dataset import find_studies
from trainer.data.split import FIVE_FOLDS, Split, read_split
from trainer.report.files import format_table, write_scores
from trainer.scoring.exported_masks import score_exported
from trainer.scoring.patient_score import PatientScore

CHECK = "check of this file: the masks it gives the patients it was trained on, which say nothing of others"
"""Among the scores of a card: what masks have to reach to be those of its weights."""
TOLD = ("mean", "median", "minimum")


def score_masks(
    masks: Path,
    data: Path,
    *,
    card: Path | None = None,
    split: Path | None = None,
    fold: int | None = None,
    output: Path | None = None,
    update_card: bool = False,
) -> str:
    """Score exported masks, and say whether they reach what a model card states of the same patients.

    Parameters
    ----------
    masks : Path
        Folder that the app or its `segment` command wrote.
    data : Path
        The same studies with ground truth.
    card : Path, optional
        Its patients are scored, unless `fold` names others: those it held out, or else those it was trained on.
    split : Path, optional
        The five folds that come with the trainer if not given.
    fold : int, optional
        Whose patients are scored.
    output : Path, optional
        Folder for `scores.json` and `patients.csv`.
    update_card : bool
        Note the figures in a card that was trained on these patients, as a check of the file.

    Raises
    ------
    LggError
        A mask is missing, a file cannot be read or written, or the card has scores of its own.
    """
    known = read_model_card(card) if card is not None else None
    if update_card and (known is None or fold is not None or known.training.get("fold") is not None):
        raise LggError(
            "A check is noted in the card of weights that were trained on all patients.",
            "Leave out --update-card and --fold, or use evaluate --update-card for patients that were held out.",
        )
    dealt = read_split(split or FIVE_FOLDS) if split is not None or fold is not None else None
    studies = find_studies(data, _patients(known, dealt, fold))
    result = score_exported(studies, masks)
    told = [format_table(result.scores, result.figures, "exported masks")]
    if output is not None:
        told += [f"Written: {path}" for path in write_scores(result.scores, result.figures, output)]
    if known is None:
        return "\n".join(told)
    if update_card:
        path = known.weights.with_suffix(".json")
        write_model_card(replace(known, scores={**known.scores, CHECK: _summary(result.figures)}), path)
        return "\n".join([*told, f"Noted in {path}"])
    return "\n".join([*told, _compare(known, result.scores, result.figures)])


def _patients(card: ModelCard | None, split: Split | None, fold: int | None) -> tuple[str, ...] | None:
    """Return whose masks are scored; None for all that are there."""
    if split is not None:
        return split.patients if fold is None else split.held_out(fold)
    if card is None:
        return None
    return tuple(card.training.get("held_out") or sorted(card.trained_on)) or None


def _summary(figures: Mapping[str, Any]) -> dict[str, Any]:
    dice = figures["dice_per_patient"]
    return {
        "patients": figures["patients"],
        "dice_per_patient": {name: dice[name] for name in TOLD},
        "worst": figures["worst"],
    }


def _compare(card: ModelCard, scores: Sequence[PatientScore], figures: Mapping[str, Any]) -> str:
    """Say what the card states of these very patients."""
    scored = {s.patient for s in scores}
    own = set(card.scores) - {CHECK, CALIBRATION, LOOKED_AT}
    groups = own if scored == set(card.training.get("held_out", ())) else {CHECK} if scored == card.trained_on else ()
    for group in groups:
        stated, found = card.scores.get(group, {}).get("dice_per_patient"), figures["dice_per_patient"]
        if stated is not None:
            both = ", ".join(f"{name} {stated[name]:.3f} / {found[name]:.3f}" for name in TOLD)
            return f"Dice per patient, the card of {card.name} / these masks: {both}"
    return f"The card of {card.name} states nothing of just these patients."
