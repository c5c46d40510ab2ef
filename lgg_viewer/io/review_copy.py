"""Decisions copied into a file that can be carried away."""

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from lgg_viewer.core.review import Event, Review
from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from lgg_viewer.io.review_file import SIDECARS, SUFFIX, check_file
from lgg_viewer.io.review_rows import connect, create, insert, writing
from lgg_viewer.words import tr


def write_copy(
    path: Path,
    read: Callable[[], sqlite3.Connection | None],
    decisions: Iterable[tuple[Review, Event]],
) -> None:
    """Write a file of reviews.

    Parameters
    ----------
    path : Path
        A file that is there already is replaced.
    read : callable
        Gives the database that is copied; None for an empty one.
    decisions : iterable of tuple
        What is written beside what was read.

    Raises
    ------
    LggError
        The copy cannot be written, or `path` is in use.
    """
    if beside := [name for name in (f"{path}{s}" for s in SIDECARS) if os.path.lexists(name)]:
        message = tr("{path} seems to be in use: {other} lies beside it.", path=path, other=beside[0])
        raise LggError(message, tr("Choose another name."))
    try:
        with tempfile.TemporaryDirectory(prefix="lgg-reviews-") as folder:
            content = _copy(Path(folder) / f"copy{SUFFIX}", read(), decisions)
    except (sqlite3.Error, OSError) as error:
        message = tr("The reviews could not be copied to {path}: {reason}.", path=path, reason=error)
        raise LggError(message, tr("Free space, or try again.")) from error
    with write_atomically(path, check=check_file) as file:
        file.write(content)


def _copy(path: Path, db: sqlite3.Connection | None, decisions: Iterable[tuple[Review, Event]]) -> bytes:
    with contextlib.closing(connect(path)) as copy:
        if db is None:
            create(copy)
        else:
            db.backup(copy)
        with writing(copy):
            insert(copy, decisions)
    return path.read_bytes()
