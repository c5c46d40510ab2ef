"""The columns of the worklist as data."""

from collections.abc import Callable

from lgg_viewer.core.review import ReviewState
from lgg_viewer.core.spacing import Spacing, describe_volume
from lgg_viewer.gui.worklist.column import Column, Source, Value
from lgg_viewer.gui.worklist.row import StudyRow
from lgg_viewer.words import mark, tr

MARKS = {
    ReviewState.UNREVIEWED: "",
    ReviewState.APPROVED: "✓",
    ReviewState.FLAGGED: "⚑",
    ReviewState.EDITED: "✎",
}
# flagged first, then what is still to do
_TO_DO = (ReviewState.FLAGGED, ReviewState.UNREVIEWED, ReviewState.EDITED, ReviewState.APPROVED)


def _common_spacing(row: StudyRow) -> Spacing | None:
    """Return by what volumes are told: one unit for all studies, or they could not be ranked."""
    return row.spacing if row.in_ml else None


def _volume(voxels: int | None, spacing: Spacing | None) -> float | None:
    if voxels is None or spacing is None:
        return voxels
    return voxels * spacing.voxel_ml


def _volume_column(
    key: str, heading: str, title: str, about: str, voxels: Callable[[StudyRow], int | None], of: Source
) -> Column:
    return Column(
        key,
        heading,
        title,
        about,
        ("888,888 vox",),
        lambda row: _volume(voxels(row), _common_spacing(row)),
        lambda row, _value: describe_volume(voxels(row) or 0, _common_spacing(row)),
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


COLUMNS: tuple[Column, ...] = (
    Column(
        "study",
        mark("Study"),
        mark("Study"),
        "",
        ("DU_A5TW",),
        lambda row: row.key,
        lambda row, _value: row.name,
        numeric=False,
    ),
    Column(
        "mark",
        "✓",
        mark("Review mark"),
        mark(
            "✓ approved, ⚑ flagged, ✎ edited; ▲ problems, ✕ unreadable. Sorting puts flagged and unreviewed "
            "studies first."
        ),
        ("⚑",),
        lambda row: _TO_DO.index(row.review.state) if row.review else len(_TO_DO),
        _mark,
        numeric=False,
    ),
    Column(
        "dice",
        "Dice",
        "Dice",
        mark("Dice of prediction and ground truth, over the study"),
        (".888",),
        lambda row: row.dice,
        _share,
        Source.MASK,
    ),
    Column(
        "doubt",
        mark("Doubt"),
        mark("Doubt"),
        mark(
            "Voxels with p from {low:g} to below {high:g}, as a share of all with p of at least {low:g}; “empty”, and "
            "first in the order, where there are none. Needs no ground truth."
        ),
        ("100%", mark("empty")),
        lambda row: None if row.doubt is None else 100 * row.doubt,
        # all of nothing is no figure
        lambda row, value: tr("empty") if value and not row.doubtful else f"{value:.0f}%",
        Source.MAP,
        high_first=True,
    ),
    _volume_column(
        "volume",
        mark("Prediction"),
        mark("Volume of the prediction"),
        mark("What was predicted, after post-processing"),
        lambda row: row.predicted,
        Source.MASK,
    ),
    _volume_column(
        "truth",
        mark("Ground truth"),
        mark("Volume of the ground truth"),
        mark("Volume in the mask files"),
        lambda row: row.truth_voxels,
        Source.STUDY,
    ),
    Column(
        "hd95",
        "HD95",
        mark("HD95, mean"),
        mark(
            "95th percentile Hausdorff distance within the slice, over slices where both masks have tumour: their mean"
        ),
        ("188.8 px",),
        lambda row: row.distances.hd95_mean if row.distances else None,
        _pixels,
        Source.FIGURES,
        high_first=True,
    ),
    Column(
        "hd95max",
        mark("HD95 max"),
        mark("HD95, worst slice"),
        mark(
            "95th percentile Hausdorff distance within the slice, over slices where both masks have tumour:"
            " the worst of them"
        ),
        ("188.8 px",),
        lambda row: row.distances.hd95_worst if row.distances else None,
        _pixels,
        Source.FIGURES,
        high_first=True,
    ),
    Column(
        "parts",
        mark("Parts"),
        mark("Components"),
        mark("Components of the prediction"),
        ("888",),
        lambda row: row.summary.components if row.summary else None,
        source=Source.FIGURES,
        high_first=True,
    ),
    _volume_column(
        "doubtful",
        mark("Doubtful"),
        mark("Doubtful volume"),
        mark("Voxels with a probability from {low:g} to below {high:g}"),
        lambda row: row.doubtful,
        Source.MAP,
    ),
    Column(
        "empty",
        mark("Empty"),
        mark("Empty prediction"),
        mark("Whether nothing at all was predicted"),
        (mark("empty"),),
        lambda row: None if row.predicted is None else int(row.predicted == 0),
        lambda _row, value: tr("empty") if value else "",
        Source.MASK,
        high_first=True,
        numeric=False,
    ),
    Column(
        "slices",
        mark("Slices"),
        mark("Slices"),
        mark("Slices of the study"),
        ("88",),
        lambda row: len(row.drawer.study.slices),
    ),
    Column(
        "channels",
        mark("Missing"),
        mark("Missing sequences"),
        mark("Sequences that were not acquired: copies of FLAIR stand in for them"),
        ("PRE, POST",),
        lambda row: _missing(row) or None,
        numeric=False,
    ),
    Column(
        "problems",
        mark("Problems"),
        mark("Problems"),
        mark("File problems; see the problem report"),
        ("88",),
        lambda row: row.drawer.problem_count,
        _unless_zero,
        high_first=True,
    ),
    Column(
        "review",
        mark("Review"),
        mark("Review state"),
        mark("What was decided"),
        tuple(state.value for state in ReviewState),
        lambda row: _TO_DO.index(row.review.state) if row.review else None,
        lambda row, _value: tr(row.review.state.value) if row.review else "",
        numeric=False,
    ),
)
INDEX = {column.key: index for index, column in enumerate(COLUMNS)}
STUDY, DICE, DOUBT, SLICES = (INDEX[key] for key in ("study", "dice", "doubt", "slices"))
NARROW = ("study", "mark", "dice", "doubt")
"""The few that fit beside the image."""
