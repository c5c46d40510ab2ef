"""What the reader can set, on four pages; each change is in force at once."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from lgg_viewer.core.overlay import AGREEMENT_SETS, HEAT_MAPS
from lgg_viewer.gui.appearance import TEXT_SIZES, THEMES
from lgg_viewer.gui.dialogs.shortcuts import ShortcutsDialog
from lgg_viewer.gui.language import LANGUAGE, LANGUAGES, SYSTEM
from lgg_viewer.gui.shortcuts import PRESETS
from lgg_viewer.gui.theme import GRID, set_tone
from lgg_viewer.words import mark, tr

if TYPE_CHECKING:
    from lgg_viewer.gui.desk import Desk

_LANGUAGES = {SYSTEM: mark("As the system"), **LANGUAGES}


class SettingsDialog(QDialog):
    """Shows what is in force, and hands each change to whoever keeps it; it keeps nothing itself."""

    def __init__(self, desk: "Desk", parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self._desk = desk
        self.theme = _combo(tr("Theme"), map(tr, THEMES.values()))
        self.text_size = _combo(tr("Text size"), (f"{size} %" for size in TEXT_SIZES))
        self.agreement = _combo(tr("Colours of the agreement map"), (tr(colours.name) for colours in AGREEMENT_SETS))
        self.heat = _combo(tr("Colours of the probability map"), (tr(colours.text) for colours in HEAT_MAPS))
        for row, colours in enumerate(HEAT_MAPS):
            self.heat.setItemData(row, tr(colours.help), Qt.ItemDataRole.ToolTipRole)
        self.language = _combo(tr("Language"), map(tr, _LANGUAGES.values()))
        self.restore = _button(tr("Restore defaults"))
        self.preset = _combo(tr("Key preset"), map(tr, PRESETS))
        self.keys = _button(tr("Keyboard shortcuts…"))
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.name.setAccessibleName(tr("Name of the reader"))
        self.blind = QCheckBox(tr("Own verdict first"))
        self.layout_back = _button(tr("Reset layout"))
        self.tour = _button(tr("Show the tour"))
        self.pages = QTabWidget()
        self.pages.setAccessibleName(tr("Pages of the settings"))
        self.pages.addTab(self._appearance(), tr("Appearance"))
        self.pages.addTab(self._keys(), tr("Keys"))
        self.pages.addTab(self._reading(), tr("Reading"))
        self.pages.addTab(self._layout(), tr("Layout"))
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)  # Enter ends the name alone
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self.pages, 1)
        column.addWidget(close)
        # as large as its text asks for, whatever size that takes
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        self._connect()
        self._follow()

    def _connect(self) -> None:
        desk = self._desk
        self.theme.activated.connect(self._on_theme)
        self.text_size.activated.connect(self._on_text_size)
        self.agreement.activated.connect(self._on_agreement)
        self.heat.activated.connect(self._on_heat)
        self.language.activated.connect(self._on_language)
        self.restore.clicked.connect(desk.appearance.restore)
        self.preset.activated.connect(self._on_preset)
        self.keys.clicked.connect(self._show_keys)
        self.name.editingFinished.connect(self._on_name)
        self.blind.clicked.connect(desk.review.reviewer.set_blind)
        self.layout_back.clicked.connect(desk.reset_layout)
        self.tour.clicked.connect(self._show_tour)
        for signal in (
            desk.appearance.changed,
            desk.session.overlays_changed,
            desk.shortcuts.changed,
            desk.review.reviewer.blind_changed,
        ):
            signal.connect(self._follow)

    # pages

    def _appearance(self) -> QWidget:
        return _page(
            (tr("Theme"), self.theme),
            (tr("Text size"), self.text_size),
            (tr("Agreement map"), self.agreement),
            (tr("Probability map"), self.heat),
            ("", self.restore),
            (tr("Language"), self.language),
            note=tr(
                "The image background stays black in every theme. All colour sets are colour-blind safe. A new "
                "language applies from the next start."
            ),
        )

    def _keys(self) -> QWidget:
        return _page(
            (tr("Preset"), self.preset),
            ("", self.keys),
            note=tr("Your own keys stay when you choose another preset. Every action can have another key."),
        )

    def _reading(self) -> QWidget:
        return _page(
            (tr("Reader"), self.name),
            ("", self.blind),
            note=tr(
                "The name is saved with each decision. With your own verdict first, the prediction stays hidden until "
                "your verdict."
            ),
        )

    def _layout(self) -> QWidget:
        return _page(
            (tr("Panels"), self.layout_back),
            (tr("First steps"), self.tour),
            note=tr(
                "Drag panels by their titles. Layout, cohort, study, slice, zoom and threshold are restored at the "
                "next start."
            ),
        )

    # what is in force

    def _follow(self) -> None:
        desk, appearance, session = self._desk, self._desk.appearance, self._desk.session
        self.theme.setCurrentIndex(list(THEMES).index(appearance.theme))
        self.text_size.setCurrentIndex(TEXT_SIZES.index(appearance.text_size))
        self.agreement.setCurrentIndex(AGREEMENT_SETS.index(session.agreement_colours))
        self.heat.setCurrentIndex(HEAT_MAPS.index(session.state.overlays.heat_map))
        language = desk.settings.read(LANGUAGE, SYSTEM, lambda name: name in _LANGUAGES)
        self.language.setCurrentIndex(list(_LANGUAGES).index(language))
        self.preset.setCurrentIndex(list(PRESETS).index(desk.shortcuts.preset))
        if not self.name.hasFocus():
            self.name.setText(desk.review.reviewer.name)
        self.blind.setChecked(desk.review.reviewer.blind)

    # what the reader does

    def _on_theme(self, row: int) -> None:
        self._desk.appearance.choose_theme(list(THEMES)[row])

    def _on_text_size(self, row: int) -> None:
        self._desk.appearance.choose_text_size(TEXT_SIZES[row])

    def _on_agreement(self, row: int) -> None:
        self._desk.appearance.colour_agreement(AGREEMENT_SETS[row])

    def _on_heat(self, row: int) -> None:
        self._desk.appearance.colour_heat(HEAT_MAPS[row])

    def _on_language(self, row: int) -> None:
        self._desk.settings.write(LANGUAGE, list(_LANGUAGES)[row])

    def _on_preset(self, row: int) -> None:
        self._desk.shortcuts.choose(list(PRESETS)[row])

    def _on_name(self) -> None:
        self._desk.review.reviewer.set_name(self.name.text())

    def done(self, result: int) -> None:
        """Close, and take a name that was typed and not ended with Enter."""
        self._on_name()
        super().done(result)

    def _show_keys(self) -> None:
        dialog = ShortcutsDialog(self._desk.shortcuts, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _show_tour(self) -> None:
        self.accept()
        self._desk.show_tour()


def _combo(name: str, texts: Iterable[str]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.addItems(list(texts))
    return combo


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button


def _page(*rows: tuple[str, QWidget], note: str) -> QWidget:
    """Lay out a page: controls with their names, and what there is to know."""
    page = QWidget()
    form = QFormLayout()
    form.setHorizontalSpacing(2 * GRID)
    form.setVerticalSpacing(GRID)
    for name, control in rows:
        form.addRow(name, control)
    told = QLabel(note)
    told.setWordWrap(True)
    set_tone(told, "faint")
    column = QVBoxLayout(page)
    column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
    column.setSpacing(2 * GRID)
    column.addLayout(form)
    column.addWidget(told)
    column.addStretch(1)
    return page
