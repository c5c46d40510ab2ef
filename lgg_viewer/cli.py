"""The two ways in: the window, and `segment` without one."""

import argparse
import math
import os
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from lgg_viewer.core.averaging import Averaging, describe_departure
from lgg_viewer.core.devices import DEVICES
from lgg_viewer.core.provenance import RESEARCH_USE
from lgg_viewer.errors import CancelledError, LggError

if TYPE_CHECKING:
    from lgg_viewer.core.study import Cohort, Study
    from lgg_viewer.io.model_card import ModelCard
    from lgg_viewer.jobs.export_task import ExportRequest
    from lgg_viewer.jobs.tasks import Network


def main(arguments: list[str] | None = None) -> int:
    """Open the window, or segment without one.

    Returns
    -------
    int
        0: done. 1: something failed, and was named. 2: wrong usage, or no display. 130: stopped by Ctrl+C.
    """
    words = sys.argv[1:] if arguments is None else arguments
    try:
        return _segment(words[1:]) if words[:1] == ["segment"] else _show(words)
    except LggError as error:
        print(f"lgg-viewer: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _show(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        "lgg-viewer",
        description="Review lower-grade-glioma MRI.",
        epilog=f"Without a window: lgg-viewer segment PATH --output DIR (lgg-viewer segment --help). {RESEARCH_USE}",
    )
    parser.add_argument("path", nargs="?", type=Path, help="a cohort, a study, or a file of one")
    parser.add_argument("--demo", action="store_true", help="open three synthetic patients")
    parser.add_argument("--screenshot", type=Path, metavar="FILE.png", help="save a screenshot of the window and exit")
    parser.add_argument("--size", type=_size, default=(1280, 800), help="screenshot size, such as 1920x1080")
    parser.add_argument("--exit-after", type=_seconds, metavar="SECONDS", help="close the window after this time")
    parser.add_argument("--version", action="version", version=f"lgg-viewer {version('lgg-viewer')}")
    options = parser.parse_args(words)
    if options.path is not None and not os.path.exists(options.path):  # noqa: PTH110, Path raises for a long name
        parser.error(f"there is no {options.path}")
    if options.screenshot is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    else:
        from lgg_viewer.gui.display_check import why_no_window

        fault = why_no_window()
        if fault:
            print(f"lgg-viewer: {fault}", file=sys.stderr)
            return 2
    from lgg_viewer.gui.app import Start, run

    return run(Start(options.path, options.demo, options.exit_after, options.screenshot, options.size))


def _segment(words: list[str]) -> int:
    parser = _segment_parser()
    options = parser.parse_args(words)
    if not os.path.exists(options.path):  # noqa: PTH110
        parser.error(f"there is no {options.path}")

    from lgg_viewer.io.cohort_folder import read_cohort

    card = _card_as_asked(options)
    cohort = read_cohort(options.path.absolute())
    request = _request(options, card)
    failures = _segment_all(cohort, request, card, options.device)
    done = len(cohort.studies) - len(failures)
    print(f"{done} of {len(cohort.studies)} studies segmented and exported to {request.out}.")
    for problem in cohort.problems:
        print(f"lgg-viewer: {problem.path}: {problem.message} {problem.hint}", file=sys.stderr)
    for key, why in failures.items():
        print(f"lgg-viewer: {key} failed. {why}", file=sys.stderr)
    return 1 if failures else 0


def _segment_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "lgg-viewer segment",
        description="Segment every study under PATH, from the images only, and export the masks.",
        epilog=RESEARCH_USE,
    )
    parser.add_argument("path", type=Path, help="a cohort or a study")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="where the masks go")
    parser.add_argument("--threshold", type=_part, metavar="T", help="0..1; default: that of the model card")
    switches = parser.add_argument_group("post-processing", "Steps not given are taken from the model card.")
    switches.add_argument(
        "--drop-below", type=_voxels, metavar="N", help="drop components under N voxels; 0 drops none"
    )
    switches.add_argument(
        "--drop-share", type=_part, metavar="S", help="drop components under S times the largest; 0: none"
    )
    either = argparse.BooleanOptionalAction
    switches.add_argument("--largest-component", action=either, help="keep only the largest component of a study")
    switches.add_argument("--fill-holes", action=either, help="fill what a slice of the mask encloses")
    parser.add_argument("--device", choices=DEVICES, default="auto")
    parser.add_argument("--model", type=Path, metavar="FILE", help="model to use instead of the bundled one")
    parser.add_argument(
        "--flip-averaging",
        choices=[averaging.value for averaging in Averaging],
        default=Averaging.AUTO.value,
        help="average with the prediction for the mirrored slice (of a pair: by the second network): up to twice the "
        "time; default: as in the model card",
    )
    parser.add_argument("--probabilities", action="store_true", help="also the probabilities, as float32 TIFF")
    parser.add_argument("--stack", action="store_true", help="also one multi-page TIFF per study")
    parser.add_argument("--overwrite", action="store_true", help="replace existing files")
    return parser


def _card_as_asked(options: argparse.Namespace) -> "ModelCard":
    """Read the model card, and average as the options say; tell where that is not the card's own way."""
    card = _card(options.model)
    averaged = Averaging(options.flip_averaging).applied_to(card.flip_averaging)
    departure = describe_departure(averaged=averaged, own=card.flip_averaging)
    if departure:
        print(f"lgg-viewer: {departure}.", file=sys.stderr)
    return replace(card, flip_averaging=averaged)


def _request(options: argparse.Namespace, card: "ModelCard") -> "ExportRequest":
    """Return what is to be written; what the options leave open is as the card has it."""
    from lgg_viewer.core.mask import MaskSource
    from lgg_viewer.io.mask_export import Existing
    from lgg_viewer.jobs.export_task import ExportRequest

    steps = {
        "largest": options.largest_component,
        "smallest": options.drop_below,
        "fill_holes": options.fill_holes,
        "share": options.drop_share,
    }
    return ExportRequest(
        MaskSource.PREDICTION,
        options.output.absolute(),
        card.threshold if options.threshold is None else options.threshold,
        stack=options.stack,
        probabilities=options.probabilities,
        existing=Existing.OVERWRITE if options.overwrite else Existing.REFUSE,
        post=replace(card.post, **{name: asked for name, asked in steps.items() if asked is not None}),
    )


def _segment_all(cohort: "Cohort", request: "ExportRequest", card: "ModelCard", device: str) -> dict[str, str]:
    """Segment and export study after study; return why some failed, by their keys."""
    from tqdm import tqdm

    from lgg_viewer.jobs.tasks import Network

    network = Network()
    failures: dict[str, str] = {}
    with tqdm(cohort.studies, unit="study", disable=None) as bar:
        for study in bar:
            bar.set_description(study.key)
            try:
                for sentence in _segment_study(study, request, card, network, device):
                    bar.write(f"{study.key}: {sentence}", file=sys.stderr)
            except (LggError, CancelledError) as error:
                failures[study.key] = str(error)
            except (MemoryError, RuntimeError, ValueError, OSError) as error:
                # one study must not end the run of a cohort
                failures[study.key] = f"Unexpected error ({type(error).__name__}: {error})."
    return failures


def _segment_study(
    study: "Study", request: "ExportRequest", card: "ModelCard", network: "Network", device: str
) -> list[str]:
    """Segment and export one study; return what the user should know of it."""
    from lgg_viewer.io.mask_export import Existing
    from lgg_viewer.io.study_files import read_study
    from lgg_viewer.jobs.export_task import export_masks, find_conflicts
    from lgg_viewer.jobs.tasks import segment_study

    if request.existing is Existing.REFUSE and (there := find_conflicts(study, request)):
        raise LggError(f"{there[0]} already exists.", "Give --overwrite, or another --output.")
    notices: list[str] = []
    data = read_study(study)
    notices += [f"{p.message} {p.hint}" for p in data.problems]
    answer = segment_study(data, card, lambda: network.predictor(card, device, notices.append), None)
    result = export_masks(study, request, card, None, data=data, answer=answer)
    return [*notices, *result.notes]


def _card(model: Path | None) -> "ModelCard":
    from lgg_viewer.io.model_card import read_model_card
    from lgg_viewer.io.resources import shipped_model

    path = model or shipped_model()
    if path is None:
        raise LggError("There is no model to segment with.", "Name one with --model FILE.")
    return read_model_card(path)


def _part(text: str) -> float:
    value = _number(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 to 1")
    return value


def _voxels(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text} is not a number of voxels, such as 50")
    return int(text)


def _seconds(text: str) -> float:
    value = _number(text)
    if not 0 <= value <= 86_400:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds from 0 to 86400")
    return value


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal() and 640 <= int(width) <= 7680 and 480 <= int(height) <= 4320):
        raise argparse.ArgumentTypeError(f"{text} is not a size from 640x480 to 7680x4320, such as 1920x1080")
    return int(width), int(height)
