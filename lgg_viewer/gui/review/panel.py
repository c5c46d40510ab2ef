"""What the reader decides: an own verdict first where that is wanted, then state, difficulty and comment."""

from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lgg_viewer.core.review import Difficulty, ReviewState, Verdict
from lgg_viewer.gui.review.fields import CommentField, NameField
from lgg_viewer.gui.review.reviewer import Reviewer
from lgg_viewer.gui.review.standing import Standing, describe_verdict
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import GRID, metrics, px, set_tone
from lgg_viewer.words import mark, tr

Key = TypeVar("Key")
PAUSE_MS = 1000
_STATES = {
    ReviewState.APPROVED: (
        mark("✓ Approve"),
        mark("Approve"),
        mark("Approve, and stay with this study"),
    ),
    ReviewState.FLAGGED: (
        mark("⚑ Flag"),
        mark("Flag"),
        mark("Flag for a closer look; press again to remove the flag"),
    ),
    ReviewState.UNREVIEWED: (mark("Reopen"), mark("Reopen"), mark("Reset to unreviewed")),
}
_VERDICTS = {
    Verdict.TUMOUR: mark("Own verdict: tumour"),
    Verdict.NO_TUMOUR: mark("Own verdict: no tumour"),
    Verdict.UNSURE: mark("Own verdict: unsure"),
}
_DIFFICULTIES = {
    Difficulty.EASY: mark("Difficulty: easy"),
    Difficulty.MEDIUM: mark("Difficulty: medium"),
    Difficulty.HARD: mark("Difficulty: hard"),
}
_STYLE = """
QToolButton { border: 1px solid palette(mid); padding: 4px 0; }
QToolButton:focus { border: 1px solid palette(highlight); }
"""


class ReviewPanel(QWidget):
    """Progress, verdict or state, difficulty, comment, and who reads.

    Signals
    -------
    left
        What was typed is done: the keys belong to the image again.
    """

    left = Signal()

    def __init__(self, session: Session, reviewer: Reviewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reviewer = reviewer
        self._typed_for: str | None = None  # the study of a comment that is not handed in yet
        self.progress = QProgressBar()
        self.progress.setAccessibleName(tr("Progress of the review"))
        self.info = Standing(session, reviewer)
        self.states = {s: _button(tr(text), tr(name), tr(tip)) for s, (text, name, tip) in _STATES.items()}
        self.verdicts = {v: _button(tr(v.value), tr(v.value), tr(tip)) for v, tip in _VERDICTS.items()}
        self.difficulties = {
            d: _button(tr(d.value), tr(name), tr("{difficulty}; press again to clear", difficulty=tr(name)))
            for d, name in _DIFFICULTIES.items()
        }
        for button in (
            *self.difficulties.values(),
            self.states[ReviewState.APPROVED],
            self.states[ReviewState.FLAGGED],
        ):
            button.setCheckable(True)
        self.comment = CommentField()
        self.comment.setPlaceholderText(tr("Comment"))
        self.comment.setAccessibleName(tr("Comment"))
        self.comment.setTabChangesFocus(True)
        self.reader = NameField()
        self.reader.setAccessibleName(tr("Name of the reader"))
        self.reader.setMaxLength(80)
        self.blind = QCheckBox(tr("Own verdict first"))
        self.blind.setToolTip(tr("Hide the prediction of each study until you have stated what you see"))
        self.blind.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.verdict = QLabel()
        set_tone(self.verdict, "faint")
        self.verdict.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lay_out()
        self.setStyleSheet(_STYLE)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._connect()
        self.follow()

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        self.pages.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.question = QLabel(tr("What do you see? Your verdict stands; the prediction follows."))
        self.question.setWordWrap(True)
        self.question.setAlignment(Qt.AlignmentFlag.AlignTop)
        for label, buttons in ((self.info, self.states), (self.question, self.verdicts)):
            page = QWidget()
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(GRID // 2)
            column.addWidget(label)
            column.addLayout(_row(*buttons.values()))
            self.pages.addWidget(page)
        who = QGridLayout()
        who.setHorizontalSpacing(GRID)
        who.setVerticalSpacing(GRID // 2)
        who.setColumnStretch(1, 1)
        who.addWidget(QLabel(tr("Reader")), 0, 0)
        who.addWidget(self.reader, 0, 1)
        reading = QHBoxLayout()
        reading.addWidget(self.blind)
        reading.addWidget(self.verdict, 1)
        who.addLayout(reading, 1, 0, 1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        layout.setSpacing(GRID // 2 + 2)
        layout.addWidget(self.progress)
        layout.addWidget(self.pages)
        layout.addLayout(_row(*self.difficulties.values()))
        layout.addWidget(self.comment, 1)
        layout.addLayout(who)
        self._measure()

    def _measure(self) -> None:
        line = metrics().lineSpacing()
        self.progress.setFixedHeight(px(18))
        for label in (self.info, self.question):
            # two lines at all times: nothing below may move when a study is approved
            label.setFixedHeight(2 * line)
        self.comment.setMinimumHeight(line + GRID + GRID // 2)

    def _connect(self) -> None:
        reviewer = self._reviewer
        groups = list(self.states.values()), list(self.verdicts.values()), list(self.difficulties.values())
        for buttons, decide in zip(groups, (self._on_state, self._on_verdict, self._on_difficulty), strict=True):
            for button in buttons:
                button.pressed.connect(self._on_name)  # a click does not end the typing of a name
                button.clicked.connect(decide)
        self.comment.textChanged.connect(self._on_typed)
        self.comment.focus_left.connect(self.save_comment)
        self.comment.left.connect(self.left)
        self._pause.timeout.connect(self.save_comment)
        self.reader.editingFinished.connect(self._on_name)
        self.reader.returnPressed.connect(self.left)
        self.blind.clicked.connect(reviewer.set_blind)
        reviewer.leaving.connect(self.save_comment)
        reviewer.review_changed.connect(self._on_review)
        for signal in (self._session.study_changed, reviewer.store_changed, reviewer.blind_changed):
            signal.connect(self.follow)

    @Slot()
    def save_comment(self) -> None:
        """Hand in what was typed, for the study it was typed for."""
        self._pause.stop()
        key, self._typed_for = self._typed_for, None
        if key is not None:
            self._reviewer.set_comment(self.comment.toPlainText(), key)

    @Slot()
    def follow(self) -> None:
        """Show the review of the study on screen."""
        key, reviewer = self._session.state.study, self._reviewer
        if self._typed_for not in (None, key):
            self.save_comment()
        review = reviewer.current
        ready = reviewer.available and bool(key)
        hidden = reviewer.hides_prediction and ready
        self.pages.setCurrentIndex(int(hidden))
        self.pages.setEnabled(ready)
        for part in (self.comment, *self.difficulties.values()):
            part.setEnabled(ready and not hidden)
        self.info.follow()
        short, long = describe_verdict(reviewer, key)
        self.verdict.setText(short)
        self.verdict.setToolTip(long)
        for state, button in self.states.items():
            button.setChecked(state is review.state)
        self.states[ReviewState.UNREVIEWED].setEnabled(review.state is not ReviewState.UNREVIEWED)
        for difficulty, button in self.difficulties.items():
            button.setChecked(difficulty is review.difficulty and not hidden)
        # what others said of the study would sway a verdict that is still to be stated
        comment = "" if hidden else review.comment
        if self._typed_for is None and not self._shows(comment):
            with QSignalBlocker(self.comment):
                self.comment.setPlainText(comment)
        if not self.reader.hasFocus():
            self.reader.setText(reviewer.name)
        self.blind.setChecked(reviewer.blind)
        self._count()

    def _shows(self, comment: str) -> bool:
        # a comment is kept without blank ends; taking them away while one types would move the cursor
        return self.comment.toPlainText().strip() == comment

    def _count(self) -> None:
        done, total = self._reviewer.progress
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)
        self.progress.setFormat(tr("{done} of {total} done", done=done, total=total) if total else "")

    def _on_review(self, key: str) -> None:
        if key == self._session.state.study:
            self.follow()
        else:
            self._count()

    def _on_state(self) -> None:
        state = _key_of(self.states, self.sender())
        if state is ReviewState.FLAGGED:
            self._reviewer.flag()
        else:
            self._reviewer.set_state(state)
        # a decision that could not be taken must not leave its button pressed
        self.follow()

    def _on_verdict(self) -> None:
        self._reviewer.state_verdict(_key_of(self.verdicts, self.sender()))

    def _on_difficulty(self, checked: bool) -> None:
        difficulty = _key_of(self.difficulties, self.sender())
        self._reviewer.set_difficulty(difficulty if checked else Difficulty.NONE)

    def _on_typed(self) -> None:
        self._typed_for = self._session.state.study
        self._pause.start()

    def _on_name(self) -> None:
        self._reviewer.set_name(self.reader.text())

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the size of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measure()

    def hideEvent(self, event: QHideEvent) -> None:
        """Hand in what was typed when the panel or its window is closed."""
        self.save_comment()
        super().hideEvent(event)


def _button(text: str, name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(name)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    # a click leaves the keys with the image
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _key_of(buttons: dict[Key, QToolButton], sender: QObject) -> Key:
    return next(key for key, button in buttons.items() if button is sender)


def _row(*buttons: QToolButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GRID // 2)
    for button in buttons:
        row.addWidget(button)
    return row
