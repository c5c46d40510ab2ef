"""Panes beside one another: what each shows, what links them, and what is compared in one of them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetrics, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from lgg_viewer.core.display import Display
from lgg_viewer.core.pane import LAYOUTS, Painted, PaneView, Way
from lgg_viewer.core.plane import Plane
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.probability import ProbabilityMap
from lgg_viewer.core.regions import Ellipse
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.study import Channel
from lgg_viewer.core.view_state import Viewport
from lgg_viewer.core.volume import frozen
from lgg_viewer.gui.panes import text as text_room
from lgg_viewer.gui.panes.corner import PaneCorner
from lgg_viewer.gui.panes.legend import CanvasLegend
from lgg_viewer.gui.panes.slice_picture import SlicePicture
from lgg_viewer.jobs.tasks import Answer, tabulate
from tests.gui.answering import answer, shifted_truth
from tests.gui.mouse import wheel

LEFT = Qt.MouseButton.LeftButton
KEYS = {layout.key: getattr(Qt.Key, f"Key_{number}") for number, layout in enumerate(LAYOUTS, start=1)}


@pytest.fixture
def answered(opened, qtbot):
    """A program with a prediction beside the ground truth, on the slice with most tumour, the image having the keys."""
    answer(opened, shifted_truth(opened))
    session = opened.session
    session.go_to_slice(int(np.argmax(session.truth.areas)))
    rows, columns = np.nonzero(session.truth.voxels[session.state.z])
    session.move_cross((session.state.z, int(rows.mean()), int(columns.mean())))
    opened.window.stage.take_keys()
    return opened


def lay_out(qtbot, program, key: str):
    """Choose a layout by its key, and return the panes in sight."""
    qtbot.keyClick(program.window, KEYS[key], Qt.KeyboardModifier.ControlModifier)
    return program.window.stage.shown


def move(canvas, place: QPointF, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    none = Qt.MouseButton.NoButton
    there = canvas.mapToGlobal(place.toPoint()).toPointF()
    QApplication.sendEvent(canvas, QMouseEvent(QEvent.Type.MouseMove, place, there, none, none, modifiers))


def outlines(canvas) -> tuple[bool, bool]:
    """Whether the outlines of ground truth and prediction are painted."""
    overlays, picture = canvas.picture.overlays, canvas.picture
    return (
        overlays.truth and not picture.truth_outline().isEmpty(),
        overlays.prediction and not picture.prediction_outline().isEmpty(),
    )


# layouts


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.key)
def test_each_layout_has_a_key_and_shows_its_panes_side_by_side(answered, qtbot, layout):
    panes = lay_out(qtbot, answered, layout.key)
    assert [canvas.face.views for canvas in panes] == [(view,) for view in layout.views]
    places = [canvas.geometry() for canvas in panes]
    assert not any(a.intersects(b) for n, a in enumerate(places) for b in places[:n])
    assert all(answered.window.stage.rect().contains(place) for place in places)
    assert len({place.size().toTuple() for place in places}) == 1
    lay_out(qtbot, answered, "one")
    assert answered.window.stage.shown == [answered.window.canvas]
    assert answered.window.canvas.geometry() == answered.window.stage.rect()


def test_panes_show_the_same_slice_zoom_and_window(answered, qtbot):
    session = answered.session
    one, two = lay_out(qtbot, answered, "masks")
    session.set_viewport(Viewport(2.0, (0.4, 0.6)))
    assert one.image_transform() == two.image_transform()
    before = one.picture.image()
    wheel(two, -120)
    session.drag_window(30, 10)
    assert one.picture.image() != before
    assert one.picture.image() == two.picture.image()


def test_what_two_panes_share_is_made_once(answered, qtbot, monkeypatch):
    made = []
    for name in ("_make_image", "_trace_prediction"):
        real = getattr(SlicePicture, name)
        monkeypatch.setattr(SlicePicture, name, lambda self, n=name, real=real: made.append(n) or real(self))
    for canvas in lay_out(qtbot, answered, "sequences"):
        canvas.grab()
    made.clear()
    answered.session.go_to_slice(answered.session.state.z - 1)
    for canvas in answered.window.stage.shown:
        canvas.grab()
    assert sorted(made) == ["_make_image"] * 4 + ["_trace_prediction"]


def test_a_plane_that_was_out_of_sight_is_up_to_date_when_it_comes_back(answered, qtbot):
    coronal = lay_out(qtbot, answered, "planes")[2]
    assert not coronal.picture.prediction_outline().isEmpty()
    for between in ("sequences", "one"):
        lay_out(qtbot, answered, between)
        answer(answered, np.zeros_like(shifted_truth(answered)))
        assert lay_out(qtbot, answered, "planes")[2].picture.prediction_outline().isEmpty()
        lay_out(qtbot, answered, between)
        answer(answered, shifted_truth(answered))
        assert not lay_out(qtbot, answered, "planes")[2].picture.prediction_outline().isEmpty()


def test_going_from_one_layout_to_another_traces_nothing_anew(answered, qtbot, monkeypatch):
    answered.window.canvas.grab()
    made = []
    real = SlicePicture._trace_prediction
    monkeypatch.setattr(SlicePicture, "_trace_prediction", lambda self: made.append(self) or real(self))
    for layout in ("sequences", "one", "sequences"):
        for canvas in lay_out(qtbot, answered, layout):
            canvas.grab()
    assert made == []


@pytest.mark.parametrize("width", [260, 420, 900])
def test_the_number_of_the_slice_is_never_under_the_buttons_of_a_pane(answered, monkeypatch, width):
    answered.session.set_panes(answered.session.state.panes.laid_out((PaneView(painted=Painted.PREDICTION),) * 2))
    pane = answered.window.stage.shown[1]
    pane.setFixedWidth(width)
    drawn = []
    monkeypatch.setattr(text_room, "draw_text", lambda painter, area, where, text: drawn.append((area, where, text)))
    pane.grab()
    z, count = answered.session.state.z + 1, answered.session.state.slices
    ((area, _, said),) = [one for one in drawn if f"{z} / {count}" in one[2]]
    left = area.right() - QFontMetrics(pane.font()).horizontalAdvance(said)
    assert left >= pane.corner_width or area.top() >= pane.findChild(PaneCorner).geometry().bottom()


def test_ground_truth_and_prediction_stand_alone_in_their_panes(answered, qtbot):
    one, two = lay_out(qtbot, answered, "masks")
    assert (outlines(one), outlines(two)) == ((True, False), (False, True))
    answered.session.change_overlays(hidden=True)
    assert one.grab().toImage() != two.grab().toImage()  # their corners name them
    assert not answered.session.state.overlays_visible


def test_a_drag_moves_the_window_of_the_sequence_that_the_pane_shows(answered, qtbot):
    before = answered.session.state.windows
    pane = lay_out(qtbot, answered, "sequences")[2]
    middle = pane.rect().center()
    qtbot.mousePress(pane, LEFT, pos=middle)
    qtbot.mouseMove(pane, middle + QPoint(20, 0))
    qtbot.mouseRelease(pane, LEFT, pos=middle + QPoint(20, 0))
    after = answered.session.state.windows
    assert {c for c in Channel if after[c] != before[c]} == {Channel.POST}


def test_the_pane_used_last_has_the_keys_and_the_sequence_keys_change_its_own(answered, qtbot):
    panes = lay_out(qtbot, answered, "sequences")
    qtbot.mouseClick(panes[3], LEFT)
    assert answered.window.stage.active is panes[3]
    qtbot.keyClick(answered.window, Qt.Key.Key_1)
    assert [canvas.picture.display for canvas in panes] == [*list(Display)[:3], Display.PRE]
    qtbot.keyClick(answered.window, Qt.Key.Key_F6)
    assert answered.window.stage.active is panes[0]
    qtbot.keyClick(answered.window, Qt.Key.Key_Down)
    assert len({canvas.lay_out().crossing for canvas in panes}) == 1


def test_a_double_click_enlarges_a_pane_and_another_brings_all_back(answered, qtbot):
    panes = lay_out(qtbot, answered, "planes")
    qtbot.mouseDClick(panes[2], LEFT)
    assert answered.window.stage.shown == [panes[2]]
    assert panes[2].geometry() == answered.window.stage.rect()
    qtbot.keyClick(answered.window, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert answered.window.stage.shown == panes
    lay_out(qtbot, answered, "one")
    qtbot.mouseDClick(answered.window.canvas, LEFT)
    assert answered.window.stage.shown == [answered.window.canvas]


# what a pane shows, chosen in its corner


def choose(canvas_number: int, program, text: str) -> None:
    corner = program.window.stage._corners[canvas_number]
    corner.menu.aboutToShow.emit()
    next(action for action in corner.menu.actions() if action.text() == text).trigger()


def test_what_a_pane_shows_is_chosen_in_its_corner(answered, qtbot):
    lay_out(qtbot, answered, "masks")
    for text in ("POST", "No overlays", "Sagittal"):
        choose(1, answered, text)
    view = PaneView(Plane.SAGITTAL, Display.POST, Painted.NOTHING)
    assert answered.session.state.panes.views == (LAYOUTS[1].views[0], view)
    assert answered.window.stage._corners[1].button.text() == "sagittal · POST · no overlays ▾"
    for text in ("Shared image", "Shared overlays", "Axial"):
        choose(1, answered, text)
    assert answered.session.state.panes.views[1] == PaneView()


def test_another_threshold_is_of_its_pane_alone(answered, qtbot):
    session = answered.session
    values = np.where(session.truth.voxels, 0.9, 0.02)
    values[:, :128] *= 0.5
    answer(answered, values)
    one, two = lay_out(qtbot, answered, "thresholds")
    numbers = session.finding.study_counts
    spin = answered.window.stage._corners[1].spin
    spin.setValue(0.6)
    assert session.finding.threshold == 0.5
    assert session.finding.study_counts == numbers
    assert np.array_equal(two.picture._predicted_plane(), values[session.state.z] >= 0.6)
    spin.setValue(0.3)
    assert np.array_equal(two.picture._predicted_plane(), values[session.state.z] >= 0.3)
    session.set_threshold(0.8)
    assert np.array_equal(one.picture._predicted_plane(), values[session.state.z] >= 0.8)
    assert spin.value() == 0.3
    assert not answered.window.stage._corners[0].spin.isVisible()


def test_post_processing_is_done_at_each_threshold(answered, qtbot):
    session = answered.session
    values = np.full(session.volume.shape, 0.02)
    values[session.state.z, 20:30, 20:30] = 0.9
    values[session.state.z, 60:70, 60:80] = 0.4
    answer(answered, values)
    session.set_post(PostProcessing(largest=True))
    one, two = lay_out(qtbot, answered, "thresholds")
    answered.window.stage._corners[1].spin.setValue(0.3)
    assert one.picture._predicted_plane().sum() == 100
    assert two.picture._predicted_plane().sum() == 200


# planes across the slices


def test_coronal_and_sagittal_planes_go_through_the_crosshair(answered, qtbot):
    session = answered.session
    axial, _, coronal, sagittal = lay_out(qtbot, answered, "planes")
    z, row, column = session.state.crossing(session.volume.shape)
    assert np.array_equal(coronal.picture._truth_plane(), session.truth.voxels[::-1, row])
    assert np.array_equal(sagittal.picture._predicted_plane(), session.finding.mask.voxels[::-1, :, column])
    move(axial, axial.image_transform().map(QPointF(100.5, 80.5)), Qt.KeyboardModifier.ShiftModifier)
    assert session.state.crossing(session.volume.shape) == (z, 80, 100)
    assert np.array_equal(coronal.picture._truth_plane(), session.truth.voxels[::-1, 80])
    place = coronal.image_transform().map(QPointF(50.5, session.state.slices - 3 + 0.5))
    move(coronal, place, Qt.KeyboardModifier.ShiftModifier)
    assert session.state.crossing(session.volume.shape) == (2, 80, 50)
    assert np.array_equal(axial.picture._truth_plane(), session.truth.voxels[2])


def test_without_shift_the_crosshair_stays_under_the_mouse(answered, qtbot):
    axial = lay_out(qtbot, answered, "planes")[0]
    before = answered.session.state
    move(axial, QPointF(50, 50))
    assert answered.session.state == before


def test_the_wheel_over_a_plane_goes_through_planes_of_its_kind(answered, qtbot):
    session = answered.session
    _, _, coronal, sagittal = lay_out(qtbot, answered, "planes")
    z, row, column = session.state.crossing(session.volume.shape)
    wheel(coronal, -120)
    wheel(sagittal, 120, Qt.KeyboardModifier.ShiftModifier)
    assert session.state.crossing(session.volume.shape) == (z, row + 1, column - 10)
    qtbot.keyClick(answered.window, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(answered.window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert session.state.crossing(session.volume.shape) == (z, row, column - 9)


def test_the_value_under_the_cursor_is_that_of_the_voxel_in_any_plane(answered, qtbot):
    session = answered.session
    coronal = lay_out(qtbot, answered, "planes")[2]
    _, row, _ = session.state.crossing(session.volume.shape)
    coronal._text._hover = (2, 130)
    z = session.state.slices - 3
    value = session.volume.pixels[z, row, 130, Channel.FLAIR]
    assert coronal._text._under_cursor().startswith(f"x 130  y {row}  slice {z + 1}   value {value}   p ")


def test_the_height_of_a_stack_follows_the_spacing_or_is_said_to_be_unknown(answered, qtbot):
    session = answered.session
    coronal = lay_out(qtbot, answered, "planes")[2]
    assert coronal._text.badges() == ["slice spacing unknown: height not to scale"]
    session.set_spacing([session.state.study], Spacing(1.0, 1.0, 5.0))
    transform = coronal.image_transform()
    assert transform.m22() == pytest.approx(5 * transform.m11())
    assert coronal._text.badges() == []


def test_pixels_are_as_large_in_every_plane_and_columns_stand_under_columns(answered, qtbot):
    session = answered.session
    session.set_spacing([session.state.study], Spacing(1.0, 1.0, 5.0))
    session.set_viewport(Viewport(3.0, (0.3, 0.6)))
    axial, _, coronal, _ = lay_out(qtbot, answered, "planes")
    assert axial.image_transform().m11() == pytest.approx(coronal.image_transform().m11())
    x = [canvas.image_transform().map(QPointF(70, 0)).x() for canvas in (axial, coronal)]
    assert x[0] == pytest.approx(x[1])


@pytest.mark.parametrize("zoom", [1.0, 4.0, 40.0])
def test_the_slice_on_screen_is_in_sight_in_planes_across_it(answered, qtbot, zoom):
    session = answered.session
    session.set_viewport(Viewport(zoom))
    coronal = lay_out(qtbot, answered, "planes")[2]
    for z in (0, session.state.slices - 1):
        session.go_to_slice(z)
        assert 0 <= coronal.lay_out().crosshair().y() <= coronal.height()


def test_lines_through_the_crosshair_can_be_switched_off(answered, qtbot):
    axial, plain, _, _ = lay_out(qtbot, answered, "planes")
    with_lines = plain.grab().toImage()
    qtbot.keyClick(answered.window, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    assert plain.grab().toImage() != with_lines
    off = axial.grab().toImage()
    answered.session.move_cross((answered.session.state.z, 5, 5))
    assert axial.grab().toImage() == off


def test_panes_of_one_plane_show_the_crosshair_only_while_it_is_moved(answered, qtbot):
    one, two = lay_out(qtbot, answered, "masks")
    before = two.grab().toImage()
    move(one, QPointF(one.rect().center()), Qt.KeyboardModifier.ShiftModifier)
    assert two.grab().toImage() != before
    move(one, QPointF(one.rect().center()))
    assert two.grab().toImage() == before


def test_slices_that_are_not_answered_are_no_disagreement_in_other_planes(answered, qtbot):
    session = answered.session
    known = np.zeros(session.state.slices, bool)
    known[session.state.z] = True
    answer(answered, shifted_truth(answered) * known[:, None, None], known)
    session.change_overlays(agreement=True)
    coronal = lay_out(qtbot, answered, "planes")[2]
    ((layer, _, _),) = coronal.picture.colour()
    rows = [y for y in range(layer.height()) if any(layer.pixelColor(x, y).alpha() for x in range(layer.width()))]
    assert rows == [session.state.slices - 1 - session.state.z]


# swipe and flicker


def below_texts(image: QImage) -> np.ndarray:
    """The colours of the middle rows, shape (Y, X, 3)."""
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    colours = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return colours[150:-60, :, :3].astype(int)


def test_swipe_shows_ground_truth_on_the_left_and_prediction_on_the_right(answered, qtbot):
    session, canvas, whole = answered.session, answered.window.canvas, {}
    session.set_viewport(Viewport(2.0, session.state.cross))
    for painted in (Painted.TRUTH, Painted.PREDICTION):
        answered.session.set_panes(answered.session.state.panes.laid_out((PaneView(painted=painted),)))
        whole[painted] = canvas.grab().toImage()
    lay_out(qtbot, answered, "one")
    qtbot.keyClick(answered.window, Qt.Key.Key_W)
    at, swiped = canvas.swiped_at, below_texts(canvas.grab().toImage())
    truth, prediction = (below_texts(image) for image in whole.values())
    for side in (slice(0, at - 10), slice(at + 10, None)):
        assert np.abs(truth - prediction)[:, side].max() > 50
    # a clipped picture is smoothed a trifle differently
    assert np.abs(swiped - truth)[:, : at - 10].max() <= 2
    assert np.abs(swiped - prediction)[:, at + 10 :].max() <= 2
    qtbot.keyClick(answered.window, Qt.Key.Key_W)
    assert canvas.swiped_at is None
    assert canvas.face.views == (PaneView(),)


def test_the_divider_follows_the_mouse_and_the_arrow_keys(answered, qtbot):
    session, canvas = answered.session, answered.window.canvas
    qtbot.keyClick(answered.window, Qt.Key.Key_W)
    divider, before = canvas._divider, session.state
    middle = divider.rect().center()
    qtbot.mousePress(divider, LEFT, pos=middle)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(middle) - QPointF(100, 0),
        divider.mapToGlobal(QPointF(middle) - QPointF(100, 0)),
        LEFT,
        LEFT,
        Qt.KeyboardModifier.NoModifier,
    )
    start = canvas.swiped_at
    QApplication.sendEvent(divider, event)
    qtbot.mouseRelease(divider, LEFT)
    assert canvas.swiped_at == pytest.approx(start - 100, abs=2)
    moved = canvas.swiped_at
    divider.setFocus()
    qtbot.keyClick(divider, Qt.Key.Key_Left)
    assert canvas.swiped_at < moved
    assert session.state == before
    for _ in range(80):
        qtbot.keyClick(divider, Qt.Key.Key_Left)
    assert canvas.swiped_at == 0


def test_two_panes_are_swiped_over_one_another_and_come_apart_again(answered, qtbot):
    panes = lay_out(qtbot, answered, "flair-post")
    qtbot.keyClick(answered.window, Qt.Key.Key_W)
    (canvas,) = answered.window.stage.shown
    assert [view.display for view in canvas.face.views] == [Display.FLAIR, Display.POST]
    assert canvas.geometry() == answered.window.stage.rect()
    corners = answered.window.stage._corners
    assert [corner.parent() for corner in corners[:2]] == [canvas, canvas]
    assert not corners[0].geometry().intersects(corners[1].geometry())
    qtbot.keyClick(answered.window, Qt.Key.Key_W)
    assert answered.window.stage.shown == panes
    assert [corner.parent() for corner in corners[:2]] == panes


def test_each_side_of_a_swipe_has_its_own_value_window_and_drag(answered, qtbot):
    session = answered.session
    lay_out(qtbot, answered, "flair-post")
    qtbot.keyClick(answered.window, Qt.Key.Key_W)
    (canvas,) = answered.window.stage.shown
    at, before = canvas.swiped_at, dict(session.state.windows)
    for x, channel in ((at - 20.0, Channel.FLAIR), (at + 20.0, Channel.POST)):
        place = QPointF(x, canvas.height() / 2)
        row, column = canvas.lay_out().place_at(place)
        canvas._text.set_hover((row, column))
        value = session.volume.pixels[session.state.z, row, column, channel]
        assert f"value {value}" in canvas._text._under_cursor()
    assert "FLAIR" in canvas._text._shown()
    assert "POST" in canvas._text._shown()
    start = QPoint(at + 20, canvas.height() // 2)
    qtbot.mousePress(canvas, LEFT, pos=start)
    qtbot.mouseMove(canvas, start + QPoint(30, 10))
    qtbot.mouseRelease(canvas, LEFT, pos=start + QPoint(30, 10))
    assert session.state.windows[Channel.FLAIR] == before[Channel.FLAIR]
    assert session.state.windows[Channel.POST] != before[Channel.POST]


def test_a_pane_without_an_answer_does_not_look_as_if_nothing_was_found(opened, qtbot):
    _, pane = lay_out(qtbot, opened, "masks")
    assert "not segmented" in pane._text.badges()
    answer(opened, shifted_truth(opened))
    assert pane._text.badges() == []
    opened.session.withhold(True)
    assert "prediction hidden" in pane._text.badges()


def test_a_single_pane_says_that_there_is_no_prediction_while_it_would_show_one(opened):
    badges = opened.window.stage.shown[0]._text.badges
    assert "not segmented" in badges()
    opened.session.change_overlays(prediction=False)
    assert "not segmented" not in badges()
    opened.session.change_overlays(prediction=True)
    answer(opened, shifted_truth(opened))
    assert "not segmented" not in badges()
    opened.session.withhold(True)
    assert "prediction hidden" in badges()


def test_the_switches_of_the_masks_hold_in_panes_of_one_mask_too(answered, qtbot):
    truth, prediction = lay_out(qtbot, answered, "masks")
    answered.session.change_overlays(prediction=False)
    assert (outlines(truth), outlines(prediction)) == ((True, False), (False, False))


def test_flicker_gives_each_view_its_turn_and_ends_as_it_began(answered, qtbot):
    canvas = answered.window.canvas
    still = canvas.grab().toImage()
    qtbot.keyClick(answered.window, Qt.Key.Key_V)
    flicker = answered.window.stage._flicker
    seen = [outlines(canvas)]
    for _ in range(2):
        with qtbot.waitSignal(flicker.turned, timeout=5000):
            pass
        seen.append(outlines(canvas))
    assert seen == [(True, False), (False, True), (True, False)]
    qtbot.keyClick(answered.window, Qt.Key.Key_V)
    assert canvas.grab().toImage() == still
    assert not flicker._timer.isActive()


def test_nothing_flickers_faster_than_is_safe():
    from lgg_viewer.gui.panes.flicker import TURN_MS

    flashes_a_second = 1000 / TURN_MS / 2
    assert flashes_a_second < 3


def test_nothing_flickers_until_it_is_asked_for(answered, qtbot):
    for layout in LAYOUTS:
        lay_out(qtbot, answered, layout.key)
        assert answered.session.state.panes.way is Way.BESIDE
        assert not answered.window.stage._flicker._timer.isActive()


# two models


def put_second(session, values: np.ndarray) -> None:
    """Let the second model answer without a network."""
    known = frozen(np.ones(len(values), bool))
    kept = ProbabilityMap(frozen(values.astype(np.float16)), known, session.second_card.model_id, "nothing")
    session.put_second(Answer(kept, tabulate(kept, session.truth), session.volume.sha256))


@pytest.mark.parametrize("area", ["heat", "doubt"])
def test_the_colour_bar_is_in_the_first_pane_that_has_a_map_whichever_model_it_is_of(opened, qtbot, monkeypatch, area):
    session, bars = opened.session, []
    real = CanvasLegend._colour_bar
    monkeypatch.setattr(CanvasLegend, "_colour_bar", lambda self, *args: bars.append(self._canvas) or real(self, *args))
    one, two = lay_out(qtbot, opened, "models")
    session.set_second_card(replace(session.card, name="second", sha256="cd" * 32))
    session.change_overlays(**{area: True})

    def painted() -> list:
        bars.clear()
        one.grab(), two.grab()
        return bars

    assert painted() == []
    put_second(session, shifted_truth(opened))
    assert painted() == [two]
    answer(opened, shifted_truth(opened))
    assert painted() == [one]


def test_choosing_second_weights_is_told_to_panes_that_have_waited_for_them(opened, qtbot):
    two = lay_out(qtbot, opened, "models")[1]
    assert "second model: choose it" in two._text.badges()[-1]
    with qtbot.waitSignal(opened.session.prediction_changed, timeout=1000):
        opened.session.set_second_card(replace(opened.session.card, name="second"))
    assert two._text.badges()[-1] == "second model: second, not segmented"


# blind first


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.key)
@pytest.mark.parametrize("way", Way)
def test_while_the_prediction_is_withheld_no_pane_shows_anything_of_it(answered, qtbot, layout, way):
    session = answered.session
    session.change_overlays(fill=True, heat=True, doubt=True)
    panes = lay_out(qtbot, answered, layout.key)
    session.set_panes(replace(session.state.panes, way=way))
    for canvas in answered.window.stage.shown:
        canvas.grab()
    session.withhold(True)
    for canvas in {*panes, *answered.window.stage.shown}:
        for picture in canvas._pictures:
            assert picture.prediction_outline().isEmpty()
            truth_alone = picture.overlays.truth and picture.overlays.fill
            assert len(picture.colour()) == int(truth_alone)
            assert picture._predicted_plane() is None
        canvas._text._hover = (3, 3)
        assert "p " not in canvas._text._under_cursor()


# tools


def test_a_measurement_is_drawn_in_any_pane_of_the_slice_and_seen_in_all(answered, qtbot):
    measurements = answered.window.desk.measurements
    one, two = lay_out(qtbot, answered, "masks")
    qtbot.mouseClick(two, LEFT)
    bare = [canvas.grab().toImage() for canvas in (one, two)]
    measurements.take_up(Ellipse)
    assert answered.window.stage.active is two
    places = [two.image_transform().map(QPointF(x, x)).toPoint() for x in (100, 150)]
    qtbot.mousePress(two, LEFT, pos=places[0])
    qtbot.mouseMove(two, places[1])
    qtbot.mouseRelease(two, LEFT, pos=places[1])
    (drawn,) = measurements.here
    assert isinstance(drawn.shape, Ellipse)
    measurements.put_down()
    assert all(canvas.grab().toImage() != before for canvas, before in zip((one, two), bare, strict=True))


def test_a_plane_across_the_slices_has_no_measurements_and_takes_none(answered, qtbot):
    measurements = answered.window.desk.measurements
    coronal = lay_out(qtbot, answered, "planes")[2]
    measurements.add(Ellipse((100.0, 100.0), (150.0, 150.0)))
    with_one = coronal.grab().toImage()
    measurements.delete()
    assert coronal.grab().toImage() == with_one
    measurements.take_up(Ellipse)
    middle = coronal.rect().center()
    qtbot.mousePress(coronal, LEFT, pos=middle)
    qtbot.mouseMove(coronal, middle + QPoint(30, 30))
    qtbot.mouseRelease(coronal, LEFT, pos=middle + QPoint(30, 30))
    assert measurements.here == ()


def test_a_component_is_pointed_out_in_every_pane_of_its_slice(answered, qtbot):
    axial, plain, coronal, sagittal = lay_out(qtbot, answered, "planes")
    answered.window.stage.point_out(1)
    assert [canvas._highlight.shown for canvas in (axial, plain, coronal, sagittal)] == [True, True, False, False]


def test_esc_stops_the_slices_whatever_pane_has_the_keys(answered, qtbot):
    cine = answered.window.desk.cine
    panes = lay_out(qtbot, answered, "sequences")
    qtbot.mouseClick(panes[2], LEFT)
    cine.toggle()
    qtbot.keyClick(panes[2], Qt.Key.Key_Escape)
    assert not cine.playing
    cine.toggle()
    wheel(panes[1], -120)
    assert not cine.playing


def test_space_peeks_in_every_pane(answered, qtbot):
    one, two = lay_out(qtbot, answered, "masks")
    qtbot.mouseClick(two, LEFT)
    with_overlays = [canvas.grab().toImage() for canvas in (one, two)]
    qtbot.keyPress(two, Qt.Key.Key_Space)
    assert all(canvas.grab().toImage() != image for canvas, image in zip((one, two), with_overlays, strict=True))
    qtbot.keyRelease(two, Qt.Key.Key_Space)
    assert [canvas.grab().toImage() for canvas in (one, two)] == with_overlays


def test_another_study_fills_every_pane(answered, qtbot):
    session = answered.session
    panes = lay_out(qtbot, answered, "planes")
    before = [canvas.picture.image() for canvas in panes]
    with qtbot.waitSignal(session.study_loaded, timeout=20_000):
        session.select_study(session.drawers.all()[1].study.key)
    assert session.state.panes.views == next(layout.views for layout in LAYOUTS if layout.key == "planes")
    assert all(canvas.picture.image() != image for canvas, image in zip(panes, before, strict=True))
