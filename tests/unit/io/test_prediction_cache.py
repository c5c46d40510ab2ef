import os
import subprocess
import sys
import textwrap
import time
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from lgg_viewer.core.probability import ModelId, ProbabilityMap
from lgg_viewer.core.volume import frozen
from lgg_viewer.errors import LggError
from lgg_viewer.io import prediction_cache
from lgg_viewer.io.prediction_cache import PredictionCache
from tests.unit.io.tiff_files import MODEL, make_map

VOLUME, VARIANT = "cd" * 32, "preprocessing 1, flip averaging True"
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache"


def entries(folder):
    return sorted(folder.glob("*.lggmap"))


def assert_same(one, other):
    assert one.values.tobytes() == other.values.tobytes()
    assert (one.values.shape, one.values.dtype) == (other.values.shape, np.float16)
    np.testing.assert_array_equal(one.known, other.known)
    assert (one.model, one.computed_on, one.averaged) == (other.model, other.computed_on, other.averaged)
    assert (one.spread is None) == (other.spread is None)
    if one.spread is not None:
        np.testing.assert_array_equal(one.spread, other.spread)
        assert one.spread.dtype == np.uint8


@given(
    values=arrays(np.float16, array_shapes(min_dims=3, max_dims=3, max_side=5)),
    seed=st.integers(0, 99),
    device=st.text(st.characters(exclude_categories=["Cs"])),
    averaged=st.booleans(),
)
@settings(max_examples=50)
def test_what_is_kept_comes_back_bit_by_bit(tmp_path_factory, values, seed, device, averaged):
    cache = PredictionCache(tmp_path_factory.mktemp("law"))
    random = np.random.default_rng(seed)
    known = random.random(len(values)) > 0.5
    spread = frozen(random.integers(0, 256, values.shape, np.uint8)) if averaged else None
    probability = ProbabilityMap(frozen(values), frozen(known), MODEL, device, averaged, spread)
    assert cache.put(VOLUME, MODEL, VARIANT, probability)
    assert_same(cache.get(VOLUME, MODEL, VARIANT), probability)


def test_what_comes_back_cannot_be_changed(folder):
    cache = PredictionCache(folder)
    spread = frozen(np.zeros(make_map().values.shape, np.uint8))
    cache.put(VOLUME, MODEL, VARIANT, replace(make_map(), averaged=True, spread=spread))
    back = cache.get(VOLUME, MODEL, VARIANT)
    for array in (back.values, back.known, back.spread):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_another_session_finds_it(folder):
    PredictionCache(folder).put(VOLUME, MODEL, VARIANT, make_map())
    assert_same(PredictionCache(folder).get(VOLUME, MODEL, VARIANT), make_map())


def test_a_cache_without_a_folder_is_empty(folder):
    assert PredictionCache(folder).get(VOLUME, MODEL, VARIANT) is None
    assert not folder.exists()


@pytest.mark.parametrize(
    ("volume", "model", "variant"),
    [
        ("ce" * 32, MODEL, VARIANT),
        (VOLUME, ModelId(MODEL.name, "ba" * 32), VARIANT),
        (VOLUME, MODEL, "preprocessing 2, flip averaging True"),
    ],
    ids=["pixels", "weights", "variant"],
)
def test_other_pixels_weights_or_preprocessing_have_other_answers(folder, volume, model, variant):
    cache = PredictionCache(folder)
    cache.put(VOLUME, MODEL, VARIANT, make_map())
    assert cache.get(volume, model, variant) is None
    cache.put(volume, model, variant, make_map(seed=1))
    assert_same(cache.get(VOLUME, MODEL, VARIANT), make_map())


def test_weights_that_were_renamed_are_still_the_same(folder):
    cache = PredictionCache(folder)
    cache.put(VOLUME, MODEL, VARIANT, make_map())
    renamed = ModelId("another name", MODEL.sha256)
    assert cache.get(VOLUME, renamed, VARIANT).model == renamed


def test_a_new_answer_takes_the_place_of_the_old(folder):
    cache = PredictionCache(folder)
    for seed in (0, 1):
        cache.put(VOLUME, MODEL, VARIANT, make_map(seed=seed))
    assert_same(cache.get(VOLUME, MODEL, VARIANT), make_map(seed=1))
    assert len(entries(folder)) == 1


def test_an_entry_damaged_anywhere_is_a_miss_and_removed(folder):
    cache = PredictionCache(folder)
    cache.put(VOLUME, MODEL, VARIANT, make_map())
    (path,) = entries(folder)
    whole = path.read_bytes()
    random = np.random.default_rng(0)
    damaged = [whole[:n] for n in (0, 1, 31, 32, 40, 60, len(whole) // 2, len(whole) - 1)] + [whole + b"x", bytes(999)]
    for at in [*range(0, 120, 3), *random.integers(0, len(whole), 40)]:
        damaged.append(whole[:at] + bytes([whole[at] ^ 1 << int(random.integers(8))]) + whole[at + 1 :])
    for content in damaged:
        path.write_bytes(content)
        assert cache.get(VOLUME, MODEL, VARIANT) is None
        assert not path.exists()
    path.write_bytes(whole)
    assert cache.get(VOLUME, MODEL, VARIANT) is not None


@pytest.mark.parametrize("where", ["read_bytes", "_decode"])
def test_a_shortage_of_memory_is_a_miss_and_leaves_the_entry(folder, monkeypatch, where):
    def short(*_):
        raise MemoryError

    cache = PredictionCache(folder)
    cache.put(VOLUME, MODEL, VARIANT, make_map())
    with monkeypatch.context() as patch:
        patch.setattr(Path if where == "read_bytes" else prediction_cache, where, short)
        assert cache.get(VOLUME, MODEL, VARIANT) is None
    assert_same(cache.get(VOLUME, MODEL, VARIANT), make_map())


def sealed(header: bytes, payload: bytes) -> bytes:
    """An entry whose digest is right, whatever it says."""
    body = prediction_cache._MAGIC + header + b"\n" + payload
    return prediction_cache.hashlib.sha256(body).digest() + body


@pytest.mark.parametrize(
    ("header", "payload"),
    [
        (b"[" * 100_000, b""),
        (b"{}", b""),
        (b'{"shape": [1, 2], "known": [true], "computed_on": ""}', zlib.compress(bytes(4))),
        (b'{"shape": [2, 2, 2], "known": [true], "computed_on": ""}', zlib.compress(bytes(16))),
        (b'{"shape": [1, 2, 2], "known": [true], "computed_on": ""}', zlib.compress(bytes(6))),
        (b'{"shape": [1, 2, 2], "known": [true], "computed_on": ""}', zlib.compress(bytes(80))),
        (b'{"shape": [1, 2, 2], "known": [true], "computed_on": ""}', b"no zlib"),
        (b'{"shape": [1, 99999999, 99999999], "known": [true], "computed_on": ""}', zlib.compress(bytes(99))),
        (b'{"shape": [-1, -2, 2], "known": [], "computed_on": ""}', zlib.compress(bytes(8))),
        (b'{"shape": [1, 1.5, 2], "known": [true], "computed_on": ""}', zlib.compress(bytes(6))),
        (b'{"shape": "abc", "known": [true], "computed_on": ""}', b""),
        (b'{"shape": [1, 2, 2], "known": [true], "computed_on": "", "spread": true}', zlib.compress(bytes(8))),
        (b'{"shape": [1, 2, 2], "known": [true], "computed_on": "", "spread": false}', zlib.compress(bytes(12))),
    ],
    ids=range(13),
)
def test_an_entry_that_contradicts_itself_is_a_miss(folder, header, payload):
    cache = PredictionCache(folder)
    cache.put(VOLUME, MODEL, VARIANT, make_map())
    (path,) = entries(folder)
    path.write_bytes(sealed(header, payload))
    assert cache.get(VOLUME, MODEL, VARIANT) is None
    assert not path.exists()


def test_the_builder_of_contradictions_can_build_a_good_entry(folder):
    cache = PredictionCache(folder)
    cache.put(VOLUME, MODEL, VARIANT, make_map())
    (path,) = entries(folder)
    path.write_bytes(sealed(b'{"shape": [1, 2, 2], "known": [true], "computed_on": ""}', zlib.compress(bytes(8))))
    assert not cache.get(VOLUME, MODEL, VARIANT).values.any()


def test_an_entry_of_an_earlier_version_has_no_spread(folder):
    cache = PredictionCache(folder)
    cache.put(VOLUME, MODEL, VARIANT, make_map())
    (path,) = entries(folder)
    high, low = np.float16(0.75).tobytes()[::-1]
    old = sealed(
        b'{"shape": [1, 1, 2], "known": [true], "computed_on": "x"}', zlib.compress(bytes([low, low, high, high]))
    )
    path.write_bytes(old)
    back = cache.get(VOLUME, MODEL, VARIANT)
    assert back.values.ravel().tolist() == [0.75, 0.75]
    assert back.spread is None


def fill(cache, folder, count, start=0):
    """Put `count` entries in, the first one the oldest; return their names in that order."""
    names = []
    for k in range(start, start + count):
        before = set(entries(folder))
        assert cache.put(f"volume {k}", MODEL, VARIANT, make_map(seed=k))
        (new,) = set(entries(folder)) - before
        names.append(new.name)
        long_ago = 1_000_000 + k
        os.utime(new, (long_ago, long_ago))
    return names


def test_the_folder_stays_below_its_limit_and_the_entry_used_longest_ago_goes_first(folder):
    fill(PredictionCache(folder), folder, 4)
    size = sum(p.stat().st_size for p in entries(folder))
    cache = PredictionCache(folder, limit_bytes=size + 10)
    assert cache.get("volume 0", MODEL, VARIANT) is not None
    cache.put("another", MODEL, VARIANT, make_map(seed=9))
    assert [cache.get(f"volume {k}", MODEL, VARIANT) is not None for k in range(4)] == [True, False, True, True]
    assert cache.get("another", MODEL, VARIANT) is not None
    assert sum(p.stat().st_size for p in entries(folder)) <= size + 10


def test_what_was_just_written_stays_even_where_a_clock_was_set_back(folder):
    fill(PredictionCache(folder), folder, 3)
    tomorrow = time.time() + 86400
    for path in entries(folder):
        os.utime(path, (tomorrow, tomorrow))
    cache = PredictionCache(folder, limit_bytes=2 * max(p.stat().st_size for p in entries(folder)) + 10)
    assert cache.put("another", MODEL, VARIANT, make_map(seed=9))
    assert cache.get("another", MODEL, VARIANT) is not None
    assert len(entries(folder)) == 2


def test_an_entry_larger_than_the_limit_is_not_kept(folder):
    assert not PredictionCache(folder, limit_bytes=100).put(VOLUME, MODEL, VARIANT, make_map())
    assert not folder.exists()


def test_foreign_files_are_left_alone(folder):
    fill(PredictionCache(folder), folder, 3)
    (folder / "notes.txt").write_bytes(bytes(100_000))
    cache = PredictionCache(folder, limit_bytes=max(p.stat().st_size for p in entries(folder)) + 1)
    assert cache.put(VOLUME, MODEL, VARIANT, make_map())
    assert (folder / "notes.txt").exists()
    assert len(entries(folder)) == 1


@pytest.mark.parametrize("name", ["write_atomically", "sweep_temporaries"])
def test_a_disk_that_takes_nothing_is_no_error(folder, monkeypatch, name):
    def fail(*_args, **_options):
        raise LggError("no space") if name == "write_atomically" else OSError(28, "No space left on device")

    monkeypatch.setattr(prediction_cache, name, fail)
    assert not PredictionCache(folder).put(VOLUME, MODEL, VARIANT, make_map())


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    cache = PredictionCache(tmp_path / "file" / "cache")
    assert not cache.put(VOLUME, MODEL, VARIANT, make_map())
    assert cache.get(VOLUME, MODEL, VARIANT) is None


def test_a_folder_in_the_place_of_an_entry_is_a_miss(folder):
    cache = PredictionCache(folder)
    cache.put(VOLUME, MODEL, VARIANT, make_map())
    (path,) = entries(folder)
    path.unlink()
    path.mkdir()
    assert cache.get(VOLUME, MODEL, VARIANT) is None
    assert not cache.put(VOLUME, MODEL, VARIANT, make_map())


@pytest.mark.skipif(os.name == "nt", reason="rights work the POSIX way")
def test_maps_of_patients_are_for_the_user_alone(folder):
    PredictionCache(folder).put(VOLUME, MODEL, VARIANT, make_map())
    assert folder.stat().st_mode & 0o777 == 0o700


def test_two_processes_share_the_folder(folder):
    """Two writers with a limit of a few entries, and this process reading: right answers or misses, never an error."""
    code = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from lgg_viewer.io.prediction_cache import PredictionCache
        from tests.unit.io.tiff_files import MODEL, make_map
        cache = PredictionCache(Path(sys.argv[1]), limit_bytes=9000)
        for k in range(120):
            assert cache.put(f"volume {k % 7}", MODEL, "", make_map(seed=k % 7)), k
        """
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(folder)], cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)
    ]
    cache, hits = PredictionCache(folder, limit_bytes=9000), 0
    deadline = time.monotonic() + 50
    while any(w.poll() is None for w in writers) and time.monotonic() < deadline:
        for k in range(7):
            back = cache.get(f"volume {k}", MODEL, "")
            if back is not None:
                hits += 1
                assert_same(back, make_map(seed=k))
    for writer in writers:
        assert writer.communicate(timeout=10)[1] == b""
        assert writer.returncode == 0
    assert hits > 0
    assert not list(folder.glob("*.part"))
    assert sum(p.stat().st_size for p in entries(folder)) <= 9000


def test_a_map_of_usual_size_is_written_and_read_without_a_wait(folder):
    rng = np.random.default_rng(0)
    smooth = np.clip(rng.normal(0.02, 0.05, (32, 256, 256)), 0, 1).astype(np.float16)
    probability = ProbabilityMap(frozen(smooth), frozen(np.ones(32, bool)), MODEL)
    cache = PredictionCache(folder)
    writing, reading = [], []
    for k in range(4):
        begin = time.process_time()  # not the clock on the wall: the machine may be busy
        assert cache.put(f"volume {k}", MODEL, VARIANT, probability)
        writing.append(time.process_time() - begin)
        begin = time.process_time()
        assert cache.get(f"volume {k}", MODEL, VARIANT) is not None
        reading.append(time.process_time() - begin)
    assert min(writing) < 0.15
    assert min(reading) < 0.08
    assert all(p.stat().st_size < smooth.nbytes for p in entries(folder))
