"""The role of one that perceives: an observation with pictures in, one with tracks, lanes, signals and objects out."""

from typing import Protocol, TypeVar

from aureole.core.mission import Mission
from aureole.core.observation import Observation

Memory = TypeVar("Memory")


class Perceiver(Protocol[Memory]):
    """Pure: what it remembers is handed in and out, one row a world; `drivers.perception` has one."""

    def reset(self, mission: Mission) -> Memory:
        """The memory before the first look."""

    def perceive(self, observation: Observation, memory: Memory) -> tuple[Observation, Memory]:
        """The observation with what is perceived in it."""
