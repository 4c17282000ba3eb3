"""A world that goes on: when its drive ends it begins anew, and so does what the services remember of it.

The moments of a new drive lie a minute after those of the one before, so that nothing of the old one can be mistaken
for something of the new: plans and commands of before have long run out, and who sees the jump begins anew.
"""

from __future__ import annotations

import dataclasses
import mmap
from typing import Any, NamedTuple

import numpy as np

from aureole.core.command import Command
from aureole.core.notes import Int64
from aureole.core.world import World
from aureole.runtime.loop import ended
from aureole.runtime.services.roles import COMMAND, OBSERVATION, PLAN, SCENE, Frames, is_late
from aureole.runtime.services.service import Call, Service

GAP = 60_000_000_000  # ns; between the last moment of a drive and the first of the next
JUMP = GAP // 2  # ns; nobody is asleep for so long and goes on as if nothing had been


class Drives(NamedTuple):
    """Which drive it is, counted from one, and how far it is (s)."""

    number: int
    seconds: float


class Board:
    """Memory in which the world tells how far it is; made before the processes are, so that they share it."""

    def __init__(self) -> None:
        self.numbers: Int64 = np.frombuffer(mmap.mmap(-1, mmap.PAGESIZE), np.int64)

    def tell(self, number: int, stamp: int) -> None:
        """The world is there."""
        self.numbers[1], self.numbers[0] = stamp, number

    def read(self) -> Drives:
        """Where it was last."""
        return Drives(int(self.numbers[0]), int(self.numbers[1]) * 1e-9)


def later(word: Any, base: int) -> Any:
    """A word of a drive in the car's stamps."""
    return dataclasses.replace(word, stamp=word.stamp + base)


class Lap(NamedTuple):
    """Where a world is; before the first call nowhere."""

    number: int
    base: int  # ns; the moment at which this drive began, in the car's stamps
    since: int  # ns; the same by the bus
    scene: Any
    observation: Any
    state: Any


class LapService:
    """A world as one car's plant, drive after drive."""

    def __init__(self, world: World[Any], frames: Frames, board: Board) -> None:
        self.world, self.frames, self.board = world, frames, board

    def begin(self) -> Lap:
        """Nowhere yet."""
        return Lap(0, 0, 0, None, None, None)

    def serve(self, call: Call, memory: Lap) -> Lap:
        """Begin, or take a step by the newest command of this drive; what nobody commands stays where it is."""
        new = memory.scene is None or self.done(call, memory)
        lap = self.first(call, memory) if new else self.stepped(call, memory)
        self.tell(call, lap)
        self.board.tell(lap.number, lap.scene.stamp.item())
        return lap

    def stepped(self, call: Call, lap: Lap) -> Lap:
        """A step by the newest command, if there is one of this drive."""
        if COMMAND not in call.words or call.words[COMMAND].stamp.item() < lap.base:
            return lap
        return self.moved(self.frames.command.copied(call.words[COMMAND]), lap)

    def moved(self, command: Command, lap: Lap) -> Lap:
        """A step by a command in the car's stamps."""
        own = dataclasses.replace(command, stamp=command.stamp - lap.base, until=command.until - lap.base)
        scene, state = self.world.step(lap.scene, own, lap.state)
        observation, state = self.world.sense(scene, state)
        return lap._replace(scene=scene, observation=observation, state=state)

    def tell(self, call: Call, lap: Lap) -> None:
        """Say what is seen, and to those who may know it what is true."""
        for name, word in ((SCENE, lap.scene), (OBSERVATION, lap.observation)):
            if name in call.out:
                call.out[name].put(later(word, lap.base), call.stamp)

    def first(self, call: Call, lap: Lap) -> Lap:
        """The first moment of the next drive."""
        base = 0 if lap.scene is None else lap.base + lap.scene.stamp.item() + GAP
        scene, state = self.world.reset()
        observation, state = self.world.sense(scene, state)
        return Lap(lap.number + 1, base, call.stamp, scene, observation, state)

    def done(self, call: Call, lap: Lap) -> bool:
        """Whether the drive has ended: by the world, by its time, or after a minimal-risk manoeuvre."""
        brief = self.world.brief
        late = is_late(lap.scene.stamp.item(), brief.step, brief.timeout)
        if PLAN in call.words and call.stamps[PLAN] >= lap.since:
            return bool(ended(lap.scene, call.words[PLAN], late).all())
        return late or bool(lap.scene.over.all())


class Since(NamedTuple):
    """What a service remembers, since when (ns of the bus), and the last moment it saw (ns of the car)."""

    memory: Any
    since: int
    last: int


class Anew:
    """A service that begins anew with each drive, and sees nothing of the one before."""

    def __init__(self, service: Service[Any], needs: str = OBSERVATION) -> None:
        """`needs`: without a word of that topic about this drive it is not called."""
        self.service, self.needs = service, needs
        self.patience: int = getattr(service, "patience", 0)

    def begin(self) -> Since:
        """Before the first drive."""
        return Since(self.service.begin(), 0, -JUMP)

    def serve(self, call: Call, memory: Since) -> Since:
        """One call, with the words of this drive."""
        inner, since, last = memory
        if OBSERVATION in call.words:
            now = call.words[OBSERVATION].stamp.item()
            if last >= 0 and (now - last > JUMP or now < last):  # back: whoever tells it was booted anew
                inner, since = self.service.begin(), call.stamps[OBSERVATION]
            last = now
        words = {name: word for name, word in call.words.items() if call.stamps[name] >= since}
        if self.needs not in words:
            return Since(inner, since, last)
        about = dataclasses.replace(call, words=words, fresh=call.fresh & words.keys())
        return Since(self.service.serve(about, inner), since, last)
