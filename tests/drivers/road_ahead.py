"""Observations made by hand: a straight road with lanes, and tracks placed on it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from aureole.core.mission import Mission
from aureole.core.observation import EgoMotion, Lanes, Observation, Tracks
from aureole.vehicle.cars import load
from aureole.world.sensing.signs.bare import no_objects, no_signals

TRACKS, LANES, POINTS = 16, 8, 32
WIDTH = 3.5  # m


def f32(*shape, value=0.0):
    return np.full(shape, value, dtype=np.float32)


def mission(worlds=1, *, set_speed=25.0, order=""):
    words = order.encode()
    letters = np.zeros((worlds, 128), dtype=np.uint8)
    letters[:, : len(words)] = np.frombuffer(words, dtype=np.uint8)
    return Mission(
        car=load("sedan"),
        step=0.01,
        set_speed=np.full(worlds, set_speed),
        order=letters,
        order_length=np.full(worlds, len(words), dtype=np.int32),
        key=np.zeros(worlds, dtype=np.uint64),
    )


def lanes(worlds, *, left, right, bend=0.0, offset=0.0, seen=POINTS, ends=None):
    """The own lane at place 0, `left` and `right` lanes beside it; a bend of curvature `bend`."""
    s = -20.0 + 160.0 / (POINTS - 1) * np.arange(POINTS)
    shifts = [0.0] + [-WIDTH * (k + 1) for k in range(right)] + [WIDTH * (k + 1) for k in range(left)]
    centre = f32(worlds, LANES, POINTS, 2)
    for place, shift in enumerate(shifts):
        d = shift - offset
        if bend == 0.0:
            x, y = s, np.full(POINTS, d)
        else:
            radius = 1.0 / bend
            x, y = (radius - d) * np.sin(s / radius), radius - (radius - d) * np.cos(s / radius)
        centre[:, place, :, 0], centre[:, place, :, 1] = x, y
    count = len(shifts)
    order = sorted(range(count), key=lambda k: shifts[k])
    to_left, to_right = np.full((worlds, LANES), -1, np.int32), np.full((worlds, LANES), -1, np.int32)
    for k, place in enumerate(order):
        to_right[:, place] = order[k - 1] if k else -1
        to_left[:, place] = order[k + 1] if k + 1 < count else -1
    present = np.zeros((worlds, LANES), dtype=bool)
    present[:, :count] = True
    ones = np.ones((worlds, LANES), dtype=bool)
    return Lanes(
        present=present, centre=centre, half_width=f32(worlds, LANES, POINTS, value=WIDTH / 2),
        seen=np.full((worlds, LANES), seen, np.int32), kind=np.ones((worlds, LANES), np.int32), forward=ones.copy(),
        limit=f32(worlds, LANES, value=np.inf), left=to_left, right=to_right,
        mark_left=np.full((worlds, LANES), 2, np.int32), mark_right=np.full((worlds, LANES), 2, np.int32),
        may_left=ones.copy(), may_right=ones.copy(), sure=f32(worlds, LANES, value=1.0), given=np.ones(worlds, bool),
    )  # fmt: skip


def tracks(worlds, placed):
    """Tracks from tuples (x, y, vx, vy, length, width, kind), the same in every world."""
    t = Tracks(
        present=np.zeros((worlds, TRACKS), bool), id=np.full((worlds, TRACKS), -1, np.int32),
        xy=f32(worlds, TRACKS, 2), heading=f32(worlds, TRACKS), velocity=f32(worlds, TRACKS, 2),
        size=f32(worlds, TRACKS, 2), kind=np.zeros((worlds, TRACKS), np.int32),
        lamps=np.zeros((worlds, TRACKS), np.int32), sure=f32(worlds, TRACKS, value=1.0), given=np.ones(worlds, bool),
    )  # fmt: skip
    for i, (x, y, vx, vy, length, width, kind) in enumerate(placed):
        t.present[:, i], t.id[:, i], t.kind[:, i] = True, i + 1, kind
        t.xy[:, i], t.velocity[:, i], t.size[:, i] = (x, y), (vx, vy), (length, width)
    return t


def signals(worlds, shown):
    """Signals from tuples (kind, state, metres ahead of the reference point, value, temporary) in every world."""
    found = no_signals(worlds)
    for i, (kind, state, ahead, *more) in enumerate(shown):
        found.present[:, i], found.id[:, i], found.kind[:, i], found.state[:, i] = True, i + 100, kind, state
        found.ahead[:, i], found.xy[:, i, 0], found.sure[:, i] = ahead, ahead, 1.0
        found.value[:, i], found.temporary[:, i] = (*more, 0.0, False)[:2]
    return found


def objects(worlds, stood):
    """Cones and barriers from tuples (x, y, length, width, kind) in every world."""
    found = no_objects(worlds)
    for i, (x, y, length, width, kind) in enumerate(stood):
        found.present[:, i], found.id[:, i], found.kind[:, i] = True, i + 200, kind
        found.xy[:, i], found.size[:, i], found.sure[:, i] = (x, y), (length, width), 1.0
    return found


def look(
    *, speed=20.0, placed=(), worlds=1, set_speed=25.0, left=1, right=1, stamp=0.0, age=0.1, order="", shown=(),
    stood=(), **road,
):  # fmt: skip
    """One observation."""
    told = mission(worlds, order=order)
    return Observation(
        stamp=np.full(worlds, round(stamp * 1e9), np.int64),
        ego=EgoMotion(f32(worlds, value=speed), f32(worlds), f32(worlds), f32(worlds)),
        tracks=tracks(worlds, placed), lanes=lanes(worlds, left=left, right=right, **road),
        signals=signals(worlds, shown), objects=objects(worlds, stood),
        route=f32(worlds, POINTS, 2), set_speed=f32(worlds, value=set_speed),
        images=np.zeros((worlds, 0, 0, 0, 3), np.uint8), points=f32(worlds, 0, 4), order=told.order,
        order_length=told.order_length, age=f32(worlds, 1, value=age),
    )  # fmt: skip


def later(observation, stamp):
    """The same sight at another time."""
    return replace(observation, stamp=np.full_like(observation.stamp, round(stamp * 1e9)))
