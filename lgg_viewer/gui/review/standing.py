"""How the study on screen stands: its state, who decided so and when, and whether it was about this very mask."""

from datetime import datetime

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from lgg_viewer.gui.review.reviewer import Reviewer
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import set_tone
from lgg_viewer.words import mark, tr

_CHANGES = {
    "model sha256": mark("other model"),
    "mirror averaging": mark("other mirror averaging"),
    "threshold": mark("threshold {value}"),
    "post-processing": mark("other post-processing"),
    "components deleted": mark("other components removed"),
}
"""What was different when the mask was approved."""


class Standing(QLabel):
    """Two lines of text, all of it in the tooltip."""

    def __init__(self, session: Session, reviewer: Reviewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reviewer = reviewer
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        for signal in (*session.finding_signals, session.card_changed):
            signal.connect(self.follow)
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Tell how it stands."""
        reviewer, key = self._reviewer, self._session.state.study
        if not reviewer.available:
            self._say(reviewer.fault or tr("No study is open."))
            return
        state, decision = tr(reviewer.current.state.value), reviewer.decision(key)
        if decision is None:
            self._say(state)
            return
        told = tr("{state}, {moment}", state=state, moment=moment(decision.when))
        by = tr("by {reader}", reader=decision.who)
        changes = reviewer.changes_since_approval(key)
        if not changes:
            self._say(f"{told}\n{by}")
            return
        then = ", ".join(tr(_CHANGES[change], value=decision.detail.get(change, "")) for change in changes)
        warning = tr("for another mask ({changes})", changes=then)
        self._say(f"{told}\n{warning}", f"{told}\n{by}\n{warning}", changed=True)

    def _say(self, text: str, tip: str = "", *, changed: bool = False) -> None:
        if (text, tip or text) == (self.text(), self.toolTip()):
            return  # a moving threshold mostly changes nothing here
        set_tone(self, "warning" if changed else "faint")
        self.setText(text)
        self.setToolTip(tip or text)


def describe_verdict(reviewer: Reviewer, key: str) -> tuple[str, str]:
    """Return the verdict stated last as a short text and a long one; empty ones for none, or one not to be seen yet."""
    review = reviewer.review(key)
    if review.verdict_at is None or reviewer.hides(key):
        return "", ""
    told = tr("Verdict of {reader}, {moment}", reader=review.verdict_by, moment=moment(review.verdict_at))
    verdict = tr(review.verdict)
    if review.verdict_by == reviewer.name:
        return verdict, told
    return tr("{verdict} ({reader})", verdict=verdict, reader=review.verdict_by), told


def moment(when: datetime) -> str:
    """Return a time of the log as local time, to the minute."""
    return when.astimezone().strftime(tr("%d %b %Y, %H:%M"))
