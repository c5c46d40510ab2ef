"""Scores of exported masks, whatever made them: files compared with files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from lgg_viewer.core.study import Study
from lgg_viewer.errors import LggError
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.io.provenance_record import RECORD_NAME, read_records
from trainer.data.corrections import exported_folder, is_unchanged, read_exported
from trainer.data.dataset import read_with_truth
from trainer.measures.slice_counts import SliceCounts, count_slices
from trainer.scoring.figures import figures_of, refuse_other_size
from trainer.scoring.patient_score import PatientScore, score_studies
from trainer.scoring.strata import traits_of
from trainer.scoring.summary import summarise


@dataclass(frozen=True, eq=False)
class MaskScores:
    """The scores of exported masks.

    Attributes
    ----------
    scores : tuple of PatientScore
        Worst first.
    figures : dict
        As `trainer.scoring.summary.summarise` gives them; None for those of probabilities.
    """

    scores: tuple[PatientScore, ...]
    figures: dict[str, Any]


def score_exported(studies: Sequence[Study], folder: Path) -> MaskScores:
    """Score the masks that the app or its `segment` command exported, one patient in memory at a time.

    Parameters
    ----------
    studies : sequence of Study
        Each with ground truth for every slice.
    folder : Path
        As the app writes it: `<study>/<study>_<slice>_mask.tif`, a mask for every slice.

    Raises
    ------
    LggError
        There is no study, a mask is missing, cannot be read or differs in size, or the studies differ in size.
    """
    if not studies:
        raise LggError(f"{folder} holds no masks of these studies.", "Give the folder that masks were exported to.")
    scores: list[PatientScore] = []
    counted: list[SliceCounts] = []
    ordered = sorted(studies, key=lambda s: s.patient)
    with tqdm(total=len(ordered), desc="scoring", unit="study", disable=None) as bar:
        for patient, group in groupby(ordered, key=lambda s: s.patient):
            pairs, traits = [], []
            for study in group:
                data = read_with_truth(study)
                truth = data.truth.voxels
                mask = read_exported(study, folder, data.volume.shape)
                counts = count_slices(mask.astype(np.float32), truth, (patient,) * len(truth), 0.5)
                refuse_other_size(counted, counts, study.key)
                counted.append(counts)
                pairs.append((mask, truth))
                traits.append(traits_of(study, data.volume.missing))
                bar.update()
            scores.append(score_studies(patient, pairs, traits[0]))
    scores.sort(key=lambda s: (s.counts.dice, s.patient))
    return MaskScores(tuple(scores), summarise(scores, figures_of(counted, masks_alone=True)))


def refuse_others(studies: Sequence[Study], folder: Path, card: ModelCard) -> None:
    """Refuse masks whose `provenance.json` does not show them to be what the card's weights and settings give.

    Raises
    ------
    LggError
        They were made with other weights, threshold, averaging or post-processing, were edited, or have no record.
    """
    for study in studies:
        path = exported_folder(study, folder) / RECORD_NAME
        for record in read_records(path) or [{}]:
            made = {
                "weights": _within(record, "model", "sha256"),
                "averaging": _within(record, "preprocessing", "flip averaging"),
                **{key: record.get(key) for key in ("threshold", "postprocessing", "removed")},
            }
            as_proposed = {
                "weights": card.sha256,
                "averaging": card.flip_averaging,
                "threshold": card.threshold,
                "postprocessing": list(card.post.steps),
                "removed": [],
            }
            whole = all(is_unchanged(path.parent / name, d) for name, d in record.get("files", {}).items())
            if made != as_proposed or not whole:
                raise LggError(
                    f"{path} does not confirm that {card.name} made these masks with its card's settings.",
                    "Make them with: lgg-viewer segment DIR --output MASKS",
                )


def _within(record: Mapping[str, Any], part: str, key: str) -> Any:
    inner = record.get(part)
    return inner.get(key) if isinstance(inner, dict) else None
