"""A picture of the window once there is something to see."""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QMainWindow

from lgg_viewer.errors import LggError
from lgg_viewer.gui.segmenter import Segmenter
from lgg_viewer.gui.session import Session
from lgg_viewer.io.atomic import write_atomically
from lgg_viewer.jobs.runner import Runner

# all work has rested for this long, so that what it brought is on the screen: the longest delay of a panel is shorter
SETTLE_MS = 700
LOOK_MS = 100


class Screenshot(QObject):
    """Waits for the first study, has it segmented where there are weights, and saves the window once all work rests.

    Attributes
    ----------
    exit_code : int
        0 once the picture is saved.
    """

    def __init__(
        self, session: Session, segmenter: Segmenter, runners: Sequence[Runner], window: QMainWindow, path: Path
    ) -> None:
        super().__init__()
        self.exit_code = 1
        self._session = session
        self._segmenter = segmenter
        self._window = window
        self._path = path
        self._runners = runners
        self._rested_ms = 0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        session.study_loaded.connect(self._on_loaded)
        session.noticed.connect(self._on_notice)
        self._asked = False

    @Slot()
    def _on_loaded(self) -> None:
        if self._asked:
            return
        self._asked = True
        truth = self._session.truth
        if truth is not None:
            self._session.go_to_slice(int(np.argmax(truth.areas)))
        if self._session.card is not None:
            self._segmenter.segment([self._session.state.study])
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        resting = self._segmenter.progress is None and all(runner.idle for runner in self._runners)
        self._rested_ms = self._rested_ms + LOOK_MS if resting else 0
        if self._rested_ms >= SETTLE_MS:
            self._timer.stop()
            self._save()

    @Slot(str, bool)
    def _on_notice(self, sentence: str, failed: bool) -> None:
        if failed and self._session.cohort is None:
            print(f"lgg-viewer: {sentence}", file=sys.stderr)  # noqa: T201
            QApplication.quit()

    def _save(self) -> None:
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._window.grab().save(buffer, "PNG")
        try:
            with write_atomically(self._path) as file:
                file.write(data.data())
            self.exit_code = 0
        except LggError as error:
            print(f"lgg-viewer: {error}", file=sys.stderr)  # noqa: T201
        QApplication.quit()
