"""The trainer's command line: `lgg-trainer` or `python -m trainer`.

Modules that import torch are imported by the command that needs them, so that --help answers at once.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from lgg_viewer.errors import LggError

STOPPED = 130


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
        return int(arguments.command(arguments))
    except LggError as error:
        print(str(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt as stop:
        print(str(stop) or "Stopped.", file=sys.stderr)
        return STOPPED
    except ModuleNotFoundError as error:
        if error.name != "pydantic":
            raise
        print("The trainer needs pydantic. Install it with: pip install 'lgg-viewer[train]'", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lgg-trainer", description="Makes and scores the weights of LGG Viewer.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    train = commands.add_parser("train", help="train a network and export it")
    train.add_argument("recipe", metavar="RECIPE", help="name of a shipped recipe, or a .toml file")
    _add_data(train)
    train.add_argument("--output", type=Path, required=True, metavar="RUN", help="folder of the run")
    _add_split(train)
    patients = train.add_mutually_exclusive_group()
    patients.add_argument("--fold", type=int, metavar="K", help="fold that is held out, from 0 on (default: 0)")
    patients.add_argument("--all", action="store_true", help="train on all patients of the split, hold out nobody")
    train.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    train.add_argument("--resume", action="store_true", help="go on from the checkpoint; export what is finished")
    train.add_argument("--start", type=Path, metavar="WEIGHTS", help="begin with these weights instead of chance")
    train.add_argument("--max-steps", type=_positive, metavar="N", help="stop after N steps of this call")
    train.add_argument("--name", help="of the model (default: lgg-unet-RECIPE-foldK)")
    train.set_defaults(command=_train)

    evaluate = commands.add_parser("evaluate", help="score weights on patients they have never seen")
    evaluate.add_argument("weights", type=Path, metavar="WEIGHTS", help=".safetensors or its .json card")
    _add_data(evaluate)
    _add_split(evaluate)
    evaluate.add_argument("--fold", type=int, metavar="K", help="score this fold (default: the one the card held out)")
    evaluate.add_argument("--output", type=Path, metavar="DIR", help="write evaluation.json and patients.csv there")
    evaluate.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto")
    evaluate.add_argument("--update-card", action="store_true", help="note the scores in the model card")
    evaluate.set_defaults(command=_evaluate)

    split = commands.add_parser("split", help="deal the patients of a folder into folds")
    _add_data(split)
    split.add_argument("--output", type=Path, required=True, metavar="FILE")
    split.add_argument("--folds", type=_positive, default=5)
    split.add_argument("--seed", type=int, default=1)
    split.set_defaults(command=_split)

    recipes = commands.add_parser("recipes", help="list the recipes that come with the trainer")
    recipes.set_defaults(command=_recipes)

    export = commands.add_parser("export", help="copy the model of a finished run, under a name of its own")
    export.add_argument("run", type=Path, metavar="RUN")
    export.add_argument("--output", type=Path, required=True, metavar="DIR")
    export.add_argument("--name", default="lgg-unet", help="of the model and its files (default: lgg-unet)")
    export.set_defaults(command=_export)
    return parser


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of the data set")


def _add_split(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--split", type=Path, metavar="FILE", help="split (default: the five folds that come with it)")


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is not above zero")
    return value


def _train(arguments: argparse.Namespace) -> int:
    from trainer.commands import train_network

    try:
        told = train_network(
            arguments.recipe,
            arguments.data,
            arguments.output,
            split=arguments.split,
            fold=arguments.fold,
            everyone=arguments.all,
            device=arguments.device,
            resume=arguments.resume,
            max_steps=arguments.max_steps,
            name=arguments.name,
            start=arguments.start,
        )
    except InterruptedError as stop:
        print(stop)
        return 0
    print(told)
    return 0


def _evaluate(arguments: argparse.Namespace) -> int:
    from trainer.commands import score

    print(
        score(
            arguments.weights,
            arguments.data,
            split=arguments.split,
            fold=arguments.fold,
            output=arguments.output,
            device=arguments.device,
            update_card=arguments.update_card,
            notice=lambda text: print(text, file=sys.stderr),
        )
    )
    return 0


def _split(arguments: argparse.Namespace) -> int:
    from trainer.commands import deal_split

    print(deal_split(arguments.data, arguments.output, folds=arguments.folds, seed=arguments.seed))
    return 0


def _recipes(_arguments: argparse.Namespace) -> int:
    from trainer.recipe import read_recipe, shipped_recipes

    for name, path in shipped_recipes().items():
        print(f"{name:8} {read_recipe(path).summary}")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from trainer.export import copy_model

    print(f"Model: {copy_model(arguments.run, arguments.output, arguments.name)}")
    return 0
