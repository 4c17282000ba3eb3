"""The senses of the drives that go on: what those see that are over, nobody asks."""

from __future__ import annotations

from aureole.core.notes import Int64
from aureole.core.observation import Observation
from aureole.world.scenarios.player.play import State
from aureole.world.scenarios.player.sheet import Sheet
from aureole.world.scripted import Played, Scripted
from aureole.world.sensing.sense import taken
from aureole.world.stretches.stretched import moment


class Eyes:
    """Looks for some worlds of a batch, in the end for few of them: a look costs what it takes in."""

    def __init__(self, world: Scripted, state: Played) -> None:
        """Look for all worlds, on from a state."""
        self.world, self.state = world, state
        self.rows: Int64 | None = None
        """The worlds that are looked for; None: all."""

    def leave(self, rows: Int64, places: Int64) -> None:
        """Look for the worlds `rows` from now on, which stand at these places among those looked for so far."""
        self.rows, self.world = rows, self.world.left(places)
        self.state = self.state._replace(senses=taken(self.state.senses, places))

    def look(self, seen: Sheet, state: State, ticks: int = 1, k: int = 0) -> Observation:
        """What the cars can know at tick `k` of a sheet of all worlds with so many ticks of each; `state` is theirs."""
        if self.world.pulls:
            agents = state.agents if self.rows is None else state.agents[self.rows]
            self.state = self.state._replace(state=state._replace(agents=agents))
        scene = self.world.scene(moment(seen, ticks, k, self.rows))
        observation, self.state = self.world.sense(scene, self.state)
        return observation
