"""The `finetune` command: trains weights further on a site's own studies, and scores them before and after."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from lgg_viewer.io.card_fields import give_shape
from lgg_viewer.io.model_card import ModelCard, read_model_card
from trainer.commands.evaluating import score
from trainer.commands.run import VALIDATION
from trainer.commands.training import train_network
from trainer.commands.wish import Wish
from trainer.data.dataset import find_studies, measure_strata
from trainer.data.split import Split, Stratum, make_split, to_json
from trainer.learning.state import CHECKPOINT
from trainer.measures.bootstrap import bootstrap
from trainer.recipe.file import find_recipe, read_recipe
from trainer.recipe.network_shape import PlainNetwork
from trainer.report.files import EVALUATION
from trainer.scoring.summary import SMALLEST_WITH_INTERVAL

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
        Called with each text to print before the end.

    Raises
    ------
    LggError
        There are fewer than two patients, none is new to the weights, or a file cannot be read.
    InterruptedError, KeyboardInterrupt
        As of `train_network`.
    """
    assert wish.start is not None
    start = wish.start
    wish = _with_network_of(read_model_card(start), wish)
    split, before = wish.run / SITE_SPLIT, wish.run / BEFORE
    begun = (wish.run / CHECKPOINT).exists()
    if wish.resume and not begun:
        raise LggError(f"{wish.run} holds no checkpoint yet.", "Start without --resume.")
    if not begun:  # until then studies may have been added, or masks corrected
        strata = measure_strata(find_studies(wish.data, masks=wish.masks), trainable=True)
        with write_atomically(split) as file:
            file.write(to_json(_deal(strata, read_model_card(start).has_seen)).encode())
        tell("Before:")
        tell(
            score(
                [start],
                wish.data,
                split=split,
                fold=0,
                output=before,
                device=wish.device,
                masks=wish.masks,
            )
        )
    told = train_network(replace(wish, split=split, fold=0), tell)
    after = wish.run / VALIDATION / EVALUATION
    # missing on a machine that cannot score, or if scoring failed, which has been reported
    return f"{told}\n{compare(before / EVALUATION, after)}" if told and after.exists() else told


def _with_network_of(start: ModelCard, wish: Wish) -> Wish:
    """Return the wish with the network shape of the weights, where the recipe names another."""
    own = read_recipe(find_recipe(wish.recipe), wish.changes).network
    if not isinstance(own, PlainNetwork) and own.shape == start.network:
        return wish
    shape = give_shape(start.network)
    widths, blocks = list(shape["widths"]), list(shape.get("blocks", ()))
    more = f"blocks={blocks}" if blocks else f'start="chance", members={shape.get("members", 1)}'
    return replace(wish, changes=(*wish.changes, f'network={{kind="{shape["kind"]}", widths={widths}, {more}}}'))


def _deal(strata: list[Stratum], seen: Callable[[str], bool]) -> Split:
    """Split a site's patients into folds; the first is held out and has none the weights were trained on."""
    new = [s for s in strata if not seen(s.patient)]
    old = tuple(s.patient for s in strata if seen(s.patient))
    if not new or len(strata) < 2:
        raise LggError(
            "No patient can be held out: give at least two, one of them new to the weights.",
            "Give more patients: some are held out, to tell whether the training helps.",
        )
    if len(new) == 1:
        return Split("the one new patient held out", ((new[0].patient,), old))
    dealt = make_split(new, folds=min(FOLDS, len(new)), seed=1)
    return Split(f"{len(strata)} patients of a site, {dealt.name}", (*dealt.folds, old) if old else dealt.folds)


def compare(before: Path, after: Path) -> str:
    """Describe the change from one evaluation to another of the same patients.

    Raises
    ------
    LggError
        They are of different patients, or their masks differ.
    """
    (first, truth), (second, later) = (_read(path) for path in (before, after))
    if first.keys() != second.keys():
        raise LggError(f"{before} and {after} are of different patients.", "Compare evaluations of the same fold.")
    if changed := [patient for patient in truth if truth[patient] != later[patient]]:
        raise LggError(
            f"The ground truth of {changed[0]} differs between {before} and {after}.",
            "Score both against the same masks: start anew in another folder.",
        )
    change = [second[p] - first[p] for p in first]
    interval = "too few for an interval"
    if len(change) >= SMALLEST_WITH_INTERVAL:
        low, high = bootstrap(change)
        interval = f"95 % interval {low:+.3f} to {high:+.3f}, paired bootstrap over patients"
    return (
        f"Mean Dice of {len(change)} patients held out: {np.mean(list(first.values())):.3f} before, "
        f"{np.mean(list(second.values())):.3f} after; change {np.mean(change):+.3f} "
        f"({interval}), "
        f"{sum(c > 0 for c in change)} better, {sum(c < 0 for c in change)} worse"
    )


def _read(path: Path) -> tuple[dict[str, float], dict[str, int]]:
    """Return Dice and voxels of ground truth of each patient of an evaluation."""
    patients = json.loads(path.read_text(encoding="utf-8"))["by_patient"]
    return {p["patient"]: p["dice"] for p in patients}, {p["patient"]: p["true_voxels"] for p in patients}
