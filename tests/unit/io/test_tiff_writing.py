import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from lgg_viewer.core.study import PageRef
from lgg_viewer.errors import LggError
from lgg_viewer.io.tiff import count_pages, encode, read_float_page, read_page
from tests.unit.io.tiff_files import picture, write

GREY = picture(1, channels=1)


@given(arrays(np.uint8, array_shapes(min_dims=2, max_dims=3, min_side=1, max_side=9)))
def test_a_written_stack_is_read_back_page_by_page(tmp_path_factory, array):
    path = tmp_path_factory.mktemp("law") / "a.tif"
    path.write_bytes(encode(array, "law"))
    pages = array if array.ndim == 3 else array[None]
    assert count_pages(path) == len(pages)
    for n, page in enumerate(pages):
        np.testing.assert_array_equal(read_page(PageRef(path, n)), page)


@given(arrays(np.float32, array_shapes(min_dims=2, max_dims=2, max_side=9), elements=st.floats(0, 1, width=32)))
def test_a_written_probability_map_is_read_back_bit_by_bit(tmp_path_factory, array):
    path = tmp_path_factory.mktemp("law") / "a.tif"
    path.write_bytes(encode(array, "law"))
    assert read_float_page(PageRef(path)).tobytes() == array.tobytes()


def test_a_picture_is_no_probability_map(tmp_path):
    path = write(tmp_path / "a.tif", GREY)
    with pytest.raises(LggError, match="uint8"):
        read_float_page(PageRef(path))


def test_descriptions_are_kept_in_ascii(tmp_path):
    path = tmp_path / "a.tif"
    path.write_bytes(encode(GREY, "Größe; threshold 0.5"))
    with tifffile.TiffFile(path) as file:
        assert file.pages[0].description == "Gr\\xf6\\xdfe; threshold 0.5"
