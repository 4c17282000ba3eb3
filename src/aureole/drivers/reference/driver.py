"""The published reference drivers as drivers: arrays of an observation in, arrays of a plan out."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from aureole.core.car import Car
from aureole.core.mission import Mission
from aureole.core.notes import Int64
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.drivers.reference.danger import CC, DELAYS, FSM, REG, RSS
from aureole.drivers.reference.decide import decide
from aureole.drivers.reference.memory import Memory, begin, copied, kept, spare
from aureole.drivers.rules.change import table
from aureole.drivers.rules.driver import blank, own_of
from aureole.drivers.rules.tracks import seen


class Mind(NamedTuple):
    """All a reference driver remembers: the looks before, and the car it sits in."""

    memory: Memory
    car: Car


class Published:
    """One of the four; `model` says which. They keep their lane, hold their speed, and brake for what is unsafe."""

    name: ClassVar[str]
    model: ClassVar[int]

    def reset(self, mission: Mission) -> Mind:
        """Remember the car; the reaction time is still whole."""
        return Mind(begin(mission, DELAYS[self.model]), mission.car)

    def kept(self, mind: Mind, rows: Int64) -> Mind:
        """What it remembers of some worlds, in their order: those that go on when others are over."""
        return mind._replace(memory=kept(mind.memory, rows))

    def drive(self, observation: Observation, mind: Mind) -> tuple[Plan, Mind]:
        """Decide for every world of the batch."""
        memory, made = copied(mind.memory), blank(observation.stamp.shape[0])
        lanes = table(observation.lanes, observation.route)
        own, tracks = own_of(observation, mind.car), seen(observation.tracks)
        decide(self.model, own, lanes, tracks, memory, spare(memory), made)
        plan = Plan(
            stamp=observation.stamp, time=made.time, xy=made.xy, heading=made.heading,
            speed=made.speed, brake=made.brake, sure=made.sure, why=made.why, ask=made.ask,
        )  # fmt: skip
        return plan, Mind(memory, mind.car)


class Careful(Published):
    """`r157-cc`: the competent and careful human driver of UN R157, Annex 4, Appendix 3."""

    name = "r157-cc"
    model = CC


class Regulation(Published):
    """`r157-reg`: brakes as UN R157 5.2.5.2 demands it of a cut-in, and only then."""

    name = "r157-reg"
    model = REG


class Responsible(Published):
    """`r157-rss`: responsibility-sensitive safety (arXiv:1708.06374)."""

    name = "r157-rss"
    model = RSS


class Fuzzy(Published):
    """`r157-fsm`: the fuzzy safety model (Mattas et al. 2020)."""

    name = "r157-fsm"
    model = FSM
