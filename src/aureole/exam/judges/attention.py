"""What the driver was told of each other road user, against what the car's sensors could see of it.

Whenever the driver is asked, the tracks it is given are compared with the truth: which agents a sensor of the car has
in range, in view and not hidden. The id of a track that was given is the number of its agent; one that was perceived is
taken for the agent nearest to it. A collision is a matter of perceiving when the other could be seen in time, and was
not among the tracks in time: before the presumed car of UN R157 5.2.5.2 (0.35 s, then 6 m/s^2) had to begin, with what
sensing, deciding and their periods take on top.
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np

from aureole.conduct.r157 import cut_in_ttc
from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.notes import Bool, Float32, Float64, Int32, Int64
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.core.verdict import Event
from aureole.exam.judges.found import PER_SECOND
from aureole.exam.judges.sight import Sight, box_centre, sight
from aureole.kernels import device, kernel
from aureole.kernels.small import cosine_sine
from aureole.world.sensing import sight as eyes
from aureole.world.sensing.objects import LOW
from aureole.world.sensing.sense import table

MEMORY = 0.5  # s; a track that was there so shortly before is still known

EYESIGHT = 60.0  # m; how far an eye must tell a road user: as far as the sensors that give things all around
NEAR, FAR = 2.0, 0.1  # m, and a share of the distance; a perceived track so near to a road user is it

VISIBLE_SINCE, TOLD_SINCE, TOLD_LAST = range(3)  # s; -1 not
COLUMNS = 3


@device
def place(sight: Sight, w: int, m: int, a: int, box: Float64) -> None:
    """An agent as the sensors' formulas take it (`world.sensing.sight`)."""
    box[eyes.X], box[eyes.Y] = box_centre(sight, w, m, a)
    box[eyes.COS], box[eyes.SIN] = cosine_sine(sight.heading[m, a])
    box[eyes.HALF_LENGTH], box[eyes.HALF_WIDTH] = 0.5 * sight.size[w, a, 0], 0.5 * sight.size[w, a, 1]
    box[eyes.HIDES] = 1.0 if sight.present[m, a] and sight.size[w, a, 2] >= LOW else 0.0


@kernel
def named(sight: Sight, present: Bool, xy: Float32, ids: Int32) -> None:
    """The agent that each perceived track (`xy`, m, ego) is, 0 for none, in place; at the first of the moments."""
    ticks, count = len(sight.stamp) // len(ids), sight.present.shape[1]
    box = np.empty(eyes.BOX)
    for w in range(len(ids)):
        m = w * ticks
        c, s = cosine_sine(sight.heading[m, 0])
        for p in range(ids.shape[1]):
            ids[w, p] = 0
            if not present[w, p]:
                continue
            x, y = xy[w, p, 0], xy[w, p, 1]
            at_x, at_y = sight.xyz[m, 0, 0] + c * x - s * y, sight.xyz[m, 0, 1] + s * x + c * y
            best = NEAR + FAR * sqrt(x * x + y * y)
            for a in range(1, count):
                if sight.present[m, a]:
                    place(sight, w, m, a, box)
                    away = eyes.nearest(box, at_x, at_y)[2]
                    if away < best:
                        best, ids[w, p] = away, a


@kernel
def attend(sight: Sight, sensors: Float64, present: Bool, ids: Int32, done: Bool, rows: Float64) -> None:
    """One look of every world that is not over yet; `rows` (worlds, agents, columns), `done` are changed in place.

    The driver is asked at the first of the moments that are watched.
    """
    count, ticks = rows.shape[1], len(sight.stamp) // len(rows)
    boxes = np.empty((count, eyes.BOX))
    for w in range(len(rows)):
        m = w * ticks
        done[w] = done[w] or sight.over[m] or sight.hit[m] >= 0
        if done[w]:
            continue
        time = sight.stamp[m] / PER_SECOND
        for p in range(present.shape[1]):
            agent = ids[w, p]
            if present[w, p] and 0 < agent < count:
                row = rows[w, agent]
                if row[TOLD_SINCE] < 0.0 or time - row[TOLD_LAST] > MEMORY:
                    row[TOLD_SINCE] = time
                row[TOLD_LAST] = time
        for a in range(count):
            place(sight, w, m, a, boxes[a])
        pose = (sight.xyz[m, 0, 0], sight.xyz[m, 0, 1], sight.heading[m, 0])
        for a in range(1, count):
            row = rows[w, a]
            if sight.present[m, a] and eyes.seen_by(boxes, a, sensors, pose)[0] >= 0:
                row[VISIBLE_SINCE] = time if row[VISIBLE_SINCE] < 0.0 else row[VISIBLE_SINCE]
            else:
                row[VISIBLE_SINCE] = -1.0


class Attention:
    """Hears what the driver is told and watches what there is to be seen."""

    def __init__(self, brief: Brief) -> None:
        car = brief.mission.car
        seeing = tuple(replace(one, range=EYESIGHT) for one in car.sensors if one.optics is not None and one.optics.eye)
        self.sensors, self.eyes = table(car.sensors), table(seeing)
        self.lag = car.periods.latency + car.periods.sense + car.periods.drive
        self.rows = np.full((len(brief.cases), len(brief.names), COLUMNS), -1.0)
        self.done: Bool = np.zeros(len(brief.cases), np.bool_)
        self.tracks: tuple[Bool, Int32, Float32] | None = None
        self.perceived = False
        self.rows_told: Int64 | None = None
        """Whose driver was told last; None: everybody's."""

    def hear(self, observation: Observation, rows: Int64 | None = None) -> None:
        """What the driver is told in all worlds, or in those of some rows: the drives in the others are over."""
        tracks = observation.tracks
        self.perceived, self.rows_told = not bool(tracks.given.all()), rows
        told = tracks.present, tracks.id, tracks.xy
        if rows is None:
            self.tracks = (np.ascontiguousarray(told[0]), np.ascontiguousarray(told[1]), np.ascontiguousarray(told[2]))
            return
        shape = (len(self.done), told[0].shape[1])
        self.tracks = np.zeros(shape, np.bool_), np.zeros(shape, np.int32), np.zeros((*shape, 2), np.float32)
        for whole, part in zip(self.tracks, told, strict=True):
            whole[rows] = part

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """One step of all worlds; looks only when the driver has just been told."""
        if self.tracks is None:
            return
        present, ids, xy = self.tracks
        seen = sight(scene)
        if self.perceived:
            ids = np.array(ids)
            named(seen, present, xy, ids)
        attend(seen, self.eyes if self.perceived else self.sensors, present, ids, self.done, self.rows)
        self.tracks = None

    def unseen(self, world: int, agent: int, collision: Event) -> bool:
        """Whether this agent could be seen in time before this collision but was not among the tracks in time."""
        row = self.rows[world, agent]
        late = collision.time - cut_in_ttc(collision.value)
        visible = 0.0 <= row[VISIBLE_SINCE] <= late - self.lag
        known = 0.0 <= row[TOLD_SINCE] <= late and row[TOLD_LAST] >= late - MEMORY
        return bool(visible and not known)
