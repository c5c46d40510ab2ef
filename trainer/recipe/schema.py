"""A training run as data: what one TOML file may say (`trainer.recipe.file` reads it)."""

import hashlib
import json
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from trainer.measures.definitions import DEFINITIONS
from trainer.recipe.augmentation import Augmentation
from trainer.recipe.network_shape import LiteNetwork, PlainNetwork, ResidualNetwork
from trainer.recipe.numbers import Count, NotNegative, Positive, Share, Strict

Side = Annotated[int, Field(ge=32, multiple_of=32)]


class Input(Strict):
    """What the network is shown.

    Attributes
    ----------
    side : int
        Height and width at which whole slices are shown, in pixels.
    crop : float
        Share of a slice's height and width that training shows: a square around the head, at the same scale.
    first_side : int, optional
        Height and width at which the same part is shown at first, smaller; in full size from the start if not given.
    full_size_from : float
        Share of the training after which full size follows.
    intensity : str
        "study": each sequence clipped and z-scored over the study, as the app does; "byte": divided by 255.
    slices : str
        "all", or "tumour": slices without tumour are neither trained on nor scored.
    """

    side: Side
    crop: Annotated[float, Field(gt=0, le=1)] = 1.0
    first_side: Side | None = None
    full_size_from: Share = 0.0
    intensity: Literal["study", "byte"]
    slices: Literal["all", "tumour"]

    @property
    def shown_side(self) -> float:
        """Height and width of what training shows in full size, in pixels."""
        return self.side * self.crop


class Schedule(Strict):
    """Length and learning rate of a training.

    Attributes
    ----------
    steps, epochs : int
        Optimiser steps, or passes over the slices: one of the two.
    batch : int
        Slices a step.
    optimiser : str
        "adam" or "adamw".
    learning_rate, weight_decay : float
    rate : str
        "constant"; "cosine" to zero; "plateau": multiplied by `plateau_factor` when the validation loss has not fallen
        for more than `plateau_patience` epochs.
    warm_up : int
        Steps of linear warm-up.
    clip : float, optional
        Bound of the gradient's norm.
    ema : float, optional
        Decay of the moving average whose last state is the result; without it the weights themselves are.
    keep : str
        "last", or "best": the weights of the epoch with the lowest validation loss (replicas alone do this).
    validations : int
        How many times, evenly spread, the validation part is scored for the curves; 0 is once an epoch.
    seed : int
    """

    steps: Count | None = None
    epochs: Count | None = None
    batch: Count
    optimiser: Literal["adam", "adamw"]
    learning_rate: Positive
    weight_decay: NotNegative = 0.0
    rate: Literal["constant", "cosine", "plateau"]
    plateau_factor: Annotated[float, Field(gt=0, lt=1)] = 0.5
    plateau_patience: Count = 5
    warm_up: Annotated[int, Field(ge=0)] = 0
    clip: Positive | None = None
    ema: Annotated[float, Field(gt=0, lt=1)] | None = None
    keep: Literal["last", "best"] = "last"
    validations: Annotated[int, Field(ge=0)] = 0
    seed: Annotated[int, Field(ge=0, lt=2**31)]

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if (self.steps is None) == (self.epochs is None):
            raise ValueError("schedule needs either steps or epochs")
        if self.epochs is None and (self.rate == "plateau" or self.keep == "best" or self.validations == 0):
            raise ValueError("a schedule in steps needs validations, and knows neither plateau nor best")
        return self


class Sampling(Strict):
    """Which slices make a batch, where they are drawn at random instead of once an epoch each.

    Attributes
    ----------
    tumour_share : float
        Share of tumour slices in a batch.
    balance : float
        0 draws all tumour slices equally often, 1 all patients, however many tumour slices they have.
    beside_tumour : float
        How many times likelier an empty slice next to tumour is drawn than one farther off.
    """

    tumour_share: Share
    balance: Share
    beside_tumour: Positive


class Loss(Strict):
    """Weights of the terms of the loss.

    Attributes
    ----------
    bce, dice : float
        Binary cross-entropy, and one minus the soft Dice.
    dice_over : str
        "batch": the Dice is pooled over the batch; "slice": it is the mean of those of the slices.
    smooth : float
        Added to numerator and denominator of the Dice, in pixels.
    auxiliary : list of float
        Weights of the auxiliary heads, from fine to coarse.
    """

    bce: NotNegative
    dice: NotNegative
    dice_over: Literal["batch", "slice"] = "batch"
    smooth: NotNegative = 1.0
    auxiliary: list[NotNegative] = Field(default_factory=list)

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.bce + self.dice == 0:
            raise ValueError("loss.bce and loss.dice cannot both be 0")
        return self


class Claim(Strict):
    """A figure that a source published, and what it must mean.

    Attributes
    ----------
    figure : str
        As the source calls it.
    value : float
    definition : str
        Key of `trainer.measures.definitions.DEFINITIONS`.
    lower_is_better : bool
    """

    figure: str
    value: float
    definition: str
    lower_is_better: bool = False

    @model_validator(mode="after")
    def _is_defined(self) -> Self:
        if self.definition not in DEFINITIONS:
            raise ValueError(f"no figure is called {self.definition}")
        return self


class Protocol(Strict):
    """How an ancestor was trained and scored, as far as its source says.

    Attributes
    ----------
    deal : str
        What is split at random into the parts: "patient", or "slice", which can put slices of one patient on both sides
        and is labelled so wherever its figures are shown.
    shares : list of float
        Training, validation, test; a test share of 0 scores the validation part.
    threshold : float
    claims : list of Claim
    """

    deal: Literal["patient", "slice"]
    shares: Annotated[list[Share], Field(min_length=3, max_length=3)]
    threshold: Share = 0.5
    claims: list[Claim] = Field(default_factory=list)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if abs(sum(self.shares) - 1) > 1e-6 or min(self.shares[:2]) == 0:
            raise ValueError("protocol.shares must sum to 1, with something for training and validation")
        return self


class Recipe(Strict):
    """One run of the trainer. With a protocol it is a replica of an ancestor; without, it is judged by Track A."""

    name: str
    summary: str
    source: str
    network: Annotated[ResidualNetwork | LiteNetwork | PlainNetwork, Field(discriminator="kind")]
    input: Input
    schedule: Schedule
    sampling: Sampling | None = None
    loss: Loss
    augmentation: Augmentation = Augmentation()
    protocol: Protocol | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that a training depends on.

        Texts, claims and values at their default are left out, so that an option added later does not change the
        fingerprint of runs it does not affect.
        """
        values = self.model_dump(
            mode="json",
            exclude={"name": True, "summary": True, "source": True, "protocol": {"claims"}},
            exclude_defaults=True,
        )
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()

    @property
    def _chooses(self) -> bool:
        """Whether the validation part decides anything."""
        return self.schedule.keep == "best" or self.schedule.rate == "plateau"

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        sizes = {"side": self.input.side, "side * crop": self.input.shown_side, "first_side": self.input.first_side}
        for key, size in sizes.items():
            if (size or 0) % self.network.divisor:
                raise ValueError(f"input.{key} must be a multiple of {self.network.divisor} for this network")
        if len(self.loss.auxiliary) != self.network.heads:
            raise ValueError(f"loss.auxiliary must name {self.network.heads} weights for this network")
        of_the_app = not isinstance(self.network, PlainNetwork)
        if self.protocol is None and of_the_app and self.input.intensity != "study":
            raise ValueError(
                'input.intensity must be "study" for this network: the app z-scores over the study. Only a replica may '
                "be trained otherwise"
            )
        if self.protocol is None and self._chooses:
            raise ValueError("only a replica may choose by its validation part: keep the last, and no plateau")
        if self.protocol is not None and self._chooses and self.protocol.shares[2] == 0:
            raise ValueError("best and plateau need a test share: they go by the validation part")
        if self.sampling is not None and self.schedule.epochs is not None:
            raise ValueError("sampling draws at random: give schedule.steps instead of epochs")
        if self.sampling is None and self.schedule.steps is not None:
            raise ValueError("schedule.steps needs a sampling; without one every slice comes once an epoch")
        return self
