import zlib

import cv2
import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st

from lgg_viewer.io.tiff_codecs import DECODERS, decode_deflate, decode_lzw, decode_packbits

LONG = np.random.default_rng(0).integers(0, 4, 90_000).astype(np.uint8).tobytes()
CONTENTS = st.one_of(
    st.binary(min_size=1, max_size=400),
    st.lists(st.tuples(st.integers(0, 255), st.integers(1, 300)), min_size=1, max_size=20).map(
        lambda runs: b"".join(bytes([value]) * count for value, count in runs)
    ),
)


def encode(content: bytes, scheme: int, folder) -> bytes:
    """The one strip that libtiff makes of some bytes."""
    row = np.frombuffer(content, np.uint8)[None]
    options = [cv2.IMWRITE_TIFF_COMPRESSION, scheme, cv2.IMWRITE_TIFF_PREDICTOR, 1]
    done, data = cv2.imencode(".tif", row, options)
    assert done
    path = folder / "a.tif"
    path.write_bytes(data.tobytes())
    with tifffile.TiffFile(path) as file:
        page = file.pages[0]
        assert (page.predictor, len(page.dataoffsets)) == (1, 1)
        return data.tobytes()[page.dataoffsets[0] :][: page.databytecounts[0]]


@pytest.mark.parametrize("scheme", [1, 5, 8, 32773])
@given(content=CONTENTS)
def test_what_libtiff_encodes_is_decoded(tmp_path_factory, scheme, content):
    encoded = encode(content, scheme, tmp_path_factory.mktemp("law"))
    assert DECODERS[scheme](encoded, len(content)) == content


def test_a_table_that_is_filled_and_cleared_many_times_is_followed(tmp_path):
    encoded = encode(LONG, 5, tmp_path)
    assert decode_lzw(encoded, len(LONG)) == LONG


@pytest.mark.parametrize("scheme", [5, 8, 32773])
def test_more_than_there_may_be_is_an_error_and_is_not_unpacked(tmp_path, scheme):
    encoded = encode(bytes(60_000), scheme, tmp_path)
    with pytest.raises(ValueError, match=r"longer|not whole"):
        DECODERS[scheme](encoded, 50_000)


@pytest.mark.parametrize("scheme", [5, 8, 32773])
def test_a_stream_cut_off_gives_an_error_or_less(tmp_path, scheme):
    encoded = encode(LONG[:2000], scheme, tmp_path)
    for end in range(len(encoded)):
        try:
            assert len(DECODERS[scheme](encoded[:end], 2000)) < 2000 or end >= len(encoded) - 2
        except ValueError:
            continue


@pytest.mark.parametrize(
    ("decode", "data"),
    [
        (decode_deflate, b"no zlib"),
        (decode_deflate, zlib.compress(b"abc")[:-1]),
        (decode_deflate, zlib.compress(b"abc")[:-4] + b"\0\0\0\0"),
        (decode_packbits, b"\x05abc"),
        (decode_packbits, b"\x90"),
        (decode_packbits, b"\x00a" * 40),
        (decode_lzw, b"\x20\x80"),  # a byte before any clear code
        (decode_lzw, b"\x80\x7f\xff"),  # after the clear code, a code behind the table
        (decode_lzw, b"\x80\x0c\x3f\xff"),
    ],
)
def test_what_no_encoder_writes_is_an_error(decode, data):
    with pytest.raises(ValueError, match=r"\w"):
        decode(data, 9)


def test_an_lzw_stream_that_never_clears_its_table_is_an_error():
    bits, entries, width = f"{256:09b}", 257, 9
    for _ in range(4000):
        entries += 1
        bits += f"{65:0{width}b}"
        width = min(12, (entries + 1).bit_length())
    data = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2)
    content = data.to_bytes(-(-len(bits) // 8))
    with pytest.raises(ValueError, match="over-full"):
        decode_lzw(content, 10_000)


@given(data=st.binary(max_size=300), limit=st.integers(0, 500), scheme=st.sampled_from(sorted(DECODERS)))
def test_any_bytes_give_no_more_than_the_limit_or_a_value_error(data, limit, scheme):
    try:
        assert len(DECODERS[scheme](data, limit)) <= limit
    except ValueError:
        return


def test_the_examples_of_the_specification_are_decoded():
    # TIFF 6.0, section 9
    packed = bytes.fromhex("FE AA 02 80 00 2A FD AA 03 80 00 2A 22 F7 AA")
    plain = bytes.fromhex("AA AA AA 80 00 2A AA AA AA AA 80 00 2A 22") + b"\xaa" * 10
    assert decode_packbits(packed, len(plain)) == plain
    assert decode_packbits(packed + b"\x80", len(plain)) == plain
    # section 13: 7 7 7 8 8 7 7 6 6 is Clear 7 258 8 8 258 6 6 End
    codes = [256, 7, 258, 8, 8, 258, 6, 6, 257]
    bits = "".join(f"{code:09b}" for code in codes)
    data = int(bits.ljust(88, "0"), 2).to_bytes(11)
    assert decode_lzw(data, 9) == bytes([7, 7, 7, 8, 8, 7, 7, 6, 6])
