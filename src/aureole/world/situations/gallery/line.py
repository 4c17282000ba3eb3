"""The way of the car over a site as points, and where on it a situation happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np

from aureole.core.notes import Float64
from aureole.world.roads.laying.curve import Pose
from aureole.world.situations.places import Spot, Way
from aureole.world.situations.stage import Actor, Stage

STEP = 4.0  # m; between two points of a way
NEAR = 30.0  # m; of its route's start
APART = 45.0  # m; who is further from the middle of all others does not say where it happens


def line_of(stage: Stage) -> tuple[Pose, ...]:
    """Points along the car's route."""
    ways = {way.strip.name: way for way in driven(stage).values()}
    found: list[Pose] = []
    for one, other in pairwise(stage.way):
        if one.road == other.road:
            found += between(ways[one.road], one, other)
            continue
        found += between(ways[one.road], one, None)
        inside = stage.site.ways.get(f"south-{stage.goal}")
        found += [] if inside is None else [inside.at(inside.length * (j + 0.5) / 8).pose for j in range(8)]
        found += between(ways[other.road], None, other)
    return tuple(found)


def goal_line(stage: Stage) -> tuple[Pose, ...]:
    """Points along the way to where the drive is over; where signs lead away from the route, along that way."""
    if stage.end is None:
        return line_of(stage)
    arm = next(name for name, way in stage.site.ways.items() if way.strip.name == stage.end.road and way.forward)
    return line_of(replace(stage, way=(stage.way[0], stage.end), goal=arm))


def driven(stage: Stage) -> Mapping[str, Way]:
    """Ways in the direction in which the car uses their roads."""
    wanted = {spot.road: spot for spot in stage.way}
    return {name: way for name, way in stage.site.ways.items()
            if way.strip.name in wanted and (wanted[way.strip.name].lane < 0) == way.forward}  # fmt: skip


def between(way: Way, one: Spot | None, other: Spot | None) -> list[Pose]:
    """Points along a road from one place, or its begin, to another, or its end; from lane to lane where they differ."""
    first = 1.0 if one is None else along(way, one.s)
    last = way.length - 1.0 if other is None else along(way, other.s)
    ends = [aside(way, spot) if spot is not None else None for spot in (one, other)]
    left = [value if value is not None else next(v for v in ends if v is not None) for value in ends]
    count = max(2, int((last - first) / STEP))
    parts = [k / (count - 1) for k in range(count)]
    return [way.point(first + (last - first) * p, left[0] + (left[1] - left[0]) * p) for p in parts]


def along(way: Way, s: float) -> float:
    """Metres from where one enters a road."""
    return s if way.forward else way.length - s


def aside(way: Way, spot: Spot) -> float:
    """How far left of the reference line a place lies, m."""
    base = way.point(along(way, spot.s), 0.0)
    dx, dy = spot.pose.x - base.x, spot.pose.y - base.y
    return float(-dx * np.sin(base.heading) + dy * np.cos(base.heading))


def pose_of(actor: Actor) -> Pose:
    """Where somebody is at the start."""
    return actor.where.pose if isinstance(actor.where, Spot) else actor.where


def focus(stage: Stage) -> Float64:
    """Where it happens: as the stage says; at crossroads the junction; the middle of who stands, or where others go."""
    if stage.middle is not None:
        return np.array(stage.middle[:2])
    if stage.goal:
        return np.zeros(2)
    still = [pose_of(one) for one in stage.actors if one.speed == 0.0 and not follows(stage, one.name)]
    points = np.array([(pose.x, pose.y) for pose in still]) if still else np.zeros((0, 2))
    if not len(points):
        rows = [line[len(line) // 2] for _, line in stage.paths] or [pose_of(one) for one in stage.actors[:2]]
        points = np.array([(pose.x, pose.y) for pose in rows])
    middle = np.median(points, axis=0)
    near = points[np.hypot(*(points - middle).T) < APART]
    return np.asarray(near.mean(axis=0) if len(near) else middle)


def follows(stage: Stage, name: str) -> bool:
    """Whether somebody is one of a stream."""
    return any(event.name in {f"{name} follows", f"{name} leaves"} for event in stage.events)
