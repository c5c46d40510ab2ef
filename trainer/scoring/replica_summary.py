"""Replicas side by side: the same over several seeds, and twins that differ in the loss alone."""

import io
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from statistics import fmean

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from trainer.learning.run_log import LOG, VALIDATION_LOG, read_log
from trainer.measures.definitions import DEFINITIONS
from trainer.recipe.difference import differences
from trainer.scoring.replica_runs import ReplicaGroup, ReplicaRun, read_replicas, spread

CONVERGENCE = "convergence.png"
# what the twins of a controlled experiment are compared by: counts that both losses are after, and the cross-entropy
_COMPARED = ("pooled_dice", "pooled_iou", "pooled_precision", "pooled_recall", "mean_bce")


def summarise_replicas(runs: Sequence[Path], output: Path | None = None) -> str:
    """Put finished replicas side by side.

    Runs of one recipe under several seeds become mean and standard deviation (of the sample, n - 1). Recipes that
    differ in the loss alone are a controlled experiment and get a table of their own.

    Parameters
    ----------
    runs : sequence of Path
        Folders of runs.
    output : Path, optional
        Folder that gets `convergence.png`: loss and Dice after each epoch.

    Returns
    -------
    str
        Text for a terminal.

    Raises
    ------
    LggError
        A folder holds no finished replica, two runs of a recipe have the same seeds, or the picture cannot be written.
    """
    groups = read_replicas(runs)
    told = [_tell(group) for group in groups]
    told += [_compare(one, other) for one, other in combinations(groups, 2) if _are_twins(one, other)]
    if output is not None:
        with write_atomically(output / CONVERGENCE) as file:
            file.write(_draw(groups))
        told.append(f"Written: {output / CONVERGENCE}")
    return "\n\n".join(told)


def _are_twins(one: ReplicaGroup, other: ReplicaGroup) -> bool:
    """Whether groups differ in the loss alone, on the same data."""
    if one.runs[0].result["deal"]["data"] != other.runs[0].result["deal"]["data"]:
        return False
    found = differences(one.recipe, other.recipe)
    return bool(found) and all(difference.startswith("loss.") for difference in found)


def _loss(group: ReplicaGroup) -> str:
    loss = group.recipe.loss
    dice = "Dice" if loss.dice_over == "batch" else "Dice of each slice"
    return " + ".join(name for name, weight in (("BCE", loss.bce), (dice, loss.dice)) if weight)


def _tell(group: ReplicaGroup) -> str:
    protocol = group.recipe.protocol
    lines = [
        f"{group.recipe.name}: {group.label}",
        f"Deals with seeds {group.seeds}",
        *(f"Changed: {change}" for change in group.runs[0].result["changes"]),
        f"{'figure':14} {'source':>7}  {'here':15}  beaten  definition",
    ]
    for k, claim in enumerate(protocol.claims if protocol is not None else []):
        beaten = f"{group.beaten(k)} of {len(group.runs)}"
        here = spread(group.values(claim.definition).values())
        title = DEFINITIONS[claim.definition].title
        lines.append(f"{claim.figure:14} {claim.value:7.4f}  {here:15}  {beaten:6}  {claim.definition}: {title}")
    return "\n".join(lines)


def _compare(one: ReplicaGroup, other: ReplicaGroup) -> str:
    lines = [
        f"Controlled experiment: {one.recipe.name} with {_loss(one)} and {other.recipe.name} with {_loss(other)} "
        "differ in the loss alone",
        *dict.fromkeys((one.label, other.label)),
        f"{'':18} {_loss(one):>17} {_loss(other):>17} {'second - first':>17}",
        f"{'seeds':18} {one.seeds:>17} {other.seeds:>17} {'on the same split':>17}",
    ]
    for key in _COMPARED:
        first, second = one.values(key), other.values(key)
        apart = spread((second[seeds] - first[seeds] for seeds in first if seeds in second), "+")
        lines.append(f"{key:18} {spread(first.values()):>17} {spread(second.values()):>17} {apart:>17}")
    return "\n".join(lines)


def _draw(groups: list[ReplicaGroup]) -> bytes:
    """Draw the losses, each in a field of its own because their scales differ, and the Dice of all in one."""
    figure = Figure(figsize=(4.2 * (len(groups) + 1), 4), layout="constrained")
    *fields, shared = figure.subplots(1, len(groups) + 1, squeeze=False)[0]
    for k, (group, field) in enumerate(zip(groups, fields, strict=True)):
        for run in group.runs:
            looks = read_log(run.folder / VALIDATION_LOG)
            if not looks:
                raise LggError(f"{run.folder / VALIDATION_LOG} has no curves.", "Give the folder of the whole run.")
            epochs, losses, dice = ([look[key] for look in looks] for key in ("epoch", "loss", "dice"))
            first = run is group.runs[0]
            field.plot(*_training_losses(run, looks), f"C{k}:", label="training" if first else None)
            field.plot(epochs, losses, f"C{k}", label="validation" if first else None)
            shared.plot(epochs, dice, f"C{k}", label=f"{group.recipe.name}, {_loss(group)}" if first else None)
        _finish(field, f"Loss: {_loss(group)}\n{group.recipe.name}, seeds {group.seeds}")
    _finish(shared, "Dice, validation slices, pooled")
    shared.set_ylim(0, 1)
    labelled = {group.label: [g.recipe.name for g in groups if g.label == group.label] for group in groups}
    lines = (f"{', '.join(dict.fromkeys(names))}: {label}" for label, names in labelled.items())
    figure.suptitle("\n".join(lines), fontsize=9)
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=120)
    return picture.getvalue()


def _finish(axes: Axes, title: str) -> None:
    axes.set(title=title, xlabel="epoch")
    axes.title.set_fontsize(9)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(fontsize=8, frameon=False)
    axes.grid(alpha=0.3)


def _training_losses(run: ReplicaRun, looks: list[dict[str, float]]) -> tuple[list[float], list[float]]:
    """Return epochs and the mean of the training losses that were noted in each; epochs without any are left out."""
    noted = read_log(run.folder / LOG)  # nothing, where there were too few steps for a line
    epochs, means = [], []
    before = 0.0
    for look in looks:
        inside = [row["loss"] for row in noted if before < row["step"] <= look["step"]]
        if inside:
            epochs.append(look["epoch"])
            means.append(fmean(inside))
        before = look["step"]
    return epochs, means
