"""The window preset in force, which goes with the reader from study to study until a drag changes it."""

from PySide6.QtCore import QObject, Signal

from lgg_viewer.core.study import Channel
from lgg_viewer.core.window import Window, WindowPreset, preset_window
from lgg_viewer.gui.session import Session


class WindowPresets(QObject):
    """Applies presets to all three sequences of the study on screen.

    Attributes
    ----------
    chosen : WindowPreset or None
        The preset in force; None for the automatic window and for one that was set by hand.

    Signals
    -------
    changed
        Another preset is in force, or none.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.chosen: WindowPreset | None = None
        self._given: dict[Channel, Window] = {}
        self._automatic: dict[Channel, Window] = {}
        session.image_changed.connect(self._on_image)
        session.study_loaded.connect(self._on_study)

    def choose(self, preset: WindowPreset) -> None:
        """Take a preset."""
        volume, state = self._session.volume, self._session.state
        if volume is None:
            return
        self._given = {c: preset_window(volume.pixels[..., c], preset, state.largest) for c in Channel}
        self._automatic = state.auto_windows
        self._session.change_image(windows=self._given)
        self._put(preset)

    def automatic(self) -> None:
        """Take the windows chosen from the intensities; a preset that gives the same ones goes too."""
        self._put(None)
        self._session.change_image(windows=self._session.state.auto_windows)

    def _on_image(self) -> None:
        state = self._session.state
        # with other automatic windows it is the study that changed, and the preset is to follow it
        if state.windows != self._given and state.auto_windows == self._automatic:
            self._put(None)

    def _on_study(self) -> None:
        if self.chosen is not None:
            self.choose(self.chosen)

    def _put(self, preset: WindowPreset | None) -> None:
        if preset is not self.chosen:
            self.chosen = preset
            self.changed.emit()
