"""The folder of a run: what it was started with, so that it can be resumed, exported and repeated."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from trainer.commands.plan import Plan
from trainer.data.dataset import Dataset
from trainer.data.split import read_split, to_json
from trainer.learning.environment import Environment
from trainer.recipe.difference import differences, shipped_form
from trainer.recipe.file import shipped_recipes
from trainer.recipe.schema import Recipe

RECORD = "run.json"
RECIPE = "recipe.json"
SPLIT = "split.json"
VALIDATION = "validation"  # folder of the scores on the patients held out
_KEYS = {"split", "fold", "deal_seed", "data", "started_from", "changes", "environment"}


def begin(plan: Plan, data: Dataset, run: Path, environment: Environment, changes: tuple[str, ...]) -> None:
    """Write what a run is started with.

    Parameters
    ----------
    plan : Plan
    data : Dataset
    run : Path
    environment : Environment
    changes : tuple of str
        Changes to the recipe's file, as KEY=VALUE. For a recipe that has the name of a shipped one, all differences
        from that are recorded instead, whatever file it was read from.

    Raises
    ------
    LggError
        The folder cannot be written.
    """
    with write_atomically(run / RECIPE) as file:
        file.write((plan.recipe.model_dump_json(indent=1) + "\n").encode())
    if plan.split is not None:
        with write_atomically(run / SPLIT) as file:
            file.write(to_json(plan.split).encode())
    if plan.recipe.name in shipped_recipes():
        changes = differences(shipped_form(plan.recipe), plan.recipe)
    record = {**plan.describe(data), "changes": list(changes), "environment": asdict(environment)}
    _write_record(run, record)


def note_resumed(run: Path, environment: Environment) -> None:
    """Add the environment of a resumed run to its record, unless it is the same as the last one.

    Raises
    ------
    LggError
        The record cannot be read or written.
    """
    record = read_record(run)
    made = [record["environment"], *record.get("resumed", ())]
    if made[-1] != asdict(environment):
        _write_record(run, {**record, "resumed": [*made[1:], asdict(environment)]})


def check_same(plan: Plan, run: Path) -> None:
    """Refuse to resume a run with another recipe, split, fold or other starting weights than it was started with.

    Raises
    ------
    LggError
    """
    record = read_record(run)
    hint = "Resume with what it was started with, or start anew in another folder."
    said = {"summary", "source"}  # texts may have been reworded
    if read_recipe_of(run).model_dump(exclude=said) != plan.recipe.model_dump(exclude=said):
        raise LggError(f"{run} was started with another recipe, or other values in it.", hint)
    if plan.split is not None and read_split(run / SPLIT).folds != plan.split.folds:
        raise LggError(f"{run} was started with another split.", hint)
    if plan.split is not None and record["fold"] != plan.fold:
        told = ("all patients" if f is None else f"fold {f} held out" for f in (record["fold"], plan.fold))
        raise LggError(f"{run} was started with {next(told)}, not with {next(told)}.", hint)
    # an older run lacks keys that were added later; texts may have been reworded
    known = {key: value for key, value in (record["started_from"] or {}).items() if key not in ("limits", "licence")}
    started = {key: value for key, value in (plan.started_from() or {}).items() if key in known}
    if plan.start is not None and (not known or known != started):
        raise LggError(f"{run} was started from other weights than {plan.start.name}.", hint)
    if plan.split is None and record["deal_seed"] != plan.deal_seed:
        raise LggError(f"{run} was split with seed {record['deal_seed']}, not with {plan.deal_seed}.", hint)


def check_same_data(data: Dataset, run: Path) -> None:
    """Refuse to resume a run, or to score its replica, on other slices than it was started with.

    Raises
    ------
    LggError
        Patients, their order or the areas of their masks differ.
    """
    if read_record(run)["data"] != data.digest():
        raise LggError(
            f"{run} was started with other slices or masks than are there now.",
            "Give the data it was started with, or start anew in another folder.",
        )


def read_recipe_of(run: Path) -> Recipe:
    """Return the recipe that a run was started with.

    Raises
    ------
    LggError
        There is none, or it is damaged.
    """
    path = run / RECIPE
    try:
        return Recipe.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise _unreadable(path, error) from error


def read_record(run: Path) -> dict[str, Any]:
    """Return what was recorded when a run was started.

    Raises
    ------
    LggError
        There is none, or it is damaged.
    """
    path = run / RECORD
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(record, dict) or not isinstance(record["fold"], int | None):
            raise ValueError("it is not the record of a run")
        if absent := _KEYS - record.keys():
            raise ValueError(f"{min(absent)} is missing")
    except (OSError, ValueError, KeyError) as error:
        raise _unreadable(path, error) from error
    return record


def _write_record(run: Path, record: Mapping[str, Any]) -> None:
    with write_atomically(run / RECORD) as file:
        file.write((json.dumps(record, indent=1) + "\n").encode())


def _unreadable(path: Path, error: Exception) -> LggError:
    what = str(error).splitlines()[0] if str(error) else type(error).__name__
    return LggError(f"{path} cannot be read ({what}).", "Is this the folder of a run? Else start anew in another one.")
