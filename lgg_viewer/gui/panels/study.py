"""Right, fourth: who is looked at, and what is wrong with the files."""

from html import escape

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from lgg_viewer.core.study import Channel
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import GRID, now
from lgg_viewer.words import tr, tr_n


class StudyPanel(QWidget):
    """Clinical facts, sequences and problems of the study on screen, as text.

    Signals
    -------
    problems_asked, spacing_asked
        A link was followed.
    """

    problems_asked = Signal()
    spacing_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.text.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.text.setAccessibleName(tr("Study"))
        self.text.linkActivated.connect(self._on_link)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        layout.addWidget(self.text)
        layout.addStretch(1)
        for signal in (session.study_changed, session.study_loaded, session.spacing_changed):
            signal.connect(self._refresh)
        session.summary_changed.connect(self._on_summary)
        self._refresh()

    def _on_link(self, link: str) -> None:
        (self.problems_asked if link == "problems" else self.spacing_asked).emit()

    @Slot(str)
    def _on_summary(self, key: str) -> None:
        if key == self._session.state.study:
            self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Write the text anew, which names its colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._refresh()

    def _refresh(self) -> None:
        drawer = self._session.drawer
        if drawer is None:
            self.text.setText(f'<span style="color:{now().faint}">{tr("No study is open.")}</span>')
            return
        clinical = drawer.study.clinical
        age = tr("{age} years", age=clinical.age) if clinical.age else ""
        grade = tr("grade {grade}", grade=clinical.grade) if clinical.grade else ""
        lines = [
            ", ".join(part for part in (tr(clinical.sex), age) if part),
            ", ".join(part for part in (tr(clinical.histology), grade) if part),
            " ".join(part for part in (tr(clinical.laterality), tr(clinical.location)) if part),
        ]
        link = f'<a style="color:{now().accent}" '
        warning = f'<span style="color:{now().warning}">'
        lines = [escape(line) for line in lines if line] or [tr("No clinical data.")]
        if drawer.loaded is not None:
            missing = drawer.loaded.data.volume.missing
            for channel in Channel:
                if channel in missing:
                    copied = tr("{sequence}: not acquired, a copy of FLAIR", sequence=channel.name)
                    lines.append(f"{warning}{copied}</span>")
        spacing = self._session.spacing
        told = spacing.describe() if spacing else tr("No voxel spacing in the files.")
        lines.append(f'{told} {link}href="spacing">{tr("Change…") if spacing else tr("Set…")}</a>')
        if drawer.problem_count:
            count = tr_n("{n} problem", "{n} problems", drawer.problem_count)
            lines.append(f'{warning}▲ {count}</span> {link}href="problems">{tr("Show…")}</a>')
        self.text.setText("<br>".join(lines))
