"""The signals of a batch as kernels of the senses take them, and what of them is kept for looks to come."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.brief import Signs
from aureole.core.notes import Bool, Float64, Int32, Int64
from aureole.core.road import Road
from aureole.kernels import kernel
from aureole.world.sensing.past import KEPT, NEVER, tick_at, wanted

ROAD, LANE, S = range(3)  # where a carrier is: road (-1 off every one), lane row, m along the road
PLACED = 3  # columns of a carrier


class Posts(NamedTuple):
    """What the signals are: `core.brief.Signs`, and by road those that stand there."""

    kind: Int32
    value: Float64
    xyz: Float64
    heading: Float64
    carrier: Int32
    s: Float64
    direction: Int32
    lanes: Int32
    temporary: Bool
    height: Float64
    """m; of each signal's middle above the road."""
    first: Int32
    """Road r has the standing signals rows[first[r]:first[r + 1]]."""
    rows: Int32
    carried: Int32
    """The signals that are carried."""


class Rings(NamedTuple):
    """What is kept of the signals for looks to come, at the places of `sensing.past`; never changed in place."""

    shown: Int32
    """`core.kinds.SignalState`, (worlds, places, signals)."""
    placed: Float64
    """Where those are that carry one, (worlds, places, carried, PLACED)."""


class Placing(NamedTuple):
    """The fields of a `Scene` that are kept."""

    stamp: Int64
    signals: Int32
    road: Int32
    lane: Int32
    s: Float64


def posts_of(signs: Signs, height: Float64, road: Road) -> Posts:
    """The signals as kernels take them."""
    roads = len(road.road_length)
    standing = np.flatnonzero(signs.carrier < 0)
    order = standing[np.argsort(signs.road[standing], kind="stable")]
    first = np.searchsorted(signs.road[order], np.arange(roads + 1)).astype(np.int32)
    return Posts(
        signs.kind, signs.value, signs.xyz, signs.heading, signs.carrier, signs.s, signs.direction, signs.lanes,
        signs.temporary, np.ascontiguousarray(height), first, order.astype(np.int32),
        np.flatnonzero(signs.carrier >= 0).astype(np.int32),
    )  # fmt: skip


def empty(worlds: int, places: int, posts: Posts | None) -> Rings:
    """Rings without a moment."""
    signals, carried = (0, 0) if posts is None else (len(posts.kind), len(posts.carried))
    return Rings(
        np.zeros((worlds, places, signals), dtype=np.int32), np.zeros((worlds, places, carried, PLACED))
    )  # fmt: skip


@kernel
def keep(now: Placing, times: Int64, clock: tuple[int, int, int], posts: Posts, rings: Rings) -> None:
    """Put a moment into the rings where a renewal will look at it; before `sensing.past.keep` has noted it."""
    step, every, lag = clock
    places = rings.shown.shape[1]
    for w in range(now.stamp.shape[0]):
        tick = tick_at(now.stamp[w], step)
        if not wanted(times[w, KEPT], now.stamp[w], tick + lag, every):
            continue
        first, place = times[w, KEPT] == NEVER, (tick + lag) // every % places
        for p in range(places):
            if not (first or p == place):
                continue
            for k in range(now.signals.shape[1]):
                rings.shown[w, p, k] = now.signals[w, k]
            for k in range(len(posts.carried)):
                agent = posts.carrier[posts.carried[k]]
                rings.placed[w, p, k, ROAD] = now.road[w, agent]
                rings.placed[w, p, k, LANE] = now.lane[w, agent]
                rings.placed[w, p, k, S] = now.s[w, agent]
