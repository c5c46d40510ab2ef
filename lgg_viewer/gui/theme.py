"""Colours and sizes of the window, in one place: neutral greys and one accent, dark or light, black around the image.

Colours are looked up when something is painted: `now().text`. Whatever keeps a colour or a size (a plot's pen, a height
computed from the font) looks it up again on QEvent.StyleChange, which every widget receives after any change made here.
What is drawn on the image uses `DARK` at all times: scans are read on black.
"""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from lgg_viewer.io.resources import resource_path

GRID = 8
WORKLIST_WIDTH = 174
PANEL_WIDTH = 224
CANVAS = "#000000"
FULL = 100
"""The text size, in per cent, at which `px` changes nothing."""

Tone = Literal["", "faint", "warning", "failure"]
Lettering = Literal["small", "tiny", "strong", "title"]


@dataclass(frozen=True)
class Theme:
    """Colours by their purpose, as `#rrggbb`.

    Attributes
    ----------
    text, faint, disabled : str
        Letters, on any of the three grounds.
    surface, raised, sunken : str
        Grounds: of panels; of buttons and what is pointed at; of fields, tables and plots.
    line : str
        Between things.
    accent, on_accent : str
        What is chosen, switched on or has the keys; letters on it.
    selected, on_selected : str
        The chosen row of a list; letters on it.
    warning, failure : str
        Letters that must be noticed.
    truth, prediction : str
        The colours of the two masks, as strong as letters and lines on these grounds need.
    doubt : str
        Where the network is undecided, beside them.
    bars : str
        The columns of a histogram.
    """

    text: str
    faint: str
    disabled: str
    surface: str
    raised: str
    sunken: str
    line: str
    accent: str
    on_accent: str
    selected: str
    on_selected: str
    warning: str
    failure: str
    truth: str
    prediction: str
    doubt: str
    bars: str


DARK = Theme(
    text="#e4e4e4",
    faint="#a6a6a6",
    disabled="#868686",
    surface="#2b2b2b",
    raised="#363636",
    sunken="#202020",
    line="#454545",
    accent="#4a9eda",
    on_accent="#0b1a26",
    selected="#31526b",
    on_selected="#ffffff",
    warning="#e6b04a",
    failure="#f38b7c",
    truth="#56b4e9",
    prediction="#e69f00",
    doubt="#b48ded",
    bars="#bebebe",
)
LIGHT = Theme(
    text="#1c1c1c",
    faint="#565656",
    disabled="#7a7a7a",
    surface="#f1f1f1",
    raised="#e3e3e3",
    sunken="#ffffff",
    line="#bdbdbd",
    accent="#1769a8",
    on_accent="#ffffff",
    selected="#c9def0",
    on_selected="#101820",
    warning="#805000",
    failure="#b3261e",
    truth="#0b69a3",
    prediction="#8f5200",
    doubt="#7a48c0",
    bars="#7d7d7d",
)


class _Look:
    """What is in force; one per process, like Qt's palette and style sheet."""

    theme = DARK
    percent = FULL
    font: QFont | None = None  # as the desktop has it


def now() -> Theme:
    """Return the colours in force."""
    return _Look.theme


def px(size: float) -> int:
    """Scale a text-related length, given in pixels at a text size of 100 %, to the current text size."""
    return round(size * _Look.percent / FULL)


def metrics() -> QFontMetrics:
    """Return the font metrics of the window; those of a child widget may be out of date during a StyleChange."""
    return QFontMetrics(QApplication.font())


def room(width: int, height: int) -> QSize:
    """Return the size of a dialog that is `width` by `height` at a text size of 100 %, limited to the screen."""
    return QSize(px(width), px(height)).boundedTo(QGuiApplication.primaryScreen().availableSize())


def small_font(size: float) -> QFont:
    """Return the window's font in the size that is `size` pixels at a text size of 100 %."""
    font = QFont(QApplication.font())
    font.setPixelSize(px(size))
    return font


def set_tone(widget: QWidget, tone: Tone) -> None:
    """Set the colour of a label's text, in this theme and any other."""
    _mark(widget, "tone", tone)


def set_lettering(widget: QWidget, lettering: Lettering) -> None:
    """Set the size or weight of a label's or button's text, at any text size."""
    _mark(widget, "lettering", lettering)


def _mark(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) == value:
        return  # asking the style again takes most of a millisecond
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def apply_theme(app: QApplication, theme: Theme = DARK, percent: int = FULL) -> None:
    """Give the application its style, font, palette and style sheet; every widget follows, open or not.

    Parameters
    ----------
    app : QApplication
    theme : Theme
    percent : int
        Size of all text, relative to the desktop's.
    """
    if _Look.font is None:
        app.setStyle("Fusion")
        _Look.font = QFont(app.font())
    elif (theme, percent) == (_Look.theme, _Look.percent):
        return
    _Look.theme, _Look.percent = theme, percent
    app.setFont(_scaled(_Look.font, percent))
    app.setPalette(_palette(theme))
    app.setStyleSheet(_style_sheet(theme))


def _scaled(font: QFont, percent: int) -> QFont:
    scaled = QFont(font)
    if font.pointSizeF() > 0:
        scaled.setPointSizeF(font.pointSizeF() * percent / FULL)
    else:
        scaled.setPixelSize(round(font.pixelSize() * percent / FULL))
    return scaled


def _palette(theme: Theme) -> QPalette:
    # Qt derives the shades of edges from button and window
    palette = QPalette(QColor(theme.raised), QColor(theme.surface))
    role = QPalette.ColorRole
    for which, colour in (
        (role.WindowText, theme.text),
        (role.Base, theme.sunken),
        (role.AlternateBase, theme.surface),
        (role.Text, theme.text),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.failure),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.on_accent),
        (role.Accent, theme.accent),
        (role.Link, theme.accent),
        (role.LinkVisited, theme.accent),
        (role.PlaceholderText, theme.faint),
        (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.text),
        (role.Mid, theme.line),
    ):
        palette.setColor(which, QColor(colour))
    for which, colour in (
        (role.WindowText, theme.disabled),
        (role.Text, theme.disabled),
        (role.ButtonText, theme.disabled),
        (role.HighlightedText, theme.disabled),
        (role.Highlight, theme.raised),
        (role.Button, theme.surface),
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colour))
    return palette


def _style_sheet(t: Theme) -> str:
    # Fusion draws boxes that are not ticked almost as dark as a dark ground
    check = resource_path("icons", "check-dark.svg" if t is DARK else "check-light.svg").as_posix()
    return f"""
QToolTip {{ color: {t.text}; background: {t.raised}; border: 1px solid {t.line}; padding: 4px; }}
QDockWidget {{ color: {t.faint}; font-weight: 600; }}
QTabBar::tab {{ background: {t.surface}; color: {t.faint}; border: none; padding: 4px 6px; }}
QTabBar::tab:selected {{ background: {t.raised}; color: {t.text}; border-top: 2px solid {t.accent}; }}
QTabBar::tab:hover {{ color: {t.text}; }}
QTabBar::tab:focus {{ border-top: 2px solid {t.text}; }}
QTabWidget::pane {{ border: 1px solid {t.line}; }}
QDockWidget::title {{ background: {t.surface}; padding: 5px 8px; border-top: 1px solid {t.line}; }}
QToolBar {{ background: {t.surface}; border: none; border-bottom: 1px solid {t.line}; spacing: 2px; padding: 2px 4px; }}
QToolBar::separator {{ background: {t.line}; width: 1px; margin: 5px 5px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 4px 7px; color: {t.text}; }}
QToolButton:hover {{ background: {t.raised}; }}
QToolButton:checked {{ background: {t.accent}; color: {t.on_accent}; }}
QToolButton:disabled {{ color: {t.disabled}; }}
QToolButton:checked:disabled {{ background: {t.raised}; }}
QToolBarExtension {{ padding: 0; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QToolButton:focus {{ border: 1px solid {t.accent}; }}
QPushButton {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; border-radius: 4px;
  padding: {px(4)}px {px(12)}px; }}
QPushButton:hover {{ background: {t.line}; }}
QPushButton:default, QPushButton:focus {{ border: 1px solid {t.accent}; }}
QPushButton:disabled {{ background: {t.surface}; color: {t.disabled}; }}
QCheckBox::indicator, QMenu::indicator, QRadioButton::indicator {{ width: {px(12)}px; height: {px(12)}px;
  border: 1px solid {t.faint}; background: {t.sunken}; }}
QCheckBox::indicator, QMenu::indicator:non-exclusive {{ border-radius: 3px; }}
QMenu::indicator {{ left: {px(6)}px; }}
QRadioButton::indicator, QMenu::indicator:exclusive {{ border-radius: {px(12) // 2 + 1}px; }}
QCheckBox::indicator:hover, QCheckBox::indicator:focus, QRadioButton::indicator:hover, QRadioButton::indicator:focus {{
  border: 1px solid {t.accent}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border: 1px solid {t.disabled}; }}
QCheckBox::indicator:checked, QMenu::indicator:non-exclusive:checked {{ background: {t.accent};
  border: 1px solid {t.accent}; image: url("{check}"); }}
QRadioButton::indicator:checked, QMenu::indicator:exclusive:checked {{ border: 1px solid {t.accent};
  background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5, stop: 0 {t.accent},
  stop: 0.55 {t.accent}, stop: 0.65 {t.sunken}); }}
QCheckBox::indicator:checked:disabled {{ background: {t.disabled}; border: 1px solid {t.disabled}; }}
QMenu::item {{ padding: {px(4)}px {px(22)}px {px(4)}px {px(26)}px; }}
QMenu::item:selected {{ background: {t.accent}; color: {t.on_accent}; }}
QMenu::item:disabled {{ color: {t.disabled}; background: transparent; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: {px(3)}px 0; }}
QStatusBar {{ background: {t.surface}; color: {t.faint}; border-top: 1px solid {t.line}; }}
QStatusBar::item {{ border: none; }}
QProgressBar {{ background: {t.sunken}; color: {t.text}; border: 1px solid {t.line}; border-radius: 3px;
  text-align: center; }}
QProgressBar::chunk {{ background: {t.selected}; }}
QTableView {{ background: {t.sunken}; border: none; gridline-color: transparent;
  selection-background-color: {t.selected}; selection-color: {t.on_selected}; outline: none; }}
QHeaderView::section {{ background: {t.surface}; color: {t.faint}; border: none; padding: 3px 3px; }}
QMainWindow::separator {{ background: {t.line}; width: 1px; height: 1px; }}
QSplitter::handle {{ background: {t.line}; }}
QLabel[tone="faint"] {{ color: {t.faint}; }}
QLabel[tone="warning"] {{ color: {t.warning}; }}
QLabel[tone="failure"] {{ color: {t.failure}; }}
QWidget[lettering="small"] {{ font-size: {px(11)}px; }}
QWidget[lettering="tiny"] {{ font-size: {px(10)}px; }}
QWidget[lettering="strong"] {{ font-weight: 600; }}
QWidget[lettering="title"] {{ font-size: {px(24)}px; font-weight: 600; }}
"""
