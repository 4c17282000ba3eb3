"""Whose failure a collision with a standing car is, in real drives: seeing, deciding, doing, or being in time."""

from dataclasses import replace

import numpy as np
import pytest

from aureole.cli import given
from aureole.drivers.rules.driver import Rules
from aureole.exam.examine import Drive, build_world
from aureole.exam.judges.bench import Bench
from aureole.runtime.loop import run
from aureole.vehicle.follower import Follower


def without(observation, until: float = np.inf):
    """The same observation without the tracks that lie nearer than `until` metres ahead."""
    tracks = observation.tracks
    near = tracks.xy[:, :, 0] < until
    return replace(observation, tracks=replace(tracks, present=tracks.present & ~near))


class Fog:
    """A world whose sensors lose what is nearer than some metres."""

    def __init__(self, world, until: float = np.inf):
        self.world, self.until, self.brief = world, until, world.brief

    def reset(self):
        return self.world.reset()

    def sense(self, scene, state):
        observation, state = self.world.sense(scene, state)
        return without(observation, self.until), state

    def step(self, scene, command, state):
        return self.world.step(scene, command, state)


class Dreams(Rules):
    """A driver that pays no heed to what it is told of others."""

    def drive(self, observation, memory):
        return super().drive(without(observation), memory)


class Freezes(Dreams):
    """One that, besides, gives its last plan for ever once something is nearer than 18 m in the lane."""

    plan = None

    def drive(self, observation, memory):
        tracks = observation.tracks
        ahead, aside = tracks.xy[:, :, 0], np.abs(tracks.xy[:, :, 1])
        near = (tracks.present & (ahead > 0.0) & (ahead < 18.0) & (aside < 1.5)).any()
        if self.plan is None or not near:
            self.plan, memory = super().drive(observation, memory)
        return self.plan, memory


class Coasts(Follower):
    """A follower that steers and never brakes."""

    def follow(self, plan, observation, memory):
        command, memory = super().follow(plan, observation, memory)
        return replace(command, accel=np.maximum(command.accel, 0.0)), memory


def judged(driver, *, follower=None, fog=None):
    setup = given.setup("rules", None, step=0.02, timeout=60.0, order="", ego=None)
    world = build_world([Drive(given.case_of("standing-car", []), 0)], setup)
    bench = Bench(world.brief, "rules")
    run(world if fog is None else Fog(world, fog), driver, follower or Follower(), [bench], [bench])
    return bench.verdict(0)


def test_the_rules_with_their_senses_pass():
    verdict = judged(Rules())
    assert (verdict.status, verdict.blame) == ("passed", "none")


def test_what_could_be_seen_and_was_not_told_is_a_matter_of_perceiving():
    verdict = judged(Rules(), fog=np.inf)
    assert verdict.events[-1].clause == "UN R157 5.2.4"
    assert (verdict.status, verdict.blame) == ("failed", "perceive")


def test_what_was_told_and_hit_is_a_matter_of_deciding():
    assert judged(Dreams()).blame == "decide"


def test_what_was_told_in_time_and_lost_at_the_last_moment_is_no_matter_of_perceiving():
    assert judged(Dreams(), fog=8.0).blame == "decide"


class Eyes:
    """A listener to whom the world gives nothing, and a network tells what it made out, under numbers of its own."""

    def __init__(self, bench, *, sees: bool):
        self.bench, self.sees = bench, sees

    def hear(self, observation):
        tracks = replace(observation.tracks, id=observation.tracks.id + 100, given=np.zeros(1, np.bool_))
        perceived = replace(observation, tracks=tracks)
        self.bench.hear(without(perceived))
        if self.sees:
            self.bench.retell(perceived)


@pytest.mark.parametrize(("sees", "blame"), [(True, "decide"), (False, "perceive")])
def test_what_eyes_made_out_in_time_is_no_matter_of_perceiving_and_what_they_did_not_is(sees, blame):
    setup = given.setup("rules", None, step=0.02, timeout=60.0, order="", ego=None)
    world = build_world([Drive(given.case_of("standing-car", []), 0)], setup)
    bench = Bench(world.brief, "rules")
    run(world, Dreams(), Follower(), [bench], [Eyes(bench, sees=sees)])
    assert bench.verdict(0).blame == blame


def test_a_driver_that_freezes_is_a_matter_of_timing():
    verdict = judged(Freezes())
    assert "collision" in {event.name for event in verdict.events if event.fails}
    assert verdict.blame == "timing"


def test_a_car_that_does_not_brake_as_planned_is_a_matter_of_doing():
    assert judged(Rules(), follower=Coasts()).blame == "execute"


class Misses:
    """The most that the plans of the last seconds missed at any moment of a drive."""

    def __init__(self, bench):
        self.bench, self.most = bench, (0.0, 0.0)

    def watch(self, scene, plan, command):
        self.most = tuple(map(max, self.most, self.bench.asks.missed(0)))


@pytest.mark.parametrize("case", ["standing-car", "bends-free", "crossing-pedestrian"])
def test_a_car_in_order_stays_well_below_what_counts_as_straying(case):
    setup = given.setup("rules", None, step=0.02, timeout=60.0, order="", ego=None)
    world = build_world([Drive(given.case_of(case, []), 0)], setup)
    bench = Bench(world.brief, "rules")
    misses = Misses(bench)
    run(world, Rules(), Follower(), [bench, misses], [bench])
    assert misses.most[0] < 2.5
    assert misses.most[1] < 1.5


@pytest.mark.parametrize("fog", [None, np.inf])
def test_listening_changes_nothing_in_the_drive(fog):
    setup = given.setup("rules", None, step=0.02, timeout=5.0, order="", ego=None)

    def end(listeners):
        world = build_world([Drive(given.case_of("standing-car", []), 0)], setup)
        bench = Bench(world.brief, "rules")
        scene, _ = run(world if fog is None else Fog(world, fog), Rules(), Follower(), [bench], [bench] * listeners)
        return scene.xyz.tobytes()

    assert end(0) == end(1)
