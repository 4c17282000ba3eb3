"""Lanes as lines: those that go on as the route does, bends shorter than the points are apart, lanes that open."""

import numpy as np
import pytest

from aureole.core.notes import Array, Float64
from aureole.drivers.rules.path import BEND, ROWS, ease, lay, look_up, measure, place, project, smooth
from aureole.drivers.rules.sketch import PERIOD, Made, draw
from aureole.drivers.rules.way import extended, opened
from aureole.kernels import kernel

POINTS = 12


@kernel
def grown(centre: Array, count: int, route: Array, line: Float64) -> int:
    measure(centre, count, line)
    return extended(line, count, route, 0)


@kernel
def measured(centre: Array, count: int, line: Float64) -> None:
    measure(centre, count, line)


@kernel
def smoothed(centre: Array, count: int, line: Float64) -> None:
    measure(centre, count, line)
    smooth(line, count)


@kernel
def widened(centre: Array, count: int, half_width: Array, side: int, line: Float64) -> None:
    measure(centre, count, line)
    opened(line, count, half_width, side)


@kernel
def looked_up(centre: Array, count: int, x: float, y: float, line: Float64, out: Float64) -> None:
    lay(centre, count, line)
    out[0], out[1], out[2] = look_up(line, count, x, y)


@kernel
def drawn(line: Float64, count: int, s: float, bent: Array, pace: Array, made: Made) -> None:
    draw(0, line, count, s, bent[0], bent[1], bent[2], bent[3], bent[4], pace[0], pace[1], 0.0, made)


@kernel
def placed(line: Float64, count: int, s: float, bent: Array, way: Array, out: Float64) -> None:
    for k in range(len(way)):
        d, rate, _ = ease(bent[0], bent[1], bent[2], bent[3], way[k])
        x, y, h = place(line, count, s + way[k])
        out[k, 0] = x - np.sin(h) * (d + bent[4])
        out[k, 1] = y + np.cos(h) * (d + bent[4])
        out[k, 2] = h + np.arctan(rate)


@kernel
def projected(line: Float64, count: int, x: float, y: float, out: Float64) -> None:
    out[0], out[1], out[2] = project(line, count, x, y)


def bend(count: int) -> Array:
    """Points every 5 m along a bend of 40 m."""
    turn = 5.0 / 40.0 * np.arange(count)
    return np.stack((40.0 * np.sin(turn), 40.0 * (1.0 - np.cos(turn))), axis=1).astype(np.float32)


@pytest.mark.parametrize("left", [0.0, np.nan, 1e9])
def test_a_line_that_goes_on_along_the_route_is_that_of_all_its_points_whatever_was_in_its_room(left):
    points = bend(POINTS)
    line, whole = np.full((ROWS, POINTS), left), np.empty((ROWS, POINTS))
    assert grown(points[:6], 6, points[None], line) == POINTS
    measured(points, POINTS, whole)
    assert line[:4] == pytest.approx(whole[:4], abs=1e-9)
    assert line[4, : POINTS - 1] == pytest.approx(whole[4, : POINTS - 1], abs=1e-9)


def test_what_stands_beside_the_part_of_the_route_is_found_there():
    points = bend(POINTS)
    line, found = np.full((ROWS, POINTS), np.nan), np.empty(3)
    count = grown(points[:6], 6, points[None], line)
    middle = 0.5 * (points[9] + points[8])
    projected(line, count, float(middle[0]), float(middle[1]), found)
    assert found[0] == pytest.approx(0.5 * (line[2, 8] + line[2, 9]), abs=1e-3)
    assert found[1] == pytest.approx(0.0, abs=1e-3)


def double_bend(phase: float, radius: float = 13.3, half: float = 8.9) -> tuple[Array, Array]:
    """Points every 5 m, from `phase` m on, over a bend to the left and one to the right; their headings (rad)."""
    way = np.arange(0.0, 60.0, 0.01)
    into = np.clip((way - 20.0) / half, 0.0, 2.0)
    curvature = np.where((into > 0.0) & (into < 2.0), np.sin(np.pi * into), 0.0) / radius
    heading = np.cumsum(curvature) * 0.01
    x, y = np.cumsum(np.cos(heading)) * 0.01, np.cumsum(np.sin(heading)) * 0.01
    picked = np.arange(round(phase / 0.01), len(way), 500)
    return np.stack((x, y), axis=1)[picked].astype(np.float32), heading[picked]


@pytest.mark.parametrize("phase", [0.0, 1.0, 2.0, 3.0, 4.0])
def test_a_double_bend_shorter_than_its_points_see_is_known_by_its_heading_and_its_curvature(phase):
    points, heading = double_bend(phase)
    line, chords = np.full((ROWS, len(points)), np.nan), np.empty((ROWS, len(points)))
    smoothed(points, len(points), line)
    measured(points, len(points), chords)
    assert line[3] == pytest.approx(heading, abs=0.06)
    assert np.abs(np.diff(chords[3]) / 5.0).max() < 0.04  # what it would take the bend for by its neighbours' chords
    assert 0.045 < line[BEND].max() < 0.1
    assert -0.1 < line[BEND].min() < -0.045


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_line_of_few_points_is_smooth_too(count):
    line = np.full((ROWS, count), np.nan)
    smoothed(bend(count), count, line)
    turn = np.arctan2(*np.diff(bend(count), axis=0).T[::-1])
    assert np.isfinite(line[3]).all()
    assert np.isfinite(line[BEND]).all()
    assert line[3].min() >= turn.min() - 0.1
    assert line[3].max() <= turn.max() + 0.1


def test_a_last_point_that_all_but_repeats_the_one_before_makes_no_bend():
    points = np.array([(0, 0), (5, 0), (10, 0), (15, 0), (15.01, 1e-5)], dtype=np.float32)
    line = np.empty((ROWS, 5))
    smoothed(points, 5, line)
    assert np.abs(line[BEND]).max() < 1e-3


def test_a_lane_that_opens_is_driven_to_as_if_it_were_open():
    half = np.array([0.0, 0.3, 0.9, 1.5, *[1.8] * 8], dtype=np.float32)
    s = 5.0 * np.arange(POINTS)
    points = np.stack((s, -1.8 - half), axis=1).astype(np.float32)  # its left border is straight
    line, plain = np.empty((ROWS, POINTS)), np.empty((ROWS, POINTS))
    widened(points, POINTS, half, -1, line)
    assert line[1] == pytest.approx(np.full(POINTS, -3.6), abs=0.3)
    assert line[1, 0] == pytest.approx(-3.6, abs=0.05)
    measured(points, POINTS, plain)
    widened(points, POINTS, np.full(POINTS, 1.8, dtype=np.float32), -1, line)
    assert (line[:4] == plain[:4]).all()


def winding(points=32):
    along = 5.0 * np.arange(points)
    return np.column_stack((along - 20.0, 3.0 * np.sin(along / 17.0))).astype(np.float32)


@pytest.mark.parametrize("xy", [(0.0, 0.0), (31.0, 2.5), (-40.0, 1.0), (200.0, -3.0), (60.0, 0.0)])
def test_a_line_that_is_only_laid_tells_the_same_of_a_point(xy):
    centre, line, laid = winding(), np.zeros((ROWS, 32)), np.zeros((ROWS, 32))
    one, other = np.zeros(3), np.zeros(3)
    measured(centre, 32, line)
    projected(line, 32, *xy, one)
    looked_up(centre, 32, *xy, laid, other)
    assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize(("speed", "accel"), [(20.0, 0.0), (3.0, -2.0), (0.0, 0.0), (70.0, 1.0)])
def test_points_drawn_one_after_the_other_are_those_placed_one_by_one(speed, accel):
    line, steps = np.zeros((ROWS, 32)), 31
    measured(winding(), 32, line)
    whole = np.zeros((1, 4, 2), np.int32)
    made = Made(
        np.zeros((1, steps), np.float32), np.zeros((1, steps, 2), np.float32), np.zeros((1, steps), np.float32),
        np.zeros((1, steps), np.float32), np.zeros(1, np.float32), np.zeros(1, np.float32), whole, whole[:, 0, 0],
    )  # fmt: skip
    bent, way, v = np.array([0.6, -0.02, 0.001, 30.0, 0.1]), [0.0], speed
    drawn(line, 32, 20.3, bent, np.array([speed, accel]), made)
    for _ in range(steps - 1):
        after = max(v + accel * PERIOD, 0.0)
        way.append(way[-1] + 0.5 * (v + after) * PERIOD)
        v = after
    out = np.zeros((steps, 3))
    placed(line, 32, 20.3, bent, np.array(way), out)
    assert np.array_equal(made.xy[0], out[:, :2].astype(np.float32))
    assert np.array_equal(made.heading[0], out[:, 2].astype(np.float32))
