import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
import torch

from lgg_viewer.errors import LggError
from tests.unit.trainer.tiny_cohort import write_cohort
from trainer.data.dataset import find_studies, load, measure_strata
from trainer.data.pack import pack

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """The same four patients as a folder and as a pack."""
    folder = tmp_path_factory.mktemp("places")
    write_cohort(folder / "data")
    pack(folder / "data", folder / "pack")
    return folder / "data", folder / "pack"


def test_a_pack_loads_to_the_same_tensors_as_the_folder(places):
    first, second = (load(find_studies(place)) for place in places)
    for field in fields(first):
        one, other = getattr(first, field.name), getattr(second, field.name)
        assert torch.equal(one, other) if isinstance(one, torch.Tensor) else one == other


def test_a_study_that_is_there_twice_is_not_taken_for_another_patient(tmp_path):
    write_cohort(tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    with pytest.raises(LggError, match="4 studies are there twice"):
        find_studies(tmp_path)
    assert len(find_studies(tmp_path, tuple(s.patient for s in find_studies(tmp_path / "one")))) == 4


def test_a_split_of_a_pack_is_that_of_the_folder(places):
    first, second = (measure_strata(find_studies(place)) for place in places)
    assert first == second


def test_a_pack_is_loaded_where_little_more_than_torch_is_installed(places):
    code = (
        "import sys\n"
        "for name in ('cv2', 'tifffile', 'safetensors', 'scipy', 'matplotlib', 'PySide6'): sys.modules[name] = None\n"
        "from pathlib import Path\n"
        "from trainer.data.dataset import find_studies, load\n"
        f"print(len(load(find_studies(Path({str(places[1])!r}))).pixels))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "12", run.stderr
