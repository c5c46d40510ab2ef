"""Phantom patients on disk, in the published layout, so that the viewer can be tried without the data set."""

import contextlib
import io
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import tifffile
from numpy.typing import NDArray

from lgg_viewer.core.phantom import DEMO_PATIENTS, GENERATION, SIDE, PatientSpec, make_phantom
from lgg_viewer.errors import CancelledError, LggError
from lgg_viewer.io.atomic import TEMPORARY_PREFIX, TEMPORARY_SUFFIX, write_atomically
from lgg_viewer.words import tr

_TABLE = """\
Patient,RNASeqCluster,MethylationCluster,miRNACluster,CNCluster,RPPACluster,OncosignCluster,COCCluster,\
histological_type,neoplasm_histologic_grade,tumor_tissue_site,laterality,tumor_location,gender,\
age_at_initial_pathologic,race,ethnicity,death01
DEMO_PH_0001,2,4,2,2,,3,2,1,2,1,1,2,2,52,3,2,0
DEMO_PH_0002,1,5,2,1,1,2,1,2,1,1,3,6,1,38,3,,0
DEMO_PH_0003,,3,4,3,2,1,3,3,1,1,1,4,1,44,2,2,0
"""
_NOTE = """\
The patients in this folder were drawn by LGG Viewer. They are phantoms: no scan of any person is in them.
The folder is laid out like the data set of Buda et al. 2019 (doi 10.1016/j.compbiomed.2019.05.002), and the columns
and codes of data.csv are those of its clinical table.
"""
_STALE_AFTER_S = 3600.0
_PREFIX = f"{TEMPORARY_PREFIX}demo-"


def ensure_demo_cohort(folder: Path, *, cancelled: Callable[[], bool] = lambda: False) -> Path:
    """Return the folder of the demo cohort, and write the cohort first if it is not there or not whole.

    A new cohort is written beside its place and moved there in one step, so that a run that is killed leaves nothing
    that looks like a cohort. Where files are missing later, all are written again one by one, each in one step:
    another program that reads or writes there at the same time finds whole files only.

    Parameters
    ----------
    folder : Path
        Where the cohort's own folder lies; made if need be.
    cancelled : callable
        Asked before each patient.

    Returns
    -------
    Path
        To be opened with `read_cohort`. The generation of the phantoms is in its name.

    Raises
    ------
    LggError
        The disk is full or the folder may not be written to.
    CancelledError
    """
    cohort = folder / f"demo-cohort-{GENERATION}"
    try:
        if _is_whole(cohort):
            return cohort
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        if not cohort.exists():
            _write_beside(cohort, cancelled)
        if not _is_whole(cohort):
            for name, content in _files(cancelled):
                with write_atomically(cohort / name) as file:
                    file.write(content)
    except OSError as error:
        raise LggError(
            tr(
                "The demo patients could not be written to {folder}: {reason}.",
                folder=folder,
                reason=error.strerror or error,
            ),
            tr("Free space, or choose another folder."),
        ) from error
    return cohort


def _write_beside(cohort: Path, cancelled: Callable[[], bool]) -> None:
    """Write a whole cohort under a temporary name, and move it to its place unless another program was faster."""
    temporary = Path(tempfile.mkdtemp(TEMPORARY_SUFFIX, _PREFIX, cohort.parent))
    try:
        for name, content in _files(cancelled):
            path = temporary / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        temporary.chmod(0o755)  # mkdtemp makes it private
        try:
            temporary.rename(cohort)
        except OSError:
            # a folder that is not empty is never replaced: then the other program's cohort stays
            if not cohort.is_dir():
                raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _files(cancelled: Callable[[], bool]) -> Iterator[tuple[Path, bytes]]:
    """Give each file of the cohort, relative to its folder."""
    note = f"LGG Viewer phantom, generation {GENERATION}; not a scan of a person"
    for spec in DEMO_PATIENTS:
        if cancelled():
            raise CancelledError
        phantom = make_phantom(spec)
        for z, (image, mask) in enumerate(zip(phantom.pixels, phantom.mask, strict=True)):
            image_name, mask_name = _slice_names(spec, z)
            yield image_name, _encode(image, "rgb", note)
            yield mask_name, _encode(mask.astype(np.uint8) * np.uint8(255), "minisblack", note)
    yield Path("data.csv"), _TABLE.encode("ascii")
    yield Path("README.txt"), _NOTE.encode("ascii")


def _slice_names(spec: PatientSpec, z: int) -> tuple[Path, Path]:
    """Name the files of a slice: its image and its mask."""
    stem = f"{spec.name}_{z + 1}"
    return Path(spec.name, f"{stem}.tif"), Path(spec.name, f"{stem}_mask.tif")


def _encode(array: NDArray[Any], photometric: str, note: str) -> bytes:
    """Encode a slice as an uncompressed TIFF, as the published ones are."""
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, array, photometric=photometric, description=note, metadata=None)
    return buffer.getvalue()


def _is_whole(cohort: Path) -> bool:
    """Whether every file is there and none is cut off."""
    expected = {Path("data.csv"): len(_TABLE)}
    for spec in DEMO_PATIENTS:
        for z in range(spec.slices):
            image, mask = _slice_names(spec, z)
            # uncompressed: what is no longer than its pixels was cut off
            expected[image], expected[mask] = 3 * SIDE**2 + 1, SIDE**2 + 1
    try:
        return all((cohort / name).stat().st_size >= size for name, size in expected.items())
    except (FileNotFoundError, NotADirectoryError):
        return False


def _sweep(folder: Path) -> None:
    """Remove what killed runs left; a younger folder may be another program's that is at work."""
    for stale in folder.glob(f"{_PREFIX}*{TEMPORARY_SUFFIX}"):
        with contextlib.suppress(OSError):
            if time.time() - stale.stat().st_mtime > _STALE_AFTER_S:
                shutil.rmtree(stale, ignore_errors=True)
