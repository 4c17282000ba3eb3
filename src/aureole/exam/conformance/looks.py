"""What drivers are shown: observations of real drives, and what no drive should ever hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from aureole.core.driver import Driver
from aureole.core.mission import Mission
from aureole.core.notes import notes
from aureole.core.observation import Observation
from aureole.core.plan import Plan
from aureole.core.world import World
from aureole.drivers.passive import Passive
from aureole.exam.conformance.rows import taken
from aureole.exam.examine import Drive, Setup, build_world
from aureole.exam.suites.cases import SuiteCase
from aureole.runtime.loop import DriverFailure, run
from aureole.vehicle.follower import Follower
from aureole.world.scenarios.embedded import library

WORLDS = 8
SPAN = 6.0  # s; sixty looks
CASES = ("cut-in-hard", "crossing-pedestrian")
"""Somebody cuts in, somebody crosses; each with eight seeds, so that no two worlds see the same."""
ORDERS = (
    "请在前方安全的地方靠边停车，不要急刹车，谢谢师傅，辛苦了。", "！" * 42, "pull over", " \t\n", "\ufffd\u202e🚗",
    "停",
)  # fmt: skip
LONGEST = 128  # bytes of an order


@dataclass(frozen=True, slots=True)
class Course:
    """One batch of drives as its driver sees it."""

    name: str
    mission: Mission
    looks: tuple[Observation, ...]

    def of(self, rows: list[int]) -> Course:
        """The same of some worlds only."""
        return Course(self.name, taken(self.mission, rows), tuple(taken(look, rows) for look in self.looks))


@dataclass(slots=True)
class Listener:
    """A driver that keeps what another one is shown."""

    driver: Driver[Any]
    looks: list[Observation] = field(default_factory=list)

    def reset(self, mission: Mission) -> Any:
        """As the other."""
        return self.driver.reset(mission)

    def drive(self, observation: Observation, memory: Any) -> tuple[Plan, Any]:
        """As the other."""
        self.looks.append(taken(observation, range(len(observation.stamp))))
        return self.driver.drive(observation, memory)


def courses(setup: Setup) -> list[Course]:
    """What this driver sees where it goes itself; where it breaks off, what a car that stands still would see."""
    found = []
    for name in CASES:
        entry = library.find(name)
        case = SuiteCase(entry.name, entry.path, dict(entry.params))
        drives = [Drive(case, seed) for seed in range(WORLDS)]
        how = replace(setup, timeout=SPAN)
        mission, looks = _heard(drives, how, setup.make)
        if len(looks) < SPAN / mission.car.periods.drive / 2:
            mission, looks = _heard(drives, how, Passive)
        found.append(Course(name, mission, tuple(looks)))
    return found


def _heard(
    drives: list[Drive], setup: Setup, make: Callable[[], Driver[Any]]
) -> tuple[Mission, list[Observation]]:  # fmt: skip
    world: World[Any] = build_world(drives, setup)
    try:
        listener = Listener(make())
        run(world, listener, Follower())
    except DriverFailure:
        pass
    except Exception:  # noqa: BLE001  # a driver that cannot even be made; the check of its role says so
        return world.brief.mission, []
    return world.brief.mission, listener.looks


def empty(look: Observation) -> Observation:
    """The same look, with nobody, nothing that stands and no road in it."""
    tracks = replace(look.tracks, present=np.zeros_like(look.tracks.present))
    lanes = replace(look.lanes, present=np.zeros_like(look.lanes.present), seen=np.zeros_like(look.lanes.seen))
    signals = replace(look.signals, present=np.zeros_like(look.signals.present))
    objects = replace(look.objects, present=np.zeros_like(look.objects.present))
    route = np.zeros_like(look.route)
    return replace(look, tracks=tracks, lanes=lanes, signals=signals, objects=objects, route=route)


def silent(look: Observation) -> Observation:
    """The same look, every sensor silent since ever."""
    return replace(look, age=np.full_like(look.age, np.inf))


def spoilt(look: Observation) -> Iterator[tuple[str, Observation]]:
    """The same look with each array of numbers in turn holding none, and at last all of them."""
    whole = look
    for note in notes(Observation):
        if note.dtype == np.float32:
            yield note.name, without(look, note.name)
            whole = without(whole, note.name)
    yield "everything", whole


def without(look: Observation, name: str) -> Observation:
    """The same look with no number left in the array of that name."""
    part, _, inner = name.partition(".")
    word = getattr(look, part)
    changed: Any = replace(word, **{inner: np.full_like(getattr(word, inner), np.nan)}) if inner else None
    return replace(look, **{part: np.full_like(word, np.nan) if changed is None else changed})


def ordered(words: bytes, course: Course) -> Course:
    """The same course, with an order that was given at its start."""
    worlds = len(course.mission.set_speed)
    text = np.zeros((worlds, LONGEST), dtype=np.uint8)
    text[:, : len(words)] = np.frombuffer(words, dtype=np.uint8)
    told: dict[str, Any] = {"order": text, "order_length": np.full(worlds, len(words), dtype=np.int32)}
    looks = tuple(replace(look, **told) for look in course.looks)
    return Course(course.name, replace(course.mission, **told), looks)


def orders() -> Iterator[bytes]:
    """Orders in bytes: Chinese ones as long as fit, a letter cut in two, nothing."""
    yield from (words.encode()[:LONGEST] for words in ORDERS)
    yield ("靠边停车" * 11).encode()[:LONGEST]
    yield b"\xff" * LONGEST
    yield b""
