"""A control that was reached by Tab is worked by the keyboard, and a click leaves the keys with the image."""

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLabel, QSlider, QWidget

from lgg_viewer.core.review import ReviewState
from tests.gui.docking import reveal

KEY = Qt.Key
CONTROLS = {
    "threshold slider": ("Threshold", "threshold.slider"),
    "threshold field": ("Threshold", "threshold.spin"),
    "smallest component": ("Threshold", "threshold.post.smallest"),
    "opacity": ("Show", "show.opacity"),
    "window by name": ("Histogram", "histogram.preset"),
    "black": ("Histogram", "histogram.black"),
    "colours": ("Agreement", "agreement.sets"),
}
FIELDS = ("threshold field", "smallest component", "black")
STEPS = {
    ("threshold slider", KEY.Key_Right): 1,
    ("threshold slider", KEY.Key_Up): 1,
    ("threshold slider", KEY.Key_PageUp): 5,
    ("threshold slider", KEY.Key_Home): -50,
    ("threshold field", KEY.Key_Up): 0.01,
    ("threshold field", KEY.Key_PageDown): -0.1,
    ("smallest component", KEY.Key_Up): 1,
    ("opacity", KEY.Key_Right): 1,
    ("opacity", KEY.Key_PageUp): 10,
    ("window by name", KEY.Key_Down): 1,
    ("black", KEY.Key_PageUp): 10,
    ("colours", KEY.Key_Down): 1,
}


@pytest.fixture
def looking(opened):
    """A program in the middle of a study, the image having the keys."""
    opened.window.activateWindow()
    opened.session.go_to_slice(opened.session.state.slices // 2)
    opened.window.stage.take_keys()
    return opened


def control(program, name: str) -> QWidget:
    """A control, with its panel brought to the front."""
    dock, path = CONTROLS[name]
    reveal(program, dock)
    found = program.window.panels
    for part in path.split("."):
        found = getattr(found, part)
    return found


def tab_to(program, name: str) -> QWidget:
    widget = control(program, name)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    return widget


def value_of(widget: QWidget) -> float:
    return widget.currentIndex() if isinstance(widget, QComboBox) else widget.value()


def test_a_control_that_has_the_focus_takes_a_step_and_the_slice_stays(looking, qtbot):
    session, z, found = looking.session, looking.session.state.z, {}
    for name, key in STEPS:
        session.set_threshold(0.5)
        session.change_overlays(opacity=0.5)
        widget = tab_to(looking, name)
        before = value_of(widget)
        qtbot.keyClick(widget, key)
        found[name, key] = round(value_of(widget) - before, 2)
    assert found == STEPS
    assert session.state.z == z


def test_area_maps_are_gone_through_with_the_arrows(looking, qtbot):
    session, z = looking.session, looking.session.state.z
    reveal(looking, "Show")
    session.change_overlays(fill=True)
    box = looking.window.panels.show.boxes["fill"]
    box.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(box, KEY.Key_Right)
    assert (session.state.overlays.fill, session.state.overlays.heat) == (False, True)
    assert session.state.z == z


def test_keys_held_with_others_stay_with_the_window(looking, qtbot):
    session, slider = looking.session, tab_to(looking, "threshold slider")
    study, threshold = session.state.study, session.state.threshold
    qtbot.keyClick(slider, KEY.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert session.state.study != study
    assert session.state.threshold == threshold


def test_a_click_leaves_the_keys_with_the_image_but_in_a_field_one_types(looking, qtbot):
    window = looking.window
    for name in CONTROLS:
        window.stage.take_keys()
        widget = control(looking, name)
        if name in FIELDS:
            qtbot.mouseClick(widget.lineEdit(), Qt.MouseButton.LeftButton)
            assert window.focusWidget() is widget
            assert widget.focusPolicy() == Qt.FocusPolicy.StrongFocus  # which the wheel does not call
            continue
        place = QPoint(3, widget.height() // 2) if isinstance(widget, QSlider) else QPoint()
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)
        if isinstance(widget, QComboBox):
            widget.hidePopup()
        assert window.focusWidget() is window.canvas


def test_return_in_the_threshold_field_of_a_pane_sets_that_and_approves_nothing(looking, qtbot):
    window, session = looking.window, looking.session
    window.actions_table["panes-thresholds"].trigger()
    pane = window.stage.shown[1]
    field = pane.findChild(QAbstractSpinBox)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0.4")
    qtbot.keyClick(field, KEY.Key_Return)
    assert session.state.panes.views[1].threshold == 0.4
    assert looking.reviewer.current.state is ReviewState.UNREVIEWED
    assert window.focusWidget() is pane


def test_escape_leaves_a_control_and_cancels_nothing(looking, qtbot, monkeypatch):
    cancelled = []
    monkeypatch.setattr(looking.window.desk, "cancel", lambda: cancelled.append(True))
    looking.window.actions_table["cancel"].setEnabled(True)
    for name in CONTROLS:
        qtbot.keyClick(tab_to(looking, name), KEY.Key_Escape)
        assert looking.window.focusWidget() is looking.window.canvas
    assert cancelled == []


def test_escape_gives_up_what_is_half_typed(looking, qtbot):
    field, before = tab_to(looking, "threshold field"), looking.session.state.threshold
    field.selectAll()
    qtbot.keyClicks(field, "0.1")
    qtbot.keyClick(field, KEY.Key_Escape)
    assert looking.session.state.threshold == before
    assert field.text() == f"{before:.2f}"


def test_a_control_in_a_dock_that_floats_keeps_its_keys_too(looking, qtbot):
    session, z = looking.session, looking.session.state.z
    looking.window.docks["Threshold"].setFloating(True)
    session.set_threshold(0.5)
    qtbot.keyClick(tab_to(looking, "threshold slider"), KEY.Key_Right)
    assert session.state.threshold == 0.51
    assert session.state.z == z


def test_what_the_window_says_names_no_key_that_does_something_else_by_now(looking):
    shortcuts = looking.window.desk.shortcuts
    given = {"segment-study": "F4", "hidden": "F6", "approve": "F7", "flag": "F8", "threshold-reset": "F9"}
    for action, key in given.items():
        shortcuts.assign(action, [key])
    looking.session.change_overlays(hidden=True)
    told = [widget.toolTip() for widget in looking.window.findChildren(QWidget)]
    told += [label.text() for label in looking.window.findChildren(QLabel)] + looking.window.canvas._text.badges()
    former = re.compile(r"Ctrl\+R\b|[( ](5|X|K|Enter)[):]")
    assert [text for text in told if former.search(text)] == []
    assert "(F8)" in looking.window.panels.review.states[ReviewState.FLAGGED].toolTip()
