"""What a column of the worklist is: how it shows, ranks and explains a study."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from lgg_viewer.core.finding import DOUBT_HIGH, DOUBT_LOW
from lgg_viewer.gui.worklist.row import StudyRow
from lgg_viewer.words import tr

NONE, HIDDEN, WORKING = "–", "•", "…"
Value = float | str | None


class Source(Enum):
    """What a column is read from, and so when it is up to date."""

    STUDY = auto()  # files and reviews
    MAP = auto()  # the probability map, whatever the threshold
    MASK = auto()  # the mask, as far as the table of thresholds knows it
    FIGURES = auto()  # the mask, by figures that are worked out in the background


@dataclass(frozen=True, eq=False)
class Column:
    """One column; its words are English, to be translated where they are shown.

    Attributes
    ----------
    key : str
        Its name in settings and in the search field.
    heading : str
        Above the column.
    title : str
        In menus.
    about : str
        What it holds; `tell` fills the gaps.
    samples : tuple of str
        The longest texts to be expected: the column is as wide.
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
    samples: tuple[str, ...]
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

    def tell(self) -> str:
        """Say what it holds, as a tooltip."""
        return tr(self.about, low=DOUBT_LOW, high=DOUBT_HIGH)

    def explain(self, row: StudyRow) -> str:
        """Say what a cell holds, and where it is of another threshold."""
        about, wanted = self.tell(), row.threshold
        if self.source is Source.STUDY or not row.drawer.segmented:
            return about
        if row.hidden:
            return tr("{title}: hidden until your own verdict", title=tr(self.title))
        if self.is_exact(row):
            at = tr("At threshold {threshold:.2f}.", threshold=wanted)
            return about if self.source is Source.MAP else f"{about}\n{at}"
        if row.summary is None:
            late = tr("Not yet calculated for {threshold:.2f}.", threshold=wanted)
        else:
            made = row.summary.threshold
            late = tr("At threshold {made:.2f}; not yet calculated for {threshold:.2f}.", made=made, threshold=wanted)
        return f"{about}\n{late}"
