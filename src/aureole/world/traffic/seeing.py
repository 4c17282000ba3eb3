"""What an agent sees: itself, the nearest agents, the nearest road points; in its own frame, field by field."""

from __future__ import annotations

from math import isfinite

import numpy as np

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.traffic.ground.ground import Points
from aureole.world.traffic.nearest import choose
from aureole.world.traffic.sizes import NONE, Flags, Scratch, Seen
from aureole.world.traffic.state import Agents

LEAST = 1.0  # m^2; a guess that can be multiplied


@device(inline=True)
def near_points(points: Points, scratch: Scratch, row: int, a: int, own: int) -> None:
    """Writes the nearest road points of agent a into the scratch: which into `chosen[own]`, all of them into `rows`.

    As many as the lists are made for; all there are where there are fewer. `survey` has said which may be near.
    """
    x, y = scratch.x[row, a] - points.origin[0], scratch.y[row, a] - points.origin[1]
    square, rounded, chosen = scratch.square[own], scratch.rounded[own], scratch.chosen[own]
    flat, near, rows, lists = points.flat, points.near, scratch.rows[own], scratch.list[row]
    first, sure, count = int(lists[4 * a]), int(lists[4 * a + 1]), int(lists[4 * a + 2])
    some = near[first + sure : first + sure + count]
    wanted = points.listed - sure if count > 0 else 0
    if wanted > 0:
        all_x, all_y = rows[:count], rows[len(square) : len(square) + count]
        for i in range(count):  # apart from the next loop, which is taken eight at a time
            p = int(some[i])
            all_x[i], all_y[i] = flat[4 * p], flat[4 * p + 1]
        for i in range(count):
            dx, dy = all_x[i] - x, all_y[i] - y
            away = dx * dx + dy * dy
            square[i], rounded[i] = away, np.float32(away)
        guess = 0.001 * lists[4 * a + 3]
        choose(rounded, square, count, wanted, guess * guess, sure, chosen, sure)
        for i in range(sure, sure + wanted):
            p = int(some[chosen[i]])
            chosen[i] = p
            rows[4 * i], rows[4 * i + 1], rows[4 * i + 2], rows[4 * i + 3] = (
                flat[4 * p], flat[4 * p + 1], flat[4 * p + 2], flat[4 * p + 3]
            )  # fmt: skip
    some = near[first : first + sure]
    for i in range(sure):
        p = int(some[i])
        chosen[i] = p
        rows[4 * i], rows[4 * i + 1], rows[4 * i + 2], rows[4 * i + 3] = (
            flat[4 * p], flat[4 * p + 1], flat[4 * p + 2], flat[4 * p + 3]
        )  # fmt: skip


@device(inline=True)
def see_points(points: Points, scratch: Scratch, seen: Seen, w: int, a: int, row: int, own: int) -> None:
    """Writes the road points that `near_points` has found as agent a sees them."""
    x, y = np.float32(scratch.x[row, a] - points.origin[0]), np.float32(scratch.y[row, a] - points.origin[1])
    c, s = np.float32(scratch.cosine[row, a]), np.float32(scratch.sine[row, a])
    out_x, out_y = seen.points[0, w, a], seen.points[1, w, a]
    out_c, out_s, out_kind = seen.points[2, w, a], seen.points[3, w, a], seen.points[4, w, a]
    chosen, rows, kind = scratch.chosen[own], scratch.rows[own], points.kind
    count = min(len(kind), len(out_x))
    for i in range(count):  # two at a time: so many streams the compiler takes as they are
        dx, dy = rows[4 * i] - x, rows[4 * i + 1] - y
        out_x[i], out_y[i] = c * dx + s * dy, c * dy - s * dx
    for i in range(count):
        pc, ps = rows[4 * i + 2], rows[4 * i + 3]
        out_c[i], out_s[i] = c * pc + s * ps, c * ps - s * pc
    for i in range(count):
        out_kind[i] = kind[chosen[i]]


@device(inline=True)
def see_all(agents: Agents, scratch: Scratch, seen: Seen, w: int, a: int, row: int) -> None:
    """Writes all other agents as agent a sees them, if everybody is there; few streams at a time: eight at once."""
    x, y, looks, count = scratch.x[row, a], scratch.y[row, a], scratch.looks[row], agents.present.shape[1]
    all_x, all_y = scratch.x[row], scratch.y[row]
    c, s = np.float32(scratch.cosine[row, a]), np.float32(scratch.sine[row, a])
    out_x, out_y, out_c, out_s = seen.others[0, w, a], seen.others[1, w, a], seen.others[2, w, a], seen.others[3, w, a]
    for i in range(count - 1):
        here_x, next_x, here_y, next_y = all_x[i], all_x[i + 1], all_y[i], all_y[i + 1]
        dx, dy = np.float32((here_x if i < a else next_x) - x), np.float32((here_y if i < a else next_y) - y)
        out_x[i], out_y[i] = c * dx + s * dy, c * dy - s * dx
    for i in range(count - 1):
        here_c, next_c, here_s, next_s = looks[i], looks[i + 1], looks[count + i], looks[count + i + 1]
        oc, os = here_c if i < a else next_c, here_s if i < a else next_s
        out_c[i], out_s[i] = c * oc + s * os, c * os - s * oc
    for field in range(4, 8):
        out, first = seen.others[field, w, a], (field - 2) * count
        for i in range(count - 1):
            here, following = looks[first + i], looks[first + i + 1]
            out[i] = here if i < a else following


@device(inline=True)
def see_chosen(agents: Agents, scratch: Scratch, seen: Seen, w: int, a: int, row: int, own: int, there: int) -> None:
    """Writes the first `there` agents of `chosen[own]` as agent a sees them."""
    x, y, looks, count = scratch.x[row, a], scratch.y[row, a], scratch.looks[row], agents.present.shape[1]
    all_x, all_y, chosen = scratch.x[row], scratch.y[row], scratch.chosen[own]
    c, s = np.float32(scratch.cosine[row, a]), np.float32(scratch.sine[row, a])
    out_x, out_y, out_c, out_s = seen.others[0, w, a], seen.others[1, w, a], seen.others[2, w, a], seen.others[3, w, a]
    out_v, out_l, out_w, out_k = seen.others[4, w, a], seen.others[5, w, a], seen.others[6, w, a], seen.others[7, w, a]
    speeds, lengths, widths, kinds = looks[2 * count :], looks[3 * count :], looks[4 * count :], looks[5 * count :]
    for i in range(there):
        b = chosen[i]
        dx, dy = np.float32(all_x[b] - x), np.float32(all_y[b] - y)
        oc, os = looks[b], looks[count + b]
        out_x[i], out_y[i] = c * dx + s * dy, c * dy - s * dx
        out_c[i], out_s[i] = c * oc + s * os, c * os - s * oc
        out_v[i], out_l[i], out_w[i], out_k[i] = speeds[b], lengths[b], widths[b], kinds[b]


@device(inline=True)
def see_others(agents: Agents, scratch: Scratch, seen: Seen, w: int, a: int, row: int, own: int, there: int) -> None:
    """Writes the nearest of the `there` others as agent a sees them."""
    room, count = seen.others.shape[3], agents.present.shape[1]
    square, chosen = scratch.square[own], scratch.chosen[own]
    if there > room:
        limit = choose(scratch.rounded[own], square, count, room, float(scratch.limit[w, a]), 0, chosen, 0)
        scratch.limit[w, a] = max(limit, LEAST)
        there = room
        see_chosen(agents, scratch, seen, w, a, row, own, there)
    elif there == count - 1:
        see_all(agents, scratch, seen, w, a, row)
    else:
        n = 0
        for b in range(count):
            chosen[n] = b
            n += 1 if square[b] < NONE else 0
        see_chosen(agents, scratch, seen, w, a, row, own, there)
    for field in range(8):
        out = seen.others[field, w, a]
        for i in range(there, room):
            out[i] = 0.0


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
    for field in range(11):
        seen.own[field, w, a] = 0.0
    for field in range(8):
        for i in range(seen.others.shape[3]):
            seen.others[field, w, a, i] = 0.0
    for field in range(5):
        for i in range(seen.points.shape[3]):
            seen.points[field, w, a, i] = 0.0
