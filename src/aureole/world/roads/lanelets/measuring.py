"""How far the borders of made roads lie from those that were drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aureole.core.notes import Float64
from aureole.world.roads.drawn.polyline import dense, length, stations
from aureole.world.roads.drawn.tracing import Chain
from aureole.world.roads.lanelets.beside import ALONG
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.lanelets.strips import Strip

EVERY = 0.5  # m; between the places of a border that are measured
CLOSE = 1e-6  # m; a foot moved by less is found
SPACING = 0.2  # m; between the points that stand for a made border
WINDOW = 8  # segments to each side of its station in which the point of a border nearest to a place is sought
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
        s, _ = feet(strip.chain, places)
        inside = (s >= 0.0) & (s <= strip.chain.whole)
        slope = np.gradient(stations(places)) if len(places) > 1 else np.ones(1)
        beyond = max(beyond, float(slope[~inside].sum()) if length(line) > 0.0 else 0.0)
        if inside.any():
            parts.append(beside(places[inside], s[inside], border_line(strip, border), strip.chain.whole))
    return Misfit(np.concatenate(parts) if parts else np.zeros(0), beyond)


def beside(points: Float64, s: Float64, line: Float64, whole: float) -> Float64:
    """How far points lie from a border near their own stations."""
    last = len(line) - 2
    middle = np.rint(s / whole * (last + 1)).astype(np.int64)[:, None]
    segment = np.clip(middle + np.arange(-WINDOW, WINDOW), 0, last)
    start, along = line[segment], line[segment + 1] - line[segment]
    away = points[:, None] - start
    part = ((away * along).sum(axis=2) / np.maximum((along**2).sum(axis=2), 1e-300)).clip(0.0, 1.0)
    rest = away - part[..., None] * along
    found: Float64 = np.hypot(rest[..., 0], rest[..., 1]).min(axis=1)
    return found


def border_line(strip: Strip, border: int) -> Float64:
    """A border of a road as points close to each other."""
    whole = strip.chain.whole
    s = np.linspace(0.0, whole, max(2, int(np.ceil(whole / SPACING)) + 1))
    x, y, heading, _ = strip.chain.poses(s).T
    t = strip.borders.at(border, s)
    return np.column_stack([x - t * np.sin(heading), y + t * np.cos(heading)])


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
        step = np.where(beyond, along, along / room)
        s = inside + step
        if np.abs(np.where(beyond, 0.0, step)).max(initial=0.0) < CLOSE:
            break
    return s, t
