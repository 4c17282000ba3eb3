"""A recording: the road and everybody's track on it, as every reader of logs gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from aureole.core.notes import Bool, Float64, Int32
from aureole.world.logs.problem import Problem
from aureole.world.roads.reading.markup import Notice
from aureole.world.roads.reading.opendrive import Map


@dataclass(frozen=True, slots=True)
class Recording:
    """Tracks at a fixed period, in the frame of their map."""

    name: str
    source: str
    """The format: commonroad, scenarionet, argoverse2."""
    step: float
    """Seconds between two ticks."""
    map: Map
    names: tuple[str, ...]
    """The id in the file of each agent."""
    kind: Annotated[Int32, "agents", "-", "-"]
    """`core.kinds.Kind`."""
    size: Annotated[Float64, "agents 3", "m", "agent"]
    """Length, width, height of the box."""
    present: Annotated[Bool, "agents ticks", "-", "-"]
    xyz: Annotated[Float64, "agents ticks 3", "m", "world"]
    """Centre of the box; z 0 where the log is flat. NaN where not present."""
    heading: Annotated[Float64, "agents ticks", "rad", "world"]
    speed: Annotated[Float64, "agents ticks", "m/s", "agent"]
    """Along the heading; below zero is backwards."""
    ego: int
    """The agent that is examined: the recorder's own car, the planning problem's, or the reader's stated choice."""
    goal: Annotated[Float64, "2", "m", "world"]
    """Where the examined car should come to: the planning problem's goal, or the end of its own track."""
    lights: Annotated[Int32, "lights ticks", "-", "-"]
    """State of each traffic light: 0 unknown, 1 red, 2 amber, 3 green; no row where the log has none."""
    light_lane: Annotated[Int32, "lights", "-", "-"]
    """Row of the lane (`core.road.Road`) a light stands for; -1 unknown."""
    lacks: tuple[str, ...] = ()
    """What the log does not hold, and a verdict must say: lights, lane_kinds, limits, marks, heights, sizes, area
    (where cars may drive beside the lanes)."""
    notices: tuple[Notice, ...] = ()
    """What of the file was mended, guessed or not used."""
    problem: Problem | None = None
    """What is asked of the examined car, where the source asks something: `ego` is then that car, which has no track
    of its own and is present only at the tick at which the problem starts."""
