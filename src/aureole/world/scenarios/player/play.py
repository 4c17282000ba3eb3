"""A world begun, and advanced by one step."""

from __future__ import annotations

import math
from typing import NamedTuple

from aureole.core.notes import Float64, Int64
from aureole.core.road import Road
from aureole.kernels import device
from aureole.vehicle.constants import Chassis
from aureole.vehicle.dynamics import ACCEL, HEADING, SLIP_V, SPEED, STEER, YAW_RATE, X, Y, step_body, way_of
from aureole.vehicle.tyre import gripping
from aureole.world.scenarios.lights.switching import switch
from aureole.world.scenarios.motion.beside import track
from aureole.world.scenarios.motion.motion import advance as roll_on
from aureole.world.scenarios.motion.motion import pose_to, standing, wrap
from aureole.world.scenarios.motion.places import survey
from aureole.world.scenarios.player.coupling import couple, towed
from aureole.world.scenarios.player.elements import act, look, start, start_action
from aureole.world.scenarios.player.gaps import touching
from aureole.world.scenarios.player.jobs import begin_jobs
from aureole.world.scenarios.player.sheet import Sheet, show
from aureole.world.scenarios.player.state import (
    A_ACCEL,
    A_END,
    A_GONE,
    A_H,
    A_JUMPED,
    A_MOVED,
    A_OFF,
    A_OLD_H,
    A_OLD_SPEED,
    A_OLD_X,
    A_OLD_Y,
    A_ROAD,
    A_ROW,
    A_SECTION,
    A_SLICK,
    A_SPEED,
    A_STILL,
    A_STRAY,
    A_VX,
    A_VY,
    A_WAY,
    A_X,
    A_Y,
    A_YAW,
    FAULT_LANE,
    FAULT_LOOP,
    KNOWN,
    M_EXERCISED,
    M_FAULT,
    M_HIT,
    M_TICK,
    S_VALUE,
    Stage,
    slot,
)
from aureole.world.scenarios.player.trailing import place_all, straighten
from aureole.world.scenarios.tables import (
    C_KIND,
    C_VALUE,
    CONDITIONS,
    E_END,
    E_PARENT,
    ELEMENTS,
    KEPT,
)

STILL = 1e-3  # m/s; slower than this is standstill
AFTERMATH = 1.0  # s; a drive goes on so long after the examined car's first collision


class State(NamedTuple):
    """Everything that changes, one row a world."""

    agents: Float64
    """[worlds, agents, A_COLUMNS]"""
    doing: Float64
    """[worlds, jobs, D_COLUMNS]"""
    seen: Float64
    """[worlds, conditions, S_COLUMNS]"""
    states: Int64
    """[worlds, elements, T_COLUMNS]"""
    misc: Int64
    """[worlds, M_COLUMNS + rows of the log]"""
    body: Float64
    """[worlds, BODY]: the examined car's own body; idle when the scenario moves it."""


@device
def meet(stage: Stage) -> int:
    """Which agent the examined car's box overlaps; -1 none."""
    for other in range(1, len(stage.agents)):
        if touching(stage, 0, other):
            return other
    return -1


@device
def ended(stage: Stage, over: bool) -> bool:
    """Whether the drive is over: the storyboard says so, or a collision is long enough ago, or nothing can go on."""
    if not stage.passive and stage.misc[M_HIT] >= 0:
        over = over or (stage.misc[M_TICK] - stage.misc[M_HIT]) * stage.step >= AFTERMATH
    return over or stage.misc[M_FAULT] in (FAULT_LANE, FAULT_LOOP)


@device
def settle(stage: Stage, agent: int, dt: float) -> None:
    """Velocity, turn, way and standstill of an agent from how it moved in this step."""
    a = stage.agents[agent]
    dx, dy, often = a[A_X] - a[A_OLD_X], a[A_Y] - a[A_OLD_Y], 1.0 / dt
    if a[A_JUMPED] == 1.0:
        a[A_VX], a[A_VY] = a[A_SPEED] * math.cos(a[A_H]), a[A_SPEED] * math.sin(a[A_H])
        a[A_YAW], a[A_ACCEL] = 0.0, 0.0
    else:
        if a[A_MOVED] != KNOWN:
            a[A_VX], a[A_VY] = dx * often, dy * often
        a[A_YAW] = wrap(a[A_H] - a[A_OLD_H]) * often
        a[A_ACCEL] = (a[A_SPEED] - a[A_OLD_SPEED]) * often
        a[A_WAY] += math.sqrt(dx * dx + dy * dy)
    note(stage, agent)


@device
def note(stage: Stage, agent: int) -> None:
    """Since when an agent stands, or is off the road."""
    a, tick = stage.agents[agent], stage.misc[M_TICK]
    if abs(a[A_SPEED]) >= STILL:
        a[A_STILL] = -1.0
    elif a[A_STILL] < 0.0:
        a[A_STILL] = tick
    if a[A_ROAD] >= 0.0:
        a[A_OFF] = -1.0
    elif a[A_OFF] < 0.0:
        a[A_OFF] = tick
    a[A_MOVED], a[A_JUMPED] = 0.0, 0.0


@device
def coast(stage: Stage, road: Road, agent: int) -> None:
    """Who no job has moved goes on at its speed; off a trajectory or a tractor, where no roads are, it stands."""
    a = stage.agents[agent]
    if a[A_MOVED] != 0.0 or a[A_GONE] == 1.0:
        return
    if a[A_STRAY] == 1.0 and len(road.road_length) == 0:
        a[A_SPEED] = 0.0
    a[A_STRAY] = 0.0
    if not standing(a[A_SPEED]):
        roll_on(stage, agent, a[A_SPEED] * stage.step)


@device
def drive(stage: Stage, body: Float64, steer: float, accel: float, expired: bool, chassis: Chassis, dt: float) -> None:
    """Move the examined car by its own body on the road below its tyres; nobody tells it how slippery that is."""
    share = 1.0 - stage.agents[0, A_SLICK]
    step_body(body, steer, accel, expired, gripping(chassis, share), dt)
    pose_to(stage, 0, body[X], body[Y], body[HEADING])
    stage.agents[0, A_SPEED] = body[SPEED]


@device
def feel(stage: Stage, body: Float64) -> None:
    """The examined car's velocity and accelerations are its body's own."""
    a, (c, s) = stage.agents[0], way_of(body)
    a[A_VX], a[A_VY] = c * body[SPEED] - s * body[SLIP_V], s * body[SPEED] + c * body[SLIP_V]
    a[A_YAW], a[A_ACCEL] = body[YAW_RATE], body[ACCEL]


@device
def remember(stage: Stage) -> None:
    """What is kept of variables, parameters and signals, as it is at first."""
    for kept in range(len(stage.seen)):
        if stage.tables[CONDITIONS, kept, C_KIND] == KEPT:
            stage.seen[kept, S_VALUE] = slot(stage, int(stage.tables[CONDITIONS, kept, C_VALUE]), 0.0)


@device
def prepare(stage: Stage, road: Road) -> None:
    """Everybody where Init puts them, and the storyboard started."""
    for row in range(len(stage.spots)):
        survey(stage, road, row)
    for agent in range(len(stage.agents)):
        a = stage.agents[agent]
        a[A_ROAD], a[A_ROW], a[A_SECTION], a[A_END], a[A_STILL], a[A_OFF] = -1.0, -1.0, -1.0, -1.0, -1.0, -1.0
    couple(stage)
    for agent in range(len(stage.agents)):
        if not towed(stage, agent):
            straighten(stage, agent)
    stage.misc[M_HIT] = -1
    for action in range(int(stage.tables[ELEMENTS, 0, E_END]), len(stage.states)):
        start_action(stage, action)
    begin_jobs(stage, road)
    start(stage, int(stage.tables[ELEMENTS, 0, E_PARENT]) + 1)


@device
def hold(stage: Stage) -> None:
    """Remember where everybody was before a step."""
    for agent in range(len(stage.agents)):
        a = stage.agents[agent]
        a[A_OLD_X], a[A_OLD_Y], a[A_OLD_H], a[A_OLD_SPEED] = a[A_X], a[A_Y], a[A_H], a[A_SPEED]


@device
def move(
    stage: Stage, road: Road, body: Float64, steer: float, accel: float, expired: bool, chassis: Chassis
) -> None:  # fmt: skip
    """Whoever no job has moved goes on, then the examined car by its own body; a tick has passed."""
    for agent in range(0 if stage.passive else 1, len(stage.agents)):
        if not towed(stage, agent):
            coast(stage, road, agent)
    if not stage.passive:
        drive(stage, body, steer, accel, expired, chassis, stage.step)
    stage.misc[M_TICK] += 1


@device
def arrive(stage: Stage, body: Float64) -> None:
    """Everybody has come to where they begin; so does the examined car's body."""
    for agent in range(len(stage.agents)):
        stage.agents[agent, A_JUMPED] = 1.0
    if not stage.passive:
        a = stage.agents[0]
        body[X], body[Y], body[HEADING], body[SPEED] = a[A_X], a[A_Y], a[A_H], max(a[A_SPEED], 0.0)


@device
def tell(stage: Stage, body: Float64, sheet: Sheet, world: int, lamps: int) -> None:
    """What follows from how everybody has moved: velocities, the sheet, collisions."""
    for agent in range(len(stage.agents)):
        settle(stage, agent, stage.step)
    if not stage.passive:
        feel(stage, body)
    show(stage, sheet, world, body[STEER], lamps)
    hit = meet(stage)
    sheet.hit[world] = hit
    if hit >= 0 and stage.misc[M_HIT] < 0:
        stage.misc[M_HIT] = stage.misc[M_TICK]


@device(inline=True)
def advance(
    stage: Stage, road: Road, body: Float64, orders: tuple[float, float, bool, int], chassis: Chassis, first: bool,
    sheet: Sheet, world: int,
) -> None:  # fmt: skip
    """One step in place: jobs, whoever no job has moved, the examined car's own body; then the triggers, and new jobs.

    The `first` one has no duration: Init and the storyboard at time zero, in three rounds, for Init's actions must
    be seen by triggers before what these start is seen. Rounds, and not calls one after the other: of every formula
    there is one place in the compiled code where it is called, so the compiler takes it up there.

    `orders`: steering angle, acceleration, whether they have expired, lamps.
    """
    rounds = 3 if first else 1
    for turn in range(rounds):
        last = turn == rounds - 1
        if first and turn == 0:
            remember(stage)
        switch(stage, stage.misc[M_TICK] if first else stage.misc[M_TICK] + 1)
        if first and turn == 0:
            prepare(stage, road)
        if not first:
            hold(stage)
        if last:
            act(stage, 0.0 if first else stage.step)
        if not first:
            move(stage, road, body, orders[0], orders[1], orders[2], chassis)
        place_all(stage, road)
        if last:
            if first:
                arrive(stage, body)
            tell(stage, body, sheet, world, orders[3])
        if last or turn == 0:
            track(stage, road)
            over = look(stage)
            if last:
                sheet.flags[0, world], sheet.flags[1, world] = stage.misc[M_EXERCISED] == 1, ended(stage, over)
            begin_jobs(stage, road)
