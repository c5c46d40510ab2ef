"""The logs of a training run, read for its curves."""

from dataclasses import dataclass
from pathlib import Path

from trainer.learning.run_log import LOG, VALIDATION_LOG, read_log

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
    steps, looks = read_log(run / LOG), read_log(run / VALIDATION_LOG)
    if not steps:
        return None
    return TrainingLog(
        *(tuple(line[column] for line in steps) for column in ("step", "loss", "learning_rate")),
        *(tuple(look[column] for look in looks) for column in ("step", "loss", "dice")),
    )
