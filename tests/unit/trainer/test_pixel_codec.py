import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.data.pixel_codec import MOST_PIXELS_A_BYTE, decode, encode

sides = st.integers(1, 40)


def picture(shape, seed, kind):
    rng = np.random.default_rng(seed)
    noise = rng.integers(0, 256, shape, np.uint8)
    z, y, x = np.indices(shape)
    return {
        "noise": noise,
        "flat": np.full(shape, noise[0, 0, 0]),
        "slope": (3 * y + 2 * x + z).astype(np.uint8),
        "head": np.where(abs(y - x) < 0.6 * shape[1], 60 + x + noise % 8, 0).astype(np.uint8),
    }[kind]


@settings(max_examples=60)
@given(
    shape=st.tuples(st.integers(1, 3), sides, sides),
    seed=st.integers(0, 99),
    kind=st.sampled_from(["noise", "flat", "slope", "head"]),
)
def test_slices_of_any_size_come_back_exactly(shape, seed, kind):
    pixels = picture(shape, seed, kind)
    np.testing.assert_array_equal(decode(memoryview(encode(pixels)), shape), pixels)


def test_a_head_is_smaller_than_by_deflate_alone():
    pixels = picture((4, 128, 128), 0, "head")
    assert len(encode(pixels)) < 0.85 * len(zlib.compress(pixels.tobytes(), 9))


def test_nothing_is_denser_than_the_bound_that_keeps_claims_in_check():
    shape = (64, 256, 256)
    assert len(encode(np.zeros(shape, np.uint8))) * MOST_PIXELS_A_BYTE > np.prod(shape)


@settings(max_examples=150)
@given(data=st.data())
def test_damage_is_told_or_changes_pixels_and_does_nothing_else(data):
    shape = (2, 21, 18)
    whole = bytearray(encode(picture(shape, 1, "head")))
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(len(whole) - 5, len(whole)))])
    try:
        found = decode(memoryview(cut), shape)
    except ValueError:
        return
    assert found.shape == shape


@pytest.mark.parametrize("shape", [(2, 21, 19), (3, 21, 18), (1, 21, 18), (2, 5, 5)])
def test_another_shape_than_the_true_one_is_told(shape):
    content = encode(picture((2, 21, 18), 1, "noise"))
    with pytest.raises(ValueError, match="it "):
        decode(memoryview(content), shape)


def test_a_stream_that_swells_is_cut_at_what_was_promised():
    bomb = zlib.compress(bytes(50_000_000), 9)
    chunk = len(bomb).to_bytes(4, "little") + bomb
    with pytest.raises(ValueError, match="another size"):
        decode(memoryview(chunk * 17), (1, 16, 16))
