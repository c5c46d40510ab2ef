"""The threshold with its curve: where it can be dragged, what its marks say, and whose masks it tells of."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QSlider, QToolButton

import lgg_viewer.gui.panels.curve_maker as curve_maker
from lgg_viewer.core.post_processing import PostProcessing, Removal
from lgg_viewer.core.probability import ProbabilityMap
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.threshold_table import THRESHOLDS
from lgg_viewer.core.volume import frozen
from lgg_viewer.gui.panels.post import PostSwitches
from lgg_viewer.jobs.curve_task import trace
from lgg_viewer.jobs.tasks import Answer, tabulate

ALL_ON = PostProcessing(largest=True, smallest=5, fill_holes=True)


def answer_of(program, key: str) -> Answer:
    """An answer near the ground truth, with a hole in it, specks around it, and something else in a corner."""
    drawer = program.session.drawers[key]
    data = drawer.loaded.data
    rng = np.random.default_rng(len(key))
    values = np.where(data.truth.voxels, 0.9, 0.0) * rng.uniform(0.5, 1, data.volume.shape)
    values[rng.random(values.shape) < 0.002] = 0.6
    z = int(np.argmax(data.truth.areas))
    rows, columns = np.nonzero(data.truth.voxels[z])
    values[z, rows[len(rows) // 2], columns[len(rows) // 2]] = 0
    values[z, :6, :6] = 0.95
    known = np.ones(len(values), bool)
    model = program.session.card.model_id
    probability = ProbabilityMap(frozen(values.astype(np.float16)), frozen(known), model, "made up")
    return Answer(probability, tabulate(probability, data.truth), data.volume.sha256)


def show(program, qtbot, key: str) -> None:
    program.session.select_study(key)
    qtbot.waitUntil(lambda: program.session.volume is not None)


@pytest.fixture
def answered(opened, qtbot):
    """A program with an answer on screen and its curve drawn."""
    key = opened.session.state.study
    opened.session.put_answer(key, answer_of(opened, key))
    qtbot.waitUntil(lambda: hasattr(opened.window.panels.threshold._curve, "plot"), timeout=10_000)
    QApplication.processEvents()
    return opened


@pytest.fixture
def curve(answered):
    """What is drawn."""
    return answered.window.panels.threshold._curve


def place(curve, threshold: float) -> QPoint:
    """Return where a threshold lies on the plot, far from the line."""
    return curve.plot.mapFromScene(curve.plot.getViewBox().mapViewToScene(QPointF(threshold, 0.4)))


def move(curve, threshold: float, buttons: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    at = QPointF(place(curve, threshold))
    event = QMouseEvent(QEvent.Type.MouseMove, at, at, Qt.MouseButton.NoButton, buttons, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(curve.plot.viewport(), event)


def processed(program, qtbot):
    """Wait for the curve of the masks on screen."""
    qtbot.waitUntil(lambda: program.curves.curve is not None, timeout=30_000)
    return program.curves.curve


# the curve


def test_dragging_anywhere_on_the_curve_is_dragging_the_slider(answered, curve, qtbot):
    session, panel = answered.session, answered.window.panels.threshold
    session.set_threshold(0.9)
    qtbot.mousePress(curve.plot.viewport(), Qt.MouseButton.LeftButton, pos=place(curve, 0.2))
    assert session.state.threshold == pytest.approx(0.2, abs=0.02)
    move(curve, 0.35, Qt.MouseButton.LeftButton)
    assert session.state.threshold == pytest.approx(0.35, abs=0.02)
    assert panel.slider.value() == round(100 * session.state.threshold)
    move(curve, 7, Qt.MouseButton.LeftButton)
    assert session.state.threshold == 1
    qtbot.mouseRelease(curve.plot.viewport(), Qt.MouseButton.LeftButton, pos=place(curve, 0.35))
    move(curve, 0.1)
    assert session.state.threshold == 1


def test_looking_along_the_curve_tells_its_figures_and_moves_nothing(answered, curve):
    session = answered.session
    session.set_threshold(0.5)
    move(curve, 0.3)
    step = round(100 * curve._hover)
    at = answered.curves.curve
    assert session.state.threshold == 0.5
    assert f"{at.dice[step]:.3f}" in curve.told.text()
    assert f"{at.volume[step]:,} vox" in curve.told.text()
    QApplication.sendEvent(curve.plot, QEvent(QEvent.Type.Leave))
    assert f"{at.dice[50]:.3f}" in curve.told.text()


def test_a_press_near_a_mark_takes_the_mark_itself(answered, curve, qtbot):
    answered.session.set_threshold(0.9)
    near = place(curve, 0.5) + QPoint(2, 0)
    qtbot.mousePress(curve.plot.viewport(), Qt.MouseButton.LeftButton, pos=near)
    assert answered.session.state.threshold == 0.5


def test_each_mark_has_a_name_and_a_button_that_goes_there(answered, qtbot):
    session, curves = answered.session, answered.curves
    from dataclasses import replace

    session.card = replace(session.card, threshold=0.43)
    session.card_changed.emit()
    best = float(THRESHOLDS[np.argmax(session.finding.table.dice_curve())])
    buttons = [b for b in answered.window.panels.threshold.marks.findChildren(QToolButton) if not b.isHidden()]
    names = [f"Go to the threshold {t}" for t in ("0.50", "model card 0.43", f"best by truth {best:.2f}")]
    assert [b.accessibleName() for b in buttons] == names
    session.set_threshold(0.9)
    for button, expected in zip(buttons, (0.5, 0.43, best), strict=True):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert session.state.threshold == pytest.approx(expected)
    assert [m.threshold for m in curves.marks] == [0.5, 0.43, best]


def test_without_ground_truth_there_is_volume_alone_and_nothing_is_called_best(program, open_cohort, own_demo, qtbot):
    for mask in own_demo.rglob("*_mask.tif"):
        mask.unlink()
    open_cohort(program, own_demo)
    session = program.session
    shape = session.volume.shape
    values = np.linspace(0, 1, int(np.prod(shape))).reshape(shape).astype(np.float16)
    probability = ProbabilityMap(frozen(values), frozen(np.ones(shape[0], bool)), session.card.model_id)
    answer = Answer(probability, tabulate(probability, None), session.drawer.loaded.data.volume.sha256)
    session.put_answer(session.state.study, answer)
    curve = processed(program, qtbot)
    assert curve.dice is None
    qtbot.waitUntil(lambda: hasattr(program.window.panels.threshold._curve, "told"), timeout=10_000)
    told = program.window.panels.threshold._curve.told.text()
    assert "Dice" not in told
    assert f"{session.finding.volume:,} vox" in told
    assert not [m for m in program.curves.marks if "best" in m.name]
    doubtful = int(np.count_nonzero((values >= np.float16(0.3)) & (values < np.float16(0.7))))
    share = round(100 * doubtful / session.finding.volume)
    assert program.window.panels.threshold.doubt.text() == f"Doubtful (p 0.3–0.7): {doubtful:,} vox ({share} %)"


def test_with_millimetres_volumes_are_told_in_ml(answered, curve):
    session = answered.session
    session.set_spacing([session.state.study], Spacing(2, 2, 5))
    ml = session.finding.volume * 0.02
    assert f"{ml:,.1f} ml" in curve.told.text()
    ticks = curve.plot.getPlotItem().getAxis("right")._tickLevels[0]
    assert ticks[-1] == (1.0, "ml")
    assert "ml" in answered.window.panels.threshold.doubt.text()


@given(st.floats(1, 1e7), st.one_of(st.none(), st.floats(1e-4, 1)))
def test_the_axis_of_volumes_has_a_few_round_numbers(top, voxel_ml):
    from lgg_viewer.gui.panels.threshold_curve import Scale

    *numbers, unit = Scale(top, voxel_ml).ticks()
    assert unit == (1.0, "vox" if voxel_ml is None else "ml")
    assert 2 <= len(numbers) <= 6
    assert numbers[0] == (0.0, "0")
    assert all(0 <= at <= 0.86 for at, _ in numbers)
    for at, text in numbers[1:]:
        value = float(text.rstrip("kM")) * {"k": 1e3, "M": 1e6}.get(text[-1], 1)
        assert value == pytest.approx(at * top * (voxel_ml or 1))


def test_the_histogram_counts_the_voxels_from_a_hundredth_on(answered):
    from lgg_viewer.gui.panels.threshold_curve import histogram

    values = answered.session.probability.values.astype(np.float64)
    expected, _ = np.histogram(values, [*THRESHOLDS[1:-1], 2])
    np.testing.assert_array_equal(histogram(answered.curves.raw), expected)
    curve = answered.window.panels.threshold._curve
    assert "without those below 0.01" in curve.plot.toolTip()
    assert "0.01" in curve.plot._legend.toPlainText()


# post-processing


def test_each_switch_is_seen_in_the_numbers_at_once(answered, qtbot):
    session, panel, cells = (
        answered.session,
        answered.window.panels.threshold.post,
        answered.window.panels.numbers,
    )
    session.set_threshold(0.55)
    volumes = [session.finding.volume]
    for button in (panel.holes, panel.small, panel.largest):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        volumes.append(session.finding.volume)
        assert cells.cells["Prediction", "study"].text() == f"{volumes[-1]:,} vox"
    assert volumes[1] > volumes[0]
    assert volumes[1] > volumes[2] > volumes[3]
    assert session.state.post == PostProcessing(True, panel.smallest.value(), True)
    assert "Post-processing on" in panel.sign.text()
    for button in (panel.holes, panel.small, panel.largest):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert session.finding.volume == volumes[0]
    assert panel.sign.text() == "Post-processing off"


def test_the_size_under_which_components_go_can_be_typed(answered, qtbot):
    session, panel = answered.session, answered.window.panels.threshold.post
    panel.smallest.setFocus()
    panel.smallest.selectAll()
    qtbot.keyClicks(panel.smallest, "7")
    qtbot.keyClick(panel.smallest, Qt.Key.Key_Return)
    assert session.state.post.smallest == 7
    assert panel.small.isChecked()
    qtbot.mouseClick(panel.small, Qt.MouseButton.LeftButton)
    assert session.state.post.trivial
    assert panel.smallest.value() == 7


def test_switches_follow_what_others_set(answered):
    panel = answered.window.panels.threshold.post
    answered.session.set_post(ALL_ON)
    assert panel.largest.isChecked()
    assert panel.small.isChecked()
    assert panel.holes.isChecked()
    assert panel.smallest.value() == 5


def test_a_deleted_component_is_never_forgotten(answered):
    session, panel = answered.session, answered.window.panels.threshold.post
    session.set_removals((Removal(session.finding.components.voxels_of(1)),))
    assert panel.sign.text() == "Post-processing off · 1 removed"
    session.set_removals(())
    assert panel.sign.text() == "Post-processing off"


def test_the_sign_tells_what_is_left_out_and_whether_the_card_has_it_so(answered):
    session, panel = answered.session, answered.window.panels.threshold.post
    count = session.finding.components.total
    assert count > 1
    session.set_post(PostProcessing(largest=True))
    assert panel.sign.text() == f"Post-processing on · {count - 1:,} dropped"
    assert panel.sign.property("tone") == "warning"
    session.set_card(replace(session.card, post=PostProcessing(largest=True)))
    assert panel.sign.text().startswith("Post-processing: card")
    assert panel.sign.property("tone") == "faint"


def test_components_that_are_small_beside_the_largest_go_by_a_switch_of_their_own(answered, qtbot):
    session, panel = answered.session, answered.window.panels.threshold.post
    assert panel.minor.text() == "< 20 %"
    qtbot.mouseClick(panel.minor, Qt.MouseButton.LeftButton)
    assert session.state.post == PostProcessing(share=0.2)
    qtbot.mouseClick(panel.minor, Qt.MouseButton.LeftButton)
    assert session.state.post.trivial
    # the share is that of the card
    session.set_card(replace(session.card, post=PostProcessing(share=0.35)))
    assert (panel.minor.text(), panel.minor.isChecked()) == ("< 35 %", True)
    qtbot.mouseClick(panel.minor, Qt.MouseButton.LeftButton)
    assert panel.minor.text() == "< 35 %"
    qtbot.mouseClick(panel.minor, Qt.MouseButton.LeftButton)
    assert session.state.post == PostProcessing(share=0.35)


def test_a_model_brings_its_post_processing_along(answered):
    session, panel = answered.session, answered.window.panels.threshold.post
    assert session.state.post.trivial
    session.set_card(replace(session.card, post=ALL_ON, threshold=0.4))
    assert (session.state.post, session.state.threshold) == (ALL_ON, 0.4)
    assert panel.largest.isChecked()
    session.set_card(replace(session.card, post=PostProcessing()))
    assert session.state.post.trivial
    assert panel.sign.text() == "Post-processing off"


def test_the_sign_warns_as_long_as_the_card_would_have_it_otherwise(answered):
    session, panel = answered.session, answered.window.panels.threshold.post
    plain = session.card
    session.set_card(replace(plain, post=PostProcessing(share=0.2)))
    session.set_post(PostProcessing())
    assert (panel.sign.text(), panel.sign.property("tone")) == ("Post-processing off", "warning")
    session.set_card(plain)
    assert (panel.sign.text(), panel.sign.property("tone")) == ("Post-processing off", "faint")


def test_the_image_says_what_is_left_out_and_who_is_not_as_the_card_has_it(answered):
    session, badges = answered.session, answered.window.canvas._text.badges
    count = session.finding.components.total
    assert not [b for b in badges() if b.startswith("prediction")]
    session.set_post(PostProcessing(largest=True))
    assert f"prediction: post-processed, {count - 1:,} dropped" in badges()
    session.set_removals((Removal(session.finding.components.voxels_of(1)),))
    assert f"prediction: post-processed, {count - 2:,} dropped, 1 removed" in badges()


def test_while_a_study_is_segmented_its_mask_is_the_threshold_alone(answered):
    session = answered.session
    whole = session.finding.volume
    session.drawer.segmenting = True
    session.set_post(PostProcessing(largest=True))
    assert session.finding.raw
    assert session.finding.volume == whole
    session.drawer.segmenting = False
    assert session.finding.post == PostProcessing(largest=True)
    assert session.finding.volume < whole


def test_the_curve_is_that_of_the_processed_masks(answered, qtbot):
    session = answered.session
    session.set_removals((Removal(session.finding.components.voxels_of(2)),))
    session.set_post(ALL_ON)
    curve = processed(answered, qtbot)
    for threshold in (0.1, 0.43, 0.5, 0.61, 0.8):
        session.set_threshold(threshold)
        step = round(100 * threshold)
        assert curve.volume[step] == session.finding.volume
        assert curve.dice[step] == pytest.approx(session.finding.study_counts.dice)
    assert answered.curves.curve is curve
    assert answered.curves.raw.volume[50] > curve.volume[50]


@pytest.fixture
def gate(monkeypatch):
    """Curves wait for it, and do not look at cancellation meanwhile."""
    opened, begun, traced = threading.Event(), threading.Event(), []

    def slow(finding, _cancelled):
        begun.set()
        opened.wait(20)
        traced.append(finding)
        return trace(finding)

    monkeypatch.setattr(curve_maker, "trace", slow)
    opened.begun, opened.traced = begun, traced
    yield opened
    opened.set()


def test_until_it_has_come_the_raw_curve_is_faint_and_nothing_is_called_best(answered, curve, qtbot, gate):
    session, curves = answered.session, answered.curves
    solid = curve.plot._dice.opts["pen"].color().alpha()
    session.set_post(ALL_ON)
    assert curves.curve is None
    assert curve.plot._dice.opts["pen"].color().alpha() < solid
    np.testing.assert_array_equal(curve.plot._dice.yData, curves.raw.dice)
    assert "…" in curve.told.text()
    star = answered.window.panels.threshold.marks.buttons["★"]
    assert not star.isHidden()
    assert not star.isEnabled()
    gate.set()
    done = processed(answered, qtbot)
    assert curve.plot._dice.opts["pen"].color().alpha() == solid
    np.testing.assert_array_equal(curve.plot._dice.yData, done.dice)
    assert star.isEnabled()


def test_a_curve_that_comes_late_never_appears_on_another_study(answered, qtbot, gate):
    session, curves = answered.session, answered.curves
    first, second = (d.study.key for d in session.drawers.all()[:2])
    session.set_post(ALL_ON)
    qtbot.waitUntil(gate.begun.is_set, timeout=10_000)
    show(answered, qtbot, second)
    assert curves.raw is None
    assert curves.curve is None
    session.put_answer(second, answer_of(answered, second))
    gate.set()
    curve = processed(answered, qtbot)
    assert gate.traced[-1].probability is session.probability
    assert curve.volume[50] == trace(session.finding).volume[50] != trace(gate.traced[0]).volume[50]
    show(answered, qtbot, first)
    assert processed(answered, qtbot).volume[50] == trace(session.finding).volume[50]


def test_of_several_changes_only_the_last_one_is_worked_out(answered, qtbot, gate):
    session = answered.session
    for smallest in (2, 3, 4, 5):
        session.set_post(PostProcessing(smallest=smallest))
    gate.set()
    curve = processed(answered, qtbot)
    assert session.finding.volume == curve.volume[round(100 * session.state.threshold)]
    assert len(gate.traced) <= 2
    assert gate.traced[-1].post.smallest == 5


def test_a_curve_that_fails_is_told(answered, qtbot, monkeypatch):
    def fail(_finding, _cancelled):
        raise MemoryError

    monkeypatch.setattr(curve_maker, "trace", fail)
    with qtbot.waitSignal(answered.session.noticed, timeout=10_000) as told:
        answered.session.set_post(ALL_ON)
    assert told.args[1]
    assert "not enough memory" in told.args[0]


# blind-first


def test_a_prediction_that_is_kept_back_shows_neither_curve_nor_marks(answered, qtbot):
    session, panel = answered.session, answered.window.panels.threshold
    session.set_post(ALL_ON)
    processed(answered, qtbot)
    session.withhold(True)
    assert answered.curves.raw is None
    assert answered.curves.curve is None
    assert not panel._curve.isVisible()
    assert not panel.marks.isVisible()
    assert not panel.doubt.isVisible()
    assert "verdict" in panel._place.text()
    session.withhold(False)
    assert panel._curve.isVisible()
    assert panel.doubt.isVisible()
    assert processed(answered, qtbot).volume[50] == trace(session.finding).volume[50]


def test_no_curve_of_a_prediction_that_is_kept_back_is_made_even_for_a_moment(answered, qtbot):
    session, reviewer = answered.session, answered.reviewer
    first, second = [study.key for study in session.cohort.studies[:2]]
    show(answered, qtbot, second)
    session.put_answer(second, answer_of(answered, second))
    show(answered, qtbot, first)
    reviewer.set_blind(True)
    reviewer.state_verdict("Tumour")
    assert answered.curves.raw is not None
    told = []
    answered.curves.curve_changed.connect(lambda: told.append((session.state.study, answered.curves.raw)))
    show(answered, qtbot, second)
    assert session.withheld
    assert told
    assert [raw for study, raw in told if study == second and raw is not None] == []


# at home


def test_every_control_has_a_name_and_leaves_the_keys_with_the_image(answered):
    panel = answered.window.panels.threshold
    controls = [*panel.findChildren(QToolButton), *panel.findChildren(QSlider), *panel.findChildren(QAbstractSpinBox)]
    controls = [c for c in controls if not c.isHidden()]
    assert len(controls) >= 9
    for control in controls:
        assert control.accessibleName()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not isinstance(control, QAbstractSpinBox):
            assert not control.focusPolicy() & Qt.FocusPolicy.ClickFocus


def test_the_panel_does_not_grow_wider_than_its_place(answered):
    assert answered.window.panels.threshold.minimumSizeHint().width() <= 224
    assert isinstance(answered.window.panels.threshold.post, PostSwitches)
