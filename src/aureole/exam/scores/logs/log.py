"""A drive as scores take it: one row a moment, evenly spaced; what is not known is None, and is never guessed.

It comes from a drive of ours (`keep`) or from a recorded log of any data set. Frame `world` is any flat frame, x and y
in m, headings counter-clockwise from x; `agent` is x forward, y left.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Annotated, Self

import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Array, Bool, Float64, Int32
from aureole.exam.scores.logs.terrain import Terrain

STEP = 0.1  # s; between two moments: all five scores are defined at 10 Hz
UNEVEN = 1e-3  # s; steps may differ from each other by so much


@dataclass(frozen=True, slots=True)
class Motion:
    """How a car moved: its reference point (middle of the rear axle), one row a moment."""

    xy: Annotated[Float64, "moments 2", "m", "world"]
    heading: Annotated[Float64, "moments", "rad", "world"]
    velocity: Annotated[Float64, "moments 2", "m/s", "world"]
    accel: Annotated[Float64, "moments 2", "m/s^2", "agent"]
    """Forward and to the left."""
    yaw_rate: Annotated[Float64, "moments", "rad/s", "agent"]

    @property
    def speed(self) -> Float64:
        """Length of the velocity, m/s."""
        return np.hypot(self.velocity[:, 0], self.velocity[:, 1])

    def __len__(self) -> int:
        return len(self.heading)


@dataclass(frozen=True, slots=True)
class Others:
    """Everybody and everything else that can be hit."""

    present: Annotated[Bool, "moments others", "-", "-"]
    xy: Annotated[Float64, "moments others 2", "m", "world"]
    """Centre of the box."""
    heading: Annotated[Float64, "moments others", "rad", "world"]
    velocity: Annotated[Float64, "moments others 2", "m/s", "world"]
    size: Annotated[Float64, "others 2", "m", "agent"]
    """Length and width."""
    kind: Annotated[Int32, "others", "-", "-"]
    """`core.kinds.Kind`."""


@dataclass(frozen=True, slots=True)
class Body:
    """The scored car's box."""

    length: float  # m
    width: float  # m
    ahead: float  # m; centre of the box ahead of the reference point
    left: float = 0.0  # m; and to its left


@dataclass(frozen=True, slots=True)
class Lights:
    """Areas behind stop lines that must not be entered on red; no row where there is known to be none."""

    xy: Annotated[Float64, "lights 2", "m", "world"]
    """Centre of the area."""
    heading: Annotated[Float64, "lights", "rad", "world"]
    size: Annotated[Float64, "lights 2", "m", "agent"]
    red: Annotated[Bool, "moments lights", "-", "-"]


@dataclass(frozen=True, slots=True)
class Plans:
    """What the driver meant to do, each time it was kept."""

    made: Annotated[Float64, "plans", "s", "-"]
    """When it was made, on the clock of `Log.time`."""
    time: Annotated[Float64, "plans points", "s", "-"]
    """Of its points, since it was made; rising."""
    xy: Annotated[Float64, "plans points 2", "m", "world"]
    heading: Annotated[Float64, "plans points", "rad", "world"]
    speed: Annotated[Float64, "plans points", "m/s", "agent"]


@dataclass(frozen=True, slots=True)
class Task:
    """What a drive is for, where that is known: a goal, and what its scenario lets the car do on the way there."""

    way: Annotated[Float64, "points 2", "m", "world"]
    """To the goal."""
    reached: bool
    opposite: bool = False
    """Lanes that lead the other way may be used (CARLA switches its test of the wrong way off there)."""


@dataclass(frozen=True, slots=True)
class Slips:
    """Infractions that no log of positions shows, counted by who can see them; None: nobody looked."""

    red_lights: int | None = None
    stop_signs: int | None = None
    scenario_timeouts: int | None = None
    emergency: int | None = None
    """Emergency vehicles that were not let through."""


@dataclass(frozen=True, slots=True)
class Log:
    """One drive."""

    time: Annotated[Float64, "moments", "s", "-"]
    ego: Motion
    body: Body
    others: Others | None = None
    """None: not known; with no column: known to be alone."""
    terrain: Terrain | None = None
    """The map."""
    route: Annotated[Float64 | None, "points 2", "m", "world"] = None
    """The middle of the way that progress is counted along, from before the start on."""
    human: Motion | None = None
    """What the human of the log did at the same moments."""
    safe: Motion | None = None
    """What a safe planner would have done: the measure of progress where there is no human or the score wants it."""
    lights: Lights | None = None
    plans: Plans | None = None
    past: Motion | None = None
    """The same car before the first moment, at the same spacing; its last row is one step before."""
    slips: Slips = Slips()
    task: Task | None = None

    @property
    def step(self) -> float:
        """Seconds between two moments."""
        return float(np.diff(self.time).mean()) if len(self.time) > 1 else STEP

    def __len__(self) -> int:
        return len(self.time)

    def part(self, start: int, stop: int) -> Self:
        """The moments start…stop - 1; plans stay as they are."""
        span = slice(start, stop)
        others, lights = self.others, self.lights
        if others is not None:
            others = replace(
                others, present=others.present[span], xy=others.xy[span], heading=others.heading[span],
                velocity=others.velocity[span],
            )  # fmt: skip
        if lights is not None:
            lights = replace(lights, red=lights.red[span])
        return replace(
            self, time=self.time[span], ego=rows(self.ego, span), others=others, lights=lights,
            human=None if self.human is None else rows(self.human, span),
            safe=None if self.safe is None else rows(self.safe, span),
        )  # fmt: skip

    def driven_by(self, motion: Motion) -> Self:
        """The same log with another motion in the scored car's place."""
        return replace(self, ego=motion)


def rows(motion: Motion, span: slice) -> Motion:
    """Some of its moments."""
    return Motion(*(getattr(motion, field.name)[span] for field in fields(motion)))


def vet(log: Log) -> None:
    """Refuse a log that cannot be scored.

    Raises:
        BadInput: it is empty, time does not rise evenly, a shape does not fit, or a value is not a number.
    """
    count = len(log.time)
    if count == 0:
        raise BadInput("the log has no moment", place="Log.time", remedy="give at least one")
    steps = np.diff(log.time)
    if not np.isfinite(log.time).all() or (steps <= 0.0).any() or np.abs(steps - log.step).max(initial=0.0) > UNEVEN:
        raise BadInput(
            "time does not rise evenly", place="Log.time", remedy="resample it (aureole.exam.scores.logs.sample)"
        )
    for value, name in ((log.body.length, "length"), (log.body.width, "width")):
        if not (np.isfinite(value) and value > 0.0):
            raise BadInput(f"{value} m is no {name}", place=f"Log.body.{name}", remedy="give the car's measures")
    for name in ("ego", "human", "safe"):
        motion: Motion | None = getattr(log, name)
        if motion is not None:
            vet_motion(motion, count, f"Log.{name}")
    if log.past is not None:
        vet_motion(log.past, len(log.past), "Log.past")
    if log.others is not None:
        vet_others(log.others, count)
    if log.lights is not None and log.lights.red.shape != (count, len(log.lights.xy)):
        raise BadInput(f"shape {log.lights.red.shape} for {count} moments", place="Log.lights.red")
    if log.route is not None and (len(log.route) < 2 or not np.isfinite(log.route).all()):
        raise BadInput("a route is two points or more, all of them numbers", place="Log.route")


def vet_motion(motion: Motion, count: int, place: str) -> None:
    """Refuse a motion of another length, or with a value that is not a number."""
    for field in fields(motion):
        values: Array = getattr(motion, field.name)
        wanted = (count, 2) if field.name in {"xy", "velocity", "accel"} else (count,)
        if values.shape != wanted:
            raise BadInput(f"shape {values.shape}, expected {wanted}", place=f"{place}.{field.name}")
        bad = np.flatnonzero(~np.isfinite(values.reshape(count, -1)).all(axis=1))
        if bad.size:
            raise BadInput(f"not a number at moment {bad[0]}", place=f"{place}.{field.name}", remedy="mend the log")


def vet_others(others: Others, count: int) -> None:
    """Refuse others whose shapes do not fit, or with a value that is not a number where they are present."""
    agents = len(others.kind)
    shapes = {"present": (), "xy": (2,), "heading": (), "velocity": (2,)}
    for name, more in shapes.items():
        values: Array = getattr(others, name)
        wanted = (count, agents, *more)
        if values.shape != wanted:
            raise BadInput(f"shape {values.shape}, expected {wanted}", place=f"Log.others.{name}")
        bad = ~np.isfinite(values) & (others.present if not more else others.present[:, :, None])
        if bad.any():
            moment, agent = np.argwhere(bad)[0][:2]
            what = f"not a number at moment {moment} for agent {agent}"
            raise BadInput(what, place=f"Log.others.{name}", remedy="mend the log, or mark it as not present")
    if others.size.shape != (agents, 2) or not (np.isfinite(others.size).all() and (others.size > 0.0).all()):
        raise BadInput("every agent needs a length and a width above 0", place="Log.others.size")
