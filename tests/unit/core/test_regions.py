"""What the reader draws: shapes that go where they are dragged, and the figures of the voxels inside."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgg_viewer.core.measurement import Measurement, Wording
from lgg_viewer.core.regions import Ellipse, FreeHand, Ruler, box_around, kept_inside, region_figures
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.study import Channel

SIZE = (48, 40)
coordinates = st.floats(0, 40, width=16).map(float)
points = st.tuples(coordinates, coordinates)
free_hands = st.lists(points, min_size=2, max_size=8, unique=True).map(FreeHand.drawn)
shapes = st.one_of(st.builds(Ruler, points, points), st.builds(Ellipse, points, points), free_hands)
regions = st.one_of(st.builds(Ellipse, points, points), free_hands)
steps = st.floats(-50, 50, width=16).map(float)


def winding(point, line) -> int:
    """How often a closed line crosses the ray from a point to the left."""
    x, y = point
    crossings = 0
    for (x0, y0), (x1, y1) in zip(line, [*line[1:], line[0]], strict=True):
        if min(y0, y1) <= y < max(y0, y1) and x0 + (y - y0) / (y1 - y0) * (x1 - x0) <= x:
            crossings += 1
    return crossings


@given(points, points, steps, steps)
def test_a_ruler_is_as_long_wherever_it_lies_and_whichever_end_comes_first(start, end, dx, dy):
    ruler = Ruler(start, end)
    assert Ruler(end, start).length() == ruler.length()
    assert ruler.shifted(dx, dy).length() == pytest.approx(ruler.length(), abs=1e-9)


def test_millimetres_count_across_and_down_each_by_their_own():
    ruler, spacing = Ruler((0, 0), (3, 4)), Spacing(row=2.0, column=0.5, slice=9.0)
    assert ruler.length() == 5
    assert ruler.length(spacing) == pytest.approx(math.hypot(1.5, 8))


@given(shapes, points, st.integers(0, 9))
def test_a_handle_goes_where_it_is_dragged_as_far_as_its_axis_lets_it(shape, to, number):
    number %= len(shape.handles)
    handle = shape.with_handle(number, to).handles[number]
    if isinstance(shape, Ellipse):
        assert handle[0 if number < 2 else 1] == to[0 if number < 2 else 1]
    else:
        assert handle == to


@given(free_hands, points, st.integers(0, 9))
def test_pulling_one_handle_of_a_free_hand_line_leaves_the_others_where_they_are(line, to, number):
    number %= len(line.handles)
    pulled = line.with_handle(number, to)
    others = [n for n in range(len(line.handles)) if n != number]
    assert [pulled.handles[n] for n in others] == [line.handles[n] for n in others]
    (left, top), (right, bottom) = box_around(line)
    for x, y in pulled.points:
        assert min(left, to[0] - (right - left)) - 1e-6 <= x <= max(right, to[0] + (right - left)) + 1e-6
        assert min(top, to[1] - (bottom - top)) - 1e-6 <= y <= max(bottom, to[1] + (bottom - top)) + 1e-6


@given(shapes, steps, steps)
def test_what_is_dragged_off_the_slice_stops_at_its_edge(shape, dx, dy):
    kept = kept_inside(shape.shifted(dx, dy), SIZE)
    (left, top), (right, bottom) = box_around(kept)
    assert left > -1e-6
    assert top > -1e-6
    assert right < SIZE[1] + 1e-6
    assert bottom < SIZE[0] + 1e-6
    assert kept_inside(shape, SIZE) == shape


@given(free_hands)
def test_a_free_hand_region_holds_the_centres_that_its_line_goes_around_an_odd_number_of_times(line):
    inside = line.inside(SIZE)
    for row in range(0, SIZE[0], 5):
        for column in range(0, SIZE[1], 3):
            centre = column + 0.5, row + 0.5
            away = min(math.dist(centre, point) for point in line.points)
            if away > 0.3:  # where a centre lies on the line itself, rounding decides
                assert inside[row, column] == (winding(centre, line.points) % 2 == 1)


def test_a_line_along_voxel_edges_holds_the_voxels_it_goes_around():
    around = FreeHand.drawn([(2, 3), (8, 3), (8, 10), (2, 10)])
    expected = np.zeros(SIZE, bool)
    expected[3:10, 2:8] = True
    assert np.array_equal(around.inside(SIZE), expected)


@given(st.floats(2, 18), st.floats(2, 18))
def test_an_ellipse_holds_as_many_voxels_as_its_area_gives_or_take_its_rim(rx, ry):
    inside = Ellipse((20 - rx, 24 - ry), (20 + rx, 24 + ry)).inside(SIZE)
    assert abs(inside.sum() - math.pi * rx * ry) <= 2 * (rx + ry)
    assert np.array_equal(inside, inside[::-1])
    assert np.array_equal(inside, inside[:, ::-1])


@given(regions, st.integers(0, 2**32 - 1))
def test_the_figures_of_a_region_are_those_of_the_voxels_inside(region, seed):
    pixels = np.random.default_rng(seed).integers(0, 256, (*SIZE, 3), np.uint8)
    figures = region_figures(region, pixels)
    inside = region.inside(SIZE)
    assert figures.area == inside.sum()
    assert set(figures.signals) == (set(Channel) if inside.any() else set())
    for channel, signal in figures.signals.items():
        held = [int(v) for v in pixels[..., channel][inside]]
        assert signal.mean == pytest.approx(sum(held) / len(held))
        assert signal.sd == pytest.approx(math.sqrt(sum((v - signal.mean) ** 2 for v in held) / len(held)), abs=1e-6)
        assert (signal.low, signal.high) == (min(held), max(held))


def test_a_region_without_a_voxel_says_so_and_gives_no_figures():
    figures = region_figures(Ellipse((3.6, 3.6), (3.9, 3.9)), np.ones((8, 8, 3), np.uint8))
    assert Wording(None, ()).region(figures, list(Channel)) == ("no voxel's centre inside",)


def test_millimetres_are_said_only_where_they_were_given():
    pixels = np.full((16, 16, 3), 7, np.uint16)
    figures, ruler = region_figures(Ellipse((2, 2), (12, 12)), pixels), Ruler((0, 0), (3, 4))
    without, given_ = Wording(None, ()), Wording(Spacing(0.5, 0.5, 4.0), ())
    assert (without.length(ruler), given_.length(ruler)) == ("5.0 px", "2.5 mm")
    assert without.area(figures) == f"{figures.area} px"
    assert given_.area(figures) == f"{figures.area / 4:.1f} mm²"
    assert "no spacing" in without.spelt_out(Measurement("Ellipse 1", Ellipse((2, 2), (12, 12))), figures)


def test_a_sequence_that_was_never_acquired_is_not_measured_as_if_it_were():
    figures = region_figures(Ellipse((2, 2), (12, 12)), np.full((16, 16, 3), 7, np.uint8))
    wording = Wording(None, {Channel.PRE})
    assert wording.signal(figures, Channel.PRE) == "PRE = FLAIR copy"
    assert wording.signal(figures, Channel.FLAIR).startswith("FLAIR  7.0 ± 0.0")
    told = wording.spelt_out(Measurement("Ellipse 1", Ellipse((2, 2), (12, 12))), figures)
    assert "PRE (copy of FLAIR): mean 7.00" in told
