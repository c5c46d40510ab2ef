"""A training run as data: one TOML file, read strictly."""

import difflib
import tomllib
from importlib import resources
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from lgg_viewer.errors import LggError

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Network(_Strict):
    """Shape of the U-Net (`lgg_viewer.model.unet.UNetConfig`); the auxiliary heads need four levels."""

    widths: list[Count] = Field(min_length=4)
    blocks: list[Count] = Field(min_length=4)

    @model_validator(mode="after")
    def _levels_agree(self) -> Self:
        if len(self.widths) != len(self.blocks):
            raise ValueError("widths and blocks must be of the same length")
        return self


class Schedule(_Strict):
    """How long, how fast.

    Attributes
    ----------
    steps : int
        Optimiser steps.
    batch : int
        Slices a step.
    first_side : int
        Height and width at which whole slices are shown at first, in pixels.
    full_size_from : float
        Share of the steps after which they are shown at their own size.
    learning_rate, weight_decay : float
        Of AdamW.
    warm_up : int
        Steps of linear warm-up; a cosine to zero follows.
    clip : float
        Bound of the gradient's norm.
    ema : float
        Decay of the moving average whose last state is the result.
    seed : int
    """

    steps: Count
    batch: Count
    first_side: Annotated[int, Field(ge=32, multiple_of=32)]
    full_size_from: Share
    learning_rate: Positive
    weight_decay: NotNegative
    warm_up: Annotated[int, Field(ge=0)]
    clip: Positive
    ema: Annotated[float, Field(ge=0, lt=1)]
    seed: int


class Loss(_Strict):
    """Weights of the terms of the loss, and of the auxiliary heads at 1/4 and 1/8 resolution."""

    bce: NotNegative
    dice: NotNegative
    auxiliary: list[NotNegative] = Field(min_length=2, max_length=2)


class Sampling(_Strict):
    """Which slices make a batch.

    Attributes
    ----------
    tumour_share : float
        Share of tumour slices in a batch.
    balance : float
        0 draws tumour slices alike; 1 draws patients alike, whatever the number of their tumour slices.
    beside_tumour : float
        How many times likelier an empty slice next to tumour is drawn than one farther off.
    """

    tumour_share: Share
    balance: Share
    beside_tumour: Positive


class Augmentation(_Strict):
    """Reach of each random variation; 0 switches one off.

    Attributes
    ----------
    rotation : float
        Radians to either side.
    zoom, stretch : float
        Natural logarithm of the largest factor, of size and of aspect.
    shift, elastic : float
        In half image widths: of the whole, and of each knot of a smooth bending.
    flip : float
        Probability of a left-right flip.
    gain, offset, bend : float
        Of the z-scored intensities of a sequence: log factor, offset, quadratic term.
    bias_field : float
        Natural logarithm of the largest factor of a smooth field over the intensities as they are stored.
    blur : float
        Share of slices softened by a 3 x 3 mean.
    noise, noise_share : float
        Largest standard deviation of Gaussian noise, and the share of slices that get any.
    drop_sequence : float
        Probability that pre, and that post, is replaced by FLAIR.
    """

    rotation: NotNegative
    zoom: NotNegative
    stretch: NotNegative
    shift: NotNegative
    elastic: NotNegative
    flip: Share
    gain: NotNegative
    offset: NotNegative
    bend: NotNegative
    bias_field: NotNegative
    blur: Share
    noise: NotNegative
    noise_share: Share
    drop_sequence: Share


class Recipe(_Strict):
    """One run of the trainer."""

    name: str
    summary: str
    source: str
    network: Network
    schedule: Schedule
    sampling: Sampling
    loss: Loss
    augmentation: Augmentation

    @model_validator(mode="after")
    def _side_fits(self) -> Self:
        divisor = 2 ** len(self.network.widths)
        if self.schedule.first_side % divisor:
            raise ValueError(f"schedule.first_side must be a multiple of {divisor} for {len(self.network.widths)} levels")
        return self


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


def _tell(fault: object) -> str:
    """Say what is wrong with one key of a recipe."""
    assert isinstance(fault, dict)
    place = [str(part) for part in fault["loc"]]
    where = ".".join(place)
    if fault["type"] == "extra_forbidden":
        section = Recipe.model_fields.get(place[0])
        inner = getattr(section.annotation, "model_fields", None) if section and len(place) > 1 else Recipe.model_fields
        return f"unknown key {where}. {_did_you_mean(place[-1], list(inner or []))}"
    if fault["type"] == "missing":
        return f"the key {where} is missing."
    if fault["type"] == "value_error":
        return f"{fault['msg'].removeprefix('Value error, ')}."
    return f"{where}: {fault['msg']} (got {fault['input']!r})."


def _did_you_mean(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
