"""A driver in a few lines: it keeps its lane at the set speed, and knows nothing else."""

import numpy as np

from aureole.core.mission import Mission
from aureole.core.observation import Observation
from aureole.core.plan import REASONS, STEPS, Plan


class Steady:
    """Keeps the lane at the set speed; hits whatever is slower."""

    def reset(self, mission: Mission) -> None:
        """It remembers nothing."""

    def drive(self, observation: Observation, memory: None) -> tuple[Plan, None]:
        """Points on the centre line, one every tenth of a second."""
        worlds, lanes = len(observation.stamp), observation.lanes
        time = np.tile(np.arange(STEPS, dtype=np.float32) / 10, (worlds, 1))
        speed = np.repeat(observation.set_speed[:, None], STEPS, axis=1)
        xy = np.stack([time * speed, np.zeros_like(time)], axis=-1)
        for world, points in enumerate(np.maximum(lanes.seen[:, 0], 1)):
            line = lanes.centre[world, 0, :points]
            xy[world, :, 1] = np.interp(xy[world, :, 0], line[:, 0], line[:, 1])
        heading = np.arctan2(np.gradient(xy[..., 1], axis=1), np.gradient(xy[..., 0], axis=1))
        plan = Plan(
            stamp=observation.stamp,
            time=time,
            xy=xy,
            heading=heading.astype(np.float32),
            speed=speed,
            brake=np.full(worlds, 4, dtype=np.float32),
            sure=np.ones(worlds, dtype=np.float32),
            why=np.full((worlds, REASONS, 2), (0, -1), dtype=np.int32),
            ask=np.zeros(worlds, dtype=np.int32),
        )
        return plan, None
