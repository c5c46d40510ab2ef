"""A whole program without a display: settings, cache and cohorts in temporary folders."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from lgg_viewer.core.study import Cohort
from lgg_viewer.gui.app import Application
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.settings import Settings
from lgg_viewer.gui.theme import apply_theme
from lgg_viewer.io.cohort_folder import read_cohort
from lgg_viewer.io.model_card import read_model_card
from lgg_viewer.io.prediction_cache import PredictionCache
from lgg_viewer.jobs.tasks import LoadedStudy, load_study


@pytest.fixture(scope="session")
def settled(tiny_model: Path) -> Iterator[None]:
    """Leave out of Python's collections what was there before the first window: one looks through all of torch."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def make_program(qapp: QApplication, tmp_path: Path, settled: None) -> Iterator[Callable[..., Application]]:
    """Make programs, and take them down in order."""
    made: list[Application] = []
    apply_theme(qapp)

    def make(model: Path | None = None) -> Application:
        settings = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
        if model is not None:
            settings.write("model", str(model))
        program = Application(settings, PredictionCache(tmp_path / "cache"))
        if model is None:
            program.session.set_card(None)
        made.append(program)
        program.window.show()
        return program

    yield make
    for program in made:
        program.window.close()
        # Qt must not destroy a thread that a busy machine has not let end yet
        assert any(program.end() for _ in range(10))
        program.window.deleteLater()
    made.clear()
    qapp.processEvents()
    # here and now, in the thread they belong to
    gc.collect()


@pytest.fixture
def program(make_program: Callable[..., Application], tiny_model: Path) -> Application:
    """A program with a tiny network."""
    return make_program(tiny_model)


@pytest.fixture
def open_cohort(qtbot) -> Callable[[Application, Path], None]:
    """Open a folder and wait until its first study is on screen."""

    def open_(program: Application, path: Path) -> None:
        program.window.desk.open_path(path)
        qtbot.waitUntil(lambda: program.session.volume is not None, timeout=20_000)

    return open_


@pytest.fixture
def opened(program: Application, open_cohort, demo_cohort: Path) -> Application:
    """A program with the demo cohort on screen."""
    open_cohort(program, demo_cohort)
    return program


@dataclass(frozen=True)
class Seen:
    """What a test of one widget needs of a program."""

    session: Session


@pytest.fixture(scope="session")
def first_of_demo(demo_cohort: Path) -> tuple[Cohort, LoadedStudy]:
    """The demo cohort, and its first study as it is read."""
    cohort = read_cohort(demo_cohort)
    return cohort, load_study(cohort.studies[0], None, None)


@pytest.fixture
def seen(qapp: QApplication, tiny_model: Path, first_of_demo: tuple[Cohort, LoadedStudy]) -> Seen:
    """The session of `opened`, for tests of one widget: without a window, without threads."""
    apply_theme(qapp)
    cohort, loaded = first_of_demo
    session = Session(read_model_card(tiny_model))
    session.put_cohort(cohort)
    session.put_loaded(cohort.studies[0].key, loaded)
    return Seen(session)
