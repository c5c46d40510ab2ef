import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgg_viewer.model.preprocess import measure, neighbours, normalise
from lgg_viewer.model.preprocess_record import describe_preprocessing


@settings(max_examples=20)
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
