"""From a finished run to a model the app can open: weights and card."""

import csv
import json
from collections.abc import Mapping, Set
from dataclasses import replace
from pathlib import Path
from typing import Any

from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.provenance import utc_now
from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from lgg_viewer.io.model_card import ModelCard, read_model_card, write_model_card
from lgg_viewer.model.networks import Network
from lgg_viewer.model.weights import save_weights
from trainer.commands.model_name import check_name
from trainer.commands.plan import Plan
from trainer.commands.run import VALIDATION
from trainer.data.split import institution_of
from trainer.report.files import EVALUATION, to_json_text
from trainer.scoring.evaluation import kin_of, scores_for_card

MODEL = "model"
THRESHOLD = 0.35
"""Of the tried thresholds with the highest mean Dice on folds 0 and 1, the recipe `cpu`, the one nearest to 0.5
(`resources/model/ablations.csv`). It also makes volumes right on average, which 0.5 leaves too small."""
POST = PostProcessing(share=0.2)
"""Patients of this collection have one tumour: among the 90 whose masks the recipes were developed with, no second
connected part exceeds 5 % of the first. A threshold of a fifth still keeps a tumour that is found in two parts. It was
chosen on folds 0 and 1 (`resources/model/ablations.csv`)."""
INTENDED_USE = (
    "Research and teaching: outlining the FLAIR abnormality of lower-grade gliomas in pre-contrast, FLAIR and "
    "post-contrast slices. Not a medical device; not for diagnosis or treatment."
)
LIMITS = (
    "Trained on one public collection of axial slices of 256 x 256 pixels, in which every patient has a tumour: "
    "nothing is known about healthy brains, other diseases, sequences or orientations. The network learned the "
    "outlines of the collection's annotators. Probabilities are the network's own; where the scores name a "
    "temperature, they also give the calibration error after the logits are divided by it. The collection has no voxel "
    "spacing: volumes are counts of voxels. The threshold, dropping components under a fifth of the largest, and the "
    "form of the recipe were decided on patients of folds 0 and 1 of the five folds by patient. Before the recipe took "
    "this form, earlier forms had been scored on folds 2, 3 and 4, and their failures there were examined; later, one "
    "way of normalising was dropped for its scores on folds 2 and 3. Two facts come from the masks of all 90 patients: "
    "that a patient has one tumour, and how much of a slice the head takes."
)
LIMITS_ELSEWHERE = (
    "Trained on studies from outside the public collection that the recipes were developed on. Only those who trained "
    "the weights can say whose studies these are, who outlined the tumours, and for whom the weights are suitable. "
    "Probabilities are the network's own; where the scores name a temperature, they also give the calibration error "
    "after the logits are divided by it."
)
LICENCE = (
    "CC BY-NC-SA 4.0: derived from the LGG MRI Segmentation data set, whose publisher states these terms "
    "(kaggle.com/datasets/mateuszbuda/lgg-mri-segmentation). Cite Buda, Saha, Mazurowski 2019, doi "
    "10.1016/j.compbiomed.2019.05.002."
)

LICENCE_ELSEWHERE = "The licence of the studies it was trained on, which only those who trained it know."

LOOKED_AT = "patients with low scores, looked at"
"""Key among the scores of a card: what was seen in each of these patients."""
LOOKED_AT_OUT_OF_FOLD = "patients with low scores, looked at in the masks of the fold models, not of these weights"
OF_ENCODER = (
    "The encoder began with the weights of EfficientNet-lite0 that Google published under Apache-2.0 (Tan and Le 2019, "
    "arXiv 1905.11946), trained on ImageNet-1k."
)


def export_network(network: Network, plan: Plan, record: Mapping[str, Any], folder: Path, name: str) -> Path:
    """Write a trained network as weights and card.

    Parameters
    ----------
    network : Network
    plan : Plan
        What it was trained with, and on which patients.
    record : mapping
        The record of the run: where it was trained, and from which weights it started.
    folder : Path
    name : str
        Name of the model and of its files.

    Returns
    -------
    Path
        The card.

    Raises
    ------
    LggError
        The weights are not finite, or a file cannot be written.
    """
    check_name(name)
    started = record["started_from"]
    encoder = (started or record).get("encoder_from")
    weights = folder / f"{name}.safetensors"
    digest = save_weights(network, weights)
    schedule = plan.recipe.schedule
    public = all(institution_of(patient) for patient in plan.patients)
    licence = LICENCE if public else _licence_elsewhere(started)
    card = ModelCard(
        name=name,
        weights=weights,
        sha256=digest,
        network=network.config,
        threshold=started["threshold"] if started else THRESHOLD,
        flip_averaging=started["flip_averaging"] if started else True,
        recipe=plan.recipe.name,
        post=PostProcessing(**started.get("post_processing", {})) if started else POST,
        training={
            "summary": plan.recipe.summary,
            "recipe_sha256": plan.recipe.fingerprint,
            "split": record["split"],
            "fold": plan.fold,
            "patients": sorted({*plan.patients, *(started["trained_on"] if started else ())}),
            "held_out": list(plan.held_out),
            "steps": schedule.steps,
            "epochs": schedule.epochs,
            "changes": record["changes"],
            "batch": schedule.batch,
            "seed": schedule.seed,
            "started_from": {k: started[k] for k in ("name", "sha256")} if started else None,
            "encoder_from": encoder,
            "exported_utc": utc_now(),
            "environment": dict(record["environment"]),
            "resumed": list(record.get("resumed", ())),
        },
        scores=_noted(folder / f"{name}.json", digest),
        limits=LIMITS if public else _limits_elsewhere(started),
        intended_use=INTENDED_USE,
        licence=f"{licence} {OF_ENCODER}" if encoder and OF_ENCODER not in licence else licence,
    )
    path = weights.with_suffix(".json")
    write_model_card(card, path)
    for other in set(folder.glob("*.json")) - {path}:
        if _digest_of(other) == digest:  # the same model under a former name
            other.with_suffix(".safetensors").unlink(missing_ok=True)
            other.unlink()
    return path


def _digest_of(card: Path) -> str:
    """Return the SHA-256 of the weights that a card describes; "" if the file is no card."""
    try:
        return read_model_card(card).sha256
    except LggError:
        return ""


def _limits_elsewhere(started: Mapping[str, Any] | None) -> str:
    if not started or not started.get("limits"):
        return LIMITS_ELSEWHERE
    return f"{LIMITS_ELSEWHERE} It was trained further from {started['name']}, whose limits were: {started['limits']}"


def _licence_elsewhere(started: Mapping[str, Any] | None) -> str:
    if started is None:
        return LICENCE_ELSEWHERE
    return (
        f"{LICENCE_ELSEWHERE} It was trained further from {started['name']}, "
        f"whose licence is: {started.get('licence', LICENCE)}"
    )


def _noted(card: Path, digest: str) -> Mapping[str, Any]:
    """Return the scores in the card of an earlier export of the same weights."""
    try:
        known = read_model_card(card)
    except LggError:
        return {}
    return known.scores if known.sha256 == digest else {}


def copy_model(run: Path, folder: Path, name: str, evidence: Path | None = None, findings: Path | None = None) -> Path:
    """Copy the model of a finished run to another folder, under another name; return the card.

    Parameters
    ----------
    run, folder : Path
    name : str
    evidence : Path, optional
        `evaluation.json` of one model per fold of the same recipe, on the patients this model was trained on: the
        best available evidence for a model that held nobody out. Its scores go into the card, and the file is copied
        with the model in place of the run's own validation.
    findings : Path, optional
        CSV of what was seen in the patients with low scores: columns `patient` and `finding`.

    Raises
    ------
    LggError
        The run has no model yet, the evidence is of another recipe or of other patients, or a file cannot be read or
        written.
    """
    check_name(name)
    cards = sorted((run / MODEL).glob("*.json"))
    if len(cards) != 1:
        raise LggError(f"{run} holds {len(cards) or 'no'} models.", "Finish it with: lgg-trainer train … --resume")
    card = read_model_card(cards[0])
    scores = card.scores if evidence is None else _out_of_fold(evidence, card)
    weights = folder / f"{name}.safetensors"
    if findings is not None:
        scores = {
            **scores,
            LOOKED_AT if evidence is None else LOOKED_AT_OUT_OF_FOLD: _read_findings(
                findings, card.trained_on | set(card.training.get("held_out", ()))
            ),
        }
    told = evidence or run / VALIDATION / EVALUATION
    path = weights.with_suffix(".json")
    with write_atomically(weights) as file:
        file.write(card.weights.read_bytes())
        file.flush()  # notices a full disk before the card is replaced: the app refuses a card of other weights
        _take_along(told, folder / EVALUATION, card.name if evidence is None else "", name)
        write_model_card(replace(card, name=name, weights=weights, scores=scores), path)
    return path


def _take_along(evaluation: Path, target: Path, former: str, name: str) -> None:
    """Copy an evaluation, naming the model in it anew; without one, remove that of an earlier model."""
    if not evaluation.is_file():
        target.unlink(missing_ok=True)
        return
    content = json.loads(evaluation.read_text(encoding="utf-8"))
    if content["model"] == former:
        content["model"] = name
        content["weights"] = [{**model, "name": name} for model in content["weights"]]
        content["command"] = content["command"].replace(f" {former}.json ", f" {name}.json ")
    with write_atomically(target) as file:
        file.write(to_json_text(content).encode())


def _read_findings(path: Path, patients: Set[str]) -> dict[str, str]:
    """Return what was seen, by patient."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = [(row["patient"].strip(), row["finding"].strip(), None in row) for row in csv.DictReader(file)]
    except (OSError, ValueError, KeyError, AttributeError, csv.Error) as error:
        raise LggError(
            f"{path} cannot be read ({type(error).__name__}: {error}).",
            "Give a CSV with the columns patient and finding.",
        ) from error
    findings = {patient: finding for patient, finding, _ in rows}
    strangers = set(findings) - patients
    if strangers:
        raise LggError(f"{min(strangers)!r} in {path} is not a patient of these scores.", "Name those of the card.")
    if not all(findings.values()) or len(findings) < max(len(rows), 1) or any(torn for *_, torn in rows):
        raise LggError(
            f"{path} does not give one finding for each patient.", "Give each one row; quote what holds commas."
        )
    return findings


def _out_of_fold(evidence: Path, card: ModelCard) -> Mapping[str, Any]:
    """Return out-of-fold scores of models of the same recipe on the patients this model was trained on.

    They are labelled as such, because these weights themselves have not been scored on anyone.
    """
    try:
        content = json.loads(evidence.read_text(encoding="utf-8"))
        scored = {row["patient"] for row in content["by_patient"]}
        models, scores = content["weights"], scores_for_card(content)
        kin = tuple(content["kin"])
        of = {"of": f"{len(models)} models of this recipe, one per fold, and not these weights", "models": models}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LggError(
            f"{evidence} cannot be read ({type(error).__name__}: {error}).",
            "Give the evaluation.json that evaluate --output wrote.",
        ) from error
    if card.training.get("fold") is not None or len(models) < 2:
        raise LggError(
            "--out-of-fold needs several fold models and a model trained on all patients.",
            "Leave out --out-of-fold for a model that held out a fold: it has scores of its own.",
        )
    if kin != kin_of(card):
        raise LggError(
            f"{evidence} differs from {card.name} in recipe, initial weights or mask settings.",
            "Score the folds of its recipe as their cards have it.",
        )
    if other := scored ^ card.trained_on:
        raise LggError(
            f"{evidence} and {card.name} differ in {len(other)} patients ({min(other)}).", "Use one split for both."
        )
    return {group: {**of, **told} for group, told in scores.items()}
