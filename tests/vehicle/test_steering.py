"""The plan as steering looks at it: what is left out of a search changes nothing."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.notes import Float32, Float64
from aureole.core.plan import STEPS
from aureole.kernels import kernel
from aureole.vehicle.steering import ALONG_X, ALONG_Y, AT_X, AT_Y, LEAST_STEP, ROWS, WAY, nearest, way_along


@kernel
def sought(xy: Float32, heading: Float32, way: Float64, x: float, y: float, out: Float64) -> None:
    way_along(xy, heading, way)
    out[0], out[1], out[2] = nearest(way, x, y)


def whole(way, x, y):
    """The nearest point by a look at every stretch, in the same order of additions."""
    best, found, at = 1e300, 0.0, (way[AT_X, 0], way[AT_Y, 0])
    for i in range(1, way.shape[1]):
        step = way[WAY, i] - way[WAY, i - 1]
        if step <= LEAST_STEP:
            continue
        ax, ay, ux, uy = way[AT_X, i - 1], way[AT_Y, i - 1], way[ALONG_X, i], way[ALONG_Y, i]
        along = max((x - ax) * ux + (y - ay) * uy, 0.0)
        if way[WAY, i] < way[WAY, -1]:
            along = min(along, step)
        px, py = ax + along * ux, ay + along * uy
        off = (x - px) * (x - px) + (y - py) * (y - py)
        if off < best:
            best, found, at = off, way[WAY, i - 1] + along, (px, py)
    return found, *at


turns = st.floats(-0.8, 0.8)
places = st.tuples(st.floats(-5.0, 60.0), st.floats(-10.0, 10.0))


@settings(max_examples=300, deadline=None)
@given(st.floats(0.0, 3.0), st.lists(turns, min_size=STEPS, max_size=STEPS), places, st.booleans())
def test_the_nearest_point_of_a_plan_is_that_of_a_look_at_all_of_it(step, bends, place, stops):
    heading = np.cumsum(bends)
    steps = step * np.linspace(1.0, 0.0, STEPS) if stops else np.full(STEPS, step)
    xy = np.cumsum(steps[:, None] * np.column_stack((np.cos(heading), np.sin(heading))), axis=0).astype(np.float32)
    way, out = np.zeros((ROWS, STEPS)), np.zeros(3)
    sought(xy, heading.astype(np.float32), way, *place, out)
    assert tuple(out.tolist()) == whole(way, *place)


def test_a_plan_that_turns_back_at_its_end_goes_straight_on_there():
    xy = np.zeros((STEPS, 2), np.float32)
    xy[:, 0] = np.minimum(np.arange(STEPS), 28.0 - np.maximum(np.arange(STEPS) - 28.0, 0.0))
    way, out = np.zeros((ROWS, STEPS)), np.zeros(3)
    sought(xy, np.zeros(STEPS, np.float32), way, -50.0, 0.0, out)
    assert out[0] > 28.0
    assert math.isclose(out[1], -50.0)
