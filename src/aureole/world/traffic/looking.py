"""What one agent of a world has run into, and what it sees: boxes, ground, the nearest agents and road points."""

from __future__ import annotations

from math import cos, isfinite, sin

import numpy as np

from aureole.conduct.boxes import overlap_turned
from aureole.core.kinds import Kind
from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.traffic.ground.ground import CELLS, OUTSIDE, UNDECIDED, Ground, Points, Surface
from aureole.world.traffic.ground.under import against_in, cell_at, class_at, paved_at
from aureole.world.traffic.nearest import choose, threshold
from aureole.world.traffic.sizes import FAR, NONE, Flags, Scratch, Seen
from aureole.world.traffic.state import Agents

LEAST_WHEELED, MOST_WHEELED, TRAILER = int(Kind.CAR), int(Kind.BICYCLE), int(Kind.TRAILER)
GUESS = 900.0  # m^2; a first guess at how far the nearest reach


@device(inline=True)
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


@device(inline=True)
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


@device(inline=True)
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


@device(inline=True)
def wheeled(kind: int) -> bool:
    """Kinds that belong on the paved lanes."""
    return LEAST_WHEELED <= kind <= MOST_WHEELED or kind == TRAILER


@device(inline=True)
def off_paved(surface: Surface, agents: Agents, scratch: Scratch, w: int, a: int, row: int) -> bool:
    """Whether a corner of the box of agent a lies on no paved lane: by cells, exactly where they do not say."""
    ahead, left = 0.5 * agents.length[w, a], 0.5 * agents.width[w, a]
    c, s = scratch.cosine[row, a], scratch.sine[row, a]
    x, y = scratch.x[row, a], scratch.y[row, a]
    undecided = False
    for corner in range(4):
        along = ahead if corner in (0, 3) else -ahead
        across = left if corner < 2 else -left
        said = class_at(surface, x + c * along - s * across, y + s * along + c * across)
        if said == OUTSIDE:
            return True
        undecided = undecided or said == UNDECIDED
    return undecided and off_exactly(surface, (x, y, c, s), ahead, left)


@device
def off_exactly(surface: Surface, pose: tuple[float, float, float, float], ahead: float, left: float) -> bool:
    """Whether a corner of a box (middle, cosine and sine of its heading, half sizes) lies on no paved lane."""
    x, y, c, s = pose
    for corner in range(4):
        along = ahead if corner in (0, 3) else -ahead
        across = left if corner < 2 else -left
        if not paved_at(surface, x + c * along - s * across, y + s * along + c * across):
            return True
    return False


@device(inline=True)
def near_points(
    points: Points, cell: tuple[int, int, int], scratch: Scratch, row: int, a: int, own: int
) -> None:  # fmt: skip
    """Writes the rows of the nearest road points of agent a, which is in `cell` of the surface, into `chosen[own]`.

    As many as the lists are made for; all of them where there are fewer.
    """
    x, y = scratch.x[row, a] - points.origin[0], scratch.y[row, a] - points.origin[1]
    square, chosen, near = scratch.square[own], scratch.chosen[own], points.near
    place = len(points.cell) - 1
    if cell[0] >= 0:
        side = points.side
        place = (cell[0] * side + cell[1] * side // CELLS) * side + cell[2] * side // CELLS
    first, sure, count = points.cell[place, 0], points.cell[place, 1], points.cell[place, 2]
    for i in range(sure):
        chosen[i] = near[first + i]
    first += sure
    wanted = points.listed - sure
    if wanted <= 0 or count == 0:
        return
    for i in range(count):
        p = near[first + i]
        dx, dy = points.xy[p, 0] - x, points.xy[p, 1] - y
        square[i] = dx * dx + dy * dy
    guess = 0.001 * points.cell[place, 3]
    even = (count + 15) // 16 * 16
    for i in range(count, even):
        square[i] = NONE
    limit, less = threshold(square, even, wanted, guess * guess)
    n, spare = sure, wanted - less
    if spare == 0:
        for i in range(count):
            chosen[n] = near[first + i]
            n += 1 if square[i] < limit else 0
        return
    for i in range(count):
        if square[i] < limit or (square[i] == limit and spare > 0):
            spare -= 1 if square[i] == limit else 0
            chosen[n] = near[first + i]
            n += 1


@device(inline=True)
def see_points(points: Points, scratch: Scratch, seen: Seen, w: int, a: int, row: int, own: int) -> None:
    """Writes the road points in `chosen[own]` as agent a sees them."""
    x, y = np.float32(scratch.x[row, a] - points.origin[0]), np.float32(scratch.y[row, a] - points.origin[1])
    c, s = np.float32(scratch.cosine[row, a]), np.float32(scratch.sine[row, a])
    out_x, out_y = seen.points[0, w, a], seen.points[1, w, a]
    out_c, out_s, out_kind = seen.points[2, w, a], seen.points[3, w, a], seen.points[4, w, a]
    chosen, xy, kind = scratch.chosen[own], points.xy, points.kind
    for i in range(min(len(kind), len(out_x))):
        p = chosen[i]
        dx, dy = xy[p, 0] - x, xy[p, 1] - y
        pc, ps = xy[p, 2], xy[p, 3]
        out_x[i], out_y[i] = c * dx + s * dy, c * dy - s * dx
        out_c[i], out_s[i] = c * pc + s * ps, c * ps - s * pc
        out_kind[i] = kind[p]


@device(inline=True)
def see_others(agents: Agents, scratch: Scratch, seen: Seen, w: int, a: int, row: int, own: int, guess: float) -> float:
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
    all_x, all_y, all_c, all_s = scratch.x[row], scratch.y[row], scratch.cosine[row], scratch.sine[row]
    speed, length, width, kind = agents.speed[w], agents.length[w], agents.width[w], agents.kind[w]
    out_x, out_y, out_c, out_s = seen.others[0, w, a], seen.others[1, w, a], seen.others[2, w, a], seen.others[3, w, a]
    out_v, out_l, out_w, out_k = seen.others[4, w, a], seen.others[5, w, a], seen.others[6, w, a], seen.others[7, w, a]
    for i in range(there):
        b = chosen[i]
        dx, dy, oc, os = all_x[b] - x, all_y[b] - y, all_c[b], all_s[b]
        out_x[i], out_y[i] = c * dx + s * dy, c * dy - s * dx
        out_c[i], out_s[i] = c * oc + s * os, c * os - s * oc
        out_v[i], out_l[i], out_w[i], out_k[i] = speed[b], length[b], width[b], kind[b]
    for i in range(there, room):
        out_x[i], out_y[i], out_c[i], out_s[i] = 0.0, 0.0, 0.0, 0.0
        out_v[i], out_l[i], out_w[i], out_k[i] = 0.0, 0.0, 0.0, 0.0
    return guess


@device(inline=True)
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


@device(inline=True)
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


@device(inline=True)
def look(
    ground: Ground, agents: Agents, aim: Float64, near: float, flags: Flags, scratch: Scratch, seen: Seen,
    w: int, a: int, row: int, own: int, guess: float,
) -> float:  # fmt: skip
    """Flags and observation of agent a of world w; boxes lie in `row` of the scratch, its own lists in `own`.

    `guess`: a squared distance near which the limit of the nearest agents may lie; gives that found, for the next one.
    """
    if not agents.present[w, a]:
        blind(flags, seen, w, a)
        return guess
    square = scratch.square[own]
    close = measure(scratch, row, a, agents.present.shape[1], square)
    flags.hit[w, a] = hit_of(agents, scratch, w, a, row, square) if close > 0 else -1
    off, wrong = False, False
    x, y = scratch.x[row, a], scratch.y[row, a]
    cell = cell_at(ground.surface, x, y)
    if wheeled(agents.kind[w, a]):
        off = off_paved(ground.surface, agents, scratch, w, a, row)
        wrong = against_in(ground.surface, cell, x, y, agents.heading[w, a])
    flags.off[w, a], flags.wrong[w, a] = off, wrong
    dx, dy = aim[w, a, 0] - x, aim[w, a, 1] - y
    flags.arrived[w, a] = dx * dx + dy * dy <= near * near
    if a >= seen.own.shape[2]:
        return guess
    see_own(agents, aim, flags, scratch, seen, w, a, row)
    if seen.others.shape[3] > 0:
        guess = see_others(agents, scratch, seen, w, a, row, own, guess)
    if seen.points.shape[3] > 0:
        near_points(ground.points, cell, scratch, row, a, own)
        see_points(ground.points, scratch, seen, w, a, row, own)
    return guess
