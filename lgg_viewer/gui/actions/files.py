"""Opening cohorts and exporting masks."""

from __future__ import annotations

from lgg_viewer.gui.actions.spec import EXPORT, OPEN, ActionSpec, cohort_open, study_open

FILES = (
    ActionSpec("open", "Open folder…", OPEN, lambda d: d.ask_folder(), ("Ctrl+O",)),
    ActionSpec("demo", "Demo cohort", OPEN, lambda d: d.open_demo(), ("Ctrl+D",), help="Three made-up patients"),
    ActionSpec(
        "problems", "Problem report…", OPEN, lambda d: d.show_problems(), ("Ctrl+P",), cohort_open, group="report"
    ),
    ActionSpec("quit", "Quit", OPEN, lambda d: d.quit(), ("Ctrl+Q",), group="end"),
    ActionSpec("export", "Export this study…", EXPORT, lambda d: d.ask_export("study"), ("Ctrl+E",), cohort_open),
    ActionSpec(
        "export-slice", "Export this slice…", EXPORT, lambda d: d.ask_export("slice"), (), study_open, group="scope"
    ),
    ActionSpec(
        "export-selection",
        "Export selected studies…",
        EXPORT,
        lambda d: d.ask_export("selection"),
        (),
        cohort_open,
        group="scope",
    ),
    ActionSpec(
        "export-cohort",
        "Export whole cohort…",
        EXPORT,
        lambda d: d.ask_export("cohort"),
        ("Ctrl+Shift+E",),
        cohort_open,
        group="scope",
    ),
)
