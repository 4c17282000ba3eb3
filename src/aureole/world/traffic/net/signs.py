"""What signals tell the stretches of a map: which light stands before which, where to stop, who gives way."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float64, Int32
from aureole.world.roads.furniture.signals import Signalling
from aureole.world.roads.reading.opendrive import Map
from aureole.world.signs.meaning import NOT_CARS, said
from aureole.world.signs.posts import Post, posts
from aureole.world.traffic.net.links import Neighbours
from aureole.world.traffic.net.middles import Middles
from aureole.world.traffic.net.net import User
from aureole.world.traffic.net.rows import Rows

STOPS = frozenset({"206", "R1-1"})  # StVO; MUTCD
YIELDS = frozenset({"205", "R1-2"})
AHEAD = 40.0  # m; a sign or light this far before a junction counts for it


class Told(NamedTuple):
    """For each stretch, as in `Net`; a group is still the row of its controller, or past them of its signal."""

    group: Int32
    line: Float64
    stop: Bool
    yields: Bool


def told(map_: Map, rows: Rows, middles: Middles, links: Neighbours) -> Told:
    """What the signals of a map tell."""
    count, signalling = len(rows.lane), map_.furniture.signalling
    found = Told(
        np.full(count, -1, np.int32), np.full(count, math.inf), np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    )
    owner = owners(signalling)
    for post in posts(signalling):
        kind = meaning(signalling, post.signal)
        for row in governed(post, rows, links) if kind else ():
            reached = list(into_junction(row, rows, middles, links))
            if kind == "light":
                found.group[[row, *reached]] = owner[post.signal]
                found.line[row] = line_of(post, row, rows, middles)
                continue
            for there in reached or [row]:
                found.yields[there] = True
                found.line[there] = 0.0 if reached else line_of(post, row, rows, middles)
                found.stop[there] = found.stop[there] or kind == "stop"
    return found


def meaning(signalling: Signalling, signal: int) -> str:
    """light, stop or yield; empty if it is none of them."""
    signals = signalling.signals
    if signals.dynamic[signal]:
        return "" if signals.kind[signal] in NOT_CARS else "light"
    words = {kind for name, kind in said(signalling, signal) if name == "priority"}
    if signals.kind[signal] in STOPS or words & {"stop", "allWayStop", "fourWayStop"}:
        return "stop"
    return "yield" if signals.kind[signal] in YIELDS or "yield" in words else ""


def governed(post: Post, rows: Rows, links: Neighbours) -> list[int]:
    """The stretches a signal stands before; in a junction the first of their road.

    Where the lanes it names all run against its orientation (as some editors write references), the lanes count.
    """
    low, high = np.minimum(rows.start, rows.end), np.maximum(rows.start, rows.end)
    there = (rows.road == post.road) & (rows.user == User.CARS) & (low <= post.s + 1e-6) & (post.s <= high + 1e-6)
    right = there & ((rows.way == post.orientation) | (post.orientation == 0))
    if post.spans:
        lane_id = rows.lane_id
        named = np.zeros(len(there), np.bool_)
        for first, last in post.spans:
            named |= (lane_id >= first) & (lane_id <= last) & (lane_id != 0)
        there &= named
        right = right & named if (right & named).any() else there
    found = []
    for row in np.flatnonzero(right).tolist():
        at = row
        while rows.junction[at] >= 0:
            back = [k for k in links.before[links.before_first[at] : links.before_first[at + 1]]
                    if rows.road[k] == rows.road[at]]  # fmt: skip
            if not back:
                break
            at = int(back[0])
        found.append(at)
    return list(dict.fromkeys(found))


def line_of(post: Post, row: int, rows: Rows, middles: Middles) -> float:
    """Where a stretch's line is: at the signal, in a junction at the entry."""
    if rows.junction[row] >= 0:
        return 0.0
    part = abs(post.s - rows.start[row]) / max(abs(rows.end[row] - rows.start[row]), 1e-9)
    return float(min(part, 1.0) * middles.length[row])


def into_junction(row: int, rows: Rows, middles: Middles, links: Neighbours) -> Iterator[int]:
    """The stretches of a junction that soon follow a stretch, and the stretch itself if it is one."""
    waiting, seen = [(row, 0.0)], {row}
    while waiting:
        here, way = waiting.pop()
        if rows.junction[here] >= 0:
            yield here
            continue
        for other in links.after[links.after_first[here] : links.after_first[here + 1]].tolist():
            further = way + (float(middles.length[here]) if here != row else 0.0)
            if other not in seen and further < AHEAD:
                seen.add(other)
                waiting.append((other, further))


def owners(signalling: Signalling) -> list[int]:
    """For each signal the row of its controller; of a signal without one a row beyond them."""
    found = [len(signalling.controllers.ids) + row for row in range(len(signalling.signals.ids))]
    for owner, name in zip(signalling.controls.owner.tolist(), signalling.controls.signals, strict=True):
        row = signalling.signals.row(name)
        if row >= 0:
            found[row] = owner
    return found
