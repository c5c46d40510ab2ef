"""All panels around the image, made and tied to the actions that serve them."""

from collections.abc import Callable

from PySide6.QtCore import Qt, SignalInstance

from lgg_viewer.core.review import ReviewState
from lgg_viewer.gui.actions.made import Actions
from lgg_viewer.gui.desk import Desk
from lgg_viewer.gui.docks import LEFT, Panel
from lgg_viewer.gui.panels.agreement import AgreementPanel
from lgg_viewer.gui.panels.components import ComponentsPanel
from lgg_viewer.gui.panels.histogram import HistogramPanel
from lgg_viewer.gui.panels.numbers import NumbersPanel
from lgg_viewer.gui.panels.show import NO_MAP, ShowPanel
from lgg_viewer.gui.panels.study import StudyPanel
from lgg_viewer.gui.panels.threshold import ThresholdPanel
from lgg_viewer.gui.panes.stage import Stage
from lgg_viewer.gui.review.panel import ReviewPanel
from lgg_viewer.gui.services import Services
from lgg_viewer.gui.worklist.panel import WorklistPanel
from lgg_viewer.words import mark, tr


class PanelSet:
    """The panels of a window.

    Parameters
    ----------
    services : Services
    desk : Desk
    actions : Actions
    stage : Stage
    worklist : WorklistPanel
        Made before all others: the desk asks it what is selected.
    """

    def __init__(self, services: Services, desk: Desk, actions: Actions, stage: Stage, worklist: WorklistPanel) -> None:
        session = services.session
        self._actions = actions
        self._desk = desk
        self.worklist = worklist
        self.threshold = ThresholdPanel(session, services.curves)
        self.numbers = NumbersPanel(session)
        self.agreement = AgreementPanel(session)
        self.histogram = HistogramPanel(session, desk.window_presets)
        self.review = ReviewPanel(session, services.reviewer)
        self.show = ShowPanel(session)
        self.study = StudyPanel(session)
        self.components = ComponentsPanel(session, desk.components)
        self.study.problems_asked.connect(desk.show_problems)
        self.study.spacing_asked.connect(desk.ask_spacing)
        self.agreement.colours_asked.connect(desk.appearance.colour_agreement)
        desk.components.shown.connect(stage.point_out)
        desk.image_covered_changed.connect(self._follow_cover)
        self._explain()

    def panels(self) -> tuple[Panel, ...]:
        """Return where each belongs at the first start."""
        return (
            Panel(mark("Worklist"), self.worklist, LEFT),
            Panel(mark("Threshold"), self.threshold, height=262),
            Panel(mark("Numbers"), self.numbers, height=178),
            Panel(mark("Agreement"), self.agreement, beside="Numbers"),
            Panel(mark("Components"), self.components, beside="Numbers"),
            Panel(mark("Review"), self.review, height=258),
            Panel(mark("Show"), self.show, beside="Review"),
            Panel(mark("Study"), self.study, beside="Review"),
            Panel(mark("Histogram"), self.histogram, beside="Review"),
        )

    def done(self) -> tuple[SignalInstance, ...]:
        """Return what tells that typing in a panel has ended: the keys belong to the image again then."""
        return (
            self.threshold.spin.lineEdit().returnPressed,
            self.worklist.search.returnPressed,
            self.worklist.search.left,
            self.histogram.done,
            self.review.left,
        )

    def _follow_cover(self) -> None:
        """Let nothing be decided about a study that is out of sight."""
        for panel in (self.review, self.components):
            panel.setDisabled(self._desk.image_covered)

    def _explain(self) -> None:
        """Let tooltips name the keys in force."""
        explain: Callable[..., None] = self._actions.explain
        for name, box in self.show.boxes.items():
            if name != NO_MAP:
                explain(box, box.toolTip(), name)
        explain(self.show.opacity, self.show.opacity.toolTip(), "opacity-down", "opacity-up")
        explain(
            self.threshold.slider,
            tr("Mask = probability at or above the threshold"),
            *("threshold-down", "threshold-up", "threshold-reset"),
        )
        for button, key in (
            (self.components.remove, "component-remove"),
            (self.components.back, "component-back"),
            (self.components.all_back, "component-back-all"),
            (self.review.states[ReviewState.FLAGGED], "flag"),
        ):
            explain(button, button.toolTip(), key)
        table = self.worklist.table
        table.addActions([self._actions[key] for key in ("segment-selection", "export-selection")])
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
