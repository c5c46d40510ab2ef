"""`provenance.json` beside exported files: one record an export, the newest first."""

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from lgg_viewer.core.provenance import RESEARCH_USE, Provenance
from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from lgg_viewer.words import mark, tr

RECORD_NAME = "provenance.json"
MAX_RECORD_BYTES = 64 << 20
_DISK = mark("Check the drive, or choose another folder.")


def save_checked(path: Path, content: bytes, is_whole: Callable[[Path], bool]) -> None:
    """Write a file, and give it its name only if reading it back gives what was written.

    Parameters
    ----------
    path : Path
        In a folder that is there.
    content : bytes
    is_whole : callable
        Reads the file back, before it gets its name.

    Raises
    ------
    LggError
        It cannot be written, or is not whole; an older file stays as it was.
    """
    if not path.parent.is_dir():
        # made again silently, the folder would lack the files written before it went
        raise LggError(tr("{path} no longer exists.", path=path.parent), tr(_DISK))

    def check(temporary: Path) -> None:
        if not is_whole(temporary):
            raise LggError(tr("{path} was not saved: reading it back gave something else.", path=path), tr(_DISK))

    with write_atomically(path, check=check) as target:
        target.write(content)


def withdraw(folder: Path, names: Collection[str]) -> list[dict[str, Any]]:
    """Remove files about to be replaced from the records, so that a killed export leaves no wrong record.

    Nothing is written if no record names any of them.

    Parameters
    ----------
    folder : Path
    names : collection of str

    Returns
    -------
    list of dict
        The records as they were.

    Raises
    ------
    LggError
    """
    former = read_records(folder / RECORD_NAME) or []
    _replace(folder, _without(former, names))
    return former


def write_record(folder: Path, provenance: Provenance, former: list[dict[str, Any]]) -> None:
    """Put this export before the records of earlier ones, and remove from those the files it replaced.

    Parameters
    ----------
    folder : Path
    provenance : Provenance
        With the files that were written; an export that wrote none gets no record.
    former : list of dict
        As `withdraw` returned them.

    Raises
    ------
    LggError
    """
    new = [provenance.as_dict()] if provenance.files else []
    _replace(folder, new + _without(former, provenance.files))


def _without(records: list[dict[str, Any]], names: Collection[str]) -> list[dict[str, Any]]:
    """Remove files from records, and records that name no others."""
    left = []
    for record in records:
        files = {name: digest for name, digest in record["files"].items() if name not in names}
        if files:
            left.append({**record, "files": files})
    return left


def _replace(folder: Path, records: list[dict[str, Any]]) -> None:
    """Replace the records on disk, unless they are the same."""
    if records == read_records(folder / RECORD_NAME):
        return
    text = json.dumps({"notice": RESEARCH_USE, "records": records}, indent=1, ensure_ascii=False, allow_nan=False)
    # names that are no Unicode come as lone surrogates; escaped they are still JSON
    content = f"{text}\n".encode(errors="backslashreplace")
    save_checked(folder / RECORD_NAME, content, lambda path: path.read_bytes() == content)


def read_records(path: Path) -> list[dict[str, Any]] | None:
    """Return the records of earlier exports; None if the file is of another kind."""
    try:
        if path.stat().st_size > MAX_RECORD_BYTES:
            return None
        records = json.loads(path.read_text(encoding="utf-8"))["records"]
        return records if all(isinstance(r["files"], dict) for r in records) else None
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
