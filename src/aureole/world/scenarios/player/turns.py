"""Which lane an agent takes at the end of a road: its route's, else the one that goes on straight."""

from __future__ import annotations

from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.scenarios.player.state import A_FIRST, A_LEG, A_TILL, Stage
from aureole.world.scenarios.tables import LISTS

NOWHERE = -1  # no such row


@device
def turn_at(stage: Stage, agent: int, leg: int, r: int, up: bool) -> int:
    """The row of an agent's route that says what to do at this end of road r, from `leg` on, then from its start."""
    a = stage.agents[agent]
    first, end, key = int(a[A_FIRST]), int(a[A_TILL]), 2 * r + (1 if up else 0)
    for again in range(2):
        row = leg if again == 0 else first
        while row < (end if again == 0 else leg):
            if stage.tables[LISTS, row, 0] == key:
                return row
            row += 1 + max(int(stage.tables[LISTS, row, 1]), 0)
    return NOWHERE


@device
def row_after(stage: Stage, turn: int) -> int:
    """The row after a turn."""
    return turn + 1 + int(stage.tables[LISTS, turn, 1])


@device
def ends(stage: Stage, turn: int) -> bool:
    """Whether a route is over where a turn leaves its road."""
    return bool(stage.tables[LISTS, turn, 1] < 0)


@device
def goes_on(stage: Stage, road: Road, turn: int, row: int, up: bool) -> int:
    """The lane that goes on where lane `row` ends: the turn's, else the one that is linked, straight on; -1 if none."""
    if turn >= 0 and not ends(stage, turn):
        for pair in range(turn + 1, row_after(stage, turn)):
            if stage.tables[LISTS, pair, 0] == row:
                return int(stage.tables[LISTS, pair, 1])
    return int(road.lane_successor[row]) if up else int(road.lane_predecessor[row])


@device
def take(stage: Stage, agent: int, turn: int) -> None:
    """An agent has left a road by a turn of its route; after the last one it has no route."""
    a = stage.agents[agent]
    if turn < 0:
        return
    if ends(stage, turn):
        a[A_FIRST], a[A_TILL], a[A_LEG] = 0.0, 0.0, 0.0
    else:
        a[A_LEG] = row_after(stage, turn)
