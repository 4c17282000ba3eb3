"""One learner in each of many worlds as a Gymnasium vector environment: one call of the kernels steps them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from gymnasium.error import ResetNeeded
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from aureole.core.errors import BadInput
from aureole.core.notes import Array, Bool, Float32, Float64, Int64
from aureole.gym import spaces
from aureole.gym.course import Course
from aureole.gym.options import options_of
from aureole.gym.single import undrawn
from aureole.gym.telling import told_of_all

Seen = dict[str, Float32]
MASK = "reset_mask"  # Gymnasium's word for which worlds to reset


class DriveVector(VectorEnv[Seen, Array, Array]):
    """What `gymnasium.make_vec("aureole/Drive-v0", num_envs=1000)` gives.

    Observations are views into the arrays that the kernels write: the next `step` or `reset` overwrites them. Give
    `copy=True` to keep them, at the price of a copy a step. Everything else is new in every step.
    """

    def __init__(
        self, num_envs: int = 1, *, autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP, copy: bool = False,
        render_mode: str | None = None, **options: Any,
    ) -> None:  # fmt: skip
        """Options by name (`gym.options`). Raises `BadInput` for what does not fit."""
        undrawn(render_mode)
        given = options_of(options)
        if given.learners != 1:
            remedy = "take aureole.gym.parallel.DriveParallel for several in one world"
            raise BadInput(f"learners={given.learners} in worlds for one each", remedy=remedy)
        self.mode = mode_of(autoreset_mode)
        self.metadata = {"render_modes": [], "autoreset_mode": self.mode}
        self.course = Course(given, num_envs)
        self.num_envs, self.copy = num_envs, copy
        self.single_observation_space, self.single_action_space = spaces.observation(given), spaces.action()
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self._views: Seen = {name: values[:, 0] for name, values in self.course.views().items()}
        self._over: Bool = np.zeros(num_envs, np.bool_)
        self._seeded, self._begun = False, False

    def reset(
        self, *, seed: int | Sequence[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Seen, dict[str, Any]]:
        """Begins the next episode of all worlds, or of those that `options["reset_mask"]` (worlds,) names.

        Seeds: world w has seed + w; or one for each world. Without any the first time is drawn by chance.
        """
        rows = self._rows(options)
        seeds = self._seeds(seed)
        if seeds is not None:
            known = [row for row in rows.tolist() if seeds[row] is not None]
            self.course.seed([seed for row in known if (seed := seeds[row]) is not None], np.array(known, np.int64))
        self.course.begin(rows)
        self._over[rows], self._begun = False, True
        return self._seen(), {}

    def _rows(self, options: dict[str, Any] | None) -> Int64:
        """Which worlds are to begin."""
        mask = (options or {}).get(MASK)
        if mask is None:
            return np.arange(self.num_envs)
        if not isinstance(mask, np.ndarray) or mask.shape != (self.num_envs,) or mask.dtype != np.bool_:
            raise BadInput(f"options['{MASK}']: no mask", remedy=f"give an array of bool of shape ({self.num_envs},)")
        if not self._begun and not mask.all():
            raise ResetNeeded("DriveVector: all worlds are reset before some are")
        return np.flatnonzero(mask)

    def _seeds(self, seed: int | Sequence[int | None] | None) -> list[int | None] | None:
        """A seed for each world; None: they go on as they are."""
        if isinstance(seed, int | np.integer):
            super().reset(seed=int(seed))
        elif seed is not None:
            if len(seed) != self.num_envs:
                raise BadInput(f"{len(seed)} seeds", remedy=f"give one for each of {self.num_envs} worlds")
            self._seeded = True
            return list(seed)
        elif self._seeded:
            return None
        first = self.np_random_seed if seed is None else int(seed)
        self._seeded = True
        return [(first or 0) + world for world in range(self.num_envs)]

    def step(self, actions: Array) -> tuple[Seen, Float64, Bool, Bool, dict[str, Any]]:
        """Acts once in every world; `actions` (worlds, 2). Raises `BadInput` for another shape."""
        if not self._begun:
            raise ResetNeeded("DriveVector: reset comes before the first step")
        if np.shape(actions) != (self.num_envs, 2):
            remedy = f"give pedals and steering, shape ({self.num_envs}, 2)"
            raise BadInput(f"actions: shape {np.shape(actions)}", remedy=remedy)
        fresh = self._over
        if self.mode == AutoresetMode.DISABLED and fresh.any():
            remedy = f"reset them: options={{'{MASK}': terminations | truncations}}"
            raise BadInput(f"{int(fresh.sum())} worlds are over", remedy=remedy)
        self.course.step(actions)
        if fresh.any():
            self.course.begin(np.flatnonzero(fresh))
        track = self.course.track
        reward, ended, late = track.reward[:, 0].copy(), track.ended[:, 0].copy(), track.late[:, 0].copy()
        self._over = ended | late
        info = told_of_all(track, ~fresh)
        if self.mode == AutoresetMode.SAME_STEP and self._over.any():
            info = self._again(self._over)
            self._over = np.zeros_like(self._over)
        return self._seen(), reward, ended, late, info

    def _again(self, over: Bool) -> dict[str, Any]:
        """Has worlds that are over begin within this step; their last observations and infos as Gymnasium has them."""
        track, rows = self.course.track, np.flatnonzero(over)
        info = told_of_all(track, ~over)
        info["final_info"], info["_final_info"] = told_of_all(track, over), over
        last = np.full(self.num_envs, None, object)
        for row in rows:
            last[row] = {name: values[row].copy() for name, values in self._views.items()}
        info["final_obs"], info["_final_obs"] = last, over.copy()
        self.course.begin(rows)
        return info

    def _seen(self) -> Seen:
        """What is seen now."""
        return spaces.copied(self._views) if self.copy else dict(self._views)

    def close_extras(self, **_: Any) -> None:
        """Ends its threads."""
        self.course.close()


def mode_of(mode: AutoresetMode | str) -> AutoresetMode:
    """A mode by name or value; `BadInput` for another."""
    try:
        return AutoresetMode(mode)
    except ValueError:
        names = ", ".join(each.value for each in AutoresetMode)
        raise BadInput(f"autoreset_mode={mode!r:.40}", remedy=f"give one of {names}") from None
