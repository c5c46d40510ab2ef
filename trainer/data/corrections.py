"""Masks that a reader corrected and exported, in the place of those beside the images."""

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
    corrected = [replace(study, slices=tuple(_use(study, ref, folder) for ref in study.slices)) for study in studies]
    if corrected == studies:
        raise LggError(
            f"{folder} holds no mask of these studies.", "Give the folder that masks were exported to from the app."
        )
    return corrected


def _use(study: Study, ref: SliceRef, folder: Path) -> SliceRef:
    name = safe_name(study.key)
    path = folder / name / f"{name}_{ref.number}_mask.tif"
    return replace(ref, mask=PageRef(path)) if path.is_file() else ref
