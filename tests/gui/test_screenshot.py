"""The picture of the window that is taken without a reader."""

import threading

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QApplication

from lgg_viewer.gui.app import Start
from lgg_viewer.gui.screenshot import LOOK_MS, SETTLE_MS, Screenshot
from lgg_viewer.gui.settings import Settings
from lgg_viewer.jobs.runner import Urgency


def test_a_picture_leaves_no_trace_in_the_settings(tmp_path):
    store = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    store.setValue("text size", "120")
    store.setValue("device", "not json")
    settings = Settings(store, keeps=False)
    settings.write("text size", 80)
    settings.add_recent(tmp_path)
    settings.set_geometry("window", QByteArray(b"large"))
    assert settings.read("device", "auto") == "auto"
    settings.save()
    assert (sorted(store.allKeys()), settings.read("text size", 100)) == (["device", "text size"], 120)


def test_the_picture_waits_for_all_work_to_rest(program, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    path = tmp_path / "x.png"
    gate = threading.Event()
    picture = Screenshot(program.session, program.segmenter, program.runners, program.window, path)
    program.begin(Start(screenshot=path))
    program.files.submit("slow", lambda _job: gate.wait(30), urgency=Urgency.NOW)
    qtbot.waitUntil(lambda: program.session.probability is not None, timeout=30_000)
    qtbot.wait(SETTLE_MS + 5 * LOOK_MS)
    assert not path.exists()
    gate.set()
    qtbot.waitUntil(path.exists, timeout=30_000)
    assert picture.exit_code == 0
    # what the last job brought is on it: the curve of the study is not being worked out any more
    assert all(runner.idle for runner in program.runners)
