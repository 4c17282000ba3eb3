"""Lanes: keeping on the paved lanes, inside the own lane's lines, and in a lane that may be driven.

A line is crossed when the outer edge of a front or rear tyre lies beyond the border that carries it. Crossing is a
lane change, and no fault, when the indicator of that side burns (not both: those are hazard lights), the mark may be
crossed that way, and the lane beyond may be driven; it lasts until all tyres are within one lane again. Towards a
stop lane or shoulder it is allowed while the hazard lights burn or a minimal-risk manoeuvre is asked for. Past what
stands in the own lane one may also use the oncoming lane (`passing`).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.kinds import Lamps, LaneKind, Mark
from aureole.core.notes import Float64, Int32
from aureole.core.plan import Ask, Plan
from aureole.core.road import Road
from aureole.core.scene import Scene
from aureole.core.verdict import Event
from aureole.exam.judges.found import PER_SECOND, Found, event, tightest
from aureole.exam.judges.lanes.overhang import TOLERANCE, Pose, overhang, went_on
from aureole.exam.judges.lanes.passing import closed, passes
from aureole.exam.judges.lanes.paving import drivable, refuge
from aureole.exam.judges.sight import FAR, Sight, sight
from aureole.exam.sentences.tell import tell
from aureole.kernels import device, kernel
from aureole.kernels.small import cosine_sine
from aureole.world.roads.lanes import lane_centre, mark_at, section_of
from aureole.world.roads.line import line_frame

PAVED = "ours: paved road"
TYRE = 0.225  # m; width of a tyre, 225/45 R17
MOVING = 0.1  # m/s

DONE, STARTED, LANE, CROSSING, LAST = 0, 1, 2, 3, 4
OFF_TIME, OFF_DEPTH, OVER_TIME, OVER_DEPTH, OVER_SIDE, WRONG_TIME, WRONG_KIND = range(5, 12)
OFFSET, MAX_OFFSET, MIN_LINE, CHANGES, LINE_HAND, LINE_TIME, OFF_CLOSEST, CLOSEST_TIME, ROW = range(12, 21)
HOME = 21
COLUMNS = 22
WITHIN, CHANGING, DEPARTED = 0.0, 1.0, 2.0
BOTH_WAYS = int(LaneKind.BIDIRECTIONAL)
TO_LEFT, TO_RIGHT, HAZARD = int(Lamps.INDICATOR_LEFT), int(Lamps.INDICATOR_RIGHT), int(Lamps.HAZARD)
UNMARKED, IN_NEED = int(Mark.NONE), int(Ask.MINIMAL_RISK)


@device
def may_cross(road: Road, row: int, s: float, side: int, need: bool) -> bool:
    """Whether the border of a lane on `side` (1 left, -1 right) may be crossed into a lane that may be driven.

    The mark of a border belongs to the lane inside it, the one nearer to the centre (OpenDRIVE 1.8 §11.9).
    """
    section = section_of(road, row)
    beyond = row + side
    if beyond >= 0 and road.lane_id[beyond] == 0:
        beyond += side
    if beyond < road.lane_first[section] or beyond >= road.lane_first[section + 1]:
        return False
    if need and refuge(road.lane_kind[beyond]):
        return True
    if not drivable(road.lane_kind[beyond]):
        return False
    outward = side * road.lane_id[row] > 0
    mark = mark_at(road, row if outward else row + side, s)
    if mark < 0 or road.mark_kind[mark] == UNMARKED:
        return True
    bit = 1 if side > 0 else 2
    return bool(road.mark_change[mark] & bit != 0)


@device
def along(pose: Pose, turn: tuple[float, float]) -> float:
    """Cosine of the ego's heading against the line of its road: below zero it looks to where s falls."""
    return turn[0] * pose[4] + turn[1] * pose[5]


@device
def against(sight: Sight, road: Road, m: int, row: int, towards: float) -> bool:
    """Whether the ego drives against the direction of its lane (right-hand traffic: lanes of negative id lead on).

    `towards` is what `along` says.
    """
    if road.lane_kind[row] == BOTH_WAYS or abs(sight.speed[m, 0]) < MOVING:
        return False
    forward = towards * sight.speed[m, 0] > 0.0
    leads_on = (road.lane_id[row] < 0) != road.road_left_hand[sight.road[m, 0]]
    return bool(forward != leads_on)


@kernel
def watch_lanes(sight: Sight, road: Road, car: tuple[float, float], ask: Int32, rows: Float64) -> None:
    """The moments of every world that is not over yet; `rows` is changed in place."""
    ticks = len(sight.stamp) // len(rows)
    for w in range(len(rows)):
        row = rows[w]
        for m in range(w * ticks, (w + 1) * ticks):
            if row[DONE] > 0.0:
                break
            row[DONE] = 1.0 if sight.over[m] else 0.0
            time = sight.stamp[m] / PER_SECOND
            lamps = sight.lamps[m, 0]
            need = lamps & HAZARD == HAZARD or ask[w] == IN_NEED
            r, lane = sight.road[m, 0], sight.lane[m, 0]
            first = row[STARTED] == 0.0
            row[STARTED] = 1.0
            own = kept = lane
            if r >= 0 and row[LAST] == 1.0 and lane != row[ROW]:
                kept = went_on(road, r, sight.s[m, 0], int(row[ROW]), int(row[LANE]), lane)
                own = kept if lane < 0 else lane
            if r < 0 or own < 0:
                if row[LAST] == 1.0 and row[OFF_TIME] < 0.0:
                    row[OFF_TIME] = time
                continue
            pose, turn = line_frame(road, r, sight.s[m, 0]), cosine_sine(sight.heading[m, 0])
            if lane >= 0:
                kind = road.lane_kind[lane]
                wrong = 1.0 if against(sight, road, m, lane, along(pose, turn)) else 0.0
                if wrong == 0.0:
                    row[HOME] = lane
                elif not first and passes(sight, road, w, m, int(row[HOME]), lane):
                    wrong = 0.0
                if not drivable(kind) and not (need and refuge(kind)):
                    wrong = 2.0
                if wrong > 0.0 and row[WRONG_TIME] < 0.0:
                    row[WRONG_TIME], row[WRONG_KIND] = time, wrong
                if kept >= 0 and lane != kept:
                    row[CHANGES] += 1.0
            if row[CROSSING] == WITHIN and kept >= 0:
                own = kept  # where the reference point jumped a line between two steps, the lane it left is judged
            left_over, right_over, off = overhang(sight, road, w, m, own, car, pose, turn)
            if off > row[OFF_CLOSEST]:
                row[OFF_CLOSEST], row[CLOSEST_TIME] = off, time
            if off > TOLERANCE:
                if row[OFF_TIME] < 0.0:
                    row[OFF_TIME] = time
                row[OFF_DEPTH] = max(row[OFF_DEPTH], off)
            over = max(left_over, right_over)
            side = 1 if left_over >= right_over else -1
            if over <= TOLERANCE:
                row[CROSSING] = WITHIN
                row[MIN_LINE] = min(row[MIN_LINE], -over)
                if -over < row[LINE_HAND] and lamps & HAZARD == 0:  # a lane change is meant to reach the line
                    row[LINE_HAND], row[LINE_TIME] = -over, time
                t, _ = lane_centre(road, r, sight.s[m, 0], own)
                row[OFFSET] = sight.t[m, 0] - t
                row[MAX_OFFSET] = max(row[MAX_OFFSET], abs(row[OFFSET]))
            elif row[CROSSING] == WITHIN:
                hand = (
                    side if along(pose, turn) >= 0.0 else -side
                )  # as the driver has it: against s the road's left is its right
                told = need or lamps & (TO_LEFT if hand > 0 else TO_RIGHT) != 0
                may = told and may_cross(road, own, sight.s[m, 0], side, need)
                if first or may or closed(sight, road, w, m, own):
                    row[CROSSING] = CHANGING
                else:
                    row[CROSSING] = DEPARTED
                    if row[OVER_TIME] < 0.0:
                        row[OVER_TIME], row[OVER_SIDE] = time, hand
            if row[CROSSING] == DEPARTED and row[OVER_DEPTH] < 10.0:
                row[OVER_DEPTH] = max(row[OVER_DEPTH], over)
            row[LAST] = 1.0
            if lane >= 0:
                row[LANE], row[ROW] = float(road.lane_id[lane]), lane


class Lane:
    """Watches the ego's tyres, corners and lane."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        body = brief.mission.car.body
        self.car = (float(body.wheelbase), 0.5 * (float(body.track) + TYRE))
        self.rows = np.zeros((len(brief.cases), COLUMNS))
        self.rows[:, [OFF_TIME, OVER_TIME, WRONG_TIME]] = -1.0
        self.rows[:, [MIN_LINE, LINE_HAND]] = FAR
        self.rows[:, OFF_CLOSEST] = -FAR
        self.rows[:, HOME] = -1.0

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """One step of all worlds."""
        watch_lanes(sight(scene), self.brief.road, self.car, plan.ask, self.rows)

    def signals(self) -> dict[str, Float64]:
        """`offset`: m left of the lane's centre, as it was last within the lane."""
        return {"offset": self.rows[:, OFFSET].copy()}

    def found(self, world: int) -> Found:
        """How well the lane was kept."""
        row = self.rows[world]
        measures = {
            "max_offset": float(row[MAX_OFFSET]),
            "min_line_distance": float(row[MIN_LINE]) if row[MIN_LINE] < FAR else float("nan"),
            "lane_changes": float(row[CHANGES]),
        }
        events = []
        if row[OFF_TIME] >= 0.0:
            text = tell("beside_paved")
            events.append(event("off_road", row[OFF_TIME], row[OFF_DEPTH], 0.0, text, clause=PAVED))
        if row[OVER_TIME] >= 0.0:
            text = tell("beyond_line", side="left" if row[OVER_SIDE] > 0 else "right")
            events.append(event("lane_departure", row[OVER_TIME], row[OVER_DEPTH], 0.0, text, clause="UN R157 5.2.1"))
        if row[WRONG_TIME] >= 0.0:
            text = tell("against_lane" if row[WRONG_KIND] == 1.0 else "not_for_driving")
            events.append(event("wrong_lane", row[WRONG_TIME], row[WRONG_KIND], 0.0, text))
        return Found(measures, tuple(events), clauses=tuple(self._clauses(row)))

    def _clauses(self, row: Float64) -> Iterator[Event]:
        """How near the lines, and the edge of the paved lanes where a corner came within `CLEAR` of a line."""
        if row[OVER_TIME] >= 0.0:
            side = "left" if row[OVER_SIDE] > 0 else "right"
            text = tell("beyond_line_most", side=side)
            yield tightest("lane_departure", "UN R157 5.2.1", row[OVER_TIME], row[OVER_DEPTH], 0.0, text)
        elif row[LINE_HAND] < FAR:
            text = tell("nearest_line")
            yield tightest("lane_departure", "UN R157 5.2.1", row[LINE_TIME], 0.0 - row[LINE_HAND], 0.0, text)
        if row[OFF_TIME] >= 0.0:
            text = tell("beside_paved")
            yield tightest("off_road", PAVED, row[OFF_TIME], row[OFF_DEPTH], 0.0, text)
        elif row[OFF_CLOSEST] > -FAR:
            text = tell("nearest_edge")
            yield tightest("off_road", PAVED, row[CLOSEST_TIME], row[OFF_CLOSEST], 0.0, text)
