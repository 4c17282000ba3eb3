"""A demand on a net: nobody overlaps, the same key gives the same traffic, what is wrong is named."""

from __future__ import annotations

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.core.noise import key
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.traffic.demand.demand import Demand
from aureole.world.traffic.demand.fill import fill
from aureole.world.traffic.net.compiling import net_of
from aureole.world.traffic.state import Agents, Mind
from tests.world.traffic.maps import crossing, straight, touching


def keys(worlds):
    return np.array([key("demand", w, "traffic") for w in range(worlds)], np.uint64)


def filled(net, worlds, agents, demand, **given):
    found = Agents.empty(worlds, agents)
    return found, fill(net, found, keys(worlds), demand, **given)


@pytest.mark.parametrize("density", [5.0, 30.0, 300.0])
def test_nobody_overlaps_at_the_start(data, density):
    net = net_of(read_map(data / "odr-carla-towns" / "Town10HD.xodr.gz"))
    agents, placed = filled(net, 4, 96, Demand(density=density, walkers=10, parked=8))
    assert (placed == agents.present.sum(axis=1)).all()
    assert placed.min() > 18
    assert not touching(agents)


def test_worlds_differ_and_each_is_the_same_in_any_batch(tmp_path):
    net = net_of(crossing(tmp_path))
    many, _ = filled(net, 3, 20, Demand(density=20.0))
    one = Agents.empty(1, 20)
    fill(net, one, keys(3)[2:], Demand(density=20.0))
    assert all(np.array_equal(a[2:], b) for a, b in zip(many, one, strict=True))
    assert not np.array_equal(many.x[0], many.x[1])


def test_rows_before_the_first_are_left_alone(tmp_path):
    net = net_of(crossing(tmp_path))
    agents, _ = filled(net, 2, 20, Demand(density=20.0), first=3)
    assert not agents.present[:, :3].any()
    assert (agents.key[:, :3] == 0).all()


def test_things_stand_where_they_are_put(tmp_path):
    net = net_of(straight(tmp_path))
    cone = np.array([[500.0, -1.75, 0.0, 0.4, 0.4, float(Kind.OBSTACLE)]])
    agents, _ = filled(net, 2, 4, Demand(density=1.0, things=cone))
    assert (agents.x[:, 0] == 500.0).all()
    assert (agents.mind[:, 0] == Mind.STILL).all()
    assert (agents.kind[:, 0] == Kind.OBSTACLE).all()


def test_kinds_come_in_their_shares(tmp_path):
    net = net_of(straight(tmp_path, 60000.0))
    agents, placed = filled(net, 1, 400, Demand(density=6.0, shares={Kind.CAR: 3.0, Kind.TRUCK: 1.0}))
    assert placed[0] > 300
    lorries = (agents.kind[0, agents.present[0]] == Kind.TRUCK).mean()
    assert lorries == pytest.approx(0.25, abs=0.06)


@pytest.mark.parametrize(
    ("given", "what"),
    [({"density": -1.0}, "density"), ({"density": np.nan}, "density"), ({"shares": {Kind.ANIMAL: 1.0}}, "shares"),
     ({"shares": {Kind.CAR: 0.0}}, "shares"), ({"speed": (1.0, 0.5)}, "speed"), ({"walkers": -1}, "walkers"),
     ({"things": np.zeros((1, 5))}, "things")],
)  # fmt: skip
def test_a_wrong_demand_is_named(given, what):
    with pytest.raises(BadInput, match=what):
        Demand(**given)


def test_more_walkers_than_rows_are_refused(tmp_path):
    with pytest.raises(BadInput, match="walkers"):
        filled(net_of(straight(tmp_path)), 1, 4, Demand(walkers=9))


def test_one_key_a_world_is_asked_for(tmp_path):
    with pytest.raises(BadInput, match="keys"):
        fill(net_of(straight(tmp_path)), Agents.empty(2, 4), keys(1), Demand())
