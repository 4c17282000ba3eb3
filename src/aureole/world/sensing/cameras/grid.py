"""The truth about what is occupied around a car: a grid seen from above, in its own frame."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Float64, Uint8
from aureole.kernels import kernel
from aureole.world.sensing.stage.ground import GRASS, material_at
from aureole.world.sensing.stage.stage import (
    T_HEADING,
    T_KIND,
    T_LENGTH,
    T_WIDTH,
    T_X,
    T_Y,
    Stage,
)  # fmt: skip

FREE, OFF_ROAD, TAKEN = range(3)  # of a cell


@kernel
def fill(stage: Stage, pose: Float64, span: Float64, own: int, out: Uint8) -> None:
    """What each cell's middle lies on or in."""
    size = span[0]
    for w in range(out.shape[0]):
        c, s = math.cos(pose[w, 2]), math.sin(pose[w, 2])
        for i in range(out.shape[1]):
            for j in range(out.shape[2]):
                ahead, left = span[1] + (i + 0.5) * size, span[2] + (j + 0.5) * size
                x, y = pose[w, 0] + c * ahead - s * left, pose[w, 1] + s * ahead + c * left
                out[w, i, j] = OFF_ROAD if material_at(stage.ground, x, y) == GRASS else FREE
        for a in range(stage.things.shape[1]):
            if stage.things[w, a, T_KIND] <= 0.0 or a == own:
                continue
            dx, dy = stage.things[w, a, T_X] - pose[w, 0], stage.things[w, a, T_Y] - pose[w, 1]
            ahead, left, turn = c * dx + s * dy, c * dy - s * dx, stage.things[w, a, T_HEADING] - pose[w, 2]
            ct, st = math.cos(turn), math.sin(turn)
            half_l, half_w = 0.5 * stage.things[w, a, T_LENGTH], 0.5 * stage.things[w, a, T_WIDTH]
            reach = math.hypot(half_l, half_w)
            first = max(math.floor((ahead - reach - span[1]) / size), 0)
            last = min(math.ceil((ahead + reach - span[1]) / size), out.shape[1])
            right = max(math.floor((left - reach - span[2]) / size), 0)
            end = min(math.ceil((left + reach - span[2]) / size), out.shape[2])
            for i in range(int(first), int(last)):
                for j in range(int(right), int(end)):
                    px, py = span[1] + (i + 0.5) * size - ahead, span[2] + (j + 0.5) * size - left
                    if abs(ct * px + st * py) <= half_l + 0.5 * size and abs(ct * py - st * px) <= half_w + 0.5 * size:
                        out[w, i, j] = TAKEN


class Span(NamedTuple):
    """What a grid covers, in the frame of the car, m."""

    cell: float = 0.5
    ahead: tuple[float, float] = (-20.0, 60.0)
    left: tuple[float, float] = (-20.0, 20.0)


SPAN = Span()


def occupancy(stage: Stage, xyz: Float64, heading: Float64, span: Span = SPAN, agent: int = 0) -> Uint8:
    """What is free (0), off the road (1) or taken by somebody (2) around an agent of every world.

    Args:
        stage: with its actors.
        xyz: of the agent's reference point (worlds, 3), m, world.
        heading: of the agent (worlds,), rad.
        span: of the grid; whoever reaches into a cell by half takes it.
        agent: who does not take the cells that it stands on itself.

    Gives (worlds, cells ahead, cells to the left).
    """
    cell, ahead, left = span
    rows, columns = round((ahead[1] - ahead[0]) / cell), round((left[1] - left[0]) / cell)
    out = np.zeros((len(xyz), rows, columns), np.uint8)
    fill(stage, np.column_stack((xyz[:, :2], heading)), np.array([cell, ahead[0], left[0]]), agent, out)
    return out
