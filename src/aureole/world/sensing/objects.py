"""Tracks: the nearest objects that the car's sensors see, in the ego frame of the moment of renewal."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aureole.core.kinds import Kind
from aureole.core.notes import Bool, Float32, Float64, Int32, Int64, Uint64
from aureole.core.observation import Tracks
from aureole.kernels import device, kernel
from aureole.kernels.small import cosine_sine
from aureole.world.sensing import past as at
from aureole.world.sensing import sight
from aureole.world.sensing.noise import normal

TRACKS = 16
CONE, BARRIER = int(Kind.CONE), int(Kind.BARRIER)  # as plain numbers, for kernels
LOW = 0.8  # m; what is lower hides nothing: sensors look over it
DOUBT = 0.5  # -; confidence lost at the end of a noisy sensor's range
SPEED_NOISE = 1.0  # 1/s; standard deviation of a velocity per that of a position
DRAWS = 4  # numbers of noise per agent: x, y, velocity along x and y


class Sight(NamedTuple):
    """The arrays of `Tracks`, as kernels take them."""

    present: Bool
    id: Int32
    xy: Float32
    heading: Float32
    velocity: Float32
    size: Float32
    kind: Int32
    lamps: Int32
    sure: Float32
    given: Bool


def nothing(worlds: int) -> Tracks:
    """No track anywhere."""
    return Tracks(
        present=np.zeros((worlds, TRACKS), dtype=np.bool_),
        id=np.full((worlds, TRACKS), -1, dtype=np.int32),
        xy=np.zeros((worlds, TRACKS, 2), dtype=np.float32),
        heading=np.zeros((worlds, TRACKS), dtype=np.float32),
        velocity=np.zeros((worlds, TRACKS, 2), dtype=np.float32),
        size=np.zeros((worlds, TRACKS, 2), dtype=np.float32),
        kind=np.zeros((worlds, TRACKS), dtype=np.int32),
        lamps=np.zeros((worlds, TRACKS), dtype=np.int32),
        sure=np.zeros((worlds, TRACKS), dtype=np.float32),
        given=np.ones(worlds, dtype=np.bool_),
    )


def copied(tracks: Tracks, *, whole: bool = False) -> Sight:
    """New arrays with the same tracks, for a kernel to renew; with anything in them where it renews the `whole`."""
    make = np.empty_like if whole else np.copy
    return Sight(*((np.copy if name == "given" else make)(getattr(tracks, name)) for name in Sight._fields))


@kernel
def look(
    due: Bool,
    now: at.Agents,
    past: Float64,
    times: Int64,
    clock: tuple[int, int, int],
    sensors: Float64,
    keys: Uint64,
    sight_now: Sight,
    age: Float32,
) -> None:
    """Renew the tracks of every world where it is due, from its past scene; `times` and `age` with them."""
    step, every, _ = clock
    count = past.shape[2]
    boxes = np.empty((count, sight.BOX))
    order = np.empty(count, dtype=np.int64)
    far = np.empty(count)
    for w in range(due.shape[0]):
        if not due[w]:
            continue
        tick = at.tick_at(now.stamp[w], step)
        row = past[w, tick // every % past.shape[1]]
        times[w, at.RENEWED] = now.stamp[w]
        times[w, at.SENSED] = np.int64(row[0, at.STAMP])
        for sensor in range(age.shape[1]):
            age[w, sensor] = (now.stamp[w] - times[w, at.SENSED]) * 1e-9
        found = ranked(row, boxes, order, far, False)
        ego = (now.xyz[w, 0, 0], now.xyz[w, 0, 1], now.heading[w, 0])
        pose = (row[0, at.X], row[0, at.Y], row[0, at.HEADING])
        place = 0
        for i in range(found):
            if place == TRACKS:
                break
            agent = order[i]
            sensor, distance = sight.seen_by(boxes, agent, sensors, pose)
            if sensor >= 0:
                write(w, place, agent, row, boxes, ego, sight_now)
                sigma = sensors[sensor, sight.S_NOISE]
                if sigma > 0.0:
                    blur(w, place, sigma, keys[w], tick, agent, sight_now)
                    sight_now.sure[w, place] = 1.0 - DOUBT * distance / sensors[sensor, sight.S_RANGE]
                place += 1
        for p in range(place, TRACKS):
            clear(w, p, sight_now)


@device
def boxed(row: Float64, boxes: Float64) -> None:
    """Fill the boxes of all agents."""
    for a in range(row.shape[0]):
        c, s = cosine_sine(row[a, at.HEADING])
        boxes[a, sight.X] = row[a, at.X] + c * row[a, at.BOX_X] - s * row[a, at.BOX_Y]
        boxes[a, sight.Y] = row[a, at.Y] + s * row[a, at.BOX_X] + c * row[a, at.BOX_Y]
        boxes[a, sight.COS] = c
        boxes[a, sight.SIN] = s
        boxes[a, sight.HALF_LENGTH] = 0.5 * row[a, at.LENGTH]
        boxes[a, sight.HALF_WIDTH] = 0.5 * row[a, at.WIDTH]
        present = row[a, at.PRESENT] > 0.0
        boxes[a, sight.HIDES] = 1.0 if present and row[a, at.HEIGHT] >= LOW else 0.0


@device
def ranked(row: Float64, boxes: Float64, order: Int64, far: Float64, things: bool) -> int:
    """Fill the boxes of all agents; put road users, or temporary `things`, in order of distance, then id; how many."""
    boxed(row, boxes)
    x, y = row[0, at.X], row[0, at.Y]
    found = 0
    for a in range(1, row.shape[0]):
        if row[a, at.PRESENT] == 0.0 or (row[a, at.KIND] == CONE or row[a, at.KIND] == BARRIER) != things:
            continue
        distance = sight.nearest(boxes[a], x, y)[2]
        i = found
        while i > 0 and far[i - 1] > distance:
            far[i] = far[i - 1]
            order[i] = order[i - 1]
            i -= 1
        far[i] = distance
        order[i] = a
        found += 1
    return found


@device
def write(
    w: int, p: int, agent: int, row: Float64, boxes: Float64, ego: tuple[float, float, float], tracks: Sight
) -> None:
    """One track as it is, without noise."""
    x, y, heading = ego
    c, s = cosine_sine(heading)
    dx, dy = boxes[agent, sight.X] - x, boxes[agent, sight.Y] - y
    vx, vy = row[agent, at.VX], row[agent, at.VY]
    tracks.present[w, p] = True
    tracks.id[w, p] = agent
    tracks.xy[w, p, 0] = c * dx + s * dy
    tracks.xy[w, p, 1] = c * dy - s * dx
    tracks.heading[w, p] = sight.wrap(row[agent, at.HEADING] - heading)
    tracks.velocity[w, p, 0] = c * vx + s * vy
    tracks.velocity[w, p, 1] = c * vy - s * vx
    tracks.size[w, p, 0] = row[agent, at.LENGTH]
    tracks.size[w, p, 1] = row[agent, at.WIDTH]
    tracks.kind[w, p] = np.int32(row[agent, at.KIND])
    tracks.lamps[w, p] = np.int32(row[agent, at.LAMPS])
    tracks.sure[w, p] = 1.0


@device
def blur(w: int, p: int, sigma: float, key: np.uint64, tick: int, agent: int, tracks: Sight) -> None:
    """Gaussian noise on position and velocity, drawn by key, tick and agent alone."""
    for axis in range(2):
        tracks.xy[w, p, axis] += sigma * normal(key, tick, DRAWS * agent + axis)
        tracks.velocity[w, p, axis] += SPEED_NOISE * sigma * normal(key, tick, DRAWS * agent + 2 + axis)


@device
def clear(w: int, p: int, tracks: Sight) -> None:
    """No track at this place."""
    tracks.present[w, p] = False
    tracks.id[w, p] = -1
    tracks.kind[w, p] = 0
    tracks.lamps[w, p] = 0
    tracks.heading[w, p] = 0.0
    tracks.sure[w, p] = 0.0
    for axis in range(2):
        tracks.xy[w, p, axis] = 0.0
        tracks.velocity[w, p, axis] = 0.0
        tracks.size[w, p, axis] = 0.0
