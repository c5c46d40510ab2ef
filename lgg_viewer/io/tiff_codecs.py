"""Strict decoding of compressed TIFF segments: damaged or incomplete data is an error, never black rows.

OpenCV's reader returns a picture with the rest left black where a segment is damaged; in a mask that would read as "no
tumour". Deflate ends in a checksum, so that damage is found wherever it is; LZW and PackBits have none, so damage is
found only if it breaks their grammar or changes the length of the output.
"""

import zlib
from collections.abc import Callable

from lgg_viewer.words import tr

_CLEAR, _END, _FIRST = 256, 257, 258
_ONE_BYTE = [bytes((value,)) for value in range(256)]


def decode_nothing(data: bytes, limit: int) -> bytes:
    """Return data that is stored uncompressed."""
    return data[:limit]


def decode_deflate(data: bytes, limit: int) -> bytes:
    """Decode a zlib stream of at most `limit` bytes.

    Raises
    ------
    ValueError
        It is damaged, cut off, or longer.
    """
    stream = zlib.decompressobj()
    try:
        # one byte more than allowed, so that the stream reaches its checksum
        decoded = stream.decompress(data, limit + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(decoded) > limit or not stream.eof:
        raise ValueError(tr("the deflate stream is not whole"))
    return decoded


def decode_packbits(data: bytes, limit: int) -> bytes:
    """Decode run lengths to at most `limit` bytes.

    Raises
    ------
    ValueError
        A run is cut off, or the output is longer.
    """
    decoded = bytearray()
    at, size = 0, len(data)
    while at < size and len(decoded) < limit:
        head = data[at]
        if head < 128:
            end = at + 2 + head
            decoded += data[at + 1 : end]
        elif head > 128:
            end = at + 2
            decoded += data[at + 1 : end] * (257 - head)
        else:
            end = at + 1  # by definition nothing
        if end > size:
            raise ValueError(tr("a run is cut off"))
        at = end
    # a byte that makes the length even may follow
    if len(decoded) > limit or size - at > 1:
        raise ValueError(tr("the runs are longer than the picture"))
    return bytes(decoded)


def decode_lzw(data: bytes, limit: int) -> bytes:
    """Decode TIFF's LZW (codes of 9 to 12 bits, high bits first) to at most `limit` bytes.

    Raises
    ------
    ValueError
        A code occurs that no encoder writes there, or the output is longer.
    """
    decoded = bytearray()
    table: list[bytes] = []
    previous: bytes | None = None
    width, pending, bits = 9, 0, 0
    for byte in data:
        pending = pending << 8 | byte
        bits += 8
        if bits < width:
            continue
        bits -= width
        code = pending >> bits
        pending &= (1 << bits) - 1
        if code == _CLEAR:
            table, previous, width = [*_ONE_BYTE, b"", b""], None, 9
            continue
        if code == _END:
            break
        if previous is None:
            if code > _END or not table:
                raise ValueError(tr("an LZW stream begins with a clear code and a byte"))
            entry = table[code]
        elif len(table) > 4096:
            raise ValueError(tr("the LZW table is over-full"))
        elif code < len(table):
            entry = table[code]
            table.append(previous + entry[:1])
        elif code == len(table):
            entry = previous + previous[:1]
            table.append(entry)
        else:
            raise ValueError(tr("an LZW code points behind the table"))
        decoded += entry
        previous = entry
        # TIFF widens its codes one entry early
        if len(table) >= (1 << width) - 1 and width < 12:
            width += 1
        if len(decoded) > limit:
            raise ValueError(tr("the LZW stream is longer than the picture"))
    return bytes(decoded)


DECODERS: dict[int, Callable[[bytes, int], bytes]] = {
    1: decode_nothing,
    5: decode_lzw,
    8: decode_deflate,
    32946: decode_deflate,
    32773: decode_packbits,
}
"""Decoder of each TIFF compression that is read; JPEG is not among them, because it changes pixels."""
