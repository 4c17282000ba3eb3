"""The role of a world: commands in, scenes and observations out."""

from typing import Protocol, TypeVar

from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.observation import Observation
from aureole.core.scene import Scene

State = TypeVar("State")


class World(Protocol[State]):
    """Pure: its state, the storyboard's included, is handed in and out; one row a world."""

    @property
    def brief(self) -> Brief:
        """What is driven here."""

    def reset(self) -> tuple[Scene, State]:
        """The first scene, at stamp 0."""

    def sense(self, scene: Scene, state: State) -> tuple[Observation, State]:
        """What the car can know now; sensors renew what they give at their own period."""

    def step(self, scene: Scene, command: Command, state: State) -> tuple[Scene, State]:
        """The scene one step later."""
