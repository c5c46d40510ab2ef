"""The bar under the image, and the keys that go to the next slice of a kind."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from lgg_viewer.core.overlay import PREDICTION_COLOUR, TRUTH_COLOUR
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.gui.panes.slice_bar import AREAS, DICE, MARGIN, SliceBar
from lgg_viewer.gui.theme import now
from tests.gui.answering import answer, shifted_truth


@pytest.fixture
def bar(seen, qtbot) -> SliceBar:
    bar = SliceBar(seen.session)
    qtbot.addWidget(bar)
    bar.resize(800, bar.height())
    bar.show()
    return bar


def place(bar: SliceBar, z: int) -> QPoint:
    return bar._column(z).center().toPoint()


def test_a_click_goes_to_the_slice_and_a_drag_follows(opened, qtbot):
    session, bar = opened.session, opened.window.findChild(SliceBar)
    for z in range(session.state.slices):
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=place(bar, z))
        assert session.state.z == z
    qtbot.mousePress(bar, Qt.MouseButton.LeftButton, pos=place(bar, 2))
    qtbot.mouseMove(bar, place(bar, 9))
    assert session.state.z == 9
    qtbot.mouseMove(bar, QPoint(bar.width() + 400, 5))
    assert session.state.z == session.state.slices - 1
    qtbot.mouseMove(bar, QPoint(-400, 5))
    assert session.state.z == 0
    qtbot.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(3, 5))
    qtbot.mouseMove(bar, place(bar, 9))
    assert session.state.z == 0


def test_the_bar_tells_the_numbers_of_a_slice(seen, bar):
    session = seen.session
    z = int(np.argmax(session.truth.areas))
    actual = session.truth.areas[z]
    assert bar.describe(z) == f"Slice {z + 1} of {session.state.slices}\nGround truth: {actual:,} px"
    values = np.zeros(session.volume.shape)
    values[z, 10:20, 10:20] = 0.9
    values[z, 30:35, 30:35] = 0.4
    known = np.ones(len(values), bool)
    known[z - 1] = False
    answer(seen, values, known)
    both = int(np.count_nonzero(session.truth.voxels[z, 10:20, 10:20]))
    assert bar.describe(z).splitlines()[2:] == [
        "Prediction: 100 px",
        f"Dice: {2 * both / (100 + actual):.3f}",
        "Doubtful (p 0.3 to 0.7): 25 px",
    ]
    assert bar.describe(z - 1).splitlines()[-1] == "Prediction: not yet"
    empty = session.truth.areas.index(0)
    assert "Dice: both empty" in bar.describe(empty)
    session.set_spacing([session.state.study], Spacing(2, 2, 5))
    assert "Prediction: 400 mm²" in bar.describe(z)
    session.withhold(True)
    assert len(bar.describe(z).splitlines()) == 2


def test_the_tip_is_that_of_the_slice_under_the_cursor(seen, bar, qtbot):
    at = place(bar, 6)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, at, bar.mapToGlobal(at))
    QApplication.sendEvent(bar, event)
    assert QToolTip.text() == bar.describe(6)
    QToolTip.hideText()


def test_the_slice_on_screen_is_marked(seen, bar):
    for z in (0, 7, seen.session.state.slices - 1):
        seen.session.go_to_slice(z)
        image = bar.grab().toImage()
        edge = bar._column(z).toAlignedRect()
        marked = [x for x in range(MARGIN, bar.width()) if image.pixelColor(x, 1) == QColor(now().text)]
        assert marked == [edge.left(), edge.right()]


def test_a_slice_that_was_missed_does_not_look_like_one_without_tumour(seen, bar):
    session = seen.session
    answer(seen, np.zeros(session.volume.shape))
    session.go_to_slice(0)
    image = bar.grab().toImage()
    middle = DICE[0] + DICE[1] // 2
    missed = [z for z in range(1, session.state.slices) if session.truth.areas[z]]
    empty = [z for z in range(1, session.state.slices) if not session.truth.areas[z]]
    seen = {z: image.pixelColor(place(bar, z).x(), middle) for z in (*missed, *empty)}
    assert len({seen[z].name() for z in missed}) == 1
    assert seen[missed[0]] not in [seen[z] for z in empty]


def test_what_is_withheld_is_not_in_the_bar(seen, bar):
    seen.session.go_to_slice(0)
    without = bar.grab().toImage()
    answer(seen, shifted_truth(seen))
    assert bar.grab().toImage() != without
    seen.session.withhold(True)
    assert bar.grab().toImage() == without


@pytest.mark.parametrize("width", [200, 700, 1400])
def test_numbers_do_not_run_into_each_other(seen, bar, width):
    bar.resize(width, bar.height())
    drawn = []

    class Spy:
        def setPen(self, _pen): ...
        def drawText(self, place, _flags, text):
            drawn.append((place, text))

    bar._paint_numbers(Spy(), bar.rect())
    places = [p for p, _ in drawn]
    assert str(seen.session.state.z + 1) in [text for _, text in drawn]
    assert not any(a.intersects(b) for n, a in enumerate(places) for b in places[:n])
    assert all(p.right() <= width for p in places)


@pytest.mark.parametrize("width", [160, 400, 1400])
def test_after_every_step_the_bar_looks_as_if_it_were_painted_whole(seen, bar, qtbot, width):
    def painted_whole() -> bool:
        on_screen = bar.screen().grabWindow(bar.winId()).toImage()
        return on_screen == bar.grab().toImage().convertToFormat(on_screen.format())

    answer(seen, shifted_truth(seen))
    bar.resize(width, bar.height())
    last = seen.session.state.slices - 1
    for z in (0, 1, 2, 3, 2, last, last - 1, 0, last // 2, 4, 5, 6, 7, 8, 9, 10, 9):
        seen.session.go_to_slice(z)
        qtbot.wait(1)  # until what asked for it is painted
        assert painted_whole(), z
    for threshold in (0.4, 0.95, 0.5):
        seen.session.set_threshold(threshold)
        qtbot.wait(1)
        assert painted_whole(), threshold


def go(opened, qtbot, keys: str, start: int) -> list[int]:
    """Press keys one after the other and return the slices they lead to."""
    opened.session.go_to_slice(start)
    visited = []
    for key in keys:
        shift = Qt.KeyboardModifier.ShiftModifier if key.isupper() else Qt.KeyboardModifier.NoModifier
        qtbot.keyClick(opened.window, getattr(Qt.Key, f"Key_{key.upper()}"), shift)
        visited.append(opened.session.state.z)
    return visited


def predict(opened, **slices: int) -> None:
    """Answer with the ground truth, but for some slices: moved by so many columns."""
    values = np.where(opened.session.truth.voxels, 0.9, 0.02)
    for name, by in slices.items():
        z = int(name[1:])
        values[z] = np.roll(values[z], by, axis=1)
    answer(opened, values)


def test_t_goes_from_tumour_slice_to_tumour_slice_and_round_the_end(opened, qtbot):
    session = opened.session
    marked = [z for z, area in enumerate(session.truth.areas) if area]
    told = []
    session.noticed.connect(lambda text, _failed: told.append(text))
    assert go(opened, qtbot, "t" * len(marked), marked[0] - 1) == marked
    assert not told
    assert go(opened, qtbot, "t", marked[-1]) == [marked[0]]
    assert "first tumour slice" in told[-1]
    assert go(opened, qtbot, "TT", marked[1]) == [marked[0], marked[-1]]
    values = np.zeros(session.volume.shape)
    values[0, 50:60, 50:60] = 0.9
    answer(opened, values)
    assert go(opened, qtbot, "t", marked[-1]) == [0]
    session.withhold(True)
    assert go(opened, qtbot, "t", marked[-1]) == [marked[0]]


def test_j_goes_to_disagreements_and_passes_over_borders_one_pixel_off(opened, qtbot):
    session = opened.session
    marked = [z for z, area in enumerate(session.truth.areas) if area]
    one, two = marked[len(marked) // 3], marked[2 * len(marked) // 3]
    predict(opened, **{f"_{one}": 15, f"_{two}": 15, f"_{one + 1}": 1})
    assert go(opened, qtbot, "jjj", 0) == [one, two, one]
    assert go(opened, qtbot, "JJ", one) == [two, one]


def test_y_goes_to_the_slices_in_doubt(opened, qtbot):
    values = np.zeros(opened.session.volume.shape)
    values[[4, 9], 50:60, 50:60] = 0.5
    values[6, 50:80, 50:80] = 0.95
    values[6, 50, 50:80] = 0.5
    answer(opened, values)
    assert go(opened, qtbot, "yyY", 5) == [9, 4, 9]


@pytest.mark.parametrize("key", ["j", "y"])
def test_without_a_prediction_the_keys_say_why_they_go_nowhere(opened, qtbot, key):
    with qtbot.waitSignal(opened.session.noticed, check_params_cb=lambda text, _f: "No prediction" in text):
        assert go(opened, qtbot, key, 3) == [3]


def test_where_there_is_none_it_is_said(opened, qtbot):
    predict(opened)
    with qtbot.waitSignal(opened.session.noticed, check_params_cb=lambda text, _f: "no disagreement" in text):
        assert go(opened, qtbot, "j", 3) == [3]
    values = np.zeros(opened.session.volume.shape)
    values[3, 50:60, 50:60] = 0.5
    answer(opened, values)
    with qtbot.waitSignal(opened.session.noticed, check_params_cb=lambda text, _f: "no other doubtful" in text):
        assert go(opened, qtbot, "y", 3) == [3]


def test_going_to_a_slice_moves_nothing_else(opened, qtbot):
    predict(opened, _5=15)
    opened.session.go_to_slice(0)
    before = opened.session.state
    go(opened, qtbot, "tjyTJY", 0)
    after = opened.session.state
    assert (after.viewport, after.windows, after.overlays, after.threshold) == (
        before.viewport,
        before.windows,
        before.overlays,
        before.threshold,
    )


def test_the_area_rows_point_up_for_ground_truth_and_down_for_the_prediction(seen, bar):
    session = seen.session
    z = int(np.argmax(session.truth.areas))
    predict(seen)
    session.go_to_slice(0)
    image = bar.grab().toImage()
    middle = AREAS[0] + AREAS[1] // 2
    x = place(bar, z).x()
    assert image.pixelColor(x, middle - 5) == QColor(*TRUTH_COLOUR)
    assert image.pixelColor(x, middle + 5) == QColor(*PREDICTION_COLOUR)
