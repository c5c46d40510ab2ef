"""Changes of a mask and the review of its study: a changed mask is no longer the approved one, until it is again."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from lgg_viewer.core.post_processing import Removal
from lgg_viewer.core.review import Event, ReviewState
from lgg_viewer.gui.drawers import Asked
from lgg_viewer.gui.review.reviewer import Reviewer
from lgg_viewer.gui.session import Session

_Key = tuple[str, Asked | None]


@dataclass(frozen=True)
class _Before:
    """How a study stood before its mask was changed: what was removed, its state, and the decision behind that."""

    removals: tuple[Removal, ...]
    state: ReviewState
    decision: Event | None


class Edits(QObject):
    """Marks a study as edited when components leave its mask or come back, and takes that back where it is undone.

    A flag stays, upon the change.
    """

    def __init__(self, session: Session, reviewer: Reviewer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reviewer = reviewer
        self._before: dict[_Key, _Before] = {}
        session.removals_changed.connect(self._on_removals)
        reviewer.store_changed.connect(self._forget)

    @Slot(object)
    def _on_removals(self, former: tuple[Removal, ...]) -> None:
        reviewer, drawer = self._reviewer, self._session.drawer
        if drawer is None or not reviewer.available:
            return
        key = drawer.study.key, drawer.asked
        flag = reviewer.decision(key[0]) if reviewer.current.state is ReviewState.FLAGGED else None
        state, decision = reviewer.below_flag
        if state is not ReviewState.EDITED:
            self._before[key] = _Before(former, state, decision)
        before = self._before.get(key)
        if before is not None and before.removals == drawer.removals:
            del self._before[key]
            reviewer.restore(before.state, before.decision)
        else:
            reviewer.set_state(ReviewState.EDITED)
        if flag is not None:
            reviewer.restore(ReviewState.FLAGGED, flag)

    def _forget(self) -> None:
        self._before.clear()
