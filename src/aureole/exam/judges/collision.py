"""Collisions: with whom, how fast, on which side, at fault or not, and whether it could have been avoided.

The proof follows UN R157 5.2.5: a collision must be avoided when the time to collision at the moment another car
intrudes the lane (outer edge of its front tyre 0.3 m past the line) exceeds v_rel / (2 · 6 m/s²) + 0.35 s. The same
bound serves things that stand in or cross the way, from the first moment they were in it and in view. A proof is
dropped once the other is ahead and the gap no longer closes: from then on it is a car like any other. Whatever is
not proved counts as avoidable. Lateral fault is nuPlan's rule (at-fault collisions of its closed-loop score).
"""

from __future__ import annotations

import numpy as np

from aureole.conduct.gaps import ttc
from aureole.conduct.r157 import INTRUSION, cut_in_ttc
from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.kinds import Kind
from aureole.core.notes import Float64, Int32
from aureole.core.plan import Plan
from aureole.core.road import Road
from aureole.core.scene import Scene
from aureole.exam.judges.contact import contact
from aureole.exam.judges.found import PER_SECOND, Found, event
from aureole.exam.judges.sight import FAR, Sight, extent, own_span, sight
from aureole.exam.judges.visible import in_view
from aureole.kernels import device, kernel

FRONT_AXLE = 0.3  # of the length ahead of the box's centre: wheelbase about 0.6 of the length
STANDING = 0.5  # m/s along the road; slower stands or crosses
STOPPED = 0.05  # m/s; nuPlan's threshold for a stopped track
BEYOND = 300.0  # m; too far to cut in, to be hit or to be stood before
LANE_CHANGE = 3.0  # s after its own lane change the ego answers for being struck from behind

NONE, CUT_IN, IN_THE_WAY = 0, 1, 2  # what a proof rests on
STARTED, DONE, LANE, CHANGED, OTHER, TIME, IMPACT, SIDE, FAULT = range(9)
DRIVE_COLUMNS = 9
BASIS, OPEN, INSIDE, SEEN, SINCE, TTC, CLOSING, BOUND = range(8)
AGENT_COLUMNS = 8
SIDES = ("front", "left", "rear", "right")
FRONT, REAR = 0, 2


@device
def judge_fault(sight: Sight, w: int, a: int, side: int, within: bool) -> bool:
    """nuPlan: hit what stands, hit with the front, or at the side while in more than one lane or beside the lanes.

    `within`: the ego's box lies within one lane.
    """
    if abs(sight.speed[w, 0]) < STOPPED:
        return False
    if abs(sight.speed[w, a]) < STOPPED or side == FRONT:
        return True
    return side != REAR and not within


@device
def record(row: Float64, basis: int, time: float, gap: float, closing: float) -> None:
    """Note on an agent's row when it came into the way and how much room was left."""
    row[BASIS] = basis
    row[OPEN] = 1.0
    row[SINCE] = time
    row[CLOSING] = closing
    row[TTC] = min(ttc(gap, closing), FAR)
    row[BOUND] = cut_in_ttc(closing)


@kernel
def watch_collisions(sight: Sight, road: Road, reach: float, drives: Float64, agents: Float64) -> None:
    """One step of every world that is not over yet; `drives` and `agents` are changed in place."""
    for w in range(len(drives)):
        drive = drives[w]
        if drive[DONE] > 0.0:
            continue
        drive[DONE] = 1.0 if sight.over[w] else 0.0
        time = sight.stamp[w] / PER_SECOND
        r, lane = sight.road[w, 0], sight.lane[w, 0]
        first = drive[STARTED] == 0.0
        drive[STARTED] = 1.0
        changed = False
        if r >= 0 and lane >= 0:
            lane_id = float(road.lane_id[lane])
            changed = not first and lane_id != drive[LANE]
            if changed:
                drive[CHANGED] = time
            drive[LANE] = lane_id
        if drive[OTHER] >= 0.0:
            continue
        within = False
        own_s, own_half, way, speed = 0.0, 0.0, 1.0, 0.0
        if r >= 0 and lane >= 0:
            for a in range(sight.present.shape[1]):
                row = agents[w, a]
                if not sight.present[w, a] or sight.road[w, a] != r:
                    row[INSIDE] = 0.0
                    continue
                if a > 0 and abs(sight.s[w, a] - own_s) > BEYOND:
                    continue
                other_s, other_t, other_half, other_width, other_c, other_sin, other_speed, drift = extent(
                    sight, road, w, a
                )
                right, left, there = own_span(sight, road, w, other_s)
                if a == 0:  # the ego comes first: one place in the compiled code finds a box on its road
                    own_s, own_half, speed = other_s, other_half, other_speed
                    way = 1.0 if other_c >= 0.0 else -1.0
                    within = there and other_t - other_width >= right and other_t + other_width <= left
                    continue
                if not there:
                    continue
                gap = way * (other_s - own_s) - own_half - other_half
                closing = way * (speed - other_speed)
                ahead = way * (other_s - own_s) > 0.0
                if row[OPEN] > 0.0 and gap > 0.0 and closing <= 0.0:
                    row[OPEN] = 0.0
                # the front tyres, for a car that comes from the side
                axle = other_t + FRONT_AXLE * sight.size[w, a, 0] * other_sin
                tyre = 0.5 * sight.size[w, a, 1] * abs(other_c)
                depth = min(left - (axle - tyre), axle + tyre - right)
                inside = depth > INTRUSION or (row[INSIDE] > 0.0 and depth > 0.0)
                moves = abs(other_speed) >= STANDING
                if inside and row[INSIDE] == 0.0 and not first and not changed and moves and row[SEEN] == 0.0:
                    record(row, CUT_IN, time, gap, closing)
                row[INSIDE] = 1.0 if inside else 0.0
                # one that drives ahead in the lane is known: that it stops later is no coming into the way
                if row[SEEN] == 0.0 and inside and moves and ahead and gap > 0.0 and in_view(sight, w, a, reach):
                    row[SEEN] = 1.0
                # what stands or crosses: in the lane, or about to be when the ego gets there
                if row[SEEN] == 0.0 and ahead and gap > 0.0 and abs(other_speed) < STANDING:
                    arrival = (gap + sight.size[w, 0, 0]) / max(way * speed, 0.1)
                    enters = FAR
                    if drift < -0.1 and other_t > right:
                        enters = max((other_t - other_width - left) / -drift, 0.0)
                    elif drift > 0.1 and other_t < left:
                        enters = max((right - other_t - other_width) / drift, 0.0)
                    in_lane = min(left - (other_t - other_width), other_t + other_width - right) > 0.0
                    if (in_lane or enters <= arrival) and in_view(sight, w, a, reach):
                        row[SEEN] = 1.0
                        if not changed:
                            record(row, IN_THE_WAY, time, gap, closing)
        if sight.hit[w] >= 1:
            a = sight.hit[w]
            side, impact = contact(sight, w, a)
            drive[OTHER], drive[TIME], drive[IMPACT], drive[SIDE] = a, time, impact, side
            drive[FAULT] = 1.0 if judge_fault(sight, w, a, side, within) else 0.0


class Collision:
    """Watches for the first collision of the ego and for what proves that it could not be avoided."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        worlds, agents = len(brief.cases), len(brief.names)
        self.reach = max((sensor.range for sensor in brief.mission.car.sensors), default=FAR)
        self.drives = np.zeros((worlds, DRIVE_COLUMNS))
        self.drives[:, OTHER] = -1.0
        self.drives[:, CHANGED] = -FAR
        self.agents = np.zeros((worlds, agents, AGENT_COLUMNS))
        self.kinds: Int32 = np.zeros((worlds, agents), np.int32)

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """One step of all worlds."""
        self.kinds = scene.kind
        watch_collisions(sight(scene), self.brief.road, self.reach, self.drives, self.agents)

    def found(self, world: int) -> Found:
        """The collision, if there was one, and the tightest moment somebody came into the way."""
        drive = self.drives[world]
        other = int(drive[OTHER])
        measures = self._tightest(world, other)
        if other < 0:
            return Found(measures)
        proved = self._proved(world, other)
        struck = SIDES[int(drive[SIDE])] == "rear" and drive[TIME] - drive[CHANGED] > LANE_CHANGE and not drive[FAULT]
        excuse = "unavoidable" if proved else "struck" if struck else ""
        measures |= {"impact_speed": float(drive[IMPACT]), "at_fault": float(drive[FAULT])}
        clause = "UN R157 5.2.5.3" if self.kinds[world, other] == Kind.PEDESTRIAN else "UN R157 5.2.5"
        told = event("collision", drive[TIME], drive[IMPACT], 0.0, self._text(world, other, excuse), clause=clause)
        return Found(measures, (told,), excuse)

    def other(self, world: int) -> int:
        """The agent that was hit; -1 none."""
        return int(self.drives[world, OTHER])

    def _proved(self, world: int, other: int) -> bool:
        row = self.agents[world, other]
        return bool(row[BASIS] != NONE and row[OPEN] > 0.0 and row[TTC] <= row[BOUND])

    def _tightest(self, world: int, other: int) -> dict[str, float]:
        rows = self.agents[world, other : other + 1] if other >= 0 else self.agents[world]
        rows = rows[rows[:, BASIS] != NONE]
        if len(rows) == 0:
            return {}
        row = rows[int(np.argmin(rows[:, TTC] - rows[:, BOUND]))]
        ttc = float(row[TTC]) if row[TTC] < FAR else float("inf")
        return {"cut_in_ttc": ttc, "cut_in_bound": float(row[BOUND])}

    def _text(self, world: int, other: int, excuse: str) -> str:
        drive, row = self.drives[world], self.agents[world, other]
        kind = Kind(int(self.kinds[world, other])).name.lower()
        text = f"with {self.brief.names[other]} ({kind}), {SIDES[int(drive[SIDE])]}"
        text += ", at fault" if drive[FAULT] else ", not at fault"
        if row[BASIS] == NONE:
            return text
        what = "intruded the lane" if row[BASIS] == CUT_IN else "came into the way and into view"
        ttc = f"{row[TTC]:.2f} s" if row[TTC] < FAR else "none"
        relation = "above" if row[TTC] > row[BOUND] else "not above"
        text += f"; it {what} at {row[SINCE]:.2f} s with a time to collision of {ttc}, {relation} {row[BOUND]:.2f} s"
        return f"{text}: unavoidable" if excuse == "unavoidable" else text
