"""Which missions a made network offers: shortest ways from open end to open end, told apart by what they ask for."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from typing import NamedTuple

from aureole.world.roads.laying.strip import Strip
from aureole.world.roads.making.demand import Way, open_ends, splits, steps
from aureole.world.roads.making.draw import Draw
from aureole.world.roads.making.make import Made

TURNED = 0.7  # rad; a way through a junction that turns less goes ahead
LONGEST = 8000.0  # m
ASKED = ("exit", "merge", "roundabout", "left", "right", "ahead", "through")
"""What missions are called by."""


class Mission(NamedTuple):
    """One journey over a made network."""

    name: str
    """What it asks for, one of `ASKED`, with a number from the second one on."""
    way: tuple[Way, ...]
    """The roads, each with the direction it is driven in."""


def missions(made: Made, most: int) -> list[Mission]:
    """At most so many missions, each different, drawn by the seed: first one for all that the map can ask for."""
    strips = {strip.name: strip for strip in made.network.strips}
    onward = steps(made.network, splits(Draw(made.kind, made.seed, "way"), made.network, strips))
    offered: dict[str, list[tuple[float, tuple[Way, ...]]]] = {}
    outward = set(open_ends(made.network, inward=False))
    for start in sorted(open_ends(made.network, inward=True)):
        for length, way in shortest(strips, onward, start, outward):
            for asked in asks(strips, way):
                offered.setdefault(asked, []).append((length, way))
    draw = Draw(made.kind, made.seed, "missions")
    found: list[Mission] = []
    taken: set[tuple[Way, ...]] = set()
    rounds = 0
    while len(found) < most and any(way not in taken for ways in offered.values() for _, way in ways):
        rounds += 1
        for asked in (name for name in ASKED if name in offered):
            left = [way for _, way in sorted(offered[asked]) if way not in taken]
            if left and len(found) < most:
                way = draw.one(left[: max(len(left) // 2, 1)])  # the shorter ones ask for little else
                taken.add(way)
                found.append(Mission(asked if rounds == 1 else f"{asked}-{rounds}", way))
    return found


def shortest(
    strips: Mapping[str, Strip], onward: Mapping[Way, list[tuple[Way, float]]], start: Way, ends: set[Way]
) -> list[tuple[float, tuple[Way, ...]]]:
    """The shortest way from an open end to each other one, and its length, m."""
    found: list[tuple[float, tuple[Way, ...]]] = []
    seen: set[Way] = set()
    waiting: list[tuple[float, tuple[Way, ...]]] = [(strips[start[0]].length, (start,))]
    while waiting:
        length, way = heapq.heappop(waiting)
        here = way[-1]
        if here in seen or length > LONGEST:
            continue
        seen.add(here)
        if here in ends and len(way) > 1:
            found.append((length, way))
        for other, _ in onward.get(here, ()):
            heapq.heappush(waiting, (length + strips[other[0]].length, (*way, other)))
    return found


def asks(strips: Mapping[str, Strip], way: tuple[Way, ...]) -> list[str]:
    """What a way asks for, in the order of `ASKED`."""
    found = set()
    for k in range(1, len(way)):
        before, here = strips[way[k - 1][0]], strips[way[k][0]]
        after = strips[way[k + 1][0]] if k + 1 < len(way) else None
        if here.junction != "-1":
            rings = "roundabout" in (before.title, "" if after is None else after.title)
            turn = sum(0.5 * (piece.start + piece.end) * piece.length for piece in here.pieces)
            found.add("roundabout" if rings else "ahead" if abs(turn) < TURNED else "left" if turn > 0.0 else "right")
        elif before.kind == "motorway":
            found.add("through" if here.kind == "motorway" else "exit")
        elif here.kind == "motorway":
            found.add("merge")
    if found & {"exit", "merge"}:
        found.discard("through")
    return [name for name in ASKED if name in found]
