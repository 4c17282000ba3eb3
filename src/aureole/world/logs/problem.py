"""What a planning problem asks of the examined car: where it starts, and where, when and how it should arrive."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from aureole.core.notes import Float64

ANY = (-math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class Goal:
    """One way to arrive: everything that it names must hold at one moment."""

    time: tuple[float, float] = ANY
    """From and to, s after the first tick."""
    areas: tuple[Annotated[Float64, "corners 2", "m", "world"], ...] = ()
    """Polygons; being in one of the areas or circles is enough. Nowhere in particular if there is none of both."""
    circles: tuple[tuple[float, float, float], ...] = ()
    """x, y, radius, m."""
    lanelets: tuple[str, ...] = ()
    """Ids of the lanelets that `areas` were given as."""
    heading: tuple[float, float] = ANY
    """rad; from and to, counter-clockwise."""
    speed: tuple[float, float] = ANY
    """m/s."""

    def reached(self, time: float, xy: tuple[float, float], heading: float, speed: float) -> bool:
        """Whether a car's state is of this goal; `xy` is the middle of its box.

        >>> Goal(circles=((0.0, 0.0, 2.0),), speed=(0.0, 5.0)).reached(1.0, (1.0, 1.0), 0.3, 4.0)
        True
        """
        if not self.time[0] <= time <= self.time[1] or not self.speed[0] <= speed <= self.speed[1]:
            return False
        low, high = self.heading
        if high - low < math.tau and (heading - low) % math.tau > high - low:
            return False
        near = [math.hypot(xy[0] - x, xy[1] - y) <= radius for x, y, radius in self.circles]
        near += [inside(area, xy) for area in self.areas]
        return any(near) if near else True

    def middle(self) -> tuple[float, float] | None:
        """The middle of its first area or circle; None if it is nowhere in particular."""
        if self.lanelets and self.areas:
            area = self.areas[len(self.areas) // 2]
            return float(area[:, 0].mean()), float(area[:, 1].mean())
        if self.areas:
            low, high = self.areas[0].min(axis=0), self.areas[0].max(axis=0)
            return float(0.5 * (low[0] + high[0])), float(0.5 * (low[1] + high[1]))
        return self.circles[0][:2] if self.circles else None


@dataclass(frozen=True, slots=True)
class Problem:
    """A planning problem (CommonRoad)."""

    name: str
    tick: int
    """When it starts."""
    xy: tuple[float, float]
    """Middle of the car's box at the start, m, world frame."""
    heading: float
    """rad, world frame."""
    speed: float
    """m/s."""
    goals: tuple[Goal, ...]
    """Each of them is enough."""


def inside(area: Float64, xy: tuple[float, float]) -> bool:
    """Whether a point lies in a polygon (even-odd).

    >>> inside(np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 2.0], [0.0, 2.0]]), (1.0, 1.0))
    True
    """
    a, b = area, np.roll(area, -1, axis=0)
    spans = (a[:, 1] > xy[1]) != (b[:, 1] > xy[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        x = a[:, 0] + (xy[1] - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1])
    return bool((spans & (xy[0] < x)).sum() % 2)
