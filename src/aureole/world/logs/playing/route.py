"""The way of the examined car as its route: points ahead, in its own frame."""

from __future__ import annotations

import math

from aureole.core.notes import Bool, Float32, Float64
from aureole.kernels import kernel
from aureole.world.sensing.walk import SPACING


@kernel
def ahead(way: Float64, progress: Float64, xyz: Float64, heading: Float64, due: Bool, route: Float32) -> None:
    """Write the route of every world where it is due: every 5 m from beside the car on, the last point repeated.

    `way` (points, 3) holds x, y and m since its start; `progress` (worlds,) m made good.
    """
    last = len(way) - 1
    for w in range(len(due)):
        if not due[w]:
            continue
        c, s = math.cos(heading[w, 0]), math.sin(heading[w, 0])
        k = 0
        for point in range(route.shape[1]):
            goal = min(progress[w] + SPACING * point, way[last, 2])
            while k < last - 1 and way[k + 1, 2] < goal:
                k += 1
            span = way[k + 1, 2] - way[k, 2]
            part = (goal - way[k, 2]) / span if span > 0.0 else 0.0
            dx = way[k, 0] + part * (way[k + 1, 0] - way[k, 0]) - xyz[w, 0, 0]
            dy = way[k, 1] + part * (way[k + 1, 1] - way[k, 1]) - xyz[w, 0, 1]
            route[w, point, 0] = c * dx + s * dy
            route[w, point, 1] = c * dy - s * dx
