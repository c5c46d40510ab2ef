"""The component of the prediction that the reader is at: chosen, taken out of the mask, brought back."""

import time

from PySide6.QtCore import QObject, Signal

from lgg_viewer.core.components import Component
from lgg_viewer.core.post_processing import Removal
from lgg_viewer.core.spacing import describe_volume
from lgg_viewer.gui.session import Session
from lgg_viewer.words import tr, tr_n


class ComponentChoice(QObject):
    """Which component is chosen.

    It is known by the place of its highest probability, which stays in it while the threshold moves; its number does
    not.

    Attributes
    ----------
    removed_at : float
        When a component was removed last, in seconds of the monotonic clock.

    Signals
    -------
    changed
        Another component is chosen, or none.
    shown(int)
        The slice of a component is on screen, and the component is to be pointed out; its number.
    """

    changed = Signal()
    shown = Signal(int)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._peak: tuple[int, int, int] | None = None
        self.removed_at = 0.0
        session.study_changed.connect(self._forget)

    @property
    def component(self) -> Component | None:
        """The chosen component as it is at the threshold in force; None where it is gone."""
        finding = self._session.finding
        if finding is None or self._peak is None:
            return None
        return next((c for c in finding.components.components if c.peak == self._peak), None)

    def choose(self, component: Component | None) -> None:
        """Choose a component, or none."""
        peak = component.peak if component is not None else None
        if peak != self._peak:
            self._peak = peak
            self.changed.emit()

    def show(self, component: Component) -> None:
        """Choose a component, go to its middle, and have it pointed out."""
        self.choose(component)
        self._session.go_to_slice(component.centre[0])
        self.shown.emit(component.number)

    def remove(self) -> None:
        """Take the chosen component out of the mask."""
        session, component = self._session, self.component
        if session.finding is None or session.drawer is None or component is None:
            session.noticed.emit(tr("Select a component in the Components panel first."), False)
            return
        removal = Removal(session.finding.components.voxels_of(component.number))
        self.choose(None)
        size = describe_volume(component.voxels, session.spacing)
        told = tr(
            "Component {number} ({size}) removed; it can be restored.",
            number=component.number,
            size=size,
        )
        # before it is done: should the decision log fail, that is what has to be read
        session.noticed.emit(told, False)
        session.set_removals((*session.drawer.removals, removal))
        self.removed_at = time.monotonic()

    def bring_back(self, *, everything: bool = False) -> None:
        """Bring back the component that was removed last, or all of them."""
        session = self._session
        if session.drawer is not None and self.removed:
            kept = () if everything else session.drawer.removals[:-1]
            left = len(kept)
            still = tr_n("Restored; {n} still removed.", "Restored; {n} still removed.", left)
            session.noticed.emit(still if left else tr("All components restored."), False)
            session.set_removals(kept)

    @property
    def removed(self) -> int:
        """How many components were taken out of the prediction of the study on screen, as far as it is shown."""
        finding = self._session.finding
        return len(finding.removals) if finding is not None else 0

    def _forget(self) -> None:
        self.choose(None)
