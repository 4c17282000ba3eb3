"""The driver that does nothing: the scenario alone moves the car."""

from __future__ import annotations

import numpy as np

from aureole.core.mission import Mission
from aureole.core.observation import Observation
from aureole.core.plan import REASONS, STEPS, Plan


class Passive:
    """Plans to stand where it is; a passive world does not listen to it."""

    name = "passive"

    def reset(self, mission: Mission) -> None:
        """It remembers nothing."""

    def drive(self, observation: Observation, memory: None) -> tuple[Plan, None]:
        """The same empty plan each time."""
        worlds = observation.stamp.shape[0]
        steps = np.zeros((worlds, STEPS), dtype=np.float32)
        time = steps + np.arange(STEPS, dtype=np.float32) * np.float32(0.1)
        plan = Plan(
            stamp=observation.stamp,
            time=time,
            xy=np.zeros((worlds, STEPS, 2), dtype=np.float32),
            heading=steps,
            speed=steps,
            brake=np.ones(worlds, dtype=np.float32),
            sure=np.ones(worlds, dtype=np.float32),
            why=np.full((worlds, REASONS, 2), (0, -1), dtype=np.int32),
            ask=np.zeros(worlds, dtype=np.int32),
        )
        return plan, None
