"""How far the borders of made roads lie from those that were drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aureole.core.notes import Float64
from aureole.world.roads.lanelets.beside import ALONG
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.drawn.polyline import dense, length, stations
from aureole.world.roads.lanelets.strips import Strip
from aureole.world.roads.drawn.tracing import Chain

EVERY = 0.5  # m; between the places of a border that are measured
LOOK = 0.5  # m; between the stations where the foot of a place is first sought


@dataclass(frozen=True, slots=True)
class Misfit:
    """One lanelet: how far its drawn borders lie from those of its lane."""

    off: Float64
    """At each place of both borders that lies between the ends of the road, m."""
    beyond: float
    """m of its borders that lie before or beyond its road, on the roads before and after."""

    @property
    def worst(self) -> float:
        """m."""
        return float(self.off.max(initial=0.0))


def misfit(lanelet: Lanelet, strip: Strip, k: int) -> Misfit:
    """The misfit of the k-th lanelet of a road from the right."""
    way = strip.group.ways[k]
    parts, beyond = [], 0.0
    for border, line in ((k, lanelet.right), (k + 1, lanelet.left)) if way == ALONG else (
        (k, lanelet.left[::-1]), (k + 1, lanelet.right[::-1])
    ):  # fmt: skip
        places = dense(line, EVERY)
        s, t = feet(strip.chain, places)
        inside = (s >= 0.0) & (s <= strip.chain.whole)
        slope = np.gradient(stations(places)) if len(places) > 1 else np.ones(1)
        beyond = max(beyond, float(slope[~inside].sum()) if length(line) > 0.0 else 0.0)
        made = strip.borders.at(border, s[inside])
        parts.append(np.abs(made - t[inside]))
    return Misfit(np.concatenate(parts), beyond)


def feet(chain: Chain, points: Float64) -> tuple[Float64, Float64]:
    """Stations and distances to the left of points, beyond the ends of the line straight on."""
    looks = np.linspace(0.0, chain.whole, max(2, int(np.ceil(chain.whole / LOOK)) + 1))
    line = chain.poses(looks)[:, :2]
    far = np.hypot(points[:, 0, None] - line[None, :, 0], points[:, 1, None] - line[None, :, 1])
    s = looks[far.argmin(axis=1)]
    t = np.zeros(len(points))
    for _ in range(8):
        inside = np.clip(s, 0.0, chain.whole)
        x, y, heading, bend = chain.poses(inside).T
        dx, dy = points[:, 0] - x, points[:, 1] - y
        along, t = np.cos(heading) * dx + np.sin(heading) * dy, np.cos(heading) * dy - np.sin(heading) * dx
        room = np.maximum(1.0 - bend * t, 0.2)
        beyond = (inside <= 0.0) & (along < 0.0) | (inside >= chain.whole) & (along > 0.0)
        s = inside + np.where(beyond, along, along / room)
    return s, t
