"""Where the exported files of a Study lie: in a folder of its own, and never among its images."""

import contextlib
import os
from pathlib import Path

from lgg_viewer.core.study import Study
from lgg_viewer.errors import LggError
from lgg_viewer.io.tiff import is_tiff_name
from lgg_viewer.words import tr


def new_folder(folder: Path) -> Path:
    """Return the first of `folder-2`, `folder-3` ... that is not there."""
    number = 2
    while (fresh := folder.with_name(f"{folder.name}-{number}")).exists():
        number += 1
    return fresh


def target_folder(study: Study, out: Path, name: str) -> Path:
    """Return the study's folder below the one chosen.

    Parameters
    ----------
    study : Study
    out : Path
        The folder chosen.
    name : str
        Of the study's folder in it, as `safe_name` makes it.

    Raises
    ------
    LggError
        It would lie among the study's own images, or a link leads it out of `out`.
    """
    folder = out / name
    real_out, real_folder = Path(os.path.realpath(out)), Path(os.path.realpath(folder))
    if real_folder == real_out or not real_folder.is_relative_to(real_out):
        raise LggError(
            tr("{folder} is a link that leads out of {chosen}.", folder=folder, chosen=out),
            tr("Remove that link, or choose another folder."),
        )
    for place in (out, folder):
        if _same(place, study.folder) or (place is folder and _holds_images(folder, name)):
            raise LggError(
                tr(
                    "{folder} holds the images of {study}: exporting there could overwrite its ground truth.",
                    folder=place,
                    study=study.key,
                ),
                tr("Choose another folder."),
            )
    return folder


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where they are missing.

    Raises
    ------
    LggError
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LggError(
            tr("{folder} could not be created: {reason}.", folder=folder, reason=error.strerror or error),
            tr("Choose a folder that may be written to."),
        ) from error


def _holds_images(folder: Path, name: str) -> bool:
    """Whether there are TIFFs of this study that no export writes."""
    with contextlib.suppress(OSError):
        stems = (Path(n).stem for n in os.listdir(folder) if is_tiff_name(n) and n.startswith(name))  # noqa: PTH208
        return any(not stem.lower().endswith(("_mask", "_prob")) for stem in stems)
    return False


def _same(one: Path, other: Path) -> bool:
    # names that differ in case alone may be one folder
    with contextlib.suppress(OSError):
        return one.samefile(other)
    return one == other
