"""The worklist and the cohort as a whole."""

from __future__ import annotations

from lgg_viewer.gui.actions.spec import VIEW, ActionSpec, cohort_open
from lgg_viewer.words import mark

WORKLIST = (
    ActionSpec(
        "hardest-first",
        mark("Most doubtful first"),
        VIEW,
        lambda d: d.worklist.order_by_doubt(),
        ("Ctrl+H",),
        cohort_open,
        group="studies",
        help=mark("Sort the worklist by doubt"),
    ),
    ActionSpec(
        "sort-anew",
        mark("Sort and filter again"),
        VIEW,
        lambda d: d.worklist.sort_anew(),
        (),
        cohort_open,
        group="studies",
        help=mark("Rows stay in place when values change; this sorts them again"),
    ),
    ActionSpec(
        "worklist-wide",
        mark("All columns of the worklist"),
        VIEW,
        lambda d: d.worklist.toggle_wide(),
        ("F3",),
        cohort_open,
        checked=lambda d: d.worklist.wide,
        group="studies",
    ),
    ActionSpec(
        "cohort-page",
        mark("Cohort page"),
        VIEW,
        lambda d: d.toggle_cohort_page(),
        ("F2",),
        cohort_open,
        group="studies",
        help=mark("Distributions, agreement of volumes, worst studies; again or Esc to go back"),
    ),
)
