"""Comfort: accelerations, jerk and turning of the ego, against nuPlan's bounds.

Jerk and yaw acceleration are differences of accelerations and yaw rates that went through a first-order low-pass of
`SMOOTH` seconds (what a person feels; the bare difference of two steps is mostly the step). The first `SMOOTH` · 3
of a drive are not judged for jerk: the filter starts where the car starts.
"""

from __future__ import annotations

from math import hypot

import numpy as np

from aureole.conduct import comfort as bounds
from aureole.conduct.comfort import comfortable_accel, comfortable_jerk, comfortable_turn
from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.notes import Bool, Float64, Int32, Int64
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.exam.judges.found import PER_SECOND, Found, event, tightest
from aureole.exam.sentences.tell import tell
from aureole.kernels import device, kernel

SMOOTH = 0.3  # s; time constant of the low-pass
BOUNDS = (
    ("accel", bounds.ACCEL_MAX),
    ("brake", -bounds.ACCEL_MIN),
    ("lateral accel", bounds.LATERAL),
    ("jerk", bounds.JERK),
    ("longitudinal jerk", bounds.JERK_LONGITUDINAL),
    ("yaw rate", bounds.YAW_RATE),
    ("yaw accel", bounds.YAW_ACCEL),
)  # as in `conduct.clauses`, in the order of the kernel

DONE, STARTED, LAST_TIME, ALONG, ACROSS, TURN = range(6)
MAX_ACCEL, MAX_BRAKE, MAX_JERK, MAX_LATERAL, MAX_YAW = range(6, 11)
DISCOMFORT_TIME, EASY, WATCHED = range(11, 14)
FELT = 14  # from here on: extreme and its time of each quantity of `BOUNDS`
COLUMNS = FELT + 2 * 7


@device
def keep(row: Float64, place: int, value: float, time: float) -> None:
    """Hold the largest value so far at a place and its time beside it."""
    if value > row[place]:
        row[place], row[place + 1] = value, time


@kernel
def watch_comfort(
    stamp: Int64, over: Bool, hit: Int32, speed: Float64, accel: Float64, yaw_rate: Float64, rows: Float64
) -> None:
    """The moments of every world that is not over; `rows` is changed in place; after a collision nothing is felt."""
    ticks = len(stamp) // len(rows)
    for w in range(len(rows)):
        row = rows[w]
        for m in range(w * ticks, (w + 1) * ticks):
            if row[DONE] > 0.0:
                break
            row[DONE] = 1.0 if over[m] or hit[m] >= 0 else 0.0
            time = stamp[m] / PER_SECOND
            along, turn = accel[m, 0], yaw_rate[m, 0]
            across = speed[m, 0] * turn
            if hit[m] >= 0:
                continue
            passed = time - row[LAST_TIME]
            jerk_along, jerk_across, turn_change = 0.0, 0.0, 0.0
            if row[STARTED] == 0.0 or passed <= 0.0:
                row[ALONG], row[ACROSS], row[TURN] = along, across, turn
            else:
                share = passed / (SMOOTH + passed)
                jerk_along, jerk_across = (along - row[ALONG]) * share / passed, (across - row[ACROSS]) * share / passed
                turn_change = (turn - row[TURN]) * share / passed
                row[ALONG] += share * (along - row[ALONG])
                row[ACROSS] += share * (across - row[ACROSS])
                row[TURN] += share * (turn - row[TURN])
            row[STARTED], row[LAST_TIME] = 1.0, time
            if time < 3.0 * SMOOTH:
                jerk_along, jerk_across, turn_change = 0.0, 0.0, 0.0
            jerk = hypot(jerk_along, jerk_across)
            row[MAX_ACCEL], row[MAX_BRAKE] = max(row[MAX_ACCEL], along), max(row[MAX_BRAKE], -along)
            row[MAX_JERK] = max(row[MAX_JERK], jerk)
            row[MAX_LATERAL], row[MAX_YAW] = max(row[MAX_LATERAL], abs(across)), max(row[MAX_YAW], abs(turn))
            felt = (row[ALONG], -row[ALONG], abs(row[ACROSS]), jerk, abs(jerk_along), abs(turn), abs(turn_change))
            for k in range(len(felt)):
                keep(row, FELT + 2 * k, felt[k], time)
            easy = comfortable_accel(row[ALONG], row[ACROSS]) and comfortable_jerk(jerk_along, jerk)
            easy = easy and comfortable_turn(turn, turn_change)
            if not easy and row[DISCOMFORT_TIME] < 0.0:
                row[DISCOMFORT_TIME] = time
            row[WATCHED] += max(passed, 0.0)
            row[EASY] += max(passed, 0.0) if easy else 0.0


class Comfort:
    """Watches what the people inside feel."""

    def __init__(self, brief: Brief) -> None:
        self.rows = np.zeros((len(brief.cases), COLUMNS))
        self.rows[:, DISCOMFORT_TIME] = -1.0

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """One step of all worlds."""
        watch_comfort(
            scene.stamp, scene.over, scene.hit, scene.speed, scene.accel,
            scene.yaw_rate, self.rows,
        )  # fmt: skip

    def found(self, world: int) -> Found:
        """The extremes, the share of time within nuPlan's bounds, and the first moment past them."""
        row = self.rows[world]
        comfort = float(row[EASY] / row[WATCHED]) if row[WATCHED] > 0.0 else 1.0
        measures = {
            "max_accel": float(row[MAX_ACCEL]),
            "max_brake": float(row[MAX_BRAKE]),
            "max_jerk": float(row[MAX_JERK]),
            "max_lateral_accel": float(row[MAX_LATERAL]),
            "max_yaw_rate": float(row[MAX_YAW]),
            "comfort": comfort,
        }
        events = []
        if row[DISCOMFORT_TIME] >= 0.0:
            text = tell("outside_bounds", share=100.0 * (1.0 - comfort))
            events.append(event("discomfort", row[DISCOMFORT_TIME], 1.0 - comfort, 0.0, text, clause="nuPlan comfort"))
        clauses = [
            tightest(
                "discomfort", f"nuPlan {name}", row[FELT + 2 * k + 1], row[FELT + 2 * k], limit, tell("hardest_felt")
            )
            for k, (name, limit) in enumerate(BOUNDS)
            if row[WATCHED] > 0.0
        ]
        return Found(measures, tuple(events), clauses=tuple(clauses))
