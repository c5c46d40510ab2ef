"""Writing so that a final name never holds half a file."""

import contextlib
import os
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from lgg_viewer.errors import LggError
from lgg_viewer.words import tr

TEMPORARY_PREFIX = ".lgg-"
TEMPORARY_SUFFIX = ".part"
# A temporary file of a process on another machine, or of a process whose number was given away again, is stale by then.
STALE_AFTER_S = 24 * 3600.0


@contextlib.contextmanager
def write_atomically(path: Path, *, check: Callable[[Path], None] | None = None) -> Iterator[BinaryIO]:
    """Give a file to write to, and move it to `path` once it is whole and on the disk.

    The temporary file lies in the target's folder, which is made where it is missing; it is flushed, synced and moved
    into place in one step. On any failure it is removed and an older file at `path` stays as it was.

    Parameters
    ----------
    path : Path
    check : callable or None
        Given the temporary file once it is on the disk; what it raises keeps the file from `path`.

    Raises
    ------
    LggError
        The disk is full, the folder read-only or gone.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary, handle = _create_temporary(path.parent)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if check is not None:
            check(temporary)
        temporary.replace(path)
        temporary = None
        _sync_folder(path.parent)
    except OSError as error:
        raise LggError(
            tr("{path} could not be written: {reason}.", path=path, reason=error.strerror or error),
            tr("Free space, or choose another folder."),
        ) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _create_temporary(folder: Path) -> tuple[Path, int]:
    """Create a file under a new name that tells which process it belongs to."""
    path = folder / f"{TEMPORARY_PREFIX}{os.getpid()}-{secrets.token_hex(6)}{TEMPORARY_SUFFIX}"
    # not mkstemp: the rights follow the user's umask, and no chmod is asked of file systems that know none
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return path, os.open(path, flags, 0o666)


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

    Only this program's own names are touched, at the top level of the folder, and none that a running process may
    still be writing.
    """
    count = 0
    with contextlib.suppress(OSError):
        for path in folder.glob(f"{TEMPORARY_PREFIX}*{TEMPORARY_SUFFIX}"):
            with contextlib.suppress(OSError):
                if _is_stale(path):
                    path.unlink()
                    count += 1
    return count


def _is_stale(path: Path) -> bool:
    owner = path.name.removeprefix(TEMPORARY_PREFIX).partition("-")[0]
    if owner.isascii() and owner.isdigit() and _is_running(int(owner)):
        return time.time() - path.stat().st_mtime > STALE_AFTER_S
    return True


def _is_running(process: int) -> bool:
    if os.name == "nt":
        # a signal of 0 ends the process there; an open file refuses to be removed anyway
        return process == os.getpid()
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True
