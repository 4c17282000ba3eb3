"""What the examined car is told of its way: the route or the trajectory that Init gives it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from aureole.core.notes import Float64
from aureole.world.roads import queries
from aureole.world.roads.reading.opendrive import Map
from aureole.world.roads.turns import course as turns_of
from aureole.world.scenarios.player.play import State
from aureole.world.scenarios.player.state import A_FIRST, A_LEG, A_ROW, A_S, A_TILL, D_SCALE, D_STATE, IDLE
from aureole.world.scenarios.scenario import Compiled
from aureole.world.scenarios.storyboard.routes import rows_of
from aureole.world.scenarios.tables import (
    E_END,
    J_AGENT,
    J_ELEMENT,
    J_KIND,
    J_PLACE,
    J_PLACE_END,
    J_SHAPE,
    SP_WAY,
    SP_X,
    SP_Y,
    TRAJECTORY,
)  # fmt: skip
from aureole.world.scripted import Play
from aureole.world.sensing.course import Course
from aureole.world.sensing.leading import Begun, course_of
from aureole.world.sensing.matched import legs
from aureole.world.sensing.trail import Trails, trails


class Told(NamedTuple):
    """How the senses lead a car along its way."""

    play: Play
    """With the turns of the trajectory, so that the car counts as being on the roads it takes."""
    course: Course | None
    """Over the lanes of the map; None without a route."""
    trails: Trails | None
    """Along trajectories; None if no car is told one."""


def told(map_: Map, compiled: Compiled, play: Play, state: State) -> Told:
    """What is told after Init; a driven car's state takes the turns of its trajectory, in place.

    A trajectory goes before a route: it is what would move the car. Where it keeps to lanes they lead as it does.
    """
    lists, led = list(compiled.writer.lists), dict(compiled.writer.led)
    job = None if play.passive else trajectory(compiled, state)
    trod = None
    if job is not None:
        trod = trodden(job, compiled, play, state)
        for line in range(len(trod.closed)):
            found, first = legs(map_, trod.xy[trod.first[line] : trod.first[line + 1]]), len(lists)
            if found:
                lists += rows_of(turns_of(map_, found, closed=bool(trod.closed[line])))
                led[first] = found
            turns = (first, len(lists), first) if found else (0, 0, 0)
            state.agents[np.ix_(trod.of == line, [0], [A_FIRST, A_TILL, A_LEG])] = turns
        tables = compiled.tables._replace(lists=np.array(lists, dtype=np.int64).reshape(-1, 2))
        play = replace(play, program=tables.packed())
    ego = state.agents[:, 0, [A_FIRST, A_TILL, A_ROW, A_S]].tolist()
    begun = [Begun(int(first), int(till), int(row), s) for first, till, row, s in ego]
    return Told(play, course_of(map_, lists, led, begun), trod)


def wished(map_: Map, state: State, speed: Float64) -> Float64:
    """The speed to drive at, m/s, (worlds,): the one after Init; with a route, who stands takes the lane's limit."""
    ego = state.agents[:, 0]
    stands = (speed == 0.0) & (ego[:, A_TILL] > ego[:, A_FIRST]) & (ego[:, A_ROW] >= 0.0)
    if not stands.any():
        return speed.copy()
    limits = queries.speed_limit(map_.limits, ego[:, A_ROW].astype(np.int64), ego[:, A_S])
    return np.where(stands & np.isfinite(limits), limits, speed)


def trajectory(compiled: Compiled, state: State) -> int | None:
    """The job by which Init has a trajectory followed by the examined car, the last of them; None if it has none."""
    jobs, init = compiled.tables.jobs, int(compiled.tables.elements[0, E_END])
    mine = (jobs[:, J_KIND] == TRAJECTORY) & (jobs[:, J_AGENT] == 0) & (jobs[:, J_ELEMENT] >= init)
    begun = np.flatnonzero(mine & (state.doing[:, :, D_STATE] != IDLE).all(axis=0))
    return int(begun[-1]) if len(begun) else None


def trodden(job: int, compiled: Compiled, play: Play, state: State) -> Trails:
    """The trajectory of a job as each world has it; worlds that share one share its rows."""
    row = compiled.tables.jobs[job]
    rows = slice(int(row[J_PLACE]), int(row[J_PLACE_END]))
    spots = play.numbers.spots[:, rows]
    numbers: dict[bytes, int] = {}
    lines: list[Float64] = []
    of: list[int] = []
    for line in spots[:, :, [SP_X, SP_Y]]:
        key = line.tobytes()
        if key not in numbers:
            numbers[key] = len(lines)
            lines.append(np.ascontiguousarray(line))
        of.append(numbers[key])
    begin = state.doing[:, job, D_SCALE] - spots[:, 0, SP_WAY]
    return trails(of, lines, [bool(row[J_SHAPE] == 1)] * len(lines), begin)
