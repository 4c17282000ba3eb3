"""Puts traffic on a net: vehicles, walkers, parked cars, cones; nobody overlaps anybody, every world by its own key."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.conduct.boxes import overlap
from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.core.noise import philox
from aureole.core.notes import Float64, Int32, Int64, Uint64
from aureole.kernels import device, kernel
from aureole.world.sensing.noise import uniform
from aureole.world.traffic.brains.drive import stand
from aureole.world.traffic.brains.leader import front_of, rear_of
from aureole.world.traffic.brains.manner import row_of
from aureole.world.traffic.brains.path import look
from aureole.world.traffic.brains.walk import tread
from aureole.world.traffic.demand.demand import SHAPES, Demand
from aureole.world.traffic.net.net import Net, User
from aureole.world.traffic.net.places import pose_at, value_at
from aureole.world.traffic.state import Agents, Mind

TRIES = 60  # places an agent tries before it stays out
GAP = 3.0  # m; between two bumpers in a lane at the start, and a second of the way
SIDE = 0.4  # m; beside and before boxes of other lanes
CURB = 0.3  # m; between a lane and a car parked beside it
ROOMY = 1.3  # m; half of the narrowest lane that traffic starts on
KEYS, LANES, WALKS, PARKS = 11, 20, 30, 40  # streams of noise
LANE, WALK, STILL = int(Mind.LANE), int(Mind.WALK), int(Mind.STILL)
PEDESTRIAN, CAR = int(Kind.PEDESTRIAN), int(Kind.CAR)


class Lot(NamedTuple):
    """A demand as kernels take it."""

    stretch: Int32
    """On which vehicles start."""
    upto: Float64
    """Metres of these up to the end of each."""
    share: Float64
    """Shares of kinds up to each kind, the last 1; shape (kinds,)."""
    shape: Float64
    """Length, width, base, overhang of each kind; shape (kinds, 4)."""
    wish: tuple[float, float]
    """m/s, from, to."""
    things: Float64
    counts: tuple[int, int, int]
    """Vehicles, walkers, parked cars."""


def keys_of(key: Uint64, agents: int) -> Uint64:
    """The keys of agents from those of their worlds, shape (worlds, agents)."""
    place = np.broadcast_to(np.arange(agents, dtype=np.uint64), (len(key), agents))
    zero = np.zeros_like(place)
    words = philox((place, zero, zero, zero + np.uint64(KEYS)), key[:, None])
    return np.ascontiguousarray((words[0] << np.uint64(32)) | words[1])


def fill(net: Net, agents: Agents, key: Uint64, demand: Demand, *, first: int = 0) -> Int32:
    """Put a demand into the rows `first` and on of every world, in place; gives how many are there, shape (worlds,).

    Whoever finds no room within `TRIES` places stays out, and comes in at a source of the net if it has one. Rows
    before `first` are left alone, and nobody starts where they are. `key`: one for each world (`core.noise.key`).

    Raises:
        BadInput: `key` has not one key a world, or there are more walkers, parked cars and things than rows.
    """
    worlds, count = agents.x.shape
    if key.shape != (worlds,):
        raise BadInput(f"keys of shape {key.shape} for {worlds} worlds", remedy="give one key a world")
    lot = lot_of(net, demand, count - first)
    agents.key[:, first:] = keys_of(key, count)[:, first:]
    placed = np.zeros(worlds, np.int32)
    put_all(net, agents, lot, first, np.arange(worlds), placed)
    return placed


def lot_of(net: Net, demand: Demand, rows: int) -> Lot:
    """The tables of a demand on a net, for so many rows of agents."""
    half = np.array([net.point[a:b, 3].min() for a, b in zip(net.point_first[:-1], net.point_first[1:], strict=True)])
    good = np.flatnonzero((net.user == User.CARS) & (net.junction < 0) & (half >= ROOMY) & (net.length > 15.0))
    upto = np.cumsum(net.length[good])
    fixed = demand.walkers + demand.parked + len(demand.things)
    if fixed > rows:
        raise BadInput(f"{fixed} walkers, parked cars and things for {rows} rows of agents")
    wanted = round(demand.density * float(upto[-1]) / 1000.0) if len(upto) else 0
    share, shape = np.zeros(len(Kind)), np.zeros((len(Kind), 4))
    for kind, size in SHAPES.items():
        share[kind], shape[kind] = demand.shares.get(kind, 0.0), size
    whole = max(float(share.sum()), 1e-300)
    fast = float(net.point[:, 4].max())
    paths = len(net.path_first) > 1
    return Lot(
        good.astype(np.int32), upto, np.cumsum(share) / whole, shape, (demand.speed[0] * fast, demand.speed[1] * fast),
        np.ascontiguousarray(demand.things, np.float64),
        (min(wanted, rows - fixed), demand.walkers if paths else 0, demand.parked if len(upto) else 0),
    )  # fmt: skip


@kernel
def put_all(net: Net, agents: Agents, lot: Lot, first: int, rows: Int64, placed: Int32) -> None:
    """Into the worlds `rows`: things first, then parked cars, walkers and vehicles, as long as there are rows."""
    for w in rows:
        at = first
        for k in range(len(lot.things)):
            if at < agents.x.shape[1]:
                thing(agents, lot, w, at, k)
                placed[w] += 1
                at += 1
        for _ in range(lot.counts[2]):
            placed[w] += park(net, agents, lot, w, at)
            at += 1
        for _ in range(lot.counts[1]):
            placed[w] += walker(net, agents, w, at)
            at += 1
        for _ in range(lot.counts[0]):
            placed[w] += driver(net, agents, lot, w, at)
            at += 1


@device(inline=True)
def thing(agents: Agents, lot: Lot, w: int, a: int, k: int) -> None:
    """Something that stands about."""
    agents.x[w, a], agents.y[w, a], agents.heading[w, a] = lot.things[k, 0], lot.things[k, 1], lot.things[k, 2]
    agents.length[w, a], agents.width[w, a] = lot.things[k, 3], lot.things[k, 4]
    agents.kind[w, a], agents.mind[w, a], agents.present[w, a] = int(lot.things[k, 5]), STILL, True


@device(inline=True)
def shaped(agents: Agents, lot: Lot, w: int, a: int, kind: int, scale: float) -> None:
    """Give a vehicle its size."""
    agents.kind[w, a] = kind
    agents.length[w, a], agents.width[w, a] = lot.shape[kind, 0] * scale, lot.shape[kind, 1]
    agents.base[w, a] = lot.shape[kind, 2] * scale
    agents.ahead[w, a] = 0.5 * agents.length[w, a] - lot.shape[kind, 3] * scale


@device(inline=True)
def somewhere(lot: Lot, part: float) -> tuple[int, float]:
    """(stretch, along) of a place, `part` of the way through all stretches traffic starts on."""
    at = part * lot.upto[len(lot.upto) - 1]
    low, high = -1, len(lot.upto) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if lot.upto[middle] < at:
            low = middle
        else:
            high = middle
    return int(lot.stretch[high]), at - (lot.upto[high - 1] if high > 0 else 0.0)


@device(inline=True)
def free(agents: Agents, w: int, a: int, more: float) -> bool:
    """Whether the box of agent a, `more` longer at either end, is clear of everybody who is there."""
    c, s = math.cos(agents.heading[w, a]), math.sin(agents.heading[w, a])
    x, y = agents.x[w, a] + agents.ahead[w, a] * c, agents.y[w, a] + agents.ahead[w, a] * s
    for b in range(agents.x.shape[1]):
        if b == a or not agents.present[w, b]:
            continue
        cb, sb = math.cos(agents.heading[w, b]), math.sin(agents.heading[w, b])
        xb, yb = agents.x[w, b] + agents.ahead[w, b] * cb, agents.y[w, b] + agents.ahead[w, b] * sb
        if overlap(
            x, y, agents.heading[w, a], agents.length[w, a] + 2.0 * more, agents.width[w, a] + SIDE,
            xb, yb, agents.heading[w, b], agents.length[w, b] + SIDE, agents.width[w, b] + SIDE,
        ):  # fmt: skip
            return False
    return True


@device(inline=True)
def driver(net: Net, agents: Agents, lot: Lot, w: int, a: int) -> int:
    """A vehicle somewhere in a lane, at speed; 1 if it has found room."""
    key, kind = agents.key[w, a], 0
    part = uniform(key, 0, LANES)
    while kind < len(lot.share) - 1 and part > lot.share[kind]:
        kind += 1
    shaped(agents, lot, w, a, kind, 0.9 + 0.2 * uniform(key, 0, LANES + 1))
    agents.mind[w, a] = LANE
    wish = lot.wish[0] + (lot.wish[1] - lot.wish[0]) * uniform(key, 0, LANES + 2)
    agents.wish[w, a], agents.since[w, a] = wish, 100.0
    for k in range(TRIES):
        row, along = somewhere(lot, uniform(key, k, LANES + 3))
        if along < rear_of(agents, w, a) + SIDE or along > net.length[row] - front_of(agents, w, a) - SIDE:
            continue
        agents.lane[w, a], agents.along[w, a] = row, along
        speed = min(wish, net.manner[row_of(net.manner, kind, key), 5], value_at(net, row, along, 4))
        look(net, agents, w, a, 0)
        _, _, agents.heading[w, a] = pose_at(net, row, along)
        stand(net, agents, w, a, 1.0, 0.0, 1.0)
        agents.yaw_rate[w, a], agents.steer[w, a] = 0.0, 0.0
        if free(agents, w, a, GAP + speed):
            agents.speed[w, a], agents.present[w, a] = speed, True
            return 1
    agents.lane[w, a], agents.next[w, a], agents.claim[w, a] = -1, -1, -1
    return 0


@device(inline=True)
def walker(net: Net, agents: Agents, w: int, a: int) -> int:
    """A walker somewhere on a path, not on a road; 1 if it has found room."""
    key, paths = agents.key[w, a], len(net.path_first) - 1
    agents.kind[w, a], agents.mind[w, a] = PEDESTRIAN, WALK
    agents.length[w, a], agents.width[w, a] = 0.5, 0.6
    agents.wish[w, a] = 1.0 + 0.6 * uniform(key, 0, WALKS)
    for k in range(TRIES):
        path = int(uniform(key, k, WALKS + 1) * paths)
        end = net.path[net.path_first[path + 1] - 1, 2]
        at, clear = uniform(key, k, WALKS + 2) * end, True
        for kerb in range(net.kerb_first[path], net.kerb_first[path + 1]):
            clear = clear and not (net.kerb[kerb, 0] - 0.5 < at < net.kerb[kerb, 1] + 0.5)
        if not clear:
            continue
        agents.goal[w, a], agents.reach[w, a] = path, at
        tread(net, agents, w, a, 1.0)
        agents.yaw_rate[w, a] = 0.0
        if free(agents, w, a, 0.0):
            agents.speed[w, a], agents.present[w, a] = agents.wish[w, a], True
            return 1
    return 0


@device(inline=True)
def park(net: Net, agents: Agents, lot: Lot, w: int, a: int) -> int:
    """A car that stands beside the outermost lane; 1 if it has found room."""
    key = agents.key[w, a]
    agents.mind[w, a] = STILL
    shaped(agents, lot, w, a, CAR, 0.9 + 0.2 * uniform(key, 0, PARKS))
    for k in range(TRIES):
        row, along = somewhere(lot, uniform(key, k, PARKS + 1))
        side = 1 if net.against[row, 1] < 0 and net.beside[row, 1] < 0 else 0
        if net.beside[row, side] >= 0 or net.against[row, side] >= 0:
            continue
        x, y, heading = pose_at(net, row, along)
        across = value_at(net, row, along, 3) + CURB + 0.5 * agents.width[w, a]
        across = across if side == 0 else -across
        agents.x[w, a], agents.y[w, a] = x - across * math.sin(heading), y + across * math.cos(heading)
        agents.heading[w, a] = heading
        if free(agents, w, a, 0.5):
            agents.present[w, a] = True
            return 1
    return 0
