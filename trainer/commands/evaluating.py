"""The `evaluate` and `split` commands: score weights on unseen patients, and make the splits for that."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import Any

from lgg_viewer.core.doubt import CALIBRATION
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from lgg_viewer.io.model_card import ModelCard, read_model_card, write_model_card
from lgg_viewer.model.predictor import Predictor
from trainer.data.dataset import find_studies, measure_strata
from trainer.data.split import FIVE_FOLDS, Split, make_split, no_split, read_split, split_by_institution, to_json
from trainer.learning.environment import look_around
from trainer.report.files import format_table, write_evaluation
from trainer.scoring.evaluate import evaluate, predict_unseen, refuse_trained
from trainer.scoring.evaluation import describe, kin_of


def score(
    weights: Sequence[Path],
    data: Path,
    *,
    split: Path | None = None,
    fold: int | None = None,
    output: Path | None = None,
    device: str = "auto",
    update_card: bool = False,
    notice: Callable[[str], None] = lambda _sentence: None,
    masks: Path | None = None,
    raw: bool = False,
    run: Path | None = None,
) -> str:
    """Score weights on patients they were not trained on.

    Parameters
    ----------
    weights : sequence of Path
        One model; or one per fold, each of which predicts the patients it was not trained on.
    data : Path
    split : Path, optional
        The five folds that come with the trainer if not given; for a single model that held out nobody, no split: all
        patients of the folder.
    fold : int, optional
        The one that the card held out if not given; all folds for several models.
    output : Path, optional
        Folder for JSON, CSV and report.
    device : str
    update_card : bool
        Note the scores in the card of a single model.
    notice : callable
        Called with a message when the device's memory does not suffice.
    masks : Path, optional
        Folder of exported masks that replace those of `data`.
    raw : bool
        Score the masks as the threshold alone gives them.
    run : Path, optional
        Folder of the training, whose curves the report shows.

    Raises
    ------
    LggError
        A model was trained on a patient that it would score, or a file cannot be read or written.
    """
    cards = [read_model_card(path) for path in weights]
    post = PostProcessing() if raw else cards[0].post
    if raw and update_card:
        raise LggError("A card keeps the scores of the masks it proposes.", "Leave out --raw or --update-card.")
    held_nobody = len(cards) == 1 and not cards[0].training.get("held_out")
    chosen = (
        no_split({study.patient for study in find_studies(data)})
        if held_nobody and split is None and fold is None
        else read_split(split or FIVE_FOLDS)
    )
    fold = _held_out(cards, chosen) if fold is None else fold
    patients = chosen.patients if fold is None else chosen.held_out(fold)
    if len(cards) == 1:
        refuse_trained(cards[0], patients)  # before the network is loaded
    else:
        _refuse_mixture(cards, chosen)
        if update_card:
            raise LggError("The scores of several models together belong to no card.", "Leave out --update-card.")
    studies = find_studies(data, patients, masks=masks)
    predictors = [Predictor(card, device, notice=notice) for card in cards]
    heading = describe(cards, chosen, fold, look_around(predictors[0].device), corrected=masks is not None, raw=raw)
    result = evaluate(predict_unseen(predictors, patients), studies, heading, threshold=cards[0].threshold, post=post)
    told = [format_table(result.scores, result.summary(), f"{result.rule}, {result.computed_on}")]
    if output is not None:
        told += [f"Written: {path}" for path in write_evaluation(result, output, run=run)]
    if update_card:
        path = cards[0].weights.with_suffix(".json")
        noted = _note(result.for_card(), cards[0].scores, {score.patient for score in result.scores})
        write_model_card(replace(cards[0], scores=noted), path)
        told.append(f"Scores noted in {path}")
    return "\n".join(told)


def _note(found: Mapping[str, Any], known: Mapping[str, Any], patients: Set[str]) -> dict[str, Any]:
    """Merge new scores into those of a card; of two temperatures keep the one fitted to more patients.

    Parameters
    ----------
    found, known : mapping
    patients : set of str
        Who was scored now.

    Raises
    ------
    LggError
        The card has scores of other patients, or of other models, under the same name.
    """
    for group in set(found) - {CALIBRATION}:
        former = known.get(group)
        if isinstance(former, Mapping) and ("models" in former or not set(former.get("worst", ())) <= patients):
            raise LggError(
                f"The card already has scores of others under the name “{group}”.",
                'Change "name" in the file of the split, or leave out --update-card.',
            )
    together = {**known, **found}
    before, after = known.get(CALIBRATION), found.get(CALIBRATION)
    if before is not None and (after is None or after["patients"] < before.get("patients", 0)):
        together[CALIBRATION] = before
    return together


def _refuse_mixture(cards: Sequence[ModelCard], split: Split) -> None:
    """Refuse to score models together unless they are the folds of one training."""
    if len({kin_of(card) for card in cards}) > 1:
        raise LggError(
            "The models differ in recipe or its values, initial weights, threshold, post-processing or mirror "
            "averaging.",
            "Score them one by one, or train them alike.",
        )
    for card in cards:
        fold = card.training.get("fold")
        held_out = card.training.get("held_out")
        if not isinstance(fold, int) or not 0 <= fold < len(split.folds) or held_out != list(split.held_out(fold)):
            raise LggError(f"{card.name} held out no fold of: {split.name}.", "Name its split with --split.")


def _held_out(cards: Sequence[ModelCard], split: Split) -> int | None:
    """Return the fold that a single model held out of this split; None asks for all patients."""
    fold = cards[0].training.get("fold")
    if len(cards) > 1 or not isinstance(fold, int) or not 0 <= fold < len(split.folds):
        return None
    # another split, of other patients, may have the same name
    return fold if cards[0].training.get("held_out") == list(split.held_out(fold)) else None


def deal_split(data: Path, output: Path, *, folds: int | None, seed: int | None) -> str:
    """Make a split of the patients of a folder; one institution per fold if no number of folds is given.

    Raises
    ------
    LggError
        The file exists: a split that results may depend on is not replaced; or a seed is given where none is used.
    """
    if folds is None and seed is not None:
        raise LggError("A split by institution draws nothing at random.", "Leave out --seed or --by-institution.")
    if output.exists():
        raise LggError(f"{output} already exists.", "Choose another name: results may rest on it.")
    studies = find_studies(data)
    strata = measure_strata(studies)
    split = (
        split_by_institution(strata)
        if folds is None
        else make_split(strata, folds=folds, seed=1 if seed is None else seed)
    )
    with write_atomically(output) as file:
        file.write(to_json(split).encode())
    sizes = ", ".join(str(len(fold)) for fold in split.folds)
    # whose name ends otherwise than in a date counts as another patient: the user must see it
    found = f"{len(studies)} studies of {len(strata)} patients; NAME_19970826 and NAME_19980115 are one patient"
    return f"{found}\n{split.name}\nPatients a fold: {sizes}\nWritten: {output}"
