from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgg_viewer.io.study_pairing import TiffName, is_exported_map, parse_name
from tests.unit.io.tiff_files import KEY


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        (f"{KEY}_1", TiffName(KEY, 1, False)),
        (f"{KEY}_12_mask", TiffName(KEY, 12, True)),
        (f"{KEY}_007", TiffName(KEY, 7, False)),
        (f"{KEY}_3_MASK", TiffName(KEY, 3, True)),
        # the eight digits are a date
        (KEY, TiffName(KEY, None, False)),
        (f"{KEY}_mask", TiffName(KEY, None, True)),
        ("scan_123456", TiffName("scan_123456", None, False)),
        ("a_1_2", TiffName("a_1", 2, False)),
        ("脳_３", TiffName("脳_３", None, False)),
        ("_5", TiffName("_5", None, False)),
        ("mask", TiffName("mask", None, False)),
        ("_mask", TiffName("_mask", None, False)),
        ("two\nlines_4", TiffName("two\nlines", 4, False)),
    ],
)
def test_names_say_study_slice_and_mask(stem, expected):
    assert parse_name(stem) == expected


@given(st.text(min_size=1).filter(lambda s: not s.lower().endswith("_mask")), st.integers(0, 99999), st.booleans())
def test_what_is_put_together_by_the_grammar_is_taken_apart_by_it(study, number, mask):
    assert parse_name(f"{study}_{number}{'_mask' * mask}") == TiffName(study, number, mask)


@given(st.text())
def test_every_name_is_taken_for_something(stem):
    name = parse_name(stem)
    assert stem.startswith(name.study)


def test_maps_that_this_program_exported_are_known_by_their_name():
    assert is_exported_map(f"{KEY}_4_prob")
    assert not is_exported_map(Path(f"{KEY}_prob.tif").stem)
    assert not is_exported_map(f"{KEY}_4_mask")
