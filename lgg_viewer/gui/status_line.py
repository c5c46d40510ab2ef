"""Bottom: what is happening. A sentence, the progress of the workers, and the notice that never goes."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from lgg_viewer.gui.exporter import Exporter
from lgg_viewer.gui.segmenter import Segmenter
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import px, set_tone
from lgg_viewer.words import tr, tr_n


class StatusLine(QStatusBar):
    """One sentence at a time; a failure stays until the next sentence comes."""

    def __init__(
        self, session: Session, segmenter: Segmenter, exporter: Exporter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._segmenter = segmenter
        self._exporter = exporter
        self.sentence = _Elided()
        self.work = QLabel()
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel = QToolButton()
        self.cancel.setText(tr("Cancel"))
        self.cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cancel.clicked.connect(segmenter.cancel)
        self.cancel.clicked.connect(exporter.cancel)
        notice = QLabel(tr("for research use only "))
        set_tone(notice, "faint")
        self.addWidget(self.sentence, 1)
        for widget in (self.work, self.bar, self.cancel, notice):
            self.addPermanentWidget(widget)
        session.noticed.connect(self.say)
        segmenter.progress_changed.connect(self._refresh)
        exporter.progress_changed.connect(self._refresh)
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
        segmenting, report = self._segmenter.progress, self._exporter.report
        busy = segmenting is not None or report is not None
        for widget in (self.work, self.bar, self.cancel):
            widget.setVisible(busy)
        if segmenting is not None:
            told = [
                tr(
                    "{study}: slice {number} of {count} segmented",
                    study=segmenting.study,
                    number=segmenting.slice_number,
                    count=segmenting.slices,
                )
            ]
            if segmenting.studies_left > 1:
                told.append(tr_n("{n} more study", "{n} more studies", segmenting.studies_left - 1))
            if segmenting.seconds_left is not None:
                told.append(tr("{time} left", time=_duration(segmenting.seconds_left)))
            self.work.setText(", ".join(told))
            self.bar.setRange(0, max(segmenting.slices, 1))
            self.bar.setValue(segmenting.slice_number)
        elif report is not None:
            self.work.setText(tr("exporting: {done} of {count} studies", done=report.ended, count=report.studies))
            self.bar.setRange(0, report.studies)
            self.bar.setValue(report.ended)


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

    def resizeEvent(self, event: object) -> None:
        """Fit again."""
        self._shorten()

    def changeEvent(self, event: QEvent) -> None:
        """Fit again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._shorten()

    def _shorten(self) -> None:
        room = max(self.width() - 8, 40)
        super().setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, room))


def _duration(seconds: float) -> str:
    """Say a time as a reader would."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min"
