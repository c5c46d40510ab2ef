"""Finished replicas as they lie in their folders, and the same recipe under several seeds as one group."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

from pydantic import ValidationError

from lgg_viewer.errors import LggError
from trainer.recipe.difference import flatten
from trainer.recipe.schema import Recipe
from trainer.scoring.replica import REPLICA, RESULT


@dataclass(frozen=True, eq=False)
class ReplicaRun:
    """A run whose replica was scored.

    Attributes
    ----------
    folder : Path
    recipe : Recipe
        As it was run.
    result : dict
        What `trainer.scoring.replica.write_replica` wrote of it.
    """

    folder: Path
    recipe: Recipe
    result: dict[str, Any]

    @property
    def seeds(self) -> tuple[int, int]:
        """Seed of the split, and of the training."""
        return int(self.result["deal"]["seed"]), self.recipe.schedule.seed

    @property
    def workers(self) -> int:
        """Processes that it was trained in."""
        return int(self.result.get("workers", 1))  # a result of an older version does not tell


@dataclass(frozen=True, eq=False)
class ReplicaGroup:
    """Runs of one recipe that differ in their seeds.

    Attributes
    ----------
    runs : tuple of ReplicaRun
        At least one.
    """

    runs: tuple[ReplicaRun, ...]

    @property
    def recipe(self) -> Recipe:
        """As all of them were run, but for the seed."""
        return self.runs[0].recipe

    @property
    def label(self) -> str:
        """The label that their figures must be shown with."""
        return str(self.runs[0].result["label"])

    @property
    def seeds(self) -> str:
        """Seeds of the splits, in words."""
        return ", ".join(str(run.seeds[0]) for run in self.runs)

    def values(self, key: str) -> dict[tuple[int, int], float]:
        """Return a figure of each run that has it, by seeds."""
        found = {run.seeds: run.result["figures"].get(key) for run in self.runs}
        return {seeds: value for seeds, value in found.items() if value is not None}

    def beaten(self, claim: int) -> int:
        """Return in how many of them a claim of the recipe, by its place, is beaten."""
        return sum(bool(run.result["claims"][claim]["beaten"]) for run in self.runs)


def read_replicas(runs: Sequence[Path]) -> list[ReplicaGroup]:
    """Read the folders of finished replicas.

    Raises
    ------
    LggError
        A folder holds no finished replica, or two runs of a recipe have the same seeds.
    """
    return _group([_read(run) for run in runs])


def spread(values: Iterable[float], sign: str = "") -> str:
    """Write mean and sample standard deviation (n - 1); of one value there is none."""
    known = list(values)
    if not known:
        return "-"
    return f"{fmean(known):{sign}.4f}" + (f" ± {stdev(known):.4f}" if len(known) > 1 else "")


def _read(run: Path) -> ReplicaRun:
    path = run / REPLICA / RESULT
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
        absent = [key for key in ("label", "changes", "deal", "claims", "figures") if key not in result]
        absent += [key for key in ("seed", "data") if key not in result.get("deal", {})]
        if absent:
            raise ValueError(f"{absent[0]} is missing")
        return ReplicaRun(run, Recipe.model_validate(result["recipe"]), result)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
        what = (str(error) or type(error).__name__).splitlines()[0]
        raise LggError(f"{run} holds no finished replica ({what}).", "Finish it with --resume.") from error


def _group(runs: list[ReplicaRun]) -> list[ReplicaGroup]:
    found: dict[str, list[ReplicaRun]] = {}
    for run in runs:
        same = found.setdefault(json.dumps([run.recipe.name, flatten(run.recipe), run.result["deal"]["data"]]), [])
        for other in same:
            if other.seeds == run.seeds:
                raise LggError(
                    f"{run.folder} and {other.folder} are the same recipe under the same seeds.",
                    "Leave one out: a spread over copies would be too small.",
                )
        same.append(run)
    return [ReplicaGroup(tuple(same)) for same in found.values()]
