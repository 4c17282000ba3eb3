"""Whose turn it is where ways meet: priority, lights, gaps, and an order that always lets somebody go.

Who has passed the point where it would stop, or can no longer stop there, is committed and goes before who is not. Of
two committed ones the one inside the place goes first, else the one whose front is nearer to the end of its stretch.
Of two who both stand and wait the one who waits longer goes: an order of all who wait, so one of them is first, and
nobody waits in a circle.
"""

from __future__ import annotations

import math

from aureole.kernels import device
from aureole.world.traffic.brains.crowd import BITS, first_of, slot
from aureole.world.traffic.brains.leader import front_of, rear_of
from aureole.world.traffic.brains.manner import row_of
from aureole.world.traffic.brains.path import NOTHING, ONE
from aureole.world.traffic.net.lights import light
from aureole.world.traffic.net.net import Lights, Meeting, Net
from aureole.world.traffic.net.places import value_at
from aureole.world.traffic.state import Agents, Mind

MARGIN = 1.5  # s; between one leaving the place where both meet and the other coming
PATIENT = 1.5  # s; so long one waits before waiting counts more than a rule
COURTESY = 10.0  # s; after so long those with priority let one in
KIND_BRAKE = 2.0  # m/s^2; as hard they brake for it
HARD = 5.0  # m/s^2; who would have to brake harder to stop is committed
STANDS = 0.3  # m/s
LONG = 6.5  # m; a longer vehicle swings out
SWING = 2.0  # m; and the place where it meets others is longer by this
CLEAR = 0.7  # m; from the front of who waits to the place where ways meet
PULL = 1.5  # m/s^2; how fast the other may come
QUICK = 20.0  # m/s; and up to which speed
Claimant = tuple[bool, float, float, bool, float]
CROSS, MERGE, PART = int(Meeting.CROSS), int(Meeting.MERGE), int(Meeting.PART)
LANE = int(Mind.LANE)
RED = 1


@device(inline=True)
def eta(way: float, speed: float, accel: float, most: float) -> float:
    """Seconds until `way` is driven, speeding up to `most` (or keeping a higher speed)."""
    if way <= 0.0:
        return 0.0
    if speed >= most:
        return way / max(speed, 0.1)
    rise = (most * most - speed * speed) / (2.0 * accel)
    if rise >= way:
        return (math.sqrt(speed * speed + 2.0 * accel * way) - speed) / accel
    return (most - speed) / accel + (way - rise) / most


@device(inline=True)
def stop_at(net: Net, row: int, start: float) -> float:
    """Where on a stretch one stops for a meeting that starts at `start`: before the junction, else before the place."""
    return 0.0 if net.junction[row] >= 0 else max(start - 1.0, 0.0)


@device(inline=True)
def comes(net: Net, agents: Agents, w: int, b: int, other: int) -> float:
    """From b's reference point to the entry of `other`, m: below zero on it or just past it; infinite if elsewhere."""
    lane, at = agents.lane[w, b], agents.along[w, b]
    if lane == other:
        return float(-at)
    if agents.claim[w, b] == other:
        return float(agents.reach[w, b] - at)
    if agents.claim[w, b] >= 0 and net.chain[agents.claim[w, b]] == other:
        return float(agents.reach[w, b] - at + net.length[agents.claim[w, b]])
    if lane >= 0 and agents.next[w, b] == other:
        return float(net.length[lane] - at)
    if lane >= 0 and at - rear_of(agents, w, b) < 0.0:
        for k in range(net.after_first[other], net.after_first[other + 1]):
            if net.after[k] == lane:
                return float(-at - net.length[other])
    return math.inf


@device(inline=True)
def goes_first(a: Claimant, b: Claimant, rank: int, elder: bool) -> bool:
    """Whether a goes before b; of the two exactly one does.

    Each is (committed, from the end of its stretch to its front (m), wait (s), can stop kindly, seconds until it is
    there); `rank` as in `Net.meet_rank` for a; `elder` decides between equals.
    """
    if a[0] != b[0]:
        return a[0]
    if a[0]:
        return a[1] > b[1] if a[1] != b[1] else elder
    if a[2] > PATIENT and b[2] > PATIENT:
        return a[2] > b[2] if a[2] != b[2] else elder
    if b[2] > COURTESY and b[2] > a[2] and a[3]:
        return False
    if a[2] > COURTESY and a[2] > b[2] and b[3]:
        return True
    if rank != 0:
        return rank < 0
    return a[4] < b[4] if a[4] != b[4] else elder


@device(inline=True)
def older(agents: Agents, w: int, a: int, b: int) -> bool:
    """A fixed order of all agents."""
    return agents.key[w, a] < agents.key[w, b] or (agents.key[w, a] == agents.key[w, b] and a < b)


@device(inline=True)
def meet(
    net: Net, lights: Lights, agents: Agents, w: int, a: int, row: int, off: float, time: float
) -> tuple[float, float, float]:
    """What agent a has to heed on a stretch whose entry is `off` ahead of it: (stop within, gap, speed).

    m to where it has to stop for others (infinite: it may go); gap and speed of whom it has to follow there.
    """
    stop, gap, speed = math.inf, math.inf, 0.0
    front = front_of(agents, w, a)
    for m in range(net.meet_first[row], net.meet_first[row + 1]):
        some = agents.about[w, slot(net.meet_other[m], agents.x.shape[1])]
        while some != NOTHING:
            first = first_of(some)
            some &= some - ONE
            for b in range(first, agents.x.shape[1], BITS):
                if b == a or (net.meet_long[m] and max(agents.length[w, a], agents.length[w, b]) < LONG):
                    continue
                there = comes(net, agents, w, b, net.meet_other[m])
                if there == math.inf:
                    continue
                if net.meet_kind[m] == PART:
                    rear = off - there - rear_of(agents, w, b)  # both from the same entry
                    further = off - there + front_of(agents, w, b) - front
                    if there < 0.0 and further > 0.0 and rear - off < net.meet_span[m, 3] and rear - front < gap:
                        gap, speed = rear - front, agents.speed[w, b]
                    continue
                within, leads = heed(net, lights, agents, w, a, b, row, m, off, there, time)
                stop = min(stop, within)
                if leads < gap:
                    gap, speed = leads, agents.speed[w, b]
    return stop, gap, speed


@device(inline=True)
def heed(
    net: Net, lights: Lights, agents: Agents, w: int, a: int, b: int, row: int, m: int, off: float, there: float,
    time: float,
) -> tuple[float, float]:  # fmt: skip
    """(stop within, gap to b as one to follow) at a meeting m of stretch `row` with b, who enters it in `there` m."""
    other = net.meet_other[m]
    span = net.meet_span[m]
    ahead_a, ahead_b = front_of(agents, w, a), front_of(agents, w, b)
    more = SWING if max(agents.length[w, a], agents.length[w, b]) >= LONG else 0.0
    last = min(span[3] + more, net.length[other])
    into, out = off + max(span[0] - more, 0.0) - ahead_a, off + span[1] + rear_of(agents, w, a) + more
    into_b, out_b = there + max(span[2] - more, 0.0) - ahead_b, there + last + rear_of(agents, w, b)
    if out_b <= 0.0 or out <= 0.0:
        return math.inf, math.inf
    v, v_b = agents.speed[w, a], agents.speed[w, b]
    halt = off + stop_at(net, row, span[0]) - ahead_a
    halt_b = there + stop_at(net, other, span[2]) - ahead_b
    bound, bound_b = halt < 0.0 or v * v > 2.0 * HARD * halt, halt_b < 0.0 or v_b * v_b > 2.0 * HARD * halt_b
    if net.meet_long[m] and v_b < STANDS and agents.wait[w, a] > COURTESY:  # as two who wait edge past each other
        return math.inf, math.inf
    calm = not bound_b and agents.mind[w, b] == LANE
    if calm and ((v_b < STANDS and agents.wait[w, b] < 0.0) or light(lights, net.group[other], time) == RED):
        return math.inf, math.inf
    if into < 0.0 < into_b:
        return math.inf, math.inf
    come_b = eta(into_b, v_b, PULL, max(min(net.point[net.point_first[other], 4], QUICK), 3.0))
    accel, most = net.manner[row_of(net.manner, agents.kind[w, a], agents.key[w, a]), 2], agents.wish[w, a]
    for k in range(4):
        most = min(most, value_at(net, row, max(-off, 0.0) + k / 3.0 * (span[1] - max(-off, 0.0)), 4))
    most = max(most, 1.0)
    come = eta(into, v, accel, most)
    kind_a, kind_b = v * v < 2.0 * KIND_BRAKE * halt, v_b * v_b < 2.0 * KIND_BRAKE * halt_b
    first = goes_first(
        (bound, ahead_a - off - net.length[row], agents.wait[w, a], kind_a, come),
        (bound_b, ahead_b - there - net.length[other], agents.wait[w, b], kind_b, come_b),
        net.meet_rank[m], older(agents, w, a, b),
    )  # fmt: skip
    leads = math.inf
    if net.meet_kind[m] == MERGE and bound_b:
        leads = off + net.length[row] - (there + net.length[other]) - rear_of(agents, w, b) - ahead_a
        if leads > 0.0:
            return math.inf, leads
        leads = math.inf
    if first and not (into_b < 0.0 < into):
        return math.inf, math.inf
    if not first and into > 0.0:
        leave = eta(out, v, 0.8 * accel, most)
        if leave + MARGIN < come_b:
            return math.inf, math.inf
        if v_b > 2.0 and bound_b and out_b / v_b + MARGIN < come:
            return math.inf, math.inf
    if not bound and halt > 0.0:
        return halt, leads
    return max(into - CLEAR, 0.0), leads
