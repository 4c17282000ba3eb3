"""A small car whose services can be told to go wrong while it drives: real processes, real guard, a toy of a world.

What the port was commanded is counted in memory that all processes share, so that a test can say whether anything
unsafe came through. A service is told to go wrong by a number there.
"""

from __future__ import annotations

import mmap
import signal
from dataclasses import replace
from enum import IntEnum
from math import isfinite
from types import SimpleNamespace
from typing import Any

import numpy as np

from aureole.core.notes import notes
from aureole.core.observation import Observation
from aureole.core.resources import Chain, Service
from aureole.core.topic import Topic
from aureole.runtime.bus.frames import Frame
from aureole.runtime.layout import Field, Layout
from aureole.runtime.nodes.system import System
from aureole.runtime.services.guarding import GuardService
from aureole.runtime.services.roles import Frames
from tests.runtime.guard.scene import CAR, plan, wish

STEP = 0.01  # s
CRUISE = 3.0  # m/s
SERVICES = ("port", "driver", "follower", "guard", "recorder")
WORST = -CAR.limits.brake


class Wrong(IntEnum):
    """What a service is to do instead of its work."""

    NOTHING = 0
    LEAK = 1
    SPIN = 2
    FLOOD = 3
    NAN = 4
    STALE = 5
    FUTURE = 6
    WILD = 7
    FORGED = 8
    TRESPASS = 9
    SCRIBBLE = 10
    RAISE = 11
    HANG = 12
    """While it is made."""


class Board:
    """Numbers that all processes of a test share."""

    NAMES = ("wrong", "steps", "commands", "unsafe", "speed", "recorded", "looked", "fastest")

    def __init__(self) -> None:
        self.numbers = np.frombuffer(mmap.mmap(-1, 4096), np.float64)

    def __getitem__(self, name: str) -> float:
        return float(self.numbers[self.NAMES.index(name)])

    def __setitem__(self, name: str, value: float) -> None:
        self.numbers[self.NAMES.index(name)] = value


class Port:
    """A car on a straight road, that brakes by itself when commands have expired."""

    def __init__(self, board: Board) -> None:
        self.board = board

    def begin(self) -> float:
        return CRUISE

    def serve(self, call: Any, speed: float) -> float:
        accel = 0.0
        if "command" in call.words:
            command = call.words["command"]
            accel, steer = command.accel.item(), command.steer.item()
            if not safe(accel, steer):
                self.board["unsafe"] += 1
                accel = WORST
            if call.now > command.until.item():
                accel = -CAR.limits.comfort_brake
            self.board["commands"] += "command" in call.fresh
        speed = max(speed + accel * STEP, 0.0)
        self.board["steps"] += 1
        self.board["speed"], self.board["fastest"] = speed, max(speed, self.board["fastest"])
        seen = call.out["observation"].loan()
        seen.stamp[:], seen.ego.speed[:] = call.stamp, speed
        call.out["observation"].send(call.stamp)
        return speed


def safe(accel: float, steer: float) -> bool:
    """Whether a command is within what this car may ever do."""
    limits = CAR.limits
    finite = isfinite(accel) and isfinite(steer)
    return finite and WORST - 1e-6 <= accel <= limits.accel + 1e-6 and abs(steer) <= limits.steer + 1e-6


class Driver:
    """Straight on at one speed."""

    def __init__(self, board: Board) -> None:
        self.board = board

    def begin(self) -> None:
        hang(self.board)

    def serve(self, call: Any, memory: None) -> None:
        wrong = self.board["wrong"]
        if wrong == Wrong.SPIN:
            self.board["wrong"] = Wrong.NOTHING
            while True:
                pass
        if wrong == Wrong.RAISE:
            raise RuntimeError("no idea")
        seen = call.words["observation"]
        call.out["plan"].put(plan(seen.stamp.item(), speed=CRUISE), call.stamp)


class Follower:
    """Keeps the speed, unless it is told to go wrong."""

    def __init__(self, board: Board) -> None:
        self.board, self.hoard = board, []

    def begin(self) -> int:
        return 0

    def serve(self, call: Any, calls: int) -> int:
        seen = call.words["observation"]
        if "plan" not in call.words:
            return calls
        now, accel = seen.stamp.item(), CRUISE - seen.ego.speed.item()
        wrong, usual = Wrong(int(self.board["wrong"])), wish(now, accel=accel)
        if wrong is Wrong.TRESPASS:
            call.out["command"].put(usual, call.stamp)
        if wrong is Wrong.SCRIBBLE:
            seen.ego.speed[0] = 99.0
        if wrong is Wrong.LEAK:
            self.hoard.append(np.ones(500_000))
        word = {
            Wrong.NAN: wish(now, accel=float("nan")), Wrong.STALE: wish(now - 2_000_000_000, accel=1.0),
            Wrong.FUTURE: wish(now + 9_000_000_000, accel=2.0), Wrong.WILD: wish(now, accel=99.0, steer=9.0),
        }.get(wrong, usual)  # fmt: skip
        for _ in range(60 if wrong is Wrong.FLOOD else 1):
            call.out["wish"].put(word, call.stamp + (3 if wrong is Wrong.FORGED else 0))
        return calls + 1


class Recorder:
    """Counts what it was given."""

    def __init__(self, board: Board) -> None:
        self.board = board

    def begin(self) -> None:
        hang(self.board)

    def serve(self, call: Any, memory: None) -> None:
        self.board["recorded"] += 1


def hang(board: Board) -> None:
    """For ever, if it is to."""
    while board["wrong"] == Wrong.HANG:
        signal.pause()


def look() -> Frame:
    """How an observation lies in memory in which nobody else is to be seen."""
    fields = [
        Field(note.name, note.dims, tuple(int(axis) if axis.isdigit() else 1 for axis in note.dims),
              note.dtype.newbyteorder("<").str, note.unit, note.frame)
        for note in notes(Observation)
    ]  # fmt: skip
    return Frame(Observation, Layout("Observation", tuple(fields)))


def system_of(board: Board) -> System:
    """The manifest of the small car."""

    def service(name: str, trigger: str, level: str, period: float = 0.0) -> Service:
        return Service(name, name, name, trigger, period, 5e-3, 2e8, level)

    def topic(name: str, word: str, rate: float, writer: str, *readers: str) -> Topic:
        return Topic(name, word, rate, 0.02, writer, readers)

    command = Frame.of(wish())
    frames = {"observation": look(), "plan": Frame.of(plan()), "wish": command, "command": command}
    laid = Frames(command, frames["observation"], frames["plan"], command)
    patient = (
        replace(topic("wish", "Command", 100.0, "follower"), deadline=0.4),
        replace(topic("observation", "Observation", 100.0, "port"), deadline=0.4),
    )  # on a busy machine without real-time priority words are late, and the guard is not to stop for that here
    mission: Any = SimpleNamespace(car=replace(CAR, topics=patient), step=STEP)
    return System(
        (service("port", "", "D", STEP), service("driver", "observation", "QM", 0.1),
         service("follower", "observation", "B"), service("guard", "wish", "D"),
         service("recorder", "command", "QM")),
        (topic("observation", "Observation", 100.0, "port", "driver", "follower", "guard"),
         topic("plan", "Plan", 10.0, "driver", "follower", "guard"),
         topic("wish", "Command", 100.0, "follower", "guard"),
         topic("command", "Command", 100.0, "guard", "port", "recorder")),
        frames,
        {"port": lambda: Port(board), "driver": lambda: Driver(board), "follower": lambda: Follower(board),
         "guard": lambda: GuardService(mission, laid), "recorder": lambda: Recorder(board)},
        logical=False,
        chains=(Chain("control", ("port", "follower", "guard", "port"), 20e-3, 90.0),),
        without=frozenset({"memory_budget"}),  # the kernel would end who leaks before the supervisor has looked
    )  # fmt: skip
