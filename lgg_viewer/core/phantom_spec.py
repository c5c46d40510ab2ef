"""What a phantom patient is drawn from: the head, the tumour, and how they were scanned."""

from dataclasses import dataclass, field

from lgg_viewer.core.phantom_shapes import Point


@dataclass(frozen=True)
class HeadSpec:
    """Shape of a head; lengths in pixels.

    Attributes
    ----------
    brain : Point
        Half width, half length and height of the brain above the level of the ventricles' foramina.
    scalp : float
        Thickness of the scalp at the vault.
    ventricles : float
        Width of the lateral ventricles; 1 is that of a young adult.
    atrophy : float
        Width of sulci and cisterns; 1 is that of a young adult.
    tilt : float
        Turn of the head in the plane, degrees.
    """

    brain: Point = (71.0, 92.0, 74.0)
    scalp: float = 6.5
    ventricles: float = 1.0
    atrophy: float = 1.0
    tilt: float = 0.0


@dataclass(frozen=True)
class TumourSpec:
    """Where the tumour sits, in the head's own axes; lengths in pixels.

    Attributes
    ----------
    centre : Point
        x > 0 is the right of the image, which is the patient's left.
    radii : Point
    flair, t1 : float
        Signal beside that of white matter.
    core : float
        Size of the solid core beside the whole; 0 has none.
    enhancement : float
        How strongly the core takes up contrast, 0..1.
    push : float
        Shift of the midline.
    """

    centre: Point
    radii: Point
    flair: float = 1.75
    t1: float = 0.74
    core: float = 0.0
    enhancement: float = 0.0
    push: float = 0.0


@dataclass(frozen=True)
class PatientSpec:
    """A phantom patient, whole.

    Attributes
    ----------
    name : str
        Key of the study: letters, number, date.
    seed : int
        Every random choice comes from it.
    slices : int
    lowest : float
        z of the first slice, pixels.
    spacing : float
        From slice to slice, pixels.
    gains : tuple of float
        Scale of the intensities of PRE, FLAIR, POST.
    noise : float
        Standard deviation of the noise, grey levels.
    has_post : bool
        False: POST is an exact copy of FLAIR, as the data set does it.
    """

    name: str
    seed: int
    tumour: TumourSpec
    head: HeadSpec = field(default_factory=HeadSpec)
    slices: int = 26
    lowest: float = -62.0
    spacing: float = 5.6
    gains: tuple[float, float, float] = (1.0, 1.0, 1.0)
    noise: float = 2.2
    has_post: bool = True
