"""All actions, in the order of their menus."""

from lgg_viewer.gui.actions.files import FILES
from lgg_viewer.gui.actions.help import HELP_ACTIONS
from lgg_viewer.gui.actions.image import IMAGE
from lgg_viewer.gui.actions.navigation import NAVIGATION
from lgg_viewer.gui.actions.network import NETWORK
from lgg_viewer.gui.actions.overlays import OVERLAYS
from lgg_viewer.gui.actions.spec import ActionSpec

ACTIONS: tuple[ActionSpec, ...] = (*FILES, *NETWORK, *IMAGE, *OVERLAYS, *NAVIGATION, *HELP_ACTIONS)
