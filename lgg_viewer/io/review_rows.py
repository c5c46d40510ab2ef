"""The tables of a file of reviews: how they are made, known again, written and read.

`review` holds what is true now, a row a study. `event` is the log: rows are added and never changed, which the database
itself sees to. Times are ISO 8601 in UTC, states and difficulties the names in code, so that words on the screen can
change.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from lgg_viewer.core.review import Difficulty, Event, Review, ReviewState, text_of
from lgg_viewer.errors import LggError
from lgg_viewer.words import tr

# "LGGR": at byte 68 of the file, where `file` and SQLite look for whose a database is
APPLICATION_ID = 0x4C474752
SCHEMA_VERSION = 1
_SCHEMA = {
    "review": "CREATE TABLE review (study TEXT PRIMARY KEY, state TEXT NOT NULL, difficulty TEXT NOT NULL, "
    "comment TEXT NOT NULL, reviewer TEXT NOT NULL, changed TEXT NOT NULL, "
    "verdict TEXT NOT NULL, verdict_by TEXT NOT NULL, verdict_at TEXT NOT NULL)",
    # the same line twice, from two copies of one file or a second try, is one line
    "event": "CREATE TABLE event (number INTEGER PRIMARY KEY, moment TEXT NOT NULL, study TEXT NOT NULL, "
    "who TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL, UNIQUE (moment, study, who, what, detail))",
    "event_stays": "CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN "
    "SELECT RAISE(ABORT, 'the log of decisions only grows'); END",
    "event_is_final": "CREATE TRIGGER event_is_final BEFORE UPDATE ON event BEGIN "
    "SELECT RAISE(ABORT, 'the log of decisions only grows'); END",
}
_REVIEW = "study, state, difficulty, comment, reviewer, changed, verdict, verdict_by, verdict_at"
_EVENT = "moment, study, who, what, detail"


class DamagedError(Exception):
    """A file of reviews that cannot be read for good."""


def connect(database: str | Path, *, timeout_s: float = 0.0) -> sqlite3.Connection:
    """Connect, with transactions begun and ended by us, and texts that hold whatever a file name may hold."""
    db = sqlite3.connect(database, timeout=timeout_s, isolation_level=None)
    db.text_factory = _text
    return db


def _text(raw: bytes) -> str:
    # names of folders can hold bytes that are no text; Python keeps them as half characters
    return raw.decode("utf-8", "surrogatepass")


@contextlib.contextmanager
def writing(db: sqlite3.Connection) -> Iterator[None]:
    """Make one step of what is done within, or nothing at all."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        # a full disk may have ended the transaction already
        if db.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                db.execute("ROLLBACK")
        raise


def number(db: sqlite3.Connection, pragma: str) -> int:
    """Return the value of a pragma that is a whole number."""
    return int(db.execute(f"PRAGMA {pragma}").fetchone()[0])


def create(db: sqlite3.Connection) -> None:
    """Make the tables in an empty file; of two windows that do so at once, one does."""
    with writing(db):
        if number(db, "schema_version") or number(db, "application_id"):
            return
        for statement in _SCHEMA.values():
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def check(db: sqlite3.Connection, path: Path) -> None:
    """See that a file is one of ours, of this version, and whole.

    Raises
    ------
    LggError
        It belongs to another program, or to a newer version.
    DamagedError
        It is one of ours, and not whole.
    sqlite3.DatabaseError
        SQLite itself finds it damaged, or cannot read it.
    """
    if number(db, "application_id") != APPLICATION_ID:
        raise LggError(
            tr("{path} holds no reviews: it is a database of another program.", path=path), tr("Move it elsewhere.")
        )
    version = number(db, "user_version")
    if version > SCHEMA_VERSION:
        raise LggError(
            tr(
                "The reviews in {path} were written by a newer version of LGG Viewer (layout {version}, this one knows "
                "layout {known}).",
                path=path,
                version=version,
                known=SCHEMA_VERSION,
            ),
            tr("Update the program. The file was left as it is."),
        )
    # no table, view or trigger but our own: a file from elsewhere must not bring code of its own
    found = dict(db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    if version != SCHEMA_VERSION or found != _SCHEMA:
        raise DamagedError(tr("unexpected table layout"))
    fault = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if fault != "ok":
        raise DamagedError(str(fault))
    try:
        read_reviews(db)
        read_events(db)
    except ValueError as error:
        raise DamagedError(str(error)) from error


def insert(
    db: sqlite3.Connection,
    decisions: Iterable[tuple[Review, Event]],
    reviews: Mapping[str, Review] | None = None,
    log: Iterable[Event] = (),
) -> None:
    """Write decisions in their order, then reviews and lines of the log by themselves."""
    for review, event in decisions:
        _insert_review(db, event.study, review)
        _insert_event(db, event)
    for study, review in (reviews or {}).items():
        _insert_review(db, study, review)
    for event in log:
        _insert_event(db, event)


def _insert_review(db: sqlite3.Connection, study: str, review: Review) -> None:
    _insert(
        db,
        f"INSERT OR REPLACE INTO review ({_REVIEW})",
        study,
        review.state.name,
        review.difficulty.name,
        review.comment,
        review.reviewer,
        text_of(review.changed),
        str(review.verdict),
        review.verdict_by,
        text_of(review.verdict_at),
    )


def _insert_event(db: sqlite3.Connection, event: Event) -> None:
    row = (text_of(event.when), event.study, event.who, event.what, event.detail_json())
    _insert(db, f"INSERT OR IGNORE INTO event ({_EVENT})", *row)


def _insert(db: sqlite3.Connection, statement: str, *texts: str) -> None:
    places = ", ".join(["CAST(? AS TEXT)"] * len(texts))
    db.execute(f"{statement} VALUES ({places})", [t.encode("utf-8", "surrogatepass") for t in texts])


def read_reviews(db: sqlite3.Connection) -> dict[str, Review]:
    """Return study to review.

    Raises
    ------
    ValueError
        A row holds what no review can.
    """
    rows = _texts(db.execute(f"SELECT {_REVIEW} FROM review ORDER BY study"))
    return {study: _parse_review(*row) for study, *row in rows}


def _texts(rows: Iterable[tuple[object, ...]]) -> Iterator[list[str]]:
    # a column takes values of any kind, whatever it was declared to be
    for row in rows:
        texts = [value for value in row if isinstance(value, str)]
        if len(texts) != len(row):
            raise ValueError(tr("a row contains something other than text"))
        yield texts


def _parse_review(
    state: str,
    difficulty: str,
    comment: str,
    reviewer: str,
    changed: str,
    verdict: str,
    verdict_by: str,
    verdict_at: str,
) -> Review:
    try:
        return Review(
            ReviewState[state],
            Difficulty[difficulty],
            comment,
            reviewer,
            _parse_time(changed),
            verdict,
            verdict_by,
            _parse_time(verdict_at),
        )
    except KeyError as error:
        raise ValueError(tr("{name} is neither a state nor a difficulty", name=error)) from error


def _parse_time(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def read_events(db: sqlite3.Connection, study: str | None = None) -> list[Event]:
    """Return the log, the oldest first; that of one study, or all of it.

    Raises
    ------
    ValueError
        A line holds what no line can.
    """
    where, values = (
        ("", ()) if study is None else (" WHERE study = CAST(? AS TEXT)", (study.encode(errors="surrogatepass"),))
    )
    rows = db.execute(f"SELECT {_EVENT} FROM event{where} ORDER BY moment, number", values)
    return [_parse_event(*row) for row in _texts(rows)]


def _parse_event(moment: str, study: str, who: str, what: str, detail: str) -> Event:
    content = json.loads(detail)
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        raise ValueError(tr("the details of a decision are not text"))
    return Event(datetime.fromisoformat(moment), study, who, what, content)
