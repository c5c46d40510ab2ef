from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgg_viewer.words import LookUp, install, mark, tr, tr_n

GERMAN = {
    "slice {z} of {count}": "Schicht {z} von {count}",
    "{count} of {z}": "{z}, davon {count}",
    "Approved": "Freigegeben",
}
GERMAN_FORMS = {"{n} slices of {study}": ("{n} Schicht von {study}", "{n} Schichten von {study}")}

plain = st.text().map(lambda text: text.replace("{", "").replace("}", ""))


def german(text: str, count: int) -> str:
    if text in GERMAN_FORMS and count >= 0:
        return GERMAN_FORMS[text][count != 1]
    return GERMAN.get(text, text)


@pytest.fixture
def in_german() -> Iterator[None]:
    install(german)
    yield
    install(None)


@pytest.fixture
def asked() -> Iterator[list[tuple[str, int]]]:
    questions: list[tuple[str, int]] = []

    def note(text: str, count: int) -> str:
        questions.append((text, count))
        return text

    look_up: LookUp = note
    install(look_up)
    yield questions
    install(None)


@given(plain, plain, plain, st.text(), st.integers())
def test_without_another_language_a_sentence_is_its_english_with_the_gaps_filled(before, between, behind, name, number):
    told = tr(f"{before}{{name}}{between}{{number:04d}}{behind}", name=name, number=number)
    assert told == f"{before}{name}{between}{number:04d}{behind}"


@given(st.text())
def test_a_sentence_without_values_is_taken_as_it_is_braces_included(text):
    assert tr(text) == text
    assert mark(text) == text


@given(plain, st.text(alphabet="{}n!:ab "))
def test_what_fills_a_gap_is_not_read_for_gaps_of_its_own(before, value):
    assert tr(f"{before}{{value}}", value=value) == before + value
    assert tr_n(f"{before}{{value}}", f"{before}s{{value}}", 2, value=value) == f"{before}s{value}"


@given(st.integers(min_value=0))
def test_one_thing_has_the_first_form_and_any_other_number_the_second(n):
    told = tr_n("{n} slice is missing", "{n} slices are missing", n)
    assert told.endswith("slice is missing") == (n == 1)
    assert told.endswith("slices are missing") == (n != 1)


@given(st.integers(min_value=0, max_value=10**15))
def test_a_number_of_things_has_its_thousands_apart_and_nothing_else_changed(n):
    told = tr_n("{n} voxel", "{n} voxels", n).split(" ")[0]
    assert int(told.replace(",", "")) == n
    first, *groups = told.split(",")
    assert 1 <= len(first) <= 3
    assert all(len(group) == 3 for group in groups)


def test_a_form_need_not_name_the_number():
    assert (
        tr_n("No mask for slice {which}.", "No mask for slices {which}.", 2, which="3-4") == "No mask for slices 3-4."
    )


def test_another_language_is_spoken_with_the_gaps_at_its_own_places(in_german):
    assert tr("slice {z} of {count}", z=3, count=20) == "Schicht 3 von 20"
    assert tr("{count} of {z}", z=3, count=20) == "3, davon 20"


def test_the_words_of_a_constant_stay_english_until_they_are_shown(in_german):
    assert mark("Approved") == "Approved"
    assert tr(mark("Approved")) == "Freigegeben"


@pytest.mark.parametrize(
    ("n", "told"), [(0, "0 Schichten"), (1, "1 Schicht"), (2, "2 Schichten"), (1234, "1,234 Schichten")]
)
def test_another_language_has_its_own_forms_for_numbers(in_german, n, told):
    assert tr_n("{n} slice of {study}", "{n} slices of {study}", n, study="A") == f"{told} von A"


@pytest.mark.parametrize(("n", "told"), [(1, "1 pane"), (2, "2 panes")])
def test_what_a_language_lacks_is_said_in_english(in_german, n, told):
    assert tr("What is this?") == "What is this?"
    assert tr_n("{n} pane", "{n} panes", n) == told


def test_a_language_is_asked_by_the_english_sentence_and_for_things_by_the_second_form_and_their_number(asked):
    tr("slice {z}", z=3)
    tr_n("{n} slice", "{n} slices", 1)
    tr_n("{n} slice", "{n} slices", 7)
    assert asked == [("slice {z}", -1), ("{n} slices", 1), ("{n} slices", 7)]


def test_english_comes_back_when_the_other_language_is_taken_away():
    install(german)
    install(None)
    assert tr("Approved") == "Approved"
    assert tr_n("{n} slice of {study}", "{n} slices of {study}", 1, study="A") == "1 slice of A"
