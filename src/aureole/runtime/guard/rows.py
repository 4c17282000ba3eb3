"""One world's row of a command, a plan and an observation, as plain numbers."""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain
from math import atan, hypot, inf, isfinite, pi
from operator import lt
from typing import NamedTuple

from aureole.core.command import Command
from aureole.core.observation import Observation, Tracks
from aureole.core.plan import Plan
from aureole.runtime.guard.bounds import AHEAD, NANO, Bounds

STUB = 0.3  # m; a plan shorter than this says nothing about where to steer (`vehicle.steering.STUB`)
WINDOW = 1.0  # m; curvature is taken over twice this, or 0.2 s (`vehicle.steering.WINDOW`)


class Wish(NamedTuple):
    """What the follower wants, or what the guard gives."""

    stamp: int  # ns
    steer: float  # rad
    accel: float  # m/s^2
    gear: int
    lamps: int
    horn: bool
    until: int  # ns


class Look(NamedTuple):
    """The car's own motion."""

    stamp: int  # ns
    speed: float  # m/s
    yaw_rate: float  # rad/s
    steer: float  # rad


class Around(NamedTuple):
    """What is around the car, as it was told last."""

    tracks: Tracks
    late: float  # s; since it was as they show it
    moved: float  # s; that the car has driven since it was where they are told from


class Way(NamedTuple):
    """What the plan asks for at this moment."""

    stamp: int  # ns
    brake: float  # m/s^2; hardest allowed
    ask: int
    end: float  # s; of the plan, since its stamp
    top: float  # m/s; fastest from now on
    steer: float | None
    """rad; that keeps to the plan's bend; None where the plan is too short to have one."""


def wish_of(command: Command, world: int) -> Wish:
    """A row of a command."""
    return Wish(
        int(command.stamp[world]),
        float(command.steer[world]),
        float(command.accel[world]),
        int(command.gear[world]),
        int(command.lamps[world]),
        bool(command.horn[world]),
        int(command.until[world]),
    )


def look_of(observation: Observation, world: int) -> Look:
    """A row of the car's own motion."""
    ego = observation.ego
    return Look(
        int(observation.stamp[world]), float(ego.speed[world]), float(ego.yaw_rate[world]), float(ego.steer[world])
    )


def around_of(observation: Observation, seen: Observation | None, world: int, now: int, bounds: Bounds) -> Around:
    """What is around: as the car is given it with its own motion, or as its eyes have `seen` it, by themselves.

    Both are as old as the freshest sensor. What is given is told from where the car was `latency` after it was so; eyes
    tell it from where the car was when they looked. Before they have told anything, and from the future, it is as old
    as can be.
    """
    if not bounds.eyes:
        late = min(observation.age[world].tolist(), default=0.0)
        return Around(observation.tracks, late, max(late - bounds.latency, 0.0))
    if seen is None or seen.stamp[world] > now + AHEAD:
        return Around(observation.tracks, inf, 0.0)
    since = max(now - int(seen.stamp[world]), 0) * NANO
    return Around(seen.tracks, since + min(seen.age[world].tolist(), default=0.0), since)


def sound(plan: Plan, world: int) -> bool:
    """Whether a plan can be followed, as the follower sees it: every value a number, times rising, a brake."""
    time = plan.time[world].tolist()
    rest = plan.heading[world].tolist(), plan.speed[world].tolist(), plan.xy[world].ravel().tolist()
    rising = all(map(lt, time, time[1:]))
    return isfinite(sum(chain(time, *rest))) and rising and 0.0 <= float(plan.brake[world]) < inf


def bend_at(plan: Plan, world: int, way: float, speed: float) -> float | None:
    """Curvature of the plan `way` metres along it, 1/m; None if it is too short there."""
    points, heading = plan.xy[world].tolist(), plan.heading[world].tolist()
    half = max(WINDOW, 0.1 * speed)
    first, last = 0, len(points) - 1
    begin = passed = 0.0
    for i in range(1, len(points)):
        passed += hypot(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1])
        if passed <= way - half:
            first, begin = i, passed
        if passed >= way + half:
            last = i
            break
    if passed - begin < STUB or passed < way:
        return None
    turn = heading[last] - heading[first]
    turn -= 2.0 * pi * round(turn / (2.0 * pi))
    return float(turn / (passed - begin))


def steer_for(bend: float, speed: float, bounds: Bounds) -> float:
    """Steady steering angle for a curvature, rad (Rajamani, Vehicle Dynamics and Control, 2nd ed., §3.3)."""
    return atan(bend * bounds.wheelbase) + bounds.understeer * speed * speed * bend


def way_of(plan: Plan, world: int, moment: tuple[int, float, float], bounds: Bounds) -> Way:
    """A row of a sound plan at `moment`: now (ns), metres since its stamp, speed (m/s)."""
    now, way, speed = moment
    stamp, time = int(plan.stamp[world]), plan.time[world].tolist()
    first = min(bisect_left(time, (now - stamp) * NANO), len(time) - 1)
    bend = bend_at(plan, world, way, speed)
    return Way(
        stamp,
        float(plan.brake[world]),
        int(plan.ask[world]),
        time[-1],
        max(plan.speed[world].tolist()[max(first - 1, 0) :]),
        None if bend is None else steer_for(bend, speed, bounds),
    )
