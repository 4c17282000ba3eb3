"""Which lanes of a junction lead where: by geometry, without a lane that leads nowhere; which ways cross each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from aureole.world.roads.laying.strip import Port
from aureole.world.roads.laying.trig import wrapped

AHEAD = 0.70  # rad; what turns less goes straight on


class Movement(NamedTuple):
    """A way from one arm to another, as so many lanes side by side."""

    source: int
    target: int
    first: int
    """Leftmost lane it leaves from, counted from the centre."""
    onto: int
    """Leftmost lane it leads to."""
    lanes: int
    turn: float
    """rad, left plus."""
    edge: bool
    """It goes along the junction's edge, and takes with it what lies beside the lanes."""


def movements(arms: Sequence[Port], pockets: Sequence[bool]) -> list[Movement]:
    """All ways through a junction whose arms stand counter-clockwise; `pockets` says whose first lane turns left."""
    found = []
    for i, arm in enumerate(arms):
        lanes = len(arm.driven("leaving"))
        goals = [(wrapped(other.pose.heading + math.pi - arm.pose.heading), j) for j, other in enumerate(arms)
                 if j != i and other.driven("entering")]  # fmt: skip
        if lanes and goals:
            found += ways(arms, i, sorted(goals, reverse=True), pockets[i])
    return found


def ways(arms: Sequence[Port], i: int, goals: list[tuple[float, int]], pocket: bool) -> list[Movement]:
    """The ways from one arm; goals are (turn, arm) from left to right."""
    lanes = len(arms[i].driven("leaving"))
    lefts = [goal for goal in goals if goal[0] > AHEAD]
    rights = [goal for goal in goals if goal[0] < -AHEAD]
    ahead = [goal for goal in goals if abs(goal[0]) <= AHEAD]
    found: list[Movement] = []

    def add(goal: tuple[float, int], first: int, onto: int, count: int) -> None:
        edge = goal[1] == (i + 1) % len(arms) and first + count == lanes and onto + count == room(goal)
        found.append(Movement(i, goal[1], first, onto, count, goal[0], edge))

    def room(goal: tuple[float, int]) -> int:
        return len(arms[goal[1]].driven("entering"))

    first = 1 if pocket and lanes > 1 and lefts else 0
    for goal in lefts:
        count = 1 if ahead or pocket else max(1, min(lanes - (1 if rights else 0), room(goal)))
        add(goal, 0, 0, count)
    for goal in ahead:
        count = min(lanes - first, room(goal))
        add(goal, first, 0 if rights else room(goal) - count, count)
    for goal in rights:
        add(goal, lanes - 1, room(goal) - 1, 1)
    used = {lane for way in found for lane in range(way.first, way.first + way.lanes)}
    for lane in sorted(set(range(lanes)) - used):
        goal = (ahead or (rights if lane else lefts) or goals)[0]
        add(goal, lane, min(lane - first, room(goal) - 1), 1)
    return found


def cross(one: Movement, other: Movement) -> bool:
    """Whether two ways cross or run into the same arm: their ends interleave around the junction.

    Counter-clockwise each arm shows first the lanes that leave the junction, then those that come in.
    """
    if one.source == other.source:
        return False
    if one.target == other.target:
        return True
    low, high = sorted((2 * one.source + 1, 2 * one.target))
    return sum(low < end < high for end in (2 * other.source + 1, 2 * other.target)) == 1
