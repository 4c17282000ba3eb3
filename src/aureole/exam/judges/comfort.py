"""Comfort: accelerations, jerk and turning of the ego, against nuPlan's bounds and R157's 5 m/s².

Jerk and yaw acceleration are differences of accelerations and yaw rates that went through a first-order low-pass of
`SMOOTH` seconds (what a person feels; the bare difference of two steps is mostly the step). The first `SMOOTH` · 3
of a drive are not judged for jerk: the filter starts where the car starts.
"""

from __future__ import annotations

from math import hypot

import numpy as np

from aureole.conduct.comfort import comfortable_accel, comfortable_jerk, comfortable_turn
from aureole.conduct.r157 import EMERGENCY, is_emergency
from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.notes import Bool, Float64, Int32, Int64
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.exam.judges.found import PER_SECOND, Found, event
from aureole.kernels import kernel

SMOOTH = 0.3  # s; time constant of the low-pass

DONE, STARTED, LAST_TIME, ALONG, ACROSS, TURN = range(6)
MAX_ACCEL, MAX_BRAKE, MAX_JERK, MAX_LATERAL, MAX_YAW = range(6, 11)
HARD_TIME, DISCOMFORT_TIME, EASY, WATCHED, JERK_FORWARD = range(11, 16)
COLUMNS = 16


@kernel
def watch_comfort(
    stamp: Int64, over: Bool, hit: Int32, speed: Float64, accel: Float64, yaw_rate: Float64, rows: Float64
) -> None:
    """One step of every world that is not over yet; `rows` is changed in place; after a collision nothing is felt."""
    for w in range(len(rows)):
        row = rows[w]
        if row[DONE] > 0.0:
            continue
        row[DONE] = 1.0 if over[w] or hit[w] >= 0 else 0.0
        time = stamp[w] / PER_SECOND
        along, turn = accel[w, 0], yaw_rate[w, 0]
        across = speed[w, 0] * turn
        if hit[w] >= 0:
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
        row[MAX_JERK], row[JERK_FORWARD] = max(row[MAX_JERK], jerk), max(row[JERK_FORWARD], abs(jerk_along))
        row[MAX_LATERAL], row[MAX_YAW] = max(row[MAX_LATERAL], abs(across)), max(row[MAX_YAW], abs(turn))
        if is_emergency(-along) and row[HARD_TIME] < 0.0:
            row[HARD_TIME] = time
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
        self.rows[:, [HARD_TIME, DISCOMFORT_TIME]] = -1.0

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
        if row[HARD_TIME] >= 0.0:
            text = "an emergency manoeuvre"
            events.append(event("deceleration", row[HARD_TIME], row[MAX_BRAKE], EMERGENCY, text, clause="UN R157 5.3"))
        if row[DISCOMFORT_TIME] >= 0.0:
            text = f"outside the bounds for {100.0 * (1.0 - comfort):.1f} % of the time"
            events.append(event("discomfort", row[DISCOMFORT_TIME], 1.0 - comfort, 0.0, text, clause="nuPlan comfort"))
        return Found(measures, tuple(events))
