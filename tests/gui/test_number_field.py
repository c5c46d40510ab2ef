"""Numbers typed with a decimal comma, as much of the world types them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QValidator
from PySide6.QtTest import QTest

from lgg_viewer.core.spacing import Spacing
from lgg_viewer.gui.dialogs.spacing import SpacingDialog
from lgg_viewer.gui.number_field import NumberField
from lgg_viewer.gui.worklist.filter import Condition, parse_search


@pytest.fixture(autouse=True)
def locale_of_the_program():
    """The program's locale, under which Qt's own fields take a comma for a separator of groups."""
    before = QLocale()
    QLocale.setDefault(QLocale.c())
    yield
    QLocale.setDefault(before)


def type_into(field: NumberField, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize("text", ["0,9", "0.9", ",9"])
def test_a_distance_is_typed_with_comma_or_point(qtbot, text):
    dialog = SpacingDialog("A", Spacing(0.4, 0.5, 6.0))
    qtbot.addWidget(dialog)
    type_into(dialog.row, text)
    assert dialog.row.value() == 0.9
    assert dialog.row.text() == "0.900 mm"
    assert dialog.spacing == Spacing(0.9, 0.5, 6.0)


def test_a_threshold_is_typed_with_a_comma(opened):
    spin = opened.window.panels.threshold.spin
    type_into(spin, "0,7")
    assert spin.text() == "0.70"
    assert opened.session.state.threshold == pytest.approx(0.7)


def test_a_second_comma_cannot_be_typed(qtbot):
    field = NumberField(decimals=3, maximum=9.0)
    qtbot.addWidget(field)
    type_into(field, "1,2,5")
    assert field.value() == 1.25


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("0123456789,.- ", max_size=8))
def test_comma_and_point_are_judged_and_read_alike(qapp, text):
    field = NumberField(decimals=2, maximum=99.0)
    with_points = text.replace(",", ".")
    state, written, _ = field.validate(text, len(text))
    assert (state, written) == field.validate(with_points, len(text))[:2]
    if state == QValidator.State.Acceptable:
        assert field.valueFromText(text) == field.valueFromText(with_points)


def test_a_comma_in_a_condition_is_a_decimal_point():
    assert parse_search("dice<0,5 truth>1,250") == (
        (),
        (Condition("dice", "<", 0.5), Condition("truth", ">", 1.25)),
    )
