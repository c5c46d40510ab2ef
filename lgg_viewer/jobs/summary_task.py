"""The figures of a study that is not on screen, from what is kept of it; of its files a page at most is read."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from lgg_viewer.core.finding import Finding
from lgg_viewer.core.post_processing import PostProcessing, Removal
from lgg_viewer.core.probability import ProbabilityMap
from lgg_viewer.core.study import Channel, Study
from lgg_viewer.core.summary import Summary, summarise
from lgg_viewer.core.threshold_table import ThresholdTable
from lgg_viewer.core.thumbnail import Thumbnail, draw_thumbnail
from lgg_viewer.errors import CancelledError, LggError
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.io.prediction_cache import PredictionCache
from lgg_viewer.io.tiff import read_page
from lgg_viewer.jobs.survey import Survey
from lgg_viewer.jobs.tasks import find_kept, tabulate


@dataclass(frozen=True, eq=False)
class Question:
    """Which figures are asked for.

    Attributes
    ----------
    study : Study
    survey : Survey
        Of that study.
    card : ModelCard
        Of the model whose answer is meant.
    threshold : float
    post : PostProcessing
    removals : tuple of Removal
    table : ThresholdTable or None
        Of the answer, where it is at hand.
    probability : ProbabilityMap or None
        Likewise; otherwise the disk cache is asked for it.
    """

    study: Study
    survey: Survey
    card: ModelCard
    threshold: float
    post: PostProcessing
    removals: tuple[Removal, ...] = ()
    table: ThresholdTable | None = None
    probability: ProbabilityMap | None = None


@dataclass(frozen=True, eq=False)
class Reply:
    """What came out.

    Attributes
    ----------
    summary : Summary
    table : ThresholdTable
        The one of the question, or that of the map which was found.
    thumbnail : Thumbnail or None
        A better one than that of the survey: without ground truth, of the slice with most tumour in the prediction.
    """

    summary: Summary
    table: ThresholdTable
    thumbnail: Thumbnail | None


def answer_question(
    question: Question, cache: PredictionCache | None, *, cancelled: Callable[[], bool] = lambda: False
) -> Reply | None:
    """Work out the figures of a study.

    Parameters
    ----------
    question : Question
    cache : PredictionCache or None
    cancelled : callable
        Asked between steps; the longest takes a tenth of a second or so.

    Returns
    -------
    Reply or None
        None where the cache has no answer of this model.

    Raises
    ------
    CancelledError
    """
    survey = question.survey
    folded = survey.truth
    probability = question.probability or find_kept(survey.volume_sha256, survey.shape, question.card, cache)
    if probability is None:
        return None
    _ask(cancelled)
    truth = None if folded is None else folded.unfold()
    table = question.table or tabulate(probability, truth)
    _ask(cancelled)
    finding = Finding(probability, table, truth, question.threshold, question.post, question.removals)
    _ = finding.components
    _ask(cancelled)
    return Reply(summarise(finding), table, _better_thumbnail(question, finding))


def _ask(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise CancelledError


def _better_thumbnail(question: Question, finding: Finding) -> Thumbnail | None:
    """Draw the slice with most tumour, where the ground truth could not say which that is."""
    areas, shown = finding.areas, question.survey.thumbnail
    if question.survey.truth_voxels or not any(areas) or areas[shown.z] == max(areas):
        return None
    z = areas.index(max(areas))
    # the survey has told of files that cannot be read: the thumbnail stays as it is
    with contextlib.suppress(LggError):
        image = read_page(question.study.slices[z].image)
        return draw_thumbnail(image[..., Channel.FLAIR] if image.ndim == 3 else image, z)
    return None
