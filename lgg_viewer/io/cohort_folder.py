"""A folder on disk to a Cohort: which studies are there, from names alone.

Layouts that are understood, nested up to `MAX_DEPTH` folders deep:

- `<study>/<study>_<slice>.tif` with `<study>_<slice>_mask.tif` (the published layout),
- the slices of several studies flat in one folder,
- one multi-page TIFF a study, `<study>.tif` with `<study>_mask.tif`.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from lgg_viewer.core.study import Clinical, Cohort, Problem, ProblemKind, Study, patient_of
from lgg_viewer.errors import CancelledError, LggError
from lgg_viewer.io.clinical_table import read_clinical_table
from lgg_viewer.io.provenance_record import RECORD_NAME
from lgg_viewer.io.study_pairing import FoundFiles, is_exported_map, parse_name
from lgg_viewer.io.tiff import is_tiff_name
from lgg_viewer.words import mark, tr

MAX_DEPTH = 4
# Companions that folders of this kind usually hold; anything else that is not read is told.
_COMPANIONS = {".csv", ".json", ".md", ".txt", ".pdf", ".xlsx", ".html", ".ini", ".db", ".py"}
_RIGHTS = mark("Check the drive and permissions.")


@dataclass
class _Scan:
    """What a walk through the folder gathers."""

    found: dict[tuple[Path, str], FoundFiles] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    table: Path | None = None
    exports: set[Path] = field(default_factory=set)

    def tell(self, kind: ProblemKind, path: Path, message: str, hint: str) -> None:
        self.problems.append(Problem(kind, path, message, hint))


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
    # os.path answers False where pathlib would raise: for a name too long, or a folder that may not be entered
    if os.path.isfile(root):  # noqa: PTH113
        root = root.parent
    if not os.path.isdir(root):  # noqa: PTH112
        raise LggError(
            tr("{path} is not a folder.", path=root), tr("Choose the folder that holds the patients' folders.")
        )
    scan = _Scan()
    _walk(root, 0, scan, cancelled)
    clinical: dict[str, Clinical] = {}
    if scan.table is not None:
        clinical, table_problems = read_clinical_table(scan.table)
        scan.problems.extend(table_problems)
    studies = _studies(scan, clinical)
    if not studies:
        raise LggError(
            tr("No study was found in {path}.", path=root),
            tr(
                "Expected <patient>/<patient>_<slice>.tif with <patient>_<slice>_mask.tif, "
                "or one multi-page TIFF per study."
            ),
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
            message = tr("{path} cannot be read: {reason}.", path=folder, reason=error.strerror)
            raise LggError(message, tr(_RIGHTS)) from error
        message = tr("The folder cannot be read: {reason}.", reason=error.strerror)
        scan.tell(ProblemKind.UNREADABLE, folder, message, tr(_RIGHTS))
        return
    entries = [e for e in entries if not e.name.startswith(".") and e.name != "__MACOSX"]
    if not entries:
        scan.tell(
            ProblemKind.EMPTY_FOLDER,
            folder,
            tr("The folder is empty."),
            tr("Copy the study again, or remove the folder."),
        )
    left_out: list[str] = []
    subfolders: list[Path] = []
    for entry in entries:
        path = folder / entry.name
        # not DirEntry.is_dir: of a link that leads in a circle it raises
        if entry.is_symlink() and os.path.isdir(path):  # noqa: PTH112
            scan.tell(
                ProblemKind.NOT_READ,
                path,
                tr("A link to a folder is not followed."),
                tr("Open the folder it points to instead."),
            )
        elif entry.is_dir(follow_symlinks=False):
            subfolders.append(path)
        elif is_tiff_name(entry.name):
            if not is_exported_map(path.stem):
                name = parse_name(path.stem)
                scan.found.setdefault((folder, name.study), FoundFiles(folder)).add(path, name)
        elif entry.name.lower() == "data.csv" and scan.table is None:
            scan.table = path
        elif entry.name == RECORD_NAME:
            scan.exports.add(folder)
        elif path.suffix.lower() not in _COMPANIONS:
            left_out.append(entry.name)
    if left_out:
        names = ", ".join(left_out[:5])
        if len(left_out) > 5:
            names = tr("{names} and {count} more", names=names, count=len(left_out) - 5)
        scan.tell(
            ProblemKind.NOT_READ,
            folder,
            tr("Not TIFF files, left out: {names}.", names=names),
            tr("Convert images to TIFF, or ignore this."),
        )
    for path in subfolders:
        if depth < MAX_DEPTH:
            _walk(path, depth + 1, scan, cancelled)
        else:
            scan.tell(
                ProblemKind.NOT_READ,
                path,
                tr("Nested more than {depth} folders deep.", depth=MAX_DEPTH),
                tr("Open a subfolder closer to the studies."),
            )


def _studies(scan: _Scan, clinical: dict[str, Clinical]) -> list[Study]:
    """Turn what was found into studies with unique keys."""
    studies: list[Study] = []
    taken = {name for _, name in scan.found}
    given: set[str] = set()
    for (_, name), found in sorted(scan.found.items(), key=lambda item: (item[0][1], item[0][0])):
        slices = found.pair()
        if not slices:
            if found.folder in scan.exports:
                scan.tell(
                    ProblemKind.NOT_READ,
                    found.folder,
                    tr("Masks that this program exported, left out."),
                    tr("Ignore this."),
                )
            else:
                scan.problems.extend(found.problems)
            continue
        key, copy = name, 2
        if name in given:
            while key in taken:
                key, copy = f"{name}~{copy}", copy + 1
            found.problems.append(
                Problem(
                    ProblemKind.DUPLICATE,
                    found.folder,
                    tr(
                        "Another folder holds a study named {name} too; this one is listed as {key}.",
                        name=name,
                        key=key,
                    ),
                    tr("Rename or remove one of the two."),
                )
            )
        taken.add(key)
        given.add(key)
        problems = tuple(replace(p, study=key) for p in found.problems)
        known = clinical.get(patient_of(name), Clinical())
        studies.append(Study(key, found.folder, tuple(slices), known, problems))
    return studies
