"""Masks that were exported from the app, in the place of those beside the images."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lgg_viewer.core.study import PageRef, SliceRef, Study
from lgg_viewer.errors import LggError
from lgg_viewer.io.file_names import safe_name


def use_masks(studies: list[Study], folder: Path) -> list[Study]:
    """Let the exported masks of a folder stand for the ground truth, slice by slice, where there are any.

    Parameters
    ----------
    studies : list of Study
    folder : Path
        As the app writes it: `<study>/<study>_<slice>_mask.tif`.

    Raises
    ------
    LggError
        The folder holds no mask of any of the studies.
    """
    corrected = [_with_masks(study, folder) for study in studies]
    if corrected == studies:
        raise LggError(
            f"{folder} holds no mask of these studies.", "Give the folder that masks were exported to from the app."
        )
    return corrected


def only_masks(studies: Sequence[Study], folder: Path) -> list[Study]:
    """Let the exported masks of a folder stand for the ground truth, each of which must be there.

    Parameters
    ----------
    studies : sequence of Study
    folder : Path

    Raises
    ------
    LggError
        One is missing.
    """
    for study in studies:
        for ref in study.slices:
            if not (path := _path(study, ref, folder)).is_file():
                raise LggError(
                    f"{path} is missing.", "Export the masks of every slice, or name the patients that were exported."
                )
    return [_with_masks(study, folder) for study in studies]


def _with_masks(study: Study, folder: Path) -> Study:
    return replace(study, slices=tuple(_use(study, ref, folder) for ref in study.slices))


def _use(study: Study, ref: SliceRef, folder: Path) -> SliceRef:
    path = _path(study, ref, folder)
    return replace(ref, mask=PageRef(path)) if path.is_file() else ref


def _path(study: Study, ref: SliceRef, folder: Path) -> Path:
    name = safe_name(study.key)
    return folder / name / f"{name}_{ref.number}_mask.tif"
