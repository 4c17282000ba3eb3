"""The signals that stand on a map: which matter to a driver, and where each of them counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from aureole.core.kinds import SignalKind
from aureole.core.road import Road
from aureole.world.roads.furniture.placing import poses
from aureole.world.roads.reading.opendrive import Map
from aureole.world.signs.meaning import TEMPORARY, is_line, kind_of, limit_of
from aureole.world.signs.posts import Post, posts

REACH = 30.0  # m; so far from its line may stand what tells one to stop there
LINED = frozenset({SignalKind.LIGHT, SignalKind.STOP, SignalKind.YIELD})
LOW = 0.5  # m; what is lower has no height in its file
USUAL = 2.0  # m; height of a sign above the road (VwV-StVO to §39 to §43)
LEFT_OUT = frozenset({SignalKind.NONE})


class Standing(NamedTuple):
    """One signal that stands, at one place where it counts."""

    name: str
    """Its id in the map."""
    kind: SignalKind
    value: float
    """m/s, of a limit; else zero."""
    xyz: tuple[float, float, float]
    heading: float
    """rad; of the traffic it speaks to."""
    road: int
    s: float
    direction: int
    lanes: tuple[int, int]
    height: float
    """m; of its middle above the road."""
    temporary: bool


def standing(map_: Map) -> tuple[Standing, ...]:
    """Every place where a signal of a map counts that matters to a driver, in the order of the file."""
    signalling, road = map_.furniture.signalling, map_.road
    found = [(post, kind_of(signalling, post.signal)) for post in posts(signalling)]
    found = [(post, kind) for post, kind in found if kind not in LEFT_OUT]
    if not found:
        return ()
    lines = [post for post in posts(signalling) if is_line(signalling, post.signal)]
    r = np.array([post.road for post, _ in found], np.int32)
    s = np.array([post.s for post, _ in found])
    under = poses(road, r, s, np.zeros(len(found)))
    rows = []
    for (post, kind), pose in zip(found, under.tolist(), strict=True):
        direction, lanes = governed(road, post)
        xyz = signalling.signals.xyz[post.signal].tolist()
        height = xyz[2] - pose[2] + 0.5 * float(signalling.signals.size[post.signal, 2])
        rows.append(Standing(
            signalling.signals.ids[post.signal], kind,
            limit_of(signalling, post.signal) if kind == SignalKind.LIMIT else 0.0, tuple(xyz),
            wrapped(pose[3] + (np.pi if direction < 0 else 0.0)), post.road,
            line_of(post, (direction, lanes), lines, road) if kind in LINED else post.s, direction, lanes,
            height if height >= LOW else USUAL, kind in TEMPORARY,
        ))  # fmt: skip
    return tuple(rows)


def governed(road: Road, post: Post) -> tuple[int, tuple[int, int]]:
    """For which way of s a signal counts (0: both), and its lowest and highest lane.

    Without lanes of its own it counts for all of its way's. Where those it names all run against its orientation (as
    some editors write references), the lanes count.
    """
    right = -1 if road.road_left_hand[post.road] else 1
    low, high = extent(road, post)
    if post.spans:
        first, last = min(span[0] for span in post.spans), max(span[1] for span in post.spans)
        if first <= last < 0 or 0 < first <= last:
            way = right if last < 0 else -right
            return (way if post.orientation else 0), (first, last)
        low, high = first, last
    if post.orientation == 0:
        return 0, (low, high)
    return post.orientation, ((min(low, -1), -1) if post.orientation == right else (1, max(high, 1)))


def extent(road: Road, post: Post) -> tuple[int, int]:
    """Lowest and highest lane id of the section where a post is."""
    first, end = road.section_first[post.road], road.section_first[post.road + 1]
    section = max(first, first + int(np.searchsorted(road.section_s[first:end], post.s, side="right")) - 1)
    return int(road.lane_id[road.lane_first[section]]), int(road.lane_id[road.lane_first[section + 1] - 1])


def line_of(post: Post, counts: tuple[int, tuple[int, int]], lines: Sequence[Post], road: Road) -> float:
    """Where one stops: at the nearest line of the same road, way and lanes, if there is one; else at the signal."""
    direction, (low, high) = counts
    best, at = REACH, post.s
    for line in lines:
        if line.road != post.road:
            continue
        way, (first, last) = governed(road, line)
        far = abs(line.s - post.s)
        if way * direction >= 0 and first <= high and low <= last and far < best:
            best, at = far, line.s
    return at


def wrapped(angle: float) -> float:
    """The same angle in [-π, π)."""
    return float((angle + np.pi) % (2.0 * np.pi) - np.pi)
