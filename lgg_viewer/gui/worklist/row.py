"""What is known of a study at this moment, gathered from the session, the summaries and the reviews."""

from collections import Counter
from dataclasses import dataclass

from lgg_viewer.core.finding import count_doubtful
from lgg_viewer.core.metrics import Counts
from lgg_viewer.core.review import Review
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.study import Cohort, patient_of
from lgg_viewer.core.summary import Summary, share_of_doubt
from lgg_viewer.core.surface import SurfaceDistances
from lgg_viewer.gui.drawers import Drawer
from lgg_viewer.gui.review.reviewer import Reviewer
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.worklist.summaries import Summaries


@dataclass(frozen=True, eq=False)
class StudyRow:
    """A study as the worklist and the cohort page tell of it.

    Attributes
    ----------
    drawer : Drawer
    name : str
        Short.
    spacing : Spacing or None
    in_ml : bool
        Whether its volumes are told in ml beside those of other studies: every study of the cohort has a spacing.
    review : Review or None
        None where nothing is reviewed at all.
    hidden : bool
        Whether the reader must not see anything of the prediction yet.
    threshold : float
        In force.
    counts : Counts or None
        Agreement; None without prediction or ground truth.
    predicted : int or None
        Voxels of the prediction; None without one.
    exact : bool
        Whether these two are of the threshold and post-processing in force.
    summary : Summary or None
        What takes longer to work out.
    current : bool
        Whether the summary is of the threshold and post-processing in force.
    doubtful : int or None
    doubt : float or None
        See `Summary`; they do not depend on the threshold. None without a prediction.
    """

    drawer: Drawer
    name: str
    spacing: Spacing | None
    in_ml: bool
    review: Review | None
    hidden: bool
    threshold: float
    counts: Counts | None
    predicted: int | None
    exact: bool
    summary: Summary | None
    current: bool
    doubtful: int | None
    doubt: float | None

    @property
    def key(self) -> str:
        """Key of the study."""
        return self.drawer.study.key

    @property
    def dice(self) -> float | None:
        """Dice of the study; None without prediction or ground truth."""
        return self.counts.dice if self.counts is not None else None

    @property
    def truth_voxels(self) -> int | None:
        """Volume of the ground truth; None without one, or while the study is not surveyed."""
        return self.drawer.survey.truth_voxels if self.drawer.survey is not None else None

    @property
    def distances(self) -> SurfaceDistances | None:
        """Distances of the borders; None without prediction or ground truth, or while they are worked out."""
        return self.summary.distances if self.summary is not None else None


class StudyRows:
    """Gathers rows.

    Parameters
    ----------
    session : Session
    summaries : Summaries or None
    reviewer : Reviewer or None
    """

    def __init__(self, session: Session, summaries: Summaries | None, reviewer: Reviewer | None) -> None:
        self.session = session
        self.summaries = summaries
        self.reviewer = reviewer
        self._cohort: Cohort | None = None
        self._names: dict[str, str] = {}

    def all(self) -> list[StudyRow]:
        """Return the rows of the cohort, in its order."""
        return [self.of(drawer) for drawer in self.session.drawers.all()]

    def of(self, drawer: Drawer) -> StudyRow:
        """Return the row of a study."""
        key, state = drawer.study.key, self.session.state
        summary = self.summaries.of(key) if self.summaries is not None else None
        current = self.summaries is not None and self.summaries.is_current(key)
        table = drawer.table if drawer.segmented else None
        counts = predicted = doubtful = doubt = None
        exact = False
        if table is not None:
            doubtful, possible = count_doubtful(table)
            doubt = share_of_doubt(doubtful, possible)
            # what the threshold alone decides is in the table, for any threshold
            plain = state.post.trivial and not drawer.removals
            exact = plain or current
            if plain:
                counts, predicted = table.study_counts(state.threshold), table.volume(state.threshold)
            elif summary is not None:
                counts, predicted = summary.counts, summary.predicted
        return StudyRow(
            drawer,
            self._name(key),
            self.session.spacing_of(key),
            self.session.all_spaced,
            self.reviewer.review(key) if self.reviewer is not None else None,
            self.reviewer is not None and self.reviewer.hides(key),
            state.threshold,
            counts,
            predicted,
            exact,
            summary if table is not None else None,
            current,
            doubtful,
            doubt,
        )

    def _name(self, key: str) -> str:
        cohort = self.session.cohort
        if cohort is not None and cohort is not self._cohort:
            self._cohort, self._names = cohort, short_names([study.key for study in cohort.studies])
        # a list that is not told of the new cohort yet may still ask for a study of the former
        return self._names.get(key, key)


def short_names(keys: list[str]) -> dict[str, str]:
    """Shorten study keys for a narrow column.

    The patient's name stands for a study where the patient has no other, without the leading words that all names
    share (`TCGA_` in the published data set).
    """
    patients = [patient_of(key) for key in keys]
    studies = Counter(patients)
    names = [p if studies[p] == 1 else key for key, p in zip(keys, patients, strict=True)]
    words = [name.split("_") for name in names]
    while len(words) > 1 and min(map(len, words)) > 1 and len({w[0] for w in words}) == 1:
        words = [w[1:] for w in words]
    return {key: "_".join(w) for key, w in zip(keys, words, strict=True)}
