"""What lies along a lane's borders: lanes that share one, and painted lines; found by where they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from aureole.core.kinds import Mark
from aureole.core.notes import Bool, Float64
from aureole.world.logs.scenarionet.values import points, words
from aureole.world.roads.drawn.polyline import length, nearest, points_at
from aureole.world.roads.lanelets.lanelet import Lanelet

SHARED = 0.4  # m; borders so near to each other all along are one: both lanes get the same
RAGGED = 8.0  # m; their ends may lie so far apart
PAINTED = 0.6  # m; a line so near to a border is painted on it
SHARE = 0.6  # -; of a border that must lie on a line
LOOKS = 7  # places along a border at which is looked
MARKS = (("BROKEN", Mark.BROKEN), ("SOLID_DOUBLE", Mark.SOLID_SOLID), ("SOLID", Mark.SOLID))
DOUBLE = (("PASSING_DOUBLE", Mark.SOLID_BROKEN), ("BROKEN_DOUBLE", Mark.BROKEN_BROKEN))


class Border(NamedTuple):
    """A border, places along it, and the box around it."""

    line: Float64
    looks: Float64
    low: Float64
    high: Float64


def border(line: Float64) -> Border:
    """A line with the places to look from, its ends left out, and its box."""
    looks = points_at(line, length(line) * (np.arange(LOOKS) + 0.5) / LOOKS)
    return Border(line, looks, line.min(axis=0) - PAINTED, line.max(axis=0) + PAINTED)


def meeting(ones: Sequence[Border], others: Sequence[Border]) -> Bool:
    """Whose boxes overlap, shape (ones, others)."""
    low, high = (np.array([getattr(one, name) for one in ones]).reshape(-1, 1, 2) for name in ("low", "high"))
    theirs = (np.array([getattr(one, name) for one in others]).reshape(1, -1, 2) for name in ("low", "high"))
    other_low, other_high = theirs
    return np.asarray(((low <= other_high) & (other_low <= high)).all(axis=2))


def same(one: Border, other: Border, along: bool) -> bool:
    """Whether two borders are one all along, but for ragged ends; `along`: they run the same way."""
    half, end = LOOKS // 2, other.line if along else other.line[::-1]
    if float(np.hypot(*(one.line[[0, -1]] - end[[0, -1]]).T).max()) > RAGGED:
        return False
    for a, b in ((one, other), (other, one)):
        if nearest(a.looks[half : half + 1], b.line)[0][0] >= SHARED:
            return False
    return all(bool((nearest(a.looks, b.line)[0] < SHARED).all()) for a, b in ((one, other), (other, one)))


def neighbours(lanelets: Sequence[Lanelet]) -> list[Lanelet]:
    """The lanelets with the neighbours that share a border with them, whichever way those run."""
    sides = [border(line) for lane in lanelets for line in (lane.left, lane.right)]
    found = list(lanelets)
    if not sides:
        return found
    for one, other in np.argwhere(np.triu(meeting(sides, sides), 1)).tolist():
        a, b = one // 2, other // 2
        along = one % 2 != other % 2
        free = not beside(found[a], one % 2) and not beside(found[b], other % 2)
        if a != b and free and same(sides[one], sides[other], along):
            line = sides[one].line
            found[a] = joined(found[a], one % 2, found[b].name, along, line)
            found[b] = joined(found[b], other % 2, found[a].name, along, line if along else line[::-1].copy())
    return found


def beside(lane: Lanelet, side: int) -> str:
    """The neighbour at a side (0 left, 1 right)."""
    return lane.beside_left if side == 0 else lane.beside_right


def joined(lane: Lanelet, side: int, other: str, along: bool, line: Float64) -> Lanelet:
    """A lanelet with a neighbour and the border that they share."""
    if side == 0:
        return replace(lane, beside_left=other, same_left=along, left=line)
    return replace(lane, beside_right=other, same_right=along, right=line)


def lines(features: Mapping[str, Any], place: str) -> Iterator[tuple[Border, Mark]]:
    """Painted lines with what they are."""
    for key, feature in features.items():
        kind = words(feature, "type", place)
        if not kind.startswith("ROAD_LINE_"):
            continue
        line = points(feature.get("polyline", ()), f"{place} map_features[{str(key)[:60]}]")
        mark = next((mark for word, mark in (*DOUBLE, *MARKS) if word in kind), Mark.OTHER)
        if len(line) >= 2 and length(line) > 0.0:
            yield border(line), mark


def painted(lanelets: Sequence[Lanelet], found: Sequence[tuple[Border, Mark]]) -> list[Lanelet]:
    """The lanelets with the lines that are painted along their borders."""
    if not found:
        return list(lanelets)
    lines_there = [line for line, _ in found]
    marked = []
    for lane in lanelets:
        sides = [border(lane.left), border(lane.right)]
        near = meeting(sides, lines_there)
        left, right = (mark_of(sides[k], [found[int(one)] for one in np.flatnonzero(near[k])]) for k in (0, 1))
        marked.append(replace(lane, mark_left=left, mark_right=right))
    return marked


def mark_of(side: Border, found: Sequence[tuple[Border, Mark]]) -> Mark:
    """The line along most of a border; none if there is none."""
    best, share = Mark.NONE, SHARE
    for line, mark in found:
        near = float((nearest(side.looks, cut(line.line, side))[0] < PAINTED).mean())
        if near >= share and (best == Mark.NONE or near > share):
            best, share = mark, near
    return best


def cut(line: Float64, side: Border) -> Float64:
    """The stretch of a line from where it first comes into a border's box to where it last leaves it."""
    low, high = np.minimum(line[:-1], line[1:]), np.maximum(line[:-1], line[1:])
    inside = np.flatnonzero(((low <= side.high) & (side.low <= high)).all(axis=1))
    return line[inside[0] : inside[-1] + 2] if len(inside) else line[:2]
