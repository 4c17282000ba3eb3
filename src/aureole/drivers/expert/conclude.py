"""The last part of a decision: the points of the plan, its reasons, what to ask, what to remember."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.concepts import Concept
from aureole.core.notes import Float64
from aureole.core.plan import Ask
from aureole.drivers.expert.memory import (
    C_ASKED,
    C_BLOCKED,
    M_ACCEL,
    M_BEND,
    M_D,
    M_OFFSET,
    M_SLOPE,
    M_VALID,
    Memory,
)  # fmt: skip
from aureole.drivers.expert.plan import because, draw
from aureole.drivers.expert.sheet import (
    COST,
    DEPTH,
    G_BEND,
    G_D,
    G_D0,
    G_HALF,
    G_LENGTH,
    G_NOW,
    G_SLOPE,
    G_SPEED,
    P_D,
    P_S,
    PATH,
    STATIONS,
    STEP,
    WOVEN,
    Sheet,
)  # fmt: skip
from aureole.drivers.expert.ways.blocks import fill
from aureole.drivers.expert.ways.pace import LASTS
from aureole.drivers.rules.memory import Whole
from aureole.drivers.rules.order import Intent
from aureole.drivers.rules.sketch import RISK_BRAKE, Made, reason
from aureole.kernels import device, kernel

SILENT = 0.5  # s; older sight is no sight
STILL = 0.15  # m/s
SLOW, LITTLE, HELD = 0.4, 0.5, 4  # m/s, m; so slow, and so little way in the first four accelerations, is standing
PATIENCE, DEMAND = 25.0, 10.0  # s; stands blocked so long before it asks; from asking to the minimal-risk manoeuvre
HARD, CALM = -3.5, 2.0  # m/s^2; braking that is an emergency; for a stop on an order
EMERGENCY, CANNOT, LEFT, RIGHT, SENSOR, OVERTAKE, ENDS, STANDING, ORDERED, STOPS, NO_ORDER = (
    int(Concept.EMERGENCY), int(Concept.CANNOT_GO_ON), int(Concept.CHANGE_LEFT), int(Concept.CHANGE_RIGHT),
    int(Concept.SENSOR_SILENT), int(Concept.OVERTAKE), int(Concept.ROAD_ENDS), int(Concept.STANDING),
    int(Concept.ORDER), int(Concept.STOP_ASKED), int(Concept.NOT_UNDERSTOOD),
)  # fmt: skip
TAKEOVER, RISK = int(Ask.TAKEOVER), int(Ask.MINIMAL_RISK)
GO_LEFT, GO_RIGHT, PULL_OVER, STOP, UNKNOWN = (
    int(Intent.LEFT), int(Intent.RIGHT), int(Intent.PULL_OVER), int(Intent.STOP), int(Intent.UNKNOWN),
)  # fmt: skip


@kernel
def conclude(w: int, best: int, side: int, age: float, period: float, memory: Memory, sheet: Sheet, made: Made) -> None:
    """Fill the plan of world w with variant `best`, on whose blocks the sheet stands, in place.

    `side` is that of a lane change under way, which the indicator shows; zero otherwise.
    """
    facts, choice, order, v = sheet.facts, memory.choice[w], memory.order[w], sheet.facts[G_SPEED]
    for k in range(made.why.shape[1]):
        made.why[w, k, 0], made.why[w, k, 1] = 0, -1
    fill(sheet, best, True)
    concept, who = because(sheet, best)
    ask = asks(age, v, concept, choice, facts[G_NOW])
    if order == STOP or ask == RISK:
        halt = -RISK_BRAKE if ask == RISK else -CALM
        for depth in range(sheet.pace.shape[1]):
            sheet.pace[best, depth] = min(sheet.pace[best, depth], halt)
        concept = ORDERED if ask != RISK else concept
    stand(sheet, best, v)
    hardest = draw(sheet, w, best, made)
    carry(sheet, best, memory.plan[w], period, v)
    if hardest < HARD:
        reason(made.why, w, np.int64(EMERGENCY), np.int64(who))
    reason(made.why, w, np.int64(concept), np.int64(who))
    over = side if side != 0 else crosses(sheet, best)
    if over != 0:
        reason(made.why, w, np.int64(LEFT if over > 0 else RIGHT), np.int64(-1))
    if sheet.score[best, WOVEN] > 0.0:
        reason(made.why, w, np.int64(OVERTAKE), np.int64(-1))
    if order == STOP or order == GO_LEFT or order == GO_RIGHT or order == PULL_OVER:
        reason(made.why, w, np.int64(ORDERED), np.int64(-1))
    if order == STOP or order == PULL_OVER:
        reason(made.why, w, np.int64(STOPS), np.int64(-1))
    if order == UNKNOWN:
        reason(made.why, w, np.int64(NO_ORDER), np.int64(-1))
    if ask != 0:
        reason(made.why, w, np.int64(CANNOT), np.int64(who))
    made.brake[w], made.ask[w] = max(2.5, -1.15 * hardest), ask
    made.sure[w] = 0.3 if ask != 0 else 1.0 / (1.0 + 0.1 * max(sheet.score[best, COST], 0.0))


@device
def stand(sheet: Sheet, best: int, v: float) -> None:
    """Who goes no further than a step within the plan stands still, and does not creep."""
    s, speed, t = 0.0, v, 0.0
    for depth in range(HELD):
        for _ in range(LASTS[depth]):
            speed = max(speed + sheet.pace[best, depth] * STEP, 0.0)
            s, t = s + speed * STEP, t + STEP
    if v < SLOW and s < LITTLE:
        for depth in range(DEPTH):
            sheet.pace[best, depth] = -1.0


@kernel
def blind(w: int, v: float, now: float, memory: Memory, made: Made) -> None:
    """Without a lane in sight, or a speed: straight on, braking, asking for help."""
    way = 0.0
    for k in range(made.time.shape[1]):
        made.time[w, k], made.speed[w, k], made.heading[w, k] = 0.1 * k, v, 0.0
        made.xy[w, k, 0], made.xy[w, k, 1] = way, 0.0
        after = max(v - RISK_BRAKE * 0.1, 0.0)
        way += 0.05 * (v + after)
        v = after
    memory.plan[w, M_VALID] = 0.0
    choice = memory.choice[w]
    choice[C_ASKED] = min(choice[C_ASKED], now)
    for k in range(made.why.shape[1]):
        made.why[w, k, 0], made.why[w, k, 1] = 0, -1
    reason(made.why, w, np.int64(SENSOR), np.int64(-1))
    made.brake[w], made.sure[w] = RISK_BRAKE * 1.1, 0.0
    made.ask[w] = RISK if now - choice[C_ASKED] > DEMAND else TAKEOVER


@device
def asks(age: float, v: float, concept: Whole, choice: Float64, now: float) -> int:
    """What to ask of the human: nothing, to take over, or in the end to let the car stop where it is."""
    held = v < STILL and (concept == STANDING or concept == ENDS or concept == CANNOT)
    choice[C_BLOCKED] = min(choice[C_BLOCKED], now) if held else math.inf
    silent = not age <= SILENT
    if not (silent or now - choice[C_BLOCKED] > PATIENCE):
        choice[C_ASKED] = math.inf
        return 0
    choice[C_ASKED] = min(choice[C_ASKED], now)
    return RISK if now - choice[C_ASKED] > DEMAND else TAKEOVER


@device
def carry(sheet: Sheet, best: int, plan: Float64, period: float, v: float) -> None:
    """Remember where this plan wants the car at the next look."""
    facts, path = sheet.facts, sheet.path[best]
    way = v * period + 0.5 * sheet.pace[best, 0] * period * period
    i = min(max(int(way / max(path[P_S, PATH - 1], 1e-6) * (PATH - 1)), 0), PATH - 3)
    step = (STATIONS - 1) * facts[G_LENGTH] / (PATH - 1)
    u = way / step - i
    a, b, c = path[P_D, i], path[P_D, i + 1], path[P_D, i + 2]
    bend = (a - 2.0 * b + c) / (step * step)
    slope = (b - a) / step + bend * (u - 0.5) * step
    plan[M_VALID], plan[M_D] = 1.0, a + u * (b - a) + 0.5 * bend * u * (u - 1.0) * step * step
    plan[M_SLOPE], plan[M_BEND], plan[M_OFFSET], plan[M_ACCEL] = slope, bend, facts[G_D], sheet.pace[best, 0]
    if way < 1e-3:
        plan[M_D], plan[M_SLOPE], plan[M_BEND] = facts[G_D0], facts[G_SLOPE], facts[G_BEND]


@device
def crosses(sheet: Sheet, best: int) -> int:
    """Side to which the path soon crosses a line between lanes: 1 left, -1 right, 0 none."""
    facts, path = sheet.facts, sheet.path[best]
    way = facts[G_SPEED] * 2.5 + 6.0
    p = min(int(way / max(path[P_S, PATH - 1], 1e-6) * (PATH - 1)), PATH - 1)
    now, then, half = facts[G_D], path[P_D, p], facts[G_HALF]
    if abs(then - now) < 0.25:
        return 0
    way_to = 1.0 if then > now else -1.0
    for k in range(sheet.lane_d.shape[0]):
        if sheet.lane_half[k, 0] < 0.3:
            continue
        for n in range(2):
            line = sheet.lane_d[k, 0] + (sheet.lane_half[k, 0] if n == 0 else -sheet.lane_half[k, 0])
            for edge in range(2):
                from_, to = now + (half if edge == 0 else -half), then + (half if edge == 0 else -half)
                if (from_ - line) * way_to < 0.02 and (to - line) * way_to > -0.05:
                    return 1 if way_to > 0.0 else -1
    return 0
