"""Writing so that a final name never holds half a file."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lgg_viewer.errors import LggError

TEMPORARY_PREFIX = ".lgg-"
TEMPORARY_SUFFIX = ".part"


@contextlib.contextmanager
def write_atomically(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to, and move it to `path` once it is whole and on the disk.

    The temporary file lies in the target's folder; it is flushed, synced and moved into place in one step. On any
    failure it is removed and an older file at `path` stays as it was.

    Raises
    ------
    LggError
        The disk is full, the folder read-only or gone.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(TEMPORARY_SUFFIX, TEMPORARY_PREFIX, path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)  # mkstemp makes it private; the masks are for others too
        temporary.replace(path)
        temporary = None
        _sync_folder(path.parent)
    except OSError as error:
        raise LggError(
            f"{path} could not be written: {error.strerror or error}.", "Free space, or choose another folder."
        ) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _sync_folder(folder: Path) -> None:
    """Make the move itself survive a power cut, where the system can."""
    if os.name == "nt":
        return  # folders cannot be opened there
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep_temporaries(folder: Path) -> int:
    """Remove temporary files that a killed program left in a folder; return how many.

    Only this program's own names are touched, at the top level of the folder.
    """
    count = 0
    with contextlib.suppress(OSError):
        for stale in folder.glob(f"{TEMPORARY_PREFIX}*{TEMPORARY_SUFFIX}"):
            with contextlib.suppress(OSError):
                stale.unlink()
                count += 1
    return count
