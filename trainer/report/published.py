"""What others have reached on this data set with patients kept apart, to read a result beside.

Figures by random slices, which put slices of one patient on both sides, are left out: they run five to ten points
higher and say nothing of new patients.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Published:
    """A published figure: Dice of the whole stack of each patient.

    Attributes
    ----------
    who : str
    mean, median : str
        Empty where there is none.
    patients : str
        How many, and how they were kept apart.
    source, link : str
    """

    who: str
    mean: str
    median: str
    patients: str
    source: str
    link: str


PUBLISHED = (
    Published(
        "Buda et al. 2019, paper",
        "0.82",
        "0.85",
        "all 110, cross-validation by patient",
        "Comput Biol Med 109, abstract",
        "https://doi.org/10.1016/j.compbiomed.2019.05.002",
    ),
    Published(
        "The same authors' repository",
        "0.836",
        "0.873",
        "all 110, 22-fold cross-validation by patient",
        "mateuszbuda/brain-segmentation",
        "https://github.com/mateuszbuda/brain-segmentation",
    ),
    Published(
        "Two expert readers",
        "0.84 ± 0.02",
        "",
        "other patients, same kind of tumour",
        "as reported by the authors of the data set",
        "https://mateuszbuda.github.io/2017/12/01/brainseg.html",
    ),
    Published(
        "Four expert readers",
        "0.87",
        "",
        "other patients, gliomas of grade II and III; calculated from a conformity index of 0.77",
        "Visser et al. 2019",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC6396436/",
    ),
)
