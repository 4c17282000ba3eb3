"""The expert as a driver: arrays of an observation in, arrays of a plan out."""

from __future__ import annotations

from typing import NamedTuple

from aureole.core.car import Car
from aureole.core.mission import Mission
from aureole.core.notes import Int64
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.drivers.expert.choose import choose
from aureole.drivers.expert.conclude import blind, conclude
from aureole.drivers.expert.look import lanes_of, look_of
from aureole.drivers.expert.memory import Memory, begin, copied, kept
from aureole.drivers.expert.perceive import Own, perceive
from aureole.drivers.expert.sheet import blank as blank_sheet
from aureole.drivers.rules.driver import blank
from aureole.drivers.rules.order import Intent, intents


class Mind(NamedTuple):
    """All the expert remembers: the looks before, and the car it sits in."""

    memory: Memory
    car: Car


class Expert:
    """Plans: tries ways and paces against what the others may do and what the rules ask, and takes the cheapest."""

    name = "expert"

    def reset(self, mission: Mission) -> Mind:
        """Remember the car and read the order."""
        memory = begin(mission)
        return Mind(memory._replace(order=intents(mission.order, mission.order_length)), mission.car)

    def kept(self, mind: Mind, rows: Int64) -> Mind:
        """What it remembers of some worlds, in their order: those that go on when others are over."""
        return mind._replace(memory=kept(mind.memory, rows))

    def drive(self, observation: Observation, mind: Mind) -> tuple[Plan, Mind]:
        """Decide for every world of the batch, each by itself."""
        memory, car = copied(mind.memory), mind.car
        worlds = observation.stamp.shape[0]
        made, sheet, own = blank(worlds), blank_sheet(), own_of(car)
        look, lanes = look_of(observation), lanes_of(observation)
        hurry(memory)
        for w in range(worlds):
            if perceive(w, own, look, lanes, memory, sheet):
                best, side = choose(lanes, w, memory, sheet)
                conclude(w, best, side, look.age[w], own.period, memory, sheet, made)
            else:
                blind(w, look.speed[w], look.now[w], memory, made)
        plan = Plan(
            stamp=observation.stamp, time=made.time, xy=made.xy, heading=made.heading,
            speed=made.speed, brake=made.brake, sure=made.sure, why=made.why, ask=made.ask,
        )  # fmt: skip
        return plan, Mind(memory, car)


def hurry(memory: Memory) -> None:
    """Orders that only change the pace are carried out at once, in place."""
    for order, factor in ((Intent.FASTER, 1.15), (Intent.SLOWER, 0.8)):
        heard = memory.order == order
        memory.pace[heard], memory.order[heard] = factor, 0


def own_of(car: Car) -> Own:
    """The own car as a kernel takes it."""
    half = 0.5 * car.body.length
    return Own(
        front=car.body.box_x + half, rear=car.body.box_x - half, half_width=0.5 * car.body.width,
        wheelbase=car.body.wheelbase, lateral=car.limits.lateral_accel, brake=car.limits.brake,
        period=car.periods.drive,
    )  # fmt: skip
