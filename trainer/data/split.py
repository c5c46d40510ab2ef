"""Which patients are trained on and which are scored: always by patient, never by slice."""

import json
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lgg_viewer.errors import LggError

FIVE_FOLDS = Path(__file__).parents[1] / "splits" / "five_folds.json"


@dataclass(frozen=True)
class Split:
    """Folds of patients.

    Attributes
    ----------
    name : str
    folds : tuple of tuple of str
        Disjoint; fold k is scored by the network that was trained on all others.
    file : bool
        Whether it is read from a file, and not simply all patients of a folder.
    """

    name: str
    folds: tuple[tuple[str, ...], ...]
    file: bool = True

    def training(self, fold: int) -> tuple[str, ...]:
        """Return the patients that are trained on when `fold` is held out."""
        self.held_out(fold)
        return tuple(p for k, patients in enumerate(self.folds) if k != fold for p in patients)

    def held_out(self, fold: int) -> tuple[str, ...]:
        """Return the patients that are scored when `fold` is held out.

        Raises
        ------
        LggError
            There is no such fold.
        """
        if not 0 <= fold < len(self.folds):
            raise LggError(f"There is no fold {fold}.", f"The split has folds 0 to {len(self.folds) - 1}.")
        return self.folds[fold]

    @property
    def patients(self) -> tuple[str, ...]:
        """All patients of all folds."""
        return tuple(p for fold in self.folds for p in fold)


@dataclass(frozen=True)
class Stratum:
    """What a patient's place in the split depends on."""

    patient: str
    institution: str
    tumour_voxels: int


def institution_of(patient: str) -> str:
    """Return the second part of a name of The Cancer Genome Atlas; "" for other names.

    Examples
    --------
    >>> institution_of("TCGA_CS_4941")
    'CS'
    """
    parts = patient.split("_")
    return parts[1] if parts[0] == "TCGA" and len(parts) > 2 else ""


def make_split(strata: list[Stratum], *, folds: int, seed: int) -> Split:
    """Divide patients into folds, stratified by institution and tumour volume.

    Within an institution patients are sorted by tumour volume and distributed in runs of `folds`, one to each fold in
    random order, so that each fold holds small and large tumours of each institution. A shorter last run goes to the
    folds that hold fewest patients so far, of all institutions.

    Parameters
    ----------
    strata : list of Stratum
    folds : int
    seed : int

    Raises
    ------
    LggError
        Fewer than two folds, or fewer patients than folds.
    """
    if not 2 <= folds <= len(strata):
        raise LggError(f"{len(strata)} patients cannot make {folds} folds.", "Ask for 2 folds or more.")
    rng = random.Random(seed)
    dealt: list[list[str]] = [[] for _ in range(folds)]
    for institution in sorted({s.institution for s in strata}):
        members = sorted(
            (s for s in strata if s.institution == institution), key=lambda s: (s.tumour_voxels, s.patient)
        )
        for start in range(0, len(members), folds):
            run = members[start : start + folds]
            order = sorted(range(folds), key=lambda k: (len(dealt[k]), rng.random()))
            places = order[: len(run)]
            rng.shuffle(places)
            for member, place in zip(run, places, strict=True):
                dealt[place].append(member.patient)
    name = f"{folds} folds by patient, stratified by institution and tumour volume, seed {seed}"
    return Split(name, tuple(tuple(sorted(d)) for d in dealt))


def no_split(patients: Iterable[str]) -> Split:
    """Put all patients into one group, for weights that have seen none of them."""
    group = tuple(sorted(patients))
    return Split(f"the {len(group)} patients of the folder", (group,), file=False)


def split_by_institution(strata: list[Stratum]) -> Split:
    """Make each institution a fold, so that held-out scans come from scanners and readers unseen in training.

    Parameters
    ----------
    strata : list of Stratum

    Raises
    ------
    LggError
        Fewer than two institutions, or a patient whose name contains none.
    """
    unknown = [s.patient for s in strata if not s.institution]
    if unknown:
        raise LggError(
            f"Cannot tell the institution from the names of {len(unknown)} patients ({', '.join(unknown[:3])}).",
            "Names of The Cancer Genome Atlas do, such as TCGA_CS_4941.",
        )
    institutions = sorted({s.institution for s in strata})
    if len(institutions) < 2:
        raise LggError("All patients are of one institution.", "Make folds at random instead.")
    folds = tuple(tuple(sorted(s.patient for s in strata if s.institution == i)) for i in institutions)
    return Split(f"one institution a fold: {', '.join(institutions)}", folds)


def read_split(path: Path) -> Split:
    """Read a split.

    Raises
    ------
    LggError
        Not a split file, or a patient is in two folds.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        folds = content["folds"]
        if not folds or not all(isinstance(fold, list) and fold for fold in folds):
            raise ValueError("folds is not a list of lists of patients")
        split = Split(str(content["name"]), tuple(tuple(map(str, fold)) for fold in folds))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LggError(f"{path} is not a split file ({error}).", "Make one with: lgg-trainer split") from error
    twice = sorted(p for p, count in Counter(split.patients).items() if count > 1)
    if twice:
        raise LggError(f"{path}: {', '.join(twice)} is listed twice.", "A patient belongs to one fold.")
    return split


def to_json(split: Split) -> str:
    """Return the text of a split file."""
    return json.dumps({"name": split.name, "folds": split.folds}, indent=1) + "\n"
