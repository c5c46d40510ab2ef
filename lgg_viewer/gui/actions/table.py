"""All actions, in the order of their menus."""

from lgg_viewer.gui.actions.appearance import APPEARANCE
from lgg_viewer.gui.actions.components import COMPONENTS
from lgg_viewer.gui.actions.files import FILES
from lgg_viewer.gui.actions.help import HELP_ACTIONS
from lgg_viewer.gui.actions.image import IMAGE
from lgg_viewer.gui.actions.measure import MEASURE
from lgg_viewer.gui.actions.navigation import NAVIGATION
from lgg_viewer.gui.actions.network import NETWORK
from lgg_viewer.gui.actions.overlays import OVERLAYS
from lgg_viewer.gui.actions.panes import PANE_ACTIONS
from lgg_viewer.gui.actions.review import REVIEW_ACTIONS
from lgg_viewer.gui.actions.spec import ActionSpec
from lgg_viewer.gui.actions.worklist import WORKLIST

ACTIONS: tuple[ActionSpec, ...] = (
    *FILES,
    *NETWORK,
    *REVIEW_ACTIONS,
    *IMAGE,
    *OVERLAYS,
    *PANE_ACTIONS,
    *MEASURE,
    *NAVIGATION,
    *WORKLIST,
    *COMPONENTS,
    *APPEARANCE,
    *HELP_ACTIONS,
)
