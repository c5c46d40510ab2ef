"""An evaluation on paper: JSON for programs, CSV for spreadsheets, HTML for readers, and text for the terminal."""

import csv
import io
import json
from pathlib import Path

from lgg_viewer.io.atomic import write_atomically
from trainer.report.page import write_page
from trainer.scoring.evaluation import Evaluation, list_figures

EVALUATION = "evaluation.json"
TABLE = "patients.csv"
REPORT = "report.html"


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
        file.write((json.dumps(result.to_json(), indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode())
    with write_atomically(paths[1]) as file:
        file.write(_to_csv(result).encode())
    write_page(result, paths[2], run=run)
    return paths


def _to_csv(result: Evaluation) -> str:
    """Return a line a patient, worst first; what has no value is empty."""
    rows = [list_figures(s) for s in result.scores]
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


def format_table(result: Evaluation) -> str:
    """Return the figures as text for a terminal, worst patient first."""
    wide = max(len(s.patient) for s in result.scores)
    lines = [f"{'patient':{wide}}  slices   Dice    IoU  precision  recall  NSD 2px   HD95  predicted      true"]
    for s in result.scores:
        c = s.counts
        precision, recall = ("    -" if v is None else f"{v:5.3f}" for v in (c.precision, c.recall))
        distance = "    -" if s.distances.hd95_mean is None else f"{s.distances.hd95_mean:5.1f}"
        lines.append(
            f"{s.patient:{wide}}  {s.slices:6}  {c.dice:5.3f}  {c.iou:5.3f}      {precision}   {recall}"
            f"    {s.surface_dice_2px:5.3f}  {distance}  {c.predicted:9}  {c.actual:8}"
        )
    figures = result.summary()
    dice, pooled, slices = figures["dice_per_patient"], figures["pooled_voxels"], figures["per_slice"]
    interval = dice["mean_95_percent_interval"]
    reach = f"95 % interval {interval[0]:.3f} to {interval[1]:.3f}" if interval else "too few for an interval"
    lines += [
        "",
        f"{figures['patients']} patients, {result.rule}, {result.computed_on}",
        f"Dice per patient: mean {dice['mean']:.3f} ({reach}), "
        f"median {dice['median']:.3f}, minimum {dice['minimum']:.3f}, "
        f"{100 * dice['share_under_0.7']:.0f} % of patients under 0.7",
        f"Pooled over voxels: Dice {pooled['dice']:.3f}, IoU {pooled['iou']:.3f}, BCE {pooled['mean_bce']:.4f}",
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
