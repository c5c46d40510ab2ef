"""The report as one HTML file: nothing is loaded from elsewhere, nothing runs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lgg_viewer.core.provenance import RESEARCH_USE, app_version, utc_now
from lgg_viewer.io.atomic import write_atomically
from trainer.measures.calibration import BAND_PIXELS
from trainer.measures.definitions import DEFINITIONS
from trainer.report import figures
from trainer.report.ink import to_svg
from trainer.report.pictures import draw_pictures
from trainer.report.published import PUBLISHED
from trainer.report.training_log import read_training_log
from trainer.scoring.evaluation import Evaluation, ThresholdCurves
from trainer.scoring.patient_score import MEASURES, PatientScore
from trainer.scoring.summary import LOW_DICE, SMALLEST_WITH_INTERVAL, WORST, summarise_strata

TEMPLATE = "page.html.jinja"
# as columns of the table of all patients; the CSV has all
_COLUMNS = (
    "dice",
    "iou",
    "precision",
    "recall",
    "surface_dice_1px",
    "surface_dice_2px",
    "hd95_px_mean",
    "hd95_px_worst",
    "slices_compared",
    "slices_one_sided",
    "relative_volume_error",
    "components_false",
)
_PLACES = ("worst", "second worst", "third worst", "fourth worst", "fifth worst")


def write_page(result: Evaluation, path: Path, *, run: Path | None = None) -> None:
    """Write the report.

    Parameters
    ----------
    result : Evaluation
    path : Path
    run : Path, optional
        Folder of the training run whose curves are shown.

    Raises
    ------
    LggError
        The file cannot be written, or a log of the run is damaged.
    """
    text = render_page(result, run=run)
    with write_atomically(path) as file:
        file.write(text.encode())


def render_page(result: Evaluation, *, run: Path | None = None) -> str:
    """Return the report as HTML."""
    loader = FileSystemLoader(Path(__file__).parent)
    jinja = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    jinja.filters.update(figure=_figure, interval=_interval, percent=_percent, measure=_measure, measures_of=_measures)
    return jinja.get_template(TEMPLATE).render(
        result=result,
        summary=result.summary(),
        strata=summarise_strata(result.scores),
        measures={m.key: m for m in MEASURES},
        definitions=DEFINITIONS,
        columns=[m for key in _COLUMNS for m in MEASURES if m.key == key],
        plots=_draw_plots(result, run),
        pictures=_draw_pictures(result),
        published=PUBLISHED,
        research_use=RESEARCH_USE,
        version=app_version(),
        written=utc_now(),
        low_dice=LOW_DICE,
        band=BAND_PIXELS,
        smallest=SMALLEST_WITH_INTERVAL,
        worst=result.scores[:WORST],
    )


def _tell_temperature(result: Evaluation) -> str:
    cooled = result.calibration["cooled"]
    if cooled is None:
        return ""
    return (
        f" Temperature-scaled: logits divided by a temperature ({cooled['temperature']:.2f} fits all), each patient's "
        "by the one that fits the band of all others."
    )


def _tell_thresholds(curves: ThresholdCurves) -> str:
    told = "Mean Dice of these patients at other thresholds. Not used to choose anything."
    chosen = curves.chosen_by_others()
    if chosen is None:
        return told
    dice, thresholds = chosen
    low, high = min(thresholds), max(thresholds)
    return (
        f"{told} With each patient at the threshold best for all others ({low:g}"
        f"{f' to {high:g}' if low < high else ''}), the mean would be {dice:.3f}."
    )


def _draw_plots(result: Evaluation, run: Path | None) -> list[dict[str, str | Markup]]:
    """Return the plots with what is said under them."""
    scores = result.scores
    volume = result.summary()["volume"]
    log = read_training_log(run) if run is not None else None
    plots = [
        (
            "Every patient",
            figures.draw_ranking(scores),
            f"One point per patient; the worst {min(WORST, len(scores))} are named. Dotted: Dice {LOW_DICE}.",
        ),
        (
            "Groups of patients",
            figures.draw_strata(scores),
            "Boxes reach from quartile to quartile, the bar is the median, each patient a point; in brackets their "
            "number.",
        ),
        (
            "Volume",
            figures.draw_volumes(scores),
            "True and predicted volume of each patient in voxels; on the line they are equal.",
        ),
        (
            "Volume, Bland–Altman",
            figures.draw_agreement(scores, volume),
            "How far the volumes differ, by how large they are. Dashed: mean difference and 1.96 standard deviations "
            "to either side.",
        ),
        (
            "Reliability",
            figures.draw_reliability(result.calibration),
            "Observed tumour fraction against predicted probability. On the line: calibrated; below it: overconfident. "
            f"All pixels, and those at most {BAND_PIXELS} px from the outline of ground truth or prediction."
            + _tell_temperature(result),
        ),
        (
            "Threshold",
            figures.draw_thresholds(result.curves, result.threshold),
            _tell_thresholds(result.curves),
        ),
    ]
    if log is not None:
        plots.append(
            (
                "Training",
                figures.draw_training(log),
                "Loss and learning rate of the run that made these weights, and its validation results.",
            )
        )
    return [
        {"title": title, "svg": to_svg(figure, f"plot{k}", f"{title}. {caption}"), "caption": caption}
        for k, (title, figure, caption) in enumerate(plots)
    ]


def _draw_pictures(result: Evaluation) -> list[dict[str, Any]]:
    """Return pictures of the worst patients, the middle one and the best, each patient once."""
    scores = result.scores
    shown: dict[str, tuple[str, PatientScore]] = {}
    places = list(zip(_PLACES, scores, strict=False))
    for place, score in (*places, ("median", scores[len(scores) // 2]), ("best", scores[-1])):
        shown.setdefault(score.patient, (place, score))
    return [
        {
            "place": place,
            "score": score,
            "triptych": result.triptychs[patient],
            "svg": draw_pictures(
                result.triptychs[patient],
                f"flair{k}",
                f"FLAIR, ground truth and prediction of {patient}, slice {result.triptychs[patient].number}",
            ),
        }
        for k, (patient, (place, score)) in enumerate(shown.items())
    ]


def _figure(value: float | None, digits: int = 3) -> str:
    return "–" if value is None else f"{value:,.{digits}f}".replace("-", "−")


def _interval(values: Sequence[float] | None, digits: int = 3) -> str:
    return "–" if values is None else " to ".join(_figure(v, digits) for v in values)


def _percent(value: float | None, digits: int = 0) -> str:
    return "–" if value is None else f"{_figure(100 * value, digits)} %"


def _measure(value: float | None, key: str) -> str:
    """Write a figure as its kind is written: counts whole, pixels with one digit, volume errors in percent."""
    if value is not None and key.endswith("volume_error"):
        return f"{100 * value:+.0f} %".replace("-", "−") if key.startswith("relative") else _percent(value)
    whole = any(m.key == key and m.count for m in MEASURES)
    return _figure(value, 0 if whole else 1 if key.startswith("hd95") else 3)


def _measures(values: Sequence[float] | None, key: str) -> str:
    return "–" if values is None else " to ".join(_measure(v, key) for v in values)
