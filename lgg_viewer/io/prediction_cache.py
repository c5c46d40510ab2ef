"""Probability maps kept on disk, so that a study once segmented is there at once the next time.

An entry is a line of JSON and the compressed map, under a digest of all of it: whatever is not whole is no entry. The
folder is a cache and nothing else: it may be deleted at any time.
"""

import contextlib
import hashlib
import json
import os
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.probability import ModelId, ProbabilityMap
from lgg_viewer.core.volume import frozen
from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import sweep_temporaries, write_atomically

DEFAULT_LIMIT = 512 << 20
MAX_ENTRY_VOXELS = 1 << 30
_SUFFIX = ".lggmap"
_MAGIC = b"lggmap1\n"
_DIGEST_BYTES = 32


class PredictionCache:
    """A folder of probability maps, bounded in bytes; the one used longest ago goes first.

    Parameters
    ----------
    folder : Path
        Made when the first entry is written.
    limit_bytes : int
        Most bytes of all entries together.

    Attributes
    ----------
    folder : Path
    """

    def __init__(self, folder: Path, limit_bytes: int = DEFAULT_LIMIT) -> None:
        self.folder = folder
        self._limit = limit_bytes
        self._swept = False

    def get(self, volume_sha256: str, model: ModelId, variant: str) -> ProbabilityMap | None:
        """Return the map of a volume by a model, or None; a damaged entry is removed.

        Where memory is short there is None too, and the entry stays.

        Parameters
        ----------
        volume_sha256 : str
            `Volume.sha256`.
        model : ModelId
            Found by its digest alone: weights may have been renamed.
        variant : str
            What else decides an answer: preprocessing, averaging.
        """
        path = self._path(volume_sha256, model, variant)
        try:
            if path.stat().st_size > self._limit:
                return None
            probability = _decode(path.read_bytes(), model)
        except (OSError, MemoryError):
            return None
        except (ValueError, KeyError, TypeError, zlib.error, RecursionError):
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return probability

    def put(self, volume_sha256: str, model: ModelId, variant: str, probability: ProbabilityMap) -> bool:
        """Keep a map; return False where that could not be done, which is no error."""
        content = _encode(probability)
        if len(content) > self._limit:
            return False
        path = self._path(volume_sha256, model, variant)
        try:
            # the maps show the insides of patients: they are for the user alone
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._swept:
                sweep_temporaries(self.folder)
                self._swept = True
            with write_atomically(path) as file:
                file.write(content)
            self._evict(keep=path.name)
        except (LggError, OSError):
            return False
        return True

    def _path(self, volume_sha256: str, model: ModelId, variant: str) -> Path:
        key = hashlib.sha256("\0".join((volume_sha256, model.sha256, variant)).encode()).hexdigest()
        return self.folder / f"{key}{_SUFFIX}"

    def _evict(self, keep: str) -> None:
        """Remove the entries used longest ago until the rest fits; another process may do the same at the same time."""
        entries: list[tuple[float, int, str]] = []
        total = 0
        with os.scandir(self.folder) as listing:
            for entry in listing:
                if not entry.name.endswith(_SUFFIX):
                    continue
                with contextlib.suppress(OSError):
                    status = entry.stat(follow_symlinks=False)
                    total += status.st_size
                    if entry.name != keep:
                        entries.append((status.st_mtime, status.st_size, entry.path))
        for _, size, path in sorted(entries):
            if total <= self._limit:
                return
            with contextlib.suppress(OSError):
                Path(path).unlink()
            total -= size


def _encode(probability: ProbabilityMap) -> bytes:
    header = {
        "shape": probability.values.shape,
        "known": probability.known.tolist(),
        "computed_on": probability.computed_on,
        "averaged": probability.averaged,
        "spread": probability.spread is not None,
    }
    # High and low bytes of half floats apart: the high ones, sign and exponent, hardly change from voxel to voxel,
    # which makes the entry smaller and the writing of it faster.
    planes = np.ascontiguousarray(probability.values.view(np.uint8).reshape(-1, 2).T)
    content = planes.tobytes() + (b"" if probability.spread is None else probability.spread.tobytes())
    body = _MAGIC + json.dumps(header).encode() + b"\n" + zlib.compress(content, 1)
    return hashlib.sha256(body).digest() + body


def _decode(content: bytes, model: ModelId) -> ProbabilityMap:
    """Return the map; any of several errors says that the entry is not whole."""
    body = memoryview(content)[_DIGEST_BYTES:]
    if hashlib.sha256(body).digest() != content[:_DIGEST_BYTES] or bytes(body[: len(_MAGIC)]) != _MAGIC:
        raise ValueError("not an entry")
    end = content.index(b"\n", _DIGEST_BYTES + len(_MAGIC))
    header: dict[str, Any] = json.loads(content[_DIGEST_BYTES + len(_MAGIC) : end])
    z, y, x = header["shape"]
    known = np.array(header["known"], bool)
    # entries of earlier versions have no spread, and do not say so
    has_spread = bool(header.get("spread", False))
    voxels = z * y * x
    size = (3 if has_spread else 2) * voxels
    if known.shape != (z,) or not 0 < voxels <= MAX_ENTRY_VOXELS:
        raise ValueError("an impossible shape")
    # hardly more than was announced is unpacked, whatever the stream says
    planes = zlib.decompressobj().decompress(content[end + 1 :], size + 1)
    if len(planes) != size:
        raise ValueError("another size than announced")
    unpacked = np.frombuffer(planes, np.uint8)
    pairs = unpacked[: 2 * voxels].reshape(2, -1).T
    values: NDArray[np.float16] = np.ascontiguousarray(pairs).view(np.float16).reshape(z, y, x)
    # copied, so that it does not keep alive the packed values in front of it
    spread = frozen(unpacked[2 * voxels :].reshape(z, y, x).copy()) if has_spread else None
    averaged = bool(header.get("averaged", False))
    return ProbabilityMap(frozen(values), frozen(known), model, str(header["computed_on"]), averaged, spread)
