"""Roads that do not belong together keep apart: none crosses another without a junction, unless it runs above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from aureole.world.roads.laying.curve import pose_at
from aureole.world.roads.laying.network import Network
from aureole.world.roads.laying.plan import GORE, Plan, Unfit
from aureole.world.roads.laying.strip import Strip
from aureole.world.roads.laying.trig import length_of

STEP = 6.0  # m; between two looks along a road
CELL = 40.0  # m
SLACK = 0.2  # m; what two roads of one node may seem to overlap, seen as discs


class Disc(NamedTuple):
    """A piece of road: its middle and half its width."""

    x: float
    y: float
    radius: float
    owner: int


def keep_apart(network: Network, plan: Plan, roads: Sequence[Strip]) -> None:
    """Look whether any two roads overlap that no junction joins.

    Raises:
        Unfit: two do.
    """
    groups = belonging(network, plan, roads)
    discs = [disc for k, strip in enumerate(network.strips) for disc in discs_of(strip, k)]
    cells: dict[tuple[int, int], list[Disc]] = defaultdict(list)
    for disc in discs:
        cells[int(disc.x // CELL), int(disc.y // CELL)].append(disc)
    for (i, j), here in cells.items():
        near = [disc for p in (-1, 0, 1) for q in (-1, 0, 1) for disc in cells.get((i + p, j + q), ())]
        for one in here:
            for other in near:
                if one.owner < other.owner:
                    touch = one.radius + other.radius - SLACK - length_of(one.x - other.x, one.y - other.y)
                    if touch > 0.0 and not groups[one.owner] & groups[other.owner]:
                        raise Unfit("two roads that overlap")


def discs_of(strip: Strip, owner: int) -> list[Disc]:
    """A road as discs."""
    length = strip.length
    count = max(2, int(length / STEP) + 1)
    sections, found = strip.sections(), []
    for k in range(count + 1):
        s = length * k / count
        section = next(part for part in reversed(sections) if part.s <= s + 1e-9)
        left = sum(max(lane.low, lane.high, lane.column.width) for lane in section.left)
        right = sum(max(lane.low, lane.high, lane.column.width) for lane in section.right)
        middle = pose_at(strip.pose, strip.pieces, s).beside(strip.offset + 0.5 * (left - right))
        found.append(Disc(middle.x, middle.y, 0.5 * (left + right), owner))
    return found


def belonging(network: Network, plan: Plan, roads: Sequence[Strip]) -> list[set[str]]:
    """What each road belongs to: two that share anything may touch."""
    found: list[set[str]] = []
    places = {crossing.name: str(crossing.place) if crossing.place >= 0 else f"gore {crossing.name}"
              for crossing in network.crossings}  # fmt: skip
    levels = {strip.name: edge.level for edge, strip in zip(plan.edges, roads, strict=True)}
    ramps = {strip.name for edge, strip in zip(plan.edges, roads, strict=True)
             if GORE in {plan.nodes[edge.a].kind, plan.nodes[edge.b].kind}}  # fmt: skip
    for strip in network.strips:
        names = {places[strip.junction]} if strip.junction in places else set()
        names |= {
            places[link.name] for link in (strip.before, strip.after) if link is not None and link.kind == "junction"
        }
        if strip.kind == "motorway" or strip.name in ramps or levels.get(strip.name):
            names.add("motorway")
        found.append(names)
    return found
