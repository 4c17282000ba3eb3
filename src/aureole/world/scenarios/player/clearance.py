"""Whether the lanes around an entity are clear of others (RelativeClearanceCondition)."""

from __future__ import annotations

from aureole.kernels import device
from aureole.world.scenarios.motion.motion import forward
from aureole.world.scenarios.player.gaps import gap_on_road, onto, touching
from aureole.world.scenarios.player.state import A_GONE, A_HERE, A_ROAD, A_S, A_TURN, Stage, slot
from aureole.world.scenarios.tables import C_FRAME, C_FREE, C_PLACE, C_TYPE, C_VALUE, CONDITIONS, LISTS, LONGITUDINAL


@device
def place_of(lane: float) -> float:
    """Lanes counted without a gap: -2, -1, 1, 2 are -2, -1, 0, 1."""
    return lane - 1.0 if lane > 0.0 else lane


@device
def lanes_apart(stage: Stage, one: int, other: int, way: float) -> float:
    """How many lanes `other` is to the left of `one`, as `one` looks; on another road `way` turns its lanes round."""
    a, o = stage.agents[one], stage.agents[other]
    lane = o[A_HERE] if way > 0.0 else -o[A_HERE]
    return float(forward(a[A_TURN]) * (place_of(lane) - place_of(a[A_HERE])))


@device
def wanted(stage: Stage, condition: int, one: int, other: int, way: float) -> bool:
    """Whether `other` is in one of the lanes that are looked at."""
    row = stage.tables[CONDITIONS, condition]
    lane = stage.agents[other, A_HERE] if way > 0.0 else -stage.agents[other, A_HERE]
    if row[C_FRAME] == 0 and lane * stage.agents[one, A_HERE] < 0.0:
        return False
    first, end = int(stage.tables[LISTS, row[C_PLACE], 0]), int(stage.tables[LISTS, row[C_PLACE], 1])
    apart = lanes_apart(stage, one, other, way)
    inside = first == end
    for span in range(first, end):
        low = slot(stage, int(stage.tables[LISTS, span, 0]), 0.0)
        inside = inside or (low <= apart <= slot(stage, int(stage.tables[LISTS, span, 1]), 0.0))
    return inside


@device
def clear(stage: Stage, condition: int, agent: int) -> bool:
    """Whether nobody of those looked at is near in the lanes looked at; who is off every lane is near nobody."""
    row, a = stage.tables[CONDITIONS, condition], stage.agents[agent]
    ahead, behind = slot(stage, int(row[C_VALUE]), 0.0), slot(stage, int(row[C_TYPE]), 0.0)
    first, end = int(stage.tables[LISTS, row[C_PLACE] + 1, 0]), int(stage.tables[LISTS, row[C_PLACE] + 1, 1])
    for place in range(first, end):
        other = int(stage.tables[LISTS, place, 0])
        o = stage.agents[other]
        if other == agent or o[A_GONE] == 1.0 or o[A_HERE] == 0.0 or a[A_HERE] == 0.0:
            continue
        _, way = onto(stage, int(a[A_ROAD]), a[A_S], int(o[A_ROAD]), o[A_S])
        if way == 0.0 or not wanted(stage, condition, agent, other, way):
            continue
        far = gap_on_road(stage, agent, other, LONGITUDINAL, row[C_FREE] == 1)
        if -behind <= far <= ahead:
            return False
    return True


@device
def met_one(stage: Stage, condition: int, agent: int) -> bool:
    """Whether an agent's box touches that of one of those that a condition lists (CollisionCondition)."""
    row = stage.tables[CONDITIONS, condition, C_PLACE]
    for place in range(int(stage.tables[LISTS, row, 0]), int(stage.tables[LISTS, row, 1])):
        other = int(stage.tables[LISTS, place, 0])
        if other != agent and touching(stage, agent, other):
            return True
    return False
