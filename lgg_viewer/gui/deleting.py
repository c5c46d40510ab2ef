"""Del and its undoing, for components and measurements: each key acts on what the reader turned to last."""

from PySide6.QtCore import QObject

from lgg_viewer.gui.panels.component_choice import ComponentChoice
from lgg_viewer.gui.panes.measurements import Measurements


class Deleting(QObject):
    """Keeps one thing chosen at a time, so that Del never takes another than the one in view."""

    def __init__(self, components: ComponentChoice, measurements: Measurements, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._components = components
        self._measurements = measurements
        components.changed.connect(self._on_component)
        measurements.changed.connect(self._on_measurement)

    @property
    def can_undo(self) -> bool:
        """Whether there is anything to bring back."""
        return self._components.removed > 0 or self._measurements.deleted > 0

    def undo(self) -> None:
        """Bring back what was deleted last, a component or a measurement."""
        components, measurements = self._components, self._measurements
        if measurements.deleted and (not components.removed or measurements.deleted_at > components.removed_at):
            measurements.bring_back()
        else:
            components.bring_back()

    def _on_component(self) -> None:
        if self._components.component is not None:
            self._measurements.select("")

    def _on_measurement(self) -> None:
        if self._measurements.selected is not None:
            self._components.choose(None)
