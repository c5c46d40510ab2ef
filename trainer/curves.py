"""The curves of a run as a picture."""

import csv
import io
from pathlib import Path

from matplotlib.figure import Figure

from lgg_viewer.io.atomic import write_atomically
from trainer.run_log import LOG, VALIDATION_LOG

CURVES = "curves.png"
_SMOOTH = 0.9
_GREY, _ACCENT, _SECOND = "#9aa0a6", "#1f6feb", "#b0005c"


def draw_curves(run: Path, title: str) -> Path:
    """Draw loss, Dice and learning rate of a run from its logs; return the picture's path.

    Raises
    ------
    LggError
        The picture cannot be written.
    """
    training, looks = _read(run / LOG), _read(run / VALIDATION_LOG)
    figure = Figure(figsize=(9, 3.4), layout="constrained")
    loss, dice = figure.subplots(1, 2)
    steps = [row["step"] for row in training]
    loss.plot(steps, [row["loss"] for row in training], color=_GREY, alpha=0.5, linewidth=0.8)
    loss.plot(steps, _smoothed([row["loss"] for row in training]), color=_ACCENT, label="training, smoothed")
    loss.plot([r["step"] for r in looks], [r["loss"] for r in looks], "o-", color=_SECOND, ms=3, label="validation")
    loss.set(title="Loss", xlabel="step", yscale="log")
    loss.legend(frameon=False)
    dice.plot([r["step"] for r in looks], [r["dice"] for r in looks], "o-", color=_SECOND, ms=3)
    dice.set(title="Dice, validation slices, pooled", xlabel="step", ylim=(0, 1))
    for axes in (loss, dice):
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(color="#e6e6e6", linewidth=0.6)
    figure.suptitle(title, fontsize=10)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=150)
    path = run / CURVES
    with write_atomically(path) as file:
        file.write(picture.getvalue())
    return path


def _read(path: Path) -> list[dict[str, float]]:
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]


def _smoothed(values: list[float]) -> list[float]:
    """Return the exponential moving average."""
    smooth: list[float] = []
    for value in values:
        smooth.append(value if not smooth else _SMOOTH * smooth[-1] + (1 - _SMOOTH) * value)
    return smooth
