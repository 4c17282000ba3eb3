"""How trailers move: each on its tractor's hitch, its own axle following without slip."""

from __future__ import annotations

import math

from aureole.core.road import Road
from aureole.kernels import device
from aureole.world.scenarios.motion.motion import place, pose_to
from aureole.world.scenarios.player.coupling import towed
from aureole.world.scenarios.player.gaps import overlapping
from aureole.world.scenarios.player.state import (
    A_GONE,
    A_H,
    A_JUMPED,
    A_LEFT,
    A_NEW,
    A_SPEED,
    A_TRAILER,
    A_X,
    A_Y,
    M_HUNG,
    PLACED,
    Stage,
)
from aureole.world.scenarios.tables import B_COUPLER, B_HITCH


@device
def draw(stage: Stage, tractor: int, straight: bool) -> int:
    """Bring a tractor's trailer to its hitch, and give that trailer (-1: none); its lane is found afterwards.

    The trailer points from where its axle was to where the hitch is, or as the tractor does if it stands `straight`.
    """
    a, trailer = stage.agents[tractor], int(stage.agents[tractor, A_TRAILER])
    if trailer < 0:
        return -1
    behind, hitch, coupler = stage.agents[trailer], stage.boxes[tractor, B_HITCH], stage.boxes[trailer, B_COUPLER]
    x, y = a[A_X] + hitch * math.cos(a[A_H]), a[A_Y] + hitch * math.sin(a[A_H])
    dx, dy, heading = x - behind[A_X], y - behind[A_Y], behind[A_H]
    if straight:
        heading = a[A_H]
    elif dx != 0.0 or dy != 0.0:
        heading = math.atan2(dy, dx)
    pose_to(stage, trailer, x - coupler * math.cos(heading), y - coupler * math.sin(heading), heading)
    behind[A_SPEED], behind[A_GONE] = a[A_SPEED], a[A_GONE]
    behind[A_JUMPED] = max(behind[A_JUMPED], a[A_JUMPED])
    return trailer


@device
def straighten(stage: Stage, tractor: int) -> None:
    """Put all trailers of a tractor straight behind it."""
    one = tractor
    while one >= 0:
        one = draw(stage, one, True)


@device
def place_all(stage: Stage, road: Road) -> None:
    """Bring pose and lane of all agents together, tractors first and their trailers after them."""
    hung = stage.misc[M_HUNG] != 0
    for first in range(len(stage.agents)):
        one = -1 if hung and towed(stage, first) else first
        while one >= 0:
            if stage.agents[one, A_NEW] != PLACED:
                place(stage, road, one)
            one = draw(stage, one, False) if hung else -1
    for agent in range(len(stage.agents) if hung else 0):
        left = int(stage.agents[agent, A_LEFT])
        if left >= 0 and not overlapping(stage, agent, left):
            stage.agents[agent, A_LEFT] = -1.0
