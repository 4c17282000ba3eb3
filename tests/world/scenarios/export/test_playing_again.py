"""A drive that is exported plays again to the same tracks, whatever happened in it."""

from __future__ import annotations

import json
from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from aureole.core.kinds import Kind
from aureole.drivers.rules.driver import Rules
from aureole.runtime.loop import run
from aureole.vehicle.follower import Follower
from aureole.world.scenarios.build import build
from aureole.world.scenarios.case import Case, Variation
from aureole.world.scenarios.embedded import library
from aureole.world.scenarios.export.cast import Member, cast_of, ground, read_cast
from tests.world.scenarios.drives import after, event, lane_change
from tests.world.scenarios.export.staged import CAR, again, apart, checked, exported, moved, same, scene, stacked
from tests.world.scenarios.test_trailers import HOOK, ON, car, connected, of_its_own, thing, towing

ALKS = "osc-alks/concrete_scenarios"


class Keep:
    """A watcher that keeps the scenes."""

    def __init__(self):
        self.scenes = []

    def watch(self, scene, plan, command):
        """Keep one step."""
        self.scenes.append(scene)


def there_and_again(folder: Path, path: Path, params: dict[str, str], *, passive: bool, timeout: float = 30.0):
    """The scenes of a drive, and those of its export."""
    world = build(Case("test", path), [Variation(params)], passive=passive, timeout=timeout)
    keep = Keep()
    driver = Rules()
    if passive:
        from aureole.drivers.passive import Passive

        driver = Passive()
    run(world, driver, Follower(), [keep])
    cast = read_cast(cast_of(path, params, world.brief).json(), "test")
    before = stacked(keep.scenes)
    return before, again(folder, exported(checked(before), cast.members), ground(cast, "test"))


@pytest.mark.parametrize("name", ["cut-in", "lead-emergency-brake", "crossing-pedestrian", "queue-behind-bend"])
def test_a_driven_case_plays_again_to_its_tracks(tmp_path, name):
    entry = library.find(name)
    before, after = there_and_again(tmp_path, entry.path, entry.params, passive=False, timeout=14.0)
    assert same(before, after), apart(before, after)


@pytest.mark.parametrize("name", ["swerving-lead", "stop-and-go", "bends-free", "squeeze"])
def test_a_scripted_case_plays_again_to_its_tracks(tmp_path, name):
    entry = library.find(name)
    before, after = there_and_again(tmp_path, entry.path, entry.params, passive=True)
    assert same(before, after), apart(before, after)


TOWING = f"{HOOK}{of_its_own(ON + HOOK + of_its_own())}"


@pytest.mark.parametrize("passive", [True, False])
def test_trailers_are_coupled_again_and_trail_as_they_did(tmp_path, passive):
    change = event("Aside", lane_change("1", "sinusoidal", "time", "3"), after("1"))
    path = towing(tmp_path, thing("Ego", car(TOWING)), change, end="6")
    before, after_ = there_and_again(tmp_path, path, {}, passive=passive)
    text = (tmp_path / "drive.xosc").read_text(encoding="utf-8")
    assert text.count("<ConnectTrailerAction") == 2
    assert text.count("<FollowTrajectoryAction") == 1
    assert same(before, after_), apart(before, after_)
    exported_world = build(Case("test", tmp_path / "drive.xosc"), [Variation()])
    assert exported_world.reset()[0].hit[0] == -1


def test_a_trailer_that_is_let_go_follows_its_own_track_again(tmp_path):
    before, after_ = there_and_again(tmp_path, connected(tmp_path, plane=False), {}, passive=True)
    assert "<ConnectTrailerAction" not in (tmp_path / "drive.xosc").read_text(encoding="utf-8")
    assert same(before, after_), apart(before, after_)


def test_sizes_kinds_and_reference_points_come_through(tmp_path):
    entry = library.find("crossing-pedestrian")
    before, after = there_and_again(tmp_path, entry.path, entry.params, passive=False, timeout=1.0)
    assert np.array_equal(before.size[0], after.size[0])
    assert np.array_equal(before.box_from_reference[0], after.box_from_reference[0])
    assert before.kind[0].tolist() == after.kind[0].tolist()


@pytest.mark.slow
@pytest.mark.parametrize("passive", [True, False])
def test_the_public_alks_files_play_again_to_their_tracks(data, tmp_path, passive):
    worst = {}
    for path in sorted((data / ALKS).glob("*.xosc")):
        before, after = there_and_again(tmp_path, path, {}, passive=passive, timeout=60.0)
        if not same(before, after):
            worst[path.name] = apart(before, after)
    assert not worst, json.dumps(worst)


CHANGES = st.lists(st.tuples(st.floats(-9.0, 4.0), st.floats(-0.6, 0.6), st.integers(1, 40)), min_size=1, max_size=4)


@given(CHANGES, st.floats(-5.0, 35.0))
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_driven_plays_again(tmp_path, changes, speed):
    accel = np.concatenate([np.full(steps, value) for value, _, steps in changes])
    yaw = np.concatenate([np.full(steps, value) for _, value, steps in changes])
    before = scene(moved(accel, yaw, speed))
    after = again(tmp_path, exported(checked(before), [CAR]))
    assert same(before, after), apart(before, after)


def test_one_that_stops_reverses_and_turns_in_place_plays_again(tmp_path):
    accel = np.repeat((-5.0, 0.0, -2.0, 0.0, 2.0, 0.0), (100, 50, 100, 50, 100, 100))
    yaw = np.repeat((0.0, 0.0, 0.3, 0.0, 0.0, 6.0), (100, 50, 100, 50, 100, 100))
    before = scene(moved(accel, yaw, 5.0))
    assert before.speed.min() < -1.9
    after = again(tmp_path, exported(checked(before), [CAR]))
    assert same(before, after), apart(before, after)


def test_one_that_stands_all_the_time_needs_no_trajectory(tmp_path):
    still = np.zeros(100)
    before = scene(
        moved(still, still, 20.0), moved(still, still, 0.0, at=(50.0, 20.0)), kinds=(Kind.CAR, Kind.OBSTACLE)
    )
    data = exported(checked(before), [CAR, Member("cone")])
    assert data.count(b"<FollowTrajectoryAction") == 1
    assert same(before, again(tmp_path, data))


def test_a_jump_stays_a_jump(tmp_path):
    still = np.zeros(100)
    agent = moved(still, still, 10.0)
    agent["xy"][60:] += (30.0, -4.0)
    before = scene(agent)
    after = again(tmp_path, exported(checked(before), [CAR]))
    assert same(before, after), apart(before, after)
    assert np.abs(after.velocity - before.velocity).max() < 0.05


def test_a_straight_drive_at_one_speed_needs_few_vertices():
    still = np.zeros(1000)
    data = exported(checked(scene(moved(still, still, 20.0))), [CAR])
    assert data.count(b"<Vertex") < 8


def test_one_that_comes_late_and_leaves_does_so_again(tmp_path):
    still = np.zeros(60)
    walker = moved(still, np.full(60, 0.4), 1.2, at=(10.0, 3.0))
    walker["present"] = np.isin(np.arange(61), [*range(10, 25), *range(40, 61)])
    before = scene(moved(still, still, 20.0), walker, kinds=(Kind.CAR, Kind.PEDESTRIAN))
    after = again(tmp_path, exported(checked(before), [CAR, Member("walks")]))
    assert np.array_equal(before.present, after.present)
    there = before.present[:, 1]
    assert np.abs(before.xyz[there, 1] - after.xyz[there, 1]).max() < 1e-3
    assert np.abs(before.speed[there, 1] - after.speed[there, 1]).max() < 1e-2
