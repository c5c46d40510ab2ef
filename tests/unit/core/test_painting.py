"""Outline, colours, window: what reaches the screen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lgg_viewer.core.outline import trace_outline
from lgg_viewer.core.overlay import HEAT, PREDICTION_COLOUR, heat_rgba, paint_heat, paint_mask
from lgg_viewer.core.spacing import Spacing, describe_area, describe_volume
from lgg_viewer.core.study import Channel
from lgg_viewer.core.view_state import MAX_ZOOM, MIN_ZOOM, Display, Viewport, ViewState
from lgg_viewer.core.window import Window, auto_window, to_grey

masks = hnp.arrays(bool, st.tuples(st.integers(1, 8), st.integers(1, 8)))


def fill(loops, shape) -> np.ndarray:
    """Fill loops by the even-odd rule, at pixel centres."""
    filled = np.zeros(shape, bool)
    for loop in loops:
        following = np.roll(loop, -1, axis=0)
        for (x0, y0), (x1, y1) in zip(loop, following, strict=True):
            if x0 == x1:
                filled[min(y0, y1) : max(y0, y1), :x0] ^= True
    return filled


@given(masks)
def test_filling_the_outline_gives_the_mask_back(mask):
    assert np.array_equal(fill(trace_outline(mask), mask.shape), mask)


@given(masks)
def test_an_outline_runs_along_pixel_edges_and_turns_at_each_corner(mask):
    for loop in trace_outline(mask):
        steps = np.roll(loop, -1, axis=0) - loop
        assert ((steps == 0).sum(axis=1) == 1).all()
        across = steps[:, 0] != 0
        assert (across != np.roll(across, 1)).all()


def test_pixels_that_touch_at_a_corner_have_outlines_of_their_own():
    assert len(trace_outline(np.array([[True, False], [False, True]]))) == 2


def test_a_hole_has_an_outline():
    mask = np.ones((5, 5), bool)
    mask[2, 2] = False
    assert sorted(len(loop) for loop in trace_outline(mask)) == [4, 4]


def test_paint_lies_in_the_mask_and_nowhere_else():
    mask = np.eye(4, dtype=bool)
    painted = paint_mask(mask, PREDICTION_COLOUR, 0.5)
    assert np.array_equal(painted[..., 3] > 0, mask)
    assert tuple(painted[0, 0, :3]) == PREDICTION_COLOUR


def test_heat_is_transparent_where_nothing_is_and_grows_with_probability():
    ramp = np.linspace(0, 1, 256, dtype=np.float32)[None]
    painted = paint_heat(ramp, 0.8)
    assert painted[0, 0, 3] == 0
    assert painted[0, -1, 3] == round(0.8 * 255)
    assert (np.diff(painted[0, :, 3].astype(int)) >= 0).all()
    assert np.array_equal(painted[0], heat_rgba(0.8))


def test_the_heat_colours_rise_in_lightness_all_the_way():
    lightness = HEAT.astype(float) @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(lightness) > -0.5).all()
    assert lightness[-1] - lightness[0] > 180


@given(
    hnp.arrays(st.sampled_from([np.uint8, np.uint16]), (4, 4)),
    st.floats(1, 70000),
    st.floats(0, 65535),
)
def test_the_grey_mapping_keeps_the_order_of_values(plane, width, level):
    grey = to_grey(plane, Window(width, level)).ravel()
    order = np.argsort(plane.ravel(), kind="stable")
    assert (np.diff(grey[order].astype(int)) >= 0).all()


def test_the_ends_of_the_window_are_black_and_white():
    plane = np.array([[49, 50, 100, 150, 151]], np.uint8)
    assert to_grey(plane, Window(100, 100)).tolist() == [[0, 0, 128, 255, 255]]


@pytest.mark.parametrize("pixels", [np.zeros((2, 3, 3), np.uint8), np.full((2, 3, 3), 65535, np.uint16)])
def test_a_volume_without_contrast_has_a_window_all_the_same(pixels):
    window = auto_window(pixels)
    assert window.width >= 1
    assert np.isfinite(window.level)


@given(st.floats(0.1, 10), st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_zooming_in_and_out_about_a_point_comes_back(factor, anchor):
    start = Viewport(2.0, (0.5, 0.5))
    there = start.zoomed(factor, anchor)
    if MIN_ZOOM < start.zoom * factor < MAX_ZOOM and all(0 < c < 1 for c in there.centre):
        back = there.zoomed(1 / factor, anchor)
        assert back.zoom == pytest.approx(start.zoom)
        assert back.centre == pytest.approx(start.centre, abs=1e-6)


@given(st.integers(-500, 500), st.integers(1, 88))
def test_no_move_leaves_the_study(z, slices):
    assert 0 <= ViewState(slices=slices).at_slice(z).z < slices


def test_a_drag_in_rgb_moves_the_three_windows_together():
    windows = {c: Window(100, 50 + c) for c in Channel}
    moved = ViewState(windows=windows, display=Display.RGB).with_window(10, 5).windows
    assert [moved[c] for c in Channel] == [Window(110, 55 + c) for c in Channel]


@given(st.floats(1, 200), st.floats(0, 255), st.floats(1, 200), st.floats(0, 255))
def test_an_untouched_window_becomes_the_next_studys_own(width, level, next_width, next_level):
    windows, following = {Channel.FLAIR: Window(width, level)}, {Channel.FLAIR: Window(next_width, next_level)}
    state = ViewState().with_auto_windows(windows).with_auto_windows(following)
    assert state.windows[Channel.FLAIR].width == pytest.approx(next_width)
    assert state.windows[Channel.FLAIR].level == pytest.approx(next_level)


def test_a_window_the_reader_made_wider_and_brighter_stays_so_in_the_next_study():
    state = ViewState().with_auto_windows({Channel.FLAIR: Window(100, 50)}).with_window(50, -10)
    state = state.with_auto_windows({Channel.FLAIR: Window(200, 120)})
    assert state.windows[Channel.FLAIR] == Window(300, 100)


def test_units_are_pixels_until_millimetres_are_given():
    assert (describe_area(1234, None), describe_volume(12345, None)) == ("1,234 px", "12,345 vox")
    spacing = Spacing(0.5, 0.5, 4.0)
    assert (describe_area(1000, spacing), describe_volume(1000, spacing)) == ("250 mm²", "1.0 ml")


@pytest.mark.parametrize("sides", [(0, 1, 1), (1, -1, 1), (1, 1, 100), (float("nan"), 1, 1)])
def test_a_spacing_that_cannot_be_is_refused(sides):
    with pytest.raises(ValueError, match="between 0 and 100"):
        Spacing(*sides)
