"""Windows by name, and how many voxels have which value."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lgg_viewer.core.window import PRESETS, Window, air_below, auto_window, count_values, preset_window, to_grey

BY_KEY = {preset.key: preset for preset in PRESETS}
volumes = st.one_of(
    hnp.arrays(np.uint8, (2, 6, 5)), hnp.arrays(np.uint16, (2, 6, 5)), st.just(np.zeros((2, 6, 5), np.uint8))
)


@given(st.floats(-500, 500), st.floats(1, 500))
def test_a_window_lies_between_its_edges(black, width):
    window = Window.between(black, black + width)
    assert window.black == pytest.approx(black)
    assert window.white == pytest.approx(black + width)


def test_edges_that_meet_leave_a_window_of_one():
    assert Window.between(10, 10).width == 1
    assert Window.between(10, 4).width == 1


@given(volumes, st.sampled_from(PRESETS))
def test_every_preset_gives_a_window_whatever_the_pixels(pixels, preset):
    window = preset_window(pixels, preset, 255.0)
    grey = to_grey(pixels[0], window)
    assert grey.shape == pixels[0].shape


def test_the_full_range_tells_every_value_from_the_next():
    window = preset_window(np.zeros((1, 2, 2), np.uint8), BY_KEY["full"], 255.0)
    every = np.arange(256, dtype=np.uint8)[None]
    assert np.array_equal(to_grey(every, window), every)


def test_air_has_no_part_in_the_percentiles():
    tissue = np.arange(50, 250, dtype=np.uint8)
    with_air = np.concatenate([tissue, np.zeros(5000, np.uint8)])
    for preset in PRESETS:
        assert preset_window(with_air, preset, 255.0) == preset_window(tissue, preset, 255.0)


@pytest.mark.parametrize("preset", [p for p in PRESETS if p.percentiles is not None], ids=lambda p: p.key)
def test_as_much_tissue_is_black_and_white_as_the_name_of_the_preset_says(preset):
    tissue = np.arange(50, 250, dtype=np.uint8)
    grey = to_grey(tissue, preset_window(tissue, preset, 255.0))
    low, high = preset.percentiles
    assert 100 * (grey == 0).mean() == pytest.approx(low, abs=2)
    assert 100 * (grey == 255).mean() == pytest.approx(100 - high, abs=2)
    assert preset.text.endswith(f"{low:g}–{high:g}")


def test_the_automatic_window_leaves_air_black():
    pixels = np.concatenate([np.zeros(1000, np.uint8), np.arange(100, 200, dtype=np.uint8)])
    assert not to_grey(pixels[:1000], auto_window(pixels)).any()


@given(volumes)
def test_every_voxel_is_counted_once_at_its_value(pixels):
    counts = count_values(pixels)
    assert counts.sum() == pixels.size
    values, expected = np.unique(pixels, return_counts=True)
    assert np.array_equal(counts[values], expected)


def test_a_slice_is_counted_as_a_study_of_one():
    plane = np.arange(30, dtype=np.uint8).reshape(5, 6)
    assert np.array_equal(count_values(plane), count_values(plane[None]))


@given(volumes)
def test_what_is_counted_as_air_is_what_the_presets_leave_out(pixels):
    assert np.array_equal(pixels >= air_below(count_values(pixels)), pixels > pixels.max() / 20)
