"""The files of one Study to its Volume and its ground truth, with every fault of the pixels told."""

import contextlib
import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.study import Channel, Problem, ProblemKind, Study
from lgg_viewer.core.volume import Pixels, Volume, find_copies_of_flair, frozen
from lgg_viewer.errors import CancelledError, LggError
from lgg_viewer.io.tiff import count_pages, read_page
from lgg_viewer.words import tr

MAX_STUDY_BYTES = 2 << 30

_Tell = Callable[[ProblemKind, Path, str, str], None]


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

    A slice that cannot be read, or has not the size, depth and channels that most slices have, is left black and
    marked; a mask of another size than its slice is left out. Nothing is resized, nothing is skipped silently.

    Raises
    ------
    LggError
        Not a single slice can be read, or the study is larger than `MAX_STUDY_BYTES`.
    CancelledError
    """
    problems: list[Problem] = []

    def tell(kind: ProblemKind, path: Path, message: str, hint: str) -> None:
        problems.append(Problem(kind, path, message, hint, study.key))

    images = _read_images(study, tell, cancelled)
    forms = Counter(_form(i) for i in images if i is not None)
    if not forms:
        first = problems[0]
        message = tr("No slice of {study} can be read. {reason}", study=study.key, reason=first.message)
        raise LggError(message, first.hint)
    (form, _), *_ = forms.most_common(1)
    shape = form.shape
    pixels: Pixels = np.zeros((len(images), *shape, len(Channel)), form.dtype)
    readable = np.zeros(len(images), bool)
    for z, ref in enumerate(study.slices):
        image, images[z] = images[z], None  # let go, so that a large study is not held twice
        if image is None:
            continue
        if _form(image) != form:
            tell(
                ProblemKind.SIZE_CHANGE,
                ref.image.path,
                tr(
                    "Slice {slice} is {form}, the others {others}; it is shown black.",
                    slice=ref.number,
                    form=_form(image),
                    others=form,
                ),
                tr("Export the study again with slices of one size and kind."),
            )
            continue
        pixels[z] = image if image.ndim == 3 else image[..., None]
        readable[z] = True
    _tell_further_pages(study, tell)
    truth = _read_truth(study, readable, shape, tell, cancelled)
    digest = hashlib.sha256(f"{pixels.dtype}{pixels.shape}".encode())
    digest.update(pixels.data)
    if not readable.all():
        # a slice that could not be read is no black one: what was computed without it is not valid with it
        digest.update(readable.data)
    volume = Volume(frozen(pixels), frozen(readable), find_copies_of_flair(pixels), digest.hexdigest())
    return StudyData(study, volume, truth, tuple(problems))


class _Form(NamedTuple):
    """What all slices of a study have in common."""

    shape: tuple[int, int]
    dtype: np.dtype[Any]
    colour: bool

    def __str__(self) -> str:
        size, bits = _size(self.shape), 8 * self.dtype.itemsize
        if self.colour:
            return tr("{size}, {bits} bits, three channels", size=size, bits=bits)
        return tr("{size}, {bits} bits, grey", size=size, bits=bits)


def _form(image: Pixels) -> _Form:
    return _Form((image.shape[0], image.shape[1]), image.dtype, image.ndim == 3)


def _read_images(study: Study, tell: _Tell, cancelled: Callable[[], bool]) -> list[Pixels | None]:
    """Read all slices; None where one cannot be read."""
    images: list[Pixels | None] = []
    size = 0
    for ref in study.slices:
        if cancelled():
            raise CancelledError
        try:
            image = read_page(ref.image)
        except LggError as error:
            tell(ProblemKind.UNREADABLE, ref.image.path, error.message, error.hint)
            images.append(None)
            continue
        images.append(image)
        # asked at each slice: small compressed files may hold large pictures
        size += image.nbytes * (1 if image.ndim == 3 else len(Channel))
        if size > MAX_STUDY_BYTES:
            raise LggError(
                tr("{study} needs more than {limit} MB of memory.", study=study.key, limit=MAX_STUDY_BYTES >> 20),
                tr("Split the study, or make its slices smaller."),
            )
    return images


def _tell_further_pages(study: Study, tell: _Tell) -> None:
    """Tell of pages that the names left out: files numbered like slices may be stacks. The first file tells of all."""
    path = study.slices[0].image.path
    if all(s.image.page == 0 for s in study.slices) and len(study.slices) > 1:
        with contextlib.suppress(LggError):
            pages = count_pages(path)
            if pages > 1:
                tell(
                    ProblemKind.NOT_READ,
                    path,
                    tr("The file holds {pages} pages; only the first is shown.", pages=pages),
                    tr("Give stacks names that do not end in a number."),
                )


def _read_truth(
    study: Study,
    readable: NDArray[np.bool_],
    shape: tuple[int, int],
    tell: _Tell,
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
            tell(ProblemKind.UNREADABLE, path, error.message, error.hint)
            continue
        if mask.shape[:2] != shape:
            tell(
                ProblemKind.MASK_SIZE,
                path,
                tr(
                    "The mask of slice {slice} is {size}, its image {wanted}; it is left out.",
                    slice=ref.number,
                    size=_size(mask.shape),
                    wanted=_size(shape),
                ),
                tr("Export the mask again on the grid of its image."),
            )
            continue
        mask = mask.max(axis=2) if mask.ndim == 3 else mask
        values = np.unique(mask)
        full = int(values[-1])
        if len(values) > 2 or (len(values) == 2 and values[0] != 0):
            tell(
                ProblemKind.MASK_NOT_BINARY,
                path,
                tr(
                    "The mask of slice {slice} holds {count} values ({low} to {high}); values from half the maximum up "
                    "count as tumour.",
                    slice=ref.number,
                    count=len(values),
                    low=values[0],
                    high=full,
                ),
                tr("Export the mask again with only 0 and 255."),
            )
        voxels[z] = (mask >= (full + 1) // 2) & (mask > 0)
        known[z] = True
    return Mask(frozen(voxels), frozen(known), MaskSource.GROUND_TRUTH) if known.any() else None


def _size(shape: tuple[int, ...]) -> str:
    return f"{shape[1]} x {shape[0]}"
