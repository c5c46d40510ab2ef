"""Small TIFFs and studies for the tests of reading and writing."""

import io
from pathlib import Path

import cv2
import numpy as np
import tifffile

from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.probability import ModelId, ProbabilityMap
from lgg_viewer.core.study import PageRef, SliceRef, Study
from lgg_viewer.core.volume import Volume, frozen

KEY = "TCGA_CS_4941_19960909"
MODEL = ModelId("lgg-unet", "ab" * 32)
SHAPE = (12, 10)


def picture(seed: int = 0, shape: tuple[int, int] = SHAPE, channels: int = 3, dtype=np.uint8) -> np.ndarray:
    full = (*shape, channels) if channels > 1 else shape
    return np.random.default_rng(seed).integers(1, np.iinfo(dtype).max, full, dtype, endpoint=True)


def blob(seed: int = 0, shape: tuple[int, int] = SHAPE) -> np.ndarray:
    """A mask of 0 and 255 that holds both."""
    mask = (np.random.default_rng(seed).random(shape) > 0.7).astype(np.uint8) * np.uint8(255)
    mask[0, 0], mask[-1, -1] = 0, 255
    return mask


def to_tiff(array: np.ndarray, **options) -> bytes:
    buffer = io.BytesIO()
    colour = array.ndim == 3 and array.shape[-1] == 3
    tifffile.imwrite(buffer, array, **{"photometric": "rgb" if colour else "minisblack", "metadata": None} | options)
    return buffer.getvalue()


def to_compressed(array: np.ndarray, scheme: int) -> bytes:
    """Encode with OpenCV: 5 is LZW, 8 deflate, 32773 PackBits; a list of arrays becomes pages."""
    pages = array if isinstance(array, list) else [array]
    pages = [p[..., ::-1] if p.ndim == 3 else p for p in pages]
    done, data = cv2.imencodemulti(".tif", pages, [cv2.IMWRITE_TIFF_COMPRESSION, scheme])
    assert done
    return data.tobytes()


def write(path: Path, array: np.ndarray, **options) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_tiff(array, **options))
    return path


def write_study(folder: Path, key: str = KEY, numbers=(1, 2, 3), masks=True) -> Path:
    """Write slices with masks as they are published; `masks` may name the numbers that have one."""
    folder.mkdir(parents=True, exist_ok=True)
    with_mask = numbers if masks is True else masks or ()
    for n in numbers:
        write(folder / f"{key}_{n}.tif", picture(n))
        if n in with_mask:
            write(folder / f"{key}_{n}_mask.tif", blob(n))
    return folder


def make_study(slices: int = 4, key: str = KEY, folder: Path = Path("scans") / KEY) -> Study:
    refs = tuple(SliceRef(n, PageRef(folder / f"{key}_{n}.tif")) for n in range(1, slices + 1))
    return Study(key, folder, refs)


def make_volume(slices: int = 4, shape: tuple[int, int] = SHAPE, unreadable=()) -> Volume:
    readable = np.ones(slices, bool)
    readable[list(unreadable)] = False
    pixels = np.stack([picture(z, shape) for z in range(slices)])
    return Volume(frozen(pixels), frozen(readable), frozenset(), "cd" * 32)


def make_mask(slices: int = 4, shape: tuple[int, int] = SHAPE, unknown=(), source=MaskSource.PREDICTION) -> Mask:
    voxels = np.stack([blob(z, shape) > 0 for z in range(slices)])
    known = np.ones(slices, bool)
    known[list(unknown)] = False
    voxels[~known] = False
    return Mask(frozen(voxels), frozen(known), source)


def make_map(slices: int = 4, shape: tuple[int, int] = SHAPE, unknown=(), seed: int = 0) -> ProbabilityMap:
    values = np.random.default_rng(seed).random((slices, *shape)).astype(np.float16)
    known = np.ones(slices, bool)
    known[list(unknown)] = False
    return ProbabilityMap(frozen(values), frozen(known), MODEL, "CPU, float32")
