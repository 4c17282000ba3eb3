"""Where two stretches meet: whose widths overlap in a junction, or which lead into, or out of, the same lane."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float64, Int32
from aureole.world.traffic.net.links import Neighbours
from aureole.world.traffic.net.middles import Middles
from aureole.world.traffic.net.net import Meeting, User
from aureole.world.traffic.net.rows import Rows

SWEPT = 1.3  # m; half of what a car sweeps: 2 m of body and 0.3 m on either side
OVERHANG, BASE = 3.0, 6.0  # m; of a bus of 12 m
LARGER = 0.15  # m; by which half of a bus is wider than half of a car, less what stays free
MOST = 2.0  # m
LEVEL = 2.5  # m; ways that lie this far above each other do not meet


class Meetings(NamedTuple):
    """As in `Net`, each meeting seen from both sides."""

    own: Annotated[Int32, "meetings", "-", "-"]
    other: Annotated[Int32, "meetings", "-", "-"]
    kind: Annotated[Int32, "meetings", "-", "-"]
    span: Annotated[Float64, "meetings 4", "m", "lane"]
    long: Annotated[Bool, "meetings", "-", "-"]


def meetings_of(rows: Rows, middles: Middles, links: Neighbours) -> Meetings:
    """All meetings, in the order of their own stretches and then of the others."""
    found: list[tuple[int, int, int, tuple[float, ...], bool]] = []
    swing = swings(middles)
    for (one, other), kind in sorted(candidates(rows, links).items()):
        overlap, wide = near(middles, one, other, np.zeros_like(swing)), False
        if not overlap.any() and kind == Meeting.CROSS:
            overlap, wide = near(middles, one, other, swing), True
        if not overlap.any():
            continue
        span = zone(middles, one, other, overlap, kind)
        found.append((one, other, kind, span, wide))
        found.append((other, one, kind, (*span[2:], *span[:2]), wide))
    found.sort(key=lambda row: row[:2])
    own, others, kinds = (np.array([row[k] for row in found], np.int32) for k in range(3))
    long = np.array([row[4] for row in found], np.bool_)
    return Meetings(own, others, kinds, np.array([row[3] for row in found], np.float64).reshape(-1, 4), long)


def swings(middles: Middles) -> Float64:
    """How much more a bus sweeps at each point, m: its front swings out of a bend (overhang (base + overhang)/2R)."""
    found = np.zeros(len(middles.point))
    for a, b, step in zip(middles.first[:-1], middles.first[1:], middles.spacing, strict=True):
        bend = np.abs(np.gradient(middles.point[a:b, 2], step))
        found[a:b] = np.minimum(0.5 * OVERHANG * (BASE + OVERHANG) * bend, MOST)
        for _ in range(round(BASE / step)):  # the front is ahead of the bend that turns it
            found[a + 1 : b] = np.maximum(found[a + 1 : b], found[a : b - 1])
    return found + LARGER


def candidates(rows: Rows, links: Neighbours) -> dict[tuple[int, int], int]:
    """Pairs that may meet, the lower row first, and how."""
    found: dict[tuple[int, int], int] = {}
    driven = rows.user != User.WALKERS
    for junction in np.unique(rows.junction[rows.junction >= 0]).tolist():
        for pair in itertools.combinations(np.flatnonzero((rows.junction == junction) & driven).tolist(), 2):
            if rows.lane[pair[0]] != rows.lane[pair[1]]:
                found[pair] = int(Meeting.CROSS)
    for kind, first, there in (
        (Meeting.PART, links.after_first, links.after),
        (Meeting.MERGE, links.before_first, links.before),
    ):
        for a, b in itertools.pairwise(first.tolist()):
            for pair in itertools.combinations(sorted(there[a:b].tolist()), 2):
                if driven[pair[0]]:
                    found[pair] = int(kind)
    return {pair: kind for pair, kind in found.items() if not follows(links, pair)}


def follows(links: Neighbours, pair: tuple[int, int]) -> bool:
    """Whether one of two stretches leads into the other."""
    return any(
        other in links.after[links.after_first[one] : links.after_first[one + 1]] for one, other in (pair, pair[::-1])
    )


def near(middles: Middles, one: int, other: int, swing: Float64) -> Bool:
    """Which points of two stretches (rows, columns) are so near that cars that sweep more by `swing` touch there."""
    if (middles.bounds[one, :2] > middles.bounds[other, 2:]).any():
        return np.zeros((1, 1), np.bool_)
    if (middles.bounds[other, :2] > middles.bounds[one, 2:]).any():
        return np.zeros((1, 1), np.bool_)
    a, b = (slice(middles.first[row], middles.first[row + 1]) for row in (one, other))
    gap = middles.point[a, None, :2] - middles.point[None, b, :2]
    reach = np.minimum(middles.point[a, None, 3], SWEPT) + np.minimum(middles.point[None, b, 3], SWEPT)
    reach += swing[a, None] + swing[None, b]
    level = np.abs(middles.height[a, None] - middles.height[None, b]) < LEVEL
    return np.asarray((np.einsum("ijk,ijk->ij", gap, gap) < reach**2) & level)


def zone(middles: Middles, one: int, other: int, overlap: Bool, kind: int) -> tuple[float, ...]:
    """Along both stretches where they overlap: from, to; from, to."""
    here, there = np.asarray(overlap.any(axis=1)), np.asarray(overlap.any(axis=0))
    return (*ends(middles, one, here, kind), *ends(middles, other, there, kind))


def ends(middles: Middles, row: int, touched: Bool, kind: int) -> Iterator[float]:
    """From where to where a stretch is touched, m; out of the same lane only up to where both first part."""
    hit = np.flatnonzero(touched)
    last = int(hit[-1])
    if kind == Meeting.PART:
        apart = np.flatnonzero(~touched)
        last = int(apart[0]) - 1 if len(apart) and apart[0] > 0 else last
        yield 0.0
    else:
        yield max(float((hit[0] - 0.5) * middles.spacing[row]), 0.0)
    length = float(middles.length[row])
    yield length if kind == Meeting.MERGE else min(float((last + 0.5) * middles.spacing[row]), length)
