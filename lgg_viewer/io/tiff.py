"""TIFF pages to arrays, and back.

Every file is taken for hostile: sizes are checked before a byte of pixels is decoded, pages are reached by index
(never by tifffile's series detection, which hangs on malformed files), and compressed data goes to OpenCV's libtiff,
which stops at the bounds of the image.
"""

import io
import logging
import math
import os
import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import tifffile
from numpy.typing import NDArray

from lgg_viewer.core.study import PageRef
from lgg_viewer.errors import LggError

MAX_SIDE = 8192
MAX_PAGES = 4096
MAX_FILE_BYTES = 4 << 30
# A compressed file is read whole for each of its pages.
MAX_COMPRESSED_BYTES = 256 << 20
_REPLACE_HINT = "Replace the file by a good copy, or remove it."
_GREY, _RGB, _YCBCR, _JPEG = 1, 2, 6, 7

# Both libraries print what they think of a damaged file; the user is told once, by the LggError.
logging.getLogger("tifffile").setLevel(logging.CRITICAL + 1)
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


@contextmanager
def _open(path: Path) -> Iterator[tifffile.TiffFile]:
    """Open a TIFF; whatever tifffile or the system throws becomes one sentence."""
    try:
        mode = path.stat()
        # a pipe or a device named .tif would block for ever
        if not stat.S_ISREG(mode.st_mode):
            raise LggError(f"{path} is not a file.", "Remove it from the folder.")
        if mode.st_size == 0:
            raise LggError(f"{path} is empty (0 bytes).", _REPLACE_HINT)
        if mode.st_size > MAX_FILE_BYTES:
            raise LggError(f"{path} is larger than {MAX_FILE_BYTES >> 30} GiB.", "Split the stack into slices.")
        with tifffile.TiffFile(path) as tif:
            yield tif
    except LggError:
        raise
    except FileNotFoundError as error:
        raise LggError(f"{path} is gone.", "Open the folder again.") from error
    except PermissionError as error:
        raise LggError(f"{path} may not be read.", "Ask for the right to read it.") from error
    except OSError as error:
        raise LggError(f"{path} cannot be read: {error.strerror or error}.", "Check the drive.") from error
    except MemoryError as error:
        raise LggError(f"{path} asks for more memory than there is.", _REPLACE_HINT) from error
    except Exception as error:
        # tifffile raises nearly any class on a malformed file: its own, struct.error, IndexError, ZeroDivisionError
        raise LggError(f"{path} is not a readable TIFF ({error or type(error).__name__}).", _REPLACE_HINT) from error


def _page(
    tif: tifffile.TiffFile, index: int, path: Path, dtypes: tuple[str, ...] = ("uint8", "uint16", "bool")
) -> tifffile.TiffPage:
    """Fetch one page and refuse what is not a picture of this program's kind."""
    try:
        page: Any = tif.pages[index]
    except IndexError as error:
        raise LggError(f"{path} has no page {index + 1}.", _REPLACE_HINT) from error
    shape = tuple(page.shape)
    # the axes tell a colour image from three grey ones, which shapes alone cannot
    plausible = page.axes == "YX" or (page.axes == "YXS" and shape[2] == 3)
    if not plausible or min(shape) < 1 or max(shape[:2]) > MAX_SIDE:
        size = " x ".join(map(str, shape)) or "none"
        raise LggError(
            f"{path} holds pixels of shape {size}; expected one grey or three-channel image "
            f"of at most {MAX_SIDE} x {MAX_SIDE}.",
            "Export it again as a grey or three-channel TIFF.",
        )
    if str(page.dtype) not in dtypes:
        raise LggError(
            f"{path} holds {page.dtype} pixels; 8-bit and 16-bit unsigned ones can be read.",
            "Convert it to 8 or 16 bits: a scaling chosen silently could change the picture.",
        )
    _refuse_other_meanings(page, path)
    _refuse_cut_off(page, tif.filehandle.size, path)
    return page  # type: ignore[no-any-return]


def _refuse_other_meanings(page: Any, path: Path) -> None:
    """Refuse pages whose stored values are not the grey or colour to be shown, at the place where they are stored."""
    # JPEG is stored as YCbCr, and its decoder gives RGB
    if page.photometric not in (_GREY, _RGB) and (page.photometric, page.compression) != (_YCBCR, _JPEG):
        name = getattr(page.photometric, "name", page.photometric)
        raise LggError(f"{path} stores its pixels as {name}.", "Export it again as a grey (0 is black) or RGB TIFF.")
    orientation = page.tags.valueof(274, default=1)
    if orientation != 1:
        raise LggError(
            f"{path} is marked as turned or mirrored (orientation {orientation}).", "Export it again upright."
        )


def _refuse_cut_off(page: Any, file_size: int, path: Path) -> None:
    """Refuse pages whose pixels are not all in the file: decoders would fill the rest with black."""
    offsets, counts = page.dataoffsets, page.databytecounts
    ends = [offset + count for offset, count in zip(offsets, counts, strict=False)]
    whole = len(offsets) == len(counts) == math.prod(page.chunked) and min(counts) > 0 and max(ends) <= file_size
    if whole and page.compression == 1:
        bits = 1 if page.dtype == "bool" else 8 * page.dtype.itemsize
        most = math.ceil(math.prod(page.chunks) * bits / 8) if bits > 1 else math.inf  # rows of bits are padded
        whole = sum(min(count, most) for count in counts) * 8 >= math.prod(page.shape) * bits
    if not whole:
        raise LggError(f"{path} is cut off: its pixels are not all in the file.", _REPLACE_HINT)


def read_page(ref: PageRef) -> NDArray[np.uint8] | NDArray[np.uint16]:
    """Read one page.

    Returns
    -------
    ndarray, shape (Y, X) or (Y, X, 3), uint8 or uint16
        One-bit pages come as 0 and 255.

    Raises
    ------
    LggError
        The file is missing, damaged, or of a kind that is not read; the sentence names it.
    """
    with _open(ref.path) as tif:
        page = _page(tif, ref.page, ref.path)
        array: Any = page.asarray() if page.compression == 1 else _decode_compressed(ref, page)
        if array.shape != page.shape:
            raise LggError(f"{ref.path} holds other pixels than it says.", _REPLACE_HINT)
        if array.dtype == bool:
            array = array.astype(np.uint8) * np.uint8(255)
        return array  # type: ignore[no-any-return]


def read_float_page(ref: PageRef) -> NDArray[np.float32]:
    """Read one page of a probability map that this program wrote.

    Returns
    -------
    ndarray of float32, shape (Y, X)

    Raises
    ------
    LggError
        The file is missing, damaged, or not an uncompressed float32 one.
    """
    with _open(ref.path) as tif:
        page = _page(tif, ref.page, ref.path, ("float32",))
        if page.compression != 1 or len(page.shape) != 2:
            raise LggError(f"{ref.path} is not a probability map of this program.", _REPLACE_HINT)
        return np.asarray(page.asarray(), np.float32)


def _decode_compressed(ref: PageRef, page: tifffile.TiffPage) -> NDArray[Any]:
    """Decode a compressed page with OpenCV's libtiff."""
    if ref.path.stat().st_size > MAX_COMPRESSED_BYTES:
        raise LggError(
            f"{ref.path} is compressed and larger than {MAX_COMPRESSED_BYTES >> 20} MiB.",
            "Split the stack into slices.",
        )
    data = np.frombuffer(ref.path.read_bytes(), np.uint8)
    try:
        ok, pages = cv2.imdecodemulti(data, cv2.IMREAD_UNCHANGED, range=(ref.page, ref.page + 1))
    except cv2.error:
        ok, pages = False, ()
    if not ok or not pages:
        name = getattr(page.compression, "name", page.compression)
        raise LggError(f"{ref.path} cannot be decoded ({name} compression).", _REPLACE_HINT)
    array = pages[0]
    return np.ascontiguousarray(array[..., ::-1]) if array.ndim == 3 else array


def count_pages(path: Path) -> int:
    """Count the pages of a TIFF, at most `MAX_PAGES`.

    Raises
    ------
    LggError
        The file is not a readable TIFF, or holds more pages.
    """
    with _open(path) as tif:
        count = len(_chain(tif))
    if count > MAX_PAGES:
        raise LggError(f"{path} holds more than {MAX_PAGES} pages.", "Split it into studies.")
    return count


def _chain(tif: tifffile.TiffFile) -> set[int]:
    """Follow the chain of pages by hand, to `MAX_PAGES` and one more; tifffile follows one that bites its tail on."""
    layout, file = tif.tiff, tif.filehandle
    offsets: set[int] = set()
    offset = tif.pages.first.offset
    while 0 < offset < file.size and offset not in offsets and len(offsets) <= MAX_PAGES:
        offsets.add(offset)
        file.seek(offset)
        (tags,) = struct.unpack(layout.tagnoformat, file.read(layout.tagnosize))
        file.seek(tags * layout.tagsize, os.SEEK_CUR)
        link = file.read(layout.offsetsize)
        if len(link) < layout.offsetsize:
            break  # cut off; what is lacking is told when the page is read
        (offset,) = struct.unpack(layout.offsetformat, link)
    return offsets


def encode(array: NDArray[Any], description: str) -> bytes:
    """Encode an image or a stack as an uncompressed TIFF.

    Parameters
    ----------
    array : ndarray, shape (Y, X) or (Z, Y, X), uint8 or float32
        A stack becomes one page a slice.
    description : str
        Kept in the first page's ImageDescription, in ASCII.

    Returns
    -------
    bytes
        The whole file.
    """
    buffer = io.BytesIO()
    ascii_text = description.encode("ascii", "backslashreplace").decode("ascii")
    tifffile.imwrite(buffer, array, photometric="minisblack", description=ascii_text, metadata=None)
    return buffer.getvalue()


def is_tiff_name(name: str) -> bool:
    """Whether a file name ends like a TIFF's and is not hidden."""
    return not name.startswith(".") and os.path.splitext(name)[1].lower() in (".tif", ".tiff")  # noqa: PTH122
