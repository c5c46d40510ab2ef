"""Options of a training run."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Wish:
    """The options of the `train` and `finetune` commands.

    Attributes
    ----------
    recipe : str
        Name or file.
    data, run : Path
    changes : tuple of str
        Changes to the recipe, as KEY=VALUE.
    split : Path, optional
    fold : int, optional
    everyone : bool
        Hold out nobody.
    deal_seed : int, optional
        Seed of a replica's split; 1 if not given.
    device : str
        "auto", "cpu" or "cuda".
    resume : bool
    resume_if_started : bool
        Resume if the folder holds a run, else start one.
    max_steps : int, optional
    max_minutes : float, optional
    name : str, optional
        Name of the model.
    start : Path, optional
        Weights to start from.
    masks : Path, optional
        Folder of exported masks that replace those of `data`.
    """

    recipe: str
    data: Path
    run: Path
    changes: tuple[str, ...] = ()
    split: Path | None = None
    fold: int | None = None
    everyone: bool = False
    deal_seed: int | None = None
    device: str = "auto"
    resume: bool = False
    resume_if_started: bool = False
    max_steps: int | None = None
    max_minutes: float | None = None
    name: str | None = None
    start: Path | None = None
    masks: Path | None = None
