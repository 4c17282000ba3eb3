"""In the world: no sound drive is touched, bit for bit; a mad follower is braked in time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aureole.cli import given
from aureole.drivers.rules.driver import Rules
from aureole.exam.logged.worlds import build_world
from aureole.exam.setup import Drive, Setup
from aureole.runtime import loop
from aureole.runtime.fingerprint import Digest
from aureole.runtime.guard.findings import names
from aureole.runtime.guard.guard import Guard
from aureole.vehicle import cars
from aureole.vehicle.follower import Follower
from aureole.world.scenarios.build import build
from aureole.world.scenarios.case import Case, Variation
from tests.world.scenarios.drives import at, private, scenario, speed

BODY = cars.load("sedan").body
FRONT = BODY.box_x + BODY.length / 2


class Guarded:
    """A follower whose commands the guard sees; `mad` replaces its wish."""

    def __init__(self, mad=None):
        self.inner, self.mad, self.touched, self.asked = Follower(), mad, [], 0

    def reset(self, mission):
        self.guard = Guard(mission.car, mission.step)
        return self.inner.reset(mission), self.guard.reset(len(mission.set_speed))

    def follow(self, plan, observation, memory):
        command, hands = self.inner.follow(plan, observation, memory[0])
        if self.mad is not None:
            command = self.mad(command)
        out, kept, findings = self.guard.check(command, plan, observation, int(observation.stamp[0]), memory[1])
        self.asked += 1
        if out is not command or findings.bits.any():
            self.touched.append((int(observation.stamp[0]), names(int(findings.bits[0]))))
        return out, (hands, kept)


def driven(name, follower):
    world = build_world([Drive(given.case_of(name, []), 0)], Setup("rules", Rules))
    digest, most = Digest(1), Fastest()
    loop.run(world, Rules(), follower, [digest, most])
    return digest.text(0), most


class Fastest:
    """Speed before, and at the moment of a collision."""

    def __init__(self):
        self.top, self.hit = 0.0, None

    def watch(self, scene, plan, command):
        self.top = max(self.top, float(scene.speed[0, 0]))
        if self.hit is None and scene.hit[0] >= 0:
            self.hit = float(scene.speed[0, 0])


@pytest.mark.parametrize("name", ["cut-in", "stop-and-go", "standing-car", "crossing-pedestrian", "bends-free"])
def test_a_sound_drive_passes_untouched_bit_for_bit(name):
    follower = Guarded()
    guarded, _ = driven(name, follower)
    assert follower.touched == []
    assert follower.asked > 500
    assert guarded == driven(name, Follower())[0]


def full_throttle(command):
    return replace(command, accel=np.full_like(command.accel, 4.0), steer=np.zeros_like(command.steer))


@pytest.mark.parametrize("kmh", [20, 30, 40, 50])
def test_full_throttle_towards_a_standing_car_is_stopped_from_town_speeds(kmh, tmp_path):
    room = 8.0 + 0.09 * kmh**1.4  # m; enough to brake in, too little to get much faster
    stands = 100.0 + FRONT + 2.5 + room
    init = private("Ego", at("-4", "100"), speed(str(kmh / 3.6))) + private("Other", at("-4", str(stands)), speed("0"))
    world = build(Case("test", scenario(tmp_path, init)), [Variation({}, 0)], passive=False)
    follower, seen = Guarded(full_throttle), Fastest()
    loop.run(world, Rules(), follower, [seen])
    assert any("COLLISION" in found for _, found in follower.touched)
    assert seen.top > kmh / 3.6
    assert seen.hit is None


def test_full_throttle_at_motorway_speed_is_mitigated():
    follower = Guarded(full_throttle)
    _, seen = driven("standing-car", follower)
    assert any("COLLISION" in found for _, found in follower.touched)
    assert seen.top > 30.0
    assert seen.hit < 0.7 * seen.top
