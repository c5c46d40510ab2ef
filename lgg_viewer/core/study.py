"""Identity: which slices make a study, which studies make a cohort, and what is wrong with them."""

from dataclasses import dataclass, field
from enum import Enum, IntEnum
from pathlib import Path

from lgg_viewer.words import mark


class Channel(IntEnum):
    """The three MR sequences in file order; the value is the index in the last axis of a Volume."""

    PRE = 0
    FLAIR = 1
    POST = 2


@dataclass(frozen=True)
class PageRef:
    """One page of one TIFF file."""

    path: Path
    page: int = 0


@dataclass(frozen=True)
class SliceRef:
    """Where a slice and its ground truth lie.

    Attributes
    ----------
    number : int
        The number in the file name, 1-based.
    image : PageRef
        The page that holds the pixels.
    mask : PageRef or None
        The page that holds the ground truth; None when there is none.
    """

    number: int
    image: PageRef
    mask: PageRef | None = None


class ProblemKind(Enum):
    """What can be wrong with a folder; the value is the heading in the problem report, in English."""

    GAP = mark("Gap in the numbering")
    DUPLICATE = mark("Duplicate name")
    MASK_MISSING = mark("Mask missing")
    MASK_EXTRA = mark("Mask without image")
    MASK_NOT_BINARY = mark("Mask not binary")
    MASK_SIZE = mark("Mask of another size")
    SIZE_CHANGE = mark("Size changes within the study")
    UNREADABLE = mark("Unreadable file")
    EMPTY_FOLDER = mark("Empty folder")
    NOT_READ = mark("Not read")
    CLINICAL = mark("Clinical table")


@dataclass(frozen=True)
class Problem:
    """One fault of a folder, told with its place and its remedy.

    Attributes
    ----------
    kind : ProblemKind
    path : Path
        The file or folder at fault.
    message : str
        What is wrong, as one sentence.
    hint : str
        What to do.
    study : str
        Key of the study it belongs to; empty for a problem of the folder as a whole.
    """

    kind: ProblemKind
    path: Path
    message: str
    hint: str
    study: str = ""


@dataclass(frozen=True)
class Clinical:
    """What `data.csv` tells of a patient, in English words; an empty string is unknown.

    The codes of the published table are decoded after its data dictionary (Buda et al. 2019,
    doi 10.1016/j.compbiomed.2019.05.002, supplementary table).
    """

    grade: str = ""
    histology: str = ""
    location: str = ""
    laterality: str = ""
    age: str = ""
    sex: str = ""


@dataclass(frozen=True)
class Study:
    """One folder of the data set; a row in the worklist.

    Attributes
    ----------
    key : str
        Unique in its cohort; the name of the study in files that are written.
    folder : Path
        The folder its files lie in.
    slices : tuple of SliceRef
        In numeric order.
    """

    key: str
    folder: Path
    slices: tuple[SliceRef, ...]
    clinical: Clinical = field(default_factory=Clinical)
    problems: tuple[Problem, ...] = ()

    @property
    def patient(self) -> str:
        """The patient behind the study: `TCGA_CS_4941` of `TCGA_CS_4941_19960909`."""
        return patient_of(self.key)

    @property
    def has_ground_truth(self) -> bool:
        """Whether at least one slice has a mask beside it."""
        return any(s.mask is not None for s in self.slices)


@dataclass(frozen=True)
class Cohort:
    """A folder of studies, with all that is wrong with it."""

    root: Path
    studies: tuple[Study, ...]
    problems: tuple[Problem, ...] = ()


def patient_of(study_key: str) -> str:
    """Return the patient's name: the study's without the eight-digit date at its end.

    Examples
    --------
    >>> patient_of("TCGA_CS_4941_19960909")
    'TCGA_CS_4941'
    """
    stem, _, date = study_key.rpartition("_")
    return stem if stem and len(date) == 8 and date.isdigit() else study_key


def spelling_of(patient: str) -> str:
    """Return a patient's name in the spelling in which names are compared.

    The Cancer Imaging Archive writes hyphens where the LGG MRI Segmentation data set writes underscores.

    Examples
    --------
    >>> spelling_of("tcga-cs-4941")
    'TCGA_CS_4941'
    """
    return patient.upper().replace("-", "_")
