"""The folder of a run: what it was started with, so that it can be resumed, exported and repeated."""

import json
import platform
import shutil
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from lgg_viewer.core.provenance import app_version
from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from lgg_viewer.io.model_card import ModelCard
from trainer.recipe import Recipe, read_recipe
from trainer.split import Split, read_split, to_json

RECORD = "run.json"
RECIPE = "recipe.toml"
SPLIT = "split.json"


@dataclass(frozen=True, eq=False)
class Plan:
    """What is trained on whom.

    Attributes
    ----------
    recipe : Recipe
    source : Path
        The recipe's file.
    split : Split
    fold : int or None
        The fold that is held out; None where all patients are trained on.
    start : ModelCard or None
        The weights that the training begins with; None for chance.
    """

    recipe: Recipe
    source: Path
    split: Split
    fold: int | None
    start: ModelCard | None = None

    def check_start(self) -> None:
        """Refuse to begin with weights that know a patient held out, or that are of another network.

        Raises
        ------
        LggError
        """
        start = self.start
        if start is None:
            return
        known = start.trained_on
        if not known or known & set(self.held_out):
            why = "was trained on patients that are held out" if known else "does not say whom it was trained on"
            raise LggError(f"{start.name} {why}; scores would prove nothing.", "Begin with weights of the same fold.")
        network = self.recipe.network
        if (start.widths, start.blocks) != (tuple(network.widths), tuple(network.blocks)):
            raise LggError(
                f"{start.name} is another network than {self.recipe.name} asks for.", "Choose other weights."
            )

    @property
    def patients(self) -> tuple[str, ...]:
        """The patients that are trained on."""
        return self.split.patients if self.fold is None else self.split.training(self.fold)

    @property
    def held_out(self) -> tuple[str, ...]:
        """The patients that are not."""
        return () if self.fold is None else self.split.held_out(self.fold)


@dataclass(frozen=True)
class Environment:
    """Where a run was made, as far as it bears on the result.

    Attributes
    ----------
    device, torch, python, system, app, revision : str
        `revision` is the commit of the source, with a plus where files differ from it; empty outside a repository.
    threads : int
        Of the CPU.
    """

    device: str
    torch: str
    python: str
    system: str
    app: str
    revision: str
    threads: int


def look_around(device: str) -> Environment:
    """Describe this computer without naming it."""
    return Environment(
        device=torch.cuda.get_device_name() if device == "cuda" else device,
        torch=str(torch.__version__),
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        app=app_version(),
        revision=_revision(),
        threads=torch.get_num_threads(),
    )


def _revision() -> str:
    """Return the commit this file belongs to; empty where it is in no repository or there is no git."""
    git = shutil.which("git")
    if git is None:
        return ""

    def ask(*words: str) -> str:
        command = [git, "-C", str(Path(__file__).parent), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()

    # installed into an environment inside another project's repository, this file is not one of that project's
    tracked = ask("ls-files", Path(__file__).name)
    return ask("describe", "--always", "--abbrev=40", "--dirty=+", "--exclude=*") if tracked else ""


def begin(plan: Plan, run: Path, environment: Environment) -> None:
    """Write what a run is started with.

    Raises
    ------
    LggError
        The folder cannot be written.
    """
    with write_atomically(run / RECIPE) as file:
        file.write(plan.source.read_bytes())
    with write_atomically(run / SPLIT) as file:
        file.write(to_json(plan.split).encode())
    record = {
        "recipe": plan.recipe.name,
        "split": plan.split.name,
        "fold": plan.fold,
        "seed": plan.recipe.schedule.seed,
        "patients": len(plan.patients),
        "started_from": started_from(plan),
        "environment": asdict(environment),
    }
    with write_atomically(run / RECORD) as file:
        file.write((json.dumps(record, indent=1) + "\n").encode())


def started_from(plan: Plan) -> dict[str, str] | None:
    """Name the weights that a run begins with."""
    return {"name": plan.start.name, "sha256": plan.start.sha256} if plan.start is not None else None


def check_same(plan: Plan, run: Path) -> None:
    """Refuse to resume a run with another recipe, split or fold than it was started with.

    A run that holds no record is taken on trust.

    Raises
    ------
    LggError
    """
    record = read_record(run)
    if record is None:
        return
    hint = "Resume with what it was started with, or start anew in another folder."
    if read_recipe(run / RECIPE) != plan.recipe:
        raise LggError(f"{run} was started with another recipe than {plan.source}.", hint)
    if read_split(run / SPLIT).folds != plan.split.folds:
        raise LggError(f"{run} was started with another split.", hint)
    if record["fold"] != plan.fold:
        told = ("all patients" if f is None else f"fold {f} held out" for f in (record["fold"], plan.fold))
        raise LggError(f"{run} was started with {next(told)}, not with {next(told)}.", hint)


def read_record(run: Path) -> dict[str, Any] | None:
    """Return what was recorded when a run was started; None where nothing was.

    Raises
    ------
    LggError
        The record is damaged.
    """
    path = run / RECORD
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(record, dict) or not isinstance(record["fold"], int | None):
            raise ValueError("it is not the record of a run")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError) as error:
        raise LggError(f"{path} cannot be read ({error}).", "Start anew in another folder.") from error
    return record
