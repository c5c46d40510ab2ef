"""The rules of the house, checked: which room imports what, how large a file may be, what the package carries."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution, version
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from lgg_viewer.io.resources import resource_path
from trainer.recipe.file import read_recipe, shipped_recipes

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(p for room in ("lgg_viewer", "trainer") for p in (ROOT / room).rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LONGEST = 300
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc"}
MIB = 1 << 20


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, at its top, in a function or for the type checker alone."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def names(node: ast.AST) -> set[str]:
    """The name that a node uses, if it is one that does."""
    match node:
        case ast.Name(id=word) | ast.Attribute(attr=word):
            return {word}
    return set()


def importers(package: str) -> set[str]:
    return {name(p) for p in SOURCES if any(m.split(".")[0] == package for m in imports(p))}


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_the_sources_are_found() -> None:
    assert len(SOURCES) > 50


def test_the_contracts_between_rooms_hold() -> None:
    run = run_python("import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))")
    assert run.returncode == 0, run.stdout + run.stderr


def test_qt_stays_in_the_window_and_its_one_thread() -> None:
    strays = {p for p in importers("PySide6") if not p.startswith("lgg_viewer/gui/")}
    assert strays == {"lgg_viewer/jobs/runner.py"}


def test_one_file_owns_the_threads_of_the_window_and_one_those_of_the_network() -> None:
    kinds = {"QThread", "QThreadPool", "QRunnable", "Thread", "ThreadPoolExecutor"}
    used = {
        name(p) for p in SOURCES for node in ast.walk(ast.parse(p.read_text(encoding="utf-8"))) if kinds & names(node)
    }
    assert used == {"lgg_viewer/jobs/runner.py", "lgg_viewer/model/lanes.py"}


def test_torch_stays_with_the_network_and_the_trainer() -> None:
    strays = {p for p in importers("torch") if not p.startswith(("lgg_viewer/model/", "trainer/"))}
    assert strays == set()


def test_the_window_stands_before_torch_and_pyqtgraph_are_loaded() -> None:
    run = run_python("import sys, lgg_viewer.gui.main_window; print(*sys.modules)")
    assert run.returncode == 0, run.stderr
    loaded = {module.split(".")[0] for module in run.stdout.split()}
    assert "PySide6" in loaded
    assert loaded.isdisjoint({"torch", "pyqtgraph", "cv2", "safetensors", "pydantic", "trainer"})


@pytest.mark.parametrize("module", ["lgg_viewer.cli", "trainer.cli"])
def test_help_answers_without_qt_and_torch(module: str) -> None:
    run = run_python(f"import sys, {module}; print(*sys.modules)")
    assert run.returncode == 0, run.stderr
    loaded = {module.split(".")[0] for module in run.stdout.split()}
    assert loaded.isdisjoint({"torch", "PySide6"})


def test_no_file_is_longer_than_can_be_read() -> None:
    lengths = {name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in SOURCES}
    assert {p: n for p, n in lengths.items() if n > LONGEST} == {}


def test_package_files_hold_a_docstring_and_nothing_else() -> None:
    packages = [p for p in SOURCES if p.name == "__init__.py"]
    assert packages
    for path in packages:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert len(tree.body) == 1, name(path)
        assert ast.get_docstring(tree), name(path)


def test_every_folder_of_code_is_a_package() -> None:
    folders = {p.parent for p in SOURCES}
    assert [name(f) for f in folders if not (f / "__init__.py").exists()] == []


def test_files_are_named_for_what_is_in_them() -> None:
    assert [name(p) for p in SOURCES if VAGUE & {p.stem, p.parent.name, *p.stem.split("_")}] == []


def test_no_lambda_hangs_on_a_signal_of_a_runner() -> None:
    # it would run in the runner's thread: only bound methods of QObjects are called in their own
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="connect", value=ast.Attribute(attr="ended" | "reported")),
                    args=[slot, *_],
                ) if not isinstance(slot, ast.Attribute):
                    found.append(f"{name(path)}:{node.lineno}")
    assert found == []


def test_pyside_loses_no_references() -> None:
    # PySide6 6.12.0 drops one to None, True and False at each such call under CPython < 3.12: the process dies
    run = run_python("""
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QPushButton

class Sender(QObject):
    told = Signal(bool)

app = QApplication([])
button = QPushButton()
button.setCheckable(True)
sender = Sender()
heard = []
sender.told.connect(heard.append)
for number in range(20_000):
    button.setChecked(number % 2 == 0)
    sender.told.emit(number % 2 == 0)
assert len(heard) == 20_000
""")
    assert run.returncode == 0, run.stderr


def test_entry_points_lead_to_functions() -> None:
    named = {e.name: e for e in distribution("lgg-viewer").entry_points if e.group == "console_scripts"}
    assert {n: e.value for n, e in named.items()} == PROJECT["scripts"]
    assert all(callable(e.load()) for e in named.values())


def test_the_installed_version_is_that_of_the_project() -> None:
    assert version("lgg-viewer") == PROJECT["version"]


def test_shipped_recipes_are_read() -> None:
    recipes = shipped_recipes()
    assert recipes
    for path in recipes.values():
        read_recipe(path)


ICONS = sorted((ROOT / "resources" / "icons").glob("*.svg"))


@pytest.mark.parametrize("icon", ICONS, ids=lambda p: p.stem)
def test_icons_are_drawn(icon: Path, qapp: QApplication) -> None:
    assert QSvgRenderer(str(icon)).isValid()
    for side in (16, 32, 256):
        picture = QIcon(str(icon)).pixmap(QSize(side, side), 1.0).toImage()
        assert picture.size() == QSize(side, side)
        steps = range(0, side, side // 16)
        assert any(picture.pixelColor(x, y).alpha() > 0 for x in steps for y in steps)


def test_the_program_finds_its_resources() -> None:
    assert resource_path("icons", "lgg-viewer.svg").is_file()


def test_a_frozen_program_finds_its_resources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "lgg_viewer" / "resources").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource_path("icons") == tmp_path / "lgg_viewer" / "resources" / "icons"


def test_the_code_is_apache_and_the_weights_keep_the_terms_of_their_data() -> None:
    assert PROJECT["license"] == "Apache-2.0 AND CC-BY-NC-SA-4.0"
    assert "CC BY-NC-SA 4.0" in (ROOT / "resources" / "model" / "LICENSE").read_text(encoding="utf-8")
    opening = " ".join((ROOT / "LICENSE").read_text(encoding="utf-8").split()[:6])
    assert opening.startswith("Apache License Version 2.0")


def test_constraints_pin_what_the_project_asks_for() -> None:
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines if line and not line.startswith("#")}
    extras = PROJECT["optional-dependencies"]
    wanted = [*PROJECT["dependencies"], *(w for extra in extras.values() for w in extra)]
    names = {w.partition(";")[0].split(">")[0].split("[")[0].strip().lower() for w in wanted}
    assert names - {"lgg-viewer"} <= pinned


def test_the_repository_stays_small() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    if listed.returncode != 0:
        pytest.skip(f"git does not list the files: {listed.stderr}")
    sizes = {f: (ROOT / f).stat().st_size for f in listed.stdout.split("\0") if f and (ROOT / f).is_file()}
    assert {f: n for f, n in sizes.items() if n > 16 * MIB} == {}
    assert sum(sizes.values()) < 20 * MIB
