"""Recipes as files: found by name, read strictly."""

import difflib
import json
import tomllib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from lgg_viewer.errors import LggError
from trainer.recipe.schema import Recipe

_CHANGE_HINT = """Write it as schedule.steps=500 or schedule.rate='"cosine"'."""


def shipped_recipes() -> dict[str, Path]:
    """Return the recipes beside the code, name to file."""
    folder = Path(str(resources.files("trainer") / "recipes"))
    return {p.stem: p for p in sorted(folder.glob("*.toml"))}


def find_recipe(name_or_path: str) -> Path:
    """Return the file of a shipped recipe, or the path as it was given: TOML, or the JSON of a run.

    Raises
    ------
    LggError
        No recipe of that name is shipped.
    """
    if name_or_path.endswith((".toml", ".json")):
        return Path(name_or_path)
    shipped = shipped_recipes()
    if name_or_path not in shipped:
        raise LggError(f"There is no recipe {name_or_path}.", _did_you_mean(name_or_path, list(shipped)))
    return shipped[name_or_path]


def read_recipe(path: Path, changes: Sequence[str] = ()) -> Recipe:
    """Read a recipe.

    Parameters
    ----------
    path : Path
    changes : sequence of str
        Each `section.key=value`, the value as TOML writes it; they replace what the file says.

    Raises
    ------
    LggError
        No such file, neither TOML nor JSON, an unknown key (with the nearest known one), a value of the wrong type or
        range.
    """
    kind, read = ("JSON", json.loads) if path.suffix == ".json" else ("TOML", tomllib.loads)
    try:
        content = read(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LggError(f"{path} cannot be read: {error.strerror}.", "Give a recipe's name or a TOML file.") from error
    except ValueError as error:
        raise LggError(f"{path} is not {kind}: {error}.", "Compare it with a shipped recipe.") from error
    if not isinstance(content, dict):
        raise LggError(f"{path} holds no recipe.", "Compare it with a shipped recipe.")
    for change in changes:
        _apply(change, content)
    try:
        return Recipe.model_validate(content)
    except ValidationError as error:
        raise LggError("\n".join(f"{path}: {_tell(fault)}" for fault in error.errors())) from error


def _apply(change: str, content: dict[str, Any]) -> None:
    """Put the value of `section.key=value` into what a file says."""
    place, equals, text = change.partition("=")
    *sections, key = place.strip().split(".")
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError as error:
        raise LggError(f"{change}: {error}.", _CHANGE_HINT) from error
    if not equals:
        raise LggError(f"{change} is no change of a recipe.", _CHANGE_HINT)
    for section in sections:
        content = content.setdefault(section, {})
        if not isinstance(content, dict):
            raise LggError(f"{change}: {section} is no section of a recipe.")
    content[key] = value


def _tell(fault: Any) -> str:
    """Say what is wrong with one key of a recipe."""
    place = [str(part) for part in fault["loc"]]
    # the kind of the network is no part of its place in the file
    where = ".".join(part for k, part in enumerate(place) if k != 1 or place[0] != "network" or len(place) == 2)
    if fault["type"] == "extra_forbidden":
        return f"unknown key {where}. {_did_you_mean(place[-1], _known_keys(place[:-1]))}"
    if fault["type"] == "missing":
        return f"the key {where} is missing."
    if fault["type"] == "value_error":
        return f"{fault['msg'].removeprefix('Value error, ')}."
    return f"{where}: {fault['msg']} (got {fault['input']!r})."


def _known_keys(place: list[str]) -> list[str]:
    """Return the keys that a section knows; of the network those of its kind, which pydantic names in `place`."""
    model: Any = Recipe
    for part in place:
        if part.isdigit():
            continue
        if part in getattr(model, "model_fields", {}):
            model = model.model_fields[part].annotation
        choices = [a for a in (model, *get_args(model)) if isinstance(a, type) and issubclass(a, BaseModel)]
        named = [c for c in choices if part in get_args(getattr(c.model_fields.get("kind"), "annotation", None))]
        model = named[0] if named else choices[0] if len(choices) == 1 else model
    return list(getattr(model, "model_fields", {}))


def _did_you_mean(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
