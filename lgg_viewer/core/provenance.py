"""Where an exported mask comes from: what a reader needs who finds the file years later."""

import importlib.metadata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.post_processing import PostProcessing, Removal
from lgg_viewer.core.probability import ModelId, ProbabilityMap
from lgg_viewer.core.study import Study
from lgg_viewer.core.volume import Volume
from lgg_viewer.words import mark

RESEARCH_USE = mark("For research use only. Not a medical device; not for diagnosis or treatment.")
"""In English in all files, as the whole record is."""


@dataclass(frozen=True)
class LeftOut:
    """A slice that was not exported.

    Attributes
    ----------
    number : int
        As in the file name, 1-based.
    why : str
        `unreadable`, `not segmented`, `no mask` or `not chosen`.
    """

    number: int
    why: str


@dataclass(frozen=True)
class Provenance:
    """How exported files were made.

    Attributes
    ----------
    what : MaskSource
    study : str
        Key of the study.
    volume_sha256 : str
        Digest of the pixels that were looked at (`Volume.sha256`).
    sources : tuple of str
        Names of the image files, without folders: paths may tell who a patient is.
    app_version : str
    model : ModelId or None
        None for ground truth; the next three are empty then too.
    threshold : float or None
    preprocessing : mapping
        JSON values.
    computed_on : str
        Device and precision.
    removed : tuple of str
        Components that the reader deleted after the threshold, one by one.
    postprocessing : tuple of str
        Steps after that, in order.
    left_out : tuple of LeftOut
    files : mapping
        Name of each file written to the SHA-256 of its bytes; filled in by the export.
    written_utc : str
        ISO 8601, in seconds.
    """

    what: MaskSource
    study: str
    volume_sha256: str
    sources: tuple[str, ...]
    app_version: str
    model: ModelId | None = None
    threshold: float | None = None
    preprocessing: Mapping[str, Any] = field(default_factory=dict, hash=False)
    computed_on: str = ""
    removed: tuple[str, ...] = ()
    postprocessing: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict, hash=False)
    written_utc: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return JSON values alone, in the order of the attributes, with the notice in front."""
        content = asdict(self)
        content["what"] = self.what.value
        return {"notice": RESEARCH_USE, **content}

    def short_line(self) -> str:
        """Return what fits into the description of a picture."""
        parts = [f"LGG Viewer {self.app_version}", self.what.value]
        if self.model is not None:
            parts.append(f"model {self.model.name} sha256 {self.model.sha256}")
        if self.threshold is not None:
            parts.append(f"threshold {self.threshold:g}")
        if self.removed:
            parts.append(f"{len(self.removed)} component{'s' * (len(self.removed) > 1)} deleted by the reader")
        if self.postprocessing:
            parts.append("post-processing: " + ", ".join(self.postprocessing))
        return "; ".join(parts) + ". " + RESEARCH_USE


def describe(
    study: Study,
    volume: Volume,
    mask: Mask,
    *,
    probability: ProbabilityMap | None = None,
    threshold: float | None = None,
    post: PostProcessing | None = None,
    removals: tuple[Removal, ...] = (),
    preprocessing: Mapping[str, Any] | None = None,
) -> Provenance:
    """Put together what is known of a mask before it is exported.

    Parameters
    ----------
    study, volume, mask
        What was looked at, and what is exported.
    probability : ProbabilityMap or None
        The map that a prediction was derived from.
    threshold : float or None
        The threshold it was derived with.
    post : PostProcessing or None
        What was done to it afterwards.
    removals : tuple of Removal
        The components that the reader deleted from it.
    preprocessing : mapping or None
        JSON values.

    Raises
    ------
    ValueError
        A prediction without its map or threshold: it could not be made again.
    """
    if mask.source is MaskSource.PREDICTION and (probability is None or threshold is None):
        raise ValueError("a prediction is described by its probability map and threshold")
    return Provenance(
        what=mask.source,
        study=study.key,
        volume_sha256=volume.sha256,
        # a dict keeps the order and names a multi-page file once
        sources=tuple(dict.fromkeys(s.image.path.name for s in study.slices)),
        app_version=app_version(),
        model=None if probability is None else probability.model,
        threshold=threshold,
        preprocessing=dict(preprocessing or {}),
        computed_on="" if probability is None else probability.computed_on,
        removed=tuple(_describe_removal(study, mask, r) for r in removals),
        postprocessing=post.steps if post is not None else (),
        left_out=find_left_out(study, mask, volume.readable),
        written_utc=utc_now(),
    )


def find_left_out(study: Study, mask: Mask, readable: NDArray[np.bool_]) -> tuple[LeftOut, ...]:
    """Name the slices of which the mask knows nothing, with the reason.

    Parameters
    ----------
    study : Study
    mask : Mask
    readable : ndarray of bool, shape (Z,)
    """
    unknown = "not segmented" if mask.source is MaskSource.PREDICTION else "no mask"
    return tuple(
        LeftOut(ref.number, unknown if readable[z] else "unreadable")
        for z, ref in enumerate(study.slices)
        if not mask.known[z]
    )


def _describe_removal(study: Study, mask: Mask, removal: Removal) -> str:
    """Say where a component was that is not in the mask any more."""
    z, y, x = np.unravel_index(removal.voxels, mask.voxels.shape)
    first, last = study.slices[z.min()].number, study.slices[z.max()].number
    return (
        f"component of {len(z)} voxels, slices {first} to {last}, columns {x.min()} to {x.max()}, "
        f"rows {y.min()} to {y.max()}"
    )


def utc_now() -> str:
    """Return the time in UTC as ISO 8601, in seconds: the same in every locale."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def app_version() -> str:
    """Return the version of this program; `unknown` where it runs from bare source files."""
    try:
        return importlib.metadata.version("lgg-viewer")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
