"""Controllers played: which phase it is, and what it shows when it begins.

A controller is a row of the conditions, at their end: C_VALUE its delay, C_REF the one whose time it counts from (-1
none), C_PLACE the row of its first phase in `lists` and C_FREE how many there are. A phase has two rows there: duration
and name, then the first of its states and the end of them; a state is what is kept and what it becomes. While it plays,
S_VALUE holds the phase's name, S_COUNT its number from 1 on, S_LATE how far jumps have moved its time (s), S_RESULT the
phase to jump to (from 1 on) and S_QUEUE the tick of that jump.
"""

from __future__ import annotations

import math

from aureole.kernels import device
from aureole.world.scenarios.player.state import S_COUNT, S_LATE, S_QUEUE, S_RESULT, S_VALUE, SMALL, Stage, slot
from aureole.world.scenarios.tables import C_FREE, C_KIND, C_PLACE, C_REF, C_VALUE, CONDITIONS, CONTROLLER, LISTS


@device
def switch(stage: Stage, tick: int) -> None:
    """Bring every controller to the phase of a tick, after the jump that it was told since the last one."""
    row = len(stage.seen) - 1
    while row >= 0 and stage.tables[CONDITIONS, row, C_KIND] == CONTROLLER:
        seen = stage.seen[row]
        if seen[S_RESULT] > 0.0:
            seen[S_LATE] = until(stage, row, int(seen[S_RESULT]) - 1) - own_time(stage, row, seen[S_QUEUE])
            seen[S_RESULT], seen[S_COUNT] = 0.0, 0.0
        phase = phase_at(stage, row, own_time(stage, row, tick) + seen[S_LATE])
        if seen[S_COUNT] != phase + 1:
            enter(stage, row, phase)
        row -= 1


@device
def own_time(stage: Stage, row: int, tick: float) -> float:
    """Seconds at a tick since a controller's first phase first began; below zero before."""
    time, other = float(tick * stage.step), row
    while other >= 0:
        time -= slot(stage, int(stage.tables[CONDITIONS, other, C_VALUE]), 0.0)
        other = int(stage.tables[CONDITIONS, other, C_REF])
    return time


@device
def until(stage: Stage, row: int, phases: int) -> float:
    """How long so many phases of a controller take, s."""
    first, whole = int(stage.tables[CONDITIONS, row, C_PLACE]), 0.0
    for phase in range(phases):
        whole += slot(stage, int(stage.tables[LISTS, first + 2 * phase, 0]), 0.0)
    return whole


@device
def phase_at(stage: Stage, row: int, time: float) -> int:
    """The phase of a controller at its own time: round and round, before its start as well."""
    first, count = int(stage.tables[CONDITIONS, row, C_PLACE]), int(stage.tables[CONDITIONS, row, C_FREE])
    cycle, at = until(stage, row, count), time + SMALL
    if cycle < math.inf:
        at -= math.floor(at / cycle) * cycle
    phase = 0
    while phase < count - 1:
        at -= slot(stage, int(stage.tables[LISTS, first + 2 * phase, 0]), 0.0)
        if at < 0.0:
            break
        phase += 1
    return phase


@device
def enter(stage: Stage, row: int, phase: int) -> None:
    """A phase begins: what it names shows what it says; what it does not name stays as it was."""
    at = int(stage.tables[CONDITIONS, row, C_PLACE]) + 2 * phase
    stage.seen[row, S_COUNT] = phase + 1
    stage.seen[row, S_VALUE] = slot(stage, int(stage.tables[LISTS, at, 1]), 0.0)
    for state in range(int(stage.tables[LISTS, at + 1, 0]), int(stage.tables[LISTS, at + 1, 1])):
        kept = int(stage.tables[LISTS, state, 0])
        stage.seen[kept, S_VALUE] = slot(stage, int(stage.tables[LISTS, state, 1]), 0.0)


@device
def first_face(stage: Stage, faces: int) -> int:
    """The row of the conditions where what the first of so many signals shows is kept: they lie before controllers."""
    row = len(stage.seen)
    while row > 0 and stage.tables[CONDITIONS, row - 1, C_KIND] == CONTROLLER:
        row -= 1
    return row - faces
