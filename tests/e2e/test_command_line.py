"""The whole program through `main()` and as a process."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tifffile

from lgg_viewer.cli import main
from lgg_viewer.io.cohort_folder import read_cohort


def start(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.run(
        [sys.executable, "-m", "lgg_viewer", *words], capture_output=True, text=True, timeout=180, env=env | environment
    )


def segment(cohort: Path, out: Path, model: Path, *more: str) -> int:
    return main(["segment", str(cohort), "--output", str(out), "--model", str(model), "--device", "cpu", *more])


def test_every_study_is_segmented_and_written_on_the_grid_of_its_source(demo_cohort, tiny_model, tmp_path, capsys):
    assert segment(demo_cohort, tmp_path, tiny_model, "--probabilities", "--threshold", "0.4") == 0
    for study in read_cohort(demo_cohort).studies:
        for ref in study.slices:
            stem = tmp_path / study.key / f"{study.key}_{ref.number}"
            mask, probability = tifffile.imread(f"{stem}_mask.tif"), tifffile.imread(f"{stem}_prob.tif")
            assert mask.shape == probability.shape == tifffile.imread(ref.image.path).shape[:2]
            assert (mask.dtype, probability.dtype) == (np.uint8, np.float32)
            assert np.array_equal(mask == 255, probability >= 0.4)
            assert set(np.unique(mask)) <= {0, 255}
        record = json.loads((tmp_path / study.key / "provenance.json").read_text(encoding="utf-8"))
        assert "research use" in json.dumps(record).lower()
    assert "3 of 3 studies" in capsys.readouterr().out


@pytest.fixture
def own_few(few_slices, tmp_path) -> Path:
    """A copy that a test may damage."""
    return Path(shutil.copytree(few_slices, tmp_path / "cohort"))


def test_images_alone_are_enough(own_few, tiny_model, tmp_path):
    for mask in own_few.rglob("*_mask.tif"):
        mask.unlink()
    assert segment(own_few, tmp_path / "out", tiny_model) == 0
    assert len(list((tmp_path / "out").rglob("*_mask.tif"))) == len(list(own_few.rglob("*.tif")))


def test_files_that_are_there_are_refused_unless_overwriting_is_asked_for(few_slices, tiny_model, tmp_path, capsys):
    assert segment(few_slices, tmp_path, tiny_model) == 0
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*_mask.tif")}
    capsys.readouterr()
    assert segment(few_slices, tmp_path, tiny_model) == 1
    assert "--overwrite" in capsys.readouterr().err
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*_mask.tif")} == before
    assert segment(few_slices, tmp_path, tiny_model, "--overwrite") == 0


def test_each_study_that_fails_is_named_and_the_others_are_written(own_few, tiny_model, tmp_path, capsys):
    first, *others = sorted(p for p in own_few.iterdir() if p.is_dir())
    for image in first.glob("*.tif"):
        image.write_bytes(b"no TIFF")
    assert segment(own_few, tmp_path / "out", tiny_model) == 1
    told = capsys.readouterr()
    assert f"{first.name} failed" in told.err
    assert "2 of 3 studies" in told.out
    assert {p.name for p in (tmp_path / "out").iterdir()} == {p.name for p in others}


@pytest.mark.parametrize(
    "words",
    [
        ["segment"],
        ["segment", "nowhere", "--output", "x"],
        ["segment", ".", "--output", "x", "--threshold", "1.5"],
        ["--no-such-option"],
        ["nowhere"],
    ],
)
def test_wrong_usage_ends_with_two(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "error:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["segment", ".", "--output", "x", "--threshold", "1,5"], "1,5 is not a number from 0 to 1"),
        (["segment", ".", "--output", "x", "--drop-share", "nan"], "nan is not a number from 0 to 1"),
        (["segment", ".", "--output", "x", "--drop-below", "-3"], "-3 is not a number of voxels"),
        (["--demo", "--size", "5"], "5 is not a size from 640x480 to 7680x4320"),
        (["--demo", "--exit-after", "soon"], "soon is not a number of seconds"),
    ],
)
def test_a_value_that_is_none_is_refused_with_a_sentence(words, told, capsys):
    with pytest.raises(SystemExit):
        main(words)
    assert told in capsys.readouterr().err


def test_a_folder_without_studies_ends_with_one_and_a_sentence(tmp_path, tiny_model, capsys):
    assert segment(tmp_path, tmp_path / "out", tiny_model) == 1
    assert "No study was found" in capsys.readouterr().err


def test_a_screenshot_of_the_demo_cohort_needs_no_display(tmp_path, home_of_its_own):
    picture = tmp_path / "shot.png"
    done = start("--screenshot", str(picture), "--size", "1100x700")
    assert done.returncode == 0, done.stderr
    from PySide6.QtGui import QImage

    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1100, 700)
    middle = [image.pixelColor(x, 350).value() for x in range(250, 800, 3)]
    assert max(middle) > 100 > min(middle)


def test_a_screenshot_of_nothing_ends_with_one(tmp_path):
    done = start("--screenshot", str(tmp_path / "shot.png"), str(tmp_path))
    assert done.returncode == 1
    assert "No study was found" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only X11 and Wayland can lack a display")
def test_without_a_display_one_line_says_what_to_do():
    done = start("--demo")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "segment PATH --output DIR" in done.stderr
    assert "--screenshot" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only X11 has display names")
def test_a_display_that_does_not_answer_is_told_in_one_line():
    done = start("--demo", DISPLAY=":4711")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only X11 needs these libraries")
def test_a_missing_system_library_is_named_with_its_package(monkeypatch):
    import ctypes

    from lgg_viewer.gui import display_check

    def load(name: str):
        raise OSError("libxcb-cursor.so.0: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(ctypes, "CDLL", load)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    told = display_check.why_no_window()
    assert "libxcb-cursor.so.0" in told
    assert "apt install libxcb-cursor0" in told
    assert "\n" not in told


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_the_real_window_under_x11_segments_and_ends_with_zero(demo_cohort, tmp_path, home_of_its_own):
    """On the xcb platform, which alone shows missing system libraries."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24"], pass_fds=[write], stderr=subprocess.DEVNULL
    )
    try:
        os.close(write)
        number = os.read(read, 16).decode().strip()
        done = start(str(demo_cohort), "--exit-after", "4", DISPLAY=f":{number}")
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
    finally:
        server.terminate()
        server.wait(10)
        os.close(read)
