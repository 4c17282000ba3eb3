"""Who may be on a stretch: nobody is missed, however many there are, and nobody else changes what is decided."""

import numpy as np
import pytest

from aureole.core.noise import key
from aureole.kernels import kernel
from aureole.world.traffic.brains.crowd import BITS, first_of, mark, slot
from aureole.world.traffic.demand.demand import Demand
from aureole.world.traffic.demand.fill import fill
from aureole.world.traffic.demand.play import play
from aureole.world.traffic.net.net import Net
from aureole.world.traffic.site import site_of
from aureole.world.traffic.state import Agents
from tests.world.traffic.maps import crossing

ROWS, MANY = 24, 150


@pytest.fixture(scope="module")
def cross(tmp_path_factory):
    return site_of(crossing(tmp_path_factory.mktemp("cross")), 12)


def filled(site):
    agents = Agents.empty(3, ROWS)
    keys = np.array([key("crowd", w, "traffic") for w in range(3)], np.uint64)
    fill(site.traffic.net, agents, keys, Demand(density=20.0, walkers=3, parked=2))
    return agents


def among(agents, empty=MANY):
    """The same agents in every sixth of many rows."""
    found = Agents.empty(len(agents.x), empty)
    for one, other in zip(agents, found, strict=True):
        other[:, : 6 * ROWS : 6] = one
    return found


@kernel
def write_down(net: Net, agents: Agents) -> None:
    """Everybody of every world."""
    for w in range(agents.x.shape[0]):
        for a in range(agents.x.shape[1]):
            mark(net, agents, w, a)


def test_the_lowest_bit_is_found_whatever_stands_above_it():
    for k in range(BITS):
        assert first_of(np.uint64(1 << k)) == k
        assert first_of(np.uint64((0xFFFFFFFFFFFFFFFF << k) & 0xFFFFFFFFFFFFFFFF)) == k


def test_everybody_stands_in_the_slot_of_its_lane(cross):
    agents = among(filled(cross))
    write_down(cross.traffic.net, agents)
    there = np.argwhere(agents.present & (agents.lane >= 0))
    assert len(there) > 40
    for w, a in there.tolist():
        assert int(agents.on[w, slot(int(agents.lane[w, a]), MANY)]) >> a % BITS & 1


def test_rows_without_anybody_change_nothing_even_where_a_bit_stands_for_several(cross):
    few, net = filled(cross), cross.traffic.net
    many = among(few)
    for agents in (few, many):
        play(net, cross.traffic.lights, cross.traffic.logs, agents, 0, 80, 0.1)
    assert (few.speed > 1.0).any()
    for name in ("present", "lane", "x", "y", "speed", "target", "wait"):
        assert np.array_equal(getattr(few, name), getattr(many, name)[:, : 6 * ROWS : 6]), name
