"""The role of a port: where commands leave the operating system and what the car feels comes in."""

from typing import Protocol

from aureole.core.command import Command
from aureole.core.observation import Observation


class Port(Protocol):
    """One car behind it: a world, a bus of a real car, or a recording."""

    def read(self, now: int) -> Observation | None:
        """What came in since the last call, at `now` (ns); None if nothing did."""

    def write(self, command: Command, now: int) -> None:
        """Hand a command to the actuators."""
