"""NURBS, closed trajectories, trajectories with times: closed forms and what is refused."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.world.scenarios.motion.nurbs import shares, times
from tests.world.scenarios.drives import Drive, after, at, drive, event, private, scenario, speed

INIT = private("Ego", at("-4", "100"), speed("20")) + private("Other", at("-4", "300"), speed("10"))
ROOT = math.sqrt(0.5)


def follow(
    shape: str, timing: str = "<None/>", mode: str = "position", closed: str = "false", offset: str = "0"
) -> str:
    trajectory = (
        f'<TrajectoryRef><Trajectory name="t" closed="{closed}"><Shape>{shape}</Shape></Trajectory></TrajectoryRef>'
    )
    how = f'<TimeReference>{timing}</TimeReference><TrajectoryFollowingMode followingMode="{mode}"/>'
    action = f'<FollowTrajectoryAction initialDistanceOffset="{offset}">{trajectory}{how}</FollowTrajectoryAction>'
    return f"<RoutingAction>{action}</RoutingAction>"


TIMED = '<Timing domainAbsoluteRelative="relative" scale="1" offset="0"/>'


def nurbs(points: list[tuple[float, float, float]], knots: list[float], order: int = 3) -> str:
    controls = "".join(
        f'<ControlPoint time="{k}" weight="{w}"><Position><WorldPosition x="{x}" y="{y}"/></Position></ControlPoint>'
        for k, (x, y, w) in enumerate(points)
    )
    ends = "".join(f'<Knot value="{k}"/>' for k in knots)
    return f'<Nurbs order="{order}">{controls}{ends}</Nurbs>'


def polyline(points: list[tuple[float, float]], at_times: list[float] | None = None) -> str:
    stamps = [f' time="{time}"' for time in at_times or []] or [""] * len(points)
    vertices = "".join(
        f'<Vertex{stamp}><Position><WorldPosition x="{x}" y="{y}"/></Position></Vertex>'
        for (x, y), stamp in zip(points, stamps, strict=True)
    )
    return f"<Polyline>{vertices}</Polyline>"


def go(folder: Path, action: str, end: str = "5") -> Drive:
    return drive(scenario(folder, INIT, event("Go", action, after("0", edge="none")), end=end))


def test_a_quarter_of_a_circle_is_exactly_a_rational_spline(tmp_path: Path) -> None:
    arc = nurbs([(50, 0, 1), (50, 50, ROOT), (0, 50, 1)], [0, 0, 0, 1, 1, 1])
    found = go(tmp_path, follow(arc))
    xy, heading = found.of("Other", "xyz")[5:500, :2], found.of("Other", "heading")[5:500]
    assert np.abs(np.hypot(*xy.T) - 50.0).max() < 0.004  # chords of 1 m
    tangent = np.arctan2(xy[:, 1], xy[:, 0]) + 0.5 * math.pi
    assert np.abs((heading - tangent + math.pi) % (2.0 * math.pi) - math.pi).max() < 0.01
    way = np.hypot(*np.diff(xy, axis=0).T)
    assert way == pytest.approx(np.full(len(way), 0.1), abs=1e-4)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(2, 4),
    st.lists(st.floats(0.1, 5.0), min_size=4, max_size=7),
    st.lists(st.floats(0.05, 0.95), min_size=7, max_size=7, unique=True),
)
def test_shares_are_none_below_zero_and_sum_to_one(order: int, weights: list[float], inner: list[float]) -> None:
    between = sorted(inner[: len(weights) - order])
    knots = np.array([0.0] * order + between + [1.0] * order)
    found = shares(order, knots, np.array(weights), 40)
    assert found.min() >= 0.0
    assert found.sum(axis=1) == pytest.approx(np.ones(41))
    assert found[0, 0] == pytest.approx(1.0)
    assert found[-1, -1] == pytest.approx(1.0, abs=1e-6)
    assert np.all(np.diff(times(found, np.arange(float(len(weights))))) >= 0.0)


@pytest.mark.parametrize(
    ("points", "knots", "order"),
    [
        ([(0, 0, 1), (9, 0, 1)], [0, 0, 0, 1, 1, 1], 3),  # fewer points than the order
        ([(0, 0, 1), (9, 0, 1), (9, 9, 1)], [0, 0, 0, 1, 1], 3),  # a knot is missing
        ([(0, 0, 1), (9, 0, 1), (9, 9, 1)], [0, 0, 1, 0, 1, 1], 3),  # they fall
        ([(0, 0, 1), (9, 0, -1), (9, 9, 1)], [0, 0, 0, 1, 1, 1], 3),  # a weight below zero
        ([(0, 0, 1), (9, 0, 1), (9, 9, 1)], [0, 0, 0, 0, 0, 0], 3),  # they are all one
    ],
)
def test_a_spline_that_is_none_is_refused(
    tmp_path: Path, points: list[tuple[float, float, float]], knots: list[float], order: int
) -> None:
    with pytest.raises(BadInput, match=r"scenario\.xosc:"):
        go(tmp_path, follow(nurbs(points, knots, order)))


def test_a_closed_trajectory_goes_round_without_end(tmp_path: Path) -> None:
    square = polyline([(0, 0), (20, 0), (20, 20), (0, 20)])
    found = go(tmp_path, follow(square, closed="true"), end="20")
    xy = found.of("Other", "xyz")[:, :2]
    assert xy[150] == pytest.approx(xy[950], abs=1e-6)  # 80 m at 10 m/s later
    assert found.moments()["GoAction", "completeState"] == pytest.approx(20.0)  # when the storyboard stops
    assert xy[:, 0].min() >= -1e-9
    assert xy[:, 1].max() <= 20.0 + 1e-9


def test_a_clothoid_spline_with_times_keeps_them(tmp_path: Path) -> None:
    start = '<PositionStart><WorldPosition x="0" y="0" h="0"/></PositionStart>'
    pieces = f'<ClothoidSplineSegment curvatureStart="0" curvatureEnd="0" length="10" timeStart="0">{start}'
    pieces += "</ClothoidSplineSegment>"
    pieces += '<ClothoidSplineSegment curvatureStart="0" curvatureEnd="0.05" length="20" timeStart="2"/>'
    found = go(tmp_path, follow(f'<ClothoidSpline timeEnd="3">{pieces}</ClothoidSpline>', TIMED), end="4")
    began = round(found.moments()["Go", "runningState"] / 0.01)
    x = found.of("Other", "xyz")[:, 0]
    assert x[began + 100] == pytest.approx(5.0, abs=1e-6)
    assert x[began + 200] == pytest.approx(10.0, abs=1e-6)
    assert found.of("Other", "speed")[began + 250] == pytest.approx(20.0, abs=0.01)


def test_an_offset_beside_times_begins_at_the_time_of_that_place(tmp_path: Path) -> None:
    line = polyline([(0, 0), (40, 0)], [0.0, 4.0])
    found = go(tmp_path, follow(line, TIMED, offset="15"), end="4")
    began = round(found.moments()["Go", "runningState"] / 0.01)
    assert found.of("Other", "xyz")[began + 100, 0] == pytest.approx(25.0, abs=0.02)
    assert found.moments()["GoAction", "completeState"] == pytest.approx(2.5, abs=0.02)


def test_the_mode_follow_keeps_the_times_at_one_acceleration_a_leg(tmp_path: Path) -> None:
    line = polyline([(0, 0), (20, 0), (50, 0)], [0.0, 2.0, 4.0])
    found = go(tmp_path, follow(line, TIMED, "follow"), end="4")
    began = round(found.moments()["Go", "runningState"] / 0.01)
    x = found.of("Other", "xyz")[:, 0]
    assert x[began + 200] == pytest.approx(20.0, abs=1e-6)
    assert x[began + 300] == pytest.approx(20.0 + 10.0 + 0.5 * 5.0, abs=1e-6)  # 10 m/s, then 5 m/s^2
    assert found.of("Other", "speed")[began + 399] == pytest.approx(20.0, abs=0.1)


def test_headings_turn_near_the_corners_only(tmp_path: Path) -> None:
    corner = polyline([(0, 0), (20, 0), (20, 20)])
    found = go(tmp_path, follow(corner), end="3.5")
    xy, heading = found.of("Other", "xyz")[:, :2], found.of("Other", "heading")
    before, after_ = (xy[:, 0] < 17.9) & (xy[:, 1] == 0.0), xy[:, 1] > 2.1
    assert np.abs(heading[before]).max() < 1e-9
    assert np.abs(heading[after_] - 0.5 * math.pi).max() < 1e-9
    at_corner = int(np.argmin(np.hypot(xy[:, 0] - 20.0, xy[:, 1])))
    assert heading[at_corner] == pytest.approx(0.25 * math.pi, abs=0.1)
