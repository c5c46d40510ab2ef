"""One drawer a study: what is loaded of it, within bounds."""

from collections import OrderedDict
from dataclasses import dataclass, field

from lgg_viewer.core.post_processing import Removal
from lgg_viewer.core.probability import ModelId
from lgg_viewer.core.study import Study
from lgg_viewer.core.threshold_table import ThresholdTable
from lgg_viewer.jobs.survey import Survey
from lgg_viewer.jobs.tasks import Answer, LoadedStudy

PIXEL_BUDGET = 160 << 20
ANSWER_BUDGET = 256 << 20
Asked = tuple[ModelId, bool]
"""A model, and whether its answers are averaged over mirror images."""
Deletions = dict[tuple[str, Asked | None, str], tuple[Removal, ...]]
"""What the reader took out of the predictions: by study, by who was asked, and by SHA-256 of the pixels."""


@dataclass(eq=False)
class Drawer:
    """What is known of a study.

    Attributes
    ----------
    study : Study
    asked : Asked or None
        What is asked for answers now; None without weights.
    loaded : LoadedStudy or None
        Pixels and ground truth; dropped when many studies were visited since.
    answer : Answer or None
        The network's map; dropped likewise if the disk cache keeps it, and then read back from there.
    table : ThresholdTable or None
        Counts of the answer; small, so they stay.
    survey : Survey or None
        What the pixels told; it stays too.
    segmenting : bool
        Whether a job for it runs or waits.
    failure : str
        Why it could not be read, as a sentence; empty when nothing failed.
    z : int or None
        The slice that was last on screen, 0-based.
    stale : bool
        Whether the answer is to be fetched again: another model was chosen, or another way to ask it.
    deletions : Deletions
        Of all studies of all cohorts that were open: they outlive the drawer.
    """

    study: Study
    asked: Asked | None = None
    loaded: LoadedStudy | None = None
    answer: Answer | None = None
    table: ThresholdTable | None = None
    survey: Survey | None = None
    segmenting: bool = False
    failure: str = ""
    z: int | None = None
    stale: bool = False
    deletions: Deletions = field(default_factory=dict, repr=False)

    @property
    def removals(self) -> tuple[Removal, ...]:
        """Components that the reader took out of the prediction in use.

        They belong to the answer of one model, asked in one way, to certain pixels: another answer has its own, and
        finds them again when it comes back.
        """
        return self.deletions.get((self.study.key, self.asked, self.volume_sha256), ())

    @removals.setter
    def removals(self, removals: tuple[Removal, ...]) -> None:
        self.deletions[self.study.key, self.asked, self.volume_sha256] = removals

    @property
    def volume_sha256(self) -> str:
        """What the pixels are known by; empty while nobody has read them."""
        if self.loaded is not None:
            return self.loaded.data.volume.sha256
        if self.survey is not None:
            return self.survey.volume_sha256
        return self.answer.volume_sha256 if self.answer is not None else ""

    @property
    def problem_count(self) -> int:
        """Problems of names and of pixels."""
        return len(self.study.problems) + (len(self.survey.problems) if self.survey else 0)

    @property
    def complete(self) -> bool:
        """Whether all that is to be shown is in memory."""
        return self.loaded is not None and not self.answer_lost and not self.stale

    @property
    def answer_lost(self) -> bool:
        """Whether there was an answer whose map was dropped; the cache on disk should have it."""
        return self.table is not None and self.answer is None

    @property
    def segmented(self) -> bool:
        """Whether the network has answered every slice that can be read."""
        return self.table is not None and not self.segmenting


class Drawers:
    """The drawers of a cohort; the least recently visited give up pixels and maps first."""

    def __init__(
        self, studies: tuple[Study, ...] = (), asked: Asked | None = None, deletions: Deletions | None = None
    ) -> None:
        deletions = {} if deletions is None else deletions
        self._drawers = {s.key: Drawer(s, asked, deletions=deletions) for s in studies}
        self._visits: OrderedDict[str, None] = OrderedDict()

    def __getitem__(self, key: str) -> Drawer:
        return self._drawers[key]

    def find(self, key: str) -> Drawer | None:
        """Return the drawer of a study, or None."""
        return self._drawers.get(key)

    def all(self) -> list[Drawer]:
        """Return all drawers, in the cohort's order."""
        return list(self._drawers.values())

    def visit(self, key: str, *, on_screen: str) -> None:
        """Note that a study is in use, and drop what exceeds the budgets, oldest first.

        Never what is on screen, nor an answer that is nowhere else.
        """
        self._visits[key] = None
        self._visits.move_to_end(key)
        pixels = answers = 0
        for visited in reversed(self._visits):
            drawer = self._drawers[visited]
            if drawer.loaded is not None:
                pixels += drawer.loaded.data.volume.pixels.nbytes * 4 // 3
                if pixels > PIXEL_BUDGET and visited not in (key, on_screen):
                    drawer.loaded = None
            if drawer.answer is not None and not drawer.segmenting:
                answers += drawer.answer.probability.nbytes
                if answers > ANSWER_BUDGET and drawer.answer.kept and visited not in (key, on_screen):
                    drawer.answer = None

    def forget_answers(self, asked: Asked | None) -> None:
        """Drop all answers: another model was chosen, or another way to ask it."""
        for drawer in self._drawers.values():
            drawer.answer = drawer.table = None
            drawer.asked = asked
            drawer.stale = drawer.loaded is not None
