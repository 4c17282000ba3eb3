"""Obstacles, the examined car and lights of a CommonRoad scenario as tables over time steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from aureole.core.notes import Bool, Float64, Int32
from aureole.world.logs.commonroad.obstacles import Obstacle
from aureole.world.logs.commonroad.signs import Light
from aureole.world.logs.problem import Problem

Tables = tuple[Bool, Float64, Float64, Float64]
"""present, xyz, heading, speed; agents × ticks."""


def tracks(obstacles: tuple[Obstacle, ...], ticks: int) -> Tables:
    """present, xyz, heading and speed of every obstacle at every step."""
    count = len(obstacles)
    present = np.zeros((count, ticks), np.bool_)
    xyz, heading, speed = np.full((count, ticks, 3), np.nan), *np.full((2, count, ticks), np.nan)
    for row, obstacle in enumerate(obstacles):
        at = slice(None) if obstacle.static else np.array([state.tick for state in obstacle.states])
        states = np.array([(s.x, s.y, s.heading, s.speed) for s in obstacle.states])
        present[row, at] = True
        xyz[row, at, :2], xyz[row, at, 2] = states[:, :2], 0.0
        heading[row, at], speed[row, at] = states[:, 2], states[:, 3]
    return present, xyz, heading, speed


def with_ego(problem: Problem, tables: Tables) -> Tables:
    """The same with a row for the planning problem's car, present only when the problem starts."""
    present, xyz, heading, speed = (
        np.concatenate([table, np.full_like(table[:1], fill) if len(table) else np.full((1, *table.shape[1:]), fill)])
        for table, fill in zip(tables, (False, np.nan, np.nan, np.nan), strict=True)
    )
    present[-1, problem.tick] = True
    xyz[-1, problem.tick] = (*problem.xy, 0.0)
    heading[-1, problem.tick], speed[-1, problem.tick] = problem.heading, problem.speed
    return present, xyz, heading, speed


def light_rows(lights: Sequence[Light], lane_of: Mapping[str, int], ticks: int) -> tuple[Int32, Int32]:
    """The colour of each light at each step, one row for each lane it stands for, and those lanes."""
    rows = [(light, lane_of.get(name, -1)) for light in lights for name in light.lanelets or ("",)]
    states = np.array([light.states(ticks) for light, _ in rows], np.int32).reshape(-1, ticks)
    return states, np.array([lane for _, lane in rows], np.int32)
