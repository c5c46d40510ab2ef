"""Opening cohorts and exporting masks."""

from __future__ import annotations

from lgg_viewer.gui.actions.spec import EXPORT, OPEN, ActionSpec, cohort_open, study_open
from lgg_viewer.words import mark

FILES = (
    ActionSpec("open", mark("Open folder…"), OPEN, lambda d: d.ask_folder(), ("Ctrl+O",)),
    ActionSpec(
        "demo", mark("Demo cohort"), OPEN, lambda d: d.open_demo(), ("Ctrl+D",), help=mark("Three synthetic patients")
    ),
    ActionSpec(
        "problems", mark("Problem report…"), OPEN, lambda d: d.show_problems(), ("Ctrl+P",), cohort_open, group="report"
    ),
    ActionSpec("quit", mark("Quit"), OPEN, lambda d: d.quit(), ("Ctrl+Q",), group="end"),
    ActionSpec("export", mark("Export this study…"), EXPORT, lambda d: d.export.ask("study"), ("Ctrl+E",), cohort_open),
    ActionSpec(
        "export-slice",
        mark("Export this slice…"),
        EXPORT,
        lambda d: d.export.ask("slice"),
        (),
        study_open,
        group="scope",
    ),
    ActionSpec(
        "export-selection",
        mark("Export selected studies…"),
        EXPORT,
        lambda d: d.export.ask("selection"),
        (),
        cohort_open,
        group="scope",
    ),
    ActionSpec(
        "export-cohort",
        mark("Export whole cohort…"),
        EXPORT,
        lambda d: d.export.ask("cohort"),
        ("Ctrl+Shift+E",),
        cohort_open,
        group="scope",
    ),
)
