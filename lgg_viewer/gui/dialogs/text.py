"""Dialogs that are to be read: keys and mouse, the model card, what the program is."""

from html import escape

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from lgg_viewer.core.provenance import RESEARCH_USE
from lgg_viewer.gui.actions.spec import MENUS
from lgg_viewer.gui.actions.table import ACTIONS
from lgg_viewer.gui.shortcuts import Shortcuts, native
from lgg_viewer.gui.theme import GRID, room
from lgg_viewer.words import mark, tr

_MOUSE = (
    (mark("Wheel"), mark("Scroll slices; with Shift, ten at a time")),
    (mark("Ctrl + wheel"), mark("Zoom at the cursor")),
    (mark("Left drag"), mark("Window (across) and level (up and down)")),
    (mark("Right drag"), mark("Zoom")),
    (mark("Drag on the threshold's curve"), mark("Threshold; click a mark to use its value")),
    (mark("Middle drag"), mark("Pan")),
    (mark("Shift + move"), mark("Crosshair to the voxel under the cursor, in every pane")),
    (mark("Double click on one of several panes"), mark("Enlarge it; repeat to show all")),
    (mark("Drag the divider of a swipe"), mark("Uncover one view or the other")),
    (
        mark("Left drag with Ruler, Ellipse or Free-hand on"),
        mark("Measure; Esc or the tool's key turns it off"),
    ),
    (mark("Drag a measurement's line or handle"), mark("Move or reshape it, even with no tool on; Del deletes it")),
    (mark("Drag in the histogram"), mark("Window: drag one edge, or between them for both")),
    (mark("Right click"), mark("Menu")),
    (mark("Hold Space"), mark("Peek under the overlays")),
    (mark("Click or drag in the bar under the image"), mark("Go to that slice; hover to see its figures")),
    (mark("Click a component"), mark("Go to it and highlight it")),
)


class TextDialog(QDialog):
    """A page of text with a Close button."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(room(620, 640))
        self.page = QTextBrowser(openExternalLinks=False)
        self.page.setAccessibleName(title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.addWidget(self.page)
        layout.addWidget(buttons)


def help_dialog(shortcuts: Shortcuts, parent: QWidget | None = None) -> TextDialog:
    """Keys in force and mouse, from the table of actions."""
    dialog = TextDialog(tr("Keys and mouse"), parent)
    rows = [_heading(tr("Mouse")), *(_row(tr(what), tr(does)) for what, does in _MOUSE)]
    for menu in MENUS:
        keyed = [(spec, shortcuts.keys(spec.key)) for spec in ACTIONS if spec.menu == menu]
        told = [
            _row("  ".join(map(native, keys)), spec.shown_text + _more(spec.shown_help)) for spec, keys in keyed if keys
        ]
        rows += [_heading(tr(menu)), *told] if told else []
    dialog.page.setHtml(f"<table cellspacing=0 cellpadding=3 width='100%'>{''.join(rows)}</table>")
    return dialog


def card_dialog(text: str, parent: QWidget | None = None) -> TextDialog:
    """Show the model card."""
    dialog = TextDialog(tr("Model card"), parent)
    dialog.page.setMarkdown(text)
    return dialog


def about_dialog(version: str, parent: QWidget | None = None) -> TextDialog:
    """Tell what this program is, and what it is not for."""
    dialog = TextDialog(tr("About LGG Viewer"), parent)
    dialog.resize(room(520, 360))
    dialog.page.setMarkdown(
        f"# LGG Viewer {version}\n\n**{tr(RESEARCH_USE)}**\n\n"
        + tr(
            "Review lower-grade-glioma MRI: slices, ground truth, a network's probability and a threshold that "
            "moves.\n\n"
            "Nothing leaves this computer: the program has no network code and counts nothing.\n\n"
            "Data set: Buda, Saha, Mazurowski 2019, doi 10.1016/j.compbiomed.2019.05.002; CC BY-NC-SA 4.0.\n\n"
            "Program: Apache-2.0. It uses Qt for Python (LGPL-3), PyTorch, NumPy, OpenCV, tifffile, pyqtgraph and "
            "safetensors."
        )
    )
    return dialog


def _more(text: str) -> str:
    return f" – {text}" if text else ""


def _heading(text: str) -> str:
    return f"<tr><td colspan=2><h4 style='margin-top:10px;margin-bottom:2px'>{escape(text)}</h4></td></tr>"


def _row(left: str, right: str) -> str:
    return f"<tr><td width='36%'><b>{escape(left)}</b></td><td>{escape(right)}</td></tr>"
