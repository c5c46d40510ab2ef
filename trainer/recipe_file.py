"""Recipes as files: found by name, read strictly."""

import difflib
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from lgg_viewer.errors import LggError
from trainer.recipe import Recipe


def shipped_recipes() -> dict[str, Path]:
    """Return the recipes beside the code, name to file."""
    folder = Path(str(resources.files("trainer") / "recipes"))
    return {p.stem: p for p in sorted(folder.glob("*.toml"))}


def find_recipe(name_or_path: str) -> Path:
    """Return the file of a shipped recipe, or the path as it was given.

    Raises
    ------
    LggError
        No recipe of that name is shipped.
    """
    if name_or_path.endswith(".toml"):
        return Path(name_or_path)
    shipped = shipped_recipes()
    if name_or_path not in shipped:
        raise LggError(f"There is no recipe {name_or_path}.", _did_you_mean(name_or_path, list(shipped)))
    return shipped[name_or_path]


def read_recipe(path: Path) -> Recipe:
    """Read a recipe.

    Raises
    ------
    LggError
        No such file, not TOML, an unknown key (with the nearest known one), a value of the wrong type or range.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LggError(f"{path} cannot be read: {error.strerror}.", "Give a recipe's name or a TOML file.") from error
    except ValueError as error:
        raise LggError(f"{path} is not TOML: {error}.", "Compare it with a shipped recipe.") from error
    try:
        return Recipe.model_validate(content)
    except ValidationError as error:
        raise LggError("\n".join(f"{path}: {_tell(fault)}" for fault in error.errors())) from error


def _tell(fault: Any) -> str:
    """Say what is wrong with one key of a recipe."""
    place = [str(part) for part in fault["loc"]]
    where = ".".join(place)
    if fault["type"] == "extra_forbidden":
        return f"unknown key {where}. {_did_you_mean(place[-1], _known_keys(place[:-1]))}"
    if fault["type"] == "missing":
        return f"the key {where} is missing."
    if fault["type"] == "value_error":
        return f"{fault['msg'].removeprefix('Value error, ')}."
    return f"{where}: {fault['msg']} (got {fault['input']!r})."


def _known_keys(place: list[str]) -> list[str]:
    """Return the keys that a section knows; that of the network depends on its kind, which pydantic names in `place`."""
    model: Any = Recipe
    for part in place:
        if part.isdigit():
            continue
        if part in model.model_fields:
            model = model.model_fields[part].annotation
        choices = [a for a in (model, *get_args(model)) if isinstance(a, type) and issubclass(a, BaseModel)]
        named = [c for c in choices if part in get_args(getattr(c.model_fields.get("kind"), "annotation", None))]
        model = named[0] if named else choices[0] if len(choices) == 1 else model
    return list(getattr(model, "model_fields", {}))


def _did_you_mean(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
