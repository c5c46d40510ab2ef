"""A cohort of made-up studies with known answers, a session on it, and what keeps its figures."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QSettings

from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.network_shape import ResidualShape
from lgg_viewer.core.probability import ProbabilityMap
from lgg_viewer.core.study import Channel, Cohort, PageRef, SliceRef, Study
from lgg_viewer.core.volume import Volume, frozen
from lgg_viewer.core.window import auto_window
from lgg_viewer.gui.review.reviewer import Reviewer
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.settings import Settings
from lgg_viewer.gui.worklist.summaries import Summaries
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.io.prediction_cache import PredictionCache
from lgg_viewer.io.study_files import StudyData
from lgg_viewer.jobs.runner import Runner
from lgg_viewer.jobs.survey import survey
from lgg_viewer.jobs.tasks import Answer, LoadedStudy, cache_variant, tabulate

SHAPE = (4, 32, 32)
CARD = ModelCard(
    "made", Path("made.safetensors"), "ab" * 32, ResidualShape(9, (4, 4, 8), (1, 1, 1)), 0.5, False, "none"
)


class MadeCohort:
    """Studies `P_0`, `P_1` ..., each with a square tumour of 8 x 8 in slice 2; nothing of it lies on a disk."""

    def __init__(self, folder: Path, count: int, *, settings: str = "settings") -> None:
        self.settings = Settings(QSettings(str(folder / f"{settings}.ini"), QSettings.Format.IniFormat))
        self.cache = PredictionCache(folder / "cache")
        self.session = Session(CARD)
        self.runner = Runner("figures")
        self.summaries = Summaries(self.session, self.runner, self.cache)
        self.reviewer = Reviewer(self.session, self.settings, folder / "reviews", self.session.describe_in_force)
        self.reviewer.set_name("anna")
        self.keys = [f"P_{n}" for n in range(count)]
        self.studies = {key: self._study(folder, key) for key in self.keys}
        self.data = {key: self.read(key) for key in self.keys}

    def _study(self, folder: Path, key: str) -> Study:
        page = PageRef(folder / key / "nothing.tif")
        return Study(key, folder / key, tuple(SliceRef(z + 1, page, page) for z in range(SHAPE[0])))

    def read(self, key: str, *, truth: bool = True) -> StudyData:
        """Make the pixels of a study."""
        number = int(key.partition("_")[2])
        pixels = np.full((*SHAPE, 3), 30, np.uint8)
        pixels[..., 0, 0, :] = number % 256, number // 256, 7
        voxels = np.zeros(SHAPE, bool)
        voxels[2, 8:16, 8:16] = True
        known = frozen(np.ones(SHAPE[0], bool))
        volume = Volume(frozen(pixels), known, frozenset(), f"pixels of {key}")
        mask = Mask(frozen(voxels), known, MaskSource.GROUND_TRUTH) if truth else None
        return StudyData(self.studies[key], volume, mask, ())

    def probability(self, key: str, doubtful: int = 0, shift: int = 0) -> ProbabilityMap:
        """Make an answer: the tumour, shifted sideways, with some of its voxels at 0.6."""
        values = np.zeros(SHAPE, np.float16)
        values[2, 8:16, 8 + shift : 16 + shift] = 0.9
        places = np.argwhere(values > 0)[:doubtful]
        values[tuple(places.T)] = 0.6
        return ProbabilityMap(frozen(values), frozen(np.ones(SHAPE[0], bool)), CARD.model_id, "made")

    def keep(self, key: str, probability: ProbabilityMap) -> None:
        """Put an answer into the disk cache, as an earlier day would have."""
        self.cache.put(self.data[key].volume.sha256, CARD.model_id, cache_variant(CARD), probability)

    def open(self) -> None:
        """Open the cohort, and survey all of it."""
        self.session.put_cohort(Cohort(Path("/made"), tuple(self.studies.values())))
        for key in self.keys:
            self.session.put_survey(key, survey(self.data[key]))

    def answer(self, key: str, probability: ProbabilityMap) -> None:
        """Let the network answer a study."""
        table = tabulate(probability, self.data[key].truth)
        self.session.put_answer(key, Answer(probability, table, self.data[key].volume.sha256))

    def show(self, key: str) -> None:
        """Put a study on screen, pixels and all."""
        self.session.select_study(key)
        data = self.data[key]
        windows = {channel: auto_window(data.volume.pixels[..., channel]) for channel in Channel}
        self.session.put_loaded(key, LoadedStudy(data, windows, None, survey(data)))

    def end(self) -> None:
        """Stop the thread and close the file of reviews."""
        self.runner.stop()
        self.reviewer.close()
