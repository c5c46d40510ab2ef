"""The application, wired: log, hooks, threads, session, window; and all of it taken down in order."""

import faulthandler
import logging
import logging.handlers
import os
import signal
import sys
import threading
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QLocale,
    QMessageLogContext,
    QObject,
    QSize,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from lgg_viewer.errors import LggError
from lgg_viewer.gui.collector import Collector
from lgg_viewer.gui.exporter import Exporter
from lgg_viewer.gui.language import LANGUAGE, LANGUAGES, SYSTEM, speak
from lgg_viewer.gui.last_place import LastPlace
from lgg_viewer.gui.loader import Loader
from lgg_viewer.gui.main_window import MainWindow
from lgg_viewer.gui.menus import OFFERED
from lgg_viewer.gui.panels.curve_maker import CurveMaker
from lgg_viewer.gui.panes.opening_slice import OpeningSlice
from lgg_viewer.gui.review.blindfold import Blindfold
from lgg_viewer.gui.review.edits import Edits
from lgg_viewer.gui.review.reviewer import Reviewer
from lgg_viewer.gui.second_opinion import SecondOpinion
from lgg_viewer.gui.segmenter import Segmenter
from lgg_viewer.gui.services import Services
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.settings import Settings, cache_folder, data_folder
from lgg_viewer.gui.theme import apply_theme
from lgg_viewer.gui.worklist.summaries import Summaries
from lgg_viewer.io.model_card import ModelCard, read_model_card
from lgg_viewer.io.prediction_cache import PredictionCache
from lgg_viewer.io.resources import resource_path, shipped_model
from lgg_viewer.jobs.runner import Runner
from lgg_viewer.words import tr

WARM_UP_AFTER_MS = 600
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Start:
    """How the window is to open.

    Attributes
    ----------
    path : Path or None
        A cohort.
    demo : bool
        Open the demo cohort.
    exit_after : float or None
        Seconds until it closes by itself.
    screenshot : Path or None
        Where to put a picture of the window, which closes then.
    size : tuple of int
        Of the picture.
    """

    path: Path | None = None
    demo: bool = False
    exit_after: float | None = None
    screenshot: Path | None = None
    size: tuple[int, int] = (1280, 800)


class Application(QObject):
    """All objects of a running program, and their order of birth and death."""

    def __init__(self, settings: Settings, cache: PredictionCache | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.cache = cache if cache is not None else PredictionCache(cache_folder() / "predictions")
        self.collector = Collector(self)
        self.collector.begin()
        self.disk, self.device, self.files = Runner("disk"), Runner("device"), Runner("files")
        self.runners = self.device, self.disk, self.files
        card, fault = _choose_card(settings)
        self.session = Session(card)
        # first of all who hear of another study: nobody is to see a finding that is withheld, not even for a moment
        self.reviewer = Reviewer(self.session, settings, data_folder() / "reviews", self.session.describe_in_force)
        self.blindfold = Blindfold(self.session, self.reviewer)
        self.edits = Edits(self.session, self.reviewer)
        self.loader = Loader(self.session, self.disk, self.cache)
        self.segmenter = Segmenter(self.session, self.device, self.cache)
        self.segmenter.device = settings.read("device", "auto", lambda name: name in dict(OFFERED))
        self.second = SecondOpinion(self.session, self.disk, self.device, self.cache)
        self.exporter = Exporter(self.session, self.files, self.cache)
        # an export is the rarest of all work: curves hardly ever wait for it
        self.curves = CurveMaker(self.session, self.files)
        self.opening_slice = OpeningSlice(self.session)
        self.summaries = Summaries(self.session, self.disk, self.cache)
        services = Services(
            self.session,
            settings,
            self.loader,
            self.segmenter,
            self.exporter,
            self.curves,
            self.summaries,
            self.reviewer,
            self.second,
        )
        self.window = MainWindow(services)
        self.last_place = LastPlace(self.session, self.loader, settings, self)
        if fault:
            self.window.toolbar.tell_model_fault(fault)

    def begin(self, start: Start) -> None:
        """Open what was asked for, else what was open last; at the very first start that is the demo cohort."""
        first = self.settings.read("first start", True)
        self.settings.write("first start", False)
        if start.screenshot is None:
            self.last_place.begin()
            if start.exit_after is None and not self.settings.read("tour seen", False):
                self.session.study_loaded.connect(self._begin_tour)
        if start.path is not None:
            if not (self.last_place.is_in(start.path) and self.last_place.go_back()):
                self.window.desk.open_path(start.path)
        elif start.demo or start.screenshot is not None or first:
            self.window.desk.open_demo()
        elif not self.last_place.go_back():
            self._tell_broken_settings()
            return
        # at once it would be gone with the sentence that tells what was opened
        self.loader.opened.connect(self._tell_broken_settings)

    def _tell_broken_settings(self) -> None:
        sentence = self.settings.tell_broken()
        if sentence:
            self.session.noticed.emit(sentence, True)

    def _begin_tour(self) -> None:
        self.session.study_loaded.disconnect(self._begin_tour)
        self.settings.write("tour seen", True)
        self.window.desk.show_tour()

    def end(self) -> bool:
        """Keep the reader's place and reviews, stop the threads; return whether they all ended."""
        self.last_place.end()
        self.reviewer.close()
        # all are told before one is waited for
        for runner in self.runners:
            runner.cancel_all()
        stuck = [runner.objectName() for runner in self.runners if not runner.stop()]
        if stuck:
            _log.error("threads that did not stop: %s", ", ".join(stuck))
        else:
            self.collector.end()
        return not stuck


def run(start: Start) -> int:
    """Show the window and serve it until it is closed.

    Returns
    -------
    int
        The exit code of the process.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("lgg-viewer")
    app.setOrganizationName("lgg-viewer")
    app.setApplicationVersion(version("lgg-viewer"))
    app.setWindowIcon(QIcon(str(resource_path("icons", "lgg-viewer.svg"))))
    app.setDesktopFileName("lgg-viewer")
    # figures are written as in the literature and in the files, whatever the system's language
    QLocale.setDefault(QLocale.c())
    apply_theme(app)
    _start_log()
    settings = Settings(keeps=start.screenshot is None)
    speak(app, settings.read(LANGUAGE, SYSTEM, lambda name: name == SYSTEM or name in LANGUAGES))
    application = Application(settings)
    hooks = Hooks(application.session)
    hooks.install()
    window = application.window
    window.show()
    QTimer.singleShot(0, lambda: application.begin(start))
    if start.screenshot is not None:
        from lgg_viewer.gui.screenshot import Screenshot

        window.resize(QSize(*start.size))
        picture = Screenshot(application.session, application.segmenter, application.runners, window, start.screenshot)
    else:
        picture = None
        QTimer.singleShot(WARM_UP_AFTER_MS, application.segmenter.warm_up)
    if start.exit_after is not None:
        QTimer.singleShot(round(start.exit_after * 1000), window.close)
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    # Python sees a signal only when it runs: without this an idle window would not notice Ctrl+C
    pulse = QTimer(interval=300)
    pulse.timeout.connect(lambda: None)
    pulse.start()
    try:
        code = app.exec()
    finally:
        stopped = application.end()
        hooks.remove()
    if not stopped:
        # a thread stuck in the system, on a drive that went away: Qt would abort on destroying it
        logging.shutdown()
        os._exit(1)
    return code if picture is None else picture.exit_code


def _choose_card(settings: Settings) -> tuple[ModelCard | None, str]:
    """Return the weights chosen last, else those that come with the program; and what was wrong with the first."""
    fault = ""
    chosen = settings.read("model", "")
    for path in ([Path(chosen)] if chosen else []) + [p for p in (shipped_model(),) if p]:
        try:
            return read_model_card(path), fault
        except LggError as error:
            # what was chosen is told of, even where the others fail too
            fault = fault or str(error)
    return None, fault


class Hooks(QObject):
    """What becomes of errors that nobody caught: they are logged and told, and the window lives on.

    PySide prints exceptions raised in slots and goes on; a signal brings those of other threads to the window's.
    """

    caught = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._former = (sys.excepthook, threading.excepthook)
        self.caught.connect(self._tell)

    def install(self) -> None:
        """Take the place of Python's and Qt's own handlers."""
        sys.excepthook = self._on_exception
        threading.excepthook = lambda args: self._on_exception(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )
        qInstallMessageHandler(_log_qt)

    def remove(self) -> None:
        """Put the former handlers back."""
        sys.excepthook, threading.excepthook = self._former
        qInstallMessageHandler(None)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        _log.error("uncaught", exc_info=(kind, error, trace))
        what = f"{kind.__name__}: {error}"
        self.caught.emit(tr("Unexpected error ({what}). The log has the details.", what=what))

    def _tell(self, sentence: str) -> None:
        self._session.noticed.emit(sentence, True)


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    serious = kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg, QtMsgType.QtWarningMsg)
    logging.getLogger("qt").log(logging.WARNING if serious else logging.DEBUG, message)


def _start_log() -> None:
    """Log to a file, and the traces of native crashes beside it; without a place for it, to nowhere."""
    folder = data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "lgg-viewer.log", maxBytes=1 << 20, backupCount=2, encoding="utf-8"
        )
        faulthandler.enable((folder / "crash.log").open("a", encoding="utf-8"))
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
