"""The columns of the worklist as data: what each shows, sorts by and explains."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from lgg_viewer.core.finding import DOUBT_HIGH, DOUBT_LOW
from lgg_viewer.core.review import ReviewState
from lgg_viewer.core.spacing import Spacing, describe_volume
from lgg_viewer.gui.worklist.row import StudyRow

NONE, HIDDEN, WORKING = "–", "•", "…"
MARKS = {
    ReviewState.UNREVIEWED: "",
    ReviewState.APPROVED: "✓",
    ReviewState.FLAGGED: "⚑",
    ReviewState.EDITED: "✎",
}
# flagged first, then what is still to do
_TO_DO = (ReviewState.FLAGGED, ReviewState.UNREVIEWED, ReviewState.EDITED, ReviewState.APPROVED)
Value = float | str | None


class Source(Enum):
    """What a column is read from, and so when it is up to date."""

    STUDY = auto()  # files and reviews
    MAP = auto()  # the probability map, whatever the threshold
    MASK = auto()  # the mask, as far as the table of thresholds knows it
    FIGURES = auto()  # the mask, by figures that are worked out in the background


@dataclass(frozen=True, eq=False)
class Column:
    """One column.

    Attributes
    ----------
    key : str
        Its name in settings and in the search field.
    heading : str
        Above the column.
    title : str
        In menus.
    about : str
        What it holds, as a tooltip.
    sample : str
        The longest text to be expected: the column is as wide.
    value : callable
        What it sorts by, in the unit that is shown; None, for no value, comes last in either direction.
    text : callable
        Makes the text of a cell from row and value.
    source : Source
    high_first : bool
        Whether the first click on the heading puts the largest on top.
    numeric : bool
        Whether it holds figures, to be aligned by their last digit.
    """

    key: str
    heading: str
    title: str
    about: str
    sample: str
    value: Callable[[StudyRow], Value]
    text: Callable[[StudyRow, Value], str] = lambda _row, value: str(value)
    source: Source = Source.STUDY
    high_first: bool = False
    numeric: bool = True

    def show(self, row: StudyRow) -> str:
        """Return the text of a cell."""
        if self.source is not Source.STUDY:
            if row.drawer.segmenting:
                return WORKING
            if row.hidden and row.drawer.segmented:
                return HIDDEN
        value = self.value(row)
        return NONE if value is None else self.text(row, value)

    def rank(self, row: StudyRow) -> Value:
        """Return what a row sorts by; a figure that is hidden must not show in the order, but for the doubt."""
        hidden = row.hidden and self.source is not Source.STUDY and self.key != "doubt"
        return None if hidden else self.value(row)

    def is_exact(self, row: StudyRow) -> bool:
        """Whether a figure is of the threshold and post-processing in force."""
        if self.source is Source.FIGURES:
            return row.current
        return self.source is not Source.MASK or row.exact

    def explain(self, row: StudyRow) -> str:
        """Say what a cell holds, and where it is of another threshold."""
        if self.source is Source.STUDY or not row.drawer.segmented:
            return self.about
        if row.hidden:
            return f"{self.title}: shown once you have stated your own verdict"
        if not self.is_exact(row):
            made = f"At threshold {row.summary.threshold:.2f}; n" if row.summary else "N"
            return f"{self.about}\n{made}ot worked out for {row.threshold:.2f} yet."
        return self.about if self.source is Source.MAP else f"{self.about}\nAt threshold {row.threshold:.2f}."


def _volume(voxels: int | None, spacing: Spacing | None) -> float | None:
    if voxels is None or spacing is None:
        return voxels
    return voxels * spacing.row * spacing.column * spacing.slice / 1000


def _volume_column(
    key: str, heading: str, title: str, about: str, voxels: Callable[[StudyRow], int | None], of: Source
) -> Column:
    return Column(
        key,
        heading,
        title,
        about,
        "888,888 vox",
        lambda row: _volume(voxels(row), row.spacing),
        lambda row, _value: describe_volume(voxels(row) or 0, row.spacing),
        of,
        high_first=True,
    )


def _mark(row: StudyRow, _value: Value) -> str:
    """Show what was decided; of what is still to do, whether something is wrong with it."""
    drawer = row.drawer
    decided = MARKS[row.review.state] if row.review else ""
    return decided or ("✕" if drawer.failure else "▲" if drawer.problem_count else "")


def _share(_row: StudyRow, value: Value) -> str:
    """Write a figure of 0 to 1 without its leading nought, as space is dear."""
    text = f"{value:.3f}"
    return text[:4] if text.startswith("1") else text[1:]


def _missing(row: StudyRow) -> str:
    survey = row.drawer.survey
    return ", ".join(c.name for c in sorted(survey.missing)) if survey else ""


def _pixels(_row: StudyRow, value: Value) -> str:
    return f"{value:.1f} px"


def _unless_zero(_row: StudyRow, value: Value) -> str:
    return f"{value:g}" if value else ""


_HD95 = "95th percentile Hausdorff distance within the slice, over slices where both masks have tumour"
_DOUBTFUL = f"with a probability from {DOUBT_LOW:g} to below {DOUBT_HIGH:g}"

COLUMNS: tuple[Column, ...] = (
    Column("study", "Study", "Study", "", "DU_A5TW", lambda row: row.key, lambda row, _v: row.name, numeric=False),
    Column(
        "mark",
        "✓",
        "Review mark",
        "✓ approved, ⚑ flagged, ✎ edited; ▲ problems, ✕ unreadable. Sorts what is flagged or to do to the top.",
        "⚑",
        lambda row: _TO_DO.index(row.review.state) if row.review else len(_TO_DO),
        _mark,
        numeric=False,
    ),
    Column(
        "dice",
        "Dice",
        "Dice",
        "Dice of prediction and ground truth, over the study",
        ".888",
        lambda row: row.dice,
        _share,
        Source.MASK,
    ),
    Column(
        "doubt",
        "Doubt",
        "Doubt",
        f"Share of voxels {_DOUBTFUL} in all that may be tumour; needs no ground truth",
        "100%",
        lambda row: None if row.doubt is None else 100 * row.doubt,
        lambda _row, value: f"{value:.0f}%",
        Source.MAP,
        high_first=True,
    ),
    _volume_column(
        "volume",
        "Prediction",
        "Volume of the prediction",
        "What was predicted, after post-processing",
        lambda row: row.predicted,
        Source.MASK,
    ),
    _volume_column(
        "truth",
        "Ground truth",
        "Volume of the ground truth",
        "What the masks beside the slices mark",
        lambda row: row.truth_voxels,
        Source.STUDY,
    ),
    Column(
        "hd95",
        "HD95",
        "HD95, mean",
        f"{_HD95}: their mean",
        "188.8 px",
        lambda row: row.distances.hd95_mean if row.distances else None,
        _pixels,
        Source.FIGURES,
        high_first=True,
    ),
    Column(
        "hd95max",
        "HD95 max",
        "HD95, worst slice",
        f"{_HD95}: the worst of them",
        "188.8 px",
        lambda row: row.distances.hd95_worst if row.distances else None,
        _pixels,
        Source.FIGURES,
        high_first=True,
    ),
    Column(
        "parts",
        "Parts",
        "Components",
        "Components of the prediction",
        "888",
        lambda row: row.summary.components if row.summary else None,
        source=Source.FIGURES,
        high_first=True,
    ),
    _volume_column(
        "doubtful", "Doubtful", "Doubtful volume", f"Voxels {_DOUBTFUL}", lambda row: row.doubtful, Source.MAP
    ),
    Column(
        "empty",
        "Empty",
        "Empty prediction",
        "Whether nothing at all was predicted",
        "empty",
        lambda row: None if row.predicted is None else int(row.predicted == 0),
        lambda _row, value: "empty" if value else "",
        Source.MASK,
        high_first=True,
        numeric=False,
    ),
    Column("slices", "Slices", "Slices", "Slices of the study", "88", lambda row: len(row.drawer.study.slices)),
    Column(
        "channels",
        "Missing",
        "Missing sequences",
        "Sequences that were not acquired: copies of FLAIR stand in for them",
        "PRE, POST",
        lambda row: _missing(row) or None,
        numeric=False,
    ),
    Column(
        "problems",
        "Problems",
        "Problems",
        "Problems of the files; the problem report tells them",
        "88",
        lambda row: row.drawer.problem_count,
        _unless_zero,
        high_first=True,
    ),
    Column(
        "review",
        "Review",
        "Review in words",
        "What was decided",
        "Unreviewed",
        lambda row: _TO_DO.index(row.review.state) if row.review else None,
        lambda row, _value: row.review.state.value if row.review else "",
        numeric=False,
    ),
)
INDEX = {column.key: index for index, column in enumerate(COLUMNS)}
STUDY, DICE, DOUBT, SLICES = (INDEX[key] for key in ("study", "dice", "doubt", "slices"))
NARROW = ("study", "mark", "dice", "doubt")
"""The few that fit beside the image."""
