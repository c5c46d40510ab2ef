import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgg_viewer.io.file_names import safe_name
from tests.unit.io.tiff_files import KEY


@pytest.mark.parametrize("key", [KEY, f"{KEY}~2", "Größe 脳", "a.b", "=cmd", "x" * 180, "COM", "console"])
def test_names_that_every_system_takes_stay_as_they_are(key):
    assert safe_name(key) == key


ODD = ["", ".", "..", "../x", "/", "a/b", "a\\b", "C:x", "a.", "a ", " a", ".a", "a\nb", "a\0b", "a\udcffb"]
ODD += ["CON", "con.txt", "Nul ", "LPT1", "COM¹", "exe\u202egnp", "a|b", "a?b", "a*b", 'a"b', "a<b"]
ODD += ["x" * 181, "é" * 100]


@pytest.mark.parametrize("key", ODD)
def test_other_names_are_changed(key):
    assert safe_name(key) != key


@given(st.text(st.characters(exclude_categories=[])))
def test_any_name_becomes_a_safe_one(key):
    name = safe_name(key)
    assert 0 < len(name.encode()) <= 200
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert name == name.strip(" .")
    assert not re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name, re.IGNORECASE)
    assert safe_name(name) == name


@given(st.text(), st.text())
def test_two_keys_never_share_a_name(one, other):
    assert (safe_name(one) == safe_name(other)) == (one == other)


def test_keys_that_differ_in_what_is_forbidden_alone_do_not_share_a_name():
    assert len({safe_name(key) for key in ("a/b", "a\\b", "a:b", "a_b", "a?b")}) == 5
