import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgg_viewer.model.preprocess import TRAINED_SIDE, from_grid, measure, neighbours, normalise, plan_grid, to_grid
from lgg_viewer.model.preprocess_record import describe_preprocessing

sides = st.integers(1, 700)


@settings(deadline=None, max_examples=40)
@given(y=sides, x=sides, divisor=st.sampled_from([8, 16, 32]))
def test_a_map_comes_home_to_the_native_grid_whatever_the_size(y, x, divisor):
    grid = plan_grid((y, x), divisor)
    shown = to_grid(np.ones((1, y, x, 3), np.float32), grid)
    home = from_grid(shown[:, 0], grid)
    assert shown.shape[2] % divisor == 0
    assert shown.shape[3] % divisor == 0
    assert home.shape == (1, y, x)
    np.testing.assert_allclose(home, 1, rtol=1e-6)


@settings(deadline=None, max_examples=40)
@given(y=sides, x=sides)
def test_the_longer_side_is_the_one_the_network_was_trained_at(y, x):
    assert max(plan_grid((y, x), 32).scaled) == TRAINED_SIDE


def test_slices_of_the_trained_size_pass_the_grid_untouched():
    pixels = np.random.default_rng(0).normal(size=(2, 256, 256, 3)).astype(np.float32)
    grid = plan_grid((256, 256), 32)
    shown = to_grid(pixels, grid)
    np.testing.assert_array_equal(shown, pixels.transpose(0, 3, 1, 2))
    np.testing.assert_array_equal(from_grid(shown[:, 1], grid), pixels[..., 1])


def test_a_shape_stays_in_its_place_on_its_way_there_and_back():
    y, x = np.mgrid[:300, :420]
    blob = ((y - 100) ** 2 + (x - 300) ** 2 < 40**2).astype(np.float32)
    grid = plan_grid(blob.shape, 32)
    home = from_grid(to_grid(np.repeat(blob[None, ..., None], 3, axis=3), grid)[:, 0], grid)[0] >= 0.5
    assert abs(y[home].mean() - 100) < 0.5
    assert abs(x[home].mean() - 300) < 0.5
    assert np.count_nonzero(home) == pytest.approx(np.count_nonzero(blob), rel=0.02)


@settings(deadline=None, max_examples=20)
@given(factor=st.integers(2, 257), seed=st.integers(0, 1000))
def test_the_scale_of_the_intensities_does_not_matter(factor, seed):
    pixels = np.random.default_rng(seed).integers(0, 256, (3, 24, 24, 3), np.uint8)
    readable = np.ones(3, bool)
    scaled = pixels.astype(np.uint16) * factor
    np.testing.assert_allclose(
        normalise(scaled, measure(scaled, readable)), normalise(pixels, measure(pixels, readable)), atol=2e-3
    )


@pytest.mark.parametrize("value", [0, 7, 255])
def test_a_volume_without_contrast_is_finite(value):
    pixels = np.full((2, 16, 16, 3), value, np.uint8)
    assert np.isfinite(normalise(pixels, measure(pixels, np.ones(2, bool)))).all()


def test_slices_that_cannot_be_read_do_not_count():
    pixels = np.random.default_rng(1).integers(0, 256, (4, 16, 16, 3), np.uint8)
    readable = np.array([True, False, True, True])
    record = measure(pixels, readable)
    pixels[1] = 0
    np.testing.assert_array_equal(record.mean, measure(pixels, readable).mean)


def test_a_volume_of_which_nothing_can_be_read_is_measured_as_empty():
    record = measure(np.zeros((2, 8, 8, 3), np.uint8), np.zeros(2, bool))
    np.testing.assert_array_equal(record.std, 1)


def test_past_the_ends_the_outermost_slice_stands_in():
    np.testing.assert_array_equal(neighbours(3), [[0, 0, 1], [0, 1, 2], [1, 2, 2]])
    np.testing.assert_array_equal(neighbours(1), [[0, 0, 0]])


def test_preprocessing_is_told_in_sentences():
    told = describe_preprocessing()
    assert "256" in told["size"]
    assert "1 and 99" in told["intensity"]
