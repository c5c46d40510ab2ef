"""Disks that fill up, folders that vanish, a program that is killed: no half file under a final name."""

import errno
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest

from lgg_viewer.core.provenance import describe
from lgg_viewer.errors import LggError
from lgg_viewer.io import atomic
from lgg_viewer.io.mask_export import Existing, export_study
from tests.unit.io.tiff_files import KEY, make_map, make_mask, make_study, make_volume

ROOT = Path(__file__).resolve().parents[2]
RECORD = "provenance.json"
posix_only = pytest.mark.skipif(os.name == "nt", reason="signals, limits and rights work the POSIX way")
FULL = OSError(errno.ENOSPC, "No space left on device")


def inverse():
    mask = make_mask()
    mask.voxels.flags.writeable = True
    mask.voxels[:] = ~mask.voxels
    return mask


def export(out, mask, **options):
    study = make_study()
    provenance = describe(study, make_volume(), mask, probability=make_map(), threshold=0.5)
    return export_study(study, mask, out, provenance, stack=True, existing=Existing.OVERWRITE, **options)


def pictures(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.name != RECORD}


def digests(folder):
    return {name: hashlib.sha256(content).hexdigest() for name, content in pictures(folder).items()}


def said(folder):
    """What the records say of each file, the newest first."""
    files: dict[str, str] = {}
    for record in json.loads((folder / RECORD).read_text(encoding="utf-8"))["records"]:
        files = record["files"] | files
    return files


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    """What a whole export of either mask holds."""
    folder = tmp_path_factory.mktemp("whole")
    return [pictures(export(folder / str(k), mask).folder) for k, mask in enumerate((make_mask(), inverse()))]


class Failing:
    """Calls a function, and fails at its n-th call."""

    def __init__(self, function, at, error):
        self.function, self.left, self.error, self.failed = function, at, error, False

    def __call__(self, *args, **options):
        if self.left == 0 and not self.failed:
            self.failed = True
            raise self.error
        self.left -= 1
        return self.function(*args, **options)


class HalfWriting:
    """Opens files the n-th of which takes half of what it is given."""

    def __init__(self, at):
        self.fdopen, self.left, self.failed = os.fdopen, at, False

    def __call__(self, *args, **options):
        file = self.fdopen(*args, **options)
        self.left -= 1
        if self.left != -1:
            return file
        write, self.failed = file.write, True

        class Full:
            def __enter__(self):
                return self

            def __exit__(self, *_):
                file.close()

            def write(self, content):
                write(content[: len(content) // 2])
                file.flush()
                raise FULL

        return Full()


FAULTS = {
    "no room for a new file": lambda at: ("lgg_viewer.io.atomic.os.open", Failing(os.open, at, FULL)),
    "half written": lambda at: ("lgg_viewer.io.atomic.os.fdopen", HalfWriting(at)),
    "not synced": lambda at: ("lgg_viewer.io.atomic.os.fsync", Failing(os.fsync, at, FULL)),
    "not moved": lambda at: ("pathlib.Path.replace", None),
    "no rights": lambda at: (
        "lgg_viewer.io.atomic.os.open",
        Failing(os.open, at, PermissionError(errno.EACCES, "Permission denied")),
    ),
    "read-only": lambda at: (
        "lgg_viewer.io.atomic.os.open",
        Failing(os.open, at, OSError(errno.EROFS, "Read-only file system")),
    ),
    "input/output error": lambda at: (
        "lgg_viewer.io.atomic.os.fsync",
        Failing(os.fsync, at, OSError(errno.EIO, "Input/output error")),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("at", range(7))
def test_a_fault_at_any_file_leaves_whole_files_alone(tmp_path, monkeypatch, versions, fault, at):
    old, new = versions
    export(tmp_path, make_mask())
    # the folder's own fsync is forgiven, and would let every other fault pass
    monkeypatch.setattr(atomic, "_sync_folder", lambda _folder: None)
    name, failing = FAULTS[fault](at)
    if failing is None:
        replace = Path.replace
        failing = Failing(replace, at, FULL)
        monkeypatch.setattr(Path, "replace", lambda one, other: failing(one, other))
    else:
        monkeypatch.setattr(name, failing)
    with pytest.raises(LggError) as failure:
        export(tmp_path, inverse())
    monkeypatch.undo()
    assert failing.failed
    assert str(tmp_path / KEY) in failure.value.message
    assert failure.value.hint
    folder = tmp_path / KEY
    # the record comes before and after them
    order = [RECORD, *(f"{KEY}_{n}_mask.tif" for n in (1, 2, 3, 4)), f"{KEY}_mask.tif"]
    assert pictures(folder) == {name: (new if k < at else old)[name] for k, name in enumerate(order) if k}
    if at < 6:
        # what is on the disk is what the records say
        assert said(folder) == digests(folder)
    else:
        assert said(folder) == {}


def test_a_record_that_cannot_be_written_is_told_and_no_older_one_describes_the_new_masks(
    tmp_path, monkeypatch, versions
):
    folder = export(tmp_path, make_mask()).folder
    write = atomic.os.open
    # five pictures come first, and before them the record that speaks of them no longer; the new one finds no room
    left = iter([True] * 6)
    monkeypatch.setattr(atomic, "_sync_folder", lambda _folder: None)

    def full(*args, **options):
        if next(left, False):
            return write(*args, **options)
        raise FULL

    monkeypatch.setattr("lgg_viewer.io.atomic.os.open", full)
    with pytest.raises(LggError, match=RECORD):
        export(tmp_path, inverse())
    monkeypatch.undo()
    assert pictures(folder) == versions[1]
    assert said(folder) == {}
    assert len(list(folder.iterdir())) == 6


@pytest.mark.parametrize("at", range(5))
def test_an_overwrite_that_is_killed_leaves_no_record_of_what_was_replaced(tmp_path, at):
    """The process ends without any chance to write, as by a power cut."""
    folder = export(tmp_path, make_mask()).folder
    code = textwrap.dedent(
        """
        import os, sys
        from pathlib import Path
        from tests.faults.test_export_faults import export, inverse
        end = lambda done, _of: os._exit(9) if done == int(sys.argv[2]) else None
        export(Path(sys.argv[1]), inverse(), progress=end)
        """
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path), str(at)], cwd=ROOT, timeout=60, check=False)
    assert done.returncode == 9
    there = digests(folder)
    assert said(folder).items() <= there.items()
    export(tmp_path, make_mask())
    assert said(folder) == digests(folder)


def test_files_that_an_overwrite_does_not_touch_keep_their_record_while_it_runs(tmp_path):
    folder = export(tmp_path, make_mask()).folder
    untouched = {f"{KEY}_{n}_mask.tif" for n in (1, 2, 4)}

    def look(done, _of):
        if done == 1:
            assert {name for name in said(folder) if name != f"{KEY}_mask.tif"} == untouched
            assert said(folder).items() <= digests(folder).items()

    study, mask = make_study(), inverse()
    provenance = describe(study, make_volume(), mask, probability=make_map(), threshold=0.5)
    export_study(study, mask, tmp_path, provenance, slices=[2], existing=Existing.OVERWRITE, progress=look)
    assert said(folder) == digests(folder)
    assert len(json.loads((folder / RECORD).read_text(encoding="utf-8"))["records"]) == 2


def test_the_record_of_a_first_export_is_written_once(tmp_path, monkeypatch):
    written = []
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", lambda one, other: written.append(other.name) or replace(one, other))
    export(tmp_path, make_mask())
    assert written.count(RECORD) == 1
    export(tmp_path, make_mask(), slices=[0])
    assert written.count(RECORD) == 3


@posix_only
def test_a_limit_of_the_system_in_the_middle_of_a_file_leaves_nothing_of_it(tmp_path, versions):
    """No injection: the kernel itself stops the writing of the stack, the largest file."""
    code = textwrap.dedent(
        """
        import resource, sys
        from pathlib import Path
        sys.path.insert(0, str(Path.cwd()))
        from lgg_viewer.errors import LggError
        from tests.faults.test_export_faults import export
        from tests.unit.io.tiff_files import make_mask
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            export(Path(sys.argv[1]), make_mask())
        except LggError as error:
            print(error.message)
        """
    )
    folder = tmp_path / KEY
    assert len(versions[0][f"{KEY}_mask.tif"]) > 1000 > len(versions[0][f"{KEY}_1_mask.tif"])
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert f"{KEY}_mask.tif could not be written" in done.stdout, done.stderr
    names = {p.name for p in folder.iterdir()}
    assert names - {RECORD} == {f"{KEY}_{n}_mask.tif" for n in (1, 2, 3, 4)}


@posix_only
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write_is_told(tmp_path):
    (tmp_path / "out").mkdir(mode=0o500)
    with pytest.raises(LggError, match="out"):
        export(tmp_path / "out", make_mask())


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "out").write_bytes(b"a file")
    with pytest.raises(LggError, match="out") as failure:
        export(tmp_path / "out", make_mask())
    assert failure.value.hint
    assert (tmp_path / "out").read_bytes() == b"a file"


@pytest.mark.parametrize("gone", ["out", f"out/{KEY}"])
def test_a_folder_that_vanishes_is_told_and_not_made_again(tmp_path, gone):
    def pull_the_plug(done, _of):
        if done == 2:
            shutil.rmtree(tmp_path / gone)

    with pytest.raises(LggError, match="no longer exists") as failure:
        export(tmp_path / "out", make_mask(), progress=pull_the_plug)
    assert failure.value.hint
    assert not (tmp_path / gone).exists()


@posix_only
def test_a_killed_program_leaves_whole_files_and_the_next_export_sweeps(tmp_path, versions):
    code = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from tests.faults.test_export_faults import export, inverse
        from tests.unit.io.tiff_files import make_mask
        masks = make_mask(), inverse()
        print("ready", flush=True)
        for k in range(10**9):
            export(Path(sys.argv[1]), masks[k % 2])
        """
    )
    chance, folder, leftovers = random.Random(3), tmp_path / KEY, 0
    for _ in range(10):
        process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0.005, 0.12))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        for name, content in pictures(folder).items() if folder.is_dir() else ():
            if name.endswith(".part"):
                leftovers += 1
            else:
                assert content in [version[name] for version in versions]
        if (folder / RECORD).exists():
            json.loads((folder / RECORD).read_text(encoding="utf-8"))
    export(tmp_path, make_mask())
    assert pictures(folder) == versions[0]


def test_the_two_masks_of_these_tests_differ_everywhere():
    np.testing.assert_array_equal(make_mask().voxels, ~inverse().voxels)
