"""Which studies the worklist shows: words, conditions on figures, and what is ticked in the filter menu."""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from lgg_viewer.core.review import ReviewState
from lgg_viewer.gui.worklist.column import Source
from lgg_viewer.gui.worklist.columns import COLUMNS
from lgg_viewer.gui.worklist.row import StudyRow
from lgg_viewer.words import mark, tr, tr_n

_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}
_FIGURES = {column.key: column for column in COLUMNS if column.numeric}
_CONDITION = re.compile(r"(\w+)(<=|>=|<|>|=)([\d.,]*)%?")


class Trait(Enum):
    """What a study can be picked out by; the value is the name in the menu, in English."""

    UNSEGMENTED = mark("Not segmented")
    EMPTY = mark("Empty prediction")
    NO_TRUTH = mark("No ground truth")
    MISSING = mark("Sequences missing")
    PROBLEMS = mark("Problems")

    def holds(self, row: StudyRow) -> bool:
        """Whether a study has it."""
        drawer, survey = row.drawer, row.drawer.survey
        match self:
            case Trait.UNSEGMENTED:
                return not drawer.segmented
            case Trait.EMPTY:
                return row.predicted == 0 and not row.hidden
            case Trait.NO_TRUTH:
                return not drawer.study.has_ground_truth
            case Trait.MISSING:
                return survey is not None and bool(survey.missing)
            case Trait.PROBLEMS:
                return drawer.problem_count > 0 or bool(drawer.failure)


@dataclass(frozen=True)
class Condition:
    """A figure compared with a number, as in `dice<0.8`."""

    column: str
    comparison: str
    number: float

    def holds(self, row: StudyRow) -> bool:
        """Whether a study has the figure, it may be seen, and it compares so."""
        column = _FIGURES[self.column]
        value = None if row.hidden and column.source is not Source.STUDY else column.value(row)
        return isinstance(value, int | float) and _COMPARISONS[self.comparison](value, self.number)


@dataclass(frozen=True)
class WorklistFilter:
    """A study is shown if it holds every word and condition, one of the states, and all of the traits.

    Attributes
    ----------
    words : tuple of str
        In lower case.
    conditions : tuple of Condition
    states : frozenset of ReviewState
        Empty for any.
    traits : frozenset of Trait
    """

    words: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    states: frozenset[ReviewState] = frozenset()
    traits: frozenset[Trait] = frozenset()

    @property
    def ticked(self) -> int:
        """How many entries of the menu are in force."""
        return len(self.states) + len(self.traits)

    def accepts(self, row: StudyRow) -> bool:
        """Whether a study is shown."""
        if self.states and (row.review is None or row.review.state not in self.states):
            return False
        if not all(trait.holds(row) for trait in self.traits):
            return False
        if not all(condition.holds(row) for condition in self.conditions):
            return False
        told = describe(row).lower() if self.words else ""
        return all(word in told for word in self.words)


def parse_search(text: str) -> tuple[tuple[str, ...], tuple[Condition, ...]]:
    """Take what is typed apart into words and conditions; a condition that is not whole yet asks for nothing.

    A comma is a decimal point, always: `dice<0,8` is `dice<0.8`.

    Examples
    --------
    >>> parse_search("DU dice<0.8 doubt>")
    (('du',), (Condition(column='dice', comparison='<', number=0.8),))
    """
    words: list[str] = []
    conditions: list[Condition] = []
    for word in text.lower().split():
        found = _CONDITION.fullmatch(word)
        if found is None or found[1] not in _FIGURES:
            words.append(word)
            continue
        try:
            conditions.append(Condition(found[1], found[2], float(found[3].replace(",", "."))))
        except ValueError:
            continue
    return tuple(words), tuple(conditions)


def describe(row: StudyRow) -> str:
    """Tell what there is to know of a study, line by line: its tooltip, and what words are looked for in."""
    drawer, study = row.drawer, row.drawer.study
    lines, clinical = [study.key], study.clinical
    grade = tr("grade {grade}", grade=clinical.grade) if clinical.grade else ""
    about = [grade, tr(clinical.histology), tr(clinical.location)]
    lines += [", ".join(a for a in about if a)] if any(about) else []
    if drawer.survey and drawer.survey.missing:
        lines.append(tr("FLAIR copy: {names}", names=", ".join(sorted(c.name for c in drawer.survey.missing))))
    lines.append(tr("with ground truth") if study.has_ground_truth else tr("no ground truth"))
    if drawer.segmented:
        lines.append(tr("segmented"))
    else:
        lines.append(tr("being segmented") if drawer.segmenting else tr("not segmented"))
    if row.review is not None:
        comment = "" if row.hidden else row.review.comment
        lines += [part for part in (tr(row.review.state.value), comment) if part]
    if count := drawer.problem_count:
        lines.append(tr_n("{n} problem: see the problem report", "{n} problems: see the problem report", count))
    if drawer.failure:
        lines.append(drawer.failure)
    return "\n".join(lines)
