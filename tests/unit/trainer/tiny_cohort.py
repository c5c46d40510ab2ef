"""Data for the tests of the trainer: tensors of chance, and a cohort of a few slices on disk."""

from pathlib import Path

import numpy as np
import tifffile
import torch

from lgg_viewer.model.preprocess import neighbours
from trainer.data.dataset import Dataset
from trainer.data.sampling import Rows
from trainer.learning.engine import train
from trainer.learning.workers import Workers
from trainer.recipe.augmentation import Augmentation
from trainer.recipe.file import find_recipe, read_recipe
from trainer.recipe.schema import Recipe

# two threads on a busy machine can be many times slower than one
torch.set_num_threads(1)

SIDE = 256
SHORT = ("schedule.steps=20", "schedule.batch=4", "schedule.warm_up=2", "schedule.ema=0.9", "schedule.validations=1")


def smoke(**schedule) -> Recipe:
    """The smoke recipe in 20 steps, with parts of its schedule replaced."""
    recipe = read_recipe(find_recipe("smoke"), SHORT)
    return recipe.model_copy(update={"schedule": recipe.schedule.model_copy(update=schedule)})


def quiet() -> Recipe:
    """The smoke recipe without variation."""
    return smoke().model_copy(update={"augmentation": Augmentation()})


def go(recipe: Recipe, data: Dataset, run: Path, *, validation: int = 0, **named):
    """Train on the CPU, alone; the last `validation` slices are looked at instead."""
    rows = torch.arange(len(data.pixels))
    count = len(rows) - validation
    workers = Workers(0, 1, torch.device("cpu"))
    return train(recipe, data, Rows(rows[:count], rows[count:]), run, workers, **{"resume": False, **named})


def make_dataset(slices: int = 6, side: int = 64) -> Dataset:
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 100, (slices, side, side, 3), np.uint8)
    masks = np.zeros((slices, side, side), bool)
    masks[: slices // 2, 20:40, 20:40] = True
    pixels[masks] += 120
    flat = torch.tensor([[0.0] * 3, [255.0] * 3, [60.0] * 3, [40.0] * 3])
    return Dataset(
        torch.from_numpy(pixels),
        torch.from_numpy(masks),
        torch.from_numpy(neighbours(slices)),
        flat.expand(slices, 4, 3),
        ("TCGA_CS_0001",) * slices,
        torch.from_numpy(masks.any(axis=(1, 2))),
        torch.zeros(slices, 2),
    )


def write_cohort(folder: Path, patients: int = 4, slices: int = 3, prefix: str = "TCGA") -> tuple[str, ...]:
    """Write patients of a bright disc each in noise; return their names."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:SIDE, :SIDE]
    names = []
    for k in range(patients):
        name = f"{prefix}_{'CS' if k % 2 else 'DU'}_{k:04}"
        study = f"{name}_19990101"
        (folder / study).mkdir(parents=True)
        for z in range(1, slices + 1):
            mask = (y - 120) ** 2 + (x - 100 - 10 * k) ** 2 < (20 + 5 * z) ** 2
            if z == slices:
                mask = np.zeros_like(mask)
            image = rng.integers(30, 90, (SIDE, SIDE, 3), np.uint8)
            image[mask] += 120
            tifffile.imwrite(folder / study / f"{study}_{z}.tif", image, photometric="rgb")
            tifffile.imwrite(folder / study / f"{study}_{z}_mask.tif", mask.astype(np.uint8) * np.uint8(255))
        names.append(name)
    return tuple(names)
