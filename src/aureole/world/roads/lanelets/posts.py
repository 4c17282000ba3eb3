"""What stands beside lanelets and rules them: lights, signs that make one stop or yield, and who goes first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from aureole.world.roads.lanelets.beside import ALONG
from aureole.world.roads.lanelets.measuring import feet
from aureole.world.roads.lanelets.strips import Strip
from aureole.world.roads.reading.markup import Element
from aureole.world.roads.writing.nodes import Value, node

LIGHT = ("OpenDRIVE", "1000001")  # a light of three colours (ASAM OpenDRIVE 1.8, signal catalogue)


@dataclass(frozen=True, slots=True)
class Post:
    """One light or sign."""

    name: str
    lanelets: tuple[str, ...]
    """Those that it counts for."""
    country: str = LIGHT[0]
    code: str = LIGHT[1]
    """In the country's catalogue."""
    subtype: str = "-1"
    dynamic: bool = True
    """A light."""
    stop: tuple[float, float] | None = None
    """Where one stops, m, world frame; None at the end of the lanelet."""
    stands: tuple[float, float] | None = None
    """Where it stands, m, world frame; None beside the stop."""


@dataclass(frozen=True, slots=True)
class Priority:
    """Who goes first where lanelets cross or meet."""

    first: tuple[str, ...]
    waits: tuple[str, ...]


def write_posts(road: Element, strip: Strip, posts: Sequence[Post], taken: dict[str, int]) -> None:
    """The signals of one road: one for each post and way of traffic that it counts for; names stay different."""
    rows: list[tuple[Post, list[int], int]] = []
    for post in posts:
        for way in (1, -1):
            lanes = [k for k, name in enumerate(strip.group.members)
                     if name in post.lanelets and strip.group.ways[k] == way]  # fmt: skip
            if lanes:
                rows.append((post, lanes, way))
    group = node(road, "signals") if rows else None
    for post, lanes, way in rows:
        if group is not None:
            write_post(group, strip, post, (lanes, way, taken))


def write_post(group: Element, strip: Strip, post: Post, about: tuple[list[int], int, dict[str, int]]) -> None:
    """One signal; `about` are the lanes (from the right) it counts for, their way, and how often names were used."""
    lanes, way, taken = about
    whole = strip.chain.whole
    s = whole if way == ALONG else 0.0
    if post.stop is not None:
        s = float(np.clip(feet(strip.chain, np.array([post.stop]))[0][0], 0.0, whole))
    border = min(lanes) if way == ALONG else max(lanes) + 1
    t = float(strip.borders.at(border, np.array([s]))[0])
    count = taken[post.name] = taken.get(post.name, 0) + 1
    place: dict[str, Value] = {"s": s, "t": t, "id": post.name if count == 1 else f"{post.name}/{count}"}
    signal = node(group, "signal", {
        **place, "name": post.name, "dynamic": "yes" if post.dynamic else "no", "orientation": "+" if way == 1 else "-",
        "zOffset": 2.0 if post.dynamic else 1.5, "country": post.country, "type": post.code, "subtype": post.subtype,
    })  # fmt: skip
    for k in lanes:
        lane_id = strip.group.lane_ids[k]
        node(signal, "validity", {"fromLane": lane_id, "toLane": lane_id})
    if post.stands is not None:
        x, y = post.stands
        heading = float(strip.chain.poses(np.array([s]))[0, 2]) + (0.0 if way == ALONG else np.pi)
        node(signal, "positionInertial", {"x": x, "y": y, "z": 2.0, "hdg": heading})


def priorities(
    given: Sequence[Priority], where: Mapping[str, int], member: Mapping[int, str]
) -> list[tuple[str, int, int]]:  # fmt: skip
    """Junction, group that goes first, group that waits: of those that are in one junction."""
    found: dict[tuple[str, int, int], None] = {}
    for priority in given:
        first = [where[name] for name in priority.first if name in where]
        for name in priority.waits:
            low = where.get(name, -1)
            for high in first:
                if low in member and member[low] == member.get(high) and low != high:
                    found[member[low], high, low] = None
    return list(found)
