"""From a plan to a command: steers along its points, keeps its speeds, within the car's limits and without jerks."""

from __future__ import annotations

from typing import Any

import numpy as np

from aureole.core.command import Command
from aureole.core.kinds import Gear
from aureole.core.mission import Mission
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.vehicle.constants import chassis
from aureole.vehicle.following import Hands, Manner, Memory, Sense, Wish, follow_all
from aureole.vehicle.odometry import PAST

LIFE = 500_000_000  # ns; a plan that old is no plan: the car brakes by itself


class Follower:
    """Fits `core.follower.Follower`; the same for every world of a batch.

    Between two plans the car follows the last one by its own odometry since the plan's stamp. A plan that holds a value
    that is no number, or whose times do not rise, is answered by braking straight; so is a silent speed sensor.
    """

    def reset(self, mission: Mission) -> Memory:
        """The memory before the first step; one row for each world of the mission."""
        worlds, limits = len(mission.set_speed), mission.car.limits
        hands = Hands(
            stamp=np.full(worlds, -1, dtype=np.int64),
            step=np.full(worlds, mission.step),
            motion=np.zeros((worlds, 2)),
            pose=np.zeros((worlds, 3)),
            past_stamp=np.zeros((worlds, PAST), dtype=np.int64),
            past_pose=np.zeros((worlds, PAST, 3)),
            past_count=np.zeros(worlds, dtype=np.int64),
            plan_stamp=np.full(worlds, -1, dtype=np.int64),
            anchor=np.zeros((worlds, 3)),
            steer=np.zeros(worlds),
            accel=np.zeros(worlds),
            lamps=np.zeros(worlds, dtype=np.int32),
        )
        return Memory(chassis(mission.car), Manner(limits.jerk, limits.brake_jerk, limits.comfort_brake), hands)

    def follow(self, plan: Plan, observation: Observation, memory: Memory) -> tuple[Command, Memory]:
        """Steering, acceleration and lamps for the next step; shapes as the words say."""
        copies: list[Any] = [np.copy(array) for array in memory.hands]
        after = Hands(*copies)
        wish = Wish(plan.stamp, plan.time, plan.xy, plan.heading, plan.speed, plan.brake, plan.why, plan.ask)
        ego = observation.ego
        sense = Sense(observation.stamp, ego.speed, ego.yaw_rate, ego.steer)
        follow_all(wish, sense, after, memory.chassis, memory.manner)
        worlds = len(plan.stamp)
        command = Command(
            stamp=np.copy(observation.stamp),
            steer=np.copy(after.steer),
            accel=np.copy(after.accel),
            gear=np.full(worlds, int(Gear.DRIVE), dtype=np.int32),
            lamps=np.copy(after.lamps),
            horn=np.zeros(worlds, dtype=np.bool_),
            until=plan.stamp + LIFE,
        )
        return command, memory._replace(hands=after)
