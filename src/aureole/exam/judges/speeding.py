"""Speeding: the ego's speed against the limit of the road it is on and the limit that signs told it on its way.

Both are what its driver is told: the road's with its lanes, those of signs when it comes by them.
"""

from __future__ import annotations

import numpy as np

from aureole.conduct.limits import in_hand, is_speeding
from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.notes import Bool, Float64, Int32, Int64
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.exam.judges.found import PER_SECOND, Found, event, tightest
from aureole.exam.judges.sight import FAR
from aureole.exam.judges.signals.heed import Heed
from aureole.exam.sentences.tell import tell
from aureole.kernels import kernel

DONE, HAND, TIME, SPEED, LIMIT, OVER_TIME, OVER_SPEED, OVER_LIMIT, SIGN, OVER_SIGN = range(10)
COLUMNS = 10
CLAUSE = "UN R157 5.1.2"
WHOSE = {False: tell("limit_of_road"), True: tell("limit_of_sign")}


@kernel
def watch_speeding(
    stamp: Int64, over: Bool, hit: Int32, road: Int32, speed: Float64, limits: Float64, told: Float64, rows: Float64
) -> None:
    """The moments of every world that is not over yet; `rows` is changed in place.

    `limits` are those of the roads, `told` what signs told of each moment (nothing where there is no sign).
    """
    ticks = len(stamp) // len(rows)
    for w in range(len(rows)):
        row = rows[w]
        for m in range(w * ticks, (w + 1) * ticks):
            if row[DONE] > 0.0:
                break
            row[DONE] = 1.0 if over[m] or hit[m] >= 0 else 0.0
            if hit[m] >= 0 or road[m, 0] < 0:
                continue
            time, limit = stamp[m] / PER_SECOND, limits[road[m, 0]]
            signed = m < len(told) and told[m] < limit
            limit = told[m] if signed else limit
            hand = in_hand(speed[m, 0], limit)
            if hand < row[HAND]:
                row[SIGN] = 1.0 if signed else 0.0
                row[HAND], row[TIME], row[SPEED], row[LIMIT] = hand, time, abs(speed[m, 0]), limit
            if is_speeding(speed[m, 0], limit):
                row[OVER_TIME] = time if row[OVER_TIME] < 0.0 else row[OVER_TIME]
                if abs(speed[m, 0]) - limit > row[OVER_SPEED] - row[OVER_LIMIT]:
                    row[OVER_SPEED], row[OVER_LIMIT] = abs(speed[m, 0]), limit
                    row[OVER_SIGN] = 1.0 if signed else 0.0


class Speeding:
    """Watches the speed where there is a limit; the judge of signals watches before it and says what signs told."""

    def __init__(self, brief: Brief, heed: Heed) -> None:
        self.heed = heed
        self.limits = np.ascontiguousarray(brief.road.road_limit)
        self.rows = np.zeros((len(brief.cases), COLUMNS))
        self.rows[:, HAND] = FAR
        self.rows[:, OVER_TIME] = -1.0

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """One step of all worlds."""
        told = self.heed.limits
        watch_speeding(scene.stamp, scene.over, scene.hit, scene.road, scene.speed, self.limits, told, self.rows)

    def found(self, world: int) -> Found:
        """The tightest moment, and speeding beyond the tolerance."""
        row = self.rows[world]
        if row[HAND] >= FAR:
            return Found()
        events = []
        if row[OVER_TIME] >= 0.0:
            text = WHOSE[row[OVER_SIGN] > 0.0]
            events.append(event("speeding", row[OVER_TIME], row[OVER_SPEED], row[OVER_LIMIT], text, clause=CLAUSE))
        clause = tightest("speeding", CLAUSE, row[TIME], row[SPEED], row[LIMIT], WHOSE[row[SIGN] > 0.0])
        return Found({}, tuple(events), clauses=(clause,))
