"""Which variants are tried, and which is taken: the cheapest, unless the one under way is about as cheap."""

from __future__ import annotations

import math

import numpy as np

from aureole.core.kinds import LaneKind
from aureole.core.notes import Float64
from aureole.drivers.expert.memory import C_SIDE, C_SINCE, C_VARIANT, Memory
from aureole.drivers.expert.sheet import (
    CLOSED,
    COST,
    G_AGAINST,
    G_ENOUGH,
    G_HALF,
    G_HOME,
    G_NOW,
    G_SPEED,
    G_STEP,
    G_STUCK,
    TRIED,
    VARIANTS,
    Sheet,
)
from aureole.drivers.expert.urges import CREEPS, LEADS, called, intruded, pressing, side_wanted, sight_needed
from aureole.drivers.expert.ways.variants import (
    ASIDE_LEFT,
    ASIDE_MORE,
    ASIDE_RIGHT,
    CHANGES,
    KEEP,
    SETTLES,
    TO_LEFT,
    TO_RIGHT,
    WEAVE,
    WEAVE_LEFT,
    WEAVE_RIGHT,
    attempt,
)  # fmt: skip
from aureole.drivers.rules.change import LED, PLAIN, LaneTable
from aureole.drivers.rules.change import PULL_OVER as ASIDE_TO_STOP
from aureole.drivers.rules.order import Intent
from aureole.drivers.rules.way import LOOK

SIGNALS = 0.9  # s; the indicator burns before the car moves sideways
NEAR = 90.0  # m; what stands so near is reckoned with
TROUBLE = 2.5  # -; a lane that costs more than this to keep is worth trying other ways
STAYS, GOES = 0.5, 2.5  # -; for the way taken last, for a change under way
CHANGE = 0.6  # -; what a change of lane costs
WORTH, LATER = 4.0, 8.0  # -, s; where changing at once costs more, it may also fall back to a gap first
SHORTEST = 2.4  # s; what is left of a lane change
CLOSE_BY, SLOWLY, WAITED = 40.0, 4.0, 5.0  # m, m/s, -; who has come to what stands wants to be past it
MOVES, ASIDE, CLEARS = 1.6, 0.4, 2.0  # s, -, -; to move aside within the lane, what that costs, and gains
EDGE = 0.15  # m; so near to the border of its lane it goes
NO_WAY = 30.0  # -; for a way through what stands that is none
DRIVING, STOP_LANE, SHOULDER = int(LaneKind.DRIVING), int(LaneKind.STOP), int(LaneKind.SHOULDER)
EXIT, OFF_RAMP = int(LaneKind.EXIT), int(LaneKind.OFF_RAMP)
SIDES = {TO_LEFT: 1, WEAVE_LEFT: 1, TO_RIGHT: -1, WEAVE_RIGHT: -1}


def choose(lanes: LaneTable, w: int, memory: Memory, sheet: Sheet) -> tuple[int, int]:
    """The variant to take in world w and the side of the lane change it is part of (0 none); notes it in the memory."""
    choice, score, facts, now = memory.choice[w], sheet.score, sheet.facts, float(sheet.facts[G_NOW])
    score[:, TRIED], score[:, COST] = 0.0, math.inf
    order, home, v = crossed(memory, w, sheet), int(facts[G_HOME]), float(facts[G_SPEED])
    attempt(sheet, KEEP, home, 0.0, SETTLES, False)
    stuck = float(facts[G_STUCK])
    stands, facts[G_ENOUGH] = stuck < NEAR, sight_needed(choice, now, stuck, v)
    if stands:
        round_it(lanes, w, home, sheet)
    trouble, siren, towards = score[KEEP, COST] > TROUBLE, called(sheet), side_wanted(order, sheet)
    if siren:  # clear its lane, and stay out of it
        towards = -1 if neighbour(lanes, w, home, -1, PLAIN) >= 0 else 0
    under_way, leads = int(choice[C_SIDE]), pressing(choice, now, towards)
    seeks = towards == 0 and (stands or (trouble and not exits(lanes, w, home)))
    for side in (1, -1):
        if towards == side or under_way == side or seeks:
            aim = ASIDE_TO_STOP if order == Intent.PULL_OVER else LED if towards == side else PLAIN
            other = neighbour(lanes, w, home, side, aim)
            if other >= 0 and sheet.counts[other] >= 2:
                gain = CHANGE - (leads if towards == side else 0.0) - (GOES if under_way == side else 0.0)
                change(sheet, side, other, gain, now - choice[C_SINCE] if under_way == side else 0.0, stands)
    if stands and stuck < CLOSE_BY and v < SLOWLY:
        score[KEEP, COST] += WAITED
    if (trouble or siren) and not stands:
        move_aside(sheet, home, clears=intruded(sheet, home) or (siren and towards == 0))
    return taken(choice, sheet)


def exits(lanes: LaneTable, w: int, home: int) -> bool:
    """Whether the lane leads off the road, and the route with it: who leaves it for a faster one misses the exit."""
    return int(lanes.kind[w, home]) in (EXIT, OFF_RAMP) and bool(lanes.route[w, LOOK].any())


def crossed(memory: Memory, w: int, sheet: Sheet) -> int:
    """The order still to be carried out; a change that has come over its line is done, noted in the memory."""
    choice, order = memory.choice[w], int(memory.order[w])
    if sheet.facts[G_STEP] * choice[C_SIDE] < 0.0:
        choice[C_SIDE] = 0.0
        if order in (Intent.LEFT, Intent.RIGHT):
            memory.order[w] = order = 0
    return order


def round_it(lanes: LaneTable, w: int, home: int, sheet: Sheet) -> None:
    """Try to weave through what stands in the lane; and to keep it, stopping so that there is room to go round later.

    In a lane without any beside it, as in junctions, it drives nearer: there more lanes may come into sight.
    """
    slow = bool(sheet.facts[G_SPEED] < CREEPS)
    attempt(sheet, WEAVE, home, 0.0, 0.0, not slow)
    alone = sheet.facts[G_AGAINST] < 0.0 and lanes.left[w, home] < 0 and lanes.right[w, home] < 0
    if not (slow and alone and sheet.score[WEAVE, CLOSED] > 0.0):
        attempt(sheet, KEEP, home, 0.0, SETTLES, True)


def move_aside(sheet: Sheet, home: int, *, clears: bool) -> None:
    """Try to move aside within the lane; `clears`: somebody needs the room that going as far right as may be leaves."""
    room = max(float(sheet.lane_half[home, 0] - sheet.facts[G_HALF]) - EDGE, 0.0)
    for variant, shift in ((ASIDE_RIGHT, -0.5 * room), (ASIDE_LEFT, 0.5 * room), (ASIDE_MORE, -room)):
        attempt(sheet, variant, home, shift, MOVES, False)
        sheet.score[variant, COST] += -CLEARS if clears and variant == ASIDE_MORE else ASIDE


def taken(choice: Float64, sheet: Sheet) -> tuple[int, int]:
    """The cheapest of what was tried, with a little for what was taken last; noted in `choice`, in place."""
    score, now = sheet.score, float(sheet.facts[G_NOW])
    score[score[:, CLOSED] > 0.0, COST] += NO_WAY
    if sheet.facts[G_STEP] == 0.0:
        score[int(choice[C_VARIANT]), COST] -= STAYS
    best = min(range(VARIANTS), key=lambda n: score[n, COST])
    choice[C_VARIANT] = best
    side = SIDES.get(best, 0)
    if choice[C_SIDE] != side:
        choice[C_SIDE], choice[C_SINCE] = side, now
    if side and now - choice[C_SINCE] < SIGNALS:
        change, best = best, min((n for n in range(VARIANTS) if n not in SIDES), key=lambda n: score[n, COST])
        if best == KEEP:  # the indicator first, and as slow as the change will have to be
            sheet.pace[KEEP] = np.minimum(sheet.pace[KEEP], sheet.pace[change])
    return best, side


def change(sheet: Sheet, side: int, place: int, gain: float, since: float, stands: bool) -> None:
    """Try to change into a lane; where something stands, also by weaving through it."""
    lasts = max(CHANGES - max(since - SIGNALS, 0.0), SHORTEST)
    variant = TO_LEFT if side > 0 else TO_RIGHT
    cost = attempt(sheet, variant, place, 0.0, lasts, False)
    if sheet.facts[G_STUCK] < NEAR:  # what stands there keeps us from following the route that way now
        gain = max(gain, CHANGE)
    if gain < -LEADS and cost > WORTH and attempt(sheet, variant, place, 0.0, LATER, False) >= cost:
        attempt(sheet, variant, place, 0.0, lasts, False)
    sheet.score[variant, COST] += gain
    if stands and sheet.totals[2] > 0:
        variant = WEAVE_LEFT if side > 0 else WEAVE_RIGHT
        attempt(sheet, variant, place, 0.0, 0.0, True)
        sheet.score[variant, COST] += gain + 0.2


def neighbour(lanes: LaneTable, w: int, place: int, side: int, aim: int) -> int:
    """Place of the lane to the left (+1) or right (-1) that may be entered for that aim; -1 none (`rules.change`)."""
    other = int(lanes.left[w, place] if side > 0 else lanes.right[w, place])
    if other < 0 or not lanes.present[w, other] or not lanes.forward[w, other]:
        return -1
    kind = int(lanes.kind[w, other])
    if aim == ASIDE_TO_STOP and kind == STOP_LANE:
        return other
    may = lanes.may_left[w, place] if side > 0 else lanes.may_right[w, place]
    fits = kind == DRIVING or (aim >= LED and kind not in (STOP_LANE, SHOULDER))
    return other if may and fits else -1
