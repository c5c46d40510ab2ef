"""Measuring on the image: drawn, moved, reshaped, copied, deleted, and never in the way of the window."""

import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtWidgets import QApplication

from lgg_viewer.core.regions import Ellipse, FreeHand, Ruler, box_around, region_figures
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.study import Channel
from lgg_viewer.core.view_state import Viewport
from lgg_viewer.gui.panes.label_place import place_label
from lgg_viewer.gui.panes.measure_picture import handle_boxes, text_boxes
from tests.gui.answering import answer, shifted_truth

LEFT = Qt.MouseButton.LeftButton
KEYS = {Ruler: Qt.Key.Key_L, Ellipse: Qt.Key.Key_O, FreeHand: Qt.Key.Key_P}


def on_canvas(program, x: float, y: float) -> QPoint:
    """The place of the canvas over a point of the slice."""
    return program.window.canvas.image_transform().map(QPointF(x, y)).toPoint()


def drag(program, qtbot, *path: tuple[float, float]) -> None:
    """Drag over the canvas, along points of the slice."""
    canvas = program.window.canvas
    places = [on_canvas(program, *point) for point in path]
    qtbot.mousePress(canvas, LEFT, pos=places[0])
    for place in places[1:]:
        qtbot.mouseMove(canvas, place)
    qtbot.mouseRelease(canvas, LEFT, pos=places[-1])


@pytest.fixture
def shown(opened, qtbot):
    """A program whose canvas has the keys."""
    opened.window.activateWindow()
    opened.window.canvas.setFocus()
    qtbot.waitUntil(opened.window.canvas.hasFocus)
    return opened


def draw(program, qtbot, kind) -> None:
    """Take a tool up by its key and draw with it."""
    qtbot.keyClick(program.window.canvas, KEYS[kind])
    assert program.window.desk.measurements.tool is kind
    path = [(60.0, 60.0), (90.0, 62.0), (100.0, 100.0), (70.0, 95.0)]
    drag(program, qtbot, *(path if kind is FreeHand else (path[0], path[2])))


@pytest.mark.parametrize("kind", [Ruler, Ellipse, FreeHand])
def test_a_drag_draws_while_the_tool_is_on_and_leaves_the_window_alone(shown, qtbot, kind):
    session, measurements = shown.session, shown.window.desk.measurements
    windows = session.state.windows
    draw(shown, qtbot, kind)
    assert [type(m.shape) for m in measurements.here] == [kind]
    assert measurements.selected is measurements.here[0]
    assert session.state.windows == windows
    (left, top), (right, bottom) = box_around(measurements.here[0].shape)
    assert (left, top, right, bottom) == pytest.approx((60, 60, 100, 100), abs=1)


@pytest.mark.parametrize("way", ["Esc", "its key"])
def test_a_tool_that_is_put_down_gives_the_drag_back_to_the_window(shown, qtbot, way):
    draw(shown, qtbot, Ruler)
    qtbot.keyClick(shown.window.canvas, Qt.Key.Key_Escape if way == "Esc" else KEYS[Ruler])
    measurements, windows = shown.window.desk.measurements, shown.session.state.windows
    assert measurements.tool is None
    drag(shown, qtbot, (20.0, 20.0), (40.0, 30.0))
    assert shown.session.state.windows != windows
    assert len(measurements.here) == 1


def test_a_ruler_tells_the_distance_it_was_dragged_over(shown, qtbot):
    measurements = shown.window.desk.measurements
    qtbot.keyClick(shown.window.canvas, KEYS[Ruler])
    drag(shown, qtbot, (60.0, 60.0), (90.0, 100.0))
    name, length = measurements.lines(measurements.here[0])
    assert name == "Ruler 1"
    assert float(length.removesuffix(" px")) == pytest.approx(50, abs=1)
    shown.session.set_spacing([shown.session.state.study], Spacing(2.0, 2.0, 5.0))
    length = measurements.lines(measurements.here[0])[1]
    assert float(length.removesuffix(" mm")) == pytest.approx(100, abs=2)


def test_a_region_tells_what_the_voxels_of_this_slice_hold(shown, qtbot):
    session, measurements = shown.session, shown.window.desk.measurements
    draw(shown, qtbot, Ellipse)
    figures = region_figures(measurements.here[0].shape, session.volume.pixels[session.state.z])
    lines = measurements.lines(measurements.here[0])
    assert lines[1] == f"{figures.area:,} px"
    assert f"FLAIR  {figures.signals[Channel.FLAIR].mean:.1f} ± {figures.signals[Channel.FLAIR].sd:.1f}" in lines[3]


def test_a_region_that_is_not_selected_tells_the_sequence_of_the_pane_in_use(shown, qtbot):
    session, measurements = shown.session, shown.window.desk.measurements
    draw(shown, qtbot, Ellipse)
    measurements.select("")
    shown.window.actions_table["panes-sequences"].trigger()
    with qtbot.waitSignal(measurements.changed):
        session.set_panes(session.state.panes.activated(2))
    assert [line.split()[0] for line in measurements.lines(measurements.here[0])][-1] == "POST"


def test_measurements_stay_on_the_slice_and_study_they_were_drawn_on(shown, qtbot):
    session, measurements = shown.session, shown.window.desk.measurements
    first, z = session.state.study, session.state.z
    draw(shown, qtbot, Ellipse)
    drawn = measurements.here
    session.go_to_slice(z + 1)
    assert measurements.here == ()
    assert measurements.selected is None
    session.select_study(session.drawers.all()[1].study.key)
    qtbot.waitUntil(lambda: session.volume is not None)
    session.go_to_slice(z)
    assert measurements.here == ()
    session.select_study(first)
    session.go_to_slice(z)
    assert measurements.here == drawn


def test_a_step_between_slices_without_measurements_is_no_news_and_leaving_one_is(shown, qtbot):
    measurements, session = shown.window.desk.measurements, shown.session
    session.go_to_slice(5)
    with qtbot.assertNotEmitted(measurements.changed):
        session.go_to_slice(6)
    measurements.add(Ruler((10, 10), (20, 20)))
    assert shown.window.actions_table["measure-copy"].isEnabled()
    session.go_to_slice(7)
    assert not shown.window.actions_table["measure-copy"].isEnabled()
    session.go_to_slice(6)
    assert measurements.selected is not None
    assert shown.window.actions_table["measure-copy"].isEnabled()


def test_no_two_measurements_of_a_study_have_one_name_even_after_one_was_deleted(shown, qtbot):
    measurements = shown.window.desk.measurements
    for x in (30.0, 60.0, 90.0):
        measurements.add(Ruler((x, 50.0), (x + 20, 80.0)))
        if x == 60.0:
            measurements.delete()
    shown.session.go_to_slice(shown.session.state.z + 1)
    measurements.add(Ruler((10.0, 10.0), (20.0, 20.0)))
    measurements.add(Ellipse((10.0, 10.0), (20.0, 20.0)))
    assert [m.name for m in measurements.here] == ["Ruler 4", "Ellipse 1"]
    shown.session.go_to_slice(shown.session.state.z - 1)
    assert [m.name for m in measurements.here] == ["Ruler 1", "Ruler 3"]


@pytest.mark.parametrize("kind", [Ruler, Ellipse, FreeHand])
def test_a_handle_is_dragged_and_the_line_moves_all_of_it_with_no_tool_on(shown, qtbot, kind):
    measurements, windows = shown.window.desk.measurements, shown.session.state.windows
    draw(shown, qtbot, kind)
    qtbot.keyClick(shown.window.canvas, Qt.Key.Key_Escape)
    before = measurements.here[0].shape
    x, y = before.handles[0]
    drag(shown, qtbot, (x, y), (x - 12, y - 9))
    reshaped = measurements.here[0].shape
    assert reshaped.handles[0][0] == pytest.approx(x - 12, abs=0.6)
    assert type(reshaped) is kind
    grip = ((reshaped.points[0][0] + reshaped.points[1][0]) / 2, (reshaped.points[0][1] + reshaped.points[1][1]) / 2)
    measurements.select("")
    drag(shown, qtbot, grip, (grip[0] + 15, grip[1] + 5))
    moved = measurements.here[0].shape
    for (x0, y0), (x1, y1) in zip(reshaped.points, moved.points, strict=True):
        assert (x1 - x0, y1 - y0) == (pytest.approx(15, abs=0.6), pytest.approx(5, abs=0.6))
    assert shown.session.state.windows == windows


def test_what_is_dragged_out_of_the_slice_stays_on_it(shown, qtbot):
    measurements = shown.window.desk.measurements
    measurements.add(Ruler((60.0, 60.0), (90.0, 60.0)))
    drag(shown, qtbot, (75.0, 60.0), (75.0, 2.0), (75.0, -40.0))
    assert measurements.here[0].shape.start[1] >= 0


def test_escape_during_a_drag_leaves_all_as_it_was(shown, qtbot):
    canvas, measurements = shown.window.canvas, shown.window.desk.measurements
    measurements.add(Ruler((60.0, 60.0), (90.0, 60.0)))
    before = measurements.here
    qtbot.mousePress(canvas, LEFT, pos=on_canvas(shown, 90.0, 60.0))
    qtbot.mouseMove(canvas, on_canvas(shown, 120.0, 90.0))
    assert measurements.here != before
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.mouseRelease(canvas, LEFT, pos=on_canvas(shown, 120.0, 90.0))
    assert measurements.here == before


def test_a_click_with_a_tool_draws_nothing(shown, qtbot):
    qtbot.keyClick(shown.window.canvas, KEYS[Ellipse])
    qtbot.mouseClick(shown.window.canvas, LEFT, pos=on_canvas(shown, 60.0, 60.0))
    assert shown.window.desk.measurements.here == ()


def test_zoom_and_pan_go_on_working_while_a_tool_is_on(shown, qtbot):
    canvas, middle = shown.window.canvas, shown.window.canvas.rect().center()
    qtbot.keyClick(canvas, KEYS[Ruler])
    qtbot.mousePress(canvas, Qt.MouseButton.RightButton, pos=middle)
    qtbot.mouseMove(canvas, middle - QPoint(0, 50))
    qtbot.mouseRelease(canvas, Qt.MouseButton.RightButton, pos=middle - QPoint(0, 50))
    assert shown.session.state.viewport.zoom > 1.2
    assert shown.window.desk.measurements.here == ()


def test_delete_deletes_the_selected_measurement_and_it_can_be_brought_back(shown, qtbot):
    canvas, measurements, z = shown.window.canvas, shown.window.desk.measurements, shown.session.state.z
    measurements.add(Ruler((60.0, 60.0), (90.0, 60.0)))
    measurements.add(Ellipse((40.0, 40.0), (50.0, 50.0)))
    measurements.select("Ruler 1")
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert [m.name for m in measurements.here] == ["Ellipse 1"]
    shown.session.go_to_slice(z + 3)
    shown.window.actions_table["measure-back"].trigger()
    assert shown.session.state.z == z
    assert measurements.selected.name == "Ruler 1"
    assert measurements.selected.shape == Ruler((60.0, 60.0), (90.0, 60.0))


def test_what_is_copied_says_study_slice_and_figures(shown, qtbot):
    session, measurements = shown.session, shown.window.desk.measurements
    draw(shown, qtbot, Ellipse)
    qtbot.keyClick(shown.window.canvas, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QApplication.clipboard().text()
    figures = region_figures(measurements.here[0].shape, session.volume.pixels[session.state.z])
    assert f"{session.state.study}, slice {session.state.z + 1} of {session.state.slices}" in text
    assert f"Ellipse 1: area {figures.area:,} px (no spacing)" in text
    assert f"mean {figures.signals[Channel.FLAIR].mean:.2f}" in text


def test_the_keyboard_goes_from_one_measurement_to_the_next(shown, qtbot):
    measurements = shown.window.desk.measurements
    for x in (30.0, 60.0, 90.0):
        measurements.add(Ruler((x, 50.0), (x + 20, 80.0)))
    seen = []
    for _ in range(4):
        qtbot.keyClick(shown.window.canvas, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
        seen.append(measurements.selected.name)
    assert seen == ["Ruler 1", "Ruler 2", "Ruler 3", "Ruler 1"]


def test_measurements_come_back_with_the_pixels_they_were_drawn_on(shown, demo_cohort, own_demo, qtbot):
    session, measurements = shown.session, shown.window.desk.measurements
    ruler = Ruler((60.0, 60.0), (90.0, 60.0))
    measurements.add(ruler)
    study, z = session.state.study, session.state.z
    other = own_demo / session.study.slices[z].image.path.relative_to(demo_cohort)
    tifffile.imwrite(other, 255 - tifffile.imread(other), photometric="rgb")
    for root, left in ((own_demo, []), (demo_cohort, [ruler])):
        shown.window.desk.open_path(root)
        qtbot.waitUntil(lambda root=root: session.cohort.root == root and session.volume is not None)
        assert session.state.study == study
        session.go_to_slice(z)
        assert [m.shape for m in measurements.here] == left


def test_undo_brings_back_what_was_deleted_last_and_del_takes_what_is_in_view(shown, qtbot):
    canvas, desk = shown.window.canvas, shown.window.desk
    answer(shown, shifted_truth(shown))
    volume = shown.session.finding.volume
    desk.components.choose(shown.session.finding.components.components[0])
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    desk.measurements.add(Ruler((60.0, 60.0), (90.0, 60.0)))
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [m.name for m in desk.measurements.here] == ["Ruler 1"]
    assert shown.session.finding.volume < volume
    qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown.session.finding.volume == volume
    # a component chosen before a measurement was drawn is no longer what Del takes
    desk.components.choose(shown.session.finding.components.components[0])
    desk.measurements.add(Ruler((60.0, 90.0), (90.0, 90.0)))
    for _ in range(2):
        qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert shown.session.finding.volume == volume


def test_nothing_is_drawn_on_a_study_whose_pixels_are_awaited(program, qtbot):
    qtbot.mousePress(program.window.canvas, LEFT, pos=QPoint(50, 50))
    assert program.window.desk.measurements.here == ()


@pytest.mark.parametrize("zoom", [0.3, 1.0, 4.0, 30.0])
def test_the_numbers_are_in_sight_and_cover_no_handle_at_any_zoom(shown, zoom):
    canvas, measurements = shown.window.canvas, shown.window.desk.measurements
    measurements.add(Ruler((110.0, 118.0), (140.0, 120.0)))
    measurements.add(FreeHand.drawn([(100.0, 100.0), (150.0, 110.0), (140.0, 160.0), (90.0, 150.0)]))
    measurements.add(Ellipse((100.0, 110.0), (150.0, 150.0)))
    shown.session.set_viewport(Viewport(zoom, (0.5, 0.5)))
    transform = canvas.image_transform()
    texts = text_boxes(transform, canvas, measurements)
    assert "Ellipse 1" in {lines[0] for _, lines in texts}
    for n, (box, _) in enumerate(texts):
        assert QRectF(canvas.rect()).contains(box)
        assert not any(box.intersects(handle) for handle in handle_boxes(measurements.selected, transform))
        assert not any(box.intersects(other) for other, _ in texts[:n])


@given(
    st.tuples(st.floats(-50, 700), st.floats(-50, 500), st.floats(0, 600), st.floats(0, 400)),
    st.lists(st.tuples(st.floats(0, 600), st.floats(0, 400)), max_size=10),
)
def test_a_text_never_covers_a_handle_while_there_is_room(around, places):
    area = QRectF(0, 0, 640, 440)
    handles = [QRectF(x, y, 11, 11) for x, y in places]
    box = place_label(QSizeF(120, 60), QRectF(*around), handles, [], area)
    assert area.contains(box)
    assert not any(box.intersects(handle) for handle in handles)
