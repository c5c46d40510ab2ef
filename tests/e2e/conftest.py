"""What is segmented from the command line."""

import shutil
from pathlib import Path

import pytest

from lgg_viewer.io.cohort_folder import read_cohort


@pytest.fixture(scope="session")
def few_slices(demo_cohort: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six slices from the middle of each phantom, for tests of words and files; not to be written to."""
    root = tmp_path_factory.mktemp("few")
    for study in read_cohort(demo_cohort).studies:
        folder = root / study.key
        folder.mkdir()
        for number, ref in enumerate(study.slices[10:16], start=1):
            for end in (".tif", "_mask.tif"):
                shutil.copy(study.folder / f"{study.key}_{ref.number}{end}", folder / f"{study.key}_{number}{end}")
    return root
