"""What is remembered of the reader from one start to the next: name, way of reading, and which files were used."""

import getpass
import hashlib
from pathlib import Path

from lgg_viewer.gui.settings import Settings

_NAME, _BLIND, _FILES = "reviewer", "blind-first", "review files"


class ReaderSettings:
    """The reader's part of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def name(self) -> str:
        """Who reads; the name of the user's account where none was given."""
        return self._settings.read(_NAME, "") or _account()

    @name.setter
    def name(self, name: str) -> None:
        self._settings.write(_NAME, name.strip())

    @property
    def blind(self) -> bool:
        """Whether the reader states an own verdict before each prediction is shown."""
        return self._settings.read(_BLIND, False)

    @blind.setter
    def blind(self, blind: bool) -> None:
        self._settings.write(_BLIND, blind)

    def file_of(self, root: Path) -> str:
        """Return the name of the file that held the reviews of a folder when it was last open; empty for a new one."""
        files: dict[str, object] = self._settings.read(_FILES, {})
        return str(files.get(_place(root), ""))

    def keep_file_of(self, root: Path, name: str) -> None:
        """Remember the name of the file that holds the reviews of a folder."""
        self._settings.write(_FILES, {**self._settings.read(_FILES, {}), _place(root): name})


def _place(root: Path) -> str:
    # names of folders may tell who a patient is
    return hashlib.sha256(str(root.absolute()).encode(errors="surrogatepass")).hexdigest()[:16]


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # the system knows no name: in a container, for instance
        return "reader"
