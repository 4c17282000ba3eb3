"""The first half of a decision: what is around the car, what the others may do, what may be driven on."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Float64
from aureole.drivers.expert.around.detour import led_aside, lone
from aureole.drivers.expert.around.futures import foresee, sort
from aureole.drivers.expert.around.line import beside, lay
from aureole.drivers.expert.around.right_of_way import obey
from aureole.drivers.expert.around.sirens import heard
from aureole.drivers.expert.around.surroundings import gather, recall
from aureole.drivers.expert.around.works import build
from aureole.drivers.expert.look import Look
from aureole.drivers.expert.memory import M_ACCEL, M_BEND, M_D, M_OFFSET, M_SLOPE, M_VALID, Memory
from aureole.drivers.expert.sheet import (
    BASE,
    G_ACCEL,
    G_AGAINST,
    G_AGAINST_LIMIT,
    G_BEND,
    G_BOX,
    G_BRAKE,
    G_CRUISE,
    G_D,
    G_D0,
    G_FRONT,
    G_HALF,
    G_HOME,
    G_LATERAL,
    G_LENGTH,
    G_LIMIT,
    G_NOW,
    G_REAR,
    G_SIREN,
    G_SLOPE,
    G_SPEED,
    G_STEP,
    G_TOWARDS,
    G_TURN,
    G_WHEELBASE,
    LANES,
    T_CAP,
    T_S,
    Sheet,
)  # fmt: skip
from aureole.drivers.expert.ways.cells import ground, reachable, standing
from aureole.drivers.rules.change import LaneTable
from aureole.drivers.rules.way import aside
from aureole.kernels import device, kernel

STRAY = 0.6  # m; farther from where it planned to be, it plans anew from where it is
CREEPS, BESIDE, ASKEW, STILL = 3.0, 0.15, 0.08, 0.2  # m/s, m, -, m/s; who creeps, so little; who stands begins there
SLOWEST, FASTEST = 5.0, 14.0  # m/s; who comes from where it cannot be seen


class Own(NamedTuple):
    """The car, in plain numbers."""

    front: float  # m; front bumper ahead of the reference point
    rear: float  # m; rear bumper, below zero
    half_width: float  # m
    wheelbase: float  # m
    lateral: float  # m/s^2; comfortable in bends
    brake: float  # m/s^2; the hardest
    period: float  # s; between two looks


@kernel
def perceive(w: int, own: Own, look: Look, lanes: LaneTable, memory: Memory, sheet: Sheet) -> bool:
    """Fill the sheet of world w and carry its memory on, both in place; False where there is no lane to drive in."""
    facts, now, speed = sheet.facts, look.now[w], look.speed[w]
    step = now - memory.clock[w] if memory.clock[w] >= 0.0 else 0.0
    memory.clock[w] = now
    recall(look, w, memory, step)
    facts[:] = 0.0
    facts[G_FRONT], facts[G_REAR], facts[G_HALF] = own.front, own.rear, own.half_width
    facts[G_BOX], facts[G_WHEELBASE] = 0.5 * (own.front + own.rear), own.wheelbase
    facts[G_LATERAL], facts[G_BRAKE], facts[G_NOW] = own.lateral, own.brake, now
    v = max(speed, 0.0)
    facts[G_SPEED], facts[G_LENGTH] = v, min(max(0.17 * v + 1.2, 1.6), 4.0)
    if not math.isfinite(speed) or not lay(lanes, w, sheet) or not math.isfinite(facts[G_D]):
        return False
    home = int(facts[G_HOME])
    facts[G_LIMIT] = lanes.limit[w, home] if lanes.limit[w, home] > 0.0 else math.inf
    against(lanes, w, facts)
    facts[G_TOWARDS] = aside(lanes, w, sheet.lines[BASE], sheet.counts[BASE]) if home == 0 else 0
    led_aside(look, w, lanes.half_width[w, home, 0], memory, sheet)
    start(facts, memory.plan[w], step, own.period, v, look.accel[w])
    beside(lanes, w, sheet, sheet.room)
    lone(sheet)
    gather(look, w, memory, sheet)
    facts[G_SIREN] = heard(sheet)
    obey(look, w, memory, sheet)
    facts[G_CRUISE] = max(min(look.set_speed[w] * memory.pace[w], facts[G_LIMIT]), 0.5)
    sort(sheet, waits_at(sheet))
    build(look, w, sheet)
    foresee(sheet)
    ground(lanes, w, sheet)
    standing(sheet)
    reachable(sheet)
    return True


@device
def against(lanes: LaneTable, w: int, facts: Float64) -> None:
    """Find the nearest lane to the left in which others come towards us."""
    facts[G_AGAINST], place = -1.0, np.int64(facts[G_HOME])
    for _ in range(LANES):
        place = np.int64(lanes.left[w, place])
        if place < 0 or not lanes.present[w, place]:
            return
        if not lanes.forward[w, place]:
            facts[G_AGAINST] = place
            facts[G_AGAINST_LIMIT] = min(max(lanes.limit[w, place], SLOWEST), FASTEST)
            return


@device
def start(facts: Float64, plan: Float64, step: float, period: float, v: float, accel: float) -> None:
    """Where the path begins: where the last plan wants the car now, unless it strayed from there."""
    jumped = facts[G_D] - plan[M_OFFSET]
    d = plan[M_D] + (jumped if abs(jumped) > 1.0 else 0.0)
    valid = plan[M_VALID] > 0.0 and 0.0 < step < 2.0 * period + 1e-6 and abs(d - facts[G_D]) < STRAY
    facts[G_STEP] = jumped if valid and abs(jumped) > 1.0 else 0.0
    slope = math.tan(min(max(-facts[G_TURN], -0.6), 0.6))
    creeps = v < CREEPS and (abs(d - facts[G_D]) > BESIDE or abs(slope - plan[M_SLOPE]) > ASKEW)
    facts[G_ACCEL] = plan[M_ACCEL] if valid else (accel if math.isfinite(accel) else 0.0)
    if valid and not creeps and v > STILL:
        facts[G_D0], facts[G_SLOPE], facts[G_BEND] = d, plan[M_SLOPE], plan[M_BEND]
    else:
        facts[G_D0], facts[G_SLOPE], facts[G_BEND] = facts[G_D], slope, 0.0


@device
def waits_at(sheet: Sheet) -> bool:
    """Whether a line to stop at lies near ahead: who stands before it waits there too."""
    found = False
    for n in range(sheet.totals[3]):
        found = found or (sheet.stops[n, T_CAP] == 0.0 and sheet.stops[n, T_S] < 60.0)
    return found
