"""The Mask of one Study to files: what the canvas shows is what is written, or nothing is."""

import contextlib
import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.mask import Mask
from lgg_viewer.core.probability import ProbabilityMap
from lgg_viewer.core.provenance import LeftOut, Provenance
from lgg_viewer.core.study import PageRef, Study
from lgg_viewer.errors import CancelledError, LggError
from lgg_viewer.io.atomic import sweep_temporaries
from lgg_viewer.io.export_folder import make_folder, target_folder
from lgg_viewer.io.file_names import safe_name
from lgg_viewer.io.provenance_record import RECORD_NAME, read_records, save_checked, withdraw, write_record
from lgg_viewer.io.tiff import encode, read_float_page, read_page
from lgg_viewer.words import tr, tr_n


class Existing(Enum):
    """What becomes of files that are there already."""

    REFUSE = "refuse"
    OVERWRITE = "overwrite"
    SKIP = "skip"


class Content(Enum):
    """What a file holds."""

    MASK = "mask"
    PROBABILITY = "probability"
    STACK = "stack"


@dataclass(frozen=True)
class PlannedFile:
    """One file of an export.

    Attributes
    ----------
    path : Path
    content : Content
    z : int or None
        The slice, 0-based; None for a stack.
    """

    path: Path
    content: Content
    z: int | None


@dataclass(frozen=True)
class ExportPlan:
    """What an export would write.

    Attributes
    ----------
    folder : Path
        The study's folder below the one chosen.
    files : tuple of PlannedFile
        Beside them comes `provenance.json`.
    left_out : tuple of LeftOut
        Slices with a mask that were not asked for.
    notes : tuple of str
        What was asked for and is not written, as sentences.
    """

    folder: Path
    files: tuple[PlannedFile, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExportResult:
    """What an export wrote.

    Attributes
    ----------
    written : tuple of Path
        Read back and found equal.
    skipped : tuple of Path
        There before, and left as they were.
    folder : Path
    notes : tuple of str
    """

    written: tuple[Path, ...]
    skipped: tuple[Path, ...]
    folder: Path
    notes: tuple[str, ...] = ()


def plan_export(
    study: Study,
    mask: Mask,
    out: Path,
    *,
    slices: Sequence[int] | None = None,
    stack: bool = False,
    probability: ProbabilityMap | None = None,
) -> ExportPlan:
    """Name the files that an export would write.

    Parameters
    ----------
    study : Study
    mask : Mask
        Only its known slices are exported.
    out : Path
        The folder chosen; the study gets a folder of its own in it.
    slices : sequence of int or None
        Slices to export, 0-based; None for all.
    stack : bool
        Also write all slices as the pages of one file.
    probability : ProbabilityMap or None
        Also write its slices, as float32.

    Raises
    ------
    LggError
        No slice can be exported, or the files would lie among the study's own images.
    """
    wanted = range(len(study.slices)) if slices is None else sorted(set(slices))
    chosen = [z for z in wanted if mask.known[z]]
    if not chosen:
        raise LggError(
            tr("{study} has no mask to export.", study=study.key),
            tr("Segment the study first, or choose other slices."),
        )
    name = safe_name(study.key)
    folder = target_folder(study, out, name)
    files = [_slice_file(folder, name, study, z, Content.MASK) for z in chosen]
    if probability is not None:
        files += [_slice_file(folder, name, study, z, Content.PROBABILITY) for z in chosen if probability.known[z]]
    notes: tuple[str, ...] = ()
    if stack and len(chosen) == len(study.slices):
        files.append(PlannedFile(folder / f"{name}_mask.tif", Content.STACK, None))
    elif stack:
        # an empty page would say "no tumour", and a page left out would shift all that follow
        note = tr_n(
            "No multi-page file of {study}: {n} of its slices is left out.",
            "No multi-page file of {study}: {n} of its slices are left out.",
            len(study.slices) - len(chosen),
            study=study.key,
        )
        notes = (note,)
    not_chosen = tuple(
        LeftOut(ref.number, "not chosen") for z, ref in enumerate(study.slices) if mask.known[z] and z not in chosen
    )
    return ExportPlan(folder, tuple(files), not_chosen, notes)


def find_existing(plan: ExportPlan) -> list[Path]:
    """List the planned files that are there already."""
    return [f.path for f in plan.files if os.path.lexists(f.path)]


def export_study(
    study: Study,
    mask: Mask,
    out: Path,
    provenance: Provenance,
    *,
    slices: Sequence[int] | None = None,
    stack: bool = False,
    probability: ProbabilityMap | None = None,
    existing: Existing = Existing.REFUSE,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ExportResult:
    """Write the masks of a study, each read back and compared before it gets its name.

    Parameters
    ----------
    study, mask, out, slices, stack, probability
        As for `plan_export`.
    provenance : Provenance
        `describe` makes it; the names of the files are filled in here.
    existing : Existing
    progress : callable
        Told the number of files written, and of all.
    cancelled : callable
        Asked before each file; files that are written stay, and are recorded.

    Returns
    -------
    ExportResult

    Raises
    ------
    LggError
        A file cannot be written, is not what was written when read back, or is there already (`Existing.REFUSE`).
        Files written before stay; none is left half written.
    CancelledError
    """
    plan = plan_export(study, mask, out, slices=slices, stack=stack, probability=probability)
    there = set(find_existing(plan))
    if there and existing is Existing.REFUSE:
        raise LggError(_name_existing(there), tr("Overwrite, skip them, or choose another folder."))
    make_folder(plan.folder)
    if read_records(plan.folder / RECORD_NAME) is None:
        raise LggError(
            tr("{path} was not written by LGG Viewer.", path=plan.folder / RECORD_NAME), tr("Choose another folder.")
        )
    kept = there if existing is Existing.SKIP else set()
    sweep_temporaries(plan.folder)
    provenance = replace(provenance, left_out=provenance.left_out + plan.left_out)
    written: dict[str, str] = {}
    former = withdraw(plan.folder, {f.path.name for f in plan.files if f.path not in kept})
    try:
        for file in plan.files:
            progress(len(written), len(plan.files))
            if cancelled():
                raise CancelledError
            if file.path not in kept:
                written[file.path.name] = _write(file, _pixels(file, mask, probability), provenance.short_line())
        progress(len(written), len(plan.files))
    except BaseException:
        # neither what is written nor what was left must lie there unexplained; a disk that is full may refuse this too
        with contextlib.suppress(LggError):
            write_record(plan.folder, replace(provenance, files=written), former)
        raise
    write_record(plan.folder, replace(provenance, files=written), former)
    paths = tuple(f.path for f in plan.files if f.path not in kept)
    record = (plan.folder / RECORD_NAME,) if paths else ()
    return ExportResult(paths + record, tuple(f.path for f in plan.files if f.path in kept), plan.folder, plan.notes)


def _name_existing(there: set[Path]) -> str:
    """Say which files are there already: the first by its name, the others by their number."""
    first, more = min(there), len(there) - 1
    if not more:
        return tr("{path} already exists.", path=first)
    return tr_n("{path} and {n} more file already exist.", "{path} and {n} more files already exist.", more, path=first)


def _slice_file(folder: Path, name: str, study: Study, z: int, content: Content) -> PlannedFile:
    suffix = "mask" if content is Content.MASK else "prob"
    return PlannedFile(folder / f"{name}_{study.slices[z].number}_{suffix}.tif", content, z)


def _pixels(file: PlannedFile, mask: Mask, probability: ProbabilityMap | None) -> NDArray[Any]:
    if file.content is Content.PROBABILITY:
        assert probability is not None
        assert file.z is not None
        return np.asarray(probability.plane(file.z), np.float32)
    voxels = mask.voxels if file.z is None else mask.voxels[file.z]
    return np.where(voxels, np.uint8(255), np.uint8(0))


def _write(file: PlannedFile, pixels: NDArray[Any], description: str) -> str:
    """Write one TIFF, compare its pixels with those that were to be written, and return the SHA-256 of its bytes."""
    read = read_float_page if file.content is Content.PROBABILITY else read_page
    expected = pixels if pixels.ndim == 3 else pixels[None]

    def is_whole(path: Path) -> bool:
        try:
            return all(np.array_equal(read(PageRef(path, page)), plane) for page, plane in enumerate(expected))
        except LggError:
            return False

    content = encode(pixels, description)
    save_checked(file.path, content, is_whole)
    return hashlib.sha256(content).hexdigest()
