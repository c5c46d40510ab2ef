"""The plots of the report, as functions from figures to `matplotlib` figures; nothing is kept between them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator
from numpy.typing import NDArray

from trainer.report.ink import ACCENT, FAINT, INK, LINE, PAPER
from trainer.report.training_log import TrainingLog
from trainer.scoring.evaluation import ThresholdCurves
from trainer.scoring.patient_score import PatientScore
from trainer.scoring.strata import stratify
from trainer.scoring.summary import DIGITS, LOW_DICE, WORST

_WIDE, _HIGH = 4.7, 3.1
_LEGEND: dict[str, Any] = {"frameon": False, "fontsize": 8, "labelcolor": INK}


def draw_ranking(scores: Sequence[PatientScore]) -> Figure:
    """Draw Dice of each patient in rising order, the worst named."""
    figure, axes = _begin()
    dice = [s.counts.dice for s in scores]
    ranks = np.arange(1, len(dice) + 1)
    axes.vlines(ranks, 0, dice, color=LINE, linewidth=min(6.0, 120 / len(dice)))
    axes.plot(ranks, dice, "o", color=ACCENT, markersize=4.5, clip_on=False)
    axes.plot(ranks[:WORST], dice[:WORST], "o", color=INK, markersize=4.5)
    axes.text(
        0.985,
        0.05,
        "\n".join(f"{s.patient}  {s.counts.dice:.2f}" for s in scores[:WORST]),
        transform=axes.transAxes,
        ha="right",
        va="bottom",
        fontsize=8,
        linespacing=1.4,
        color=INK,
        bbox={"facecolor": PAPER, "edgecolor": LINE, "linewidth": 0.6, "boxstyle": "round,pad=0.5"},
    )
    # rounded as in the tables first: a figure must not read otherwise here
    levels = sorted([(round(float(np.mean(dice)), DIGITS), "mean"), (round(float(np.median(dice)), DIGITS), "median")])
    for (value, name), above in zip(levels, (False, True), strict=True):
        # at the left, where the points are low
        _mark_level(axes, value, f"{name} {value:.3f}", above=above, left=True)
    axes.axhline(LOW_DICE, color=FAINT, linewidth=0.8, linestyle=(0, (1, 3)))
    axes.set(xlabel="patients, worst first", ylabel="Dice, 3D", ylim=(0, 1), xlim=(0, len(dice) + 1))
    axes.set_xticks([1, len(dice)] if len(dice) > 1 else [1])
    return figure


def draw_strata(scores: Sequence[PatientScore]) -> Figure:
    """Draw Dice of the groups of patients: boxes from quartile to quartile, each patient a point."""
    ways = stratify([s.traits for s in scores], [s.counts.actual for s in scores])
    rows = sum(len(groups) + 1 for groups in ways.values())
    figure, axes = _begin(high=0.6 + 0.2 * rows)
    place, ticks, labels = 0, [], []
    for way, groups in ways.items():
        ticks.append(place)
        labels.append(way.upper())
        for group in groups:
            place += 1
            dice = [scores[k].counts.dice for k in group.members]
            low, middle, high = np.percentile(dice, [25, 50, 75])
            axes.barh(place, high - low, left=low, height=0.62, color=LINE)
            axes.plot([middle, middle], [place - 0.31, place + 0.31], color=INK, linewidth=1.6)
            axes.plot(dice, [place] * len(dice), "o", color=ACCENT, markersize=3.5, alpha=0.75)
            ticks.append(place)
            labels.append(f"{group.name}  ({len(dice)})")
        place += 1
    axes.set(xlabel="Dice, 3D", ylim=(place - 0.4, -0.6), xlim=(0, 1))
    axes.set_yticks(ticks, labels)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x", color=LINE, linewidth=0.6)
    for label in axes.get_yticklabels():
        if label.get_text().isupper() and label.get_text().lower() in ways:
            label.set(color=FAINT, fontsize=7)
    return figure


def draw_volumes(scores: Sequence[PatientScore]) -> Figure:
    """Draw the predicted volume against the true one."""
    figure, axes = _begin()
    true = np.array([s.counts.actual for s in scores], float)
    predicted = np.array([s.counts.predicted for s in scores], float)
    # zero has no place on a logarithmic axis: it is drawn at one voxel
    x, y = np.maximum(true, 1), np.maximum(predicted, 1)
    ends = np.array([min(x.min(), y.min()) / 1.5, max(x.max(), y.max()) * 1.5])
    axes.plot(ends, ends, color=FAINT, linewidth=1)
    axes.plot(x, y, "o", color=ACCENT, markersize=5, alpha=0.8)
    axes.set(xscale="log", yscale="log", xlim=ends, ylim=ends, xlabel="true voxels", ylabel="predicted voxels")
    _write_thousands(axes.xaxis, axes.yaxis)
    return figure


def draw_agreement(scores: Sequence[PatientScore], volume: Mapping[str, Any]) -> Figure:
    """Draw the difference of the volumes against their mean, after Bland and Altman.

    Parameters
    ----------
    scores : sequence of PatientScore
    volume : mapping
        As `trainer.scoring.summary.summarise_volumes` gives it.
    """
    figure, axes = _begin()
    pairs = np.array([(s.counts.predicted, s.counts.actual) for s in scores if not s.counts.both_empty], float)
    predicted, true = pairs.reshape(-1, 2).T
    mean = (predicted + true) / 2
    axes.axhline(0, color=LINE, linewidth=1)
    axes.plot(mean, 100 * (predicted - true) / mean, "o", color=ACCENT, markersize=5, alpha=0.8)
    levels = [(volume["mean_difference_percent"], "mean")]
    if volume["limits_of_agreement_percent"] is not None:
        levels += zip(volume["limits_of_agreement_percent"], ("−1.96 SD", "+1.96 SD"), strict=True)
    for value, name in levels:
        if value is not None:
            _mark_level(axes, value, f"{name} {value:+.0f} %".replace("-", "−"), above=True)
    axes.set(xscale="log", xlabel="mean of true and predicted voxels", ylabel="predicted − true, % of mean")
    axes.margins(y=0.15)
    _write_thousands(axes.xaxis)
    return figure


def draw_reliability(calibration: Mapping[str, Any]) -> Figure:
    """Draw the share of tumour against the probability told, of all pixels and of the band round the borders.

    Parameters
    ----------
    calibration : mapping
        As `trainer.measures.calibration.Calibration.result` gives it.
    """
    figure, axes = _begin()
    axes.plot([0, 1], [0, 1], color=FAINT, linewidth=1)
    band = f"{calibration['band_pixels']}-px band"
    lines = [(calibration["all"], "all pixels", INK, "s--", PAPER), (calibration["band"], band, ACCENT, "o-", ACCENT)]
    if calibration["cooled"] is not None:
        lines.append((calibration["cooled"]["band"], f"{band}, temperature-scaled", ACCENT, "o:", PAPER))
    for group, name, colour, look, inside in lines:
        filled = [b for b in group["bins"] if b["pixels"]]
        error = group["ece"]
        axes.plot(
            [b["mean_probability"] for b in filled],
            [b["share_of_tumour"] for b in filled],
            look,
            label=name if error is None else f"{name}, ECE {error:.4f}",
            color=colour,
            markerfacecolor=inside,
            linewidth=1.4,
            markersize=4.5,
        )
    axes.set(
        xlabel="mean predicted probability", ylabel="observed tumour fraction", xlim=(-0.02, 1.02), ylim=(-0.02, 1.02)
    )
    axes.legend(loc="upper left", **_LEGEND)
    return figure


def draw_thresholds(curves: ThresholdCurves, threshold: float) -> Figure:
    """Draw the mean Dice over patients at other thresholds, and the threshold that was used."""
    figure, axes = _begin()
    axes.plot(curves.thresholds, curves.mean, color=ACCENT, linewidth=1.6)
    axes.axvline(threshold, color=FAINT, linewidth=1)
    axes.annotate(
        f"used: {threshold:g}",
        (threshold, 0.03),
        xycoords=("data", "axes fraction"),
        xytext=(4, 0),
        textcoords="offset points",
        color=INK,
        fontsize=8,
    )
    axes.set(xlabel="threshold", ylabel="mean Dice per patient", xlim=(0, 1), ylim=(0, 1))
    return figure


def draw_training(log: TrainingLog) -> Figure:
    """Draw loss, Dice of the looks at validation slices where there were any, and learning rate of a training."""
    looks = bool(log.look_steps)
    figure = Figure((_WIDE, _HIGH), layout="constrained")
    figure.patch.set_alpha(0)
    panels = figure.subplots(3 if looks else 2, 1, sharex=True, height_ratios=[3, 2, 1] if looks else [3, 1])
    for panel in panels:
        _tidy(panel)
    panels[0].plot(log.steps, log.losses, color=LINE, linewidth=0.8)
    panels[0].plot(log.steps, _smooth(log.losses), color=ACCENT, linewidth=1.6, label="training, smoothed")
    if looks:
        style = {"marker": "s", "markersize": 3, "color": INK, "linewidth": 1}
        panels[0].plot(log.look_steps, log.look_losses, linestyle="--", label="validation", **style)
        panels[1].plot(log.look_steps, log.look_dice, **style)
        panels[1].set_ylabel("Dice, pooled")
    panels[0].legend(loc="upper right", **_LEGEND)
    panels[0].set(ylabel="loss", ylim=(0, None))
    panels[-1].plot(log.steps, log.rates, color=FAINT, linewidth=1.2)
    panels[-1].set(ylabel="rate", xlabel="step", ylim=(0, None))
    panels[-1].set_yticks([0, max(log.rates)], ["0", f"{max(log.rates):.1g}"])
    return figure


def _begin(*, high: float = _HIGH) -> tuple[Figure, Axes]:
    figure = Figure((_WIDE, high), layout="constrained")
    figure.patch.set_alpha(0)
    axes = figure.subplots()
    _tidy(axes)
    return figure, axes


def _tidy(axes: Axes) -> None:
    """Leave of the axes what is read: two thin lines, small numbers, a faint grid."""
    axes.patch.set_alpha(0)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(FAINT)
    axes.tick_params(colors=FAINT, labelcolor=INK, labelsize=8, length=3)
    axes.grid(visible=True, axis="y", color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set(color=INK, fontsize=8.5)


def _mark_level(axes: Axes, value: float, text: str, *, above: bool, left: bool = False) -> None:
    axes.axhline(value, color=INK, linewidth=0.9, linestyle=(0, (5, 3)))
    axes.annotate(
        text,
        (0 if left else 1, value),
        xycoords=("axes fraction", "data"),
        xytext=(3 if left else -1, 3 if above else -3),
        textcoords="offset points",
        ha="left" if left else "right",
        va="bottom" if above else "top",
        fontsize=8,
        color=INK,
        bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.8, "pad": 0.6},
    )


def _write_thousands(*several: Any) -> None:
    for axis in several:
        axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axis.set_minor_locator(NullLocator())


def _smooth(values: Sequence[float]) -> NDArray[np.float64]:
    """Return the mean over a twentieth of the curve round each point; at the ends over what is there."""
    reach = max(1, len(values) // 20)
    total = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    low, high = np.maximum(at - reach // 2, 0), np.minimum(at + reach // 2 + 1, len(values))
    return np.asarray((total[high] - total[low]) / (high - low))
