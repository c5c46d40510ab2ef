"""Studies in a pack: what its manifest lists, and how one is read with numpy and the standard library alone.

A pack is a folder of parts, `part-1` and so on, each small enough to travel alone, and a `MANIFEST.json` that lists the
studies of all parts. A study is one file: its three sequences by `trainer.data.pixel_codec` (none for one that is a
copy of FLAIR) and its ground truth as bits.
"""

import hashlib
import json
import os
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.study import Channel, Clinical, PageRef, SliceRef, Study
from lgg_viewer.core.volume import Volume, find_copies_of_flair, frozen
from lgg_viewer.errors import LggError
from lgg_viewer.io.file_names import safe_name
from trainer.data import pixel_codec

MANIFEST = "MANIFEST.json"
FORMAT = 1
MAX_MANIFEST_BYTES = 16 << 20
MAX_STUDY_BYTES = 2 << 30
_AGAIN = "Send it again, or make the pack anew with: lgg-trainer pack"


@dataclass(frozen=True, kw_only=True)
class PackedStudy(Study):
    """A study that lies in a pack.

    Attributes
    ----------
    part : int
        Number of its part.
    size, sha256 : int, str
        Of its file, in bytes.
    shape : tuple of int
        Slices, rows, columns.
    volume : str
        Digest of its pixels, `Volume.sha256`.
    """

    part: int
    size: int
    sha256: str
    shape: tuple[int, int, int]
    volume: str

    @property
    def file(self) -> Path:
        """Where it lies."""
        return packed_file(self.folder, self.key)


def packed_file(part: Path, key: str) -> Path:
    """Return the file of a study in the folder of its part."""
    return part / f"{safe_name(key)}.study"


def part_folder(pack: Path, part: int) -> Path:
    """Return the folder of a part."""
    return pack / f"part-{part}"


def is_pack(folder: Path) -> bool:
    """Whether a folder is a pack, or what is there of one."""
    # os.path answers False where pathlib would raise: for a name too long, or a folder that may not be entered
    if os.path.isfile(folder / MANIFEST):  # noqa: PTH113
        return True
    return os.path.isdir(folder) and any(folder.glob("part-*/*.study"))  # noqa: PTH112


def encode_study(volume: Volume, truth: Mask) -> bytes:
    """Return the file of a study.

    Parameters
    ----------
    volume : Volume
        Of 8 bits.
    truth : Mask
    """
    planes = [
        b"" if c in volume.missing else pixel_codec.encode(np.ascontiguousarray(volume.pixels[..., c])) for c in Channel
    ]
    return pixel_codec.join([*planes, zlib.compress(np.packbits(truth.voxels).tobytes(), 9)])


def read_packed(study: PackedStudy) -> tuple[Volume, Mask]:
    """Read a study.

    Raises
    ------
    LggError
        Its file is missing, damaged, or not the one the manifest lists.
    """
    try:
        if study.file.stat().st_size != study.size:
            raise ValueError("it is not as long as the manifest says")
        data = study.file.read_bytes()
        if hashlib.sha256(data).hexdigest() != study.sha256:
            raise ValueError("its SHA-256 is not the one in the manifest")
        return _decode(study, memoryview(data))
    except FileNotFoundError as error:
        raise LggError(f"{study.file} is missing.", f"Send part {study.part} of the pack too.") from error
    except (OSError, ValueError) as error:
        raise LggError(f"{study.file} cannot be read: {getattr(error, 'strerror', None) or error}.", _AGAIN) from error


def _decode(study: PackedStudy, data: memoryview) -> tuple[Volume, Mask]:
    voxels = int(np.prod(study.shape))
    *planes, truth = pixel_codec.split(data, len(Channel) + 1)
    pixels = np.empty((*study.shape, len(Channel)), np.uint8)
    for channel in (Channel.FLAIR, Channel.PRE, Channel.POST):
        packed = planes[channel]
        if len(packed) or channel is Channel.FLAIR:
            pixels[..., channel] = pixel_codec.decode(packed, study.shape)
        else:
            pixels[..., channel] = pixels[..., Channel.FLAIR]
    bits = np.frombuffer(pixel_codec.inflate(truth, -(-voxels // 8)), np.uint8)
    mask = np.unpackbits(bits, count=voxels).astype(bool).reshape(study.shape)
    known = np.ones(study.shape[0], bool)
    volume = Volume(frozen(pixels), frozen(known), find_copies_of_flair(pixels), study.volume)
    return volume, Mask(frozen(mask), frozen(known), MaskSource.GROUND_TRUTH)


def refuse_missing(studies: Iterable[PackedStudy], pack: Path) -> None:
    """Tell which parts must still be sent for these studies to be there.

    Raises
    ------
    LggError
    """
    missing = Counter(s.part for s in studies if not s.file.exists())
    if missing:
        told = [f"{n} stud{'y' if n == 1 else 'ies'} of {part_folder(pack, part).name}" for part, n in missing.items()]
        raise LggError(f"{pack} lacks {', '.join(told)}.", "Send what is missing; parts that are there may stay.")


def to_manifest(studies: Iterable[PackedStudy]) -> str:
    """Return the text of a manifest."""
    listed = [
        {
            "key": s.key,
            "part": s.part,
            "bytes": s.size,
            "sha256": s.sha256,
            "shape": s.shape,
            "volume": s.volume,
            "numbers": [ref.number for ref in s.slices],
            "clinical": asdict(s.clinical),
        }
        for s in studies
    ]
    return json.dumps({"format": FORMAT, "studies": listed}, indent=1, ensure_ascii=False) + "\n"


def read_manifest(pack: Path) -> list[PackedStudy]:
    """List the studies of a pack, whether or not their parts are there.

    Raises
    ------
    LggError
        The manifest is missing or damaged, or it claims sizes that its files cannot have.
    """
    path = pack / MANIFEST
    try:
        if path.stat().st_size > MAX_MANIFEST_BYTES:
            raise ValueError("it is too long")
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise ValueError(f"it is of format {content['format']!r}, this program reads {FORMAT}")
        studies = [_parse(entry, pack) for entry in content["studies"]]
        if not studies or len({s.key for s in studies}) < len(studies):
            raise ValueError("it lists no study, or one twice")
    except FileNotFoundError as error:
        raise LggError(f"{path} is missing.", "Send it with the parts of the pack.") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        what = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise LggError(f"{path} is not the manifest of a pack: {what}.", _AGAIN) from error
    return studies


def _parse(entry: Any, pack: Path) -> PackedStudy:
    key, digest, volume = (_take(entry, name, str) for name in ("key", "sha256", "volume"))
    part, size = (_take(entry, name, int) for name in ("part", "bytes"))
    shape, numbers = ([_check(n, int) for n in _take(entry, name, list)] for name in ("shape", "numbers"))
    told = _take(entry, "clinical", dict)
    clinical = Clinical(**{f.name: _take(told, f.name, str) for f in fields(Clinical)})
    z, y, x = shape
    if min(shape) < 1 or z != len(numbers) or z * y * x * len(Channel) > MAX_STUDY_BYTES:
        raise ValueError(f"{key} cannot be of {z} x {y} x {x}")
    if z * y * x > size * pixel_codec.MOST_PIXELS_A_BYTE:
        raise ValueError(f"{key} cannot hold {z} x {y} x {x} in {size} bytes")
    folder = part_folder(pack, part)
    pages = [PageRef(packed_file(folder, key), k) for k in range(z)]
    return PackedStudy(
        key,
        folder,
        tuple(SliceRef(n, page, page) for n, page in zip(numbers, pages, strict=True)),
        clinical,
        part=part,
        size=size,
        sha256=digest,
        shape=(z, y, x),
        volume=volume,
    )


def _take(entry: Any, name: str, kind: type[Any]) -> Any:
    return _check(entry[name], kind)


def _check(value: Any, kind: type[Any]) -> Any:
    # bool is an int to Python, not to the reader of a manifest
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{value!r:.40} is no {kind.__name__}")
    return value
