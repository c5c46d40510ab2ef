"""Damaged and hostile TIFFs: an LggError, or an array of the announced shape; never a crash, a hang or a flood."""

import random
import struct
import sys
import time

import numpy as np
import pytest
import tifffile

from lgg_viewer.core.study import PageRef
from lgg_viewer.errors import LggError
from lgg_viewer.io.cohort_folder import read_cohort
from lgg_viewer.io.study_files import read_study
from lgg_viewer.io.tiff import count_pages, read_float_page, read_page
from tests.unit.io.tiff_files import KEY, picture, to_compressed, to_tiff, write_study

SHAPE = (24, 20)
RGB, GREY = picture(1, SHAPE), picture(2, SHAPE, channels=1)
SEEDS = {
    "rgb": to_tiff(RGB),
    "grey": to_tiff(GREY),
    "rgb 16 bits": to_tiff(picture(3, SHAPE, dtype=np.uint16)),
    "big-endian": to_tiff(RGB, byteorder=">"),
    "strips": to_tiff(RGB, rowsperstrip=4),
    "tiles": to_tiff(picture(4, (32, 32)), tile=(16, 16)),
    "bigtiff": to_tiff(RGB, bigtiff=True),
    "one bit": to_tiff(GREY > 99),
    "stack": to_tiff(np.stack([GREY] * 5)),
    "float": to_tiff(GREY.astype(np.float32)),
    "lzw": to_compressed(RGB, 5),
    "deflate": to_compressed(RGB, 8),
    "packbits": to_compressed(RGB, 32773),
    "lzw stack": to_compressed([GREY] * 3, 5),
}
MUTATIONS = 2000
WORDS = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\x01\0\0\0", b"\0\0\0\x01")


def mutate(content: bytes, chance: random.Random) -> bytes:
    """Change one to six places, most of them near the ends, where headers and page tables are."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        near = min(len(data), 400)
        at = chance.choice(
            [chance.randrange(len(data)), chance.randrange(near), len(data) - 1 - chance.randrange(near)]
        )
        match chance.randrange(7):
            case 0 | 1:
                data[at] = chance.randrange(256)
            case 2:
                data[at] ^= 1 << chance.randrange(8)
            case 3:
                data[at : at + 4] = chance.choice(WORDS)
            case 4:
                data[at:at] = chance.randbytes(chance.randint(1, 8))
            case 5:
                other = chance.randrange(len(data))
                data[at : at + 12] = data[other : other + 12]
            case 6:
                del data[max(at, 1) :]
    return bytes(data)


def peak_mib() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def test_mutated_files_give_an_error_or_what_they_announce(tmp_path):
    path = tmp_path / "hostile.tif"
    chance = random.Random(20240917)
    names = list(SEEDS)
    before, slowest, refused, read = peak_mib(), 0.0, 0, 0
    told: list[str] = []
    for k in range(MUTATIONS):
        path.write_bytes(mutate(SEEDS[names[k % len(names)]], chance))
        begin = time.process_time()
        try:
            array = read_page(PageRef(path))
        except LggError as error:
            told.append(error.message)
            refused += 1
        else:
            assert array.dtype in (np.uint8, np.uint16)
            assert array.ndim == 2 or array.shape[2:] == (3,)
            with tifffile.TiffFile(path) as file:
                assert array.shape == file.pages[0].shape
            read += 1
        for reader in (count_pages, lambda p: read_float_page(PageRef(p))):
            try:
                reader(path)
            except LggError as error:
                told.append(error.message)
        slowest = max(slowest, time.process_time() - begin)
    assert all(str(path) in message for message in told)
    assert refused > MUTATIONS / 4
    assert read > MUTATIONS / 4
    assert slowest < 1
    assert peak_mib() - before < 100


def test_a_study_of_mutated_files_is_read_as_far_as_it_goes(tmp_path):
    chance, whole_failures = random.Random(7), []
    for k in range(60):
        folder = write_study(tmp_path / str(k), numbers=(1, 2, 3, 4))
        for path in chance.sample(sorted(folder.iterdir()), 5):
            path.write_bytes(mutate(path.read_bytes(), chance))
        (study,) = read_cohort(folder).studies
        try:
            data = read_study(study)
        except LggError as error:
            whole_failures.append(error.message)
            continue
        told = {p.path for p in data.problems}
        for z, ref in enumerate(study.slices):
            assert data.volume.readable[z] or ref.image.path in told
            assert data.volume.readable[z] or not data.volume.pixels[z].any()
            if data.truth is not None and data.volume.readable[z] and not data.truth.known[z]:
                assert ref.mask.path in told
    assert all(KEY in message for message in whole_failures)
    assert len(whole_failures) < 30


def table(entries: list[tuple[int, int, int, int]], link: int = 0) -> bytes:
    """A page table of (tag, type, count, value)."""
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + body + struct.pack("<I", link)


def page(width=4, height=4, compression=1, offset=8, count=16, photometric=1, link=0) -> bytes:
    entries = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, compression)]
    entries += [(262, 3, 1, photometric), (273, 4, 1, offset), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, count)]
    return table(entries, link)


def chained(pages: int) -> bytes:
    """A file of many page tables that share one picture."""
    size = len(page())
    begin = 24
    tables = (page(link=begin + (k + 1) * size if k + 1 < pages else 0) for k in range(pages))
    return struct.pack("<2sHI", b"II", 42, begin) + bytes(range(16)) + b"".join(tables)


def lone(**options) -> bytes:
    return struct.pack("<2sHI", b"II", 42, 24) + bytes(range(16)) + page(**options)


def test_the_builder_of_hostile_files_can_build_a_good_one(tmp_path):
    path = tmp_path / "good.tif"
    for content, pages in ((lone(), 1), (chained(3), 3)):
        path.write_bytes(content)
        np.testing.assert_array_equal(read_page(PageRef(path)), np.arange(16).reshape(4, 4))
        assert count_pages(path) == pages


HOSTILE = {
    "2^31 x 2^31": lone(width=2**31, height=2**31),
    "2^31 x 2^31, deflate": lone(width=2**31, height=2**31, compression=8),
    "one byte of deflate": lone(width=8192, height=8192, compression=8, count=1),
    "pixels behind the end": lone(offset=4000),
    "pixels across the end": lone(count=4000, height=500),
    "pixels at 2^32 - 1": lone(offset=2**32 - 1),
    "no width": lone(width=0),
    "no bytes": lone(count=0),
    "unknown compression": lone(compression=54321),
    "unknown meaning": lone(photometric=54321),
    "a table of nothing": struct.pack("<2sHI", b"II", 42, 8) + table([]),
    "a table of 65535 entries": struct.pack("<2sHIH", b"II", 42, 8, 65535) + bytes(12 * 65535),
    "a table in the header": struct.pack("<2sHI", b"II", 42, 0),
    "a table behind the end": struct.pack("<2sHI", b"II", 42, 2**32 - 2),
    "a count of 2^32 - 1 strips": struct.pack("<2sHI", b"II", 42, 8)
    + table([(256, 4, 1, 4), (257, 4, 1, 4), (273, 4, 2**32 - 1, 8), (279, 4, 2**32 - 1, 8)]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hand_made_traps_are_refused_at_once(tmp_path, name):
    path = tmp_path / "trap.tif"
    path.write_bytes(HOSTILE[name])
    before, begin = peak_mib(), time.process_time()
    with pytest.raises(LggError, match=r"trap\.tif"):
        read_page(PageRef(path))
    assert time.process_time() - begin < 1.5
    assert peak_mib() - before < 300


@pytest.mark.parametrize("pages", [4096, 4097, 20000])
def test_long_chains_of_pages_are_counted_to_the_limit_and_no_further(tmp_path, pages):
    path = tmp_path / "chain.tif"
    path.write_bytes(chained(pages))
    begin = time.process_time()
    if pages <= 4096:
        assert count_pages(path) == pages
    else:
        with pytest.raises(LggError, match="more than 4096 pages"):
            count_pages(path)
    assert time.process_time() - begin < 2


def test_a_million_empty_pages_are_not_followed_to_their_end(tmp_path):
    begin, first = 24, len(page())
    size = len(table([]))
    empty = b"".join(table([], begin + first + (k + 1) * size) for k in range(1_000_000))
    path = tmp_path / "million.tif"
    path.write_bytes(lone(link=begin + first) + empty)
    start = time.process_time()
    with pytest.raises(LggError, match="more than 4096 pages"):
        count_pages(path)
    assert time.process_time() - start < 0.5


def test_a_last_page_without_a_link_is_the_last_page(tmp_path):
    path = tmp_path / "cut.tif"
    path.write_bytes(lone()[:-4])
    assert count_pages(path) == 1
    np.testing.assert_array_equal(read_page(PageRef(path)), np.arange(16).reshape(4, 4))


@pytest.mark.parametrize("length", [1, 2, 50, 150, 3000])
def test_circles_of_pages_are_counted_once_around(tmp_path, length):
    content = bytearray(chained(length))
    struct.pack_into("<I", content, len(content) - 4, 24)
    path = tmp_path / "circle.tif"
    path.write_bytes(content)
    assert count_pages(path) == length
    np.testing.assert_array_equal(read_page(PageRef(path, length - 1)), np.arange(16).reshape(4, 4))
