"""What the cohort page tells, as numbers and words: gathered from the rows, without a plot."""

from dataclasses import dataclass

import numpy as np

from lgg_viewer.core.review import ReviewState
from lgg_viewer.core.volume_agreement import VolumeAgreement, compare_volumes
from lgg_viewer.gui.worklist.row import StudyRow
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.words import mark, tr

WORST = 12


@dataclass(frozen=True, eq=False)
class CohortFigures:
    """The cohort at a threshold.

    Attributes
    ----------
    rows : tuple of StudyRow
        Studies that have prediction and ground truth, may be seen, and whose figures are of the threshold in force.
    unit : str
        `ml` where every one of them has a spacing, `vox` elsewhere.
    predicted, actual : ndarray of float64, shape (N,)
        Their volumes, over the slices that have both, in that unit.
    agreement : VolumeAgreement
    left_out : dict
        Why others are not among them, in English, and how many are so.
    reviews : dict
        How many studies of the cohort are in each state; empty where nothing is reviewed at all.
    seen : int
        How many of `rows` are of patients that the model was trained on.
    """

    rows: tuple[StudyRow, ...]
    unit: str
    predicted: np.ndarray[tuple[int], np.dtype[np.float64]]
    actual: np.ndarray[tuple[int], np.dtype[np.float64]]
    agreement: VolumeAgreement
    left_out: dict[str, int]
    reviews: dict[ReviewState, int]
    seen: int

    @property
    def dice(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Dice of each study, shape (N,)."""
        return np.array([row.dice for row in self.rows], np.float64)

    @property
    def worst(self) -> list[StudyRow]:
        """The studies of the lowest Dice, the worst first."""
        return sorted(self.rows, key=lambda row: row.dice or 0.0)[:WORST]

    def tell_dice(self) -> str:
        """Describe the distribution of Dice."""
        if not self.rows:
            return tr("No study has both a prediction and ground truth yet.")
        low, middle, high = np.percentile(self.dice, (25, 50, 75))
        return tr(
            "median {middle:.3f}, quartiles {low:.3f} to {high:.3f}, mean {mean:.3f}",
            middle=middle,
            low=low,
            high=high,
            mean=self.dice.mean(),
        )

    def tell_volumes(self) -> str:
        """Describe the distribution of volumes."""
        if not self.rows:
            return ""
        predicted, actual = (self.say(float(np.median(values))) for values in (self.predicted, self.actual))
        return tr("median prediction {predicted}, median ground truth {actual}", predicted=predicted, actual=actual)

    def tell_agreement(self) -> str:
        """Give mean difference and limits of agreement."""
        bias, limits = self.agreement.bias, self.agreement.limits
        if bias is None:
            return ""
        count, mean = len(self.rows), self.say(bias, sign=True)
        if limits is None:
            return tr("n = {n}, mean difference {mean}; too few for limits of agreement", n=count, mean=mean)
        low, high = (self.say(limit, sign=True) for limit in limits)
        return tr(
            "n = {n}, mean difference {mean}, 95 % limits of agreement {low} to {high}",
            n=count,
            mean=mean,
            low=low,
            high=high,
        )

    def tell_left_out(self) -> str:
        """Say how many studies are shown and what keeps the others out."""
        shown, total = len(self.rows), len(self.rows) + sum(self.left_out.values())
        reasons = ", ".join(f"{count} {tr(why)}" for why, count in self.left_out.items())
        told = (
            tr("{shown} of {total} studies; left out: {reasons}", shown=shown, total=total, reasons=reasons)
            if reasons
            else tr("{shown} of {total} studies", shown=shown, total=total)
        )
        if not self.seen:
            return told
        return f"{told}. {tr('The model was trained on {n} of them: their Dice is no test of it.', n=self.seen)}"

    def tell_reviews(self) -> str:
        """Describe how far the review is."""
        return " · ".join(f"{count} {tr(state.value).lower()}" for state, count in self.reviews.items())

    def say(self, volume: float, *, sign: bool = False) -> str:
        """Write a volume with its unit."""
        plus = "+" if sign else ""
        return f"{volume:{plus},.{1 if self.unit == 'ml' else 0}f} {self.unit}"


def gather(rows: list[StudyRow], card: ModelCard | None) -> CohortFigures:
    """Sort out which studies can be compared, and compare them.

    Parameters
    ----------
    rows : list of StudyRow
        All of the cohort.
    card : ModelCard or None
        Of the model in use.
    """
    taken: list[StudyRow] = []
    left_out: dict[str, int] = {}
    for row in rows:
        why = _reason(row)
        if why:
            left_out[why] = left_out.get(why, 0) + 1
        else:
            taken.append(row)
    spacings = [row.spacing for row in taken]
    known = [s for s in spacings if s is not None]
    in_ml = bool(taken) and len(known) == len(taken)
    scale = np.array([s.voxel_ml for s in known]) if in_ml else np.ones(len(taken))
    counts = [row.counts for row in taken if row.counts is not None]
    predicted = np.array([c.predicted for c in counts], np.float64) * scale
    actual = np.array([c.actual for c in counts], np.float64) * scale
    states = [row.review.state for row in rows if row.review is not None]
    return CohortFigures(
        tuple(taken),
        "ml" if in_ml else "vox",
        predicted,
        actual,
        compare_volumes(predicted, actual),
        left_out,
        {state: states.count(state) for state in ReviewState} if states else {},
        sum(card.has_seen(row.drawer.study.patient) for row in taken) if card is not None else 0,
    )


def _reason(row: StudyRow) -> str:
    """Say in English what keeps a study out; empty for nothing."""
    if row.drawer.failure:
        return mark("cannot be read")
    if not row.drawer.study.has_ground_truth:
        return mark("without ground truth")
    if not row.drawer.segmented:
        return mark("not segmented")
    if row.hidden:
        return mark("hidden until your own verdict")
    if not row.exact:
        return mark("still being calculated")
    return "" if row.counts is not None else mark("without usable ground truth")
