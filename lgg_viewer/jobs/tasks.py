"""What is done away from the window, as plain functions: no Qt, and torch only once a network is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from lgg_viewer.core.mask import Mask
from lgg_viewer.core.probability import ProbabilityMap
from lgg_viewer.core.study import Channel, Study
from lgg_viewer.core.threshold_table import ThresholdTable, count_slice
from lgg_viewer.core.volume import frozen
from lgg_viewer.core.window import Window, auto_window
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.io.prediction_cache import PredictionCache
from lgg_viewer.io.study_files import StudyData, read_study
from lgg_viewer.jobs.survey import Survey, survey
from lgg_viewer.model.preprocess import PREPROCESSING_VERSION

if TYPE_CHECKING:
    from lgg_viewer.model.predictor import Predictor, SliceBatch

REPORT_EVERY_S = 0.25


def _never() -> bool:
    return False


@dataclass(frozen=True, eq=False)
class Answer:
    """The network's answer to a study, whole or as far as it has come.

    Attributes
    ----------
    probability : ProbabilityMap
    table : ThresholdTable
        Counts of that map at every threshold.
    volume_sha256 : str
        The pixels it is an answer to.
    kept : bool
        Whether the disk cache has it too.
    """

    probability: ProbabilityMap
    table: ThresholdTable
    volume_sha256: str
    kept: bool = False

    @property
    def answered(self) -> int:
        """Slices answered so far."""
        return int(self.probability.known.sum())


@dataclass(frozen=True, eq=False)
class LoadedStudy:
    """A study ready for the screen.

    Attributes
    ----------
    data : StudyData
    windows : dict
        A window for each sequence, from its own intensities.
    answer : Answer or None
        What an earlier run left in the cache for the current model.
    survey : Survey
    """

    data: StudyData
    windows: dict[Channel, Window]
    answer: Answer | None
    survey: Survey


def cache_variant(card: ModelCard) -> str:
    """Name what else than pixels and weights decides an answer."""
    return f"preprocessing {PREPROCESSING_VERSION}, flip averaging {card.flip_averaging}"


def load_study(
    study: Study,
    card: ModelCard | None,
    cache: PredictionCache | None,
    *,
    cancelled: Callable[[], bool] = _never,
) -> LoadedStudy:
    """Read a study, choose its windows, and fetch the answer that the cache holds for it.

    Raises
    ------
    LggError
        Nothing of the study can be read.
    CancelledError
    """
    data = read_study(study, cancelled=cancelled)
    windows = {c: auto_window(data.volume.pixels[..., c]) for c in Channel}
    return LoadedStudy(data, windows, fetch_answer(data, card, cache), survey(data))


def fetch_answer(data: StudyData, card: ModelCard | None, cache: PredictionCache | None) -> Answer | None:
    """Return what the cache holds of a model's answer to these pixels; None where it holds nothing."""
    probability = None if card is None else find_kept(data.volume.sha256, data.volume.shape, card, cache)
    if probability is None:
        return None
    return Answer(probability, tabulate(probability, data.truth), data.volume.sha256, kept=True)


def find_kept(
    volume_sha256: str, shape: tuple[int, int, int], card: ModelCard, cache: PredictionCache | None
) -> ProbabilityMap | None:
    """Return the map that the cache holds for pixels, known by their digest and shape; None where it holds none."""
    if cache is None:
        return None
    probability = cache.get(volume_sha256, card.model_id, cache_variant(card))
    if probability is None or probability.values.shape != shape:
        return None
    # entries of earlier versions do not tell which way they were made; the name they were found under does
    return replace(probability, averaged=card.flip_averaging)


def tabulate(probability: ProbabilityMap, truth: Mask | None) -> ThresholdTable:
    """Count a whole map at every threshold."""
    table = ThresholdTable(len(probability.known), truth)
    for z in np.nonzero(probability.known)[0]:
        table.fill(int(z), count_slice(probability.values[z], _truth_plane(truth, int(z))))
    return table


def _truth_plane(truth: Mask | None, z: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]] | None:
    return truth.voxels[z] if truth is not None and truth.known[z] else None


class Network:
    """The predictor, loaded at its first use and kept warm; it belongs to the thread that uses it."""

    def __init__(self) -> None:
        self._predictor: Predictor | None = None
        self._made_of: tuple[str, str] | None = None
        self._notice: Callable[[str], None] = lambda _sentence: None

    def predictor(self, card: ModelCard, device: str, notice: Callable[[str], None]) -> Predictor:
        """Return the predictor of a model on a device.

        Raises
        ------
        LggError
            The weights cannot be loaded, or there is no such device.
        """
        made_of = (card.sha256, device)
        # the predictor outlives the job that made it: it must tell the job that uses it now
        self._notice = notice
        if self._predictor is None or self._made_of != made_of:
            # torch is imported here, in a job, and nowhere earlier
            from lgg_viewer.model.predictor import Predictor

            self._predictor = Predictor(card, device, notice=lambda sentence: self._notice(sentence))
            self._made_of = made_of
        # the same weights, but they may be averaged otherwise now
        self._predictor.card = card
        return self._predictor


def segment_study(
    data: StudyData,
    card: ModelCard,
    predictor: Callable[[], Predictor],
    cache: PredictionCache | None,
    *,
    start: int = 0,
    on_answer: Callable[[Answer], None] = lambda _answer: None,
    cancelled: Callable[[], bool] = _never,
) -> Answer:
    """Ask the network, or the cache, for the probability map of a study.

    Parameters
    ----------
    data : StudyData
    card : ModelCard
    predictor : callable
        Gives the predictor; not called when the cache knows the answer.
    cache : PredictionCache or None
    start : int
        The slice that is answered first, 0-based; the others follow outward.
    on_answer : callable
        Told the answer so far after each batch.
    cancelled : callable
        Asked between batches.

    Returns
    -------
    Answer
        Where the cache could not keep it, it says so.

    Raises
    ------
    LggError, CancelledError
    """
    cached = fetch_answer(data, card, cache)
    if cached is not None:
        return cached
    network = predictor()
    values = np.zeros(data.volume.shape, np.float16)
    spread = np.zeros(data.volume.shape, np.uint8) if card.flip_averaging else None
    known = np.zeros(data.volume.shape[0], bool)
    table = ThresholdTable(data.volume.shape[0], data.truth)

    def snapshot() -> Answer:
        computed_on = f"{network.device}, {network.precision}"
        probability = ProbabilityMap(
            frozen(values.copy()),
            frozen(known.copy()),
            card.model_id,
            computed_on,
            card.flip_averaging,
            None if spread is None else frozen(spread.copy()),
        )
        return Answer(probability, table.copy(), data.volume.sha256)

    told = [0.0]

    def enter(batch: SliceBatch) -> None:
        for z, plane in zip(batch.indices, batch.values, strict=True):
            values[z], known[z] = plane, True
            table.fill(z, count_slice(plane, _truth_plane(data.truth, z)))
        if spread is not None and batch.spread is not None:
            spread[list(batch.indices)] = batch.spread
        # a snapshot copies the whole map: long studies must not spend their time on telling
        if time.monotonic() - told[0] >= REPORT_EVERY_S:
            told[0] = time.monotonic()
            on_answer(snapshot())

    network.predict(data.volume, start=start, on_batch=enter, cancelled=cancelled)
    answer = snapshot()
    kept = cache is not None and cache.put(data.volume.sha256, card.model_id, cache_variant(card), answer.probability)
    return replace(answer, kept=kept)
