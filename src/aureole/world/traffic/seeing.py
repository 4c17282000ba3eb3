"""What an agent sees: itself, the nearest agents, the nearest road points; in its own frame, field by field."""

from __future__ import annotations

from math import isfinite

import numpy as np

from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.world.traffic.ground.ground import Points
from aureole.world.traffic.nearest import below, choose
from aureole.world.traffic.sizes import NONE, Flags, Scratch, Seen
from aureole.world.traffic.state import Agents


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
        for i in range(count):
            p = int(some[i])
            dx, dy = flat[4 * p] - x, flat[4 * p + 1] - y
            square[i] = dx * dx + dy * dy
            rounded[i] = np.float32(square[i])
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
def see_others(agents: Agents, scratch: Scratch, seen: Seen, w: int, a: int, row: int, own: int, guess: float) -> float:
    """Writes the nearest other agents as agent a sees them; gives the squared distance that was the limit."""
    room = seen.others.shape[3]
    square, rounded, chosen = scratch.square[own], scratch.rounded[own], scratch.chosen[own]
    count = agents.present.shape[1]
    there = below(rounded, count, np.float32(NONE))
    if there > room:
        guess = choose(rounded, square, count, room, guess, 0, chosen, 0)
        there = room
    else:
        n = 0
        for b in range(count):
            chosen[n] = b
            n += 1 if square[b] < NONE else 0
    x, y, looks = scratch.x[row, a], scratch.y[row, a], scratch.looks[row]
    all_x, all_y = scratch.x[row], scratch.y[row]
    c, s = np.float32(scratch.cosine[row, a]), np.float32(scratch.sine[row, a])
    out_x, out_y, out_c, out_s = seen.others[0, w, a], seen.others[1, w, a], seen.others[2, w, a], seen.others[3, w, a]
    out_v, out_l, out_w, out_k = seen.others[4, w, a], seen.others[5, w, a], seen.others[6, w, a], seen.others[7, w, a]
    for i in range(there):
        b = int(chosen[i])
        dx, dy = np.float32(all_x[b] - x), np.float32(all_y[b] - y)
        oc, os = looks[8 * b], looks[8 * b + 1]
        out_x[i], out_y[i] = c * dx + s * dy, c * dy - s * dx
        out_c[i], out_s[i] = c * oc + s * os, c * os - s * oc
        out_v[i], out_l[i], out_w[i], out_k[i] = (
            looks[8 * b + 2], looks[8 * b + 3], looks[8 * b + 4], looks[8 * b + 5]
        )  # fmt: skip
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
    for field in range(11):
        seen.own[field, w, a] = 0.0
    for field in range(8):
        for i in range(seen.others.shape[3]):
            seen.others[field, w, a, i] = 0.0
    for field in range(5):
        for i in range(seen.points.shape[3]):
            seen.points[field, w, a, i] = 0.0
