"""Writing the masks of one study: what is shown is what is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from lgg_viewer.core.finding import Finding
from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.post_processing import PostProcessing, Removal
from lgg_viewer.core.probability import ModelId, ProbabilityMap
from lgg_viewer.core.provenance import describe
from lgg_viewer.core.study import Study
from lgg_viewer.errors import LggError
from lgg_viewer.io.mask_export import Existing, ExportResult, export_study, find_existing, plan_export
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.io.prediction_cache import PredictionCache
from lgg_viewer.io.study_files import StudyData
from lgg_viewer.jobs.tasks import Answer, load_study
from lgg_viewer.words import tr


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
    post : PostProcessing
        Of a prediction.
    removals : mapping
        Study and digest of its pixels to the components that the reader deleted from its prediction; studies without
        any need not be named.
    """

    source: MaskSource
    out: Path
    threshold: float
    slices: tuple[int, ...] | None = None
    stack: bool = False
    probabilities: bool = False
    existing: Existing = Existing.REFUSE
    post: PostProcessing = field(default_factory=PostProcessing)
    removals: Mapping[tuple[str, str], tuple[Removal, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, eq=False)
class _Content:
    """The mask to be written, and the finding it belongs to where it is a prediction."""

    data: StudyData
    mask: Mask
    finding: Finding | None


def export_masks(
    study: Study,
    request: ExportRequest,
    card: ModelCard | None,
    cache: PredictionCache | None,
    *,
    data: StudyData | None = None,
    answer: Answer | None = None,
    progress: Callable[[int, int], None] = lambda _written, _all: None,
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
    answer : Answer or None
        The network's answer, where it is in memory; if the files have other pixels by now, the one to them is looked
        for.
    progress : callable
        Told the number of files written, and of all.
    cancelled : callable
        Asked before each file.

    Raises
    ------
    LggError
        There is nothing to write, or it cannot be written.
    CancelledError
    """
    content = _content(study, request, card, cache, data, answer, cancelled)
    finding = content.finding
    provenance = describe(
        study,
        content.data.volume,
        content.mask,
        probability=finding.probability if finding is not None else None,
        threshold=finding.threshold if finding is not None else None,
        post=finding.post if finding is not None else None,
        removals=finding.removals if finding is not None else (),
        preprocessing=_preprocessing(finding.probability) if finding is not None else None,
    )
    return export_study(
        study,
        content.mask,
        request.out,
        provenance,
        slices=request.slices,
        stack=request.stack,
        probability=finding.probability if finding is not None and request.probabilities else None,
        existing=request.existing,
        progress=progress,
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
    answer: Answer | None,
    cancelled: Callable[[], bool],
) -> _Content:
    """Gather what is to be written, from memory or from disk."""
    wants_prediction = request.source is MaskSource.PREDICTION
    if data is None or (wants_prediction and answer is None):
        loaded = load_study(study, card if wants_prediction else None, cache, cancelled=cancelled)
        data = loaded.data
        if answer is None or answer.volume_sha256 != data.volume.sha256:
            answer = loaded.answer
    if not wants_prediction:
        if data.truth is None:
            raise LggError(tr("{study} has no ground truth to export.", study=study.key), tr("Leave it out."))
        return _Content(data, data.truth, None)
    if answer is None:
        raise LggError(tr("{study} is not segmented.", study=study.key), tr("Segment it first."))
    removals = request.removals.get((study.key, data.volume.sha256), ())
    finding = Finding(answer.probability, answer.table, data.truth, request.threshold, request.post, removals)
    return _Content(data, finding.mask, finding)


def _preprocessing(probability: ProbabilityMap) -> dict[str, str | bool]:
    # free of torch: exporting a map from the cache must not load it
    from lgg_viewer.model.preprocess_record import describe_preprocessing

    return {**describe_preprocessing(), "flip averaging": probability.averaged}
