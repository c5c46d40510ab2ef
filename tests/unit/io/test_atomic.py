import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lgg_viewer.errors import LggError
from lgg_viewer.io import atomic
from lgg_viewer.io.atomic import TEMPORARY_PREFIX, TEMPORARY_SUFFIX, sweep_temporaries, write_atomically

posix_only = pytest.mark.skipif(os.name == "nt", reason="rights and folders work the POSIX way")


def save(path, content=b"new", **options):
    with write_atomically(path, **options) as file:
        file.write(content)


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def test_a_file_is_written_whole_and_alone(tmp_path):
    save(tmp_path / "a" / "b" / "file.bin", b"x" * 100_000)
    assert (tmp_path / "a" / "b" / "file.bin").read_bytes() == b"x" * 100_000
    assert names(tmp_path / "a" / "b") == ["file.bin"]


def test_the_name_appears_only_when_all_is_on_the_disk(tmp_path, monkeypatch):
    path = tmp_path / "file"
    steps = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (steps.append(("fsync", path.exists())), fsync(handle))[1])
    monkeypatch.setattr(Path, "replace", lambda a, b: (steps.append(("replace", path.exists())), replace(a, b))[1])
    with write_atomically(path, check=lambda temporary: steps.append(("check", temporary.read_bytes()))) as file:
        file.write(b"new")
        assert not path.exists()
    assert steps[:3] == [("fsync", False), ("check", b"new"), ("replace", False)]
    if os.name != "nt":
        # the folder follows, so that the name survives a power cut
        assert steps[3:] == [("fsync", True)]


@pytest.mark.parametrize("error", [RuntimeError("mine"), KeyboardInterrupt(), LggError("mine")])
def test_a_failure_while_writing_leaves_the_older_file_and_nothing_else(tmp_path, error):
    path = tmp_path / "file"
    save(path, b"old")

    def break_off():
        with write_atomically(path) as file:
            file.write(b"half of the ne")
            raise error

    with pytest.raises(type(error)):
        break_off()
    assert (names(tmp_path), path.read_bytes()) == (["file"], b"old")


def test_a_file_that_its_check_refuses_gets_no_name(tmp_path):
    def refuse(_temporary):
        raise LggError("not what was written")

    path = tmp_path / "file"
    save(path, b"old")
    with pytest.raises(LggError, match="not what was written"):
        save(path, check=refuse)
    assert (names(tmp_path), path.read_bytes()) == (["file"], b"old")


def test_failures_of_the_system_are_told_with_the_path_and_a_remedy(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(LggError, match="file") as failure:
        save(tmp_path / "file" / "below")
    assert failure.value.hint
    (tmp_path / "folder").mkdir()
    with pytest.raises(LggError, match="folder could not be written"):
        save(tmp_path / "folder")
    assert names(tmp_path) == ["file", "folder"]


@pytest.mark.parametrize("name", ["fsync", "open"])
def test_a_full_disk_leaves_nothing(tmp_path, monkeypatch, name):
    def full(*_args, **_options):
        raise OSError(errno.ENOSPC, "No space left on device")

    save(tmp_path / "file", b"old")
    monkeypatch.setattr(os, name, full)
    with pytest.raises(LggError, match="No space left on device"):
        save(tmp_path / "file")
    monkeypatch.undo()
    assert (names(tmp_path), (tmp_path / "file").read_bytes()) == (["file"], b"old")


@posix_only
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_rights_follow_what_the_user_set(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        save(tmp_path / "file")
    finally:
        os.umask(before)
    assert (tmp_path / "file").stat().st_mode & 0o777 == mode


@posix_only
def test_a_link_is_replaced_and_what_it_points_to_stays(tmp_path):
    (tmp_path / "precious").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "precious")
    save(tmp_path / "link")
    assert (tmp_path / "precious").read_bytes() == b"old"
    assert (tmp_path / "link").read_bytes() == b"new"


def leave(folder, owner):
    path = folder / f"{TEMPORARY_PREFIX}{owner}-0123456789ab{TEMPORARY_SUFFIX}"
    path.write_bytes(b"half")
    return path


def test_temporaries_of_processes_that_ended_are_swept(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for owner in (ended.pid, "someone", 2**40, 10**30):
        leave(tmp_path, owner)
    others = [tmp_path / ".lgg-notes", tmp_path / "file.part", tmp_path / "deep"]
    for path in others[:2]:
        path.write_bytes(b"")
    others[2].mkdir()
    leave(others[2], ended.pid)
    assert sweep_temporaries(tmp_path) == 4
    assert names(tmp_path) == sorted(p.name for p in others)
    assert len(names(others[2])) == 1


def test_a_temporary_of_a_running_process_stays_until_it_is_a_day_old(tmp_path):
    path = leave(tmp_path, os.getpid())
    assert sweep_temporaries(tmp_path) == 0
    old = path.stat().st_mtime - atomic.STALE_AFTER_S - 60
    os.utime(path, (old, old))
    assert sweep_temporaries(tmp_path) == 1


def test_sweeping_while_a_file_is_being_written_does_it_no_harm(tmp_path):
    with write_atomically(tmp_path / "file") as file:
        assert sweep_temporaries(tmp_path) == 0
        file.write(b"new")
    assert names(tmp_path) == ["file"]


def test_sweeping_a_folder_that_is_not_there_is_no_error(tmp_path):
    assert sweep_temporaries(tmp_path / "gone") == 0
