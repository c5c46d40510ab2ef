"""Outline, colours, window: what reaches the screen."""

from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lgg_viewer.core.agreement import Agreement, agreement_plane
from lgg_viewer.core.display import Display, Overlays
from lgg_viewer.core.doubt import calibrate, doubt_of, fitted_temperature
from lgg_viewer.core.outline import trace_outline
from lgg_viewer.core.overlay import (
    AGREEMENT_SETS,
    AREA_MAPS,
    DOUBT,
    HEAT,
    HEAT_MAPS,
    MEASURE_COLOUR,
    PREDICTION_COLOUR,
    TRUTH_COLOUR,
    doubt_rgba,
    heat_rgba,
    only_area_map,
    paint_agreement,
    paint_doubt,
    paint_heat,
    paint_mask,
)
from lgg_viewer.core.spacing import Spacing, describe_area, describe_volume
from lgg_viewer.core.study import Channel
from lgg_viewer.core.view_state import MAX_ZOOM, MIN_ZOOM, Viewport, ViewState
from lgg_viewer.core.window import Window, auto_window, to_grey

masks = hnp.arrays(bool, st.tuples(st.integers(1, 8), st.integers(1, 8)))
probabilities = hnp.arrays(np.float32, 16, elements=st.floats(0, 1, width=32))

# What an eye without one kind of cones sees, in linear RGB: Machado, Oliveira and Fernandes 2009 (doi
# 10.1109/TVCG.2009.113), severity 1.0.
EYES = {
    "all cones": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}


def seen(colours, eye="all cones") -> np.ndarray:
    """CIE 1976 L*a*b* of sRGB colours, shape (..., 3), as an eye sees them; about 2 is just noticeable side by side."""
    share = np.asarray(colours, float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    linear = np.clip(linear @ np.array(EYES[eye]).T, 0, 1)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = linear @ to_xyz.T / [0.9505, 1.0, 1.089]
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz * (29 / 6) ** 2 / 3 + 4 / 29)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


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


@pytest.mark.parametrize("table", [*(m.table for m in HEAT_MAPS), DOUBT], ids=[*(m.key for m in HEAT_MAPS), "doubt"])
def test_equal_steps_of_a_map_look_equally_far_apart_and_ever_lighter(table):
    lab = seen(table)
    steps = np.linalg.norm(lab[32:] - lab[:-32], axis=1)
    assert steps.max() < 1.3 * steps.min()
    assert (lab[4:, 0] > lab[:-4, 0]).all()


@pytest.mark.parametrize("colours", HEAT_MAPS, ids=lambda m: m.key)
@pytest.mark.parametrize("eye", EYES)
def test_more_probability_is_lighter_for_every_eye_whatever_the_colours(colours, eye):
    lightness = seen(colours.table, eye)[:, 0]
    assert (lightness[8:] > lightness[:-8]).all()
    assert lightness[-1] - lightness[0] > 60


def test_heat_is_painted_in_the_colours_asked_for():
    for colours in HEAT_MAPS:
        painted = paint_heat(np.array([[1.0]], np.float32), 0.8, colours.table)
        assert tuple(painted[0, 0, :3]) == tuple(colours.table[-1])


@pytest.mark.parametrize("eye", EYES)
def test_what_is_measured_has_a_colour_of_its_own_for_every_eye(eye):
    mask_colours = [TRUTH_COLOUR, PREDICTION_COLOUR]
    mask_colours += [c for s in AGREEMENT_SETS for c in (s.both, s.prediction, s.truth)]
    assert min(np.linalg.norm(seen(MEASURE_COLOUR, eye) - seen(c, eye)) for c in mask_colours) > 18


@pytest.mark.parametrize("eye", ["all cones", "protanopia", "deuteranopia"])
def test_no_colour_of_the_doubt_can_be_taken_for_one_of_the_heat(eye):
    apart = np.linalg.norm(seen(DOUBT, eye)[:, None] - seen(HEAT, eye)[None], axis=-1)
    assert apart.min() > 35


@pytest.mark.parametrize("colours", AGREEMENT_SETS, ids=lambda c: c.name)
@pytest.mark.parametrize("eye", EYES)
def test_the_colours_of_agreement_stay_apart_for_every_eye(colours, eye):
    three = seen([colours.both, colours.prediction, colours.truth], eye)
    assert min(np.linalg.norm(a - b) for a, b in combinations(three, 2)) > 35


def test_pure_white_and_pure_cyan_would_not_stay_apart():
    white, cyan = seen([(255, 255, 255), (0, 255, 255)], "protanopia")
    assert np.linalg.norm(white - cyan) < 10


@given(st.tuples(*[hnp.arrays(bool, (5, 7))] * 2), st.sampled_from(AGREEMENT_SETS))
def test_the_agreement_map_colours_each_pixel_by_the_mask_coloursthat_hold_it(pair, colours):
    prediction, truth = pair
    painted = paint_agreement(agreement_plane(prediction, truth), colours, 0.6)
    expected = {(1, 1): colours.both, (1, 0): colours.prediction, (0, 1): colours.truth}
    for place in np.ndindex(prediction.shape):
        colour = expected.get((int(prediction[place]), int(truth[place])))
        assert tuple(painted[place]) == ((0, 0, 0, 0) if colour is None else (*colour, round(255 * 0.6)))


def test_every_kind_of_agreement_has_a_colour_of_its_own():
    painted = paint_agreement(np.array([list(Agreement)], np.uint8), AGREEMENT_SETS[0], 1.0)
    assert len({tuple(pixel) for pixel in painted[0]}) == len(Agreement)


@given(probabilities)
def test_doubt_is_greatest_in_the_middle_and_the_same_for_and_against(p):
    doubt = doubt_of(p)
    assert ((doubt >= 0) & (doubt <= 1)).all()
    assert doubt == pytest.approx(doubt_of(1 - p), abs=1e-6)
    order = np.argsort(np.abs(p - 0.5))
    assert (np.diff(doubt[order]) <= 1e-6).all()


def test_the_ends_of_the_doubt():
    assert doubt_of(np.array([0, 0.3, 0.5, 0.7, 1], np.float32)) == pytest.approx([0, 0.6, 1, 0.6, 0], abs=1e-6)


@given(probabilities, st.floats(0.25, 4))
def test_a_temperature_divides_the_logits(p, temperature):
    p = p[(p > 1e-3) & (p < 1 - 1e-3)].astype(np.float64)
    expected = 1 / (1 + np.exp(-np.log(p / (1 - p)) / temperature))
    assert calibrate(p.astype(np.float32), temperature) == pytest.approx(expected, abs=1e-3)


def test_a_temperature_leaves_certainty_and_the_toss_of_a_coin_alone():
    fixed = np.array([0, 0.5, 1], np.float32)
    for temperature in (0.05, 0.7, 1, 3, 20):
        assert calibrate(fixed, temperature) == pytest.approx(fixed)


def test_a_network_that_is_too_sure_is_doubted_more():
    p = np.array([0.9, 0.02], np.float32)
    assert (doubt_of(p, 2.0) > doubt_of(p)).all()


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({"calibration": {"temperature": 1.4}}, 1.4),
        ({"calibration": {"temperature": 2}}, 2.0),
        ({}, None),
        ({"calibration": "good"}, None),
        ({"calibration": {"temperature": "1.4"}}, None),
        ({"calibration": {"temperature": True}}, None),
        ({"calibration": {"temperature": 0}}, None),
        ({"calibration": {"temperature": float("nan")}}, None),
    ],
)
def test_a_card_without_a_sound_temperature_has_none(scores, expected):
    assert fitted_temperature(SimpleNamespace(scores=scores)) == expected
    assert fitted_temperature(None) is None


def test_the_doubt_veils_nothing_where_the_network_is_sure():
    painted = paint_doubt(np.linspace(0, 1, 256, dtype=np.float32)[None], 0.8)
    assert painted[0, 0, 3] == 0
    assert (np.diff(painted[0, :, 3].astype(int)) >= 0).all()
    assert np.array_equal(painted[0], doubt_rgba(0.8))


@pytest.mark.parametrize("name", [*AREA_MAPS, ""])
def test_one_area_map_goes_with_none_of_the_others(name):
    overlays = Overlays(**only_area_map(name))
    assert [each for each in AREA_MAPS if getattr(overlays, each)] == ([name] if name else [])


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
    assert (spacing.pixel_mm2, spacing.voxel_ml) == (0.25, 0.001)


@pytest.mark.parametrize("sides", [(0, 1, 1), (1, -1, 1), (1, 1, 100), (float("nan"), 1, 1)])
def test_a_spacing_that_cannot_be_is_refused(sides):
    with pytest.raises(ValueError, match="between 0 and 100"):
        Spacing(*sides)
