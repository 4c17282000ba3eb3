"""The things of road works: signs, tapers and rows of cones, fences, yellow lines, boards and those who direct."""

from __future__ import annotations

import math

from aureole.world.roads.joining.furniture import sign
from aureole.world.roads.laying.strip import Thing
from aureole.world.situations.looks import BARRIER, CONE
from aureole.world.situations.places import Way
from aureole.world.situations.stage import Stage

WORKS, LIMIT, FREE, MEETING, FIRST = "123", "274", "282", "208", "308"  # signs (StVO): works, limit, end of all limits,
DETOUR, CLOSED, NARROW = "454", "267", "121"  # who comes towards us first, we first; detour, no entry, narrow
POST = 0.8  # m; from the outer edge to a sign
HALF = 0.2  # m; of a cone


def post(stage: Stage, way: Way, at: float, kind: str, kmh: float = 0.0, **about: str | float) -> str:
    """A sign at the right of a way, for who drives there; gives its id. A limit is in km/h."""
    s = way.station(at)
    side = 1.0 if way.forward else -1.0
    told: dict[str, str | float | int] = {"orientation": "+" if way.forward else "-", **about}
    if kmh:
        told |= {"value": round(kmh), "unit": "km/h", "subtype": str(round(kmh))}
    return sign(stage.site.network, way.strip, (s, side * (way.edge(at) - POST)), kind, told)


def works_sign(stage: Stage, way: Way, at: float) -> str:
    """The sign that works begin ahead."""
    return post(stage, way, at, WORKS)


def cone(stage: Stage, way: Way, at: float, left: float) -> str:
    """A cone, `left` of the reference line in driving direction, m."""
    return stage.put(stage.numbered("Cone"), CONE, way.point(at, left))


def borders(way: Way, at: float, lane: int) -> tuple[float, float]:
    """Where a lane lies: its right and its left border, left of the reference line, m."""
    lanes = [one for one in way.lanes(way.station(at)) if one.column.kind == "driving"]
    wide = lanes[0].column.width
    right = way.edge(at) + lane * wide
    return right, right + wide


def taper(
    stage: Stage, way: Way, run: tuple[float, float], count: int, lane: int = 0, *, left: bool = False
) -> list[str]:  # fmt: skip
    """Cones that lead out of a lane: from its outer border at run[0] to its inner one run[1] metres on."""
    at, length = run
    right, other = borders(way, at, lane)
    outer, inner = (other - HALF, right + HALF) if left else (right + HALF, other - HALF)
    return [
        cone(stage, way, at + length * k / (count - 1), outer + (inner - outer) * k / (count - 1))
        for k in range(count)
    ]  # fmt: skip


def row(stage: Stage, way: Way, run: tuple[float, float], count: int, left: float) -> list[str]:
    """Cones along a way, `left` of its reference line."""
    at, length = run
    return [cone(stage, way, at + length * k / max(count - 1, 1), left) for k in range(count)]


def fence(stage: Stage, way: Way, at: float, lane: int = 0) -> str:
    """A barrier across a lane."""
    right, left = borders(way, at, lane)
    return stage.put(stage.numbered("Fence"), BARRIER, way.point(at, 0.5 * (right + left)))


def yellow(stage: Stage, way: Way, points: tuple[tuple[float, float], ...]) -> None:
    """A temporary line over the old ones: (metres along the way, left of the reference line)."""
    strip, sign_ = way.strip, 1.0 if way.forward else -1.0
    corners = tuple((way.station(at), sign_ * left) for at, left in points)
    s, t = corners[0]
    strip.objects.append(Thing({
        "id": stage.site.network.number("object"), "name": "temporary line", "type": "roadMark", "s": s, "t": t,
        "zOffset": 0.0, "hdg": 0.0, "pitch": 0.0, "roll": 0.0, "length": 0.12, "width": 0.12, "height": 0.01,
        "orientation": "none",
    }, corners, paint="yellow"))  # fmt: skip


def smooth(run: tuple[float, float], ends: tuple[float, float], count: int = 9) -> tuple[tuple[float, float], ...]:
    """Points of a line that moves gently from one side to the other: run is where it begins and its length."""
    parts = [k / (count - 1) for k in range(count)]
    step = ends[1] - ends[0]
    return tuple((run[0] + run[1] * p, ends[0] + step * 0.5 * (1.0 - math.cos(math.pi * p))) for p in parts)
