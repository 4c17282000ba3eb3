"""What a driver sees of the way it is told to go, and on which of several roads over each other it counts as being."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aureole.core.command import Command
from aureole.core.observation import Observation
from aureole.drivers.rules.driver import Rules
from aureole.runtime.loop import run
from aureole.vehicle.follower import Follower
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.scenarios.build import build
from aureole.world.scenarios.case import Case, Variation
from aureole.world.scripted import Scripted
from aureole.world.sensing.leading import layered
from tests.world.scenarios.crossings import town
from tests.world.scenarios.drives import private, scenario, speed
from tests.world.scenarios.test_routes import acquire, assign, at, lane

LEFT, AHEAD, RIGHT = lane("v01", -1, 50), lane("h10", -1, 50), lane("v00", 1, 50)


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return town(tmp_path_factory.mktemp("town"))


def world(folder: Path, streets: Path, *init: str, variations: int = 1) -> Scripted:
    """A drive of the ego in the town; the other car waits on a side street."""
    path = scenario(folder, private("Ego", *init) + private("Other", at(lane("v10", -1, 20))), "", end="30")
    before, _, rest = path.read_text(encoding="utf-8").partition('<LogicFile filepath="')
    path.write_text(f'{before}<LogicFile filepath="{streets}{rest[rest.index(chr(34)) :]}', encoding="utf-8")
    return build(Case("told", path), [Variation({}, seed) for seed in range(variations)])


def seen(at_: Scripted) -> Observation:
    scene, state = at_.reset()
    return at_.sense(scene, state)[0]


def end_of_lane(observation: Observation, place: int = 0) -> tuple[float, float]:
    x, y = observation.lanes.centre[0, place, observation.lanes.seen[0, place] - 1].tolist()
    return x, y


@pytest.mark.parametrize(("goal", "turn"), [(LEFT, 1.0), (AHEAD, 0.0)])
@pytest.mark.parametrize("how", [lambda goal: assign(lane("h00", -1, 10), goal), acquire])
def test_the_own_lane_goes_on_through_a_crossing_as_the_route_does(tmp_path, streets, goal, turn, how):
    found = seen(world(tmp_path, streets, how(goal), at(lane("h00", -1, 100)), speed("15")))
    assert (end_of_lane(found)[1] > 50.0) == (turn > 0.0)
    assert np.abs(found.route[0, -1]).max() > 80.0
    np.testing.assert_allclose(found.route[0, :28], found.lanes.centre[0, 0, 4:32], atol=1e-3)


def test_without_a_route_lanes_go_straight_on_and_the_route_is_the_own_lane(tmp_path, streets):
    found = seen(world(tmp_path, streets, at(lane("h00", -1, 100)), speed("15")))
    assert abs(end_of_lane(found)[1]) < 1.0
    np.testing.assert_allclose(found.route[0, :28], found.lanes.centre[0, 0, 4:32], atol=1e-3)


def test_from_a_lane_that_leads_elsewhere_the_route_runs_in_the_lane_that_leads_there(tmp_path, streets):
    found = seen(world(tmp_path, streets, assign(lane("h00", -1, 10), LEFT), at(lane("h00", -2, 60)), speed("15")))
    assert found.route[0, 0, 1] == pytest.approx(3.5, abs=0.3)  # the lane to its left
    assert found.route[0, -1, 1] > 20.0  # and then to the left
    assert end_of_lane(found)[1] < 0.0  # its own goes to the right


def test_the_driver_changes_to_that_lane_and_turns(tmp_path, streets):
    driven = world(tmp_path, streets, assign(lane("h00", -1, 0), LEFT), at(lane("h00", -2, 2)), speed("8"))
    roads: list[int] = []

    class Watch:
        def watch(self, scene, plan, command):
            roads.append(int(scene.road[0, 0]))

    run(replaced(driven, 28.0), Rules(), Follower(), [Watch()])
    names = read_map(streets).names
    passed = [names[r] for k, r in enumerate(roads) if r >= 0 and (k == 0 or roads[k - 1] != r)]
    assert passed[:3] == ["h00", "h00-v01", "v01"]


def replaced(world_: Scripted, timeout: float) -> Scripted:
    world_._brief = replace(world_.brief, timeout=timeout)
    return world_


def test_where_roads_lie_over_each_other_the_car_is_on_that_of_its_route(tmp_path, streets):
    for goal, name in ((LEFT, "h00-v01"), (AHEAD, "h00-h10")):
        driven = world(tmp_path, streets, assign(lane("h00", -1, 10), goal), at(lane("h00", -1, 100)), speed("15"))
        scene, state = driven.reset()
        length, names = read_map(streets).road.road_length, read_map(streets).names
        while scene.road[0, 0] == names.index("h00"):
            stamp = scene.stamp
            straight = Command(
                stamp, np.zeros(1), np.zeros(1), np.ones(1, np.int32), np.zeros(1, np.int32), np.zeros(1, bool),
                stamp + 10**9,
            )  # fmt: skip
            scene, state = driven.step(scene, straight, state)
        assert names[int(scene.road[0, 0])] == name
        assert 0.0 <= scene.s[0, 0] <= length[int(scene.road[0, 0])]


def test_batches_see_what_one_sees(tmp_path, streets):
    told = (assign(lane("h00", -1, 10), LEFT), at(lane("h00", -1, 100)), speed("15"))
    alone, many = seen(world(tmp_path, streets, *told)), seen(world(tmp_path, streets, *told, variations=3))
    for row in range(3):
        assert (many.route[row] == alone.route[0]).all()
        assert (many.lanes.centre[row] == alone.lanes.centre[0]).all()


def test_a_way_with_two_turns_at_one_place_has_a_map_for_each():
    one, other = (True, 4), (True, 9)
    windows = layered([{one: 5}, {other: 7}, {one: 6}, {}])
    assert windows == [(0, {one: 5, other: 7}), (1, {one: 6, other: 7})]
    assert layered([{one: 5}, {other: 7}, {one: 5}]) == [(0, {one: 5, other: 7})]
