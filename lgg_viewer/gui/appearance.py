"""How the window looks: theme, text size, and the colours over the image; in force at once, kept for the next start."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from lgg_viewer.core.overlay import AGREEMENT_SETS, HEAT_MAPS, AgreementColours, HeatMap
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.settings import Settings
from lgg_viewer.gui.theme import DARK, FULL, LIGHT, Theme, apply_theme
from lgg_viewer.words import mark

DARK_ALWAYS, LIGHT_ALWAYS, AS_DESKTOP = "dark", "light", "system"
THEMES = {DARK_ALWAYS: mark("Dark"), LIGHT_ALWAYS: mark("Light"), AS_DESKTOP: mark("As the system")}
"""What can be chosen, by its name in the settings."""
TEXT_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
"""In per cent of the desktop's."""
_THEME, _TEXT, _AGREEMENT, _HEAT = "theme", "text size", "agreement colours", "heat colours"
_SCHEMES = {DARK_ALWAYS: Qt.ColorScheme.Dark, LIGHT_ALWAYS: Qt.ColorScheme.Light}


class Appearance(QObject):
    """What the reader chose; the one place that changes it.

    Attributes
    ----------
    theme : str
        One of `THEMES`.
    text_size : int
        One of `TEXT_SIZES`.

    Signals
    -------
    changed
        Theme or text size differ.
    text_resized(float)
        All text is so many times as large as before.
    """

    changed = Signal()
    text_resized = Signal(float)

    def __init__(self, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self.theme = settings.read(_THEME, DARK_ALWAYS, lambda name: name in THEMES)
        self.text_size = settings.read(_TEXT, FULL, lambda percent: percent in TEXT_SIZES)
        sets, maps = {c.name: c for c in AGREEMENT_SETS}, {m.key: m for m in HEAT_MAPS}
        session.agreement_colours = sets[settings.read(_AGREEMENT, AGREEMENT_SETS[0].name, lambda name: name in sets)]
        session.change_overlays(heat_map=maps[settings.read(_HEAT, HEAT_MAPS[0].key, lambda key: key in maps)])
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_desktop)
        self._apply()

    # theme and text

    def choose_theme(self, name: str) -> None:
        """Take one of `THEMES`."""
        self.theme = name
        self._settings.write(_THEME, name)
        self._apply()
        self.changed.emit()

    def choose_text_size(self, percent: int) -> None:
        """Take one of `TEXT_SIZES`."""
        before, self.text_size = self.text_size, percent
        self._settings.write(_TEXT, percent)
        self._apply()
        self.changed.emit()
        if percent != before:
            self.text_resized.emit(percent / before)

    def step_text(self, steps: int) -> None:
        """Take a larger or smaller text size, as far as there is one."""
        place = TEXT_SIZES.index(self.text_size) + steps
        self.choose_text_size(TEXT_SIZES[min(max(place, 0), len(TEXT_SIZES) - 1)])

    def _colours(self) -> Theme:
        if self.theme == AS_DESKTOP:
            # a desktop that does not say gets what scans are read in
            return LIGHT if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light else DARK
        return LIGHT if self.theme == LIGHT_ALWAYS else DARK

    def _apply(self) -> None:
        # for what the system draws: the frame of the window, dialogs to choose a file
        QGuiApplication.styleHints().setColorScheme(_SCHEMES.get(self.theme, Qt.ColorScheme.Unknown))
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_theme(application, self._colours(), self.text_size)

    def _on_desktop(self) -> None:
        if self.theme == AS_DESKTOP:
            self._apply()
            self.changed.emit()

    # colours over the image

    def colour_agreement(self, colours: AgreementColours) -> None:
        """Take other colours for the agreement map."""
        self._session.agreement_colours = colours
        self._session.overlays_changed.emit()
        self._settings.write(_AGREEMENT, colours.name)

    def colour_heat(self, colours: HeatMap) -> None:
        """Take other colours for the probability map."""
        self._session.change_overlays(heat_map=colours)
        self._settings.write(_HEAT, colours.key)

    def restore(self) -> None:
        """Take everything here as it was at the very first start."""
        self.choose_theme(DARK_ALWAYS)
        self.choose_text_size(FULL)
        self.colour_agreement(AGREEMENT_SETS[0])
        self.colour_heat(HEAT_MAPS[0])
