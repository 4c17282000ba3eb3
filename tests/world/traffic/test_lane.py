"""Drivers in lanes: gaps of the intelligent driver, no collision, nobody runs red, everybody gets on in the end."""

from __future__ import annotations

import numpy as np
import pytest

from aureole.conduct.following import idm_equilibrium_gap
from aureole.core.kinds import Kind
from aureole.core.noise import key
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.traffic.demand.demand import Demand
from aureole.world.traffic.demand.fill import fill
from aureole.world.traffic.net.compiling import net_of
from aureole.world.traffic.net.lights import lights_of
from aureole.world.traffic.state import Agents, Mind
from tests.world.traffic.maps import batch, crossing, drive, gap, put, ring, straight, touching
from tests.world.traffic.test_net import shows, way

TIME_GAP, MIN_GAP = 1.5, 2.0


def keys(worlds):
    return np.array([key("law", w, "traffic") for w in range(worlds)], np.uint64)


def test_a_follower_settles_at_the_gap_of_the_intelligent_driver(tmp_path):
    net = net_of(straight(tmp_path, 9000.0))
    agents = batch(1, 2)
    put(net, agents, 0, 0, 0, 60.0, speed=20.0, wish=20.0)
    put(net, agents, 0, 1, 0, 10.0, speed=20.0, wish=30.0)
    drive(net, agents, 3000)
    v = float(agents.speed[0, 0])
    assert v == pytest.approx(20.0, abs=1e-3)
    assert gap(agents, 0, 1, 0) == pytest.approx(idm_equilibrium_gap(v, 30.0, TIME_GAP, MIN_GAP), rel=1e-3)


def test_a_platoon_calms_down_after_its_leader_has_braked(tmp_path):
    net = net_of(straight(tmp_path, 20000.0))
    agents = batch(1, 12)
    for k in range(12):
        put(net, agents, 0, k, 0, 600.0 - 45.0 * k, speed=20.0, wish=20.0 if k == 0 else 26.0)
    drive(net, agents, 1200)
    agents.wish[0, 0] = 12.0
    drive(net, agents, 100, first=1200)
    agents.wish[0, 0] = 20.0
    slowest = np.full(12, 99.0)
    for k in range(300):
        drive(net, agents, 5, first=1300 + 5 * k)
        slowest = np.minimum(slowest, agents.speed[0])
    assert slowest[-1] >= slowest[0] - 0.5
    assert agents.speed[0] == pytest.approx(20.0, abs=0.1)
    assert not touching(agents)


def test_who_comes_from_the_right_passes_first(tmp_path):
    map_ = crossing(tmp_path)
    net = net_of(map_)
    agents = batch(1, 2)
    ways = [way(net, 12, map_), way(net, 16, map_)]
    for a, row in enumerate(ways):
        put(net, agents, 0, a, int(net.before[net.before_first[row]]), 80.0, turn=row)
    entered = [-1, -1]
    for t in range(400):
        drive(net, agents, 1, first=t)
        assert not touching(agents)
        for a in range(2):
            if entered[a] < 0 and agents.lane[0, a] == ways[a]:
                entered[a] = t
    assert 0 < entered[1] < entered[0]


@pytest.mark.parametrize("rule", ["RHT", "LHT"])
def test_a_full_crossing_lets_everybody_go_for_an_hour(tmp_path, rule):
    net = net_of(crossing(tmp_path, rule=rule))
    agents = Agents.empty(1, 24)
    assert fill(net, agents, keys(1), Demand(density=40.0))[0] >= 16
    stood, longest, hit = np.zeros(24), 0.0, set()
    for second in range(3600):
        drive(net, agents, 10, first=10 * second)
        hit |= touching(agents)
        stood = np.where(agents.present[0] & (agents.speed[0] < 0.1), stood + 1.0, 0.0)
        longest = max(longest, float(stood.max()))
    assert not hit
    assert longest < 300.0


def test_nobody_runs_red_and_nobody_touches_at_lights(tmp_path):
    net = net_of(crossing(tmp_path, lights=True))
    lights = lights_of(net)
    agents = Agents.empty(2, 20)
    fill(net, agents, keys(2), Demand(density=25.0))
    before, entered = agents.lane.copy(), 0
    for t in range(6000):
        drive(net, agents, 1, lights=lights, first=t)
        if t % 10 == 0:
            assert not touching(agents)
        fresh = (agents.lane != before) & (agents.lane >= 0) & (before >= 0)
        for w, a in zip(*np.nonzero(fresh & (net.group[before] >= 0) & (net.line[before] < np.inf)), strict=True):
            row = before[w, a]
            if net.junction[agents.lane[w, a]] >= 0:
                front = agents.along[w, a] + agents.ahead[w, a] + 0.5 * agents.length[w, a]
                over = (front + net.length[row] - net.line[row]) / max(agents.speed[w, a], 0.5)
                if 0.1 * t - over < 1.0:
                    continue  # it stood over the line at the start
                entered += 1
                assert (shows(lights, int(net.group[row]), [0.1 * t - over, 0.1 * t - over - 0.5]) != 1).any()
        before = agents.lane.copy()
    assert entered > 50


def test_everybody_moves_alike_in_whatever_row_and_world_they_are(tmp_path):
    net = net_of(crossing(tmp_path))
    agents = Agents.empty(3, 20)
    fill(net, agents, keys(3), Demand(density=30.0))
    draw = np.random.default_rng(5)
    worlds, rows = draw.permutation(3), draw.permutation(20)
    other = Agents(*(np.ascontiguousarray(field[worlds][:, rows]) for field in agents))
    drive(net, agents, 600)
    drive(net, other, 600)
    for name, one, two in zip(Agents._fields, agents, other, strict=True):
        if name not in {"push", "aim", "hold", "on", "about"}:  # the last two are tables of all rows
            assert np.array_equal(one[worlds][:, rows], two, equal_nan=True), name


def test_a_batch_is_the_same_in_one_piece_and_in_many(tmp_path):
    net = net_of(crossing(tmp_path))
    agents = Agents.empty(1, 20)
    fill(net, agents, keys(1), Demand(density=30.0))
    other = Agents(*(field.copy() for field in agents))
    drive(net, agents, 300)
    for t in range(300):
        drive(net, other, 1, first=t)
    assert all(np.array_equal(one, two) for one, two in zip(agents, other, strict=True))


def test_changing_lanes_makes_traffic_faster(tmp_path):
    speeds = {}
    for name, mark in (("free", "broken"), ("kept", "solid")):
        (tmp_path / name).mkdir()
        net = net_of(straight(tmp_path / name, 6000.0, count=2, mark=mark))
        agents = batch(1, 12)
        right = int(np.argmin(net.lane))
        for a in range(12):
            put(net, agents, 0, a, right, 700.0 - 50.0 * a, speed=20.0, wish=33.0)
        put(net, agents, 0, 0, right, 780.0, speed=20.0, wish=20.0, kind=Kind.TRUCK)
        hit = set()
        for t in range(0, 900, 5):
            drive(net, agents, 5, first=t)
            hit |= touching(agents)
        assert not hit
        speeds[name] = float(agents.speed[0, 1:].mean())
        assert (mark == "broken") == bool((agents.lane[0] != right).any())
    assert speeds["free"] > speeds["kept"] + 3.0


def test_nobody_turns_on_the_spot(tmp_path):
    net = net_of(straight(tmp_path, 400.0, count=2))
    agents = batch(1, 2)
    right, left = (int(k) for k in np.argsort(net.lane))
    put(net, agents, 0, 0, right, 100.0, speed=6.0)
    agents.target[0, 0], agents.aim[0, 0], agents.since[0, 0] = left, left, 0.0
    put(net, agents, 0, 1, left, 150.0, speed=0.0)
    agents.mind[0, 1] = Mind.STILL
    for t in range(600):
        drive(net, agents, 1, first=t)
        assert abs(agents.heading[0, 0]) < 0.3
        assert not touching(agents)


def test_a_ring_full_of_cars_never_touches(tmp_path):
    net = net_of(ring(tmp_path, 60.0, count=2))
    agents = Agents.empty(2, 30)
    fill(net, agents, keys(2), Demand(density=35.0))
    hit = set()
    for t in range(0, 6000, 5):
        drive(net, agents, 5, first=t)
        hit |= touching(agents)
    assert not hit


def test_who_is_told_to_stand_still_is_left_alone(tmp_path):
    net = net_of(straight(tmp_path))
    agents = batch(1, 3)
    for a, mind in enumerate((Mind.STILL, Mind.LEARNER, Mind.SCRIPT)):
        put(net, agents, 0, a, 0, 100.0 + 30.0 * a)
        agents.mind[0, a] = mind
    before = {name: getattr(agents, name).copy() for name in agents._fields}
    drive(net, agents, 50)
    changed = {name for name, field in before.items() if not np.array_equal(field, getattr(agents, name))}
    assert changed <= {"on", "about"}  # marks of the stretches they are on, for those who look at them


def test_one_stops_behind_what_stands_in_the_lane(tmp_path):
    net = net_of(straight(tmp_path))
    agents = batch(1, 2)
    put(net, agents, 0, 0, 0, 300.0)
    agents.mind[0, 0], agents.kind[0, 0], agents.speed[0, 0], agents.lane[0, 0] = Mind.STILL, Kind.OBSTACLE, 0.0, -1
    put(net, agents, 0, 1, 0, 50.0, speed=25.0, wish=25.0)
    drive(net, agents, 600)
    assert agents.speed[0, 1] < 0.05
    assert 1.0 < gap(agents, 0, 1, 0) < 4.0


@pytest.mark.parametrize("town", ["Town01", "Town10HD"])
def test_a_public_town_drives_without_a_collision(data, town):
    net = net_of(read_map(data / "odr-carla-towns" / f"{town}.xodr.gz"))
    agents = Agents.empty(2, 40)
    fill(net, agents, keys(2), Demand(density=8.0))
    lights, hit = lights_of(net), set()
    for t in range(0, 3000, 5):
        drive(net, agents, 5, lights=lights, first=t)
        hit |= touching(agents)
    assert not hit
