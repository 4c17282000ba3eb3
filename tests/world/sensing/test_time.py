"""When things are renewed, how old they are, and where a moving target is seen."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from aureole.core.scene import Scene
from tests.world.sensing.looks import senses
from tests.world.sensing.maps import car, scene, sensor

STEP = 10_000_000  # ns


def at(tick: int, worlds: int = 1) -> Scene:
    """The ego drives 20 m/s, the other starts 50 m ahead and drives 10 m/s."""
    time = tick * 0.01
    other = {"xyz": (50.0 + 10.0 * time, 0.0, 0.0), "velocity": (10.0, 0.0)}
    return scene([other], stamp=tick * STEP, worlds=worlds, xyz=(20.0 * time, 0.0, 0.0), speed=20.0 + time)


def drive(eyes, ticks):
    """All observations of the drive, and its last state."""
    state = eyes.reset(at(0))
    found = []
    for tick in range(ticks):
        observation, state = eyes.sense(at(tick), state)
        found.append(observation)
    return found, state


@pytest.mark.parametrize("latency", [0.0, 0.03, 0.1, 0.25])
def test_a_moving_target_is_seen_where_it_was(latency):
    found, _ = drive(senses(car(sensor(), latency=latency)), 101)
    for tick in range(0, 101, 10):
        shown = max(0, tick - round(latency * 100))
        expected = 50.0 + 10.0 * shown * 0.01 - 20.0 * tick * 0.01
        assert found[tick].tracks.xy[0, 0, 0] == pytest.approx(expected, abs=1e-4)
        assert found[tick].age[0, 0] == pytest.approx((tick - shown) * 0.01, abs=1e-6)


def test_between_renewals_the_same_arrays_are_given_and_their_age_grows():
    found, _ = drive(senses(car(sensor(), latency=0.05)), 31)
    for tick in range(10, 31):
        again = tick % 10 != 0
        assert (found[tick].tracks is found[tick - 1].tracks) == again
        assert (found[tick].lanes is found[tick - 1].lanes) == again
        assert (found[tick].route is found[tick - 1].route) == again
        assert found[tick].age[0, 0] == pytest.approx(0.05 + 0.01 * (tick % 10), abs=1e-6)


def test_the_own_motion_is_fresh_at_every_step():
    found, _ = drive(senses(car(sensor(), latency=0.05)), 25)
    speeds = [float(one.ego.speed[0]) for one in found]
    np.testing.assert_allclose(speeds, [20.0 + 0.01 * tick for tick in range(25)], rtol=1e-6)


def test_sensing_is_pure():
    eyes = senses(car(sensor(noise=0.2), latency=0.05))
    _, middle = drive(eyes, 17)
    first = [eyes.sense(at(17), middle)]
    first.append(eyes.sense(at(18), first[-1][1]))
    state = middle
    for tick in range(17, 40):
        _, state = eyes.sense(at(tick), state)
    again = [eyes.sense(at(17), middle)]
    again.append(eyes.sense(at(18), again[-1][1]))
    for (one, _), (two, _) in zip(first, again, strict=True):
        assert (one.tracks.xy == two.tracks.xy).all()
        assert (one.age == two.age).all()
    np.testing.assert_array_equal(first[-1][1].past, again[-1][1].past)


def test_a_drive_that_stands_still_in_time_is_not_renewed_while_others_go_on():
    eyes = senses(car(sensor(), latency=0.05), 2)
    both = at(0, 2)
    state = eyes.reset(both)
    kept = None
    for tick in range(41):
        now = at(tick, 2)
        stamp = np.array([min(tick, 20) * STEP, tick * STEP])
        xyz = now.xyz.copy()
        xyz[0] = at(min(tick, 20)).xyz[0]
        observation, state = eyes.sense(dataclasses.replace(now, stamp=stamp, xyz=xyz), state)
        if tick == 20:
            kept = observation
    alone, _ = drive(senses(car(sensor(), latency=0.05)), 41)
    assert (observation.tracks.xy[0] == kept.tracks.xy[0]).all()
    assert (observation.age[0] == kept.age[0]).all()
    assert (observation.tracks.xy[1] == alone[-1].tracks.xy[0]).all()


def test_a_step_that_does_not_divide_the_period_renews_every_few_steps():
    eyes = senses(car(sensor()), step=0.03)
    state = eyes.reset(at(0))
    renewed = []
    before = None
    for tick in range(10):
        observation, state = eyes.sense(at(3 * tick), state)
        if observation.tracks is not before:
            renewed.append(tick)
        before = observation.tracks
    assert renewed == [0, 3, 6, 9]
