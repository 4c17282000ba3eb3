"""Logs drawn by hand on the staged road: three lanes along, then a stop lane; one lane against."""

from dataclasses import replace

import numpy as np

from aureole.core.kinds import Kind
from aureole.exam.scores.logs.log import Body, Log, Motion, Others, Plans
from aureole.exam.scores.logs.terrain import Terrain, of_road
from aureole.world.roads.limits import Limits

STEP = 0.1
LANE, LEFT, SECOND, THIRD = -1.75, 1.75, -5.25, -8.75  # middles of lanes
BODY = Body(4.5, 1.85, 1.35)
WAY = np.array([[0.0, LANE], [1900.0, LANE]])


def straight(moments=41, *, speed=10.0, accel=0.0, x=100.0, y=LANE, drift=0.0):
    """Along the road; `drift` moves sideways (m/s) without turning."""
    t = STEP * np.arange(moments)
    pace = speed + accel * t
    xy = np.stack((x + speed * t + 0.5 * accel * t**2, y + drift * t), axis=1)
    velocity = np.stack((pace, np.full(moments, drift)), axis=1)
    zero = np.zeros(moments)
    return Motion(xy, zero.copy(), velocity, np.stack((zero + accel, zero), axis=1), zero.copy())


def others(moments, *agents):
    """Each a dict: x, y, speed, side (m/s to the left), heading, kind, size."""
    t = STEP * np.arange(moments)
    given = [
        {"speed": 0.0, "side": 0.0, "heading": 0.0, "kind": Kind.CAR, "size": (4.5, 1.85), "y": LANE} | agent
        for agent in agents
    ]
    xy = np.zeros((moments, len(given), 2))
    velocity = np.zeros_like(xy)
    heading = np.zeros((moments, len(given)))
    for k, agent in enumerate(given):
        velocity[:, k] = agent["speed"], agent["side"]
        xy[:, k] = np.stack((agent["x"] + agent["speed"] * t, agent["y"] + agent["side"] * t), axis=1)
        heading[:, k] = agent["heading"]
    return Others(
        np.ones((moments, len(given)), np.bool_), xy, heading, velocity,
        np.array([agent["size"] for agent in given], np.float64).reshape(-1, 2),
        np.array([int(agent["kind"]) for agent in given], np.int32),
    )  # fmt: skip


def terrain(road, limit=None) -> Terrain:
    """The staged road with one speed limit, and no junction."""
    lanes = len(road.lane_id)
    limits = None
    if limit is not None:
        limits = Limits(np.arange(lanes + 1, dtype=np.int32), np.zeros(lanes), np.full(lanes, limit))
    return of_road(road)._replace(junction=np.full(len(road.road_length), -1, np.int32), limits=limits, lights=0)


def log(road, ego, *agents, **more):
    """A log with everything known: alone unless others are given, a way along the first lane."""
    moments = len(ego)
    made = Log(STEP * np.arange(moments), ego, BODY, others(moments, *agents), terrain(road), WAY)
    return replace(made, **more)


def turned(found: Log, angle: float, shift: tuple[float, float]) -> Log:
    """The same log without its map, turned about the origin and moved."""
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, s], [-s, c]])

    def motion(one):
        return one and replace(one, xy=one.xy @ turn + shift, heading=one.heading + angle, velocity=one.velocity @ turn)

    crowd = found.others
    return replace(
        found, ego=motion(found.ego), human=motion(found.human), safe=motion(found.safe), terrain=None,
        route=None if found.route is None else found.route @ turn + shift,
        others=replace(
            crowd, xy=crowd.xy @ turn + shift, heading=crowd.heading + angle, velocity=crowd.velocity @ turn
        ),
    )  # fmt: skip


def plans(*rows, made=(0.0, 0.5)):
    """Plans along the road, each given as (speed, accel, yaw rate)."""
    t = np.linspace(0.0, 6.0, 31)
    speed = np.array([v + a * t for v, a, _ in rows])
    heading = np.array([w * t for _, _, w in rows])
    return Plans(np.array(made), np.tile(t, (len(rows), 1)), np.zeros((len(rows), 31, 2)), heading, speed)
