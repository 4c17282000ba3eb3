"""Hard braking: emergency manoeuvres and whether they were needed, and how gently a minimal-risk manoeuvre brakes.

UN R157 calls a braking demand above 5 m/s^2 an emergency manoeuvre (5.3.1.1), to be made where a collision is imminent,
that is, not to be avoided by braking with less (2.6). One without that need is noted. Judged is the braking that is
felt: it follows the demand within a tenth of a second or two. Needed is what the judge of collisions finds, of the
moment and of the `HELD` seconds before, up to the car's full braking.
"""

from __future__ import annotations

import numpy as np

from aureole.conduct.r157 import EMERGENCY, MRM_BRAKE, is_emergency, is_imminent, risk_brakes_gently
from aureole.core.brief import Brief
from aureole.core.command import Command
from aureole.core.notes import Bool, Float64, Int32, Int64
from aureole.core.plan import Ask, Plan
from aureole.core.scene import Scene
from aureole.exam.judges.collisions.collision import Collision
from aureole.exam.judges.found import PER_SECOND, Found, event, tightest
from aureole.exam.judges.sight import FAR
from aureole.exam.sentences.tell import tell
from aureole.kernels import kernel

HELD = 1.0  # s; ours: braking answers what was so a moment ago
LASTS = 0.5  # s; low-pass of a minimal-risk manoeuvre's braking: more for very short is allowed (5.5.1)
IN_NEED = int(Ask.MINIMAL_RISK)

DONE, LAST_TIME, HARD_TIME, HARDEST, HARDEST_TIME = range(5)
NEED, NEED_TIME, WITHIN, BEST, SINCE, LEAST, LEAST_TIME = range(5, 12)
LASTING, RISKED, RISK_BRAKE, RISK_TIME = range(12, 16)
COLUMNS = 16


@kernel
def watch_emergency(
    stamp: Int64, over: Bool, hit: Int32, accel: Float64, ask: Int32, needed: Float64, rows: Float64
) -> None:
    """The moments of every world that is not over yet; `rows` is changed in place."""
    ticks = len(stamp) // len(rows)
    for w in range(len(rows)):
        row = rows[w]
        for m in range(w * ticks, (w + 1) * ticks):
            if row[DONE] > 0.0:
                break
            row[DONE] = 1.0 if over[m] or hit[m] >= 0 else 0.0
            time = stamp[m] / PER_SECOND
            passed = time - row[LAST_TIME]
            row[LAST_TIME] = time
            if hit[m] < 0:
                brake = -accel[m, 0]
                if brake > row[HARDEST]:
                    row[HARDEST], row[HARDEST_TIME] = brake, time
                if needed[m] >= row[NEED] or time - row[NEED_TIME] > HELD:
                    row[NEED], row[NEED_TIME] = needed[m], time
                hard = is_emergency(brake)
                if hard:
                    if row[WITHIN] == 0.0:
                        row[WITHIN], row[SINCE], row[BEST] = 1.0, time, 0.0
                        row[HARD_TIME] = time if row[HARD_TIME] < 0.0 else row[HARD_TIME]
                    row[BEST] = max(row[BEST], row[NEED])
                share = passed / (LASTS + passed) if passed > 0.0 else 0.0
                row[LASTING] += share * (brake - row[LASTING])
                if ask[w] == IN_NEED and not is_imminent(row[NEED]):
                    row[RISKED] = 1.0
                    if row[LASTING] > row[RISK_BRAKE]:
                        row[RISK_BRAKE], row[RISK_TIME] = row[LASTING], time
            else:
                hard, row[WITHIN] = False, 0.0  # the collision came: it was imminent
            if row[WITHIN] > 0.0 and (not hard or row[DONE] > 0.0):
                row[WITHIN] = 0.0
                if row[BEST] < row[LEAST]:
                    row[LEAST], row[LEAST_TIME] = row[BEST], row[SINCE]


class Emergency:
    """Watches the braking; the judge of collisions watches before it and says what was needed."""

    def __init__(self, brief: Brief, collision: Collision) -> None:
        self.collision = collision
        self.full = max(float(brief.mission.car.limits.brake), EMERGENCY)
        self.rows = np.zeros((len(brief.cases), COLUMNS))
        self.rows[:, [HARD_TIME, NEED_TIME]] = -1.0
        self.rows[:, LEAST] = FAR

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """One step of all worlds."""
        needed = self.collision.needed
        watch_emergency(scene.stamp, scene.over, scene.hit, scene.accel, plan.ask, needed, self.rows)

    def found(self, world: int) -> Found:
        """The hardest braking, emergency manoeuvres without need, and a minimal-risk manoeuvre that brakes too hard."""
        row = self.rows[world]
        text = tell("manoeuvre" if row[HARD_TIME] >= 0.0 else "hardest_braking")
        clauses = [tightest("deceleration", "UN R157 5.3", row[HARDEST_TIME], row[HARDEST], EMERGENCY, text)]
        events = []
        if row[HARD_TIME] >= 0.0:
            events.append(event("deceleration", row[HARD_TIME], row[HARDEST], EMERGENCY, text, clause="UN R157 5.3"))
        if row[LEAST] < FAR:
            need, time = min(float(row[LEAST]), self.full), row[LEAST_TIME]
            text = tell("enough", need=need)
            if is_imminent(need):
                text = tell("all_needed")
            else:
                events.append(event("deceleration", time, need, EMERGENCY, text, clause="UN R157 5.3.1"))
            clauses.append(tightest("deceleration", "UN R157 5.3.1", time, need, EMERGENCY, text))
        if row[RISKED] > 0.0:
            brake, time, text = row[RISK_BRAKE], row[RISK_TIME], tell("risk_braking")
            clauses.append(tightest("minimal_risk", "UN R157 5.5.1", time, brake, MRM_BRAKE, text))
            if not risk_brakes_gently(brake):
                events.append(event("minimal_risk", time, brake, MRM_BRAKE, text, clause="UN R157 5.5.1"))
        return Found({}, tuple(events), clauses=tuple(clauses))
