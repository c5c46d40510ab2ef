"""Writing the masks of one study: what is shown is what is written."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.probability import ModelId, ProbabilityMap, to_mask
from lgg_viewer.core.provenance import describe
from lgg_viewer.core.study import Study
from lgg_viewer.errors import LggError
from lgg_viewer.io.mask_export import Existing, ExportResult, export_study, find_existing, plan_export
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.io.prediction_cache import PredictionCache
from lgg_viewer.io.study_files import StudyData
from lgg_viewer.jobs.tasks import load_study


@dataclass(frozen=True)
class ExportRequest:
    """What is to be written of each study.

    Attributes
    ----------
    source : MaskSource
    out : Path
    threshold : float
        Of a prediction.
    slices : tuple of int or None
        0-based; None for all.
    stack : bool
        Also one multi-page file a study.
    probabilities : bool
        Also the probabilities as float32.
    existing : Existing
    """

    source: MaskSource
    out: Path
    threshold: float
    slices: tuple[int, ...] | None = None
    stack: bool = False
    probabilities: bool = False
    existing: Existing = Existing.REFUSE


@dataclass(frozen=True, eq=False)
class _Content:
    """The mask to be written, and the map it was derived from."""

    data: StudyData
    mask: Mask
    probability: ProbabilityMap | None


def export_masks(
    study: Study,
    request: ExportRequest,
    card: ModelCard | None,
    cache: PredictionCache | None,
    *,
    data: StudyData | None = None,
    probability: ProbabilityMap | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ExportResult:
    """Write the masks of a study.

    Parameters
    ----------
    study : Study
    request : ExportRequest
    card, cache
        Where a prediction that is not in memory is looked for.
    data : StudyData or None
        Pixels and ground truth, where they are in memory.
    probability : ProbabilityMap or None
        The network's map, where it is in memory.
    cancelled : callable
        Asked before each file.

    Raises
    ------
    LggError
        There is nothing to write, or it cannot be written.
    CancelledError
    """
    content = _content(study, request, card, cache, data, probability, cancelled)
    predicted = content.probability is not None
    provenance = describe(
        study,
        content.data.volume,
        content.mask,
        probability=content.probability,
        threshold=request.threshold if predicted else None,
        preprocessing=_preprocessing(card) if predicted and card is not None else None,
    )
    return export_study(
        study,
        content.mask,
        request.out,
        provenance,
        slices=request.slices,
        stack=request.stack,
        probability=content.probability if request.probabilities else None,
        existing=request.existing,
        cancelled=cancelled,
    )


def find_conflicts(study: Study, request: ExportRequest) -> list[Path]:
    """List files that an export of this study could meet, from names alone."""
    known = np.ones(len(study.slices), bool)
    if request.source is MaskSource.GROUND_TRUTH:
        known = np.array([ref.mask is not None for ref in study.slices])
    empty = np.zeros((len(study.slices), 0, 0), bool)
    mask = Mask(empty, known, request.source)
    maps = ProbabilityMap(np.zeros(empty.shape, np.float16), known, ModelId("", "")) if request.probabilities else None
    plan = plan_export(study, mask, request.out, slices=request.slices, stack=request.stack, probability=maps)
    return find_existing(plan)


def _content(
    study: Study,
    request: ExportRequest,
    card: ModelCard | None,
    cache: PredictionCache | None,
    data: StudyData | None,
    probability: ProbabilityMap | None,
    cancelled: Callable[[], bool],
) -> _Content:
    """Gather what is to be written, from memory or from disk."""
    wants_prediction = request.source is MaskSource.PREDICTION
    if data is None or (wants_prediction and probability is None):
        loaded = load_study(study, card if wants_prediction else None, cache, cancelled=cancelled)
        data = loaded.data
        if probability is None and loaded.answer is not None:
            probability = loaded.answer.probability
    if not wants_prediction:
        if data.truth is None:
            raise LggError(f"{study.key} has no ground truth to export.", "Leave it out.")
        return _Content(data, data.truth, None)
    if probability is None:
        raise LggError(f"{study.key} is not segmented.", "Segment it first.")
    return _Content(data, to_mask(probability, request.threshold), probability)


def _preprocessing(card: ModelCard) -> dict[str, str | bool]:
    # free of torch: exporting a map from the cache must not load it
    from lgg_viewer.model.preprocess_record import describe_preprocessing

    return {**describe_preprocessing(), "flip averaging": card.flip_averaging}
