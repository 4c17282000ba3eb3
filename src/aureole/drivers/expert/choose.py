"""Which variants are tried, and which is taken: the cheapest, unless the one under way is about as cheap."""

from __future__ import annotations

import math

from aureole.core.kinds import LaneKind
from aureole.core.notes import Float64
from aureole.drivers.expert.memory import C_SIDE, C_SINCE, C_STOOD, C_VARIANT, Memory
from aureole.drivers.expert.sheet import (
    CLOSED,
    COST,
    G_HOME,
    G_NOW,
    G_SPEED,
    G_STEP,
    G_STUCK,
    G_TOWARDS,
    TRIED,
    VARIANTS,
    Sheet,
)
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

SIGNALS = 0.9  # s; the indicator burns before the car moves sideways
NEAR = 90.0  # m; what stands so near is reckoned with
TROUBLE = 2.5  # -; a lane that costs more than this to keep is worth trying other ways
STAYS, GOES = 0.5, 1.5  # -; for the way taken last, for a change under way
CHANGE, LEADS = 0.6, 3.0  # -; what a change of lane costs, and what following the route gains
SHORTEST = 2.4  # s; what is left of a lane change
PRESSES = 0.2  # 1/s; and how much more with every second that it waits
CLOSE_BY, SLOWLY, WAITED = 40.0, 4.0, 5.0  # m, m/s, -; who has come to what stands wants to be past it
MOVES, ASIDE = 1.6, 0.4  # s, -; to move aside within the lane, and what that costs
NO_WAY = 30.0  # -; for a way through what stands that is none
DRIVING, STOP_LANE, SHOULDER = int(LaneKind.DRIVING), int(LaneKind.STOP), int(LaneKind.SHOULDER)
SIDES = {TO_LEFT: 1, WEAVE_LEFT: 1, TO_RIGHT: -1, WEAVE_RIGHT: -1}


def choose(lanes: LaneTable, w: int, memory: Memory, sheet: Sheet) -> tuple[int, int]:
    """The variant to take in world w and the side of the lane change it is part of (0 none); notes it in the memory."""
    choice, score, facts, now = memory.choice[w], sheet.score, sheet.facts, float(sheet.facts[G_NOW])
    score[:, TRIED], score[:, COST] = 0.0, math.inf
    order, home = int(memory.order[w]), int(facts[G_HOME])
    if facts[G_STEP] * choice[C_SIDE] < 0.0:  # over the line
        choice[C_SIDE] = 0.0
        if order in (Intent.LEFT, Intent.RIGHT):
            memory.order[w] = order = 0
    attempt(sheet, KEEP, home, 0.0, SETTLES, False)
    stands = facts[G_STUCK] < NEAR
    if stands:
        attempt(sheet, KEEP, home, 0.0, SETTLES, True)
    trouble = score[KEEP, COST] > TROUBLE
    asked = {Intent.LEFT: 1, Intent.RIGHT: -1, Intent.PULL_OVER: -1}.get(Intent(order), 0)
    towards = asked or int(facts[G_TOWARDS])
    under_way = int(choice[C_SIDE])
    choice[C_STOOD] = min(choice[C_STOOD], now) if towards else math.inf
    leads = LEADS + min(PRESSES * (now - choice[C_STOOD]), LEADS) if towards else 0.0
    for side in (1, -1):
        if towards == side or under_way == side or (towards == 0 and (stands or trouble)):
            aim = ASIDE_TO_STOP if order == Intent.PULL_OVER else LED if towards == side else PLAIN
            other = neighbour(lanes, w, home, side, aim)
            if other >= 0 and sheet.counts[other] >= 2:
                gain = CHANGE - (leads if towards == side else 0.0) - (GOES if under_way == side else 0.0)
                change(sheet, side, other, gain, now - choice[C_SINCE] if under_way == side else 0.0, stands)
    if stands:
        stuck = float(facts[G_STUCK])
        attempt(sheet, WEAVE, home, 0.0, 0.0, True)
        if stuck < CLOSE_BY and facts[G_SPEED] < SLOWLY:
            score[KEEP, COST] += WAITED
    if trouble and not stands:
        for variant, shift in ((ASIDE_RIGHT, -0.5), (ASIDE_LEFT, 0.5), (ASIDE_MORE, -1.0)):
            attempt(sheet, variant, home, shift, MOVES, False)
            score[variant, COST] += ASIDE
    return taken(choice, sheet)


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
        best = KEEP  # the indicator first
    return best, side


def change(sheet: Sheet, side: int, place: int, gain: float, since: float, stands: bool) -> None:
    """Try to change into a lane; where something stands, also by weaving through it."""
    lasts = max(CHANGES - max(since - SIGNALS, 0.0), SHORTEST)
    variant = TO_LEFT if side > 0 else TO_RIGHT
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
