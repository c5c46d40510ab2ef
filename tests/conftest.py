"""Fixtures for all tests: the real cohort where it is, phantoms everywhere, a home of its own for each test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from lgg_viewer.core.phantom import PatientSpec, Phantom

# a busy machine must not turn a law into a failure
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("LGG_THREADS", "1")
# pyqtgraph must find the binding that is installed, whatever else is
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")


@pytest.fixture(scope="session")
def real_cohort() -> Path:
    """The 90 real patients, unpacked in the published layout."""
    named = os.environ.get("LGG_DATA", "")
    if not named:
        pytest.skip("the real data is not here: LGG_DATA names no folder")
    folder = Path(named)
    if not folder.is_dir():
        pytest.fail(f"LGG_DATA names {folder}, which is no folder")
    return folder


@pytest.fixture(scope="session")
def phantoms() -> "dict[PatientSpec, Phantom]":
    """The patients of the demo cohort, drawn once; not to be written to."""
    from lgg_viewer.core.phantom import DEMO_PATIENTS, make_phantom

    return {spec: make_phantom(spec) for spec in DEMO_PATIENTS}


@pytest.fixture(scope="session")
def demo_cohort(phantoms: "dict[PatientSpec, Phantom]", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three phantoms on disk; not to be written to."""
    from lgg_viewer.io import demo_cohort

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo_cohort, "make_phantom", phantoms.__getitem__)
        return demo_cohort.ensure_demo_cohort(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def own_demo(demo_cohort: Path, tmp_path: Path) -> Path:
    """A copy of the demo cohort that a test may damage."""
    return Path(shutil.copytree(demo_cohort, tmp_path / "cohort"))


@pytest.fixture(scope="session", autouse=True)
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the homes; what is made for several tests has one too."""
    folder = tmp_path_factory.mktemp("homes")
    with pytest.MonkeyPatch.context() as patch:
        _move_home(folder / "shared", patch)
        yield folder


@pytest.fixture(autouse=True)
def home_of_its_own(homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes what belongs to whoever runs it."""
    # pytest's own numbered folders are counted anew for each: by the end of the suite that takes longer than most tests
    home = Path(tempfile.mkdtemp(dir=homes))
    _move_home(home, monkeypatch)
    return home


def _move_home(home: Path, patch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        patch.setenv(name, str(home / name.lower()))


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The card of a very small network with random weights, which answers in milliseconds."""
    import torch

    from lgg_viewer.core.network_shape import ResidualShape
    from lgg_viewer.io.model_card import ModelCard, write_model_card
    from lgg_viewer.model.unet import UNet
    from lgg_viewer.model.weights import save_weights

    folder = tmp_path_factory.mktemp("model")
    torch.manual_seed(1)
    shape = ResidualShape(9, (4, 4, 8), (1, 1, 1))
    network = UNet(shape).eval()
    weights = folder / "tiny.safetensors"
    digest = save_weights(network, weights)
    card = ModelCard("tiny", weights, digest, shape, 0.5, False, "none")
    write_model_card(card, folder / "tiny.json")
    return folder / "tiny.json"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the real cohort is marked so."""
    for item in items:
        if "real_cohort" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.real_data)
