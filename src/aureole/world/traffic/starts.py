"""How the worlds of a batch begin, and begin again: as they were, or drawn anew (`demand/drawing.py`)."""

from __future__ import annotations

from typing import Protocol

from aureole.core.notes import Float64, Int64
from aureole.world.traffic.state import Agents


class Starts(Protocol):
    """Puts worlds at their beginning."""

    def begin(self, agents: Agents, aim: Float64, rows: Int64) -> None:
        """Writes all agents of the worlds `rows`, and where learners want to be (`Batch.aim`), in place."""


class Kept:
    """Worlds begin as they were when this was made; aims stay."""

    def __init__(self, agents: Agents) -> None:
        self.agents = Agents._make(values.copy() for values in agents)

    def begin(self, agents: Agents, aim: Float64, rows: Int64) -> None:
        """Puts them back."""
        for name in Agents._fields:
            getattr(agents, name)[rows] = getattr(self.agents, name)[rows]
