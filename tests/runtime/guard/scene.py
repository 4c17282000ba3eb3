"""Words by hand for one car or a few: what the tests of the guard hand in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from aureole.core.command import Command
from aureole.core.observation import EgoMotion, Lanes, Objects, Observation, Signals, Tracks
from aureole.core.plan import REASONS, STEPS, Plan
from aureole.runtime.guard.findings import Findings, names
from aureole.runtime.guard.guard import Guard
from aureole.runtime.guard.state import Memory
from aureole.vehicle import cars

CAR = replace(cars.load("sedan"), topics=())  # without deadlines of its own: the usual ones
TICK = 10_000_000  # ns
LIFE = 500_000_000  # ns
TRACKS = 4


def wish(now: int = 0, *, steer: float = 0.0, accel: float = 0.0, worlds: int = 1, **given: Any) -> Command:
    """A command of this moment; `given` overrides fields with one value for all worlds."""
    values = {"stamp": now, "steer": steer, "accel": accel, "gear": 0, "lamps": 0, "horn": False, "until": now + LIFE}
    types = {"stamp": "i8", "steer": "f8", "accel": "f8", "gear": "i4", "lamps": "i4", "horn": "?", "until": "i8"}
    return Command(**{k: np.full(worlds, v, dtype=types[k]) for k, v in {**values, **given}.items()})


def plan(now: int = 0, *, speed: float = 10.0, end: float | None = None, bend: float = 0.0, worlds: int = 1,
         **given: Any) -> Plan:  # fmt: skip
    """From `speed` to `end` (m/s) in three seconds, on an arc of `bend` (1/m)."""
    time = np.linspace(0.0, 3.0, STEPS)
    speeds = np.linspace(speed, speed if end is None else end, STEPS)
    way = np.concatenate([[0.0], np.cumsum(0.5 * (speeds[1:] + speeds[:-1]) * np.diff(time))])
    angle = bend * way
    x, y = (way, 0.0 * way) if bend == 0.0 else (np.sin(angle) / bend, (1.0 - np.cos(angle)) / bend)

    def rows(values: Any) -> Any:
        return np.repeat(np.asarray(values, dtype=np.float32)[None], worlds, axis=0)

    whole = Plan(
        stamp=np.full(worlds, now), time=rows(time), xy=rows(np.stack([x, y], axis=1)), heading=rows(angle),
        speed=rows(speeds), brake=np.full(worlds, 6.0, dtype=np.float32), sure=np.ones(worlds, dtype=np.float32),
        why=np.zeros((worlds, REASONS, 2), dtype=np.int32), ask=np.zeros(worlds, dtype=np.int32),
    )  # fmt: skip
    return replace(whole, **given)


def asked(now: int, ask: int, **given: Any) -> Plan:
    return plan(now, ask=np.full(1, ask, dtype=np.int32), **given)


class Other(NamedTuple):
    """Somebody else, in the ego frame."""

    x: float
    y: float = 0.0
    vx: float = 0.0
    vy: float = 0.0
    heading: float = 0.0
    length: float = 4.0
    width: float = 1.8
    sure: float = 1.0


def look(now: int = 0, *, speed: float = 10.0, yaw_rate: float = 0.0, steer: float = 0.0, age: float = 0.1,
         others: tuple[Other, ...] = (), worlds: int = 1) -> Observation:  # fmt: skip
    """What the car feels, and who is around."""
    n = worlds
    one = lambda value: np.full(n, value, dtype=np.float32)  # noqa: E731
    tracks = Tracks(
        present=np.zeros((n, TRACKS), dtype=bool), id=np.zeros((n, TRACKS), dtype=np.int32),
        xy=np.zeros((n, TRACKS, 2), dtype=np.float32), heading=np.zeros((n, TRACKS), dtype=np.float32),
        velocity=np.zeros((n, TRACKS, 2), dtype=np.float32), size=np.zeros((n, TRACKS, 2), dtype=np.float32),
        kind=np.zeros((n, TRACKS), dtype=np.int32), lamps=np.zeros((n, TRACKS), dtype=np.int32),
        sure=np.zeros((n, TRACKS), dtype=np.float32), given=np.ones(n, dtype=bool),
    )  # fmt: skip
    for i, other in enumerate(others):
        tracks.present[:, i], tracks.sure[:, i], tracks.heading[:, i] = True, other.sure, other.heading
        tracks.xy[:, i], tracks.velocity[:, i] = (other.x, other.y), (other.vx, other.vy)
        tracks.size[:, i] = (other.length, other.width)
    flat = np.zeros((n, 1))
    lanes = Lanes(*[flat] * len(Lanes.__dataclass_fields__))
    ego = EgoMotion(one(speed), one(0.0), one(yaw_rate), one(steer))
    return Observation(
        stamp=np.full(n, now), ego=ego, tracks=tracks, lanes=lanes,
        signals=Signals(*[flat] * len(Signals.__dataclass_fields__)),
        objects=Objects(*[flat] * len(Objects.__dataclass_fields__)), route=flat, set_speed=one(10.0), images=flat,
        points=flat, order=flat, order_length=flat, age=np.full((n, 1), age, dtype=np.float32),
    )  # fmt: skip


NEW: Any = object()


class Drive:
    """A guard that is called tick by tick; each word is fresh unless it is given."""

    def __init__(self, car: Any = CAR, speed: float = 10.0, *, eyes: bool = False) -> None:
        self.guard, self.speed = Guard(car, eyes=True) if eyes else Guard(car), speed
        self.seen: Observation | None = None
        self.memory: Memory = self.guard.reset(1)
        self.now = 0
        self.given: Command
        self.findings: Findings

    def tick(self, w: Any = NEW, p: Any = NEW, o: Any = NEW, *, on: int = TICK, **wishes: Any) -> tuple[float, float]:
        """One check; gives steering and acceleration."""
        w = wish(self.now, **wishes) if w is NEW else w
        p = plan(self.now, speed=self.speed) if p is NEW else p
        o = look(self.now, speed=self.speed) if o is NEW else o
        self.given, self.memory, self.findings = self.guard.check(w, p, o, self.now, self.memory, seen=self.seen)
        self.now += on
        return float(self.given.steer[0]), float(self.given.accel[0])

    def for_ticks(self, count: int, *words: Any, **wishes: Any) -> tuple[float, float]:
        return [self.tick(*words, **wishes) for _ in range(count)][-1]

    @property
    def found(self) -> set[str]:
        return set(names(int(self.findings.bits[0])))

    @property
    def strongest(self) -> tuple[int, float, float]:
        f = self.findings
        return int(f.strongest[0]), float(f.value[0]), float(f.limit[0])

    @property
    def action(self) -> int:
        return int(self.findings.action[0])
