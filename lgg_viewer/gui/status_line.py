"""Bottom: what is happening. A sentence, the progress of the workers, and the notice that never goes."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from lgg_viewer.gui.desk import Desk
from lgg_viewer.gui.exporter import ExportReport
from lgg_viewer.gui.segmenter import Progress
from lgg_viewer.gui.theme import px, set_tone
from lgg_viewer.words import tr, tr_n

_MARGIN = 8


class StatusLine(QStatusBar):
    """One sentence at a time, and how far the networks or an export are.

    A failure stays until the next sentence comes. Of what is under way at the same time, what segments for the cohort
    is told before the second model, and that before an export; the button cancels all of it.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._desk = desk
        self.sentence = _Elided()
        self.work = _Elided()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel = QToolButton()
        self.cancel.setText(tr("Cancel"))
        self.cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cancel.clicked.connect(desk.cancel)
        notice = QLabel(tr("for research use only "))
        set_tone(notice, "faint")
        self.addWidget(self.sentence, 1)
        for widget in (self.work, self.bar, self.cancel, notice):
            self.addPermanentWidget(widget)
        desk.session.noticed.connect(self.say)
        desk.segmenter.progress_changed.connect(self._refresh)
        desk.second.changed.connect(self._refresh)
        # the second model's answer grows slice by slice
        desk.session.prediction_changed.connect(self._refresh)
        desk.exporter.progress_changed.connect(self._refresh)
        self._measure()
        self._refresh()

    def _measure(self) -> None:
        self.bar.setFixedSize(px(140), px(10))

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the size of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measure()

    def say(self, sentence: str, failed: bool = False) -> None:
        """Show a sentence."""
        set_tone(self.sentence, "failure" if failed else "")
        self.sentence.setText(sentence)

    def _refresh(self) -> None:
        desk = self._desk
        for widget in (self.work, self.bar, self.cancel):
            widget.setVisible(desk.busy)
        if desk.segmenter.progress is not None:
            self._tell_segmenting(desk.segmenter.progress)
        elif desk.second.asked:
            self._tell_second()
        elif desk.exporter.report is not None:
            self._tell_export(desk.exporter.report)

    def _tell_segmenting(self, progress: Progress) -> None:
        told = [
            tr(
                "{study}: slice {number} of {count} segmented",
                study=progress.study,
                number=progress.slice_number,
                count=progress.slices,
            )
        ]
        if progress.studies_left > 1:
            told.append(tr_n("{n} more study", "{n} more studies", progress.studies_left - 1))
        if progress.seconds_left is not None:
            told.append(tr("{time} left", time=_duration(progress.seconds_left)))
        self._tell(", ".join(told), progress.slice_number, progress.slices)

    def _tell_second(self) -> None:
        session = self._desk.session
        finding, slices = session.second_finding, session.state.slices
        done = int(finding.probability.known.sum()) if finding is not None else 0
        self._tell(tr("second model: slice {number} of {count} segmented", number=done, count=slices), done, slices)

    def _tell_export(self, report: ExportReport) -> None:
        told = tr("exporting: {done} of {count} studies", done=report.ended, count=report.studies)
        self._tell(told, report.ended, report.studies)

    def _tell(self, text: str, done: int, count: int) -> None:
        self.work.setText(text)
        self.bar.setRange(0, max(count, 1))
        self.bar.setValue(done)


class _Elided(QLabel):
    """A label that shortens its text instead of widening the window, and tells the whole in its tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(80)
        self._whole = ""

    def setText(self, text: str) -> None:
        """Show as much as fits."""
        self._whole = text
        self.setToolTip(text)
        self._shorten()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for room for the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + _MARGIN, super().sizeHint().height())

    def resizeEvent(self, event: object) -> None:
        """Fit again."""
        self._shorten()

    def changeEvent(self, event: QEvent) -> None:
        """Fit again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._shorten()

    def _shorten(self) -> None:
        room = max(self.width() - _MARGIN, 40)
        super().setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, room))


def _duration(seconds: float) -> str:
    """Say a time as a reader would."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min"
