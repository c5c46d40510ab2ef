"""Planes through a stack, what panes show, and the crosshair that links them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgg_viewer.core.display import Display, Overlays
from lgg_viewer.core.finding import Finding
from lgg_viewer.core.mask import Mask, MaskSource
from lgg_viewer.core.pane import LAYOUTS, Painted, Panes, PaneView, Way
from lgg_viewer.core.plane import Plane
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.probability import ModelId, ProbabilityMap
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.study import Channel
from lgg_viewer.core.threshold_table import ThresholdTable
from lgg_viewer.core.view_state import Viewport, ViewState
from lgg_viewer.core.window import Window

SHAPE = (5, 7, 9)
voxels = st.tuples(*(st.integers(0, length - 1) for length in SHAPE))
planes = st.sampled_from(Plane)
views = st.builds(
    PaneView, planes, st.none() | st.sampled_from(Display), st.sampled_from(Painted), st.none() | st.just(0.3)
)


@st.composite
def some_panes(draw):
    shown = tuple(draw(views) for _ in range(draw(st.sampled_from([1, 2, 4]))))
    active = draw(st.integers(0, len(shown) - 1))
    return Panes(shown, active, draw(st.booleans()) and len(shown) > 1, draw(st.sampled_from(Way)))


# planes


@given(planes, voxels)
def test_a_voxel_is_found_in_each_plane_through_it_and_from_there_back(plane, voxel):
    stack = np.arange(np.prod(SHAPE)).reshape(SHAPE)
    cut = plane.cut(stack, plane.index(voxel))
    place = plane.place(voxel, SHAPE[0])
    assert cut.shape == plane.shape(SHAPE)
    assert cut[place] == stack[voxel]
    assert plane.voxel(place, voxel, SHAPE[0]) == voxel


def test_the_first_slice_is_at_the_bottom_of_a_plane_across_the_slices():
    stack = np.zeros(SHAPE)
    stack[0] = 1
    for plane in (Plane.CORONAL, Plane.SAGITTAL):
        assert plane.cut(stack, 3)[-1].all()
        assert not plane.cut(stack, 3)[:-1].any()


@given(planes, st.floats(0.2, 9), st.floats(0.2, 9), st.floats(0.2, 9))
def test_a_plane_has_the_proportions_of_its_millimetres(plane, row, column, distance):
    rows, columns = plane.shape(SHAPE)
    down, along = plane.voxel_size(SHAPE, Spacing(row, column, distance))
    height = {Plane.AXIAL: row, Plane.CORONAL: distance, Plane.SAGITTAL: distance}[plane]
    width = row if plane is Plane.SAGITTAL else column
    assert (rows * down) / (columns * along) == pytest.approx(rows * height / (columns * width))


@pytest.mark.parametrize("slices", [20, 88])
def test_a_stack_of_unknown_distance_is_as_high_whatever_its_slices(slices):
    shape = (slices, 256, 256)
    down, along = Plane.CORONAL.voxel_size(shape, None)
    assert slices * down / (256 * along) == pytest.approx(0.6)
    assert Plane.AXIAL.voxel_size(shape, None) == (1.0, 1.0)


# views


@pytest.mark.parametrize(
    ("painted", "shown"),
    [
        (Painted.TRUTH, {"truth"}),
        (Painted.PREDICTION, {"prediction", "heat", "doubt"}),
        (Painted.NOTHING, set()),
        (Painted.AS_WINDOW, {"truth", "prediction", "heat", "doubt", "agreement"}),
    ],
)
def test_a_pane_with_one_mask_shows_nothing_of_the_other_nor_of_both(painted, shown):
    overlays = PaneView(painted=painted).overlays(Overlays(fill=True, heat=True, agreement=True, doubt=True))
    of_masks = ("truth", "prediction", "heat", "doubt", "agreement")
    assert {name for name in of_masks if getattr(overlays, name)} == shown


@given(st.builds(Overlays, *[st.booleans()] * 6), views)
def test_fill_hiding_and_opacity_are_the_windows_in_every_pane(overlays, view):
    shown = view.overlays(overlays)
    assert (shown.fill, shown.hidden, shown.opacity, shown.heat_map) == (
        overlays.fill,
        overlays.hidden,
        overlays.opacity,
        overlays.heat_map,
    )


@given(some_panes())
def test_panes_in_sight_show_their_own_view_or_two_views_of_one_plane(panes):
    placed = panes.placed
    assert panes.active in placed
    for number, shown in placed.items():
        if len(shown) == 1:
            assert shown == (panes.views[number],)
        else:
            assert panes.way is not Way.BESIDE
            assert number == panes.active
            assert shown[0].plane is shown[1].plane


@given(some_panes(), st.sampled_from([Way.SWIPE, Way.FLICKER]))
def test_swipe_and_flicker_asked_for_twice_leave_all_as_it_was(panes, way):
    beside = replace(panes, way=Way.BESIDE)
    assert beside.toggled(way).toggled(way) == beside


@given(some_panes())
def test_an_enlarged_pane_goes_back_to_its_place(panes):
    whole = replace(panes, alone=False)
    large = whole.enlarged()
    assert set(large.placed) == {panes.active}
    assert large.enlarged() == whole


def test_swipe_compares_the_masks_in_the_pane_in_use_and_two_panes_with_one_another():
    four = Panes(tuple(PaneView(display=display) for display in Display), active=2).toggled(Way.SWIPE)
    assert [view.painted for view in four.placed[2]] == [Painted.TRUTH, Painted.PREDICTION]
    assert {view.display for view in four.placed[2]} == {Display.POST}
    assert len(four.placed) == 4
    two = Panes((PaneView(display=Display.FLAIR), PaneView(display=Display.POST))).toggled(Way.FLICKER)
    assert list(two.placed.values()) == [two.views]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.key)
def test_a_layout_starts_on_the_slice_with_all_of_it_in_sight(layout):
    four = tuple(PaneView(display=display) for display in Display)
    panes = Panes(four, 3, alone=True, way=Way.SWIPE).laid_out(layout.views)
    assert panes.view.plane is Plane.AXIAL
    assert [shown for (shown,) in panes.placed.values()] == list(layout.views)


@pytest.mark.parametrize(("views", "active"), [((), 0), ((PaneView(),) * 3, 0), ((PaneView(),) * 2, 2)])
def test_other_numbers_of_panes_are_refused(views, active):
    with pytest.raises(ValueError, match="pane"):
        Panes(views, active)


# the state


@given(voxels)
def test_the_crosshair_stands_on_the_voxel_it_was_put_on(voxel):
    state = ViewState(slices=SHAPE[0]).at_voxel(voxel, SHAPE)
    assert state.crossing(SHAPE) == voxel
    assert state.z == voxel[0]


@given(st.tuples(*[st.integers(-99, 99)] * 3))
def test_the_crosshair_never_leaves_the_stack(voxel):
    found = ViewState(slices=SHAPE[0]).at_voxel(voxel, SHAPE).crossing(SHAPE)
    assert found == tuple(min(max(v, 0), length - 1) for v, length in zip(voxel, SHAPE, strict=True))


@given(voxels, st.tuples(*[st.integers(1, 300)] * 3))
def test_the_crosshair_is_within_a_study_of_any_other_size(voxel, other):
    state = ViewState(slices=SHAPE[0]).at_voxel(voxel, SHAPE)
    _, row, column = replace(state, slices=other[0]).at_slice(0).crossing(other)
    assert 0 <= row < other[1]
    assert 0 <= column < other[2]


def test_another_sequence_goes_into_the_pane_in_use_where_that_has_one_of_its_own():
    state = ViewState(panes=Panes((PaneView(), PaneView(display=Display.POST)), active=1))
    chosen = state.with_display(Display.PRE)
    assert (chosen.display, chosen.shown) == (state.display, Display.PRE)
    assert chosen.panes.views == (PaneView(), PaneView(display=Display.PRE))
    state = replace(state, panes=state.panes.activated(0))
    assert state.with_display(Display.PRE) == replace(state, display=Display.PRE)


def test_a_drag_changes_the_window_of_what_the_pane_shows():
    windows = {channel: Window(100, 50) for channel in Channel}
    state = ViewState(display=Display.FLAIR, windows=windows).with_window(10, 0, Display.POST)
    assert [state.windows[c].width for c in Channel] == [100, 100, 110]


@given(planes, st.floats(0.5, 3), st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_zooming_in_a_plane_keeps_what_is_under_the_cursor_and_pans_its_axes_alone(plane, factor, anchor):
    before = Viewport(2.0, (0.5, 0.5), 0.5)
    after = before.zoomed(factor, anchor, plane)
    for a, old, new in zip(anchor, before.middle(plane), after.middle(plane), strict=True):
        assert (a - new) * after.zoom == pytest.approx((a - old) * before.zoom, abs=1e-9) or new in (0.0, 1.0)
    assert (after.depth == before.depth) or plane is not Plane.AXIAL
    assert (after.centre[1] == before.centre[1]) or plane is not Plane.CORONAL
    assert (after.centre[0] == before.centre[0]) or plane is not Plane.SAGITTAL


def test_planes_that_share_an_axis_are_panned_together():
    moved = Viewport(2.0).panned(0.1, -0.2, Plane.CORONAL)
    assert moved.middle(Plane.AXIAL) == pytest.approx((0.6, 0.5))
    assert moved.middle(Plane.SAGITTAL) == pytest.approx((0.5, 0.3))


# the mask in other planes


@given(planes, voxels, st.booleans(), st.integers(0, 2**20))
def test_a_mask_cut_in_any_plane_is_the_mask_that_is_exported(plane, voxel, fill, seed):
    chance = np.random.default_rng(seed)
    values = chance.random(SHAPE).astype(np.float16)
    known = chance.random(SHAPE[0]) > 0.3
    values[~known] = 0
    truth = Mask(chance.random(SHAPE) > 0.5, np.ones(SHAPE[0], bool), MaskSource.GROUND_TRUTH)
    probability = ProbabilityMap(values, known, ModelId("a", "b"))
    post = PostProcessing(fill_holes=True) if fill else PostProcessing()
    finding = Finding(probability, ThresholdTable(SHAPE[0], truth), truth, 0.4, post)
    cut = finding.cut(plane, plane.index(voxel))
    if cut is None:
        assert not (known[voxel[0]] if plane is Plane.AXIAL else known.any())
    else:
        assert np.array_equal(cut, plane.cut(finding.mask.voxels, plane.index(voxel)))
