"""The files of one Study to its Volume and its ground truth, with every fault of the pixels told."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.study import Channel, Problem, ProblemKind, SliceRef, Study
from lgg_viewer.core.volume import Volume, find_copies_of_flair, frozen
from lgg_viewer.errors import CancelledError, LggError
from lgg_viewer.io.tiff import read_page

MAX_STUDY_BYTES = 2 << 30


@dataclass(frozen=True, eq=False)
class StudyData:
    """A study as it was read.

    Attributes
    ----------
    study : Study
    volume : Volume
    truth : Mask or None
        None where no slice has a usable mask.
    problems : tuple of Problem
        Those of the pixels; those of the names are in `study.problems`.
    """

    study: Study
    volume: Volume
    truth: Mask | None
    problems: tuple[Problem, ...]


def read_study(study: Study, *, cancelled: Callable[[], bool] = lambda: False) -> StudyData:
    """Read all slices and masks of a study.

    A slice that cannot be read, or is not of the size that most slices have, is left black and marked; a mask of
    another size than its slice is left out. Nothing is resized, nothing is skipped silently.

    Raises
    ------
    LggError
        Not a single slice can be read, or the study is larger than `MAX_STUDY_BYTES`.
    CancelledError
    """
    problems: list[Problem] = []
    images = [_read_image(study, ref, problems, cancelled) for ref in study.slices]
    readable_images = [i for i in images if i is not None]
    if not readable_images:
        first = problems[0]
        raise LggError(f"No slice of {study.key} can be read. {first.message}", first.hint)
    shapes = [i.shape[:2] for i in readable_images]
    shape = max(shapes, key=shapes.count)
    dtype = np.result_type(*(i.dtype for i in readable_images))
    size = len(images) * shape[0] * shape[1] * 3 * dtype.itemsize
    if size > MAX_STUDY_BYTES:
        raise LggError(f"{study.key} needs {size >> 20} MB of memory.", "Studies of up to 2 GB can be opened.")
    pixels = np.zeros((len(images), *shape, len(Channel)), dtype)
    readable = np.zeros(len(images), bool)
    for z, (ref, image) in enumerate(zip(study.slices, images, strict=True)):
        if image is None:
            continue
        if image.shape[:2] != shape:
            problems.append(
                Problem(
                    ProblemKind.SIZE_CHANGE,
                    ref.image.path,
                    f"Slice {ref.number} is {_size(image.shape)}, the others {_size(shape)}; it is shown black.",
                    "Export the study again with slices of one size.",
                    study.key,
                )
            )
            continue
        pixels[z] = image if image.ndim == 3 else image[..., None]
        readable[z] = True
    truth = _read_truth(study, readable, shape, problems, cancelled)
    digest = hashlib.sha256(f"{pixels.dtype}{pixels.shape}".encode())
    digest.update(pixels)
    volume = Volume(frozen(pixels), frozen(readable), find_copies_of_flair(pixels), digest.hexdigest())
    return StudyData(study, volume, truth, tuple(problems))


def _read_image(
    study: Study, ref: SliceRef, problems: list[Problem], cancelled: Callable[[], bool]
) -> NDArray[np.uint8] | NDArray[np.uint16] | None:
    if cancelled():
        raise CancelledError
    try:
        return read_page(ref.image)
    except LggError as error:
        problems.append(Problem(ProblemKind.UNREADABLE, ref.image.path, error.message, error.hint, study.key))
        return None


def _read_truth(
    study: Study,
    readable: NDArray[np.bool_],
    shape: tuple[int, ...],
    problems: list[Problem],
    cancelled: Callable[[], bool],
) -> Mask | None:
    """Read the masks; None when no slice has a usable one."""
    voxels = np.zeros((len(study.slices), *shape), bool)
    known = np.zeros(len(study.slices), bool)
    for z, ref in enumerate(study.slices):
        if ref.mask is None or not readable[z]:
            continue
        if cancelled():
            raise CancelledError
        path = ref.mask.path
        try:
            mask = read_page(ref.mask)
        except LggError as error:
            problems.append(Problem(ProblemKind.UNREADABLE, path, error.message, error.hint, study.key))
            continue
        if mask.shape[:2] != shape:
            problems.append(
                Problem(
                    ProblemKind.MASK_SIZE,
                    path,
                    f"The mask of slice {ref.number} is {_size(mask.shape)}, its image {_size(shape)}; it is left out.",
                    "Export the mask again on the grid of its image.",
                    study.key,
                )
            )
            continue
        mask = mask.max(axis=2) if mask.ndim == 3 else mask
        values = np.unique(mask)
        full = int(values[-1])
        if len(values) > 2 or (len(values) == 2 and values[0] != 0):
            problems.append(
                Problem(
                    ProblemKind.MASK_NOT_BINARY,
                    path,
                    f"The mask of slice {ref.number} holds {len(values)} values ({values[0]} to {full}); "
                    "from half of the largest on they are taken for tumour.",
                    "Export the mask again with 0 and 255 alone.",
                    study.key,
                )
            )
        voxels[z] = (mask >= (full + 1) // 2) & (mask > 0)
        known[z] = True
    return Mask(frozen(voxels), frozen(known), MaskSource.GROUND_TRUTH) if known.any() else None


def _size(shape: tuple[int, ...]) -> str:
    return f"{shape[1]} x {shape[0]}"
