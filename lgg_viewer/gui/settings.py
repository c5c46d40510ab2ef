"""What the program remembers from one start to the next; a broken value costs its default, never the start."""

import json
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from lgg_viewer.words import tr

Value = TypeVar("Value")
RECENT_LIMIT = 8
_log = logging.getLogger(__name__)


class Settings:
    """Typed access to the settings file; values are kept as JSON, whose types survive an INI file.

    Parameters
    ----------
    store : QSettings, optional
        The reader's own if not given.
    keeps : bool
        Whether anything is written: a picture of the window is to leave no trace.
    """

    def __init__(self, store: QSettings | None = None, *, keeps: bool = True) -> None:
        self._keeps = keeps
        self._store = store or QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "lgg-viewer", "viewer")
        self._broken: list[str] = []

    def read(self, key: str, default: Value, sound: Callable[[Value], bool] | None = None) -> Value:
        """Return a value of the default's type for which `sound` holds, or the default.

        A broken value is taken out of the file, so that it is told of once and not at every start.
        """
        text = self._store.value(key)
        if text is None:
            return default
        try:
            value = json.loads(str(text))
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, type(default)) or (sound is not None and not sound(value)):
            _log.warning("the setting %s is broken (%.500r); its default is taken", key, text)
            if self._keeps:
                self._store.remove(key)
            self._broken.append(key)
            return default
        return value

    def tell_broken(self) -> str:
        """Return a sentence on the values found broken since it was last asked for; empty for none."""
        names, self._broken = list(dict.fromkeys(self._broken)), []
        if not names:
            return ""
        return tr("The settings file was damaged; reset to defaults: {names}.", names=", ".join(names))

    def write(self, key: str, value: Any) -> None:
        """Keep a value."""
        if self._keeps:
            self._store.setValue(key, json.dumps(value))

    def save(self) -> None:
        """Bring all that was written to the disk now, in one step; Qt does so by itself a moment later."""
        self._store.sync()

    def recent(self) -> list[Path]:
        """Return the cohorts opened last, the newest first, that are there now."""
        # unlike Path.is_dir, which raises for a drive that has gone away
        return [Path(name) for name in self._recent() if os.path.isdir(name)]  # noqa: PTH112

    def add_recent(self, path: Path) -> None:
        """Put a cohort in front of the list; those on a drive that has gone away stay in it."""
        kept = [name for name in self._recent() if name != str(path)]
        self.write("recent", [str(path), *kept][:RECENT_LIMIT])

    def _recent(self) -> list[str]:
        names: list[object] = self.read("recent", [])
        return [name for name in names if isinstance(name, str)]

    def geometry(self, name: str) -> QByteArray:
        """Return the place of a window or its docks; empty where nothing is known."""
        value = self._store.value(f"geometry/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_geometry(self, name: str, value: QByteArray) -> None:
        """Keep the place of a window or its docks."""
        if self._keeps:
            self._store.setValue(f"geometry/{name}", value)


def data_folder() -> Path:
    """Return the folder for what the program makes for itself: reviews, demo cohort, log."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation))


def cache_folder() -> Path:
    """Return the folder for what can be made again."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation))
