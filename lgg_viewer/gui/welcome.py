"""The page before a cohort is open: what to do next."""

from html import escape
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lgg_viewer.core.provenance import RESEARCH_USE
from lgg_viewer.gui.theme import GRID, now, px, set_lettering, set_tone
from lgg_viewer.words import tr

WIDTH = 660


class WelcomePage(QWidget):
    """Two buttons, the cohorts opened last, and the notice.

    Signals
    -------
    open_asked, demo_asked
    recent_asked(Path)
    """

    open_asked = Signal()
    demo_asked = Signal()
    recent_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel("LGG Viewer")
        set_lettering(title, "title")
        lead = QLabel(
            tr(
                "Open a folder of studies, or drop it here.\n"
                "<patient>/<patient>_<slice>.tif with <patient>_<slice>_mask.tif, or one multi-page TIFF per study."
            )
        )
        set_tone(lead, "faint")
        lead.setTextFormat(Qt.TextFormat.PlainText)
        self.open = QPushButton(tr("Open folder…"))
        self.open.setDefault(True)
        self.demo = QPushButton(tr("Demo cohort"))
        self.demo.setToolTip(tr("Three synthetic patients: no data set is needed"))
        self.open.clicked.connect(self.open_asked)
        self.demo.clicked.connect(self.demo_asked)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.open)
        buttons.addWidget(self.demo)
        buttons.addStretch(1)
        self._recent = QLabel()
        self._recent.setTextFormat(Qt.TextFormat.RichText)
        self._recent.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._recent.linkActivated.connect(self._on_link)
        self._paths: list[Path] = []
        notice = QLabel(tr(RESEARCH_USE))
        set_tone(notice, "faint")
        for label in (lead, notice):
            label.setWordWrap(True)
        self._page = QWidget()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(0, 0, 0, GRID)
        column.setSpacing(2 * GRID)
        column.addStretch(2)
        for item in (title, lead):
            column.addWidget(item)
        column.addLayout(buttons)
        column.addWidget(self._recent)
        column.addStretch(3)
        column.addWidget(notice)
        row = QHBoxLayout(self)
        row.addStretch(1)
        # as wide as its longest line, where there is room for that
        row.addWidget(self._page, 1000)
        row.addStretch(1)
        self._dress()

    def show_recent(self, paths: list[Path]) -> None:
        """List cohorts as links."""
        self._paths = paths
        self._dress()

    def _dress(self) -> None:
        """Take colours and sizes anew; the links name their colours."""
        self._page.setMaximumWidth(px(WIDTH))
        colours = now()
        links = [
            f'<a style="color:{colours.accent}" href="{n}">{escape(p.name)}</a> '
            f'<span style="color:{colours.faint}">{escape(str(p.parent))}</span>'
            for n, p in enumerate(self._paths)
        ]
        self._recent.setText("<br>".join(links))
        self._recent.setVisible(bool(self._paths))

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()

    def _on_link(self, link: str) -> None:
        self.recent_asked.emit(self._paths[int(link)])
