"""Where prediction and ground truth agree, and where the network is in doubt: seen and counted."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from lgg_viewer.core.doubt import doubt_of
from lgg_viewer.core.overlay import AGREEMENT_SETS, AREA_MAPS, doubt_rgba
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.view_state import Viewport
from lgg_viewer.gui.panels.agreement import AgreementPanel
from lgg_viewer.gui.panels.show import NO_MAP, ShowPanel
from lgg_viewer.gui.panes.canvas import Canvas
from lgg_viewer.gui.panes.legend import agreement_lacks, describe_calibration
from tests.gui.answering import answer, shifted_truth


def with_answer(program):
    """Put a prediction beside the ground truth, and go to the slice with most tumour."""
    answer(program, shifted_truth(program))
    program.session.go_to_slice(int(np.argmax(program.session.truth.areas)))
    return program


@pytest.fixture
def answered(opened):
    return with_answer(opened)


@pytest.fixture
def told(seen):
    return with_answer(seen)


@pytest.fixture
def canvas(told, qtbot) -> Canvas:
    canvas = Canvas(told.session)
    qtbot.addWidget(canvas)
    canvas.resize(500, 400)
    canvas.show()
    return canvas


@pytest.fixture
def panel(told, qtbot) -> AgreementPanel:
    panel = AgreementPanel(told.session)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def shown_maps(program) -> list[str]:
    overlays = program.session.state.overlays
    return [name for name in AREA_MAPS if getattr(overlays, name)]


def painted(canvas) -> np.ndarray:
    """The colours over the slice, RGBA, shape (Y, X, 4)."""
    ((layer, _, _),) = canvas.picture.colour()
    image = layer.convertToFormat(layer.Format.Format_RGBA8888)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()


def masks(program) -> tuple[np.ndarray, np.ndarray]:
    session = program.session
    return session.finding.mask.voxels, session.truth.voxels


def test_one_area_map_is_shown_at_a_time_and_the_outlines_stay(answered, qtbot):
    session = answered.session
    session.set_viewport(Viewport(2.5, (0.3, 0.6)))
    before = session.state
    for key, expected in (("M", "agreement"), ("U", "doubt"), ("H", "heat"), ("Z", "fill"), ("M", "agreement")):
        qtbot.keyClicks(answered.window, key)
        assert shown_maps(answered) == [expected]
    qtbot.keyClicks(answered.window, "M")
    assert shown_maps(answered) == []
    after = session.state
    assert (after.overlays, after.viewport, after.windows, after.z) == (
        before.overlays,
        before.viewport,
        before.windows,
        before.z,
    )


def test_a_map_asked_for_while_all_are_hidden_comes_alone(answered, qtbot):
    answered.session.change_overlays(heat=True, hidden=True)
    qtbot.keyClicks(answered.window, "M")
    assert answered.session.state.overlays_visible
    assert shown_maps(answered) == ["agreement"]


def test_the_panel_offers_one_map_or_none(answered, qtbot):
    boxes = answered.window.findChild(ShowPanel).boxes
    for name in ("heat", "doubt", "agreement", "fill"):
        boxes[name].click()
        assert shown_maps(answered) == [name]
    qtbot.keyClicks(answered.window, "U")
    assert [name for name in (NO_MAP, *AREA_MAPS) if boxes[name].isChecked()] == ["doubt"]
    boxes[NO_MAP].click()
    assert shown_maps(answered) == []


def test_every_voxel_has_the_colour_of_the_masks_that_hold_it(told, canvas):
    session = told.session
    session.change_overlays(agreement=True, opacity=1.0)
    colours, z = session.agreement_colours, session.state.z
    prediction, truth = (mask[z] for mask in masks(told))
    image = painted(canvas)
    for where, colour in (
        (prediction & truth, colours.both),
        (prediction & ~truth, colours.prediction),
        (truth & ~prediction, colours.truth),
    ):
        assert where.any()
        assert (image[where] == (*colour, 255)).all()
    assert not image[~(prediction | truth), 3].any()


def test_the_panel_counts_what_the_map_shows(told, panel):
    session = told.session
    for threshold in (0.5, 0.01):
        session.set_threshold(threshold)
        prediction, truth = masks(told)
        z = session.state.z
        for name, where in (
            ("Both", prediction & truth),
            ("Prediction only", prediction & ~truth),
            ("Ground truth only", truth & ~prediction),
        ):
            assert panel.cells[name, "slice"].text() == f"{np.count_nonzero(where[z]):,}"
            assert panel.cells[name, "study"].text() == f"{np.count_nonzero(where):,}"
    session.set_spacing([session.state.study], Spacing(1, 1, 5))
    both = np.count_nonzero(prediction & truth) * 5 / 1000
    assert panel.cells["Both", "study"].text() == f"{both:,.1f}"
    assert panel._headings["study"].text() == "Study, ml"


def test_other_colours_are_taken_at_once_and_at_the_next_start(make_program, tiny_model, open_cohort, demo_cohort):
    program = make_program(tiny_model)
    open_cohort(program, demo_cohort)
    with_answer(program)
    program.session.change_overlays(agreement=True, opacity=1.0)
    before = painted(program.window.canvas)
    panel = program.window.findChild(AgreementPanel)
    panel.sets.activated.emit(2)
    after = painted(program.window.canvas)
    assert program.session.agreement_colours is AGREEMENT_SETS[2]
    assert not np.array_equal(before, after)
    assert make_program(tiny_model).session.agreement_colours is AGREEMENT_SETS[2]


def test_a_prediction_that_is_withheld_is_nowhere_to_be_seen(told, canvas, panel):
    session = told.session
    for name in AREA_MAPS:
        session.change_overlays(**{each: each == name for each in AREA_MAPS}, truth=False)
        with_it = painted(canvas)
        assert with_it[..., 3].any()
        session.withhold(True)
        assert canvas.picture.colour() == []
        assert canvas.picture.prediction_outline().isEmpty()
        assert {cell.text() for cell in panel.cells.values()} == {"–"}
        session.withhold(False)
        assert np.array_equal(painted(canvas), with_it)


def test_the_legend_says_what_the_map_waits_for(opened):
    assert agreement_lacks(opened.session) == "waits for a prediction"
    known = np.ones(opened.session.state.slices, bool)
    known[3] = False
    answer(opened, shifted_truth(opened), known)
    opened.session.go_to_slice(3)
    assert agreement_lacks(opened.session) == "waits for a prediction"
    opened.session.go_to_slice(4)
    assert agreement_lacks(opened.session) == ""
    opened.session.change_overlays(agreement=True)
    assert not opened.window.grab().isNull()


@pytest.mark.parametrize(("scores", "temperature"), [({}, None), ({"calibration": {"temperature": 2.0}}, 2.0)])
def test_the_doubt_is_that_of_the_calibrated_probability(told, canvas, scores, temperature):
    session = told.session
    session.card = replace(session.card, scores=scores)
    ramp = np.broadcast_to(np.linspace(0, 1, 256), session.volume.shape)
    kept = answer(told, ramp)
    session.change_overlays(doubt=True, opacity=1.0)
    ((layer, _, _),) = canvas.picture.colour()
    doubt = doubt_of(kept[0].astype(np.float32), temperature)
    expected = doubt_rgba(1.0)[(doubt * 255 + 0.5).astype(np.uint8), 3]
    alpha = [layer.pixelColor(x, 7).alpha() for x in range(256)]
    assert alpha == expected[7].tolist()
    said = describe_calibration(session)
    assert said == ("uncalibrated probability" if temperature is None else "calibrated probability, temperature 2.00")


def test_the_doubt_of_the_voxel_under_the_cursor_is_told(told, canvas):
    session, text = told.session, canvas._text
    answer(told, np.full(session.volume.shape, 0.25))
    text.set_hover((10, 12))
    assert "doubt" not in text._under_cursor()
    session.change_overlays(doubt=True)
    assert text._under_cursor().endswith("p 0.25   doubt 0.50")


@pytest.mark.parametrize("name", ["agreement", "doubt", "heat"])
def test_each_map_has_a_legend_on_the_image(told, canvas, name):
    session = told.session
    session.change_overlays(**{name: True}, opacity=0.0, truth=False, prediction=False)
    with_legend = canvas.grab().toImage()
    session.change_overlays(**{name: False})
    assert with_legend != canvas.grab().toImage()


def test_a_prediction_too_speckled_for_an_outline_does_not_cover_the_agreement(answered, qtbot):
    session = answered.session
    rng = np.random.default_rng(1)
    answer(answered, rng.random(session.volume.shape))
    session.change_overlays(truth=False)
    assert answered.window.canvas.picture.prediction_outline().isEmpty()
    qtbot.keyClick(answered.window, Qt.Key.Key_M)
    session.change_overlays(opacity=1.0)
    truth = session.truth.voxels[session.state.z]
    prediction = session.finding.plane(session.state.z)
    assert (painted(answered.window.canvas)[truth & prediction, :3] == session.agreement_colours.both).all()
