"""Panels that are hidden, or behind a tab."""

from lgg_viewer.gui.app import Application


def reveal(program: Application, title: str) -> None:
    """Bring a panel to the front."""
    dock = program.window.docks[title]
    dock.show()
    dock.raise_()
