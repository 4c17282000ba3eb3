"""Everything that nodes will call, called once before they are born.

They may not write the kernel cache that all of them read: what is not compiled here, each would compile for itself.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from aureole.exam.drive import Jury, made
from aureole.exam.logged.worlds import AnyWorld
from aureole.exam.setup import Drive, Setup
from aureole.runtime.guard.guard import Guard
from aureole.runtime.loop import asked, begun
from aureole.vehicle.follower import Follower

STEPS = 3  # the first moment, one after it, and the last


def warmed(drive: Drive, setup: Setup, world: AnyWorld) -> None:
    """Drive a few steps in this process: world, driver, follower, guard and judges.

    Raises:
        DriverFailure: the driver raised, or gave a plan that is none.
    """
    place: Any = world
    mission = world.brief.mission
    driver, follower, guard = made(setup), Follower(), Guard(mission.car, mission.step)
    jury = Jury([drive], setup, world, history=True)
    memory, hands, guarded = begun(driver, mission), follower.reset(mission), guard.reset(1)
    scene, state = place.reset()
    for tick in range(STEPS):
        observation, state = place.sense(scene, state)
        jury.bench.hear(observation)
        plan, memory = asked(driver, observation, memory)
        command, hands = follower.follow(plan, observation, hands)
        command, guarded, _ = guard.check(command, plan, observation, int(command.stamp[0]), guarded)
        if tick == STEPS - 1:
            scene = dataclasses.replace(scene, over=np.ones_like(scene.over))
        for watcher in jury.watchers:
            watcher.watch(scene, plan, command)
        scene, state = place.step(scene, command, state)
    jury.verdicts()
