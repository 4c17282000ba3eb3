"""Progress: how far and how fast the drive went, whether it stood without a cause, and whether it came to its end.

A drive comes to its end where the scenario says so (its stop trigger; of a situation: the goal). One that ends at
standstill after a minimal-risk manoeuvre did not.
"""

from __future__ import annotations

import numpy as np

from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.notes import Bool, Float64, Int32, Int64
from aureole.core.plan import Ask, Plan
from aureole.core.scene import Scene
from aureole.exam.judges.found import PER_SECOND, Found, event
from aureole.exam.judges.gaps import Gaps
from aureole.exam.sentences.tell import tell
from aureole.kernels import kernel

STANDS = 0.1  # m/s; a car slower than this stands
PATIENCE = 60.0  # s of standing without a cause ahead
CAUSE = 30.0  # m; something so near ahead in the lane is a cause
HELD = 3.0  # s; a car ahead within this time gap explains a speed below the set speed
IN_NEED = int(Ask.MINIMAL_RISK)

DONE, TIME, DISTANCE, STANDING, IDLE, STUCK, FASTEST, EARNED, MET, LEFT = range(10)
COLUMNS = 10


@kernel
def watch_progress(
    stamp: Int64, over: Bool, hit: Int32, speeds: Float64, ask: Int32, set_speed: Float64, gaps: Float64, rows: Float64
) -> None:
    """The moments of every world that is not over yet; `rows` is changed in place, `gaps` are the gap judge's."""
    ticks = len(stamp) // len(rows)
    for w in range(len(rows)):
        row = rows[w]
        for m in range(w * ticks, (w + 1) * ticks):
            if row[DONE] > 0.0:
                break
            row[DONE] = 1.0 if over[m] else 0.0
            time, speed = stamp[m] / PER_SECOND, speeds[m, 0]
            passed = time - row[TIME]
            row[TIME] = time
            if hit[m] >= 0:
                row[MET] = 1.0
                continue
            if over[m] and row[MET] == 0.0 and ask[w] == IN_NEED and abs(speed) < STANDS:
                row[LEFT] = time
            row[DISTANCE] += abs(speed) * passed
            row[FASTEST] = max(row[FASTEST], speed)
            wanted, gap = set_speed[w], gaps[m]
            held = gap < max(HELD * speed, CAUSE)  # NaN, no car ahead: not held
            share = 1.0 if held or speed >= wanted or wanted <= 0.0 else max(speed, 0.0) / wanted
            row[EARNED] += passed * share
            if abs(speed) > STANDS:
                row[IDLE] = 0.0
                continue
            row[STANDING] += passed
            if not gap <= CAUSE and ask[w] != IN_NEED and wanted > 0.0:
                row[IDLE] += passed
                if row[IDLE] > PATIENCE and row[STUCK] < 0.0:
                    row[STUCK] = time


class Progress:
    """Watches the way made good; the judge of gaps watches before it and says what is ahead."""

    def __init__(self, brief: Brief, gaps: Gaps) -> None:
        self.brief = brief
        self.gaps = gaps
        self.rows = np.zeros((len(brief.cases), COLUMNS))
        self.rows[:, [STUCK, LEFT]] = -1.0
        self.set_speed = np.ascontiguousarray(brief.mission.set_speed)

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """One step of all worlds."""
        watch_progress(
            scene.stamp, scene.over, scene.hit, scene.speed, plan.ask, self.set_speed, self.gaps.now, self.rows
        )

    def found(self, world: int) -> Found:
        """Time, way, speeds; `progress` counts full wherever a car ahead holds the ego up."""
        row = self.rows[world]
        time, distance = float(row[TIME]), float(row[DISTANCE])
        mean = distance / time if time > 0.0 else 0.0
        wanted = float(self.set_speed[world])
        measures = {
            "time": time,
            "distance": distance,
            "mean_speed": mean,
            "max_speed": float(row[FASTEST]),
            "set_speed_share": mean / wanted if wanted > 0.0 else float("nan"),
            "standing": float(row[STANDING]),
            "progress": min(1.0, float(row[EARNED]) / time) if time > 0.0 else 1.0,
        }
        events = []
        if row[STUCK] >= 0.0:
            text = tell("nothing_ahead")
            events.append(event("stuck", row[STUCK], row[STANDING], PATIENCE, text))
        if row[LEFT] >= 0.0:
            text = tell("ended_by_risk")
            events.append(event("unfinished", row[LEFT], 1.0, 0.0, text))
        if time >= self.brief.timeout - 0.5 * self.brief.step:
            events.append(event("timeout", time, time, self.brief.timeout, tell("ended_outside")))
        return Found(measures, tuple(events))
