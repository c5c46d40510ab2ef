"""The `finetune` command: weights that go on learning from a site's own studies, judged before and after."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from trainer.commands.evaluating import score
from trainer.commands.finishing import VALIDATION
from trainer.commands.training import train_network
from trainer.commands.wish import Wish
from trainer.data.dataset import find_studies, measure_strata
from trainer.data.split import make_split, to_json
from trainer.measures.bootstrap import bootstrap
from trainer.report.files import EVALUATION

BEFORE = "before"
SITE_SPLIT = "site_split.json"
FOLDS = 5


def finetune(wish: Wish, tell: Callable[[str], None]) -> str:
    """Hold out a fifth of the patients, score the weights on them, train on the others, score again.

    Parameters
    ----------
    wish : Wish
        `start` names the weights; `masks` a folder of corrected ones.
    tell : callable
        Told what is worth a line before the end.

    Raises
    ------
    LggError
        Fewer than two patients, the weights know a patient held out, or a file cannot be read.
    InterruptedError, KeyboardInterrupt
        As of `train_network`.
    """
    assert wish.start is not None
    split = wish.run / SITE_SPLIT
    if not split.exists():
        strata = measure_strata(find_studies(wish.data, masks=wish.masks))
        if len(strata) < 2:
            raise LggError(
                f"{wish.data} holds one patient alone.",
                "Give two at least: one is held out, to tell whether the training helps.",
            )
        with write_atomically(split) as file:
            file.write(to_json(make_split(strata, folds=min(FOLDS, len(strata)), seed=1)).encode())
    before = wish.run / BEFORE
    if not (before / EVALUATION).exists():
        tell("Before:")
        tell(
            score(
                [wish.start],
                wish.data,
                split=split,
                fold=0,
                output=before,
                device=wish.device,
                masks=wish.masks,
            )
        )
    told = train_network(replace(wish, split=split, fold=0), tell)
    return f"{told}\n{compare(before / EVALUATION, wish.run / VALIDATION / EVALUATION)}" if told else ""


def compare(before: Path, after: Path) -> str:
    """Tell what changed from one evaluation to another of the same patients.

    Raises
    ------
    LggError
        They are of different patients.
    """
    first, second = (_dice(path) for path in (before, after))
    if first.keys() != second.keys():
        raise LggError(f"{before} and {after} are of different patients.", "Compare evaluations of the same fold.")
    change = [second[p] - first[p] for p in first]
    low, high = bootstrap(change)
    return (
        f"Mean Dice of {len(change)} patients held out: {np.mean(list(first.values())):.3f} before, "
        f"{np.mean(list(second.values())):.3f} after; change {np.mean(change):+.3f} "
        f"(95 % interval {low:+.3f} to {high:+.3f}, paired bootstrap over patients), "
        f"{sum(c > 0 for c in change)} better, {sum(c < 0 for c in change)} worse"
    )


def _dice(path: Path) -> dict[str, float]:
    """Return the Dice of each patient of an evaluation."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return {p["patient"]: p["dice"] for p in content["by_patient"]}
