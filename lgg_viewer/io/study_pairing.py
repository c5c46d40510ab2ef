"""The files of one study to its slices: which name is which slice, and which mask belongs to it."""

import re
from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path

from lgg_viewer.core.study import PageRef, Problem, ProblemKind, SliceRef
from lgg_viewer.errors import LggError
from lgg_viewer.io.tiff import count_pages
from lgg_viewer.words import mark, tr, tr_n

# At most five digits make a slice number: an eight-digit end is a date, and belongs to the study's name.
_SLICE_NAME = re.compile(r"(?P<study>.+)_(?P<number>[0-9]{1,5})(?P<mask>_mask)?", re.IGNORECASE | re.DOTALL)
_STACK_NAME = re.compile(r"(?P<study>.+?)(?P<mask>_mask)?", re.IGNORECASE | re.DOTALL)
_EXPORTED_MAP = re.compile(r".+_[0-9]{1,5}_prob", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class TiffName:
    """What the name of a TIFF says.

    Attributes
    ----------
    study : str
    number : int or None
        The slice; None for a file of many pages.
    mask : bool
    """

    study: str
    number: int | None
    mask: bool


def parse_name(stem: str) -> TiffName:
    """Take the name of a TIFF, without its ending, apart.

    Examples
    --------
    >>> parse_name("TCGA_CS_4941_19960909_11_mask")
    TiffName(study='TCGA_CS_4941_19960909', number=11, mask=True)
    >>> parse_name("TCGA_CS_4941_19960909")
    TiffName(study='TCGA_CS_4941_19960909', number=None, mask=False)
    """
    match = _SLICE_NAME.fullmatch(stem)
    if match:
        return TiffName(match["study"], int(match["number"]), bool(match["mask"]))
    match = _STACK_NAME.fullmatch(stem)
    return TiffName(match["study"], None, bool(match["mask"])) if match else TiffName(stem, None, False)


def is_exported_map(stem: str) -> bool:
    """Whether a name is that of a probability map that this program exported."""
    return _EXPORTED_MAP.fullmatch(stem) is not None


@dataclass
class FoundFiles:
    """The files of one study, as they are come upon."""

    folder: Path
    images: dict[int, Path] = field(default_factory=dict)
    masks: dict[int, Path] = field(default_factory=dict)
    stack: Path | None = None
    stack_mask: Path | None = None
    problems: list[Problem] = field(default_factory=list)

    def add(self, path: Path, name: TiffName) -> None:
        """Put one TIFF where its name says; the first of two with the same name is taken."""
        if name.number is not None:
            there = (self.masks if name.mask else self.images).setdefault(name.number, path)
            twice = (
                mark("The mask of slice {slice} occurs twice; {name} is used.")
                if name.mask
                else mark("Slice {slice} occurs twice; {name} is used.")
            )
        elif name.mask:
            there = self.stack_mask = self.stack_mask or path
            twice = mark("The study's mask occurs twice; {name} is used.")
        else:
            there = self.stack = self.stack or path
            twice = mark("The study occurs twice; {name} is used.")
        if there != path:
            self._tell(
                ProblemKind.DUPLICATE,
                path,
                tr(twice, slice=name.number, name=there.name),
                tr("Remove one of the two files."),
            )

    def pair(self) -> list[SliceRef]:
        """Return the slices in numeric order, each with its mask; what does not pair is told in `problems`."""
        if len(self.images) == 1 and self.stack is None:
            self._take_for_stack_if_many_pages()
        if self.images:
            return self._pair_files()
        if self.stack is not None:
            return self._pair_pages(self.stack)
        for path in [*self.masks.values(), *([self.stack_mask] if self.stack_mask else [])]:
            self._tell(
                ProblemKind.MASK_EXTRA,
                path,
                tr("A mask, but no image of it."),
                tr("Add the image, or remove the mask."),
            )
        return []

    def _take_for_stack_if_many_pages(self) -> None:
        """One file alone may be a stack whose name happens to end like a slice's."""
        (number, path) = next(iter(self.images.items()))
        try:
            pages = count_pages(path)
        except LggError:
            return  # told when the study is read
        if pages > 1:
            self.stack, self.images = path, {}
            if self.stack_mask is None and self.masks.keys() == {number}:
                self.stack_mask = self.masks.pop(number)

    def _pair_files(self) -> list[SliceRef]:
        for path in (self.stack, self.stack_mask):
            if path is not None:
                self._tell(
                    ProblemKind.NOT_READ,
                    path,
                    tr("Left out: the slices of this study are there as single files."),
                    tr("Move it to another folder, or remove the single files."),
                )
        self._tell_masks_without_image(self.images.keys())
        self._tell_gaps(sorted(self.images))
        lacking = sorted(self.images.keys() - self.masks.keys())
        if lacking and self.masks:
            self._tell_masks_missing(lacking)
        return [
            SliceRef(n, PageRef(path), PageRef(self.masks[n]) if n in self.masks else None)
            for n, path in sorted(self.images.items())
        ]

    def _pair_pages(self, stack: Path) -> list[SliceRef]:
        """One slice a page, with masks from a file of many pages, or from single files where there is none."""
        pages = self._count_pages(stack)
        # an unreadable stack stays in the worklist, as one slice that cannot be read: it must not vanish silently
        numbers = range(1, max(pages, 1) + 1)
        masks = {n: PageRef(path) for n, path in self.masks.items()}
        if self.stack_mask is not None:
            mask_pages = self._count_pages(self.stack_mask)
            if pages and mask_pages and pages != mask_pages:
                self._tell(
                    ProblemKind.MASK_MISSING if mask_pages < pages else ProblemKind.MASK_EXTRA,
                    self.stack_mask,
                    tr_n(
                        "The mask has {n} page, the image {pages}.",
                        "The mask has {n} pages, the image {pages}.",
                        mask_pages,
                        pages=pages,
                    ),
                    tr("Export both again; until then masks are taken in order as far as they go."),
                )
            if self.masks:
                self._tell(
                    ProblemKind.DUPLICATE,
                    min(self.masks.values()),
                    tr("Masks also exist as single files; {name} is used.", name=self.stack_mask.name),
                    tr("Remove one of the two."),
                )
            masks = {page + 1: PageRef(self.stack_mask, page) for page in range(mask_pages)}
        elif self.masks and pages:
            self._tell_masks_without_image(numbers)
            lacking = [n for n in numbers if n not in masks]
            if lacking:
                self._tell_masks_missing(lacking)
        return [SliceRef(n, PageRef(stack, n - 1), masks.get(n)) for n in numbers]

    def _count_pages(self, path: Path) -> int:
        try:
            return count_pages(path)
        except LggError as error:
            self._tell(ProblemKind.UNREADABLE, path, error.message, error.hint)
            return 0

    def _tell_masks_without_image(self, numbers: Container[int]) -> None:
        for number, path in sorted(self.masks.items()):
            if number not in numbers:
                self._tell(
                    ProblemKind.MASK_EXTRA,
                    path,
                    tr("A mask for slice {slice}, but no image of it.", slice=number),
                    tr("Add the image, or remove the mask."),
                )

    def _tell_masks_missing(self, numbers: list[int]) -> None:
        self._tell(
            ProblemKind.MASK_MISSING,
            self.folder,
            tr_n(
                "No mask for slice {slices}.",
                "No mask for slices {slices}.",
                len(numbers),
                slices=_list_slices(numbers),
            ),
            tr("Add the masks; until then Dice counts only slices that have one."),
        )

    def _tell_gaps(self, numbers: list[int]) -> None:
        # numbering may start at 0 or 1; a study that starts later lacks its first slices
        gaps = sorted(set(range(1, numbers[-1])) - set(numbers))
        if gaps:
            self._tell(
                ProblemKind.GAP,
                self.folder,
                tr_n(
                    "Slice {slices} is missing.", "Slices {slices} are missing.", len(gaps), slices=_list_slices(gaps)
                ),
                tr("Add the missing files; until then volumes and neighbouring slices are off there."),
            )

    def _tell(self, kind: ProblemKind, path: Path, message: str, hint: str) -> None:
        self.problems.append(Problem(kind, path, message, hint))


def _list_slices(numbers: list[int]) -> str:
    """List slices as a reader would: `3-5 and 9`."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    parts = [str(r[0]) if len(r) == 1 else f"{r[0]}-{r[-1]}" for r in runs]
    return parts[0] if len(parts) == 1 else tr("{parts} and {last}", parts=", ".join(parts[:-1]), last=parts[-1])
