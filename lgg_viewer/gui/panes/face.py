"""What a pane is asked to show, and how much room it has for words."""

from dataclasses import dataclass

from lgg_viewer.core.pane import PaneView, Way

_WINDOW = (PaneView(),)


@dataclass(frozen=True)
class PaneFace:
    """The face of one pane.

    Attributes
    ----------
    views : tuple of PaneView
        One, or two that are compared.
    way : Way
        How the two are compared.
    number : int
        Which pane it is, from 0.
    leading : bool
        It is the first in sight: what is said of the study is said here.
    crowded : bool
        Other panes are in sight too.
    """

    views: tuple[PaneView, ...] = _WINDOW
    way: Way = Way.BESIDE
    number: int = 0
    leading: bool = True
    crowded: bool = False

    @property
    def compared(self) -> bool:
        """Whether two views share the pane."""
        return len(self.views) == 2
