"""Reviews of a cohort in one SQLite file: what holds now, a row a study, and the log of every decision.

The journal is a rollback journal, not a write-ahead log: all that was acknowledged lies in the one file at any time, so
that it can be copied away even after a crash, and it works on network drives. The journal beside it is kept while the
file is open, which spares the disk work, and removed when it is closed.
"""

import contextlib
import hashlib
import sqlite3
from collections.abc import Collection
from pathlib import Path

from lgg_viewer.core.decision_log import merged
from lgg_viewer.core.review import Event, Review
from lgg_viewer.core.study import Cohort
from lgg_viewer.errors import LggError
from lgg_viewer.io.file_names import safe_name
from lgg_viewer.io.review_copy import write_copy
from lgg_viewer.io.review_file import SUFFIX, open_file, read_file, set_aside
from lgg_viewer.io.review_rows import (
    DamagedError,
    insert,
    number,
    read_events,
    read_reviews,
    writing,
)
from lgg_viewer.words import mark, tr, tr_n

_UNWRITTEN = mark(
    "Free disk space or check permissions. The decision is kept in memory; saving is retried with the next one."
)
_AT_THE_END = mark("Saving is retried when you open another folder or close the program.")
_NOT_TAKEN_IN = mark("Free disk space or check permissions, and import them again.")


def store_name(cohort: Cohort) -> str:
    """Return the name of a cohort's file, `<folder>-<identity>.sqlite`; the identity depends on its studies alone."""
    return f"{safe_name(cohort.root.name)}-{_identity(cohort)}{SUFFIX}"


def store_path(folder: Path, cohort: Cohort) -> Path:
    """Return where the reviews of a cohort lie, or are to lie.

    A cohort that was moved or renamed finds its reviews under the name it had before.
    """
    named = folder / store_name(cohort)
    if named.exists():
        return named
    try:
        others = [p for p in folder.iterdir() if p.name.endswith(f"-{_identity(cohort)}{SUFFIX}")]
        return max(others, key=lambda p: (p.stat().st_mtime, p.name), default=named)
    except OSError:
        return named


def _identity(cohort: Cohort) -> str:
    keys = "\0".join(sorted(study.key for study in cohort.studies))
    return hashlib.sha256(keys.encode(errors="surrogatepass")).hexdigest()[:16]


def open_store(path: Path) -> "ReviewStore":
    """Open the reviews of a cohort; a file that is not there is made with the first decision.

    A damaged file is renamed and a fresh one begun; a file that cannot be read for now leaves the reviews in memory.
    Both are told by `ReviewStore.take_warning`.

    Raises
    ------
    LggError
        The file was written by a newer version, or by another program. It is left as it is.
    """
    store = ReviewStore(path)
    store.find()
    return store


class ReviewStore:
    """One open file of reviews; made by `open_store`.

    Attributes
    ----------
    path : Path
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db: sqlite3.Connection | None = None
        self._version = 0
        self._pending: list[tuple[Review, Event]] = []
        self._warning = ""

    def take_warning(self) -> str:
        """Return what has to be said of the file, once; empty when all is well."""
        warning, self._warning = self._warning, ""
        return warning

    def find(self) -> bool:
        """Return whether there is more to be read than when last asked: another window has written."""
        try:
            if self._db is None:
                if not self.path.exists():
                    return False
                self._connect()
                return True
            before, self._version = self._version, number(self._db, "data_version")
        except (sqlite3.Error, OSError) as error:
            self._warning = str(self._unreadable(error))
            return False
        return before != self._version

    def reviews(self) -> dict[str, Review]:
        """Return what holds, study to review; studies without a decision are left out.

        Raises
        ------
        LggError
            The file cannot be read.
        """
        try:
            db = self._reader()
            found = {} if db is None else read_reviews(db)
        except (sqlite3.Error, OSError, ValueError) as error:
            raise self._unreadable(error) from error
        return found | {event.study: review for review, event in self._pending}

    def events(self, study: str | None = None) -> list[Event]:
        """Return the log, the oldest first; that of one study, or all of it.

        Raises
        ------
        LggError
            The file cannot be read.
        """
        try:
            db = self._reader()
            found = [] if db is None else read_events(db, study)
        except (sqlite3.Error, OSError, ValueError) as error:
            raise self._unreadable(error) from error
        return found + [event for _, event in self._pending if study in (None, event.study)]

    def put(self, study: str, review: Review, event: Event) -> None:
        """Write a decision; when this returns, it is on the disk.

        Raises
        ------
        LggError
            The disk is full, the folder read-only, the file held by another program. The decision stays in memory, is
            among `reviews` and `events`, and is tried again with the next one and at the end.
        ValueError
            The event is of another study.
        """
        if event.study != study:
            raise ValueError(f"an event of {event.study!r} for {study!r}")
        self._pending.append((review, event))
        self._flush()

    def export_copy(self, path: Path, *, unwritten: bool = False) -> None:
        """Write all reviews into another file, those too that could not be written to this one.

        Parameters
        ----------
        path : Path
        unwritten : bool
            Write those alone; the own file need not be readable then.

        Raises
        ------
        LggError
            The copy cannot be written, or `path` is this very file or one in use.
        """
        if path.resolve() == self.path.resolve():
            raise LggError(tr("{path} holds these reviews already.", path=path), tr("Choose another name."))
        write_copy(path, (lambda: None) if unwritten else self._reader, self._pending)

    def import_from(self, path: Path, studies: Collection[str] | None = None) -> int:
        """Take over the reviews of another file: of each part of a review what was decided last, and the whole log.

        Taking over the same file again changes nothing.

        Parameters
        ----------
        path : Path
            A copy made by `export_copy`, or the file of another machine.
        studies : collection of str or None
            Keys of the studies that are wanted; None for all.

        Returns
        -------
        int
            How many studies have another review than before.

        Raises
        ------
        LggError
            It is no such file, a damaged one, one of a newer version; or the own file cannot be written. Nothing is
            taken over then.
        """
        theirs, log = read_file(path)
        mine = self.reviews()
        wanted = [event for event in log if studies is None or event.study in studies]
        joint: dict[str, list[Event]] = {}
        for event in (*self.events(), *wanted):
            joint.setdefault(event.study, []).append(event)
        together = {
            key: merged(mine.get(key, Review()), review, joint.get(key, ()))
            for key, review in theirs.items()
            if studies is None or key in studies
        }
        taken = {key: review for key, review in together.items() if review != mine.get(key, Review())}
        self._flush(taken, wanted)
        return len(taken)

    def close(self) -> None:
        """Write what is still in memory, and let go of the file; it is opened again when it is asked something.

        Raises
        ------
        LggError
            Decisions could not be written: they stay in memory, and are lost with this object.
        """
        try:
            self._flush()
        except LggError as error:
            unwritten = tr_n("{n} decision is not saved.", "{n} decisions are not saved.", len(self._pending))
            raise LggError(f"{unwritten} {error.message}", tr(_AT_THE_END)) from error
        finally:
            self._disconnect()

    def discard(self) -> None:
        """Give up the decisions that could not be written."""
        self._pending.clear()

    # the connection

    def _flush(self, more: dict[str, Review] | None = None, log: Collection[Event] = ()) -> None:
        """Write what is pending, and what is given, in one step."""
        if not (self._pending or more or log):
            return
        try:
            if self._db is None:
                self._connect()
            assert self._db is not None
            with writing(self._db):
                insert(self._db, self._pending, more or {}, log)
        except (sqlite3.Error, OSError) as error:
            # the next try begins anew: the file may have been moved, or the drive have come back
            self._disconnect()
            message = tr("The review could not be saved to {path}: {reason}.", path=self.path, reason=error)
            raise LggError(message, tr(_NOT_TAKEN_IN if more or log else _UNWRITTEN)) from error
        self._pending.clear()

    def _connect(self) -> None:
        # reviews tell of patients: they are for the user alone
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._db = open_file(self.path)
        except DamagedError as error:
            aside = set_aside(self.path)
            self._warning = tr(
                "The reviews in {path} are damaged ({reason}). The file is kept as {name}, and a new one was started. "
                "If you have a copy, import it.",
                path=self.path,
                reason=error,
                name=aside.name,
            )
            self._db = open_file(self.path)
        self._version = number(self._db, "data_version")

    def _disconnect(self) -> None:
        db, self._db = self._db, None
        if db is not None:
            with contextlib.suppress(sqlite3.Error):
                # takes the empty journal away, so that the file is alone
                db.execute("PRAGMA busy_timeout = 0")
                db.execute("PRAGMA journal_mode = DELETE")
            db.close()

    def _reader(self) -> sqlite3.Connection | None:
        """Return what can be read from; None where nothing was written yet."""
        if self._db is None and self.path.exists():
            self._connect()
        return self._db

    def _unreadable(self, error: Exception) -> LggError:
        message = tr("The reviews in {path} cannot be read: {reason}.", path=self.path, reason=error)
        return LggError(message, tr("Check the drive and permissions."))
