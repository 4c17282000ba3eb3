"""Gaps: time to collision and time gap to the car ahead in the own lane, against UN R157's table.

A time gap below the table (5.2.3.3) is only noted when the driver lets it be: it must stay below for longer than
`GRACE` while nothing excuses it, and these excuse it: the gap grows (the car ahead is faster), the car ahead brakes,
or it has been the car ahead for less than `SETTLE` (a cut-in still being resolved; R157 asks for the gap to be
restored at the next opportunity without harsh braking). The clock stands still meanwhile, and starts anew once the
gap is right again.
"""

from __future__ import annotations

import numpy as np

from aureole.conduct.gaps import time_gap, ttc
from aureole.conduct.r157 import GAP_SLOW, TABLE_END, required_gap
from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.notes import Float64
from aureole.core.plan import Plan
from aureole.core.road import Road
from aureole.core.scene import Scene
from aureole.exam.judges.found import PER_SECOND, Found, event, tightest
from aureole.exam.judges.sight import FAR, Sight, lead_of, sight
from aureole.exam.sentences.tell import tell
from aureole.kernels import kernel

GRACE = 5.0  # s; ours: shorter than any persistent neglect, longer than one restoring of a gap at 1 m/s
SETTLE = 5.0  # s; ours: a cut-in is being resolved so long
SLACK = 0.05  # share of the gap that is measured, not driven (sensor noise, age of a track)
AROUND = 0.1  # m/s; a car that keeps 60 km/h is not above it
GROWING = -0.1  # m/s; closing slower than this, the gap grows
BRAKING = -1.0  # m/s^2; the car ahead brakes
TTC_LIMIT = 0.95  # s; nuPlan's closed-loop score
INSIDE = 0.3  # m; a car so far in the lane is in it, as at UN R157 5.2.5.2
SLOW, FAST = "UN R157 5.2.3.3", "ours: time gap above 60 km/h"  # the table ends at 60 km/h

DONE, LEAD, SINCE, BELOW, LAST_TIME = range(5)
GAP, TTC, MIN_GAP, MIN_TTC, MIN_TIME_GAP, SAFE = range(5, 11)
NOTE_TIME, NOTE_GAP, NOTE_LIMIT, TTC_TIME, TTC_LOW, WORST, NOTE_FAST = range(11, 18)
SLOW_TIME, SLOW_GAP, SLOW_LIMIT, FAST_TIME, FAST_GAP, FAST_LIMIT, LOW_TTC, LOW_TIME = range(18, 26)
COLUMNS = 26


@kernel
def watch_gaps(sight: Sight, road: Road, accel: Float64, mass: float, rows: Float64, gaps: Float64) -> None:
    """The moments of every world that is not over yet; `rows` is changed in place; `mass` (kg) is the ego's.

    `gaps` takes the gap of each moment, m; NaN without a car ahead.
    """
    ticks = len(sight.stamp) // len(rows)
    for w in range(len(rows)):
        row = rows[w]
        for m in range(w * ticks, (w + 1) * ticks):
            if row[DONE] > 0.0:
                break
            row[DONE] = 1.0 if sight.over[m] else 0.0
            time = sight.stamp[m] / PER_SECOND
            passed = time - row[LAST_TIME]
            row[LAST_TIME] = time
            lead, gap, closing = lead_of(sight, road, w, m, INSIDE)
            if lead != int(row[LEAD]):
                row[LEAD], row[SINCE], row[BELOW], row[WORST] = lead, time, 0.0, FAR
            if sight.hit[m] >= 0:
                lead = -1
            if lead < 0:
                row[GAP], row[TTC], row[SAFE], gaps[m] = np.nan, np.nan, np.nan, np.nan
                continue
            speed = sight.speed[m, 0]
            safe = required_gap(max(speed, 0.0), mass)
            left = min(ttc(gap, closing), FAR)
            row[GAP], row[TTC], row[SAFE], gaps[m] = gap, left if left < FAR else np.nan, safe, gap
            row[MIN_GAP], row[MIN_TTC] = min(row[MIN_GAP], gap), min(row[MIN_TTC], left)
            if speed > GAP_SLOW:
                row[MIN_TIME_GAP] = min(row[MIN_TIME_GAP], time_gap(gap, speed))
            settled = time - row[SINCE] > SETTLE or row[SINCE] == 0.0
            if settled and left < row[LOW_TTC]:
                row[LOW_TTC], row[LOW_TIME] = left, time
            if left < TTC_LIMIT and settled and row[TTC_TIME] < 0.0:
                row[TTC_TIME] = time
            if left < TTC_LIMIT and settled:
                row[TTC_LOW] = min(row[TTC_LOW], left)
            applies = settled and closing > GROWING and accel[m, lead] > BRAKING
            if applies and speed > GAP_SLOW:
                part = SLOW_TIME if speed <= TABLE_END + AROUND else FAST_TIME
                if (gap - safe) / speed < row[part + 1] - row[part + 2]:
                    row[part], row[part + 1], row[part + 2] = time, time_gap(gap, speed), safe / speed
            if gap >= safe * (1.0 - SLACK) or speed <= GAP_SLOW:
                row[BELOW], row[WORST] = 0.0, FAR
            elif applies:
                row[BELOW] += passed
                row[WORST] = min(row[WORST], time_gap(gap, speed))
                if row[BELOW] > GRACE and row[WORST] < row[NOTE_GAP]:
                    row[NOTE_TIME] = time if row[NOTE_TIME] < 0.0 else row[NOTE_TIME]
                    row[NOTE_GAP], row[NOTE_LIMIT], row[NOTE_FAST] = (
                        row[WORST],
                        safe / speed,
                        speed - TABLE_END - AROUND,
                    )


class Gaps:
    """Watches the car ahead."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.rows = np.zeros((len(brief.cases), COLUMNS))
        self.now: Float64 = np.zeros(0)
        """The gap of each moment that was watched last, m."""
        self.mass = float(brief.mission.car.body.mass)
        self.rows[:, [LEAD, NOTE_TIME, TTC_TIME]] = -1.0
        far = [MIN_GAP, MIN_TTC, MIN_TIME_GAP, NOTE_GAP, TTC_LOW, WORST, SLOW_GAP, FAST_GAP, LOW_TTC]
        self.rows[:, far] = FAR
        self.rows[:, [GAP, TTC, SAFE]] = np.nan

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """One step of all worlds."""
        if len(self.now) != len(scene.stamp):
            self.now = np.full(len(scene.stamp), np.nan)
        watch_gaps(sight(scene), self.brief.road, scene.accel, self.mass, self.rows, self.now)

    def signals(self) -> dict[str, Float64]:
        """`gap` (m), `ttc` (s), `safe_gap` (m, the table's); NaN without a car ahead."""
        return {name: self.rows[:, column].copy() for name, column in (("gap", GAP), ("ttc", TTC), ("safe_gap", SAFE))}

    def found(self, world: int) -> Found:
        """The smallest gaps; infinite where there never was a car ahead."""
        row = self.rows[world]
        names = (("min_ttc", MIN_TTC), ("min_gap", MIN_GAP), ("min_time_gap", MIN_TIME_GAP))
        measures = {name: float(row[column]) if row[column] < FAR else float("inf") for name, column in names}
        events = []
        if row[NOTE_TIME] >= 0.0:
            text = tell("below_table", grace=GRACE)
            clause = FAST if row[NOTE_FAST] > 0.0 else SLOW
            noted = event("time_gap", row[NOTE_TIME], row[NOTE_GAP], row[NOTE_LIMIT], text, clause=clause)
            events.append(noted)
        if row[TTC_TIME] >= 0.0:
            events.append(event("ttc", row[TTC_TIME], row[TTC_LOW], TTC_LIMIT, tell("to_lead"), clause="nuPlan TTC"))
        clauses = []
        for part, clause in ((SLOW_TIME, SLOW), (FAST_TIME, FAST)):
            if row[part + 1] < FAR:
                time, value, limit = row[part : part + 3]
                text = tell("to_lead" if value >= limit else "to_lead_short")
                text = events[0].text if events and events[0].clause == clause else text
                clauses.append(tightest("time_gap", clause, time, value, limit, text))
        if row[LOW_TTC] < FAR:
            clauses.append(tightest("ttc", "nuPlan TTC", row[LOW_TIME], row[LOW_TTC], TTC_LIMIT, tell("to_lead")))
        return Found(measures, tuple(events), clauses=tuple(clauses))
