"""Masks exported from the app, used in place of the ground-truth files or scored against them."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.mask import MaskSource
from lgg_viewer.core.study import PageRef, SliceRef, Study
from lgg_viewer.errors import LggError
from lgg_viewer.io.file_names import safe_name
from lgg_viewer.io.provenance_record import RECORD_NAME, read_records


def use_masks(studies: list[Study], folder: Path) -> list[Study]:
    """Use the exported masks of a folder in place of the ground truth, slice by slice, where there are any.

    Parameters
    ----------
    studies : list of Study
    folder : Path
        As the app writes it: `<study>/<study>_<slice>_mask.tif`.

    Raises
    ------
    LggError
        The folder holds no mask of any of the studies, or the masks of a study are an unedited prediction.
    """
    for study in studies:
        _refuse_answer(study, folder)
    corrected = [replace(study, slices=tuple(_use(study, ref, folder) for ref in study.slices)) for study in studies]
    if corrected == studies:
        raise LggError(
            f"{folder} holds no mask of these studies.", "Give the folder that masks were exported to from the app."
        )
    return corrected


def exported_folder(study: Study, folder: Path) -> Path:
    """Return the folder of a study's masks within a folder of exported masks."""
    return folder / safe_name(study.key)


def read_exported(study: Study, folder: Path, shape: tuple[int, int, int]) -> NDArray[np.bool_]:
    """Read the exported masks of a study; every slice must have one.

    Parameters
    ----------
    study : Study
    folder : Path
    shape : tuple of int
        (Z, Y, X), which they must have.

    Returns
    -------
    ndarray of bool, shape (Z, Y, X)

    Raises
    ------
    LggError
        One is missing, cannot be read, or differs in size.
    """
    from lgg_viewer.io.tiff import read_page  # a pack is read without the TIFF reader

    voxels = np.zeros(shape, bool)
    for z, ref in enumerate(study.slices):
        path = _path(study, ref, folder)
        if not path.is_file():
            raise LggError(f"{path} is missing.", "Export the masks of every slice of the study.")
        page = read_page(PageRef(path))
        if page.shape != shape[1:]:
            size, wanted = (" x ".join(map(str, s)) for s in (page.shape, shape[1:]))
            raise LggError(f"{path} is {size}, its slice {wanted}.", "Export the masks on the grid of the images.")
        voxels[z] = page > 0
    return voxels


def _refuse_answer(study: Study, folder: Path) -> None:
    """Refuse unedited predictions as ground truth: a network scored against its own output is always right."""
    parent = exported_folder(study, folder)
    for record in read_records(parent / RECORD_NAME) or ():
        if record.get("what") != MaskSource.PREDICTION.value or record.get("removed"):
            continue
        if all(is_unchanged(parent / name, digest) for name, digest in record["files"].items()):
            raise LggError(
                f"The masks in {parent} are a prediction that nobody corrected.",
                "Leave out such studies: remove components in the program or edit the files elsewhere, and use those.",
            )


def is_unchanged(path: Path, digest: str) -> bool:
    """Whether a file is there and has this SHA-256, as hexadecimal digits."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def _use(study: Study, ref: SliceRef, folder: Path) -> SliceRef:
    path = _path(study, ref, folder)
    return replace(ref, mask=PageRef(path)) if path.is_file() else ref


def _path(study: Study, ref: SliceRef, folder: Path) -> Path:
    parent = exported_folder(study, folder)
    return parent / f"{parent.name}_{ref.number}_mask.tif"
