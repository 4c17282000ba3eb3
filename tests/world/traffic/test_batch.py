"""The batch as a whole: the same whatever the threads and shards, in place, resets, learners, bad input."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

import aureole
from aureole.core.errors import BadInput
from aureole.world.roads.reading.opendrive import read_map
from aureole.world.traffic.batch import Batch, Rules
from aureole.world.traffic.bicycle import RATE, Limits
from aureole.world.traffic.ground.compiling import ground_of
from aureole.world.traffic.ground.ground import size_of
from aureole.world.traffic.sizes import OWN, Sizes
from aureole.world.traffic.state import Agents, Mind
from tests.world.traffic import scenes

MAPS = Path(aureole.__file__).parent / "world/scenarios/maps"


@pytest.fixture(scope="module")
def ground():
    return ground_of(read_map(MAPS / "rural.xodr").road, 12, spacing=8.0)


def driven(ground, worlds=96, threads=1, steps=6, sizes=Sizes(4, 12)):  # noqa: B008
    """Digest of states, flags and observations of every step, of every world."""
    agents = scenes.placed(ground, worlds, 16)
    batch = Batch(ground, agents, sizes, threads=threads)
    digests = [hashlib.blake2b() for _ in range(worlds)]
    for k in range(steps):
        seen, flags = batch.step(scenes.pushed(agents, k))
        for w, digest in enumerate(digests):
            for values in (*agents, *flags):
                digest.update(values[w].tobytes())
            for values in seen:
                digest.update(values[:, w].tobytes())
    batch.close()
    return [digest.hexdigest() for digest in digests]


def alone(ground, speed=10.0, **given):
    """One learner in the middle of nowhere, heading east."""
    agents = Agents.empty(1, 1)
    values = {"present": True, "mind": Mind.LEARNER, "kind": 1, "speed": speed, "length": 4.5, "width": 1.8,
              "ahead": 1.35, "base": 2.7, **given}  # fmt: skip
    for name, value in values.items():
        getattr(agents, name)[:] = value
    return agents


def act(batch, accel, steer):
    return batch.step(np.full((1, 1, 2), (accel, steer)))


def test_threads_and_shards_change_no_bit(ground):
    assert driven(ground, threads=1) == driven(ground, threads=3)


def test_a_world_does_not_depend_on_the_worlds_beside_it(ground):
    agents = scenes.placed(ground, 96, 16)
    batch = Batch(ground, agents, Sizes(4, 12))
    part = Agents(*(values[40:41].copy() for values in scenes.placed(ground, 96, 16)))
    single = Batch(ground, part, Sizes(4, 12))
    for k in range(5):
        actions = scenes.pushed(agents, k)
        seen, flags = batch.step(actions)
        seen_alone, flags_alone = single.step(actions[40:41])
        assert all((values[40] == one[0]).all() for values, one in zip(agents, part, strict=True))
        assert all((values[40] == one[0]).all() for values, one in zip(flags, flags_alone, strict=True))
        assert all((values[:, 40] == one[:, 0]).all() for values, one in zip(seen, seen_alone, strict=True))


def test_observations_are_handed_out_without_a_copy(ground):
    batch = Batch(ground, scenes.placed(ground, 4, 8), Sizes(4, 12))
    first, _ = batch.step()
    second, _ = batch.step()
    assert all(one is other for one, other in zip(first, second, strict=True))


def test_a_reset_brings_back_only_the_worlds_asked_for(ground):
    batch = Batch(ground, scenes.placed(ground, 6, 8), Sizes(4, 12))
    begun = [values.copy() for values in batch.seen]
    for k in range(3):
        batch.step(scenes.pushed(batch.agents, k))
    moved = batch.agents.x.copy()
    which = np.array([True, False, False, True, True, False])
    seen, flags = batch.reset(which)
    assert (batch.agents.x[which] == batch.starts.agents.x[which]).all()
    assert (batch.agents.x[~which] == moved[~which]).all()
    assert (flags.tick == np.where(which, 0, 3)).all()
    assert all((values[:, which] == old[:, which]).all() for values, old in zip(seen, begun, strict=True))


@pytest.mark.parametrize(("neighbours", "points", "watched"), [(0, 0, -1), (40, 12, -1), (3, 0, 2), (0, 12, 0)])
def test_sizes_are_what_was_asked_for(ground, neighbours, points, watched):
    batch = Batch(ground, scenes.placed(ground, 2, 8), Sizes(neighbours, points, watched))
    seen, _ = batch.step()
    count = 8 if watched < 0 else watched
    assert [values.shape[2:] for values in seen] == [(count,), (count, neighbours), (count, points)]


def test_a_learner_drives_the_circle_of_its_wheel_angle(ground):
    agents = alone(ground, 5.0, steer=0.2)
    batch = Batch(ground, agents, Sizes(0, 0))
    radius = 2.7 / np.tan(0.2)
    for _ in range(20):
        act(batch, 0.0, 0.2)
    turned = 20 * 0.5 / radius
    assert agents.heading[0, 0] == pytest.approx(turned, abs=1e-12)
    assert agents.x[0, 0] == pytest.approx(radius * np.sin(turned), abs=1e-9)
    assert agents.y[0, 0] == pytest.approx(radius * (1 - np.cos(turned)), abs=1e-9)


def test_a_learner_brakes_to_a_standstill_and_stays_there(ground):
    agents = alone(ground, 5.0)
    batch = Batch(ground, agents, Sizes(0, 0))
    for _ in range(20):
        act(batch, -6.0, 0.0)
    assert agents.speed[0, 0] == 0.0
    assert agents.x[0, 0] == pytest.approx(25.0 / 12.0, abs=1e-12)


def test_a_finer_step_ends_at_the_same_place(ground):
    ends = []
    for step in (0.1, 0.005):
        agents = alone(ground, 12.0)
        batch = Batch(ground, agents, Sizes(0, 0), rules=Rules(step=step))
        for k in range(round(3.0 / step)):
            act(batch, 1.0, 0.05 * np.sin(1.5 * (k // round(0.1 / step) * 0.1)))
        ends.append((agents.x[0, 0], agents.y[0, 0], agents.heading[0, 0]))
    assert np.abs(np.subtract(*ends)).max() < 0.15


def test_an_action_that_is_no_number_brakes(ground):
    agents = alone(ground, 20.0)
    batch = Batch(ground, agents, Sizes(0, 0))
    act(batch, np.nan, np.inf)
    assert agents.accel[0, 0] == pytest.approx(-8.0)
    assert np.isfinite(agents.x).all()


def test_a_learner_cannot_turn_tighter_than_the_grip(ground):
    agents = alone(ground, 30.0)
    batch = Batch(ground, agents, Sizes(0, 0), rules=Rules(limits=Limits(steer_rate=100.0)))
    act(batch, 0.0, 0.6)
    assert agents.yaw_rate[0, 0] * 30.0 == pytest.approx(8.0)


def test_steering_may_be_a_rate(ground):
    agents = alone(ground, 5.0)
    batch = Batch(ground, agents, Sizes(0, 0), rules=Rules(limits=Limits(second=RATE)))
    act(batch, 0.0, 0.5)
    assert agents.steer[0, 0] == pytest.approx(0.05)


def test_an_aim_that_is_reached_is_told_and_ends_the_world(ground):
    agents = alone(ground, 10.0)
    batch = Batch(ground, agents, Sizes(0, 0))
    batch.aim[0, 0] = 12.0, 0.0
    assert not batch.flags.arrived[0, 0]
    for _ in range(10):
        seen, flags = act(batch, 0.0, 0.0)
    assert flags.arrived[0, 0]
    assert batch.over[0]
    assert seen.own[OWN.index("aim_x"), 0, 0] == pytest.approx(12.0 - 11.35)


def test_only_who_is_watched_is_checked_and_the_others_are_there_all_the_same(ground):
    all_of_them = Batch(ground, scenes.placed(ground, 6, 8, close=6.0), Sizes(4, 0))
    some = Batch(ground, scenes.placed(ground, 6, 8, close=6.0), Sizes(4, 0, 3))
    assert (some.flags.hit[:, :3] == all_of_them.flags.hit[:, :3]).all()
    assert (some.flags.hit[:, :3] > 2).any()
    assert (some.flags.hit[:, 3:] == -1).all()
    assert (some.seen.others == all_of_them.seen.others[:, :, :3]).all()


def test_time_runs_out(ground):
    batch = Batch(ground, alone(ground, kind=7), Sizes(0, 0), rules=Rules(timeout=0.5))
    for k in range(5):
        assert not batch.over[0], k
        act(batch, 0.0, 0.0)
    assert batch.flags.late[0]
    assert batch.over[0]


def test_an_agent_far_outside_the_map_is_off_the_road_and_sees_its_nearest_points(ground):
    agents = alone(ground, x=1e6, y=-1e6)
    batch = Batch(ground, agents, Sizes(0, 12))
    seen, flags = batch.step()
    assert flags.off[0, 0]
    assert not flags.wrong[0, 0]
    assert (seen.points[4] > 0).all()


def test_whoever_is_not_there_is_neither_seen_nor_hit(ground):
    agents = scenes.placed(ground, 1, 2)
    for values in agents:
        values[:, 1] = values[:, 0]
    agents.present[:] = [[True, False]]
    seen, flags = Batch(ground, agents, Sizes(4, 0)).step()
    assert flags.hit[0, 0] == -1
    assert (seen.others == 0).all()


def test_a_map_is_stored_once_and_a_thousand_worlds_of_64_stay_below_a_gigabyte(ground):
    agents = scenes.placed(ground, 8, 64)
    batch = Batch(ground, agents, Sizes(16, 12))
    each = size_of((batch.agents, batch.starts.agents, batch.seen, batch.flags, batch.aim)) / 8
    points = 64 * 5 * 4 * (64 - 12)
    assert 1000 * (each + points) + 64e6 < 1e9


@pytest.mark.parametrize(
    "sizes", [Sizes(4, 13), Sizes(-1, 12), Sizes(4, 12, 9)], ids=["points", "neighbours", "watched"]
)
def test_sizes_that_do_not_fit_are_refused_by_name(ground, sizes):
    with pytest.raises(BadInput, match=r"Sizes\.\w+: is"):
        Batch(ground, scenes.placed(ground, 2, 8), sizes)


@pytest.mark.parametrize("actions", [np.zeros((2, 8)), np.zeros((2, 7, 2)), np.zeros((2, 8, 2), int)])
def test_actions_of_another_shape_are_refused(ground, actions):
    batch = Batch(ground, scenes.placed(ground, 2, 8), Sizes(4, 12))
    with pytest.raises(BadInput, match="actions: shape"):
        batch.step(actions)
