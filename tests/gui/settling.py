"""Waiting until nothing is under way any more, for tests of what does not come."""

from PySide6.QtWidgets import QApplication

from lgg_viewer.gui.app import Application


def settle(qtbot, program: Application) -> None:
    """Wait until every job has ended, what it told has been heard, and nothing has been asked for on hearing it."""

    def idle() -> bool:
        return all(runner.idle for runner in program.runners)

    def settled() -> bool:
        before = idle()
        QApplication.processEvents()
        return before and idle()

    qtbot.waitUntil(settled, timeout=30_000)
