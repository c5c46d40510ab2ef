"""What a run tells while it goes on: CSV always, TensorBoard where it is installed."""

import csv
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically

LOG = "log.csv"
VALIDATION_LOG = "validation.csv"
TENSORBOARD = "tensorboard"
_COLUMNS = {LOG: ("step", "loss", "learning_rate"), VALIDATION_LOG: ("epoch", "step", "loss", "dice")}


def read_log(path: Path) -> list[dict[str, float]]:
    """Return the lines of a log, each with its columns by name; none where there is no file.

    Parameters
    ----------
    path : Path
        `LOG` or `VALIDATION_LOG` of a run.

    Raises
    ------
    LggError
        The log is damaged.
    """
    if not path.exists():
        return []
    try:
        with path.open(newline="", encoding="utf-8") as file:
            return [{c: float(row[c]) for c in _COLUMNS[path.name]} for row in csv.DictReader(file)]
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise LggError(
            f"{path} is not the log of a training ({error}).",
            "Repair the file, or remove it from the folder of the run.",
        ) from error


class RunLog:
    """The logs of a run, from a step on; lines that a resumed run will write again are dropped.

    Parameters
    ----------
    run : Path or None
        None writes nothing: among several workers one does.
    step : int
        Where the training stands.
    """

    def __init__(self, run: Path | None, step: int) -> None:
        self._run = run
        self._board = None
        if run is not None:
            for name in _COLUMNS:
                _trim(run / name, step)
            self._board = _open_board(run / TENSORBOARD, step)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._board is not None:
            self._board.close()

    def training(self, step: int, loss: float, rate: float) -> None:
        """Note a step."""
        self._append(LOG, [step, f"{loss:.6f}", f"{rate:.3e}"])
        self._show(step, {"training/loss": loss, "training/learning_rate": rate})

    def validation(self, epoch: int, step: int, loss: float, dice: float) -> None:
        """Note a look at the validation slices."""
        self._append(VALIDATION_LOG, [epoch, step, f"{loss:.6f}", f"{dice:.6f}"])
        self._show(step, {"validation/loss": loss, "validation/dice_pooled": dice})

    def _append(self, name: str, values: list[Any]) -> None:
        if self._run is None:
            return
        path = self._run / name
        new = not path.exists()
        with path.open("a", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            if new:
                writer.writerow(_COLUMNS[name])
            writer.writerow(values)

    def _show(self, step: int, values: dict[str, float]) -> None:
        if self._board is not None:
            for name, value in values.items():
                self._board.add_scalar(name, value, step)


def _open_board(folder: Path, step: int) -> Any:
    """Open TensorBoard's log; None on a machine without it, such as a bare one with a GPU."""
    try:
        from tensorboardX import SummaryWriter
    except ModuleNotFoundError:
        return None
    return SummaryWriter(str(folder), purge_step=step or None)


def _trim(path: Path, step: int) -> None:
    """Drop lines past a step, and one that a crash cut off."""
    if not path.exists():
        return
    if not step:
        path.unlink()
        return
    head, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True) or [""]
    place = _COLUMNS[path.name].index("step")
    kept = [line for line in lines if line.endswith("\n") and _step_of(line, place) <= step]
    with write_atomically(path) as file:
        file.write("".join([head, *kept]).encode())


def _step_of(line: str, place: int) -> float:
    """Return the step of a line; what cannot be read is past every step, and so dropped."""
    try:
        return int(line.split(",")[place])
    except (ValueError, IndexError):
        return float("inf")
