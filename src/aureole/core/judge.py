"""The role of a judge: it watches everything and answers only when asked."""

from typing import Protocol

from aureole.core.command import Command
from aureole.core.plan import Plan
from aureole.core.scene import Scene


class Watcher(Protocol):
    """Sees every step, says nothing to the loop: judges, recorders, traces, digests."""

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """Called once a step, the first and the last scene included."""


class Judge(Watcher, Protocol):
    """A watcher with an opinion."""

    def verdict(self, world: int) -> object:
        """What it found in one world."""
