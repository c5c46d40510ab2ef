"""An evaluation on paper: JSON for programs, CSV for spreadsheets, HTML for readers, and text for the terminal."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lgg_viewer.io.atomic import write_atomically
from trainer.report.page import write_page
from trainer.scoring.evaluation import Evaluation
from trainer.scoring.patient_score import PatientScore, list_figures

EVALUATION = "evaluation.json"
TABLE = "patients.csv"
REPORT = "report.html"
SCORES = "masks.json"
SCORES_TABLE = "masks.csv"


def write_evaluation(result: Evaluation, folder: Path, *, run: Path | None = None) -> tuple[Path, ...]:
    """Write `evaluation.json`, `patients.csv` and `report.html`; return their paths.

    Parameters
    ----------
    result : Evaluation
    folder : Path
    run : Path, optional
        Folder of the training run: its curves are shown in the report.

    Raises
    ------
    LggError
        A file cannot be written, or the log of the run cannot be read.
    """
    paths = folder / EVALUATION, folder / TABLE, folder / REPORT
    with write_atomically(paths[0]) as file:
        file.write(to_json_text(result.to_json()).encode())
    with write_atomically(paths[1]) as file:
        file.write(_to_csv(result.scores).encode())
    write_page(result, paths[2], run=run)
    return paths


def write_scores(scores: Sequence[PatientScore], content: Mapping[str, Any], folder: Path) -> tuple[Path, ...]:
    """Write the scores of masks as `masks.json` and `masks.csv`, apart from those of an evaluation; return their paths.

    Raises
    ------
    LggError
        A file cannot be written.
    """
    paths = folder / SCORES, folder / SCORES_TABLE
    for path, text in zip(paths, (to_json_text(content), _to_csv(scores)), strict=True):
        with write_atomically(path) as file:
            file.write(text.encode())
    return paths


def to_json_text(content: Mapping[str, Any]) -> str:
    """Return the text of a JSON file as evaluations have it."""
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _to_csv(scores: Sequence[PatientScore]) -> str:
    """Return a line a patient, worst first; what has no value is empty."""
    rows = [list_figures(s) for s in scores]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _to_cell(value) for key, value in row.items()})
    return text.getvalue()


def _to_cell(value: str | float | None) -> str | int:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}"
    # an apostrophe keeps a spreadsheet from running a folder's name as a formula
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value


def format_table(scores: Sequence[PatientScore], figures: Mapping[str, Any], how: str) -> str:
    """Return figures as text for a terminal.

    Parameters
    ----------
    scores : sequence of PatientScore
        In the order of the lines.
    figures : mapping
        Of all together, as `trainer.scoring.summary.summarise` gives them.
    how : str
        Where the masks come from.
    """
    wide = max(len(s.patient) for s in scores)
    lines = [f"{'patient':{wide}}  slices   Dice    IoU  precision  recall  NSD 2px   HD95  predicted      true"]
    for s in scores:
        c = s.counts
        precision, recall = ("    -" if v is None else f"{v:5.3f}" for v in (c.precision, c.recall))
        distance = "    -" if s.distances.hd95_mean is None else f"{s.distances.hd95_mean:5.1f}"
        lines.append(
            f"{s.patient:{wide}}  {s.slices:6}  {c.dice:5.3f}  {c.iou:5.3f}      {precision}   {recall}"
            f"    {s.surface_dice_2px:5.3f}  {distance}  {c.predicted:9}  {c.actual:8}"
        )
    dice, pooled, slices = figures["dice_per_patient"], figures["pooled_voxels"], figures["per_slice"]
    interval = dice["mean_95_percent_interval"]
    reach = f"95 % interval {interval[0]:.3f} to {interval[1]:.3f}" if interval else "too few for an interval"
    lines += [
        "",
        f"{figures['patients']} patients, {how}",
        f"Dice per patient: mean {dice['mean']:.3f} ({reach}), "
        f"median {dice['median']:.3f}, minimum {dice['minimum']:.3f}, "
        f"{100 * dice['share_under_0.7']:.0f} % of patients under 0.7",
        f"Pooled over voxels: Dice {pooled['dice']:.3f}, IoU {pooled['iou']:.3f}"
        + ("" if pooled["mean_bce"] is None else f", BCE {pooled['mean_bce']:.4f}"),
        "Per slice: Dice "
        + ", ".join(
            f"{name} {'-' if slices[key] is None else format(slices[key], '.3f')}"
            for name, key in (
                ("of slices with tumour", "slice_tumour_dice"),
                ("of all slices, both empty as 1,", "slice_all_empty1_dice"),
            )
        ),
    ]
    return "\n".join(lines)
