"""One learner in one world as a Gymnasium environment: what `gymnasium.make("aureole/Drive-v0")` gives."""

from __future__ import annotations

from typing import Any, ClassVar

import gymnasium
import numpy as np
from gymnasium.error import ResetNeeded

from aureole.core.errors import BadInput, Unsupported
from aureole.core.notes import Array
from aureole.gym import spaces
from aureole.gym.course import Course
from aureole.gym.options import options_of
from aureole.gym.telling import told_of

Seen = dict[str, Any]  # arrays of Float32 by name


class Drive(gymnasium.Env[Seen, Array]):
    """Drives from a place on a map along a route to its aim. Observations are copies: Gymnasium asks for that here."""

    metadata: ClassVar[dict[str, Any]] = {"render_modes": []}  # type: ignore[misc]  # Gymnasium has no ClassVar

    def __init__(self, *, render_mode: str | None = None, **options: Any) -> None:
        """Options by name (`gym.options`). Raises `BadInput` for what does not fit."""
        undrawn(render_mode)
        given = options_of(options)
        if given.learners != 1:
            remedy = "take aureole.gym.parallel.DriveParallel for several"
            raise BadInput(f"learners={given.learners} in an environment for one", remedy=remedy)
        self.course = Course(given, 1)
        self.observation_space, self.action_space = spaces.observation(given), spaces.action()
        self._row, self._seeded, self._begun = np.zeros(1, np.int64), False, False
        self._views = {name: values[0, 0] for name, values in self.course.views().items()}

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Seen, dict[str, Any]]:
        """Begins the next episode; with a seed, the first one of that seed."""
        super().reset(seed=seed)
        if seed is not None or not self._seeded:
            self.course.seed([self.np_random_seed if seed is None else seed], self._row)
            self._seeded = True
        self.course.begin(self._row)
        self._begun = True
        return spaces.copied(self._views), {}

    def step(self, action: Array) -> tuple[Seen, float, bool, bool, dict[str, Any]]:
        """Acts once. Raises `BadInput` for an action that has not shape (2,)."""
        if not self._begun:
            raise ResetNeeded("Drive: reset comes before the first step")
        if np.shape(action) != (2,):
            raise BadInput(f"action: shape {np.shape(action)}", remedy="give pedals and steering, shape (2,)")
        self.course.step(np.asarray(action)[None, None])
        track = self.course.track
        return (
            spaces.copied(self._views), float(track.reward[0, 0]), bool(track.ended[0, 0]), bool(track.late[0, 0]),
            told_of(track, 0, 0),
        )  # fmt: skip

    def close(self) -> None:
        """Ends its threads."""
        self.course.close()


def undrawn(render_mode: str | None) -> None:
    """Raises `Unsupported` for any way to draw: there is none."""
    if render_mode is not None:
        raise Unsupported(f"render_mode={render_mode!r:.40}: the gym draws nothing", remedy="leave render_mode out")
