"""Colours and sizes of the window, in one place: neutral greys and one accent, black around the image."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

GRID = 8
WORKLIST_WIDTH = 174
PANEL_WIDTH = 224

ACCENT = "#4a9eda"
WARNING = "#e6b04a"
FAILURE = "#f07c6c"
TEXT = "#e4e4e4"
FAINT = "#9c9c9c"
SURFACE = "#2b2b2b"
RAISED = "#363636"
SUNKEN = "#202020"
LINE = "#454545"
CANVAS = "#000000"

_STYLE = f"""
QToolTip {{ color: {TEXT}; background: {RAISED}; border: 1px solid {LINE}; padding: 4px; }}
QDockWidget {{ color: {FAINT}; font-weight: 600; }}
QMainWindow > QTabBar::tab {{ background: {SURFACE}; color: {FAINT}; border: none; padding: 4px 6px; }}
QMainWindow > QTabBar::tab:selected {{ background: {RAISED}; color: {TEXT}; border-top: 2px solid {ACCENT}; }}
QMainWindow > QTabBar::tab:hover {{ color: {TEXT}; }}
QDockWidget::title {{ background: {SURFACE}; padding: 5px 8px; border-top: 1px solid {LINE}; }}
QToolBar {{ background: {SURFACE}; border: none; border-bottom: 1px solid {LINE}; spacing: 2px; padding: 2px 4px; }}
QToolBar::separator {{ background: {LINE}; width: 1px; margin: 5px 5px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 4px 7px; color: {TEXT}; }}
QToolButton:hover {{ background: {RAISED}; }}
QToolButton:checked {{ background: {ACCENT}; color: #0b1a26; }}
QToolButton:disabled {{ color: #6a6a6a; }}
QToolButton:checked:disabled {{ background: {RAISED}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QToolButton:focus {{ border: 1px solid {ACCENT}; }}
QStatusBar {{ background: {SURFACE}; color: {FAINT}; border-top: 1px solid {LINE}; }}
QStatusBar::item {{ border: none; }}
QTableView {{ background: {SUNKEN}; border: none; gridline-color: transparent; selection-background-color: #31526b;
  selection-color: #ffffff; outline: none; }}
QHeaderView::section {{ background: {SURFACE}; color: {FAINT}; border: none; padding: 3px 3px; }}
QMainWindow::separator {{ background: {LINE}; width: 1px; height: 1px; }}
QSplitter::handle {{ background: {LINE}; }}
"""


def apply_theme(app: QApplication) -> None:
    """Give the application its style, palette and style sheet."""
    app.setStyle("Fusion")
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, SURFACE),
        (QPalette.ColorRole.WindowText, TEXT),
        (QPalette.ColorRole.Base, SUNKEN),
        (QPalette.ColorRole.AlternateBase, SURFACE),
        (QPalette.ColorRole.Text, TEXT),
        (QPalette.ColorRole.Button, RAISED),
        (QPalette.ColorRole.ButtonText, TEXT),
        (QPalette.ColorRole.BrightText, "#ffffff"),
        (QPalette.ColorRole.Highlight, ACCENT),
        (QPalette.ColorRole.HighlightedText, "#0b1a26"),
        (QPalette.ColorRole.Link, ACCENT),
        (QPalette.ColorRole.PlaceholderText, FAINT),
        (QPalette.ColorRole.ToolTipBase, RAISED),
        (QPalette.ColorRole.ToolTipText, TEXT),
    ):
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#6a6a6a"))
    app.setPalette(palette)
    app.setStyleSheet(_STYLE)
