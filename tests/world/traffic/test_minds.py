"""The traffic's brains in the batch: as played alone, whatever the threads; learners are followed and given way to."""

import hashlib
from itertools import pairwise

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.core.noise import key
from aureole.world.traffic.batch import Batch, Rules
from aureole.world.traffic.demand.demand import Demand
from aureole.world.traffic.demand.drawing import Start
from aureole.world.traffic.demand.fill import fill
from aureole.world.traffic.demand.learners import Learners
from aureole.world.traffic.demand.logs import no_logs
from aureole.world.traffic.demand.play import play
from aureole.world.traffic.net.places import pose_at
from aureole.world.traffic.site import batch_of, replayed, site_of
from aureole.world.traffic.sizes import Sizes
from aureole.world.traffic.state import Agents, Mind
from tests.world.traffic.maps import batch, crossing, put, straight
from tests.world.traffic.test_logs import TICKS, recording  # noqa: F401

STEP = 0.1


@pytest.fixture(scope="module")
def cross(tmp_path_factory):
    return site_of(crossing(tmp_path_factory.mktemp("cross")), 12)


@pytest.fixture(scope="module")
def street(tmp_path_factory):
    return site_of(straight(tmp_path_factory.mktemp("street"), 600.0), 12)


def filled(site, worlds=6):
    agents = Agents.empty(worlds, 24)
    keys = np.array([key("minds", w, "traffic") for w in range(worlds)], np.uint64)
    fill(site.traffic.net, agents, keys, Demand(density=20.0, walkers=3, parked=2))
    return agents


def over(site, agents, **given):
    return Batch(site.ground, agents, Sizes(0, 0), traffic=site.traffic, **given)


def same(one, other):
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one, other, strict=True))


def test_traffic_in_the_batch_is_bit_for_bit_the_traffic_played_alone(cross):
    there, alone = over(cross, filled(cross)), filled(cross)
    for _ in range(60):
        there.step()
    net, lights, logs, _ = cross.traffic
    play(net, lights, logs, alone, 0, 60, STEP)
    assert same(there.agents, alone)
    assert (there.agents.speed > 1.0).any()


def driven(site, worlds, threads, steps=12):
    """A digest of each world."""
    made = batch_of(site, Start(Demand(density=15.0, walkers=2), Learners(2)), worlds, threads=threads)
    digests = [hashlib.blake2b() for _ in range(worlds)]
    for k in range(steps):
        if k == steps // 2:
            made.reset(np.arange(worlds) % 3 == 0)
        made.step(np.full((*made.agents.x.shape, 2), (0.5, 0.01 * (k % 3 - 1))))
        for w, digest in enumerate(digests):
            for values in (*made.agents, *made.flags, made.aim):
                digest.update(np.ascontiguousarray(values[w]).tobytes())
            for values in made.seen:
                digest.update(np.ascontiguousarray(values[:, w]).tobytes())
    made.close()
    return [digest.hexdigest() for digest in digests]


def test_threads_shards_and_the_worlds_beside_it_change_no_bit(cross):
    many = driven(cross, 70, 1)
    assert many == driven(cross, 70, 3)
    assert many[:5] == driven(cross, 5, 1)


def learner(site, agents, a, row, along, speed):
    """Agent a as a learner on a stretch."""
    put(site.traffic.net, agents, 0, a, row, along, speed=speed)
    agents.mind[0, a] = Mind.LEARNER


def test_a_driver_stops_behind_a_learner_who_stands(street):
    agents = batch(1, 2)
    learner(street, agents, 0, 0, 300.0, 0.0)
    put(street.traffic.net, agents, 0, 1, 0, 200.0, speed=14.0)
    there = over(street, agents)
    for _ in range(300):
        there.step()
        assert there.flags.hit[0, 1] == -1
    gap = agents.along[0, 0] - agents.along[0, 1] - agents.length[0, 0]
    assert agents.speed[0, 1] < 0.1
    assert 1.0 < gap < 5.0


def test_a_learner_is_found_in_the_lane_it_has_driven_into(tmp_path):
    site = site_of(straight(tmp_path, 600.0, count=2), 12)
    agents = batch(1, 1)
    learner(site, agents, 0, 0, 100.0, 10.0)
    first = int(agents.lane[0, 0])
    there, other = over(site, agents), int(max(site.traffic.net.beside[first]))
    x, y, _ = pose_at(site.traffic.net, other, 120.0)
    agents.x[0, 0], agents.y[0, 0] = x, y
    there.step()
    assert agents.lane[0, 0] == other
    assert agents.along[0, 0] == pytest.approx(121.0, abs=0.1)


def test_traffic_gives_way_to_a_learner_who_comes_from_the_right(cross):
    """The same two with a driver in the learner's place decide the same: who waits waits for learners, too."""
    net = cross.traffic.net
    arms = np.flatnonzero((net.junction < 0) & (np.diff(net.after_first) > 1))
    slow = {}
    for mind in (Mind.LANE, Mind.LEARNER):
        for own in arms:
            for right in arms:
                if own == right:
                    continue
                agents = batch(1, 2)
                for a, row in enumerate((right, own)):
                    at, turn = net.length[row] - 30.0, int(net.straight[row])
                    put(net, agents, 0, a, row, at, speed=8.0, wish=8.0, turn=turn)
                agents.mind[0, 0] = mind
                there, least = over(cross, agents), 99.0
                for _ in range(25):
                    there.step()
                    least = min(least, float(agents.speed[0, 1]))
                slow[mind, own, right] = least
    waits = [pair for pair in ((own, right) for own in arms for right in arms if own != right)
             if slow[Mind.LANE, *pair] < 6.0]  # fmt: skip
    assert waits
    assert all(slow[Mind.LEARNER, *pair] < 6.0 for pair in waits)


@pytest.mark.parametrize("mind", [Mind.REPLAY, Mind.REACT])
def test_a_log_runs_in_the_batch_as_it_does_alone(recording, mind):  # noqa: F811
    there = replayed(recording, 2, mind=mind, points=12)
    begun = Agents._make(values.copy() for values in there.agents)
    begun.mind[:, 0] = Mind.SCRIPT  # nobody drives the examined one alone
    there.agents.mind[:, 0] = Mind.SCRIPT
    for _ in range(50):
        there.step()
    play(there.traffic.net, there.traffic.lights, there.traffic.logs, begun, 0, 50, recording.step)
    for name in ("present", "x", "y", "heading", "speed", "reach", "target"):
        assert np.array_equal(getattr(there.agents, name)[:, 1:], getattr(begun, name)[:, 1:]), name
    left = there.agents.target[:, 1] == 1
    assert left.all() == (mind == Mind.REACT)
    assert TICKS > 50


def test_who_stands_and_who_is_scripted_are_not_moved(street):
    agents = batch(1, 3)
    for a, mind in enumerate((Mind.STILL, Mind.SCRIPT, Mind.LANE)):
        put(street.traffic.net, agents, 0, a, 0, 100.0 + 60.0 * a, speed=5.0)
        agents.mind[0, a] = mind
    before = agents.x.copy()
    there = over(street, agents)
    for _ in range(10):
        there.step()
    assert (agents.x[0, :2] == before[0, :2]).all()
    assert agents.x[0, 2] > before[0, 2]


def test_who_is_scripted_is_followed_from_where_it_was_put(street):
    agents = batch(1, 2)
    put(street.traffic.net, agents, 0, 0, 0, 500.0, speed=0.0)
    agents.mind[0, 0] = Mind.SCRIPT
    put(street.traffic.net, agents, 0, 1, 0, 100.0, speed=13.0)
    there = over(street, agents)
    agents.x[0, 0] = agents.x[0, 1] + 40.0
    there.step()
    assert agents.push[0, 1] < -1.0


def test_an_action_that_is_no_number_brakes_in_traffic(street):
    made = batch_of(street, Start(Demand(density=10.0), Learners(1, speed=(1.0, 1.0))), 4)
    made.step(np.full((*made.agents.x.shape, 2), np.nan))
    assert made.agents.accel[:, 0] == pytest.approx(-8.0)
    assert all(np.isfinite(values).all() for values in made.agents)


def test_learners_stand_in_lanes_with_an_aim_their_route_leads_to(cross):
    made = batch_of(cross, Start(Demand(density=10.0), Learners(2, way=(60.0, 120.0))), 40)
    net, routes = cross.traffic.net, made.traffic.routes
    assert (made.agents.mind[:, :2] == Mind.LEARNER).all()
    assert made.agents.present[:, :2].all()
    assert np.isfinite(made.aim[:, :2]).all()
    assert np.isnan(made.aim[:, 2:]).all()
    for w in range(40):
        for a in range(2):
            route = routes[w, a][routes[w, a] >= 0]
            assert route[0] == made.agents.lane[w, a]
            for one, other in pairwise(route):
                assert other in net.after[net.after_first[one] : net.after_first[one + 1]]
            last = net.point[net.point_first[route[-1]] : net.point_first[route[-1] + 1], :2]
            assert np.hypot(*(last - made.aim[w, a]).T).min() < 2.0
    assert not made.flags.off[:, :2].any()
    assert (made.flags.hit[:, :2] == -1).all()


def test_every_beginning_is_another_and_the_same_seed_begins_alike(cross):
    def made(seed):
        return batch_of(cross, Start(Demand(density=10.0), seed=seed), 8)

    one, again, other = made(1), made(1), made(2)
    assert same(one.agents, again.agents)
    assert not np.array_equal(one.agents.x, other.agents.x)
    first = one.agents.x.copy()
    for each in (one, again):
        each.reset(np.arange(8) < 4)
    assert same(one.agents, again.agents)
    assert (one.agents.x[:4, 0] != first[:4, 0]).all()
    assert (one.agents.x[4:] == first[4:]).all()
    one.starts.reseed(1)
    one.reset()
    assert np.array_equal(one.agents.x, first)


def test_a_learner_without_room_for_its_way_is_refused(street):
    with pytest.raises(BadInput, match="room for"):
        batch_of(street, Start(learners=Learners(1, way=(5000.0, 6000.0))), 2)


@pytest.mark.parametrize(
    ("given", "what"),
    [({"count": -1}, "count"), ({"way": (0.0, 1.0)}, "way"), ({"speed": (1.0, 0.5)}, "speed"),
     ({"kind": Kind.PEDESTRIAN}, "kind")],
)  # fmt: skip
def test_wrong_learners_are_named(given, what):
    with pytest.raises(BadInput, match=what):
        Learners(**given)


def test_a_timeout_counts_steps_of_the_rules(street):
    made = batch_of(street, Start(), 2, rules=Rules(timeout=0.3))
    for _ in range(3):
        made.step()
    assert made.over.all()


def test_without_logs_nobody_is_replayed(street):
    assert len(street.traffic.logs.kind) == len(no_logs().kind) == 0
