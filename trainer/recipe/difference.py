"""Differences between two recipes, used to label reduced runs and to recognise controlled experiments."""

from typing import Any

from trainer.recipe.file import read_recipe, shipped_recipes
from trainer.recipe.schema import Recipe

_ABSENT = "nothing"


def shipped_form(recipe: Recipe) -> Recipe:
    """Return the shipped recipe of the same name, or the recipe itself if there is none."""
    path = shipped_recipes().get(recipe.name)
    return recipe if path is None else read_recipe(path)


def differences(one: Recipe, other: Recipe) -> tuple[str, ...]:
    """List how two recipes differ in what is run, as `section.key value instead of value`; seeds do not count."""
    before, after = flatten(one), flatten(other)
    return tuple(
        f"{key} {after.get(key, _ABSENT)} instead of {before.get(key, _ABSENT)}"
        for key in dict.fromkeys([*before, *after])
        if before.get(key, _ABSENT) != after.get(key, _ABSENT)
    )


def flatten(recipe: Recipe) -> dict[str, Any]:
    """Return the values that decide a run, by `section.key`, without texts, claims and seed."""
    sections = recipe.model_dump(
        mode="json", exclude={"name": True, "summary": True, "source": True, "protocol": {"claims"}}
    )
    flat = {f"{section}.{key}": v for section, keys in sections.items() for key, v in (keys or {}).items()}
    del flat["schedule.seed"]
    return flat
