"""Many learners in one world as a PettingZoo parallel environment; who is done leaves the world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from gymnasium.error import ResetNeeded
from gymnasium.utils import seeding

from aureole.core.errors import BadInput, Missing
from aureole.core.notes import Array, Float32
from aureole.gym import spaces
from aureole.gym.course import Course
from aureole.gym.options import options_of
from aureole.gym.single import undrawn
from aureole.gym.telling import told_of

try:
    from pettingzoo import ParallelEnv
except ModuleNotFoundError:
    raise Missing("PettingZoo is not installed", remedy="pip install 'aureole[gym]'") from None

Seen = dict[str, Float32]
LEARNERS = 8  # without any other number


class DriveParallel(ParallelEnv[str, Seen, Array]):  # type: ignore[misc]  # PettingZoo has no types
    """Learners `car_0`, `car_1`, … of one world, each with a route of its own; all act at once.

    Observations are views into the arrays that the kernels write, unless `copy` is given: see `gym.vector`.
    """

    metadata: ClassVar[dict[str, Any]] = {"name": "aureole_drive_v0", "render_modes": [], "is_parallelizable": True}
    render_mode = None

    def __init__(self, *, copy: bool = False, render_mode: str | None = None, **options: Any) -> None:
        """Options by name (`gym.options`); eight learners unless told. Raises `BadInput` for what does not fit."""
        undrawn(render_mode)
        given = options_of({"learners": LEARNERS, **options})
        self.course, self.copy = Course(given, 1), copy
        self.possible_agents = [f"car_{k}" for k in range(given.learners)]
        self.agents: list[str] = []
        self.observation_spaces = {agent: spaces.observation(given) for agent in self.possible_agents}
        self.action_spaces = {agent: spaces.action() for agent in self.possible_agents}
        views = self.course.views()
        self._views = {
            agent: {name: values[0, k] for name, values in views.items()}
            for k, agent in enumerate(self.possible_agents)
        }
        self._place = {agent: k for k, agent in enumerate(self.possible_agents)}
        self._row, self._seeded = np.zeros(1, np.int64), False
        self._actions = np.zeros((1, given.learners, 2))

    def observation_space(self, agent: str) -> Any:
        """What an agent sees."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> Any:
        """What an agent does."""
        return self.action_spaces[agent]

    def reset(
        self, seed: int | None = None, options: Mapping[str, Any] | None = None
    ) -> tuple[dict[str, Seen], dict[str, dict[str, Any]]]:
        """Begins the next episode with all agents; with a seed, the first one of that seed."""
        if seed is not None or not self._seeded:
            self.course.seed([seeding.np_random()[1] if seed is None else seed], self._row)
            self._seeded = True
        self.course.begin(self._row)
        self.agents = list(self.possible_agents)
        return self._seen(self.agents), {agent: {} for agent in self.agents}

    def step(
        self, actions: Mapping[str, Array]
    ) -> tuple[
        dict[str, Seen], dict[str, float], dict[str, bool], dict[str, bool], dict[str, dict[str, Any]]
    ]:  # fmt: skip
        """Acts once for all agents that are left.

        Raises:
            BadInput: an action is missing, is for nobody, or has not shape (2,).
        """
        acting = self.agents
        if not self._seeded:
            raise ResetNeeded("DriveParallel: reset comes before the first step")
        self.course.step(self._heard(actions))
        track = self.course.track
        place = {agent: self._place[agent] for agent in acting}
        ended = {agent: bool(track.ended[0, k]) for agent, k in place.items()}
        late = {agent: bool(track.late[0, k]) for agent, k in place.items()}
        reward = {agent: float(track.reward[0, k]) for agent, k in place.items()}
        info = {agent: told_of(track, 0, k) for agent, k in place.items()}
        self.agents = [agent for agent in acting if not (ended[agent] or late[agent])]
        self.course.leave(track.ended | track.late)
        return self._seen(acting), reward, ended, late, info

    def _heard(self, actions: Mapping[str, Array]) -> Array:
        """Actions (1, learners, 2) of all; zero for those who have left."""
        if set(actions) != set(self.agents):
            remedy = f"give one for each of {', '.join(self.agents) or 'nobody: all are done, reset'}"
            raise BadInput(f"actions for {', '.join(map(str, actions)) or 'nobody'}", remedy=remedy)
        self._actions[:] = 0.0
        for agent, action in actions.items():
            if np.shape(action) != (2,):
                what = f"action of {agent}: shape {np.shape(action)}"
                raise BadInput(what, remedy="give pedals and steering, shape (2,)")
            self._actions[0, self._place[agent]] = action
        return self._actions

    def _seen(self, agents: list[str]) -> dict[str, Seen]:
        """What agents see now."""
        found = {agent: self._views[agent] for agent in agents}
        return {agent: spaces.copied(seen) for agent, seen in found.items()} if self.copy else found

    def close(self) -> None:
        """Ends its threads."""
        self.course.close()
