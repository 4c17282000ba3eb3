"""Learners put on lanes, each with a route that can be driven and an aim at its end."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.core.notes import Float64, Int32, Int64
from aureole.kernels import device, kernel
from aureole.world.sensing.noise import uniform
from aureole.world.traffic.brains.drive import stand
from aureole.world.traffic.brains.leader import front_of, rear_of
from aureole.world.traffic.brains.path import WORN, look
from aureole.world.traffic.demand.demand import SHAPES
from aureole.world.traffic.demand.fill import GAP, SIDE, TRIES, Lot, free, shaped, somewhere
from aureole.world.traffic.net.net import Net
from aureole.world.traffic.net.places import pose_at, value_at
from aureole.world.traffic.state import Agents, Mind

HOPS = 48  # stretches of a route at most
STARTS = 50  # stream of noise, and the next ones
LEARNER = int(Mind.LEARNER)


@dataclass(frozen=True, slots=True)
class Learners:
    """Who is driven by actions: the first rows of each world."""

    count: int = 1
    way: tuple[float, float] = (80.0, 250.0)
    """m; from where one starts along its route to its aim: drawn evenly from, to. A way that ends earlier (a dead end,
    the edge of the map) is taken if it is no shorter than `from`."""
    speed: tuple[float, float] = (0.0, 1.0)
    """Speed at the start, as parts of the pace of the lane there: drawn evenly from, to."""
    kind: Kind = Kind.CAR

    def __post_init__(self) -> None:
        """Refuse what cannot be placed."""
        if self.count < 0:
            raise BadInput(f"count={self.count} of learners; 0 or above")
        if not 0.0 < self.way[0] <= self.way[1] < math.inf:
            raise BadInput(f"way={self.way} of learners; from above 0 m, to no less")
        if not 0.0 <= self.speed[0] <= self.speed[1] < math.inf:
            raise BadInput(f"speed={self.speed} of learners; from 0 or above, to no less")
        if self.kind not in SHAPES:
            raise BadInput(
                f"learners of kind {self.kind.name}", remedy=f"give one of {', '.join(kind.name for kind in SHAPES)}"
            )


class Plan(NamedTuple):
    """Learners as kernels take them."""

    many: int
    way: tuple[float, float]
    speed: tuple[float, float]
    kind: int


def plan_of(learners: Learners) -> Plan:
    """The same for kernels."""
    low, high = (float(end) for end in learners.way)
    slow, fast = (float(end) for end in learners.speed)
    return Plan(learners.count, (low, high), (slow, fast), int(learners.kind))


@kernel
def put_learners(
    net: Net, agents: Agents, lot: Lot, plan: Plan, rows: Int64, aim: Float64, routes: Int32, placed: Int32
) -> None:  # fmt: skip
    """The learners of the worlds `rows`, which are empty but for keys; who finds no room within `TRIES` stays out."""
    for w in rows:
        for a in range(plan.many):
            placed[w] += learner(net, agents, lot, plan, w, a, aim[w, a], routes[w, a])


@device(inline=True)
def learner(net: Net, agents: Agents, lot: Lot, plan: Plan, w: int, a: int, aim: Float64, route: Int32) -> int:
    """One learner in a lane with a way before it; 1 if it has found room."""
    key = agents.key[w, a]
    shaped(agents, lot, w, a, plan.kind, 1.0)
    agents.mind[w, a], agents.since[w, a] = LEARNER, 100.0
    for k in range(TRIES):
        row, along = somewhere(lot, uniform(key, k, STARTS))
        if along < rear_of(agents, w, a) + SIDE or along > net.length[row] - front_of(agents, w, a) - SIDE:
            continue
        far = plan.way[0] + (plan.way[1] - plan.way[0]) * uniform(key, k, STARTS + 1)
        if not lead(net, key, k, row, along, plan.way[0], far, aim, route):
            continue
        agents.lane[w, a], agents.along[w, a], agents.goal[w, a] = row, along, route[last_of(route)]
        pace = min(net.manner[plan.kind, 5], value_at(net, row, along, 4))
        speed = pace * (plan.speed[0] + (plan.speed[1] - plan.speed[0]) * uniform(key, k, STARTS + 2))
        agents.wish[w, a] = pace
        look(net, agents, w, a, 0)
        _, _, agents.heading[w, a] = pose_at(net, row, along)
        stand(net, agents, w, a, 1.0, 0.0, 1.0)
        agents.yaw_rate[w, a], agents.steer[w, a] = 0.0, 0.0
        if free(agents, w, a, GAP + speed):
            agents.speed[w, a], agents.present[w, a] = speed, True
            return 1
    aim[0], aim[1] = np.nan, np.nan
    route[:] = -1
    agents.lane[w, a], agents.next[w, a], agents.claim[w, a], agents.goal[w, a] = -1, -1, -1, -1
    return 0


@device(inline=True)
def last_of(route: Int32) -> int:
    """The place of a route's last stretch."""
    k = 0
    while k + 1 < len(route) and route[k + 1] >= 0:
        k += 1
    return k


@device(inline=True)
def lead(
    net: Net, key: np.uint64, k: int, row: int, along: float, least: float, far: float, aim: Float64, route: Int32
) -> bool:
    """Writes a way of `far` m, or of `least` at least, from a place on: its stretches and the place at its end.

    At forks it takes one of those that lead furthest, as traffic does.
    """
    route[:] = -1
    gone, left = 0.0, net.length[row] - along
    for hop in range(len(route)):
        route[hop] = row
        if gone + left >= far:
            aim[0], aim[1], _ = pose_at(net, row, net.length[row] - left + far - gone)
            return True
        there = onto(net, row, uniform(key, k * HOPS + hop, STARTS + 3))
        if there < 0 or hop == len(route) - 1:
            break
        gone, row = gone + left, there
        left = net.length[row]
    aim[0], aim[1], _ = pose_at(net, row, net.length[row])
    return bool(gone + left >= least)


@device(inline=True)
def onto(net: Net, row: int, part: float) -> int:
    """What follows a stretch: of those that lead furthest the one `part` of the way through them; -1 nothing."""
    first, end = int(net.after_first[row]), int(net.after_first[row + 1])
    furthest, count = 0.0, 0
    for i in range(first, end):
        furthest = max(furthest, net.onward[net.after[i]])
    for i in range(first, end):
        count += 1 if net.onward[net.after[i]] >= furthest - WORN else 0
    chosen = int(part * count)
    for i in range(first, end):
        if net.onward[net.after[i]] >= furthest - WORN:
            if chosen == 0:
                return int(net.after[i])
            chosen -= 1
    return -1
