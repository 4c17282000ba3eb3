"""The rule driver as a driver: arrays of an observation in, arrays of a plan out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.car import Car
from aureole.core.mission import Mission
from aureole.core.notes import Int64
from aureole.core.observation import Observation
from aureole.core.plan import REASONS, STEPS, Plan
from aureole.drivers.rules.change import table
from aureole.drivers.rules.decide import decide
from aureole.drivers.rules.heed.signed import signed
from aureole.drivers.rules.heed.things import with_things
from aureole.drivers.rules.memory import Memory, begin, copied, kept
from aureole.drivers.rules.order import intents
from aureole.drivers.rules.room import Own
from aureole.drivers.rules.sketch import Made


class Mind(NamedTuple):
    """All the rule driver remembers: the looks before, and the car it sits in."""

    memory: Memory
    car: Car


class Rules:
    """Keeps its lane, follows, lets others in, brakes for what stands or crosses, changes lanes, heeds signals."""

    name = "rules"

    def reset(self, mission: Mission) -> Mind:
        """Remember the car and read the order."""
        memory = begin(mission)
        order = intents(mission.order, mission.order_length)
        return Mind(memory._replace(order=order), mission.car)

    def kept(self, mind: Mind, rows: Int64) -> Mind:
        """What it remembers of some worlds, in their order: those that go on when others are over."""
        return mind._replace(memory=kept(mind.memory, rows))

    def drive(self, observation: Observation, mind: Mind) -> tuple[Plan, Mind]:
        """Decide for every world of the batch."""
        car = mind.car
        memory = copied(mind.memory)
        made = blank(observation.stamp.shape[0])
        lanes = table(observation.lanes, observation.route)
        around, signs = with_things(observation.tracks, observation.objects), signed(observation.signals)
        decide(own_of(observation, car), lanes, around, signs, memory, made)
        plan = Plan(
            stamp=observation.stamp, time=made.time, xy=made.xy, heading=made.heading,
            speed=made.speed, brake=made.brake, sure=made.sure, why=made.why, ask=made.ask,
        )  # fmt: skip
        return plan, Mind(memory, car)


def own_of(observation: Observation, car: Car) -> Own:
    """The own car as a kernel takes it."""
    half = 0.5 * car.body.length
    return Own(
        speed=observation.ego.speed, set_speed=observation.set_speed, age=observation.age,
        stamp=observation.stamp, front=car.body.box_x + half, rear=car.body.box_x - half,
        half_width=0.5 * car.body.width, wheelbase=car.body.wheelbase, lateral=car.limits.lateral_accel,
        brake=car.limits.brake, period=car.periods.drive,
    )  # fmt: skip


def blank(worlds: int) -> Made:
    """Room for the plans of a batch."""
    return Made(
        time=np.empty((worlds, STEPS), dtype=np.float32),
        xy=np.empty((worlds, STEPS, 2), dtype=np.float32),
        heading=np.empty((worlds, STEPS), dtype=np.float32),
        speed=np.empty((worlds, STEPS), dtype=np.float32),
        brake=np.empty(worlds, dtype=np.float32),
        sure=np.empty(worlds, dtype=np.float32),
        why=np.zeros((worlds, REASONS, 2), dtype=np.int32),
        ask=np.zeros(worlds, dtype=np.int32),
    )
