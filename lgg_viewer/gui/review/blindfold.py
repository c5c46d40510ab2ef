"""Blind first: the prediction stays out of sight until the reader has a verdict of their own."""

from PySide6.QtCore import QObject, Slot

from lgg_viewer.gui.review.reviewer import Reviewer
from lgg_viewer.gui.session import Session


class Blindfold(QObject):
    """Keeps the session's prediction withheld for as long as the reviewer says so.

    It is to be made before any widget: when the study changes, it must have spoken before they look.
    """

    def __init__(self, session: Session, reviewer: Reviewer) -> None:
        super().__init__()
        self._session = session
        self._reviewer = reviewer
        for signal in (session.study_changed, session.study_loaded, reviewer.blind_changed, reviewer.store_changed):
            signal.connect(self._follow)

    @Slot()
    def _follow(self) -> None:
        self._session.withhold(self._reviewer.hides_prediction)
