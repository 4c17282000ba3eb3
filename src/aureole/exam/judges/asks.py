"""What the driver asked for and how the car obeyed: takeover, minimal risk, plans that are none, old plans.

How far the car strayed from the plan in force is measured where the plan's own clock stands now: its point and speed
at the plan's age, seen from where the car was when the plan was made. A plan made anew every tenth of a second starts
from where the car is by then, so each forgives what the one before missed; that is why what they miss is also summed,
with its sign, over the last `FADE` seconds: a car that does not brake when told is found by the sum.
"""

from __future__ import annotations

from math import isfinite

import numpy as np

from aureole.conduct.r157 import MRM_AFTER, may_start_risk
from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.notes import Bool, Float32, Float64, Int32, Int64
from aureole.core.plan import Ask, Plan
from aureole.core.scene import Scene
from aureole.exam.judges.found import PER_SECOND, Found, event, tightest
from aureole.exam.sentences.tell import tell
from aureole.kernels import device, kernel
from aureole.kernels.small import cosine_sine

FADE = 2.0  # s; how long a stray is remembered, for the blame of what follows it
WAIT = "UN R157 5.4.4.1"
TAKEOVER, IN_NEED = int(Ask.TAKEOVER), int(Ask.MINIMAL_RISK)

DONE, ANSWERED, X, Y, HEADING = range(5)
ASKED, RISKED, BAD, BAD_WHAT = range(5, 9)
SPEED_ERROR, TRACK_ERROR, RECENT_SPEED, RECENT_TRACK, AGE, MAX_AGE, LAST_TIME = range(9, 16)
SPEED_OFF, TRACK_OFF, SPEED_SUM, TRACK_SUM = range(16, 20)  # of the plan in force, and of those before
COLUMNS = 20


@device
def sound(time: Float32, xy: Float32, heading: Float32, speed: Float32) -> bool:
    """Whether every number of one plan is finite and its times rise."""
    for k in range(len(time)):
        if not (isfinite(time[k]) and isfinite(xy[k, 0]) and isfinite(xy[k, 1])):
            return False
        if not (isfinite(heading[k]) and isfinite(speed[k])) or (k > 0 and time[k] < time[k - 1]):
            return False
    return True


@kernel
def watch_asks(
    stamp: Int64, over: Bool, xyz: Float64, heading: Float64, speed: Float64, hit: Int32,
    made: Int64, time: Float32, xy: Float32, turn: Float32, pace: Float32, brake: Float32, ask: Int32,
    steer: Float64, accel: Float64, rows: Float64,
) -> None:  # fmt: skip
    """The moments of every world that is not over yet; `rows` is changed in place."""
    ticks = len(stamp) // len(rows)
    for w in range(len(rows)):
        row = rows[w]
        for m in range(w * ticks, (w + 1) * ticks):
            if row[DONE] > 0.0:
                break
            row[DONE] = 1.0 if over[m] or hit[m] >= 0 else 0.0
            now = stamp[m] / PER_SECOND
            passed = now - row[LAST_TIME]
            row[LAST_TIME] = now
            if ask[w] == TAKEOVER and row[ASKED] < 0.0:
                row[ASKED] = now
            if ask[w] == IN_NEED and row[RISKED] < 0.0:
                row[RISKED] = now
            keep = max(0.0, 1.0 - passed / FADE)
            row[SPEED_SUM], row[TRACK_SUM] = row[SPEED_SUM] * keep, row[TRACK_SUM] * keep
            fresh = float(made[w]) != row[ANSWERED]
            if fresh:
                row[ANSWERED] = float(made[w])
                row[SPEED_SUM], row[TRACK_SUM] = row[SPEED_SUM] + row[SPEED_OFF], row[TRACK_SUM] + row[TRACK_OFF]
                row[SPEED_OFF], row[TRACK_OFF] = 0.0, 0.0
                row[X], row[Y], row[HEADING] = xyz[m, 0, 0], xyz[m, 0, 1], heading[m, 0]
            whole = not fresh or (isfinite(brake[w]) and sound(time[w], xy[w], turn[w], pace[w]))
            if row[BAD] < 0.0 and not (whole and isfinite(steer[m]) and isfinite(accel[m])):
                row[BAD], row[BAD_WHAT] = now, 1.0 if not whole else 2.0
            age = (stamp[m] - made[w]) / PER_SECOND
            row[AGE], row[MAX_AGE] = age, max(row[MAX_AGE], age)
            if row[BAD] >= 0.0 or age < 0.0:
                continue
            k = 0
            while k + 2 < time.shape[1] and time[w, k + 1] < age:
                k += 1
            span = time[w, k + 1] - time[w, k]
            f = min(max((age - time[w, k]) / span, 0.0), 1.0) if span > 0.0 else 0.0
            wanted = pace[w, k] + f * (pace[w, k + 1] - pace[w, k])
            ahead = xy[w, k, 0] + f * (xy[w, k + 1, 0] - xy[w, k, 0])
            left = xy[w, k, 1] + f * (xy[w, k + 1, 1] - xy[w, k, 1])
            c, s = cosine_sine(row[HEADING])
            dx, dy = xyz[m, 0, 0] - row[X] - (c * ahead - s * left), xyz[m, 0, 1] - row[Y] - (s * ahead + c * left)
            c, s = cosine_sine(heading[m, 0])
            row[SPEED_OFF], row[TRACK_OFF] = speed[m, 0] - wanted, c * dy - s * dx
            speed_error, track_error = abs(row[SPEED_OFF]), abs(row[TRACK_OFF])
            row[SPEED_ERROR], row[TRACK_ERROR] = max(row[SPEED_ERROR], speed_error), max(row[TRACK_ERROR], track_error)
            row[RECENT_SPEED] = max(row[RECENT_SPEED] * keep, speed_error)
            row[RECENT_TRACK] = max(row[RECENT_TRACK] * keep, track_error)


class Asks:
    """Watches the words between driver and car; a passive drive has neither."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.rows = np.zeros((len(brief.cases), COLUMNS))
        self.rows[:, [ANSWERED, ASKED, RISKED, BAD]] = -1.0

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """One step of all worlds."""
        if self.brief.passive:
            return
        watch_asks(
            scene.stamp, scene.over, scene.xyz, scene.heading, scene.speed,
            scene.hit, plan.stamp, plan.time, plan.xy, plan.heading,
            plan.speed, plan.brake, plan.ask, command.steer, command.accel,
            self.rows,
        )  # fmt: skip

    def recent(self, world: int) -> tuple[float, float, float]:
        """Stray in speed (m/s) and to the side (m) just before the end, and the age of the plan then (s)."""
        row = self.rows[world]
        return float(row[RECENT_SPEED]), float(row[RECENT_TRACK]), float(row[AGE])

    def missed(self, world: int) -> tuple[float, float]:
        """What the plans of the last seconds missed together, in speed (m/s) and to the side (m)."""
        row = self.rows[world]
        return abs(float(row[SPEED_SUM] + row[SPEED_OFF])), abs(float(row[TRACK_SUM] + row[TRACK_OFF]))

    def found(self, world: int) -> Found:
        """What was asked, and how the plan was followed."""
        if self.brief.passive:
            return Found()
        row = self.rows[world]
        measures = {
            "speed_error": float(row[SPEED_ERROR]),
            "track_error": float(row[TRACK_ERROR]),
            "plan_age": float(row[MAX_AGE]),
        }
        events, clauses = [], []
        if row[ASKED] >= 0.0:
            events.append(event("takeover", row[ASKED], 1.0, 0.0, tell("asks_human"), clause="UN R157 5.4"))
        if row[RISKED] >= 0.0:
            text = tell("safe_stop")
            events.append(event("minimal_risk", row[RISKED], 1.0, 0.0, text, clause="UN R157 5.5"))
        if row[RISKED] >= row[ASKED] >= 0.0:
            waited, text = row[RISKED] - row[ASKED], tell("waited")
            told = ("minimal_risk", row[RISKED], waited, MRM_AFTER, text)
            clauses.append(tightest("minimal_risk", WAIT, *told[1:]))
            if not may_start_risk(waited, failed=False):
                events.append(event(*told, clause=WAIT))
        if row[BAD] >= 0.0:
            what = "plan" if row[BAD_WHAT] == 1.0 else "command"
            events.append(event("bad_plan", row[BAD], 1.0, 0.0, tell("no_numbers", what=what)))
        return Found(measures, tuple(events), clauses=tuple(clauses))
