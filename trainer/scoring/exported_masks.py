"""How good exported masks are: files against files, whatever made them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from lgg_viewer.core.study import Study
from lgg_viewer.errors import LggError
from trainer.data.corrections import only_masks
from trainer.data.dataset import read_with_truth
from trainer.measures.slice_counts import count_slices
from trainer.scoring.figures import figures_of
from trainer.scoring.patient_score import PatientScore, Stacks, score_studies
from trainer.scoring.strata import Traits, traits_of
from trainer.scoring.summary import summarise


@dataclass(frozen=True, eq=False)
class MaskScores:
    """What exported masks achieve.

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
    """Score the masks that the app or its `segment` command exported.

    Parameters
    ----------
    studies : sequence of Study
        Each with ground truth for every slice.
    folder : Path
        As the app writes it: `<study>/<study>_<slice>_mask.tif`, a mask for every slice.

    Raises
    ------
    LggError
        There is no study, or a mask is missing, cannot be read, or differs in size from its slice.
    """
    if not studies:
        raise LggError("There is no study to score.", "Check the split and the folder.")
    stacks: dict[str, list[Stacks]] = {}
    traits: dict[str, Traits] = {}
    counted = []
    exported = only_masks(studies, folder)
    for study, predicted in zip(tqdm(studies, desc="scoring", unit="study", disable=None), exported, strict=True):
        data = read_with_truth(study)
        truth, mask = data.truth.voxels, read_with_truth(predicted).truth.voxels
        traits.setdefault(study.patient, traits_of(study, data.volume.missing))
        stacks.setdefault(study.patient, []).append((mask, truth))
        counted.append(count_slices(mask.astype(np.float32), truth, (study.patient,) * len(truth), 0.5))
    scores = [score_studies(patient, pairs, traits[patient]) for patient, pairs in stacks.items()]
    scores.sort(key=lambda s: (s.counts.dice, s.patient))
    return MaskScores(tuple(scores), summarise(scores, figures_of(counted, masks_alone=True)))
