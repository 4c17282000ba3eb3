"""A trajectory that Init gives the examined car is its route: points along it, and lanes that lead as it does."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aureole.core.observation import Observation
from aureole.drivers.rules.driver import Rules
from aureole.runtime.loop import run
from aureole.vehicle.follower import Follower
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.scenarios.build import build
from aureole.world.scenarios.case import Case, Variation
from aureole.world.scenarios.player.state import A_FIRST, A_TILL
from aureole.world.scripted import Scripted
from aureole.world.sensing.lanes import POINTS, Place
from aureole.world.sensing.trail import show, trails
from tests.world.scenarios.crossings import town
from tests.world.scenarios.drives import command, private, scenario, speed
from tests.world.scenarios.test_routes import assign, at, lane

LEFT, AHEAD = lane("v01", -1, 50), lane("h10", -1, 50)
NURBS = (
    '<Nurbs order="3">'
    + "".join(f'<ControlPoint><Position><WorldPosition x="{x}" y="{y}" h="0"/></Position></ControlPoint>'
              for x, y in ((0, 0), (20, 0), (40, 20), (40, 60)))
    + "".join(f'<Knot value="{k}"/>' for k in (0, 0, 0, 0.5, 1, 1, 1)) + "</Nurbs>"
)  # fmt: skip
START = '<Position><WorldPosition x="0" y="0" h="0"/></Position>'
CLOTHOID = f'<Clothoid curvature="0.01" curvaturePrime="0.001" length="60">{START}</Clothoid>'
SPLINE = (
    '<ClothoidSpline><ClothoidSplineSegment curvatureStart="0" curvatureEnd="0.02" length="40">'
    '<PositionStart><WorldPosition x="0" y="0" h="0"/></PositionStart></ClothoidSplineSegment>'
    '<ClothoidSplineSegment curvatureStart="0.02" curvatureEnd="0" length="30"/></ClothoidSpline>'
)


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return town(tmp_path_factory.mktemp("town"))


def polyline(*places: str) -> str:
    return "<Polyline>" + "".join(f"<Vertex><Position>{place}</Position></Vertex>" for place in places) + "</Polyline>"


def xy(x: float, y: float) -> str:
    return f'<WorldPosition x="{x}" y="{y}"/>'


def follow(shape: str, closed: str = "false", more: str = "") -> str:
    trajectory = f'<Trajectory name="way" closed="{closed}"><Shape>{shape}</Shape></Trajectory>'
    return (
        f"<RoutingAction><FollowTrajectoryAction {more}><TrajectoryRef>{trajectory}</TrajectoryRef>"
        '<TimeReference><None/></TimeReference><TrajectoryFollowingMode followingMode="position"/>'
        "</FollowTrajectoryAction></RoutingAction>"
    )


def world(folder: Path, map_: Path | None, *init: str, variations: int = 1, passive: bool = False) -> Scripted:
    path = scenario(folder, private("Ego", *init) + private("Other", at(lane("v10", -1, 20)) if map_ else ""), "",
                    end="30")  # fmt: skip
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition('<LogicFile filepath="')
    if map_ is None:
        text = before + rest[rest.index("/>") + 2 :]
        text = text.replace('<Private entityRef="Other"><PrivateAction></PrivateAction></Private>', "")
    else:
        text = f'{before}<LogicFile filepath="{map_}{rest[rest.index(chr(34)) :]}'
    path.write_text(text, encoding="utf-8")
    return build(Case("told", path), [Variation({}, seed) for seed in range(variations)], passive=passive)


def seen(at_: Scripted) -> Observation:
    scene, state = at_.reset()
    return at_.sense(scene, state)[0]


TURN = polyline(lane("h00", -1, 100), lane("h00", -1, 159), lane("v01", -1, 4), lane("v01", -1, 60))
ON = polyline(lane("h00", -1, 100), lane("h00", -1, 159), lane("h10", -1, 4), lane("h10", -1, 60))


@pytest.mark.parametrize("shape", [NURBS, CLOTHOID, SPLINE, polyline(xy(0, 0), xy(30, 0), xy(60, 40))])
def test_off_every_road_the_route_is_points_along_the_trajectory_every_five_metres(tmp_path, shape):
    at_ = world(tmp_path, None, follow(shape), speed("10"))
    scene, state = at_.reset()
    route = at_.sense(scene, state)[0].route[0].astype(float)
    assert np.isfinite(route).all()
    step = np.hypot(*np.diff(route, axis=0).T)
    moving = step > 1e-3
    assert 9 < moving.sum() < 20
    assert step[moving][:-1].max() <= 5.0 + 1e-3  # a chord, where it bends
    assert step[moving][:-1].min() > 4.5
    assert np.abs(route[0]).max() < 0.5
    assert not moving[moving.sum() :].any()  # its last point is repeated
    line = points(tmp_path, shape)
    c, s = math.cos(scene.heading[0, 0]), math.sin(scene.heading[0, 0])
    there = scene.xyz[0, 0, :2] + route @ np.array([[c, s], [-s, c]])
    far = np.hypot(*(there[:, None] - line[None]).transpose(2, 0, 1)).min(axis=1)
    assert far.max() < 0.2


def points(folder: Path, shape: str) -> np.ndarray:
    """Where the player itself takes an entity along a trajectory."""
    at_ = world(folder, None, follow(shape), speed("10"), passive=True)
    scene, state = at_.reset()
    found = []
    for _ in range(1200):
        found.append(scene.xyz[0, 0, :2].copy())
        scene, state = at_.step(scene, command(1), state)
    return np.array(found)


def end_of_lane(observation: Observation) -> float:
    """How far to the left of the car its own lane leads."""
    return float(observation.lanes.centre[0, 0, observation.lanes.seen[0, 0] - 1, 1])


def test_the_own_lane_goes_on_through_a_crossing_as_the_trajectory_does(tmp_path, streets):
    left, on = (seen(world(tmp_path, streets, follow(shape), speed("10"))) for shape in (TURN, ON))
    assert end_of_lane(left) > 50.0
    assert abs(end_of_lane(on)) < 1.0
    assert left.route[0, -1, 1] > 50.0
    assert abs(on.route[0, -1, 1]) < 0.5


def test_it_goes_before_a_route(tmp_path, streets):
    both = (assign(lane("h00", -1, 10), AHEAD), follow(TURN), speed("10"))
    assert seen(world(tmp_path, streets, *both)).route[0, -1, 1] > 50.0


def test_the_driver_drives_it(tmp_path, streets):
    driven = world(tmp_path, streets, follow(TURN), speed("8"))
    driven._brief = replace(driven.brief, timeout=22.0)
    roads: list[int] = []

    class Watch:
        def watch(self, scene, plan, command):
            roads.append(int(scene.road[0, 0]))

    run(driven, Rules(), Follower(), [Watch()])
    names = read_map(streets).names
    assert list(dict.fromkeys(names[r] for r in roads if r >= 0))[:3] == ["h00", "h00-v01", "v01"]


def test_it_begins_where_its_offset_says_and_is_sought_from_there(tmp_path, streets):
    found = seen(world(tmp_path, streets, follow(TURN, more='initialDistanceOffset="20"'), speed("10")))
    assert found.route[0, 0].tolist() == pytest.approx([0.0, 0.0], abs=0.05)
    assert found.route[0, 4].tolist() == pytest.approx([20.0, 0.0], abs=0.05)


def test_a_closed_one_leads_round(tmp_path):
    square = polyline(xy(0, 0), xy(40, 0), xy(40, 40), xy(0, 40))
    at_ = world(tmp_path, None, follow(square, closed="true"), speed("10"))
    scene, state = at_.reset()
    route = at_.sense(scene, state)[0].route[0]
    assert np.hypot(*np.diff(route, axis=0).T).min() > 3.5
    assert route[31].tolist() == pytest.approx([0.0, 5.0], abs=0.01)  # 155 m of 160


def test_one_that_crosses_itself_is_followed_in_its_order():
    eight = np.array([(0.0, 0.0), (60.0, 0.0), (60.0, 40.0), (30.0, 40.0), (30.0, -40.0)])
    way = trails([0], [eight], [False], np.zeros(1))
    reached, route = np.zeros(1), np.zeros((1, POINTS, 2), dtype=np.float32)
    corners = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(eight, axis=0).T))])
    none = np.zeros((1, 1))
    for s in np.arange(0.0, 205.0, 2.0):
        x, y = (np.interp(s, corners, eight[:, axis]) for axis in range(2))
        here = Place(np.array([[[x, y, 0.0]]]), none, none.astype(np.int32), none.astype(np.int32), none, none)
        show(np.ones(1, dtype=bool), here, way, reached, route)
        assert reached[0] == pytest.approx(s)


def test_at_its_end_the_route_is_the_own_lane_again(tmp_path, streets):
    short = polyline(lane("h00", -1, 10), lane("h00", -1, 30))
    at_ = world(tmp_path, streets, follow(short), speed("20"))
    scene, state = at_.reset()
    for _ in range(20):
        observation, state = at_.sense(scene, state)
        for _ in range(10):
            scene, state = at_.step(scene, command(1), state)
    assert scene.s[0, 0] > 35.0
    assert np.abs(observation.route[0, :28] - observation.lanes.centre[0, 0, 4:32]).max() < 1e-3


def test_batches_see_what_one_sees(tmp_path, streets):
    alone = seen(world(tmp_path, streets, follow(TURN), speed("10")))
    many = seen(world(tmp_path, streets, follow(TURN), speed("10"), variations=3))
    for row in range(3):
        assert (many.route[row] == alone.route[0]).all()
        assert (many.lanes.centre[row] == alone.lanes.centre[0]).all()


def test_who_is_moved_by_the_scenario_keeps_to_its_own_ways(tmp_path, streets):
    at_ = world(tmp_path, streets, follow(TURN), speed("10"), passive=True)
    assert (at_.reset()[1].state.agents[0, 0, [A_FIRST, A_TILL]] == 0.0).all()
