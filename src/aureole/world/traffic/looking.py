"""What one agent of a world has run into, and what it sees: boxes, ground, the nearest agents and road points."""

from __future__ import annotations

from math import cos, isfinite, sin

import numpy as np

from aureole.conduct.boxes import overlap_turned
from aureole.core.kinds import Kind
from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.traffic.ground.ground import Ground, Points, Surface
from aureole.world.traffic.ground.under import against_at, block_at, part_at, paved_at
from aureole.world.traffic.nearest import choose
from aureole.world.traffic.sizes import FAR, NONE, Flags, Scratch, Seen
from aureole.world.traffic.state import Agents

LEAST_WHEELED, MOST_WHEELED, TRAILER = int(Kind.CAR), int(Kind.BICYCLE), int(Kind.TRAILER)
GUESS = 900.0  # m^2; a first guess at how far the nearest reach


@device
def place(agents: Agents, scratch: Scratch, w: int, a: int, row: int) -> None:
    """Writes the box of agent a of world w into a row of the scratch."""
    if not agents.present[w, a]:
        scratch.x[row, a], scratch.y[row, a], scratch.radius[row, a] = FAR, FAR, 0.0
        return
    c, s = cos(agents.heading[w, a]), sin(agents.heading[w, a])
    ahead, length, width = agents.ahead[w, a], agents.length[w, a], agents.width[w, a]
    scratch.x[row, a] = agents.x[w, a] + c * ahead
    scratch.y[row, a] = agents.y[w, a] + s * ahead
    scratch.cosine[row, a], scratch.sine[row, a] = c, s
    scratch.radius[row, a] = 0.5 * np.sqrt(length * length + width * width)


@device
def measure(scratch: Scratch, row: int, a: int, agents: int, square: Float64) -> int:
    """Squared distances of all middles from agent a's, its own `NONE`; gives how many circles around boxes meet its."""
    x, y, radius = scratch.x[row, a], scratch.y[row, a], scratch.radius[row, a]
    other_x, other_y, other_radius = scratch.x[row], scratch.y[row], scratch.radius[row]
    near = 0
    for b in range(agents):
        dx, dy = other_x[b] - x, other_y[b] - y
        both = radius + other_radius[b]
        away = dx * dx + dy * dy
        square[b] = min(away, NONE)
        near += 1 if away <= both * both else 0
    square[a] = NONE
    return near - 1


@device
def hit_of(agents: Agents, scratch: Scratch, w: int, a: int, row: int, square: Float64) -> int:
    """The first agent whose box overlaps agent a's; -1 none. `square` as `measure` left it."""
    a1, b1 = 0.5 * agents.length[w, a], 0.5 * agents.width[w, a]
    for b in range(agents.present.shape[1]):
        both = scratch.radius[row, a] + scratch.radius[row, b]
        if square[b] <= both * both and b != a and overlap_turned(
            scratch.x[row, b] - scratch.x[row, a], scratch.y[row, b] - scratch.y[row, a],
            scratch.cosine[row, a], scratch.sine[row, a], a1, b1,
            scratch.cosine[row, b], scratch.sine[row, b], 0.5 * agents.length[w, b], 0.5 * agents.width[w, b],
        ):  # fmt: skip
            return b
    return -1


@device
def wheeled(kind: int) -> bool:
    """Kinds that belong on the paved lanes."""
    return LEAST_WHEELED <= kind <= MOST_WHEELED or kind == TRAILER


@device
def off_paved(surface: Surface, agents: Agents, scratch: Scratch, w: int, a: int, row: int) -> bool:
    """Whether a corner of the box of agent a lies on no paved lane."""
    ahead, left = 0.5 * agents.length[w, a], 0.5 * agents.width[w, a]
    c, s = scratch.cosine[row, a], scratch.sine[row, a]
    for corner in range(4):
        along = ahead if corner in (0, 3) else -ahead
        across = left if corner < 2 else -left
        x, y = scratch.x[row, a] + c * along - s * across, scratch.y[row, a] + s * along + c * across
        if not paved_at(surface, x, y):
            return True
    return False


@device
def near_points(surface: Surface, points: Points, scratch: Scratch, row: int, a: int, own: int, guess: float) -> float:
    """Writes the rows of the nearest road points of agent a, as many as the lists are made for, into `chosen[own]`.

    Gives the squared distance that was the limit; where there are fewer points than asked for, all are written.
    """
    x, y = scratch.x[row, a] - points.origin[0], scratch.y[row, a] - points.origin[1]
    square, chosen = scratch.square[own], scratch.chosen[own]
    block = block_at(surface, scratch.x[row, a], scratch.y[row, a])
    wanted = min(points.count, len(points.kind))
    if block < 0:
        count = len(points.kind)
        for i in range(count):
            dx, dy = points.xy[i, 0] - x, points.xy[i, 1] - y
            square[i] = dx * dx + dy * dy
        if count > wanted:
            return choose(square, count, wanted, guess, chosen)
        for i in range(count):
            chosen[i] = i
        return guess
    side = points.side
    cell = block * side * side + part_at(surface, scratch.x[row, a], scratch.y[row, a], side)
    first, sure, end = points.first[cell], points.sure[cell], points.first[cell + 1]
    count = end - first - sure
    for i in range(sure):
        chosen[i] = points.near[first + i]
    first += sure
    wanted -= sure
    if wanted <= 0 or count <= wanted:
        for i in range(count):
            chosen[sure + i] = points.near[first + i]
        return guess
    for i in range(count):
        p = points.near[first + i]
        dx, dy = points.xy[p, 0] - x, points.xy[p, 1] - y
        square[i] = dx * dx + dy * dy
    rest = chosen[sure:]
    guess = choose(square, count, wanted, guess, rest)
    for i in range(wanted):
        rest[i] = points.near[first + rest[i]]
    return guess


@device
def see_points(points: Points, scratch: Scratch, seen: Seen, w: int, a: int, row: int, own: int) -> None:
    """Writes the road points in `chosen[own]` as agent a sees them."""
    x, y = np.float32(scratch.x[row, a] - points.origin[0]), np.float32(scratch.y[row, a] - points.origin[1])
    c, s = np.float32(scratch.cosine[row, a]), np.float32(scratch.sine[row, a])
    out_x, out_y = seen.points[0, w, a], seen.points[1, w, a]
    out_c, out_s, out_kind = seen.points[2, w, a], seen.points[3, w, a], seen.points[4, w, a]
    chosen = scratch.chosen[own]
    count = min(len(points.kind), len(out_x))
    for i in range(count):
        p = chosen[i]
        dx, dy = points.xy[p, 0] - x, points.xy[p, 1] - y
        pc, ps = points.xy[p, 2], points.xy[p, 3]
        out_x[i], out_y[i] = c * dx + s * dy, c * dy - s * dx
        out_c[i], out_s[i] = c * pc + s * ps, c * ps - s * pc
        out_kind[i] = points.kind[p]


@device
def see_others(
    agents: Agents, scratch: Scratch, seen: Seen, w: int, a: int, row: int, own: int, guess: float
) -> float:
    """Writes the nearest other agents as agent a sees them; gives the squared distance that was the limit."""
    room = seen.others.shape[3]
    square, chosen = scratch.square[own], scratch.chosen[own]
    count = agents.present.shape[1]
    there = 0
    for b in range(count):
        there += 1 if square[b] < NONE else 0
    if there > room:
        guess = choose(square, count, room, guess, chosen)
        there = room
    else:
        n = 0
        for b in range(count):
            chosen[n] = b
            n += 1 if square[b] < NONE else 0
    x, y, c, s = scratch.x[row, a], scratch.y[row, a], scratch.cosine[row, a], scratch.sine[row, a]
    out = seen.others
    for i in range(there):
        b = chosen[i]
        dx, dy = scratch.x[row, b] - x, scratch.y[row, b] - y
        oc, os = scratch.cosine[row, b], scratch.sine[row, b]
        out[0, w, a, i], out[1, w, a, i] = c * dx + s * dy, c * dy - s * dx
        out[2, w, a, i], out[3, w, a, i] = c * oc + s * os, c * os - s * oc
        out[4, w, a, i] = agents.speed[w, b]
        out[5, w, a, i], out[6, w, a, i] = agents.length[w, b], agents.width[w, b]
        out[7, w, a, i] = agents.kind[w, b]
    for field in range(8):
        for i in range(there, room):
            out[field, w, a, i] = 0.0
    return guess


@device
def see_own(agents: Agents, aim: Float64, flags: Flags, scratch: Scratch, seen: Seen, w: int, a: int, row: int) -> None:
    """Writes what agent a knows of itself."""
    out = seen.own
    out[0, w, a], out[1, w, a] = agents.speed[w, a], agents.accel[w, a]
    out[2, w, a], out[3, w, a] = agents.yaw_rate[w, a], agents.steer[w, a]
    out[4, w, a], out[5, w, a] = agents.length[w, a], agents.width[w, a]
    dx, dy = aim[w, a, 0] - scratch.x[row, a], aim[w, a, 1] - scratch.y[row, a]
    c, s = scratch.cosine[row, a], scratch.sine[row, a]
    known = isfinite(dx) and isfinite(dy)
    out[6, w, a], out[7, w, a] = (c * dx + s * dy, c * dy - s * dx) if known else (0.0, 0.0)
    out[8, w, a] = 1.0 if flags.hit[w, a] >= 0 else 0.0
    out[9, w, a] = 1.0 if flags.off[w, a] else 0.0
    out[10, w, a] = 1.0 if flags.wrong[w, a] else 0.0


@device
def blind(flags: Flags, seen: Seen, w: int, a: int) -> None:
    """Nothing is seen by who is not there, and nothing has happened to it."""
    flags.hit[w, a], flags.off[w, a], flags.wrong[w, a], flags.arrived[w, a] = -1, False, False, False
    if a < seen.own.shape[2]:
        for field in range(11):
            seen.own[field, w, a] = 0.0
        for field in range(8):
            for i in range(seen.others.shape[3]):
                seen.others[field, w, a, i] = 0.0
        for field in range(5):
            for i in range(seen.points.shape[3]):
                seen.points[field, w, a, i] = 0.0


@device
def look(
    ground: Ground, agents: Agents, aim: Float64, near: float, flags: Flags, scratch: Scratch, seen: Seen,
    w: int, a: int, row: int, own: int, guess: tuple[float, float],
) -> tuple[float, float]:  # fmt: skip
    """Flags and observation of agent a of world w; boxes lie in `row` of the scratch, its own lists in `own`.

    `guess`: squared distances near which the limits of the nearest may lie; gives those found, for the next agent.
    """
    if not agents.present[w, a]:
        blind(flags, seen, w, a)
        return guess
    square = scratch.square[own]
    close = measure(scratch, row, a, agents.present.shape[1], square)
    flags.hit[w, a] = hit_of(agents, scratch, w, a, row, square) if close > 0 else -1
    off, wrong = False, False
    x, y = scratch.x[row, a], scratch.y[row, a]
    if wheeled(agents.kind[w, a]):
        off = off_paved(ground.surface, agents, scratch, w, a, row)
        wrong = against_at(ground.surface, x, y, scratch.cosine[row, a], scratch.sine[row, a])
    flags.off[w, a], flags.wrong[w, a] = off, wrong
    dx, dy = aim[w, a, 0] - x, aim[w, a, 1] - y
    flags.arrived[w, a] = dx * dx + dy * dy <= near * near
    if a >= seen.own.shape[2]:
        return guess
    see_own(agents, aim, flags, scratch, seen, w, a, row)
    agents_guess, points_guess = guess
    if seen.others.shape[3] > 0:
        agents_guess = see_others(agents, scratch, seen, w, a, row, own, agents_guess)
    if seen.points.shape[3] > 0:
        points_guess = near_points(ground.surface, ground.points, scratch, row, a, own, points_guess)
        see_points(ground.points, scratch, seen, w, a, row, own)
    return agents_guess, points_guess
