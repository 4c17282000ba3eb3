"""Closed loop of follower and body on synthetic ways: what the tests of the follower drive on."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields

import numpy as np

from aureole.core.car import Car
from aureole.core.command import Command
from aureole.core.mission import Mission
from aureole.core.observation import EgoMotion, Lanes, Objects, Observation, Signals, Tracks
from aureole.core.plan import REASONS, STEPS, Plan
from aureole.vehicle import dynamics
from aureole.vehicle.constants import chassis
from aureole.vehicle.follower import Follower

GRID = 0.05  # m


@dataclass
class Way:
    """A line of given curvature over arc length, sampled finely."""

    curvature: Callable[[np.ndarray], np.ndarray]
    length: float
    s: np.ndarray = field(init=False)
    x: np.ndarray = field(init=False)
    y: np.ndarray = field(init=False)
    heading: np.ndarray = field(init=False)

    def __post_init__(self):
        self.s = np.arange(0.0, self.length, GRID)
        kappa = self.curvature(self.s + GRID / 2)
        self.heading = np.concatenate([[0.0], np.cumsum(kappa * GRID)[:-1]])
        middle = self.heading + kappa * GRID / 2
        self.x = np.concatenate([[0.0], np.cumsum(np.cos(middle) * GRID)[:-1]])
        self.y = np.concatenate([[0.0], np.cumsum(np.sin(middle) * GRID)[:-1]])

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """Arc length and signed offset (left plus) of the nearest point."""
        i = int(np.argmin((self.x - x) ** 2 + (self.y - y) ** 2))
        c, s = np.cos(self.heading[i]), np.sin(self.heading[i])
        return self.s[i] + (x - self.x[i]) * c + (y - self.y[i]) * s, (y - self.y[i]) * c - (x - self.x[i]) * s

    def at(self, s: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return tuple(np.interp(s, self.s, values) for values in (self.x, self.y, self.heading))


def look(stamp: int, body: np.ndarray) -> Observation:
    """What the follower may know: the car's own motion; everything else is empty."""
    n = len(body)
    ego = EgoMotion(
        *(body[:, c].astype(np.float32) for c in (dynamics.SPEED, dynamics.ACCEL, dynamics.YAW_RATE, dynamics.STEER))
    )
    rest = {f.name: np.zeros(n) for f in fields(Observation)}
    empty = {"tracks": _empty(Tracks, n), "lanes": _empty(Lanes, n)}
    empty |= {"signals": _empty(Signals, n), "objects": _empty(Objects, n)}
    return Observation(**(rest | empty | {"stamp": np.full(n, stamp, dtype=np.int64), "ego": ego}))


def _empty(word, n: int):
    return word(**{f.name: np.zeros(n) for f in fields(word)})


def mission(car: Car, step: float, worlds: int = 1) -> Mission:
    return Mission(car, step, np.zeros(worlds), np.zeros((worlds, 128), np.uint8), np.zeros(worlds, np.int32),
                   np.zeros(worlds, np.uint64))  # fmt: skip


def plan_of(stamp: int, xy, heading, speed, *, brake: float = 2.0, why=(), ask: int = 0, worlds: int = 1) -> Plan:
    """A plan with points every 0.1 s, the same in every world."""

    def rows(values, dtype=np.float32):
        return np.ascontiguousarray(np.repeat(np.asarray(values, dtype=dtype)[None], worlds, axis=0))

    reasons = np.full((REASONS, 2), (0, -1), dtype=np.int32)
    for i, concept in enumerate(why):
        reasons[i, 0] = concept
    return Plan(
        stamp=np.full(worlds, stamp, dtype=np.int64),
        time=rows(np.arange(STEPS) * 0.1),
        xy=rows(xy),
        heading=rows(heading),
        speed=rows(speed),
        brake=rows(brake),
        sure=rows(1.0),
        why=rows(reasons, np.int32),
        ask=rows(ask, np.int32),
    )


@dataclass
class Course:
    """What a drive showed, one row a step."""

    time: np.ndarray
    body: np.ndarray
    offset: np.ndarray
    steer: np.ndarray
    accel: np.ndarray


def along(car: Car, way: Way, speed: Callable[[np.ndarray], np.ndarray], *, seconds: float, brake: float = 2.0,
          step: float = 0.01, begin: float = 0.0, late: int = 0, aside: float = 0.0) -> Course:  # fmt: skip
    """Drive along a way; `speed` gives the planned speed over time since the drive began.

    The planner knows where the car is when it plans and hands over its plan `late` steps later.
    """
    numbers, follower = chassis(car), Follower()
    memory = follower.reset(mission(car, step))
    start = speed(np.zeros(1))
    x, y, heading = way.at(np.array([begin]))
    body = dynamics.start(x, y + aside, heading, start)
    body = dynamics.bend(body, way.curvature(np.array([begin])), numbers)
    every = round(0.1 / step)
    rows, waiting = [], []
    plan = None
    for k in range(round(seconds / step)):
        stamp = round(k * step * 1e9)
        row = body[0]
        s, off = way.nearest(row[dynamics.X], row[dynamics.Y])
        if k % every == 0:
            times = k * step + np.arange(STEPS) * 0.1
            fine = k * step + np.arange((STEPS - 1) * 10 + 1) * 0.01
            speeds = np.maximum(speed(fine), 0.0)
            run = np.concatenate([[0.0], np.cumsum((speeds[1:] + speeds[:-1]) * 0.005)])[::10]
            px, py, ph = way.at(s + run)
            c, d = np.cos(row[dynamics.HEADING]), np.sin(row[dynamics.HEADING])
            dx, dy = px - row[dynamics.X], py - row[dynamics.Y]
            xy = np.stack([c * dx + d * dy, c * dy - d * dx], axis=1)
            made = plan_of(stamp, xy, ph - row[dynamics.HEADING], np.maximum(speed(times), 0.0), brake=brake)
            waiting.append((k + (late if plan is not None else 0), made))
        while waiting and waiting[0][0] <= k:
            plan = waiting.pop(0)[1]
        command, memory = follower.follow(plan, look(stamp, body), memory)
        rows.append((k * step, row.copy(), off, command.steer[0], command.accel[0]))
        body = dynamics.advance(body, command.steer, command.accel, numbers, step)
    time, bodies, offs, steers, accels = zip(*rows, strict=True)
    return Course(np.array(time), np.array(bodies), np.array(offs), np.array(steers), np.array(accels))


def clothoid_bend(radius: float, ramp: float, straight: float = 40.0) -> Callable[[np.ndarray], np.ndarray]:
    """Straight, clothoid, arc, clothoid back, straight; each ramp `ramp` metres long, the arc twice that."""

    def curvature(s):
        return np.interp(s, [straight, straight + ramp, straight + 3 * ramp, straight + 4 * ramp],
                         [0.0, 1 / radius, 1 / radius, 0.0])  # fmt: skip

    return curvature


def command_of(car: Car, plan: Plan, speed: float = 10.0) -> Command:
    """The follower's first command for one plan."""
    follower = Follower()
    one = np.ones(len(plan.stamp))
    body = dynamics.start(0 * one, 0 * one, 0 * one, speed * one)
    command, _ = follower.follow(plan, look(int(plan.stamp[0]), body), follower.reset(mission(car, 0.01, len(one))))
    return command
