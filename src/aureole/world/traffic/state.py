"""Who is on the road in a batch of worlds: one array a property, shape (worlds, agents), moved in place."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated, Any, NamedTuple

import numpy as np

from aureole.core.notes import Bool, Float64, Int32, Uint64


class Mind(IntEnum):
    """Who moves an agent."""

    STILL = 0
    """Nobody: a parked car, a cone, a barrier."""
    LEARNER = 1
    """An action from outside at every step: the examined driver, a learned policy."""
    LANE = 2
    """A car, lorry, bus, motorbike or cyclist that keeps to lanes (IDM), changes them (MOBIL) and gives way."""
    WALK = 3
    """A pedestrian on a path who crosses when it is safe, or does not look."""
    REPLAY = 4
    """A recorded track, whatever the others do."""
    REACT = 5
    """A recorded track's path; its pace is the log's until the examined car deviates, then an intelligent driver's."""
    SCRIPT = 6
    """A pose written from outside between two steps: the scenario player."""


class Agents(NamedTuple):
    """The truth about every agent of every world, float64; kernels take it as it is and write in place.

    Reference point: middle of the rear axle on the ground for vehicles, the middle of the box for all others.
    """

    present: Annotated[Bool, "worlds agents", "-", "-"]
    mind: Annotated[Int32, "worlds agents", "-", "-"]
    """`Mind`."""
    kind: Annotated[Int32, "worlds agents", "-", "-"]
    """`core.kinds.Kind`."""
    x: Annotated[Float64, "worlds agents", "m", "world"]
    y: Annotated[Float64, "worlds agents", "m", "world"]
    heading: Annotated[Float64, "worlds agents", "rad", "world"]
    speed: Annotated[Float64, "worlds agents", "m/s", "agent"]
    accel: Annotated[Float64, "worlds agents", "m/s^2", "agent"]
    """Over the last step."""
    yaw_rate: Annotated[Float64, "worlds agents", "rad/s", "agent"]
    steer: Annotated[Float64, "worlds agents", "rad", "agent"]
    """Road-wheel angle; zero for what has no wheels."""
    length: Annotated[Float64, "worlds agents", "m", "agent"]
    width: Annotated[Float64, "worlds agents", "m", "agent"]
    ahead: Annotated[Float64, "worlds agents", "m", "agent"]
    """Middle of the box ahead of the reference point."""
    base: Annotated[Float64, "worlds agents", "m", "agent"]
    """Wheelbase; zero for what has no wheels."""
    lane: Annotated[Int32, "worlds agents", "-", "-"]
    """Row of the stretch of lane it is on (`net.Net`); -1 on none."""
    along: Annotated[Float64, "worlds agents", "m", "lane"]
    """From the entry of `lane`, along its middle."""
    across: Annotated[Float64, "worlds agents", "m", "lane"]
    """Left of the middle."""
    goal: Annotated[Int32, "worlds agents", "-", "-"]
    """Row of the stretch it wants to reach, of the log's track, or of the walker's path; -1 wherever it leads."""
    wish: Annotated[Float64, "worlds agents", "m/s", "agent"]
    """Speed it would like to drive, at most, before limits."""
    target: Annotated[Int32, "worlds agents", "-", "-"]
    """Row of the stretch it is changing to; -1 while it keeps its lane."""
    wait: Annotated[Float64, "worlds agents", "s", "-"]
    """How long it has waited for others (at a line, a kerb); below zero: it stands, but for something else."""
    push: Annotated[Float64, "worlds agents", "m/s^2", "agent"]
    """What it has decided in this step: written by `decide`, used by `advance`."""
    key: Annotated[Uint64, "worlds agents", "-", "-"]
    """Whose dice it throws (`core.noise`), who goes first of two equals: an agent keeps it in whatever row it is."""
    next: Annotated[Int32, "worlds agents", "-", "-"]
    """Row of the stretch it will enter where `lane` ends; -1 nowhere, or it has to change lanes first."""
    turn: Annotated[Int32, "worlds agents", "-", "-"]
    """Row of the stretch it will take where its way forks next, if it has no goal that tells."""
    claim: Annotated[Int32, "worlds agents", "-", "-"]
    """Row of the next stretch in a junction on its way, `lane` included; -1 none within sight."""
    reach: Annotated[Float64, "worlds agents", "m", "lane"]
    """From the entry of `lane` to that of `claim`; of a recorded or a walker's path the way gone along it."""
    since: Annotated[Float64, "worlds agents", "s", "-"]
    """Since it began its last change of lanes."""
    aim: Annotated[Int32, "worlds agents", "-", "-"]
    """The `target` it has decided on, and `hold`, the `wait`: nobody else reads them, so nobody's turn counts."""
    hold: Annotated[Float64, "worlds agents", "s", "-"]
    on: Annotated[Uint64, "worlds agents", "-", "-"]
    """No property of one agent: slots of stretches (`brains.crowd`), a bit for each agent that may be in somebody's way
    there. Written before anybody decides, like `about`, so that whoever is elsewhere need not be looked at."""
    about: Annotated[Uint64, "worlds agents", "-", "-"]
    """The same for those who are on a stretch, or come to it next, in a junction, or on foot, too."""

    @classmethod
    def empty(cls, worlds: int, agents: int) -> Agents:
        """Nobody anywhere; every row -1."""
        shape = (worlds, agents)
        none, whole = {"lane", "goal", "target", "next", "turn", "claim", "aim"}, {"mind", "kind"}
        arrays: list[Any] = []
        for name in cls._fields:
            if name in none | whole:
                arrays.append(np.full(shape, -1 if name in none else 0, dtype=np.int32))
            else:
                kinds = {"present": np.bool_, "key": np.uint64, "on": np.uint64, "about": np.uint64}
                arrays.append(np.zeros(shape, dtype=kinds.get(name, np.float64)))
        return cls(*arrays)
