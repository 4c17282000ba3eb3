"""Which trailer hangs on which tractor: coupled at the start, by actions, and let go."""

from __future__ import annotations

from aureole.kernels import device
from aureole.world.scenarios.player.state import (
    A_JUMPED,
    A_LEFT,
    A_STRAY,
    A_TRACTOR,
    A_TRAILER,
    FAULT_LOOP,
    M_FAULT,
    M_HUNG,
    Stage,
)
from aureole.world.scenarios.tables import B_TRAILER


@device
def couple(stage: Stage) -> None:
    """Everyone pulls what the file says at the start."""
    for agent in range(len(stage.agents)):
        a = stage.agents[agent]
        a[A_TRAILER], a[A_TRACTOR], a[A_LEFT] = stage.boxes[agent, B_TRAILER], -1.0, -1.0
    for agent in range(len(stage.agents)):
        if stage.agents[agent, A_TRAILER] >= 0.0:
            stage.misc[M_HUNG] = 1
            stage.agents[int(stage.agents[agent, A_TRAILER]), A_TRACTOR] = agent


@device
def towed(stage: Stage, agent: int) -> bool:
    """Whether an agent hangs on a tractor, which alone moves it."""
    return bool(stage.agents[agent, A_TRACTOR] >= 0.0)


@device
def head(stage: Stage, agent: int) -> int:
    """Who pulls the combination that an agent is part of; itself if it hangs on nobody."""
    while stage.agents[agent, A_TRACTOR] >= 0.0:
        agent = int(stage.agents[agent, A_TRACTOR])
    return agent


@device
def together(stage: Stage, one: int, other: int) -> bool:
    """Whether boxes of two agents may overlap: one combination, or let go and not out of each other yet."""
    left = stage.agents[one, A_LEFT] == other or stage.agents[other, A_LEFT] == one
    return bool(left or head(stage, one) == head(stage, other))


@device
def connect(stage: Stage, tractor: int, trailer: int) -> None:
    """Hang a trailer on a tractor, at once; what hung there before, or pulled it before, lets go."""
    if stage.agents[tractor, A_TRAILER] == trailer:
        return
    above = tractor
    while above >= 0 and above != trailer:
        above = int(stage.agents[above, A_TRACTOR])
    if above == trailer:
        stage.misc[M_FAULT] = FAULT_LOOP
        return
    disconnect(stage, tractor)
    if stage.agents[trailer, A_TRACTOR] >= 0.0:
        disconnect(stage, int(stage.agents[trailer, A_TRACTOR]))
    stage.agents[tractor, A_TRAILER], stage.agents[trailer, A_TRACTOR] = trailer, tractor
    stage.misc[M_HUNG] = 1
    stage.agents[trailer, A_JUMPED] = 1.0


@device
def disconnect(stage: Stage, tractor: int) -> None:
    """Let a tractor's trailer go, if it has one: it keeps its pose, and its speed if there are roads to roll on."""
    trailer = int(stage.agents[tractor, A_TRAILER])
    if trailer >= 0:
        stage.agents[trailer, A_TRACTOR], stage.agents[trailer, A_LEFT] = -1.0, tractor
        stage.agents[trailer, A_STRAY] = 1.0
        stage.agents[tractor, A_TRAILER] = -1.0
