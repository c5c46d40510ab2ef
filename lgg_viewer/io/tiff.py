"""TIFF pages to arrays, and back.

Every file is taken for hostile: sizes are checked before a byte of pixels is decoded, and pages are reached by index,
never by tifffile's series detection, which hangs on malformed files. tifffile reads the tables alone; the pixels are
decoded here, where nothing that is damaged or lacking becomes black.
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

import numpy as np
import tifffile
from numpy.typing import NDArray

from lgg_viewer.core.study import PageRef
from lgg_viewer.errors import LggError
from lgg_viewer.io.tiff_codecs import DECODERS
from lgg_viewer.words import mark, tr

MAX_SIDE = 8192
MAX_PAGES = 4096
MAX_FILE_BYTES = 4 << 30
MAX_SEGMENTS = 1 << 16  # strips or tiles of a page
_REPLACE_HINT = mark("Replace the file by a good copy, or remove it.")
_GREY, _RGB = 1, 2
_ORIENTATION, _FILL_ORDER = 274, 266

# tifffile prints what it thinks of a damaged file; the user is told once, by the LggError.
logging.getLogger("tifffile").setLevel(logging.CRITICAL + 1)


@contextmanager
def _open(path: Path) -> Iterator[tifffile.TiffFile]:
    """Open a TIFF; whatever tifffile or the system throws becomes one sentence."""
    try:
        mode = path.stat()
        # a pipe or a device named .tif would block for ever
        if not stat.S_ISREG(mode.st_mode):
            raise LggError(tr("{path} is not a file.", path=path), tr("Remove it from the folder."))
        if mode.st_size == 0:
            raise LggError(tr("{path} is empty (0 bytes).", path=path), tr(_REPLACE_HINT))
        if mode.st_size > MAX_FILE_BYTES:
            message = tr("{path} is larger than {limit} GiB.", path=path, limit=MAX_FILE_BYTES >> 30)
            raise LggError(message, tr("Split the stack into slices."))
        with tifffile.TiffFile(path) as tif:
            yield tif
    except LggError:
        raise
    except FileNotFoundError as error:
        raise LggError(tr("{path} no longer exists.", path=path), tr("Open the folder again.")) from error
    except PermissionError as error:
        raise LggError(
            tr("{path} cannot be opened: permission denied.", path=path), tr("Ask for read permission.")
        ) from error
    except OSError as error:
        message = tr("{path} cannot be read: {reason}.", path=path, reason=error.strerror or error)
        raise LggError(message, tr("Check the drive.")) from error
    except MemoryError as error:
        raise LggError(tr("{path} asks for more memory than there is.", path=path), tr(_REPLACE_HINT)) from error
    except Exception as error:
        # tifffile raises nearly any class on a malformed file: its own, struct.error, IndexError, ZeroDivisionError;
        # the decoders raise ValueError
        message = tr("{path} is not a readable TIFF ({reason}).", path=path, reason=error or type(error).__name__)
        raise LggError(message, tr(_REPLACE_HINT)) from error


def _page(
    tif: tifffile.TiffFile, index: int, path: Path, dtypes: tuple[str, ...] = ("uint8", "uint16", "bool")
) -> tifffile.TiffPage:
    """Fetch one page and refuse what is not a picture of this program's kind."""
    try:
        page: Any = tif.pages[index]
    except IndexError as error:
        raise LggError(tr("{path} has no page {page}.", path=path, page=index + 1), tr(_REPLACE_HINT)) from error
    shape = tuple(page.shape)
    # the axes tell a colour image from three grey ones, which shapes alone cannot
    plausible = page.axes == "YX" or (page.axes == "YXS" and shape[2] == 3)
    if not plausible or min(shape) < 1 or max(shape[:2]) > MAX_SIDE:
        raise LggError(
            tr(
                "{path} holds pixels of shape {shape}; expected one grey or three-channel image "
                "of at most {side} x {side}.",
                path=path,
                shape=" x ".join(map(str, shape)) or tr("none"),
                side=MAX_SIDE,
            ),
            tr("Export it again as a grey or three-channel TIFF."),
        )
    dtype = str(page.dtype)
    bits = 1 if dtype == "bool" else 8 * page.dtype.itemsize if page.dtype is not None else 0
    if dtype not in dtypes or page.bitspersample != bits:
        raise LggError(
            tr(
                "{path} holds {bits}-bit {kind} pixels; 8-bit and 16-bit unsigned ones can be read.",
                path=path,
                bits=page.bitspersample,
                kind=dtype,
            ),
            tr("Convert it to 8 or 16 bits: a scaling chosen silently could change the picture."),
        )
    _refuse_other_meanings(page, path)
    _refuse_cut_off(page, tif.filehandle.size, path)
    return page  # type: ignore[no-any-return]


def _refuse_other_meanings(page: Any, path: Path) -> None:
    """Refuse pages whose stored values are not the grey or colour to be shown, at the place where they are stored."""
    if page.photometric not in (_GREY, _RGB):
        name = getattr(page.photometric, "name", page.photometric)
        raise LggError(
            tr("{path} stores its pixels as {kind}.", path=path, kind=name),
            tr("Export it again as a grey (0 is black) or RGB TIFF."),
        )
    orientation = page.tags.valueof(_ORIENTATION, default=1)
    if orientation != 1:
        raise LggError(
            tr("{path} is marked as turned or mirrored (orientation {code}).", path=path, code=orientation),
            tr("Export it again upright."),
        )
    if page.compression not in DECODERS or page.predictor not in (1, 2):
        name = getattr(page.compression, "name", page.compression)
        raise LggError(
            tr(
                "{path} uses unsupported compression ({name}, predictor {predictor}).",
                path=path,
                name=name,
                predictor=page.predictor,
            ),
            tr("Export it again without compression, or with LZW, deflate or PackBits."),
        )
    if page.tags.valueof(_FILL_ORDER, default=1) != 1 or (page.predictor == 2 and page.bitspersample < 8):
        raise LggError(
            tr("{path} uses an unsupported bit order.", path=path),
            tr("Export it again as a plain TIFF."),
        )


def _refuse_cut_off(page: Any, file_size: int, path: Path) -> None:
    """Refuse pages whose pixels are not all in the file."""
    offsets, counts = page.dataoffsets, page.databytecounts
    if len(offsets) > MAX_SEGMENTS:
        message = tr("{path} has too many strips or tiles ({count}).", path=path, count=len(offsets))
        raise LggError(message, tr("Export it again as a plain TIFF."))
    ends = [offset + count for offset, count in zip(offsets, counts, strict=False)]
    if not len(offsets) == len(counts) == math.prod(page.chunked) or min(counts) < 1 or max(ends) > file_size:
        raise LggError(tr("{path} is cut off: its pixels are not all in the file.", path=path), tr(_REPLACE_HINT))


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
        return _pixels(tif, page)


def read_float_page(ref: PageRef) -> NDArray[np.float32]:
    """Read one page of a probability map that this program wrote.

    Returns
    -------
    ndarray of float32, shape (Y, X)

    Raises
    ------
    LggError
        The file is missing, damaged, or not of float32.
    """
    with _open(ref.path) as tif:
        page = _page(tif, ref.page, ref.path, ("float32",))
        if page.axes != "YX" or page.predictor != 1:
            message = tr("{path} is not a probability map of this program.", path=ref.path)
            raise LggError(message, tr(_REPLACE_HINT))
        return np.asarray(_pixels(tif, page), np.float32)


def _pixels(tif: tifffile.TiffFile, page: Any) -> NDArray[Any]:
    """Read and decode all strips or tiles of a page; one bit becomes 0 and 255.

    Raises
    ------
    ValueError
        One of them is damaged or too short.
    """
    height, width, channels = page.imagelength, page.imagewidth, page.samplesperpixel
    tall, wide = (page.tilelength, page.tilewidth) if page.is_tiled else (min(page.rowsperstrip, height), width)
    dtype = page.dtype.newbyteorder(tif.byteorder) if page.bitspersample > 1 else np.dtype(np.uint8)
    row_bytes = -(-wide * channels * page.bitspersample // 8)
    array = np.empty((height, width, channels), dtype.newbyteorder("="))
    across = -(-width // wide)
    for index, (offset, count) in enumerate(zip(page.dataoffsets, page.databytecounts, strict=True)):
        y, x = index // across * tall, index % across * wide
        rows = tall if page.is_tiled else min(tall, height - y)
        tif.filehandle.seek(offset)
        # no coding makes data twice as long: what a table says beyond is not read
        data = tif.filehandle.read(min(count, 2 * tall * row_bytes + 1024))
        decoded = DECODERS[page.compression](data, tall * row_bytes)
        if len(decoded) < rows * row_bytes:
            raise ValueError(tr("piece {number} is too short", number=index + 1))
        raw = np.frombuffer(decoded, np.uint8, rows * row_bytes).reshape(rows, row_bytes)
        if page.bitspersample == 1:
            segment = np.unpackbits(raw, axis=1)[:, : wide * channels] * np.uint8(255)
        else:
            segment = raw.view(dtype)
        segment = segment.reshape(rows, wide, channels)
        if page.predictor == 2:
            # stored are the differences to the left neighbour; sums wrap around as they do in the file
            segment = np.cumsum(segment, axis=1, dtype=array.dtype)
        part = array[y : y + rows, x : x + wide]
        part[...] = segment[: part.shape[0], : part.shape[1]]
    return array if channels > 1 else array[..., 0]


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
        message = tr("{path} holds more than {limit} pages.", path=path, limit=MAX_PAGES)
        raise LggError(message, tr("Split it into studies."))
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
