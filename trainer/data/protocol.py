"""The data splits of replicas: the ancestors' own, some of them leaky and labelled as such.

A split by slices puts neighbouring slices of one patient on both sides, so the scored slices have nearly been seen in
training and the figures say nothing about new patients. Such splits are made here only to reproduce published figures
by their own rules. Our own results use `trainer.data.split`.
"""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.errors import LggError
from trainer.recipe.schema import Protocol

LEAKY_LABEL = "replica of a leaky protocol, not an estimate of performance"
HONEST_LABEL = "replica of an ancestor's protocol: one split by patient, scored on patients not trained on"

_PARTS = ("training", "validation", "test")


@dataclass(frozen=True, eq=False)
class Parts:
    """Rows of a Dataset, split into parts.

    The rows of a part are in random order, as from a shuffled loader: means over batches depend on it.

    Attributes
    ----------
    training, validation, test : array, shape (n,), int64
        Disjoint; `test` is empty where the protocol has no share for it.
    leaky : bool
        Whether the split is by slice, so that patients can be on both sides.
    seed : int
        Of the split.
    """

    training: NDArray[np.int64]
    validation: NDArray[np.int64]
    test: NDArray[np.int64]
    leaky: bool
    seed: int

    @property
    def label(self) -> str:
        """The label that figures of this split must be shown with."""
        return LEAKY_LABEL if self.leaky else HONEST_LABEL

    @property
    def scored(self) -> Literal["validation", "test"]:
        """Name of the part that is scored: validation where there is no test."""
        return "test" if len(self.test) else "validation"

    @property
    def scored_rows(self) -> NDArray[np.int64]:
        """Rows of the part that is scored."""
        return self.test if len(self.test) else self.validation


def deal(
    protocol: Protocol,
    patients: tuple[str, ...],
    tumour: NDArray[np.bool_],
    slices: Literal["all", "tumour"],
    seed: int,
) -> Parts:
    """Split slices into parts at random.

    Parameters
    ----------
    protocol : Protocol
        By patient, its shares are of patients; by slice, of slices. Sizes are rounded.
    patients : tuple of str, length S
        Of each slice.
    tumour : array, shape (S,), bool
        Whether the slice holds tumour.
    slices : str
        "all"; "tumour" leaves slices without tumour out of every part, before the split.
    seed : int

    Raises
    ------
    LggError
        Too few patients or slices: a part that has a share would be empty.
    """
    rng = np.random.default_rng(seed)
    rows = np.flatnonzero(tumour) if slices == "tumour" else np.arange(len(tumour))
    of_row = np.asarray(patients, dtype=str)[rows]
    if protocol.deal == "patient":
        # sorted names, so that the split does not depend on the order in which the folder was read
        names, unit = np.unique(of_row, return_inverse=True)
        count = len(names)
    else:
        unit, count = np.arange(len(rows)), len(rows)
    edges = [round(share * count) for share in accumulate(protocol.shares)][:2]
    place = np.empty(count, np.int64)
    for part, units in enumerate(np.split(rng.permutation(count), edges)):
        if protocol.shares[part] and not len(units):
            kind = {"patient": "patients", "slice": "slices"}[protocol.deal] + " with tumour" * (slices == "tumour")
            raise LggError(
                f"{count} {kind} are too few for the shares {', '.join(f'{s:g}' for s in protocol.shares)}: "
                f"nothing is left for {_PARTS[part]}.",
                "Give more data, or other shares.",
            )
        place[units] = part
    training, validation, test = (rng.permutation(rows[place[unit] == part]) for part in range(3))
    return Parts(training, validation, test, protocol.deal == "slice", seed)


def describe(parts: Parts, patients: tuple[str, ...]) -> dict[str, Any]:
    """Return the record of a split for the folder of a run, as JSON values.

    Parameters
    ----------
    parts : Parts
    patients : tuple of str, length S
        Of each slice of the Dataset.

    Returns
    -------
    dict
        Label, seed, slices and patients of each part, how many patients are both trained on and scored, and, if there
        are none of these, the names of those scored.
    """
    names = {part: sorted({patients[row] for row in getattr(parts, part)}) for part in _PARTS}
    both = set(names["training"]) & set(names[parts.scored])
    record: dict[str, Any] = {"label": parts.label, "seed": parts.seed, "scored": parts.scored}
    for part in _PARTS:
        record[part] = {"slices": len(getattr(parts, part)), "patients": len(names[part])}
    record["patients_trained_on_and_scored"] = len(both)
    if not both:
        record["patients_scored"] = names[parts.scored]
    return record
