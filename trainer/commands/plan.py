"""The plan of a run: what is trained on which patients."""

from dataclasses import asdict, dataclass
from typing import Any

import torch

from lgg_viewer.errors import LggError
from lgg_viewer.io.model_card import ModelCard
from trainer.data.dataset import Dataset
from trainer.data.protocol import Parts, deal, describe
from trainer.data.sampling import Rows, rows_by_patient
from trainer.data.split import Split
from trainer.learning.imagenet import SOURCE as IMAGENET
from trainer.recipe.network_shape import LiteNetwork, PlainNetwork
from trainer.recipe.schema import Recipe


@dataclass(frozen=True, eq=False)
class Plan:
    """A recipe and the patients it is applied to, in one of two tracks that are never mixed.

    Track A, honest: a split by patient and the fold that is held out. Track B, replicas of ancestors: a random split by
    the recipe's own protocol, made with a seed; `split` and `fold` are None.

    Attributes
    ----------
    recipe : Recipe
    split : Split or None
        None for a replica.
    fold : int or None
        The fold that is held out; None where all patients are trained on.
    deal_seed : int
        Seed of a replica's split.
    start : ModelCard or None
        The weights given to start from; None for those that the recipe names.
    """

    recipe: Recipe
    split: Split | None
    fold: int | None = None
    deal_seed: int = 1
    start: ModelCard | None = None

    @property
    def needed(self) -> tuple[str, ...] | None:
        """The patients whose slices are required; None for all that are present."""
        return None if self.split is None else self.split.patients

    @property
    def patients(self) -> tuple[str, ...]:
        """The training patients; empty for a replica, which may split by slice."""
        if self.split is None:
            return ()
        return self.split.patients if self.fold is None else self.split.training(self.fold)

    @property
    def held_out(self) -> tuple[str, ...]:
        """The held-out patients."""
        return () if self.split is None or self.fold is None else self.split.held_out(self.fold)

    def rows(self, data: Dataset) -> Rows:
        """Return the slices to train on, and those to validate on.

        Raises
        ------
        LggError
            The training slices hold no tumour, or there are too few slices or patients to split.
        """
        parts = self.parts(data)
        if parts is not None:
            return Rows(torch.from_numpy(parts.training), torch.from_numpy(parts.validation))
        rows = rows_by_patient(data, self.held_out)
        if self.recipe.input.slices == "tumour":
            rows = Rows(rows.training[data.tumour[rows.training]], rows.validation[data.tumour[rows.validation]])
        if not data.tumour[rows.training].any():
            raise LggError("No training slice contains tumour.", "Choose another fold, or check the masks.")
        return rows

    def parts(self, data: Dataset) -> Parts | None:
        """Return the split of a replica; None in Track A."""
        protocol = self.recipe.protocol
        if protocol is None:
            return None
        return deal(protocol, data.patients, data.tumour.numpy(), self.recipe.input.slices, self.deal_seed)

    def describe(self, data: Dataset) -> dict[str, Any]:
        """Return the part of the plan that goes into the record of a run, as JSON values."""
        parts = self.parts(data)
        return {
            "recipe": self.recipe.name,
            "split": self.split.name if self.split is not None else None,
            "fold": self.fold,
            "deal": describe(parts, data.patients) if parts is not None else None,
            "deal_seed": self.deal_seed if parts is not None else None,
            "seed": self.recipe.schedule.seed,
            "patients": len(self.patients) if parts is None else len(set(data.patients)),
            "data": data.digest(),
            "started_from": self.started_from(),
            "encoder_from": IMAGENET if self.from_photographs else None,
        }

    def started_from(self) -> dict[str, Any] | None:
        """Describe the weights given to start from, as JSON values; None without any."""
        start = self.start
        if start is None:
            return None
        return {
            "name": start.name,
            "sha256": start.sha256,
            "threshold": start.threshold,
            "post_processing": asdict(start.post),
            "flip_averaging": start.flip_averaging,
            "trained_on": sorted(start.trained_on),
            "encoder_from": start.training.get("encoder_from"),
            "limits": start.limits,
            "licence": start.licence,
        }

    @property
    def from_photographs(self) -> bool:
        """Whether the encoder starts from ImageNet weights; weights given by the user take precedence."""
        network = self.recipe.network
        return self.start is None and isinstance(network, LiteNetwork) and network.start == "imagenet"

    def check_start(self) -> None:
        """Refuse starting weights that may have seen a held-out patient, or that belong to another network.

        Raises
        ------
        LggError
        """
        start, network = self.start, self.recipe.network
        if start is None:
            return
        known = start.trained_on
        if not known or any(map(start.has_seen, self.held_out)) or self.split is None:
            why = "does not say whom it was trained on" if not known else "was trained on patients that are held out"
            raise LggError(f"{start.name} {why}; scores would prove nothing.", "Begin with weights of the same fold.")
        if isinstance(network, PlainNetwork) or start.network != network.shape:
            raise LggError(
                f"{start.name} is another network than {self.recipe.name} asks for.", "Choose other weights."
            )
