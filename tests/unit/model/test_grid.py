import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgg_viewer.model.grid import TRAINED_SIDE, from_grid, plan_grid, to_grid

sides = st.integers(1, 700)


@settings(max_examples=40)
@given(y=sides, x=sides, divisor=st.sampled_from([8, 16, 32]))
def test_a_map_comes_home_to_the_native_grid_whatever_the_size(y, x, divisor):
    grid = plan_grid((y, x), divisor)
    shown = to_grid(np.ones((1, y, x, 3), np.float32), grid)
    home = from_grid(shown[:, 0], grid)
    assert shown.shape[2] % divisor == 0
    assert shown.shape[3] % divisor == 0
    assert home.shape == (1, y, x)
    np.testing.assert_allclose(home, 1, rtol=1e-6)


@settings(max_examples=40)
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
