"""Patient groups on which weights may perform differently: institution, grade, missing sequence, tumour volume."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from lgg_viewer.core.study import Channel, Study
from trainer.data.split import institution_of

UNKNOWN = "unknown"
ALL_ACQUIRED = "none missing"


@dataclass(frozen=True)
class Traits:
    """What a patient is grouped by, apart from the tumour's volume.

    Attributes
    ----------
    institution : str
    grade : str
        Histologic grade, "II" or "III", from the clinical table.
    missing : str
        Sequences that were not acquired, as in "POST" or "PRE and POST".
    fold : str
        Of the split, as in "fold 2": folds differ in what was decided on them. Empty where no split is scored.
    """

    institution: str = UNKNOWN
    grade: str = UNKNOWN
    missing: str = ALL_ACQUIRED
    fold: str = ""


def traits_of(study: Study, missing: Iterable[Channel], fold: str = "") -> Traits:
    """Describe the patient of a study.

    Parameters
    ----------
    study : Study
    missing : iterable of Channel
        Sequences whose pixels are a copy of FLAIR (`lgg_viewer.core.volume.Volume.missing`).
    fold : str, optional
    """
    return Traits(
        institution_of(study.patient) or UNKNOWN,
        study.clinical.grade or UNKNOWN,
        " and ".join(c.name for c in sorted(missing)) or ALL_ACQUIRED,
        fold,
    )


@dataclass(frozen=True)
class Group:
    """Some of the scored patients, with what they have in common."""

    name: str
    members: tuple[int, ...]


def stratify(traits: Sequence[Traits], voxels: Sequence[int]) -> dict[str, tuple[Group, ...]]:
    """Group patients in four ways, and by fold if there are several; within each, every patient is in one group.

    Parameters
    ----------
    traits : sequence of Traits
    voxels : sequence of int
        True volume of each patient's tumour.

    Returns
    -------
    dict
        Way of grouping to groups, whose members are indices of `traits`.
    """
    ways = {
        "institution": _group(traits, lambda t: t.institution),
        "tumour grade": _group(traits, lambda t: t.grade),
        "missing sequence": _group(traits, lambda t: t.missing),
        "tumour volume": _thirds(voxels),
    }
    by_fold = _group(traits, lambda t: t.fold)
    return {**ways, "fold": by_fold} if len(by_fold) > 1 else ways


def _group(traits: Sequence[Traits], name: Callable[[Traits], str]) -> tuple[Group, ...]:
    names = [name(t) for t in traits]
    # what is known first; "none missing" comes before the names of sequences
    order = sorted(set(names), key=lambda n: (n == UNKNOWN, n != ALL_ACQUIRED, n))
    return tuple(Group(n, tuple(k for k, other in enumerate(names) if other == n)) for n in order)


def _thirds(voxels: Sequence[int]) -> tuple[Group, ...]:
    """Divide patients by rank of volume into thirds of equal size, however the volumes are distributed."""
    ranked = np.argsort(voxels, kind="stable")
    thirds = zip(("small", "medium", "large"), np.array_split(ranked, 3), strict=True)
    return tuple(
        Group(f"{name}, up to {voxels[part[-1]]:,} voxels", tuple(map(int, part))) for name, part in thirds if len(part)
    )
