"""The temporary objects that the car's sensors see: cones and barriers, as tracks are seen."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float32, Float64, Int32, Uint64
from aureole.core.observation import Objects
from aureole.kernels import device, kernel
from aureole.world.sensing import past as at
from aureole.world.sensing import sight
from aureole.world.sensing.noise import normal
from aureole.world.sensing.objects import DOUBT, DRAWS, ranked
from aureole.world.sensing.signs.bare import OBJECTS


class Lot(NamedTuple):
    """The arrays of `Objects`, as kernels take them."""

    present: Bool
    id: Int32
    xy: Float32
    heading: Float32
    size: Float32
    kind: Int32
    sure: Float32
    given: Bool


def copied(objects: Objects) -> Lot:
    """New arrays with the same objects, for a kernel to renew."""
    return Lot(*(np.copy(getattr(objects, name)) for name in Lot._fields))


@kernel
def look(
    due: Bool, now: at.Agents, past: Float64, clock: tuple[int, int, int], sensors: Float64, keys: Uint64, lot: Lot
) -> None:
    """Renew the temporary objects of every world where it is due, from its past scene."""
    step, every, _ = clock
    count = past.shape[2]
    boxes, order, far = np.empty((count, sight.BOX)), np.empty(count, dtype=np.int64), np.empty(count)
    for w in range(due.shape[0]):
        if not due[w]:
            continue
        tick = at.tick_at(now.stamp[w], step)
        row = past[w, tick // every % past.shape[1]]
        found = ranked(row, boxes, order, far, True)
        ego = (now.xyz[w, 0, 0], now.xyz[w, 0, 1], now.heading[w, 0])
        pose = (row[0, at.X], row[0, at.Y], row[0, at.HEADING])
        place = 0
        for i in range(found):
            if place == OBJECTS:
                break
            agent = order[i]
            sensor, distance = sight.seen_by(boxes, agent, sensors, pose)
            if sensor < 0:
                continue
            write(w, place, agent, row, boxes, ego, lot)
            sigma = sensors[sensor, sight.S_NOISE]
            if sigma > 0.0:
                for axis in range(2):
                    lot.xy[w, place, axis] += sigma * normal(keys[w], tick, DRAWS * agent + axis)
                lot.sure[w, place] = 1.0 - DOUBT * distance / sensors[sensor, sight.S_RANGE]
            place += 1
        for p in range(place, OBJECTS):
            clear(w, p, lot)


@device
def write(w: int, p: int, agent: int, row: Float64, boxes: Float64, ego: tuple[float, float, float], lot: Lot) -> None:
    """One object as it is, without noise."""
    x, y, heading = ego
    c, s = math.cos(heading), math.sin(heading)
    dx, dy = boxes[agent, sight.X] - x, boxes[agent, sight.Y] - y
    lot.present[w, p], lot.id[w, p] = True, agent
    lot.xy[w, p, 0], lot.xy[w, p, 1] = c * dx + s * dy, c * dy - s * dx
    lot.heading[w, p] = sight.wrap(row[agent, at.HEADING] - heading)
    lot.size[w, p, 0], lot.size[w, p, 1] = row[agent, at.LENGTH], row[agent, at.WIDTH]
    lot.kind[w, p], lot.sure[w, p] = np.int32(row[agent, at.KIND]), 1.0


@device
def clear(w: int, p: int, lot: Lot) -> None:
    """No object at this place."""
    lot.present[w, p], lot.id[w, p], lot.kind[w, p] = False, -1, 0
    lot.heading[w, p], lot.sure[w, p] = 0.0, 0.0
    for axis in range(2):
        lot.xy[w, p, axis], lot.size[w, p, axis] = 0.0, 0.0
