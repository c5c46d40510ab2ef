import os
import struct
import subprocess
import sys

import numpy as np
import pytest
import tifffile

from lgg_viewer.core.study import PageRef
from lgg_viewer.errors import LggError
from lgg_viewer.io import tiff
from lgg_viewer.io.tiff import count_pages, is_tiff_name, read_page
from tests.unit.io.tiff_files import blob, picture, to_compressed, to_tiff, write

GREY, RGB, DEEP = picture(1, channels=1), picture(2), picture(3, dtype=np.uint16)


def read(path, content, page=0):
    path.write_bytes(content)
    return read_page(PageRef(path, page))


def relabel(content: bytes, tag: int, new: int, value: int) -> bytes:
    """Turn one tag of the first page into another one that holds a short number."""
    changed = bytearray(content)
    order = "<" if content[:2] == b"II" else ">"
    (at,) = struct.unpack_from(f"{order}I", content, 4)
    (count,) = struct.unpack_from(f"{order}H", content, at)
    for k in range(count):
        entry = at + 2 + 12 * k
        if struct.unpack_from(f"{order}H", content, entry)[0] == tag:
            struct.pack_into(f"{order}HHIHH", changed, entry, new, 3, 1, value, 0)
            return bytes(changed)
    raise AssertionError(f"there is no tag {tag}")


@pytest.mark.parametrize("array", [GREY, RGB, DEEP, DEEP[..., 0]], ids=["grey", "rgb", "rgb 16 bits", "grey 16 bits"])
@pytest.mark.parametrize(
    "options",
    [{}, {"byteorder": ">"}, {"rowsperstrip": 5}, {"bigtiff": True}],
    ids=["little-endian", "big-endian", "strips", "bigtiff"],
)
def test_stored_values_come_as_they_are(tmp_path, array, options):
    read_back = read(tmp_path / "a.tif", to_tiff(array, **options))
    np.testing.assert_array_equal(read_back, array)
    assert read_back.dtype == array.dtype


@pytest.mark.parametrize("array", [GREY, RGB, DEEP, DEEP[..., 0]], ids=["grey", "rgb", "rgb 16 bits", "grey 16 bits"])
@pytest.mark.parametrize("scheme", [5, 8, 32773], ids=["lzw", "deflate", "packbits"])
def test_lossless_compression_changes_no_value(tmp_path, array, scheme):
    read_back = read(tmp_path / "a.tif", to_compressed(array, scheme))
    np.testing.assert_array_equal(read_back, array)
    assert read_back.dtype == array.dtype


def test_tiles_are_put_together(tmp_path):
    big = picture(4, (40, 35))
    np.testing.assert_array_equal(read(tmp_path / "a.tif", to_tiff(big, tile=(16, 16))), big)


def test_one_bit_pages_come_as_0_and_255(tmp_path):
    mask = blob()
    np.testing.assert_array_equal(read(tmp_path / "a.tif", to_tiff(mask > 0)), mask)


@pytest.mark.parametrize("compressed", [False, True])
def test_every_page_of_a_stack_is_reached_by_its_index(tmp_path, compressed):
    pages = [picture(n, channels=1) for n in range(5)]
    path = tmp_path / "a.tif"
    path.write_bytes(to_compressed(pages, 5) if compressed else to_tiff(np.stack(pages)))
    assert count_pages(path) == 5
    for n, page in enumerate(pages):
        np.testing.assert_array_equal(read_page(PageRef(path, n)), page)
    with pytest.raises(LggError, match="no page 6"):
        read_page(PageRef(path, 5))


@pytest.mark.parametrize("share", [0.0, 8, 0.5, 0.95], ids=["0 bytes", "8 bytes", "half", "95 percent"])
@pytest.mark.parametrize(
    "content",
    [to_tiff(RGB), to_tiff(RGB, rowsperstrip=3), to_tiff(blob() > 0), to_compressed(RGB, 5), to_compressed(RGB, 8)],
    ids=["plain", "strips", "one bit", "lzw", "deflate"],
)
def test_a_file_cut_off_is_refused_not_filled_with_black(tmp_path, content, share):
    end = share if isinstance(share, int) else int(len(content) * share)
    path = tmp_path / "cut.tif"
    with pytest.raises(LggError, match=r"cut\.tif"):
        read(path, content[:end])


@pytest.mark.parametrize("second", [0, 1])
def test_strips_without_bytes_are_refused_not_filled_with_black(tmp_path, second):
    content = to_tiff(GREY, rowsperstrip=6)
    with tifffile.TiffFile(write(tmp_path / "a.tif", GREY, rowsperstrip=6)) as file:
        counts = file.pages[0].tags["StripByteCounts"]
        at, count = counts.valueoffset, counts.count
    assert count == 2
    changed = bytearray(content)
    first, _ = struct.unpack_from("<HH", content, at)
    # nearly all bytes in the first strip: their sum still says that nothing is missing
    struct.pack_into("<HH", changed, at, 2 * first - second, second)
    with pytest.raises(LggError, match="too short" if second else "cut off"):
        read(tmp_path / "a.tif", bytes(changed))


def test_pixels_behind_the_end_of_the_file_are_told_as_cut_off(tmp_path):
    for content in (to_tiff(GREY), to_compressed(GREY, 5)):
        with pytest.raises(LggError, match="cut off"):
            read(tmp_path / "a.tif", relabel(content, 273, 273, len(content) - 9))


def test_one_flipped_bit_in_deflated_pixels_is_found_wherever_it_is(tmp_path):
    content = to_compressed(RGB, 8)
    with tifffile.TiffFile(write(tmp_path / "a.tif", RGB)) as file:
        assert file.pages[0].compression == 1
    (tmp_path / "a.tif").write_bytes(content)
    with tifffile.TiffFile(tmp_path / "a.tif") as file:
        (begin,), (count,) = file.pages[0].dataoffsets, file.pages[0].databytecounts
    for at in range(begin, begin + count, 3):
        changed = bytearray(content)
        changed[at] ^= 1 << at % 8
        with pytest.raises(LggError, match="not a readable TIFF"):
            read(tmp_path / "a.tif", bytes(changed))


@pytest.mark.parametrize(
    ("array", "options"),
    [
        (GREY, {"photometric": "palette", "colormap": np.zeros((3, 256), np.uint16)}),
        (GREY, {"photometric": "miniswhite"}),
        (RGB, {"photometric": "cielab"}),
        (GREY.astype(np.float32), {}),
        (GREY.astype(np.int16), {}),
        (np.dstack([RGB, GREY]), {"photometric": "rgb", "extrasamples": ["unassalpha"]}),
        (np.stack([GREY] * 3), {"photometric": "rgb", "planarconfig": "separate"}),
        (np.stack([GREY[:, :3]] * 3), {"photometric": "rgb", "planarconfig": "separate"}),
    ],
    ids=["palette", "white is zero", "CIELAB", "float", "signed", "alpha", "planar", "planar, three pixels wide"],
)
def test_pictures_that_would_have_to_be_converted_are_refused(tmp_path, array, options):
    with pytest.raises(LggError, match=r"a\.tif") as failure:
        read(tmp_path / "a.tif", to_tiff(array, **options))
    assert failure.value.hint


@pytest.mark.parametrize("content", [to_tiff(GREY), to_compressed(GREY, 5)], ids=["plain", "lzw"])
def test_turned_pictures_are_refused_for_decoders_disagree_on_them(tmp_path, content):
    with pytest.raises(LggError, match="turned or mirrored"):
        read(tmp_path / "a.tif", relabel(content, 277, 274, 3))


@pytest.mark.parametrize(
    ("content", "tag", "new", "value", "said"),
    [
        (to_tiff(GREY), 258, 258, 4, "4-bit"),
        (to_tiff(DEEP[..., 0]), 258, 258, 12, "12-bit"),
        (to_tiff(GREY), 277, 266, 2, "order"),
        (to_tiff(GREY > 99), 277, 317, 2, "order"),
        (to_tiff(GREY), 277, 317, 3, "predictor 3"),
    ],
    ids=["4 bits", "12 bits", "low bits first", "differences of bits", "differences of floats"],
)
def test_pixels_packed_in_other_ways_are_refused(tmp_path, content, tag, new, value, said):
    with pytest.raises(LggError, match=said):
        read(tmp_path / "a.tif", relabel(content, tag, new, value))


def test_a_strip_that_claims_the_whole_file_is_not_read_whole(tmp_path, monkeypatch):
    content = relabel(to_tiff(GREY) + bytes(100_000), 279, 279, 50_000)
    sizes = []
    monkeypatch.setitem(tiff.DECODERS, 1, lambda data, limit: (sizes.append(len(data)), data[:limit])[1])
    np.testing.assert_array_equal(read(tmp_path / "a.tif", content), GREY)
    assert max(sizes) < 2000


def test_a_gigantic_size_is_refused_before_anything_is_allocated(tmp_path):
    content = relabel(relabel(to_tiff(GREY), 256, 256, 60000), 257, 257, 60000)
    with pytest.raises(LggError, match="60000"):
        read(tmp_path / "a.tif", content)


def test_a_page_in_too_many_pieces_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(tiff, "MAX_SEGMENTS", 3)
    np.testing.assert_array_equal(read(tmp_path / "a.tif", to_tiff(GREY, rowsperstrip=4)), GREY)
    with pytest.raises(LggError, match=r"tiles \(4\)"):
        read(tmp_path / "a.tif", to_tiff(GREY, rowsperstrip=3))


def test_a_chain_of_pages_that_bites_its_tail_ends(tmp_path):
    content = bytearray(to_tiff(GREY))
    (at,) = struct.unpack_from("<I", content, 4)
    (count,) = struct.unpack_from("<H", content, at)
    struct.pack_into("<I", content, at + 2 + 12 * count, at)
    path = tmp_path / "a.tif"
    np.testing.assert_array_equal(read(path, bytes(content)), GREY)
    assert count_pages(path) == 1


def test_more_pages_than_a_study_can_have_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(tiff, "MAX_PAGES", 3)
    path = tmp_path / "a.tif"
    path.write_bytes(to_tiff(np.stack([GREY] * 3)))
    assert count_pages(path) == 3
    path.write_bytes(to_tiff(np.stack([GREY] * 4)))
    with pytest.raises(LggError, match="more than 3 pages"):
        count_pages(path)


@pytest.mark.parametrize("content", [b"", b"x", b"\x89PNG\r\n\x1a\n" + bytes(99), b"MZ" + bytes(99), b"II*\0"])
def test_other_files_named_tif_are_refused_with_their_name(tmp_path, content):
    path = tmp_path / "other.tif"
    path.write_bytes(content)
    for reader in (count_pages, lambda p: read_page(PageRef(p))):
        with pytest.raises(LggError, match=r"other\.tif"):
            reader(path)


def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path):
    folder = tmp_path / "folder.tif"
    folder.mkdir()
    places = [(folder, "is not a file"), (tmp_path / "gone.tif", "no longer exists")]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.tif")
        (tmp_path / "loop.tif").symlink_to(tmp_path / "loop.tif")
        places += [(tmp_path / "pipe.tif", "is not a file"), (tmp_path / "loop.tif", "cannot be read")]
    for path, said in places:
        with pytest.raises(LggError, match=f"{path.name} {said}"):
            read_page(PageRef(path))


@pytest.mark.parametrize(
    ("error", "said"), [(PermissionError(13, "Permission denied"), "cannot be opened"), (MemoryError(), "memory")]
)
def test_failures_of_the_system_are_told_with_the_name_of_the_file(tmp_path, monkeypatch, error, said):
    def fail(*_args, **_options):
        raise error

    path = write(tmp_path / "a.tif", GREY)
    monkeypatch.setattr(tifffile, "TiffFile", fail)
    with pytest.raises(LggError, match=rf"a\.tif.*{said}"):
        read_page(PageRef(path))


def test_damaged_files_print_nothing_beside_the_error(tmp_path):
    plain, lzw = to_tiff(GREY), to_compressed(RGB, 5)
    (tmp_path / "a.tif").write_bytes(plain[:10] + b"\xff" * 120 + plain[130:])
    (tmp_path / "b.tif").write_bytes(lzw[: len(lzw) // 2] + b"\xff" * 200)
    (tmp_path / "c.tif").write_bytes(relabel(to_compressed(RGB, 5), 259, 259, 34925))
    code = (
        "import sys; from pathlib import Path\n"
        "from lgg_viewer.core.study import PageRef; from lgg_viewer.errors import LggError\n"
        "from lgg_viewer.io.tiff import read_page\n"
        "for name in sys.argv[1:]:\n"
        "    try: read_page(PageRef(Path(name)))\n"
        "    except LggError: print('told')\n"
    )
    paths = [str(tmp_path / f"{name}.tif") for name in "abc"]
    done = subprocess.run([sys.executable, "-c", code, *paths], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["told"] * 3, "")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.tif", True), ("a.TIFF", True), ("a.b.tif", True), (".a.tif", False), ("a.png", False), ("tif", False)],
)
def test_tiffs_are_known_by_their_ending(name, expected):
    assert is_tiff_name(name) is expected
