"""A file of reviews as a whole: opened, put aside where it is damaged, read from another machine."""

import contextlib
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from lgg_viewer.core.review import Event, Review
from lgg_viewer.errors import LggError
from lgg_viewer.io.review_rows import DamagedError, check, connect, create, number, read_events, read_reviews
from lgg_viewer.words import tr

SUFFIX = ".sqlite"
SIDECARS = ("-journal", "-wal", "-shm")
MAX_IMPORT_BYTES = 256 << 20
SMALLEST_BYTES = 512  # the smallest page of a database
# one row is written in milliseconds: whoever holds the file for longer is not another window of this program
BUSY_S = 2.0
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def open_file(path: Path) -> sqlite3.Connection:
    """Open a file and see that it is one of ours; an empty or missing one is made so.

    Raises
    ------
    LggError
        It belongs to another program, or to a newer version.
    DamagedError
    sqlite3.Error
        It cannot be opened for now.
    """
    # SQLite takes so short a file for an empty one, and would write over it
    if path.exists() and 0 < path.stat().st_size < SMALLEST_BYTES:
        raise DamagedError(tr("the file is truncated"))
    db = connect(path, timeout_s=BUSY_S)
    try:
        db.execute("PRAGMA journal_mode = PERSIST")
        db.execute("PRAGMA synchronous = FULL")
        if not number(db, "schema_version"):
            create(db)
        check(db, path)
    except sqlite3.DatabaseError as error:
        db.close()
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE:
            raise DamagedError(str(error)) from error
        raise
    except BaseException:
        db.close()
        raise
    return db


def set_aside(path: Path) -> Path:
    """Rename a damaged file, and what lies beside it; return where it lies now.

    A journal that stayed would be played back into the next file of its name.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    aside = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    for sidecar in SIDECARS:
        with contextlib.suppress(FileNotFoundError):
            Path(f"{path}{sidecar}").rename(f"{aside}{sidecar}")
    return path.rename(aside)


def read_file(path: Path) -> tuple[dict[str, Review], list[Event]]:
    """Return the reviews and the log of a file that may come from anywhere; nothing is written into it.

    Raises
    ------
    LggError
        It is missing, no file of reviews, damaged, too large, or of a newer version.
    """
    hint = tr("Choose a file that this program exported.")
    try:
        if path.stat().st_size > MAX_IMPORT_BYTES:
            raise LggError(tr("{path} is larger than {limit} MiB.", path=path, limit=MAX_IMPORT_BYTES >> 20), hint)
        with (
            contextlib.closing(connect(path, timeout_s=BUSY_S)) as file,
            contextlib.closing(connect(":memory:")) as db,
        ):
            file.backup(db)
            check(db, path)
            return read_reviews(db), read_events(db)
    except (sqlite3.Error, DamagedError, OSError) as error:
        raise LggError(tr("{path} cannot be read as reviews: {reason}.", path=path, reason=error), hint) from error


def check_file(path: Path) -> None:
    """See that a file can be read back.

    Raises
    ------
    LggError
    """
    read_file(path)
