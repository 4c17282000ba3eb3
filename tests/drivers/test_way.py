"""A lane that goes on as the route does is a line like any other."""

import numpy as np
import pytest

from aureole.core.notes import Array, Float64
from aureole.drivers.rules.path import ROWS, measure, project
from aureole.drivers.rules.way import extended
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
