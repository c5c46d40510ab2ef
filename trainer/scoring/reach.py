"""Targets on this data set and what was achieved: one table, each line with the command that reproduces it.

The first part covers patients the network was not trained on. The second compares the same network, trained again, with
ancestors that split slices at random; each line is labelled as a replica of a leaky protocol.
"""

import csv
import io
import json
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import groupby
from pathlib import Path
from typing import Any

from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from trainer.recipe.difference import differences
from trainer.recipe.file import find_recipe, read_recipe, shipped_recipes
from trainer.recipe.schema import Claim, Recipe
from trainer.scoring.replica_runs import ReplicaGroup, read_replicas, spread

_HOLDS: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True)
class _Goal:
    """A figure of an evaluation and its target.

    Attributes
    ----------
    figure : str
    path : tuple of str
        Where `evaluation.json` has it.
    must_be : str
        Comparison and number.
    to_beat, by : str
        What others reached, and who; empty if nobody published it.
    interval : tuple of str
        Where `evaluation.json` has the 95 % interval; empty for none.
    """

    figure: str
    path: tuple[str, ...]
    must_be: str
    to_beat: str = ""
    by: str = ""
    interval: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A line of the table.

    Attributes
    ----------
    figure, to_beat, by, ours_must_be : str
    reached : str
        Mean ± SD if there are several splits.
    interval : str
        Of 95 %, over patients; empty for none.
    holds : str
        "yes", "no", or in how many of the splits.
    measured_on, command : str
    """

    figure: str
    to_beat: str
    by: str
    ours_must_be: str
    reached: str
    interval: str
    holds: str
    measured_on: str
    command: str


_BUDA = "Buda et al., 22 folds by patient (github.com/mateuszbuda/brain-segmentation)"
_DICE = "dice_per_patient"
_GOALS = (
    _Goal("Dice per patient, mean", (_DICE, "mean"), ">= 0.89", "0.836", _BUDA, (_DICE, "mean_95_percent_interval")),
    _Goal(
        "Dice per patient, median", (_DICE, "median"), ">= 0.91", "0.873", _BUDA, (_DICE, "median_95_percent_interval")
    ),
    _Goal("Dice of the worst patient", (_DICE, "minimum"), ">= 0.5"),
    _Goal("share of patients under 0.7", (_DICE, "share_under_0.7"), "<= 0.04"),
    _Goal(
        "calibration error (ECE) in the band round the outlines, after temperature",
        ("calibration_error_cooled", "band"),
        "<= 0.05",
    ),
    _Goal(
        "mean BCE over all pixels", ("pooled_voxels", "mean_bce"), "< 0.015", "0.0334", "ancestor-004, split not stated"
    ),
)
# those with claims for unseen patients: recipe, part of `evaluation.json`, start of its keys, how it is pooled
_HONEST_ANCESTORS = (
    ("ancestor-000-dice", "pooled_voxels_of_tumour_slices", "pooled_", "pooled over tumour slices"),
    ("ancestor-002", "per_slice", "", "mean of tumour slices"),
)
_BETTER = {"004 Test BCE": 0.015}
"""Numbers to reach instead of a claim, for claims that are to be beaten by a wide margin."""


def tell_reach(evaluation: Path, runs: Sequence[Path], output: Path | None = None) -> str:
    """Compare an evaluation, and replicas of leaky protocols, with the targets.

    Parameters
    ----------
    evaluation : Path
        `evaluation.json` of weights on patients they were not trained on, of several folds together for all patients.
    runs : sequence of Path
        Folders of finished replicas, under several seeds each.
    output : Path, optional
        CSV file to be written.

    Returns
    -------
    str
        Text for a terminal.

    Raises
    ------
    LggError
        A file cannot be read or written, or a folder holds no finished replica.
    """
    try:
        content = json.loads(evaluation.read_text(encoding="utf-8"))
        rows = _of_patients(content)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LggError(
            f"{evaluation} cannot be read ({type(error).__name__}: {error}).",
            "Give the evaluation.json that evaluate --output wrote.",
        ) from error
    rows += [row for group in read_replicas(runs) for row in _of_slices(group)]
    told = []
    for measured_on, group in groupby(rows, key=lambda row: row.measured_on):
        told.append(f"{measured_on}:")
        told += [f"{row.holds:7} {row.reached:>15}  must be {row.ours_must_be:9}  {row.figure}" for row in group]
    if output is not None:
        with write_atomically(output) as file:
            file.write(_to_csv(rows).encode())
        told.append(f"Written: {output}")
    return "\n".join(told)


def _of_patients(content: Mapping[str, Any]) -> list[Row]:
    """Return the lines of an evaluation."""
    if not content["kin"]:
        raise LggError(
            "The evaluation does not use its cards' mask settings, or uses corrected masks.",
            "Leave out --raw and --masks.",
        )
    measured_on = f"{content['patients']} patients not trained on, {content['scored']} of: {content['split']}"
    command = _command(content)

    def row(goal: _Goal) -> Row:
        value = _find(content, goal.path)
        interval = _find(content, goal.interval) if goal.interval else None
        return Row(
            goal.figure,
            goal.to_beat,
            goal.by,
            goal.must_be,
            "-" if value is None else f"{value:.4f}",
            f"{interval[0]:.4f} to {interval[1]:.4f}" if interval else "",
            "yes" if value is not None and _holds(goal.must_be, value) else "no",
            measured_on,
            command,
        )

    return [row(goal) for goal in (*_GOALS, *_goals_of_ancestors())]


def _goals_of_ancestors() -> list[_Goal]:
    """Return the claims of ancestors for unseen patients, as goals."""
    goals = []
    for name, part, start, how in _HONEST_ANCESTORS:
        protocol = read_recipe(find_recipe(name)).protocol
        for claim in protocol.claims if protocol is not None else ():
            if claim.definition.startswith("batch"):
                continue  # the other reading of the same figure; an evaluation by patient has no batches
            path = part, claim.definition.removeprefix(start)
            goals.append(_Goal(f"{claim.figure}, {how}", path, f"> {claim.value}", f"{claim.value}", name))
    return goals


def _of_slices(group: ReplicaGroup) -> list[Row]:
    """Return the lines of a recipe with a protocol of its own, run with several seeds.

    Raises
    ------
    LggError
        It is not shipped, or was changed: a shortened replica does not test a claim.
    """
    shipped = _shipped(group.recipe.name)
    if shipped is None or (changes := differences(shipped, group.recipe)):
        what = "is not a shipped recipe" if shipped is None else f"was changed from the shipped recipe ({changes[0]})"
        raise LggError(
            f"{group.recipe.name} in {group.runs[0].folder} {what}.",
            "Put such replicas side by side with: lgg-trainer compare",
        )
    name, protocol = shipped.name, shipped.protocol
    runs = [
        f"{_trainer(run.workers)} train {name} --data DIR --split-seed {deal}"
        + (f" --set schedule.seed={seed}" if seed != shipped.schedule.seed else "")
        + f" --output {name}-{deal}-{seed}"
        for run in group.runs
        for deal, seed in [run.seeds]
    ]
    command = "; ".join([*runs, f"lgg-trainer compare {name}-*"])

    def row(claim: Claim) -> Row:
        must_be = f"{'<' if claim.lower_is_better else '>'} {_BETTER.get(claim.figure, claim.value)}"
        values = group.values(claim.definition).values()
        number = claim.figure[:3]
        return Row(
            f"{claim.figure}, {claim.definition}",
            f"{claim.value}",
            f"ancestor-{number}" if number.isdecimal() else name,
            must_be,
            spread(values),
            "",
            f"{sum(_holds(must_be, value) for value in values)} of {len(group.runs)}",
            f"{name}, splits {group.seeds}: {group.label}",
            command,
        )

    return [row(claim) for claim in (protocol.claims if protocol is not None else ())]


def _shipped(name: str) -> Recipe | None:
    """Return the shipped recipe of a name; None if there is none."""
    path = shipped_recipes().get(name)
    return None if path is None else read_recipe(path)


def _find(content: Mapping[str, Any], path: Sequence[str]) -> Any:
    """Return what a path leads to; None if a part of it is None."""
    value: Any = content
    for key in path:
        value = None if value is None else value[key]
    return value


def _holds(must_be: str, value: float) -> bool:
    sign, number = must_be.split()
    return _HOLDS[sign](value, float(number))


def _command(content: Mapping[str, Any]) -> str:
    """Return the commands that train and score the models of an evaluation again.

    Raises
    ------
    LggError
        They were not trained with the shipped recipe of that name.
    """
    recipe, fingerprint = content["kin"][:2]
    shipped = _shipped(recipe)
    if shipped is None or shipped.fingerprint != fingerprint:
        raise LggError(
            f"The models were not trained with the shipped recipe {recipe}.",
            "Only models of shipped, unchanged recipes are compared, so that each line can be made again.",
        )
    told = str(content["command"])
    if " --split" in told or content["scored"] == "all":
        return told  # this split is not shipped: only its file, or the folder, names the patients
    every = content["scored"] == "all folds"
    folds = " ".join(map(str, range(len(content["weights"])))) if every else content["scored"].removeprefix("fold ")
    (workers, *others) = content["workers"]
    train = f"{_trainer(1 if others else workers)} train {recipe}"
    return (
        f"for K in {folds}; do {train} --data DIR --fold $K --output {recipe}-$K; done"
        f"; lgg-trainer evaluate {recipe}-*/model/*.json --data DIR --output out-of-fold"
        "; lgg-trainer reach out-of-fold/evaluation.json"
    )


def _trainer(workers: int) -> str:
    """Return how the trainer is started in a number of processes."""
    return "lgg-trainer" if workers == 1 else f"torchrun --nproc-per-node {workers} -m trainer"


def _to_csv(rows: Sequence[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([field.name.replace("_", " ") for field in fields(Row)])
    writer.writerows(astuple(row) for row in rows)
    return text.getvalue()
