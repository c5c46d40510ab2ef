"""The logs of a training run, read for its curves."""

import csv
from dataclasses import dataclass
from pathlib import Path

from lgg_viewer.errors import LggError
from trainer.learning.run_log import LOG, VALIDATION_LOG

Column = tuple[float, ...]


@dataclass(frozen=True)
class TrainingLog:
    """How a training went.

    Attributes
    ----------
    steps, losses, rates : tuple of float
        Steps that were noted, at least one; loss and learning rate at each.
    look_steps, look_losses, look_dice : tuple of float
        Looks at the validation slices, Dice pooled over their pixels; empty where there were none.
    """

    steps: Column
    losses: Column
    rates: Column
    look_steps: Column
    look_losses: Column
    look_dice: Column


def read_training_log(run: Path) -> TrainingLog | None:
    """Read the logs of a run; None where nothing is noted yet.

    Raises
    ------
    LggError
        A log is damaged.
    """
    steps, losses, rates = _read(run / LOG, "step", "loss", "learning_rate")
    return TrainingLog(steps, losses, rates, *_read(run / VALIDATION_LOG, "step", "loss", "dice")) if steps else None


def _read(path: Path, *columns: str) -> tuple[Column, ...]:
    """Return columns of numbers; empty ones where there is no file."""
    if not path.exists():
        return ((),) * len(columns)
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        return tuple(tuple(float(row[c]) for row in rows) for c in columns)
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise LggError(
            f"{path} is not the log of a training ({error}).", "Mend the file, or take it out of the folder of the run."
        ) from error
