"""The published clinical table, `data.csv`, to words."""

import csv
import stat
from pathlib import Path

from lgg_viewer.core.study import Clinical, Problem, ProblemKind
from lgg_viewer.words import mark, tr

MAX_TABLE_BYTES = 16 << 20
_GRADE = {"1": "II", "2": "III"}
_HISTOLOGY = {"1": mark("astrocytoma"), "2": mark("oligoastrocytoma"), "3": mark("oligodendroglioma")}
_SEX = {"1": mark("female"), "2": mark("male")}
_LOCATION = {
    "1": mark("cerebellum"),
    "2": mark("frontal lobe"),
    "3": mark("occipital lobe"),
    "4": mark("parietal lobe"),
}
_LOCATION |= {"5": mark("posterior fossa"), "6": mark("temporal lobe")}
_LATERALITY = {"1": mark("left"), "2": mark("midline"), "3": mark("right")}
_HINT = mark("Use data.csv from the published data set; the images are read without it.")


def read_clinical_table(path: Path) -> tuple[dict[str, Clinical], list[Problem]]:
    """Read the table of patients.

    Returns
    -------
    table : dict
        Patient to Clinical. Codes of the published data dictionary become English words; other values stay.
    problems : list of Problem
        What could not be read.
    """
    try:
        status = path.stat()
        # a pipe of that name would block for ever
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_TABLE_BYTES:
            raise OSError(tr("it is not a file, or is larger than a few MB"))
        with path.open(newline="", encoding="utf-8-sig", errors="replace") as file:
            rows = list(csv.DictReader(file))
    except (OSError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or error
        message = tr("The clinical table cannot be read: {reason}.", reason=reason)
        return {}, [Problem(ProblemKind.CLINICAL, path, message, tr(_HINT))]
    if rows and "Patient" not in rows[0]:
        message = tr("The clinical table has no column 'Patient'.")
        return {}, [Problem(ProblemKind.CLINICAL, path, message, tr(_HINT))]

    def word(row: dict[str, str | None], column: str, codes: dict[str, str]) -> str:
        value = (row.get(column) or "").strip()
        return codes.get(value, value)

    table = {
        patient: Clinical(
            grade=word(row, "neoplasm_histologic_grade", _GRADE),
            histology=word(row, "histological_type", _HISTOLOGY),
            location=word(row, "tumor_location", _LOCATION),
            laterality=word(row, "laterality", _LATERALITY),
            age=word(row, "age_at_initial_pathologic", {}),
            sex=word(row, "gender", _SEX),
        )
        for row in rows
        if (patient := (row.get("Patient") or "").strip())
    }
    return table, []
