"""Who hides whom."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.kernels import kernel
from aureole.world.sensing import sight
from tests.world.sensing.looks import seen
from tests.world.sensing.maps import car, scene, sensor


def test_a_lorry_hides_the_car_before_it():
    assert seen(scene([{"xyz": (20.0, 0.0, 0.0), "size": (12.0, 2.5, 4.0)}, {"xyz": (40.0, 0.0, 0.0)}])) == [1]


def test_a_car_that_sticks_out_behind_another_is_seen():
    # From (0, 0) the shadow of a 2 m wide box ending at x = 22, y = 1 is tan = 1/18 at its near corner.
    hidden, out = 1.0 / 18.0 * 38.0 - 1.0, 1.0 / 18.0 * 42.0 - 1.0
    low = {"xyz": (20.0, 0.0, 0.0)}
    assert seen(scene([low, {"xyz": (40.0, hidden - 0.01, 0.0)}])) == [1]
    assert seen(scene([low, {"xyz": (40.0, out + 0.3, 0.0)}])) == [1, 2]


def test_what_is_lower_than_80_cm_hides_nothing():
    flat = {"xyz": (20.0, 0.0, 0.0), "size": (4.0, 4.0, 0.79)}
    wall = {"xyz": (20.0, 0.0, 0.0), "size": (4.0, 4.0, 0.8)}
    assert seen(scene([flat, {"xyz": (40.0, 0.0, 0.0)}])) == [1, 2]
    assert seen(scene([wall, {"xyz": (40.0, 0.0, 0.0)}])) == [1]


def test_an_absent_agent_hides_nothing():
    assert seen(scene([{"xyz": (20.0, 0.0, 0.0), "present": False}, {"xyz": (40.0, 0.0, 0.0)}])) == [2]


def test_a_second_sensor_looks_past_what_hides():
    cars = [{"xyz": (10.0, 0.0, 0.0)}, {"xyz": (20.0, 0.0, 0.0)}]
    assert seen(scene(cars), car(sensor())) == [1]
    assert seen(scene(cars), car(sensor(), sensor(y=6.0))) == [1, 2]


def test_boxes_side_by_side_do_not_hide_each_other():
    assert seen(scene([{"xyz": (20.0, 1.0, 0.0)}, {"xyz": (20.0, -1.0, 0.0)}])) == [1, 2]


def test_the_middle_is_seen_through_a_gap_when_all_corners_are_hidden():
    posts = [{"xyz": (10.0, y, 0.0), "size": (0.2, 1.2, 1.0)} for y in (0.75, -0.75)]
    assert seen(scene([*posts, {"xyz": (22.0, 0.0, 0.0), "size": (4.0, 2.4, 1.5)}])) == [1, 2, 3]


@kernel
def judge(box, x0, y0, x1, y1):
    return sight.crosses(box, x0, y0, x1, y1)


place = st.floats(-20.0, 20.0)


@settings(max_examples=300, deadline=None)
@given(place, place, place, place, place, place, st.floats(-4.0, 4.0), st.floats(0.1, 8.0), st.floats(0.1, 8.0))
def test_a_line_crosses_a_box_exactly_if_a_point_of_it_lies_inside(x0, y0, x1, y1, x, y, heading, half_l, half_w):
    box = np.array([x, y, math.cos(heading), math.sin(heading), half_l, half_w, 1.0])
    part = np.linspace(0.0, 1.0, 4001)
    px, py = x0 + part * (x1 - x0) - x, y0 + part * (y1 - y0) - y
    u = np.abs(box[2] * px + box[3] * py)
    v = np.abs(box[2] * py - box[3] * px)
    inside = np.maximum(u - half_l, v - half_w).min()
    if abs(inside) > 0.02:  # sampled every 14 mm at most: closer than that the samples cannot tell
        assert judge(box, x0, y0, x1, y1) == (inside < 0.0)


def sampled(agents, x, y):
    """Brute force: who has a point (centre, corner, nearest) whose densely sampled line meets no other box."""
    found, unsure = [], False
    part = np.linspace(0.0, 1.0, 2001)
    for i, target in enumerate(agents):
        points = [(0.0, 0.0), (2.0, 1.0), (2.0, -1.0), (-2.0, 1.0), (-2.0, -1.0)]
        clear = []
        c, s = math.cos(target["heading"]), math.sin(target["heading"])
        dx, dy = x - target["xyz"][0], y - target["xyz"][1]
        points.append((np.clip(c * dx + s * dy, -2.0, 2.0), np.clip(c * dy - s * dx, -1.0, 1.0)))
        for u, v in points:
            c, s = math.cos(target["heading"]), math.sin(target["heading"])
            tx, ty = target["xyz"][0] + c * u - s * v, target["xyz"][1] + s * u + c * v
            depth = np.inf
            for j, other in enumerate(agents):
                if j == i:
                    continue
                c, s = math.cos(other["heading"]), math.sin(other["heading"])
                px, py = x + part * (tx - x) - other["xyz"][0], y + part * (ty - y) - other["xyz"][1]
                depth = min(depth, np.maximum(np.abs(c * px + s * py) - 2.0, np.abs(c * py - s * px) - 1.0).min())
            clear.append(depth >= 0.0)
            unsure |= abs(depth) < 0.05
        if any(clear):
            found.append(i + 1)
    return found, unsure


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-40.0, 40.0), st.floats(-40.0, 40.0), st.floats(-3.0, 3.0)), min_size=1, max_size=6)
)
def test_who_is_seen_agrees_with_sampled_lines(placed):
    agents = [{"xyz": (x, y, 0.0), "heading": heading} for x, y, heading in placed]
    expected, unsure = sampled(agents, 0.0, 0.0)
    if not unsure:
        assert sorted(seen(scene(agents))) == expected
