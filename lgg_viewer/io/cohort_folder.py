"""A folder on disk to a Cohort: which studies are there, from names alone.

Layouts that are understood, nested up to `MAX_DEPTH` folders deep:

- `<study>/<study>_<slice>.tif` with `<study>_<slice>_mask.tif` (the published layout),
- the slices of several studies flat in one folder,
- one multi-page TIFF a study, `<study>.tif` with `<study>_mask.tif`.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from lgg_viewer.core.study import Clinical, Cohort, PageRef, Problem, ProblemKind, SliceRef, Study, patient_of
from lgg_viewer.errors import CancelledError, LggError
from lgg_viewer.io.clinical_table import read_clinical_table
from lgg_viewer.io.tiff import count_pages, is_tiff_name

MAX_DEPTH = 4
# At most five digits make a slice number: an eight-digit end is a date, and belongs to the study's name.
_SLICE_NAME = re.compile(r"(?P<study>.+)_(?P<number>\d{1,5})(?P<mask>_mask)?", re.IGNORECASE)
_STACK_NAME = re.compile(r"(?P<study>.+?)(?P<mask>_mask)?", re.IGNORECASE)
# Companions that folders of this kind usually hold; anything else that is not read is told.
_COMPANIONS = {".csv", ".json", ".md", ".txt", ".pdf", ".xlsx", ".html", ".ini", ".db", ".py"}


@dataclass
class _Found:
    """The files of one study, as they are come upon."""

    folder: Path
    images: dict[int, Path] = field(default_factory=dict)
    masks: dict[int, Path] = field(default_factory=dict)
    stack: Path | None = None
    stack_mask: Path | None = None
    problems: list[Problem] = field(default_factory=list)


@dataclass
class _Scan:
    """What a walk through the folder gathers."""

    found: dict[tuple[Path, str], _Found] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    table: Path | None = None


def read_cohort(root: Path, *, cancelled: Callable[[], bool] = lambda: False) -> Cohort:
    """List the studies of a folder.

    Only names are read (and the pages of multi-page files are counted), so that a cohort of a hundred studies stands
    in milliseconds. What can be known only from pixels is told by `read_study`.

    Parameters
    ----------
    root : Path
        A cohort, a folder above it, a single study, or one TIFF file of a study.
    cancelled : callable
        Asked at each folder.

    Returns
    -------
    Cohort
        Studies in alphabetical order, their slices in numeric order, with the problems of names and pairing.

    Raises
    ------
    LggError
        There is no such folder, it may not be read, or no TIFF is in it.
    CancelledError
    """
    if root.is_file():
        root = root.parent
    if not root.is_dir():
        raise LggError(f"{root} is not a folder.", "Choose the folder that holds the patients' folders.")
    scan = _Scan()
    _walk(root, 0, scan, cancelled)
    clinical: dict[str, Clinical] = {}
    if scan.table is not None:
        clinical, table_problems = read_clinical_table(scan.table)
        scan.problems.extend(table_problems)
    studies = _studies(scan, clinical)
    if not studies:
        raise LggError(
            f"No study was found in {root}.",
            "Expected <patient>/<patient>_<slice>.tif with <patient>_<slice>_mask.tif, or one multi-page TIFF a study.",
        )
    problems = [*scan.problems, *(p for s in studies for p in s.problems)]
    return Cohort(root, tuple(studies), tuple(problems))


def _walk(folder: Path, depth: int, scan: _Scan, cancelled: Callable[[], bool]) -> None:
    """Visit a folder and those below it, without a `stat` a file."""
    if cancelled():
        raise CancelledError
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda e: e.name)
    except OSError as error:
        if depth == 0:
            raise LggError(f"{folder} cannot be read: {error.strerror}.", "Check the drive and your rights.") from error
        scan.problems.append(
            Problem(
                ProblemKind.UNREADABLE,
                folder,
                f"The folder cannot be read: {error.strerror}.",
                "Check the drive and your rights.",
            )
        )
        return
    left_out: list[str] = []
    subfolders: list[Path] = []
    some = False
    for entry in entries:
        if entry.name.startswith(".") or entry.name == "__MACOSX":
            continue
        some = True
        path = folder / entry.name
        if entry.is_symlink() and entry.is_dir():
            scan.problems.append(
                Problem(
                    ProblemKind.NOT_READ,
                    path,
                    "A link to a folder is not followed.",
                    "Open the folder it points to instead.",
                )
            )
        elif entry.is_dir(follow_symlinks=False):
            subfolders.append(path)
        elif is_tiff_name(entry.name):
            _sort_in(path, scan)
        elif entry.name.lower() == "data.csv" and scan.table is None:
            scan.table = path
        elif path.suffix.lower() not in _COMPANIONS:
            left_out.append(entry.name)
    if not some:
        scan.problems.append(
            Problem(
                ProblemKind.EMPTY_FOLDER, folder, "The folder is empty.", "Copy the study again, or remove the folder."
            )
        )
    if left_out:
        names = ", ".join(left_out[:5]) + (f" and {len(left_out) - 5} more" if len(left_out) > 5 else "")
        scan.problems.append(
            Problem(
                ProblemKind.NOT_READ,
                folder,
                f"Not TIFF files, left out: {names}.",
                "Convert images to TIFF, or ignore this.",
            )
        )
    for path in subfolders:
        if depth < MAX_DEPTH:
            _walk(path, depth + 1, scan, cancelled)
        else:
            scan.problems.append(
                Problem(
                    ProblemKind.NOT_READ, path, f"Nested more than {MAX_DEPTH} folders deep.", "Open a folder nearer."
                )
            )


def _sort_in(path: Path, scan: _Scan) -> None:
    """Put one TIFF where its name says."""
    match = _SLICE_NAME.fullmatch(path.stem)
    if match:
        found = scan.found.setdefault((path.parent, match["study"]), _Found(path.parent))
        number, kind = int(match["number"]), found.masks if match["mask"] else found.images
        if number in kind:
            found.problems.append(
                Problem(
                    ProblemKind.DUPLICATE,
                    path,
                    f"Slice {number} is there twice; {kind[number].name} was taken.",
                    "Remove one of the two files.",
                )
            )
        else:
            kind[number] = path
        return
    stack = _STACK_NAME.fullmatch(path.stem)
    name = stack["study"] if stack else path.stem
    found = scan.found.setdefault((path.parent, name), _Found(path.parent))
    if stack and stack["mask"]:
        found.stack_mask = path
    elif found.stack is None:
        found.stack = path
    else:
        found.problems.append(
            Problem(
                ProblemKind.DUPLICATE,
                path,
                f"The study is there twice; {found.stack.name} was taken.",
                "Remove one of the two files.",
            )
        )


def _studies(scan: _Scan, clinical: dict[str, Clinical]) -> list[Study]:
    """Turn what was found into studies with unique keys."""
    studies: list[Study] = []
    taken: set[str] = set()
    for (_, name), found in sorted(scan.found.items(), key=lambda item: (item[0][1], item[0][0])):
        slices = _stack_slices(found) if found.stack or found.stack_mask else _file_slices(found)
        if not slices:
            scan.problems.extend(found.problems)
            continue
        key, copy = name, 2
        while key in taken:
            key, copy = f"{name}~{copy}", copy + 1
        if key != name:
            found.problems.append(
                Problem(
                    ProblemKind.DUPLICATE,
                    found.folder,
                    f"Another folder holds a study named {name} too; this one is listed as {key}.",
                    "Rename or remove one of the two.",
                )
            )
        taken.add(key)
        problems = tuple(replace(p, study=key) for p in found.problems)
        known = clinical.get(patient_of(name), Clinical())
        studies.append(Study(key, found.folder, tuple(slices), known, problems))
    return studies


def _file_slices(found: _Found) -> list[SliceRef]:
    """Pair images and masks by number, and tell what does not pair."""
    if len(found.images) == 1 and len(found.masks) <= 1:
        # one file alone may be a stack whose name happens to end like a slice's
        (number, path), pages = next(iter(found.images.items())), 1
        try:
            pages = count_pages(path)
        except LggError:
            pass  # told when the study is read
        if pages > 1:
            found.stack, found.stack_mask = path, next(iter(found.masks.values()), None)
            return _stack_slices(found)
    slices = [
        SliceRef(n, PageRef(path), PageRef(found.masks[n]) if n in found.masks else None)
        for n, path in sorted(found.images.items())
    ]
    for number in sorted(found.masks.keys() - found.images.keys()):
        found.problems.append(
            Problem(
                ProblemKind.MASK_EXTRA,
                found.masks[number],
                f"A mask for slice {number}, but no image of it.",
                "Add the image, or remove the mask.",
            )
        )
    if slices:
        _tell_gaps(found, [s.number for s in slices])
    lacking = [s.number for s in slices if s.mask is None]
    if lacking and found.masks:
        found.problems.append(
            Problem(
                ProblemKind.MASK_MISSING,
                found.folder,
                f"No mask for {_slices(lacking)}.",
                "Add the masks; until then Dice counts only slices that have one.",
            )
        )
    return slices


def _tell_gaps(found: _Found, numbers: list[int]) -> None:
    gaps = sorted(set(range(min(1, numbers[0]), numbers[-1] + 1)) - set(numbers) - {0})
    if gaps:
        found.problems.append(
            Problem(
                ProblemKind.GAP,
                found.folder,
                f"{_slices(gaps).capitalize()} {'is' if len(gaps) == 1 else 'are'} missing.",
                "Add the missing files; until then volumes and neighbouring slices are off there.",
            )
        )


def _slices(numbers: list[int]) -> str:
    """Name slices as a reader would: `slices 3-5 and 9`."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    parts = [str(r[0]) if len(r) == 1 else f"{r[0]}-{r[-1]}" for r in runs]
    text = parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + f" and {parts[-1]}"
    return f"slice {text}" if len(numbers) == 1 else f"slices {text}"


def _stack_slices(found: _Found) -> list[SliceRef]:
    """One slice a page of a multi-page file."""
    if found.stack is None:
        assert found.stack_mask is not None
        found.problems.append(
            Problem(
                ProblemKind.MASK_EXTRA, found.stack_mask, "A mask, but no image of it.", "Add the image, or remove it."
            )
        )
        return []
    pages = _pages_or_problem(found.stack, found)
    mask_pages = _pages_or_problem(found.stack_mask, found) if found.stack_mask else 0
    if found.stack_mask and pages and mask_pages and pages != mask_pages:
        found.problems.append(
            Problem(
                ProblemKind.MASK_MISSING if mask_pages < pages else ProblemKind.MASK_EXTRA,
                found.stack_mask,
                f"The mask has {mask_pages} pages, the image {pages}.",
                "Export both again; until then masks are taken in order as far as they go.",
            )
        )
    # an unreadable stack stays in the worklist, as one slice that cannot be read: it must not vanish silently
    return [
        SliceRef(
            page + 1,
            PageRef(found.stack, page),
            PageRef(found.stack_mask, page) if found.stack_mask and page < mask_pages else None,
        )
        for page in range(max(pages, 1))
    ]


def _pages_or_problem(path: Path, found: _Found) -> int:
    try:
        return count_pages(path)
    except LggError as error:
        found.problems.append(Problem(ProblemKind.UNREADABLE, path, error.message, error.hint))
        return 0
