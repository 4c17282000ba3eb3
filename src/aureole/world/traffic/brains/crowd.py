"""Who may be on a stretch, found without asking everybody: before anybody decides, all are written down by stretches.

`Agents.on` and `Agents.about` are tables of slots. A stretch has one slot, many stretches may share one; a bit of a
slot is an agent (of more than 64, several). So a slot names everybody who is there, and a few who are not: whoever asks
looks at each of them as if nothing had been said. Only who cannot be there is passed over, so nothing else changes.
"""

from __future__ import annotations

import math

import numpy as np

from aureole.kernels import device
from aureole.world.traffic.brains.path import ASIDE, NOTHING, ONE
from aureole.world.traffic.net.net import Net
from aureole.world.traffic.state import Agents, Mind

LANE, WALK = int(Mind.LANE), int(Mind.WALK)
BITS = 64  # of a slot
GOLDEN = 0x9E3779B1  # 2^32 / golden ratio: rows that follow each other land far apart (Knuth, TAOCP 3, §6.4)
HALF = 0xFFFFFFFF
PRIME = np.uint64(67)  # the powers of two below 2^64 have different rests
PLACES = np.zeros(67, np.int64)
PLACES[[(1 << k) % 67 for k in range(BITS)]] = np.arange(BITS)
SOON = 1.2  # m; so near to the kerb a walker is about to cross
ON_ROAD = 0.1  # m; so far past it one is on the road


@device(inline=True)
def slot(row: int, count: int) -> int:
    """The slot of a stretch among `count`."""
    return ((int(row) * GOLDEN & HALF) * int(count)) >> 32


@device(inline=True)
def first_of(some: np.uint64) -> int:
    """The lowest bit of some."""
    return int(PLACES[(some & ~(some - ONE)) % PRIME])


@device(inline=True)
def behind_some(net: Net, agents: Agents, w: int, row: int) -> np.uint64:
    """Who may be on a stretch, change to it, or be on one that leads into it, two stretches back at most."""
    count = agents.x.shape[1]
    some: np.uint64 = agents.on[w, slot(row, count)]
    for k in range(net.before_first[row], net.before_first[row + 1]):
        one = net.before[k]
        some |= agents.on[w, slot(one, count)]
        for j in range(net.before_first[one], net.before_first[one + 1]):
            some |= agents.on[w, slot(net.before[j], count)]
    return some


@device(inline=True)
def mark(net: Net, agents: Agents, w: int, a: int) -> None:
    """Write agent a into `on` and `about`; all of a world one after the other, agent 0 first: it clears the tables."""
    if a == 0:
        for k in range(agents.x.shape[1]):
            agents.on[w, k], agents.about[w, k] = NOTHING, NOTHING
    if not agents.present[w, a]:
        return
    mark_lanes(net, agents, w, a)
    if agents.mind[w, a] != LANE:
        mark_place(net, agents, w, a)
    if agents.mind[w, a] == WALK and agents.goal[w, a] >= 0:
        mark_crossing(net, agents, w, a)


@device(inline=True)
def come_to(net: Net, agents: Agents, w: int, a: int, row: int) -> None:
    """Writes agent a into `about` of a stretch on which ways meet."""
    if row >= 0 and net.meet_first[row] < net.meet_first[row + 1]:
        agents.about[w, slot(row, agents.x.shape[1])] |= ONE << np.uint64(a % BITS)


@device(inline=True)
def mark_lanes(net: Net, agents: Agents, w: int, a: int) -> None:
    """`on` for the lane agent a is in, changes to or sticks out into; `about` for what it meets others on."""
    count, mine = agents.x.shape[1], ONE << np.uint64(a % BITS)
    lane, target, claimed = agents.lane[w, a], agents.target[w, a], agents.claim[w, a]
    if lane >= 0:
        agents.on[w, slot(lane, count)] |= mine
        if target >= 0:
            agents.on[w, slot(target, count)] |= mine
        if abs(agents.across[w, a]) >= ASIDE:
            side = 0 if agents.across[w, a] > 0.0 else 1
            other = net.beside[lane, side] if net.beside[lane, side] >= 0 else net.against[lane, side]
            if other >= 0:
                agents.on[w, slot(other, count)] |= mine
        if agents.along[w, a] + agents.ahead[w, a] < 0.5 * agents.length[w, a]:  # still over the stretch before
            for k in range(net.before_first[lane], net.before_first[lane + 1]):
                come_to(net, agents, w, a, net.before[k])
    come_to(net, agents, w, a, lane)
    come_to(net, agents, w, a, agents.next[w, a])
    if claimed >= 0:
        come_to(net, agents, w, a, claimed)
        come_to(net, agents, w, a, net.chain[claimed])


@device(inline=True)
def mark_place(net: Net, agents: Agents, w: int, a: int) -> None:
    """`on` for all stretches around which lies the middle of the box of one who keeps to no lane."""
    count, mine = agents.x.shape[1], ONE << np.uint64(a % BITS)
    x, y, ahead = agents.x[w, a], agents.y[w, a], agents.ahead[w, a]
    if ahead != 0.0:
        x, y = x + ahead * math.cos(agents.heading[w, a]), y + ahead * math.sin(agents.heading[w, a])
    i = math.floor((x - net.grid_from[0]) / net.grid_from[2])
    j = math.floor((y - net.grid_from[1]) / net.grid_from[2])
    if not (0 <= i < net.grid_size[0] and 0 <= j < net.grid_size[1]):
        return
    cell = int(i) * net.grid_size[1] + int(j)
    for k in range(net.cell_first[cell], net.cell_first[cell + 1]):
        row = net.cell[k]
        if net.bounds[row, 0] < x < net.bounds[row, 2] and net.bounds[row, 1] < y < net.bounds[row, 3]:
            agents.on[w, slot(row, count)] |= mine


@device(inline=True)
def mark_crossing(net: Net, agents: Agents, w: int, a: int) -> None:
    """`about` for all stretches that a walker crosses, or is about to."""
    count, mine = agents.x.shape[1], ONE << np.uint64(a % BITS)
    path, at = agents.goal[w, a], agents.reach[w, a]
    for k in range(net.kerb_first[path], net.kerb_first[path + 1]):
        if at > net.kerb[k, 0] - SOON:
            crossing = net.kerb_crossing[k]
            for z in range(net.crossing_zebra[crossing], net.crossing_zebra[crossing + 1]):
                if at <= net.crossed_span[z, 3] + 0.5:
                    agents.about[w, slot(net.crossed[z], count)] |= mine
