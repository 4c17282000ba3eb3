"""Clothoid trajectories and synchronised arrivals against closed forms."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from tests.world.scenarios.drives import after, at, drive, event, private, scenario, speed

INIT = private("Ego", at("-4", "100"), speed("20")) + private("Other", at("-4", "300"), speed("10"))


def follow(shape: str, offset: str = "0") -> str:
    trajectory = (
        f'<TrajectoryRef><Trajectory name="t" closed="false"><Shape>{shape}</Shape></Trajectory></TrajectoryRef>'
    )
    how = '<TimeReference><None/></TimeReference><TrajectoryFollowingMode followingMode="position"/>'
    action = f'<FollowTrajectoryAction initialDistanceOffset="{offset}">{trajectory}{how}</FollowTrajectoryAction>'
    return f"<RoutingAction>{action}</RoutingAction>"


def clothoid(curvature: float, change: float, length: float) -> str:
    place = '<Position><WorldPosition x="10" y="20" h="0.5"/></Position>'
    return f'<Clothoid curvature="{curvature}" curvaturePrime="{change}" length="{length}">{place}</Clothoid>'


def end_of(curvature: float, change: float, length: float) -> complex:
    """The end of a clothoid from (10, 20, 0.5), by a fine trapezoid rule with Richardson's correction."""

    def sums(parts: int) -> complex:
        s = np.linspace(0.0, length, parts + 1)
        values = np.exp(1j * (0.5 + s * (curvature + 0.5 * change * s)))
        return complex((values[:-1] + values[1:]).sum() * 0.5 * length / parts)

    return 10 + 20j + (4.0 * sums(40_000) - sums(20_000)) / 3.0


@pytest.mark.parametrize(("curvature", "change"), [(0.0, 0.0), (0.02, 0.0), (-0.01, 0.0008)])
def test_a_clothoid_ends_where_its_integral_does(tmp_path: Path, curvature: float, change: float) -> None:
    path = scenario(
        tmp_path, INIT, event("Go", follow(clothoid(curvature, change, 50.0)), after("0", edge="none")), end="5"
    )
    found = drive(path, step=0.01)
    done = found.moments()["GoAction", "completeState"]
    last = found.of("Other", "xyz")[round(done / 0.01)]
    assert abs(complex(last[0], last[1]) - end_of(curvature, change, 50.0)) < 0.12  # one step of 10 m/s beyond its end


def test_the_vertices_of_a_clothoid_lie_on_it(tmp_path: Path) -> None:
    path = scenario(tmp_path, INIT, event("Go", follow(clothoid(0.05, 0.0, 30.0)), after("0", edge="none")), end="2")
    xy = drive(path, step=0.01).of("Other", "xyz")[5:200, :2]
    centre = np.array([10.0, 20.0]) + 20.0 * np.array([-math.sin(0.5), math.cos(0.5)])
    off = 20.0 - np.hypot(*(xy - centre).T)
    assert off.max() < 1.0 / (8.0 * 20.0) + 1e-6  # chords of 1 m lie so far inside
    assert off.min() > -1e-6
    assert np.abs(off).min() < 1e-6


def test_an_offset_begins_so_far_along_the_trajectory(tmp_path: Path) -> None:
    path = scenario(
        tmp_path, INIT, event("Go", follow(clothoid(0.0, 0.0, 50.0), "12.5"), after("0", edge="none")), end="1"
    )
    found = drive(path, step=0.01)
    first = round(found.moments()["Go", "runningState"] / 0.01) + 1
    xy = found.of("Other", "xyz")[first, :2] - (10.0, 20.0)
    assert np.hypot(*xy) == pytest.approx(12.5 + 0.1, abs=1e-6)


def together(final: str) -> str:
    places = [
        f'<{name}><LanePosition roadId="0" laneId="-4" s="{s}"/></{name}>'
        for name, s in (("TargetPositionMaster", 250), ("TargetPosition", 400))
    ]
    speed_then = f'<FinalSpeed><AbsoluteSpeed value="{final}"/></FinalSpeed>'
    return f'<SynchronizeAction masterEntityRef="Ego">{"".join(places)}{speed_then}</SynchronizeAction>'


@pytest.mark.parametrize("final", ["8", "20"])
def test_two_that_are_synchronised_arrive_together(tmp_path: Path, final: str) -> None:
    found = drive(scenario(tmp_path, INIT, event("Go", together(final), after("0.5")), end="9"), step=0.01)
    ego, other = found.of("Ego", "s"), found.of("Other", "s")
    moment = int(np.argmin(np.abs(ego - 250.0)))
    assert other[moment] == pytest.approx(400.0, abs=0.5)
    assert found.of("Other", "speed")[-1] == pytest.approx(float(final))


def test_synchronising_accelerates_evenly_where_that_arrives_in_time(tmp_path: Path) -> None:
    way, time = 400.0 - 305.0, (250.0 - 110.0) / 20.0
    final = 2.0 * way / time - 10.0
    found = drive(scenario(tmp_path, INIT, event("Go", together(str(final)), after("0.5")), end="7"), step=0.01)
    accel = np.diff(found.of("Other", "speed")[60:-20]) / 0.01
    assert np.abs(accel - (final - 10.0) / time).max() < 0.05
