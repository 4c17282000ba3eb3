"""The loop asks in time, ends each drive once, tells the watchers, and blames a driver for what a driver does."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from aureole.core.command import Command
from aureole.core.plan import REASONS, STEPS, Ask, Plan
from aureole.core.scene import Scene
from aureole.runtime.loop import DriverFailure, run
from tests.runtime.words import filled

DT = 0.01  # s


class Track:
    """Worlds with one car each on a straight, which slows down by 1 m/s each step until it stands; frozen once over."""

    def __init__(self, speeds, timeout, ends=np.inf):
        car = SimpleNamespace(periods=SimpleNamespace(drive=0.1))
        self.brief = SimpleNamespace(mission=SimpleNamespace(car=car), step=DT, timeout=timeout)
        self.speeds, self.ends = np.array(speeds, dtype=np.float64)[:, None], ends

    def reset(self):
        worlds = len(self.speeds)
        return self.scene(np.zeros(worlds, dtype=np.int64), self.speeds, np.zeros(worlds, dtype=np.bool_)), None

    def scene(self, stamp, speed, over):
        return replace(filled(Scene, 0), stamp=stamp, speed=speed, over=over)

    def sense(self, scene, state):
        return SimpleNamespace(stamp=scene.stamp), state

    def step(self, scene, command, state):
        moves = ~scene.over
        stamp = scene.stamp + moves * round(DT * 1e9)
        speed = np.where(moves[:, None], np.maximum(scene.speed - 1.0, 0.0), scene.speed)
        return self.scene(stamp, speed, scene.over | (stamp >= self.ends)), state


class Asks:
    """A driver that asks the same of every world, and counts how often it was asked."""

    def __init__(self, *asks, **given):
        self.asks, self.given, self.stamps = asks, given, []

    def reset(self, mission):
        return None

    def drive(self, observation, memory):
        self.stamps.append(int(observation.stamp[0]))
        worlds = len(self.asks)
        flat = np.zeros((worlds, STEPS), dtype=np.float32)
        one = np.zeros(worlds, dtype=np.float32)
        plan = Plan(
            stamp=observation.stamp, time=flat, xy=np.zeros((worlds, STEPS, 2), dtype=np.float32), heading=flat,
            speed=flat, brake=one, sure=one, why=np.zeros((worlds, REASONS, 2), dtype=np.int32),
            ask=np.array(self.asks, dtype=np.int32),
        )  # fmt: skip
        return replace(plan, **self.given), memory


class Coasts:
    """A follower that does nothing."""

    def reset(self, mission):
        return None

    def follow(self, plan, observation, memory):
        return filled(Command, 0, stamp=observation.stamp), memory


class Seen:
    """A watcher that keeps when each world was over."""

    def __init__(self):
        self.stamps, self.over = [], []

    def watch(self, scene, plan, command):
        self.stamps.append(scene.stamp.copy())
        self.over.append(scene.over.tolist())


def watched(world, driver):
    seen = Seen()
    run(world, driver, Coasts(), [seen])
    return seen


def test_the_last_scene_is_seen_as_over_when_time_is_up():
    seen = watched(Track([50.0], timeout=0.2), Asks(Ask.NOTHING))
    assert seen.over == [[False]] * 20 + [[True]]


def test_the_last_scene_is_seen_as_over_at_standstill_after_a_minimal_risk_manoeuvre():
    seen = watched(Track([5.0], timeout=60.0), Asks(Ask.MINIMAL_RISK))
    assert seen.over == [[False]] * 5 + [[True]]


def test_the_scene_that_is_given_back_is_the_last_one_seen():
    scene, _ = run(Track([5.0], timeout=60.0), Asks(Ask.MINIMAL_RISK), Coasts())
    assert scene.over.all()
    assert scene.stamp[0] == 5 * round(DT * 1e9)


def test_a_standstill_alone_ends_nothing():
    assert len(watched(Track([0.0], timeout=0.3), Asks(Ask.NOTHING)).over) == 31


def test_a_world_that_is_over_stands_still_while_another_goes_on():
    seen = watched(Track([2.0, 8.0], timeout=60.0), Asks(Ask.MINIMAL_RISK, Ask.MINIMAL_RISK))
    assert [over[0] for over in seen.over] == [False] * 2 + [True] * 7
    assert [over[1] for over in seen.over] == [False] * 8 + [True]
    assert seen.stamps[-1].tolist() == [20_000_000, 80_000_000]


def test_a_drive_ends_when_its_world_says_so():
    seen = watched(Track([50.0], timeout=60.0, ends=70_000_000), Asks(Ask.NOTHING))
    assert len(seen.over) == 8
    assert seen.over[-1] == [True]


def test_the_driver_is_asked_at_its_own_period():
    driver = Asks(Ask.NOTHING)
    watched(Track([50.0], timeout=0.35), driver)
    assert driver.stamps == [0, 100_000_000, 200_000_000, 300_000_000]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"speed": np.zeros((1, 9), dtype=np.float32)}, "axis 'steps' is 9"),
        ({"speed": np.zeros((1, STEPS), dtype=np.float64)}, "Plan.speed"),
        ({"speed": None}, "Plan.speed"),
    ],
)
def test_a_plan_that_is_none_is_the_drivers_failure(given, told):
    with pytest.raises(DriverFailure, match=told):
        watched(Track([5.0], timeout=0.3), Asks(Ask.NOTHING, **given))


def test_a_plan_for_another_batch_is_the_drivers_failure():
    with pytest.raises(DriverFailure, match="axis 'worlds' is 2, expected 1"):
        watched(Track([5.0], timeout=0.3), Asks(Ask.NOTHING, Ask.NOTHING))


def test_a_driver_that_cannot_begin_has_failed():
    class Late(Asks):
        def reset(self, mission):
            raise RuntimeError("no map")

    with pytest.raises(DriverFailure, match="reset: RuntimeError: no map"):
        watched(Track([5.0], timeout=0.3), Late(Ask.NOTHING))


def test_an_answer_that_is_no_plan_is_the_drivers_failure():
    class Mute(Asks):
        def drive(self, observation, memory):
            return None

    with pytest.raises(DriverFailure, match="TypeError"):
        watched(Track([5.0], timeout=0.3), Mute(Ask.NOTHING))


def test_a_listener_hears_what_the_driver_is_told_before_it_is_asked_and_before_the_watchers_see():
    told = []

    class Ear:
        def hear(self, observation):
            told.append(("heard", int(observation.stamp[0])))

        def watch(self, scene, plan, command):
            told.append(("seen", int(scene.stamp[0])))

    driver, ear = Asks(Ask.NOTHING), Ear()
    run(Track([50.0], timeout=0.25), driver, Coasts(), [ear], [ear])
    heard = [stamp for what, stamp in told if what == "heard"]
    assert heard == driver.stamps
    assert told[:2] == [("heard", 0), ("seen", 0)]
