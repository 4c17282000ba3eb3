"""Walkers and drivers: cars wait at a crossing, walkers wait for a gap, some do not look."""

from __future__ import annotations

import numpy as np

from aureole.core.kinds import Kind
from aureole.world.traffic.net.compiling import net_of
from aureole.world.traffic.state import Mind
from tests.world.traffic.maps import batch, drive, put, straight, touching

ZEBRA = """<objects><object id="z" type="crosswalk" s="200" t="-1.75" zOffset="0" hdg="1.5707963267948966" length="8"
width="3" height="0"/></objects>"""


def street(folder, careless=0.0, inside=ZEBRA):
    return net_of(straight(folder, 500.0, speed=50, inside=inside), careless=careless)


def walk(net, agents, w, a, reach, *, speed=1.3):
    for name, value in {
        "mind": Mind.WALK, "kind": Kind.PEDESTRIAN, "length": 0.5, "width": 0.6, "wish": 1.3, "speed": speed, "goal": 0,
        "reach": reach, "present": True, "x": -1e3,
    }.items():  # fmt: skip
        getattr(agents, name)[w, a] = value


def test_a_crosswalk_becomes_a_path_both_ways_and_is_marked(tmp_path):
    net = street(tmp_path)
    assert net.crossing_marked[:2].all()
    assert len(net.path_first) - 1 >= 2
    row = net.crossed[0]
    assert net.crossed_span[0, 0] < 200.0 < net.crossed_span[0, 1]
    assert net.zebra[net.zebra_first[row]] == 0


def test_a_car_lets_a_walker_cross_and_goes_on(tmp_path):
    net = street(tmp_path)
    agents = batch(1, 2)
    put(net, agents, 0, 0, 0, 120.0, speed=13.0, wish=13.0)
    walk(net, agents, 0, 1, net.kerb[0, 0] - 1.0)
    slowest = 99.0
    for t in range(300):
        drive(net, agents, 1, first=t)
        assert not touching(agents)
        slowest = min(slowest, float(agents.speed[0, 0]))
    assert slowest < 4.0
    assert agents.x[0, 0] > 250.0
    assert agents.wait[0, 1] == 0.0


def test_a_walker_waits_for_a_car_that_cannot_stop(tmp_path):
    net = street(tmp_path)
    agents = batch(1, 2)
    put(net, agents, 0, 0, 0, 175.0, speed=13.0, wish=13.0)
    walk(net, agents, 0, 1, net.kerb[0, 0] - 0.5)
    drive(net, agents, 15)
    assert agents.reach[0, 1] < net.kerb[0, 0]
    assert agents.speed[0, 0] > 10.0
    drive(net, agents, 100, first=15)
    assert agents.reach[0, 1] > net.kerb[0, 1] or agents.goal[0, 1] == 1


def test_where_nothing_is_painted_a_walker_waits_for_a_gap(tmp_path):
    net = street(tmp_path, inside="")
    assert not net.crossing_marked.any()
    agents = batch(1, 4)
    for a in range(3):
        put(net, agents, 0, a, 0, 40.0 + 35.0 * a, speed=13.0, wish=13.0)
    walk(net, agents, 0, 3, net.kerb[0, 0] - 1.0)
    crossed = 0
    for t in range(300):
        drive(net, agents, 1, first=t)
        assert not touching(agents)
        on_road = net.kerb[0, 0] < agents.reach[0, 3] < net.kerb[0, 1] and agents.goal[0, 3] == 0
        crossed += on_road
        if on_road:
            assert agents.push[0, :3].min() > -2.0  # nobody has to brake hard for it
    assert crossed


def test_who_does_not_look_steps_out(tmp_path):
    net = street(tmp_path, careless=1.0, inside="")
    agents = batch(1, 2)
    put(net, agents, 0, 0, 0, 215.0, speed=13.0, wish=13.0)
    walk(net, agents, 0, 1, net.kerb[0, 0] - 0.5)
    drive(net, agents, 15)
    assert agents.reach[0, 1] > net.kerb[0, 0] + 0.5


def test_a_walker_turns_round_at_the_end_of_its_path(tmp_path):
    net = street(tmp_path)
    agents = batch(1, 1)
    walk(net, agents, 0, 0, 0.0)
    seen = set()
    for t in range(0, 400, 10):
        drive(net, agents, 10, first=t)
        seen.add(int(agents.goal[0, 0]))
        assert np.isfinite(agents.x[0, 0])
    assert seen == {0, 1}


def test_a_walker_does_not_walk_into_a_car_that_stands_on_its_way(tmp_path):
    net = street(tmp_path)
    agents = batch(1, 2)
    put(net, agents, 0, 0, 0, 199.0, speed=0.0)
    agents.mind[0, 0] = Mind.STILL
    walk(net, agents, 0, 1, net.kerb[0, 0] - 0.8)
    for t in range(100):
        drive(net, agents, 1, first=t)
        assert not touching(agents)
    assert agents.speed[0, 1] < 0.1
