"""The panels around the image: where they dock, which share a place, and how their layout is restored."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDockWidget, QFrame, QMainWindow, QMenu, QScrollArea, QScrollBar, QTabBar, QWidget

from lgg_viewer.gui.theme import GRID, PANEL_WIDTH, WORKLIST_WIDTH, px
from lgg_viewer.words import tr

LAYOUT_VERSION = 2
_LEAST_HEIGHT = 48
LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


@dataclass(frozen=True, eq=False)
class Panel:
    """One panel.

    Attributes
    ----------
    title : str
        On its tab and in the menu of panels, in English; also the name its place is remembered by.
    content : QWidget
    area : Qt.DockWidgetArea
    height : int
        Share of its column, in pixels of a window 800 high.
    beside : str
        Title of the panel whose place it shares, as a tab; empty for a place of its own.
    """

    title: str
    content: QWidget
    area: Qt.DockWidgetArea = RIGHT
    height: int = 160
    beside: str = ""


class _ThinBar(QScrollBar):
    """A scroll bar as wide as a panel's margin, which it replaces."""

    def sizeHint(self) -> QSize:
        """Return the only size hint that the scroll area asks for."""
        return QSize(GRID, super().sizeHint().height())


class _Room(QScrollArea):
    """Scroll area around a panel, so that taller content never resizes the window."""

    def __init__(self, title: str, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self.setWidget(content)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBar(_ThinBar())
        self.verticalScrollBar().setAccessibleName(tr("Scroll {title}", title=title))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        """As the panel."""
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As wide as the panel with its margin, whether or not the bar is shown, and high enough to scroll in."""
        layout, width = self._content.layout(), self._content.minimumSizeHint().width()
        if layout is not None:
            width += layout.contentsMargins().left() - layout.contentsMargins().right()
        return QSize(width, px(_LEAST_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the room with the panel."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the panel again when it needs more or less room."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        # Qt's own way would give a panel with wrapped text all the height it would like to have
        content, room = self._content, self.viewport().size()
        layout = content.layout()
        if layout is not None:
            # the bar takes the place of the margin: the content beside it keeps its width
            margins = layout.contentsMargins()
            margins.setRight(0 if self.verticalScrollBar().isVisible() else margins.left())
            layout.setContentsMargins(margins)
        least = content.minimumSizeHint().height()
        if layout is not None and layout.hasHeightForWidth():
            least = layout.minimumHeightForWidth(room.width())
        content.resize(room.width(), max(room.height(), least))


class Docks(QObject):
    """The docks of a window."""

    def __init__(self, window: QMainWindow, panels: Sequence[Panel]) -> None:
        super().__init__(window)
        self._window = window
        self._docks = {panel.title: self._dock(panel) for panel in panels}
        for panel in panels:
            if panel.beside:
                window.tabifyDockWidget(self._docks[panel.beside], self._docks[panel.title])
        self._fronts = [panel for panel in panels if not panel.beside]
        for panel in self._fronts:
            self._docks[panel.title].raise_()
        for bar in window.findChildren(QTabBar):
            bar.setElideMode(Qt.TextElideMode.ElideNone)
            bar.setExpanding(False)
        self._first = window.saveState(LAYOUT_VERSION)

    def arrange(self) -> None:
        """Give every panel its first size; in a window that is not shown yet, Qt would grow the window instead."""
        right = [panel for panel in self._fronts if panel.area is RIGHT]
        self._window.resizeDocks(
            [self._docks[self._fronts[0].title], self._docks[right[0].title]],
            [px(WORKLIST_WIDTH), px(PANEL_WIDTH)],
            Qt.Orientation.Horizontal,
        )
        self._window.resizeDocks(
            [self._docks[panel.title] for panel in right], [panel.height for panel in right], Qt.Orientation.Vertical
        )

    def __getitem__(self, title: str) -> QDockWidget:
        return self._docks[title]

    def _dock(self, panel: Panel) -> QDockWidget:
        title = tr(panel.title)
        dock = QDockWidget(title, self._window)
        dock.setObjectName(panel.title)
        dock.setWidget(panel.content if panel.area is LEFT else _Room(title, panel.content))
        self._window.addDockWidget(panel.area, dock)
        return dock

    def fill_menu(self, menu: QMenu) -> None:
        """Offer to show and hide each panel."""
        for dock in self._docks.values():
            menu.addAction(dock.toggleViewAction())

    def reset(self) -> None:
        """Put every panel where it was at the very first start."""
        self._window.restoreState(self._first, LAYOUT_VERSION)
        self.arrange()

    def scale(self, ratio: float) -> None:
        """Widen or narrow the columns with the text in them, once that has taken its new size."""
        for area in (LEFT, RIGHT):
            docks = [dock for dock in self._docks.values() if self._window.dockWidgetArea(dock) is area]
            shown = [dock for dock in docks if not dock.isFloating() and not dock.visibleRegion().isEmpty()][:1]
            widths = [round(dock.width() * ratio) for dock in shown]
            QTimer.singleShot(0, self, lambda shown=shown, widths=widths: self._widen(shown, widths))

    def _widen(self, docks: list[QDockWidget], widths: list[int]) -> None:
        for dock in self._docks.values():
            dock.widget().updateGeometry()
        self._window.resizeDocks(docks, widths, Qt.Orientation.Horizontal)

    def restore(self, layout: QByteArray) -> bool:
        """Take the layout of an earlier start; return whether there was one that this version knows."""
        return bool(self._window.restoreState(layout, LAYOUT_VERSION))

    def layout(self) -> QByteArray:
        """Return where everything is now."""
        return self._window.saveState(LAYOUT_VERSION)
