"""Reviews on disks that fill up, in files that were cut, by a program that is killed: no decision is lost."""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from contextlib import closing
from pathlib import Path

import pytest

from lgg_viewer.core.review import Review, ReviewState, log_entry
from lgg_viewer.errors import LggError
from lgg_viewer.io import review_rows
from lgg_viewer.io.review_store import open_store
from tests.unit.io.test_review_store import CONTEXT, NOON, cohort, decide, names, open_, store_name, store_path

__all__ = ["open_"]  # the fixture
ROOT = Path(__file__).resolve().parents[2]
posix_only = pytest.mark.skipif(os.name == "nt", reason="signals, limits and rights work the POSIX way")
LONG = "x" * 20_000


class Disk:
    """Stands between the store and SQLite, and lets the engine itself run out of pages, or fail to open."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pages: int | None = None
        self.fault: Exception | None = None
        self._connections: list[sqlite3.Connection] = []
        self._connect = sqlite3.connect
        monkeypatch.setattr(review_rows.sqlite3, "connect", self.connect)

    def connect(self, *args, **options) -> sqlite3.Connection:
        if self.fault is not None:
            raise self.fault
        db = self._connect(*args, **options)
        self._connections.append(db)
        if self.pages is not None:
            self.limit(db)
        return db

    def limit(self, db: sqlite3.Connection) -> None:
        db.execute(f"PRAGMA max_page_count = {self.pages}")

    def fill(self) -> None:
        self._limit_all(1)  # the engine takes the size the file has for the least

    def free(self) -> None:
        self._limit_all(1 << 20)

    def _limit_all(self, pages: int) -> None:
        self.pages = pages
        for db in self._connections:
            with contextlib.suppress(sqlite3.ProgrammingError):  # closed by now
                self.limit(db)


@pytest.fixture
def disk(monkeypatch):
    return Disk(monkeypatch)


def comment(store, study: str, text: str, minute: int = 0) -> Review:
    before = store.reviews().get(study, Review())
    after = before.commented(text, "anna", NOON.replace(minute=minute))
    store.put(study, after, log_entry(study, before, after, CONTEXT))
    return after


def test_a_full_disk_is_told_and_nothing_is_lost_once_there_is_room(open_, disk):
    store = open_()
    kept = decide(store, "A")
    disk.fill()
    with pytest.raises(LggError, match="full") as failure:
        comment(store, "B", LONG)
    assert str(store.path) in failure.value.message
    assert "kept in memory" in failure.value.hint
    assert store.reviews()["A"] == kept
    assert store.reviews()["B"].comment == LONG
    assert [e.what for e in store.events("B")] == ["Comment"]
    disk.free()
    decide(store, "C", 3)
    with closing(open_store(store.path)) as other:
        assert set(other.reviews()) == {"A", "B", "C"}
        assert other.reviews()["B"].comment == LONG
        assert [e.study for e in other.events()] == ["A", "B", "C"]


def test_reviews_that_could_not_be_taken_in_are_not_said_to_be_kept(open_, disk):
    store, theirs = open_(), open_("theirs.sqlite")
    kept = decide(store, "A")
    comment(theirs, "B", LONG)
    theirs.close()
    disk.fill()
    disk.pages = None  # the disk that theirs come from has room
    with pytest.raises(LggError, match="full") as failure:
        store.import_from(theirs.path)
    assert "memory" not in failure.value.hint
    assert "import them again" in failure.value.hint
    assert store.reviews() == {"A": kept}
    disk.free()
    assert store.import_from(theirs.path) == 1


def test_what_could_not_be_written_is_tried_again_at_the_end(open_, disk):
    store = open_()
    decide(store, "A")
    disk.fill()
    with pytest.raises(LggError):
        comment(store, "B", LONG)
    disk.free()
    store.close()
    with closing(open_store(store.path)) as other:
        assert other.reviews()["B"].comment == LONG


def test_what_is_not_written_at_the_end_is_said_and_can_be_tried_again_or_given_up(tmp_path, disk):
    store = open_store(tmp_path / "a.sqlite")
    decide(store, "A")
    for study in ("B", "C"):
        disk.fill()
        with pytest.raises(LggError):
            comment(store, study, LONG)
        with pytest.raises(LggError, match="1 decision is not saved"):
            store.close()
        disk.free()
        if study == "B":
            store.close()
    store.discard()
    store.close()
    with closing(open_store(store.path)) as other:
        assert set(other.reviews()) == {"A", "B"}


def test_what_a_locked_file_does_not_take_can_be_saved_elsewhere(open_, monkeypatch, tmp_path):
    monkeypatch.setattr("lgg_viewer.io.review_file.BUSY_S", 0.05)
    store = open_()
    decide(store, "A")
    with closing(sqlite3.connect(store.path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LggError, match="locked"):
            store.put("B", *step("B"))
        store.export_copy(tmp_path / "copy.sqlite", unwritten=True)
        with pytest.raises(LggError):
            store.export_copy(store.path, unwritten=True)
    store.discard()
    assert set(store.reviews()) == {"A"}
    assert store.import_from(tmp_path / "copy.sqlite") == 1
    assert [e.study for e in store.events()] == ["A", "B"]


def test_what_cannot_be_written_here_can_be_copied_elsewhere(open_, disk, tmp_path):
    store = open_()
    decide(store, "A")
    disk.fill()
    with pytest.raises(LggError):
        comment(store, "B", LONG)
    disk.free()
    store.export_copy(tmp_path / "copy.sqlite")
    with closing(open_store(tmp_path / "copy.sqlite")) as copy:
        assert set(copy.reviews()) == {"A", "B"}
        assert len(copy.events()) == 2


def test_a_copy_that_cannot_be_written_leaves_the_older_one(open_, tmp_path, monkeypatch):
    store, target = open_(), tmp_path / "copy.sqlite"
    decide(store, "A")
    store.export_copy(target)
    before = target.read_bytes()
    decide(store, "B", 1)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lgg_viewer.io.atomic.os.fsync", full)
    with pytest.raises(LggError, match=r"copy\.sqlite"):
        store.export_copy(target)
    assert target.read_bytes() == before
    assert names(tmp_path) == ["copy.sqlite", "reviews"]


@pytest.mark.parametrize(
    "fault",
    [
        sqlite3.OperationalError("unable to open database file"),
        sqlite3.OperationalError("attempt to write a readonly database"),
        PermissionError(13, "Permission denied"),
    ],
)
def test_a_place_that_takes_no_file_leaves_the_reviews_in_memory(open_, disk, fault):
    store = open_()
    disk.fault = fault
    with pytest.raises(LggError, match=r"cohort\.sqlite") as failure:
        decide(store, "A")
    assert failure.value.hint
    assert set(store.reviews()) == {"A"}
    disk.fault = None
    decide(store, "B", 1)
    with closing(open_store(store.path)) as other:
        assert set(other.reviews()) == {"A", "B"}


def test_a_file_that_cannot_be_opened_for_now_is_told_at_once_and_left_alone(open_, disk):
    store = open_()
    decide(store, "A")
    store.close()
    disk.fault = sqlite3.OperationalError("disk I/O error")
    again = open_store(store.path)
    assert "disk I/O error" in again.take_warning()
    assert again.take_warning() == ""
    disk.fault = None
    assert again.find()
    assert set(again.reviews()) == {"A"}
    again.close()


@posix_only
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write_is_told(tmp_path):
    (tmp_path / "reviews").mkdir(mode=0o500)
    store = open_store(tmp_path / "reviews" / "a.sqlite")
    with pytest.raises(LggError, match="reviews"):
        decide(store, "A")
    assert set(store.reviews()) == {"A"}


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "reviews").write_bytes(b"a file")
    store = open_store(tmp_path / "reviews" / "a.sqlite")
    with pytest.raises(LggError, match="reviews"):
        decide(store, "A")
    (tmp_path / "reviews").unlink()
    store.close()
    with closing(open_store(store.path)) as other:
        assert set(other.reviews()) == {"A"}


def test_a_file_held_by_another_program_is_told_and_written_later(open_, monkeypatch):
    monkeypatch.setattr("lgg_viewer.io.review_file.BUSY_S", 0.05)
    store = open_()
    decide(store, "A")
    with closing(sqlite3.connect(store.path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LggError, match="locked"):
            store.put("B", *step("B"))
    assert decide(store, "C", 1)
    assert set(store.reviews()) == {"A", "B", "C"}


def step(study: str):
    after = Review().in_state(ReviewState.APPROVED, "anna", NOON)
    return after, log_entry(study, Review(), after, CONTEXT)


@posix_only
def test_a_file_taken_away_under_the_program_is_noticed(open_):
    store = open_()
    decide(store, "A")
    store.path.unlink()
    with pytest.raises(LggError):
        store.put("B", *step("B"))
    decide(store, "C", 1)
    with closing(open_store(store.path)) as other:
        assert set(other.reviews()) == {"B", "C"}


# damage


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def one_page_less(content: bytes) -> bytes:
    return content[:-4096]


def a_few_bytes(content: bytes) -> bytes:
    return content[:60]


def another_file(_content: bytes) -> bytes:
    return b"GIF89a" + bytes(5000)


def noise_in_the_middle(content: bytes) -> bytes:
    chance = random.Random(7)
    return content[:4096] + chance.randbytes(4096) + content[8192:]


@pytest.mark.parametrize("damage", [half, one_page_less, a_few_bytes, another_file, noise_in_the_middle])
def test_a_damaged_file_is_put_aside_and_a_fresh_one_begun(open_, tmp_path, damage):
    store = open_()
    for minute in range(20):
        decide(store, f"S{minute}", minute)
    store.close()
    damaged = damage(store.path.read_bytes())
    store.path.write_bytes(damaged)
    again = open_()
    warning = again.take_warning()
    aside = [p for p in store.path.parent.iterdir() if ".damaged-" in p.name]
    assert len(aside) == 1
    assert aside[0].name in warning
    assert aside[0].read_bytes() == damaged
    assert again.reviews() == {}
    decide(again, "A")
    again.close()
    third = open_()
    assert (set(third.reviews()), third.take_warning()) == ({"A"}, "")


def test_any_cut_of_a_file_is_either_told_or_costs_nothing(tmp_path):
    path = tmp_path / "a.sqlite"
    with closing(open_store(path)) as store:
        for minute in range(3):
            decide(store, f"S{minute}", minute)
        whole, expected = path.read_bytes(), store.reviews()
    for length in (*range(1, 120, 7), *range(120, len(whole), 1021)):
        (tmp_path / "cut").mkdir(exist_ok=True)
        cut = tmp_path / "cut" / f"{length}.sqlite"
        cut.write_bytes(whole[:length])
        with closing(open_store(cut)) as store:
            assert store.take_warning() or store.reviews() == expected, length


def test_the_journal_of_a_damaged_file_goes_with_it(open_, tmp_path):
    store = open_()
    decide(store, "A")
    store.close()
    store.path.write_bytes(another_file(b""))
    journal = Path(f"{store.path}-journal")
    journal.write_bytes(bytes(512))
    again = open_()
    decide(again, "B")
    again.close()
    assert names(store.path.parent)[0] == "cohort.damaged-" + names(store.path.parent)[0].split("-", 1)[1]
    assert [n for n in names(store.path.parent) if n.startswith("cohort.sqlite")] == ["cohort.sqlite"]
    assert [n for n in names(store.path.parent) if n.endswith(".sqlite-journal")]


def test_a_damaged_file_is_never_taken_for_that_of_a_cohort(tmp_path):
    studies = cohort("/a/lgg", "A", "B")
    path = tmp_path / store_name(studies)
    path.write_bytes(another_file(b""))
    open_store(path).close()
    path.unlink()
    assert names(tmp_path)
    assert store_path(tmp_path, cohort("/b/renamed", "A", "B")).name == store_name(cohort("/b/renamed", "A", "B"))


# the program dies


WRITER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from lgg_viewer.core.review import Review, log_entry
    from lgg_viewer.io.review_store import open_store
    from datetime import UTC, datetime, timedelta
    noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
    store = open_store(Path(sys.argv[1]))
    begin, text = int(sys.argv[2]), sys.argv[3]
    for k in range(begin, 10**9):
        before = Review()
        after = before.commented(f"{k} {text}", "anna", noon + timedelta(seconds=k))
        store.put(f"S{k % 110}", after, log_entry(f"S{k % 110}", before, after, {}))
        print(k, flush=True)
    """
)


@posix_only
def test_a_killed_program_loses_nothing_that_was_acknowledged(tmp_path):
    chance, path, begin = random.Random(5), tmp_path / "a.sqlite", 0
    for _ in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(begin), "note"], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        first = process.stdout.readline()
        time.sleep(chance.uniform(0.005, 0.15))
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        assert process.returncode == -signal.SIGKILL
        said = [int(line) for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]
        with closing(open_store(path)) as store:
            assert store.take_warning() == ""
            told = [int(e.detail["to"].split()[0]) for e in store.events()]
            # the one that was on its way may have come through
            assert told in (list(range(said[-1] + 1)), list(range(said[-1] + 2)))
            for k in told[-110:]:
                assert store.reviews()[f"S{k % 110}"].comment == f"{k} note"
        assert names(tmp_path) == ["a.sqlite"]
        begin = told[-1] + 1


@posix_only
def test_a_limit_of_the_system_in_the_middle_of_a_file_loses_nothing_that_was_acknowledged(tmp_path):
    """No injection: the kernel itself stops the writing."""
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
    path = tmp_path / "a.sqlite"
    done = subprocess.run(
        [sys.executable, "-c", limit + WRITER, str(path), "0", LONG],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    said = [int(line) for line in done.stdout.splitlines()]
    assert said
    assert "LggError" in done.stderr
    assert str(path) in done.stderr
    with closing(open_store(path)) as store:
        assert store.take_warning() == ""
        assert [int(e.detail["to"].split()[0]) for e in store.events()] == said
