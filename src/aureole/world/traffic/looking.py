"""What one agent of a world has run into: boxes, ground; and that it is told of it, and of what is near."""

from __future__ import annotations

from math import cos, sin

import numpy as np

from aureole.conduct.boxes import overlap_turned
from aureole.core.kinds import Kind
from aureole.core.notes import Float64
from aureole.kernels import device
from aureole.kernels.masks import WORD, below, lowest
from aureole.world.traffic.ground.ground import CELLS, OUTSIDE, UNDECIDED, Ground, Surface
from aureole.world.traffic.ground.under import CELLS_BITS, against_in, cell_at, class_at, paved_at
from aureole.world.traffic.seeing import blind, near_points, see_others, see_own, see_points
from aureole.world.traffic.sizes import FAR, NONE, Flags, Scratch, Seen
from aureole.world.traffic.state import Agents

LEAST_WHEELED, MOST_WHEELED, TRAILER = int(Kind.CAR), int(Kind.BICYCLE), int(Kind.TRAILER)
TINY = 1e-30  # m^2; the least above zero that counts
LINE = 32  # numbers of a list that lie in one line of the cache


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
    looks, count = scratch.looks[row], agents.present.shape[1]
    looks[a], looks[count + a], looks[2 * count + a] = c, s, agents.speed[w, a]
    looks[3 * count + a], looks[4 * count + a], looks[5 * count + a] = length, width, agents.kind[w, a]


@device(inline=True)
def survey(ground: Ground, scratch: Scratch, a: int, row: int) -> None:
    """Writes the cell of the surface that agent a is in, and which road points may be near there."""
    block, up, along = cell_at(ground.surface, scratch.x[row, a], scratch.y[row, a])
    points, place = ground.points, len(ground.points.cell) - 1
    scratch.cell[row, a] = -1
    if block >= 0:
        scratch.cell[row, a] = block * CELLS * CELLS + up * CELLS + along
        if place > 0:  # without points there is one cell, without a list, for everywhere
            place = (block * points.side + (up * points.side >> CELLS_BITS)) * points.side
            place += along * points.side >> CELLS_BITS
    entry, lists = points.cell[place], scratch.list[row]
    lists[4 * a], lists[4 * a + 1], lists[4 * a + 2], lists[4 * a + 3] = entry[0], entry[1], entry[2], entry[3]


@device(inline=True)
def touch(ground: Ground, scratch: Scratch, a: int, row: int) -> None:
    """Reads here and there in agent a's list: for all agents one after the other, memory is waited for only once."""
    near, lists, read = ground.points.near, scratch.list[row], 0
    first, last = lists[4 * a], lists[4 * a] + lists[4 * a + 1] + lists[4 * a + 2] - 1
    for k in range(4):
        read += int(near[min(first + LINE * k, last)]) if last >= first else 0
    scratch.touched[row, a] = read


@device(inline=True)
def measure(scratch: Scratch, row: int, a: int, agents: int, own: int) -> int:
    """Squared distances of all middles from agent a's, its own `NONE`, into the lists `own`; gives how many others are.

    `gap` is below or at zero where the circles around two boxes meet; rounding keeps a sign, or makes it zero.
    """
    x, y, radius = scratch.x[row, a], scratch.y[row, a], scratch.radius[row, a]
    other_x, other_y, other_radius = scratch.x[row], scratch.y[row], scratch.radius[row]
    square, rounded, gap = scratch.square[own], scratch.rounded[own], scratch.gap[own]
    there = 0
    for b in range(agents):
        dx, dy = other_x[b] - x, other_y[b] - y
        both = radius + other_radius[b]
        away = dx * dx + dy * dy
        away = min(away, NONE)
        square[b], rounded[b] = away, np.float32(away)
        gap[b] = np.float32(away - both * both)
        there += 1 if away < NONE else 0
    square[a], rounded[a], gap[a] = NONE, np.float32(NONE), np.float32(NONE)
    return there - 1


@device(inline=True)
def hit_of(agents: Agents, scratch: Scratch, w: int, a: int, row: int, own: int) -> int:
    """The first agent whose box overlaps agent a's; -1 none. `gap[own]` as `measure` left it."""
    a1, b1 = 0.5 * agents.length[w, a], 0.5 * agents.width[w, a]
    gap, count = scratch.gap[own], agents.present.shape[1]
    for b in range(count, (count + WORD - 1) // WORD * WORD):
        gap[b] = np.float32(NONE)
    for first in range(0, count, WORD):
        close = below(gap, first, count, np.float32(TINY))
        while close != np.uint64(0):
            b = first + lowest(close)
            if overlap_turned(
                scratch.x[row, b] - scratch.x[row, a], scratch.y[row, b] - scratch.y[row, a],
                scratch.cosine[row, a], scratch.sine[row, a], a1, b1,
                scratch.cosine[row, b], scratch.sine[row, b], 0.5 * agents.length[w, b], 0.5 * agents.width[w, b],
            ):  # fmt: skip
                return b
            close &= close - np.uint64(1)
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
def look(
    ground: Ground, agents: Agents, aim: Float64, near: float, flags: Flags, scratch: Scratch, seen: Seen,
    w: int, a: int, row: int, own: int,
) -> None:  # fmt: skip
    """Flags and observation of agent a of world w; boxes lie in `row` of the scratch, its own lists in `own`.

    All were placed and surveyed.
    """
    if a >= seen.own.shape[2]:
        return
    if not agents.present[w, a]:
        blind(flags, seen, w, a)
        return
    there = measure(scratch, row, a, agents.present.shape[1], own)
    flags.hit[w, a] = hit_of(agents, scratch, w, a, row, own)
    off, wrong = False, False
    x, y = scratch.x[row, a], scratch.y[row, a]
    if wheeled(agents.kind[w, a]):
        off = off_paved(ground.surface, agents, scratch, w, a, row)
        wrong = against_in(ground.surface, int(scratch.cell[row, a]), x, y, agents.heading[w, a])
    flags.off[w, a], flags.wrong[w, a] = off, wrong
    dx, dy = aim[w, a, 0] - x, aim[w, a, 1] - y
    flags.arrived[w, a] = dx * dx + dy * dy <= near * near
    see_own(agents, aim, flags, scratch, seen, w, a, row)
    if seen.others.shape[3] > 0:
        see_others(agents, scratch, seen, w, a, row, own, there)
    if seen.points.shape[3] > 0:
        near_points(ground.points, scratch, row, a, own)
        see_points(ground.points, scratch, seen, w, a, row, own)
