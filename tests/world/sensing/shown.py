"""Stages that are made by hand, cameras that look at them, and rays cast in clear Python."""

import itertools
import math

import numpy as np

from aureole.core.car import Optics, Sensor
from aureole.core.kinds import Kind
from aureole.world.sensing.cameras.render import Camera, Eye
from aureole.world.sensing.stage import ground as on
from aureole.world.sensing.stage import stage as st
from aureole.world.sensing.stage.light import DAY, light_of
from aureole.world.sensing.stage.models import models
from aureole.world.sensing.stage.paving import along, blocks, listed
from aureole.world.sensing.stage.pictures import pictures
from aureole.world.sensing.stage.seen import Seen
from aureole.world.sensing.stage.texture import grain

HALF, LINE = 6.0, 0.2  # m; half the width of the road, width of the line in its middle
HIGH = 1.4  # m; of the eye


def road():
    stations = np.arange(-40.0, 420.0, 4.0)
    quads = np.array([[(a, -HALF), (b, -HALF), (b, HALF), (a, HALF)] for a, b in itertools.pairwise(stations)])
    strokes = []
    for y, left, right in ((-HALF, on.ASPHALT, on.GRASS), (HALF, on.GRASS, on.ASPHALT)):
        edge = along(np.column_stack((stations, np.full(len(stations), y))), stations)
        edge[:, on.K_WHAT], edge[:, on.K_LEFT], edge[:, on.K_RIGHT] = on.EDGE, left, right
        strokes.append(edge)
    middle = along(np.column_stack((stations, np.zeros(len(stations)))), stations)
    middle[:, on.K_HALF], middle[:, on.K_WHAT] = 0.5 * LINE, on.WHITE
    bare = blocks(quads, 0.0)
    on.pave(bare, quads, np.full(len(quads), on.ASPHALT, np.int32))
    return listed(bare, np.concatenate([*strokes, middle]))


GROUND = road()


def thing(kind, ahead, left, heading=0.0, size=(4.0, 1.8, 1.5), **more):
    row = np.zeros(st.THING)
    row[st.T_KIND], row[st.T_X], row[st.T_Y], row[st.T_HEADING] = kind, ahead, left, heading
    row[st.T_LENGTH : st.T_HEIGHT + 1] = size
    for name, value in more.items():
        row[getattr(st, f"T_{name.upper()}")] = value
    return row


def stage(worlds, signals=(), weather=DAY, fixed=()):
    """Each world is a list of things; all have equally many."""
    things = np.array([[*rows] for rows in worlds]).reshape(len(worlds), -1, st.THING)
    shown = np.array([list(signals)] * len(worlds)).reshape(len(worlds), -1, st.SIGNAL)
    light = np.repeat(light_of(weather)[None], len(worlds), axis=0)
    stays = np.array(list(fixed)).reshape(-1, st.FIXED_THING)
    return st.Stage(GROUND, models(), grain(), pictures(), stays, things, shown, light)


def camera(columns=64, rows=36, *, truth=True, **optics):
    view = optics.pop("view", 1.0)
    return Camera(
        Sensor("eye", "camera", 0.0, 0.0, 0.0, view, 0.0, 0.0, Optics(columns, rows, HIGH, 0.03, **optics)), truth=truth
    )


def eye(worlds=1, *, speed=0.0, yaw_rate=0.0, at=(0.0, -1.0, 0.0), heading=0.0):
    angles = np.zeros((worlds, 3))
    angles[:, 0] = heading
    velocity = np.repeat([[speed * math.cos(heading), speed * math.sin(heading)]], worlds, axis=0)
    return Eye(np.repeat([at], worlds, axis=0).astype(float), angles, velocity, np.full(worlds, yaw_rate))


def traced(view, things, lens, *, self=0):
    """What the middle of every pixel sees: depth along the axis, and class; boxes and the ground, nothing else."""
    rows, columns = lens.shape
    depth, seen = np.full((rows, columns), np.inf), np.zeros((rows, columns), int)
    origin, axes = view[0:3], view[3:12].reshape(3, 3)
    for i in range(rows):
        for j in range(columns):
            ray = axes[0] + (lens.middle[0] - j) / lens.focal * axes[1] + (lens.middle[1] - i) / lens.focal * axes[2]
            if ray[2] < 0.0 and -origin[2] / ray[2] < 400.0:
                depth[i, j] = -origin[2] / ray[2]
                seen[i, j] = Seen.ROAD if abs(origin[1] + depth[i, j] * ray[1]) < HALF else Seen.TERRAIN
            for row in things:
                far = box_met(origin, ray, row)
                if 0.0 < far < depth[i, j]:
                    depth[i, j], seen[i, j] = far, Seen.OBSTACLE
    return depth, seen


def box_met(origin, ray, row):
    """How far along a ray the box of an obstacle is met; infinite if nowhere."""
    c, s = math.cos(row[st.T_HEADING]), math.sin(row[st.T_HEADING])
    away = origin - row[st.T_X : st.T_Z + 1]
    local = np.array([c * away[0] + s * away[1], c * away[1] - s * away[0], away[2]])
    way = np.array([c * ray[0] + s * ray[1], c * ray[1] - s * ray[0], ray[2]])
    half = 0.5 * row[st.T_LENGTH : st.T_HEIGHT + 1]
    low, high = np.array([-half[0], -half[1], 0.0]), np.array([half[0], half[1], 2.0 * half[2]])
    enter, leave = 0.0, math.inf
    for axis in range(3):
        if way[axis] == 0.0:
            if not low[axis] <= local[axis] <= high[axis]:
                return math.inf
            continue
        one, other = sorted(((low[axis] - local[axis]) / way[axis], (high[axis] - local[axis]) / way[axis]))
        enter, leave = max(enter, one), min(leave, other)
    return enter if enter <= leave else math.inf


def boxes(count=6):
    """Obstacles in sight, none of them around the eye."""
    return [thing(Kind.OBSTACLE, 8.0 + 6.0 * k, (-3.0, 1.0, 4.0)[k % 3], 0.4 * k) for k in range(count)]
