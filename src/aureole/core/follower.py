"""The role of a follower: a plan in, a command out."""

from typing import Protocol, TypeVar

from aureole.core.command import Command
from aureole.core.mission import Mission
from aureole.core.observation import Observation
from aureole.core.plan import Plan

Memory = TypeVar("Memory")


class Follower(Protocol[Memory]):
    """Pure; runs every step, between two plans by its own odometry."""

    def reset(self, mission: Mission) -> Memory:
        """The memory before the first step."""

    def follow(self, plan: Plan, observation: Observation, memory: Memory) -> tuple[Command, Memory]:
        """Steering and acceleration for the next step."""
