"""What a driver who keeps to lanes decides: how hard to push, whether to wait, whether to change lanes."""

from __future__ import annotations

import math

from aureole.conduct.following import desired_gap, idm_free
from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.traffic.brains.change import aim_of, beside_further
from aureole.world.traffic.brains.leader import ahead, front_of
from aureole.world.traffic.brains.manner import row_of
from aureole.world.traffic.brains.meeting import meet
from aureole.world.traffic.brains.path import HOPS, beyond
from aureole.world.traffic.brains.walk import walkers_on
from aureole.world.traffic.net.lights import shown
from aureole.world.traffic.net.net import Lights, Net
from aureole.world.traffic.net.places import value_at
from aureole.world.traffic.state import Agents

EASE = 1.5  # m/s^2; how one slows down for a bend or a lower limit ahead, as `middles.BRAKE`
COAST = 2.5  # m/s^2; the most one brakes for a limit alone
SHY = 0.3  # m; one stops this far before a line
PAST = 1.0  # m; who is further over a line than this is past it
AMBER_BRAKE = 3.0  # m/s^2; who need not brake harder stops at amber
SURE = 6.0  # m/s^2, twice; who could stop so behind the one in front, and that before a meeting, heeds only that one
SPARE = 0.5  # m; behind a car that has just left a junction, and the gap to who stands in front of it
NEAR = 3.0  # m; who stands nearer to its stop than this is at it
STANDS = 0.3  # m/s
HALT = 0.5  # s; how long one stands at a stop sign
SLOWEST = 0.5  # m/s; slower than this nobody wants to drive
RED, AMBER = 1, 2


@device(inline=True)
def sight_of(v: float, manner: Float64) -> float:
    """How far ahead one looks, m: to follow at ease, and to stop at ease."""
    return float(min(v * manner[0] + v * v / (2.0 * manner[3]) + 25.0, 150.0))


@device(inline=True)
def follow(v: float, gap: float, lead: float, most: float, manner: Float64) -> float:
    """Acceleration of the intelligent driver, m/s^2, with a bounded wish to slow down to `most`."""
    accel = max(idm_free(v, most, manner[2]), -COAST)
    if gap < math.inf:
        wish = desired_gap(v, lead, manner[0], manner[1], manner[2], manner[3]) / max(gap, 0.01)
        accel -= manner[2] * wish * wish
    return float(max(accel, -manner[4]))


@device(inline=True)
def decide_lane(net: Net, lights: Lights, agents: Agents, w: int, a: int, tick: int, step: float) -> None:
    """Set `push`, `aim` and `hold` of agent a."""
    row = int(agents.lane[w, a])
    agents.aim[w, a], agents.hold[w, a] = agents.target[w, a], 0.0
    manner = net.manner[row_of(net.manner, agents.kind[w, a], agents.key[w, a])]
    v = agents.speed[w, a]
    if row < 0:
        agents.push[w, a] = -manner[3]
        return
    careful = net.manner[agents.kind[w, a]]  # people are fitted to following: lines and meetings are the textbook's
    sight = sight_of(v, careful)
    before, pace, target = math.inf, 0.0, agents.target[w, a]
    for k in range(2):  # while it changes lanes it follows in both
        here = row if k == 0 else target
        if here >= 0 and (k == 0 or target != row):
            near, its = ahead(net, agents, w, a, here, agents.along[w, a] * net.length[here] / net.length[row], sight)
            if near < before:
                before, pace = near, its
    most, halt, own, box, room, gap, lead = scan(net, lights, agents, w, a, tick * step, sight, before)
    blocked = box < math.inf and before + pace * 2.0 < room and before > box
    if blocked:
        halt = min(halt, box)
    if before < gap or gap == math.inf:
        push = follow(v, before, pace, most, manner)
    else:
        push = follow(v, gap, lead, most, careful)
    stop = min(halt, own)
    if stop < math.inf:
        push = min(push, follow(v, max(stop - SHY, 0.0) + careful[1], 0.0, most, careful))
    agents.push[w, a] = push
    agents.hold[w, a] = hold_of(agents.wait[w, a], v, halt, own, step)
    agents.aim[w, a] = aim_of(net, agents, w, a, tick, step, push, sight)


@device(inline=True)
def hold_of(wait: float, v: float, halt: float, own: float, step: float) -> float:
    """The wait to come: grows while one stands at its stop for others alone, -1 while one stands for something else.

    It lasts until one has set off.

    `halt` and `own`: m to where lights, walkers or a full junction stop it, and to where others do.
    """
    if v < STANDS:
        if own < NEAR and halt > own:
            return max(wait, 0.0) + step
        return wait if own == math.inf and halt == math.inf and wait > 0.0 else -1.0
    return max(wait, 0.0) if v < 4.0 else 0.0


@device(inline=True)
def scan(
    net: Net, lights: Lights, agents: Agents, w: int, a: int, time: float, sight: float, before: float
) -> tuple[float, float, float, float, float, float, float]:
    """What the way ahead asks for: (speed at most, stop within, stop for others within, box, room, gap, speed).

    `before`: the gap to who is in front. The last four: m to the entry of a junction and to where the car would be
    clear of it, gap and speed of who is followed through a meeting. Infinite where there is nothing.
    """
    row = int(agents.lane[w, a])
    manner = net.manner[row_of(net.manner, agents.kind[w, a], agents.key[w, a])]
    v, front, long = agents.speed[w, a], front_of(agents, w, a), agents.length[w, a]
    most = min(agents.wish[w, a], manner[5], value_at(net, row, agents.along[w, a] + agents.base[w, a], 4))
    halt, own, box, room, gap, lead = math.inf, math.inf, math.inf, math.inf, math.inf, 0.0
    way = -agents.along[w, a]
    if beside_further(net, row):
        halt = max(net.onward[row] + way - front - 1.0, 0.0)
    for _ in range(HOPS):
        if row < 0 or way > sight:
            break
        if way > 0.0:
            pace = net.point[net.point_first[row], 4]
            most = min(most, math.sqrt(pace * pace + 2.0 * EASE * way))
        halt = min(halt, at_light(net, lights, row, way - front, v, time, manner[4]))
        if net.zebra_first[row] < net.zebra_first[row + 1]:
            halt = min(halt, walkers_on(net, agents, w, row, way - front, v))
        if net.meet_first[row] < net.meet_first[row + 1] and before + v * v / SURE > way - front:
            within, near, pace = meet(net, lights, agents, w, a, row, way, time)
            own = min(own, within)
            if near < gap:
                gap, lead = near, pace
            if box == math.inf and net.junction[row] >= 0 and way - front > -PAST:
                box = max(way - front, 0.0)
            if net.stop[row] and way - front > -PAST and agents.wait[w, a] < HALT:
                own = min(own, max(way - front, 0.0))
        if box < math.inf and room == math.inf and net.junction[row] < 0 and way > 0.0 and net.length[row] > long + 2.0:
            room = way + long - front + manner[1] + SPARE
        way += net.length[row]
        row = beyond(net, agents, w, a, row)
    if room == math.inf:
        box = math.inf
    return max(most, SLOWEST), halt, own, box, room, gap, lead


@device(inline=True)
def at_light(net: Net, lights: Lights, row: int, way: float, v: float, time: float, hardest: float) -> float:
    """Where the light of a stretch stops us, m from our front, its entry being `way` ahead of it; infinite if not."""
    if net.group[row] < 0 or net.line[row] == math.inf:
        return math.inf
    line = way + net.line[row]
    if line < -PAST:
        return math.inf
    state, left = shown(lights, net.group[row], time)
    if state != RED and state != AMBER:
        return math.inf
    needed = v * v / (2.0 * max(line, 0.1))
    if needed > hardest:
        return math.inf
    if state == AMBER and needed > AMBER_BRAKE and line < v * left:
        return math.inf
    return float(max(line, 0.0))
