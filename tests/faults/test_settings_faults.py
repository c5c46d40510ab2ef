"""A settings file that was damaged costs its values and one sentence, never the start."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction

from lgg_viewer.gui.app import Application, Start
from lgg_viewer.gui.last_place import _is_sound
from lgg_viewer.gui.menus import OFFERED
from lgg_viewer.gui.settings import Settings
from lgg_viewer.gui.shortcuts import Shortcuts
from lgg_viewer.io.prediction_cache import PredictionCache

KEYS = ("shortcuts", "last place", "device", "model", "recent", "first start", "tour seen", "export folder")
BROKEN = {
    "shortcuts": [
        '{"preset": "Emacs"}',
        '{"preset": ["Radiology"]}',
        '{"changed": {"truth": ["no key"]}}',
        '{"changed": {"truth": "G"}}',
        '{"changed": ["truth"]}',
        "7",
        "not json",
    ],
    "last place": ['{"cohort": 7}', '{"cohort": "/"}', "[]", "[" * 100_000, "null"],
}


def open_settings(path: Path) -> Settings:
    return Settings(QSettings(str(path), QSettings.Format.IniFormat))


def write(path: Path, key: str, text: str) -> None:
    store = QSettings(str(path), QSettings.Format.IniFormat)
    store.setValue(key, text)
    store.sync()


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in BROKEN.items() for text in texts])
def test_a_broken_value_is_its_default_and_told_of_once(tmp_path, key, text, caplog):
    path = tmp_path / "s.ini"
    write(path, key, text)
    settings = open_settings(path)
    if key == "shortcuts":
        shortcuts = Shortcuts(settings)
        assert shortcuts.keys("truth") == ("G",)
    else:
        assert settings.read(key, {}, _is_sound) == {}
    assert key in settings.tell_broken()
    assert settings.tell_broken() == ""
    assert key in caplog.text
    settings.save()
    again = open_settings(path)
    Shortcuts(again)
    again.read("last place", {}, _is_sound)
    assert again.tell_broken() == ""


def test_keys_of_actions_that_this_version_does_not_know_are_kept(tmp_path):
    path = tmp_path / "s.ini"
    write(path, "shortcuts", json.dumps({"preset": "Radiology", "changed": {"of-tomorrow": ["G"], "truth": ["F9"]}}))
    shortcuts = Shortcuts(open_settings(path))
    assert shortcuts.keys("truth") == ("F9",)
    shortcuts.assign("prediction", ("F8",))
    kept = open_settings(path).read("shortcuts", {})["changed"]
    assert kept == {"of-tomorrow": ["G"], "truth": ["F9"], "prediction": ["F8"]}


@pytest.mark.parametrize("text", ['"toaster"', '""', "[]", "not json"])
def test_a_device_that_nobody_knows_is_the_automatic_one_and_told_of(qapp, tmp_path, text):
    path = tmp_path / "s.ini"
    write(path, "device", text)
    settings = open_settings(path)
    program = Application(settings, PredictionCache(tmp_path / "cache"))
    assert program.segmenter.device == "auto"
    devices = program.window.findChildren(QAction)
    assert [a.data() for a in devices if a.isChecked() and a.data() in dict(OFFERED)] == ["auto"]
    assert "device" in settings.tell_broken()
    program.window.close()
    program.end()
    program.window.deleteLater()


def test_a_device_that_was_chosen_is_kept(qapp, tmp_path):
    settings = open_settings(tmp_path / "s.ini")
    settings.write("device", "cpu")
    program = Application(settings, PredictionCache(tmp_path / "cache"))
    assert program.segmenter.device == "cpu"
    assert settings.tell_broken() == ""
    program.window.close()
    program.end()
    program.window.deleteLater()


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200)
    | st.sampled_from(KEYS).flatmap(
        lambda key: st.binary(max_size=60).map(lambda value: b"[General]\n" + key.encode() + b"=" + value + b"\n")
    )
)
def test_no_file_whatsoever_keeps_the_settings_from_being_read(tmp_path, content):
    path = tmp_path / "s.ini"
    path.write_bytes(content)
    settings = open_settings(path)
    Shortcuts(settings)
    settings.read("last place", {}, _is_sound)
    settings.read("device", "auto")
    settings.recent()
    settings.geometry("window")
    settings.write("device", "cpu")
    assert settings.read("device", "auto") == "cpu"


def test_a_program_with_damaged_settings_starts_and_says_so_once(qapp, qtbot, tmp_path, demo_cohort, caplog):
    path = tmp_path / "s.ini"
    for key, text in (("shortcuts", "{"), ("last place", "7"), ("device", "[]"), ("tour seen", "true")):
        write(path, key, text)
    program = Application(open_settings(path), PredictionCache(tmp_path / "cache"))
    told = []
    program.session.noticed.connect(lambda text, failed: told.append((text, failed)))
    program.window.show()
    program.begin(Start(demo_cohort))
    qtbot.waitUntil(lambda: program.session.volume is not None, timeout=20_000)
    program.window.desk.open_path(demo_cohort)
    qtbot.waitUntil(lambda: sum("studies in" in text for text, _ in told) == 2, timeout=20_000)
    ((sentence, failed),) = [(text, failed) for text, failed in told if "damaged" in text]
    assert failed
    assert sorted(sentence.rstrip(".").split(": ")[1].split(", ")) == ["device", "last place", "shortcuts"]
    program.window.close()
    program.end()
    program.window.deleteLater()
    assert "device" in caplog.text
