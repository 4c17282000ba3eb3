"""The role of a driver: an observation in, a plan out."""

from typing import Protocol, TypeVar

from aureole.core.mission import Mission
from aureole.core.observation import Observation
from aureole.core.plan import Plan

Memory = TypeVar("Memory")


class Driver(Protocol[Memory]):
    """Pure: what a driver remembers is handed in and out, one row a world."""

    def reset(self, mission: Mission) -> Memory:
        """The memory before the first look."""

    def drive(self, observation: Observation, memory: Memory) -> tuple[Plan, Memory]:
        """Decide; asked every `car.periods.drive` seconds."""
