"""The trainer's command line: `lgg-trainer` or `python -m trainer`.

Modules that import torch are imported by the command that needs them, so that --help answers at once.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lgg_viewer.core.devices import DEVICES
from lgg_viewer.errors import LggError
from trainer.argument_types import minutes, positive, seed

if TYPE_CHECKING:
    from trainer.commands.wish import Wish

STOPPED = 130
_EXTRAS = {"pydantic", "scipy", "matplotlib", "jinja2"}
_INSTALL = "Install it in the clone with: pip install -c packaging/constraints.txt '.[train]'"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    argv : sequence of str, optional
        Without the program's name; those of the process if not given.

    Returns
    -------
    int
        0 done, 1 a failure that is told on stderr, 2 (by SystemExit) wrong usage, 130 stopped by the user.
    """
    arguments = _parser().parse_args(argv)
    try:
        told = arguments.command(arguments)
        if told:  # of several workers one tells
            print(told)
    except InterruptedError as stop:
        print(stop)
    except LggError as error:
        print(str(error), file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or 'A file'} cannot be used: {error.strerror or error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt as stop:
        print(str(stop) or "Stopped.", file=sys.stderr)
        return STOPPED
    except ModuleNotFoundError as error:
        if error.name not in _EXTRAS:
            raise
        print(f"The trainer needs {error.name}. {_INSTALL}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lgg-trainer", description="Makes and scores the weights of LGG Viewer.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_train(commands.add_parser("train", help="train a network, export it and score it on the patients held out"))
    _add_finetune(commands.add_parser("finetune", help="fine-tune weights on your own studies"))
    _add_evaluate(commands.add_parser("evaluate", help="score weights on patients they have never seen"))
    _add_score(commands.add_parser("score", help="score exported masks, corrected ones too"))
    _add_compare(commands.add_parser("compare", help="put replicas of student projects side by side"))
    _add_reach(commands.add_parser("reach", help="compare figures with targets and published results"))
    _add_small(commands)
    return parser


def _add_train(train: argparse.ArgumentParser) -> None:
    train.add_argument("recipe", metavar="RECIPE", help="name of a shipped recipe, or a .toml file")
    _add_data(train)
    _add_run(train)
    train.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="change the recipe, as schedule.steps=500"
    )
    _add_split(train)
    patients = train.add_mutually_exclusive_group()
    patients.add_argument("--fold", type=int, metavar="K", help="fold that is held out, from 0 on (default: 0)")
    patients.add_argument("--all", action="store_true", help="train on all patients of the split, hold out nobody")
    train.add_argument("--split-seed", type=seed, metavar="N", help="seed of a replica's own split (default: 1)")
    train.add_argument("--start", type=Path, metavar="WEIGHTS", help="start from these weights instead of the recipe's")
    train.add_argument("--name", help="of the model (default: lgg-unet-RECIPE-foldK)")
    train.set_defaults(command=_train)


def _add_finetune(finetune: argparse.ArgumentParser) -> None:
    finetune.add_argument("--weights", type=Path, required=True, metavar="WEIGHTS", help="model to start from")
    _add_data(finetune)
    finetune.add_argument("--masks", type=Path, metavar="DIR", help="exported masks that replace the folder's own")
    _add_run(finetune)
    finetune.add_argument("--recipe", default="finetune", help="name or .toml file (default: finetune)")
    finetune.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="change the recipe")
    finetune.set_defaults(command=_finetune)


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--output", type=Path, required=True, metavar="RUN", help="folder of the run")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--resume", action="store_true", help="continue from the checkpoint; export a finished run")
    parser.add_argument("--resume-if-started", action="store_true", help="like --resume, or a new run if there is none")
    parser.add_argument("--max-steps", type=positive, metavar="N", help="stop after N steps in this call")
    parser.add_argument("--max-minutes", type=minutes, metavar="M", help="stop after M minutes in this call")


def _add_evaluate(evaluate: argparse.ArgumentParser) -> None:
    evaluate.add_argument(
        "weights",
        type=Path,
        nargs="+",
        metavar="WEIGHTS",
        help=".safetensors or its .json card; several, one per fold, are scored together out of fold",
    )
    _add_data(evaluate)
    evaluate.add_argument("--masks", type=Path, metavar="DIR", help="exported masks that replace the folder's own")
    evaluate.add_argument("--raw", action="store_true", help="without the post-processing that the card proposes")
    _add_split(evaluate)
    evaluate.add_argument("--fold", type=int, metavar="K", help="score this fold (default: the one the card held out)")
    evaluate.add_argument("--output", type=Path, metavar="DIR", help="write evaluation.json, patients.csv, report.html")
    evaluate.add_argument("--device", choices=DEVICES, default="auto")
    evaluate.add_argument("--update-card", action="store_true", help="note the scores in the model card")
    evaluate.set_defaults(command=_evaluate)


def _add_score(score: argparse.ArgumentParser) -> None:
    score.add_argument("masks", type=Path, metavar="MASKS", help="folder of masks that LGG Viewer exported")
    _add_data(score)
    score.add_argument("--card", type=Path, metavar="CARD", help="score its patients, and compare with what it states")
    score.add_argument("--output", type=Path, metavar="DIR", help="write masks.json and masks.csv")
    score.add_argument("--update-card", action="store_true", help="note them in a card without held-out patients")
    score.set_defaults(command=_score)


def _add_compare(compare: argparse.ArgumentParser) -> None:
    compare.add_argument("runs", type=Path, nargs="+", metavar="RUN", help="folders of finished replicas")
    compare.add_argument("--output", type=Path, metavar="DIR", help="draw the curves of all there")
    compare.set_defaults(command=_compare)


def _add_reach(reach: argparse.ArgumentParser) -> None:
    reach.add_argument("evaluation", type=Path, metavar="FILE", help="evaluation.json that evaluate --output wrote")
    reach.add_argument("runs", type=Path, nargs="*", metavar="RUN", help="folders of finished replicas")
    reach.add_argument("--output", type=Path, metavar="CSV", help="write the table, with the commands that make it")
    reach.set_defaults(command=_reach)


def _add_small(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    split = commands.add_parser("split", help="split the patients of a folder into folds")
    _add_data(split)
    split.add_argument("--output", type=Path, required=True, metavar="FILE")
    way = split.add_mutually_exclusive_group()
    way.add_argument("--folds", type=positive, default=5, metavar="N", help="number of random folds (default: 5)")
    way.add_argument("--by-institution", action="store_true", help="one institution per fold instead")
    split.add_argument("--seed", type=seed, metavar="N", help="of the random split (default: 1)")
    split.set_defaults(command=_split)

    pack = commands.add_parser("pack", help="pack a data folder for a machine with little more than torch")
    _add_data(pack)
    pack.add_argument("--output", type=Path, required=True, metavar="DIR")
    pack.set_defaults(command=_pack)

    recipes = commands.add_parser("recipes", help="list the recipes that come with the trainer")
    recipes.set_defaults(command=_recipes)

    export = commands.add_parser("export", help="copy the model of a finished run, under a name of its own")
    export.add_argument("run", type=Path, metavar="RUN", help="folder of the run")
    export.add_argument("--output", type=Path, required=True, metavar="DIR")
    export.add_argument("--name", default="lgg-unet", help="of the model and its files (default: lgg-unet)")
    export.add_argument(
        "--out-of-fold",
        type=Path,
        metavar="FILE",
        help="evaluation.json of the folds of its recipe: scores for a model that was trained on all patients",
    )
    export.add_argument("--findings", type=Path, metavar="CSV", help="what was seen in the patients it does worst on")
    export.set_defaults(command=_export)


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of the data set, or a pack")


def _add_split(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--split", type=Path, metavar="FILE", help="split (default: the five folds that come with it)")


def _wish(arguments: argparse.Namespace, **more: Any) -> "Wish":
    """Put together what `train` and `finetune` have in common, and `more`."""
    from trainer.commands.wish import Wish

    return Wish(
        arguments.recipe,
        arguments.data,
        arguments.output,
        changes=tuple(arguments.set),
        device=arguments.device,
        resume=arguments.resume,
        resume_if_started=arguments.resume_if_started,
        max_steps=arguments.max_steps,
        max_minutes=arguments.max_minutes,
        **more,
    )


def _train(arguments: argparse.Namespace) -> str:
    from trainer.commands.training import train_network

    wish = _wish(
        arguments,
        split=arguments.split,
        fold=arguments.fold,
        everyone=arguments.all,
        deal_seed=arguments.split_seed,
        name=arguments.name,
        start=arguments.start,
    )
    return train_network(wish, print)


def _finetune(arguments: argparse.Namespace) -> str:
    from trainer.commands.finetune import finetune

    return finetune(_wish(arguments, start=arguments.weights, masks=arguments.masks), print)


def _evaluate(arguments: argparse.Namespace) -> str:
    from trainer.commands.evaluating import score

    return score(
        arguments.weights,
        arguments.data,
        split=arguments.split,
        fold=arguments.fold,
        output=arguments.output,
        device=arguments.device,
        update_card=arguments.update_card,
        masks=arguments.masks,
        raw=arguments.raw,
        notice=lambda text: print(text, file=sys.stderr),
    )


def _score(arguments: argparse.Namespace) -> str:
    from trainer.commands.scoring import score_masks

    return score_masks(
        arguments.masks,
        arguments.data,
        card=arguments.card,
        output=arguments.output,
        update_card=arguments.update_card,
    )


def _compare(arguments: argparse.Namespace) -> str:
    from trainer.scoring.replica_summary import summarise_replicas

    return summarise_replicas(arguments.runs, arguments.output)


def _reach(arguments: argparse.Namespace) -> str:
    from trainer.scoring.reach import tell_reach

    return tell_reach(arguments.evaluation, arguments.runs, arguments.output)


def _split(arguments: argparse.Namespace) -> str:
    from trainer.commands.evaluating import deal_split

    folds = None if arguments.by_institution else arguments.folds
    return deal_split(arguments.data, arguments.output, folds=folds, seed=arguments.seed)


def _pack(arguments: argparse.Namespace) -> str:
    from trainer.data.pack import pack

    parts = pack(arguments.data, arguments.output)
    return "\n".join(f"Written: {part}" for part in parts)


def _recipes(_arguments: argparse.Namespace) -> str:
    from trainer.recipe.file import read_recipe, shipped_recipes

    paths = shipped_recipes()
    wide = max(map(len, paths))
    return "\n".join(f"{name:{wide}}  {read_recipe(path).summary}" for name, path in paths.items())


def _export(arguments: argparse.Namespace) -> str:
    from trainer.commands.export import copy_model

    wanted = arguments.out_of_fold, arguments.findings
    return f"Model: {copy_model(arguments.run, arguments.output, arguments.name, *wanted)}"
