"""What the car does, as the supervisor sees it: in the memory of its observations, whoever may have died meanwhile.

It is no reader with a line of its own (nobody lends it a slot and no writer waits for it): it looks for the newest
stamp among the slots, takes the speed that lies beside, and believes it if the stamp is still the same afterwards.
"""

from __future__ import annotations

import mmap
from typing import Any, NamedTuple

import numpy as np

from aureole.runtime.bus import segment
from aureole.runtime.bus.ledger import slots_for
from aureole.runtime.nodes.system import System

OBSERVATION = "Observation"
STAMP, SPEED = "stamp", "ego.speed"


class Vital(NamedTuple):
    """The car's own motion, the last that is known."""

    stamp: int = 0  # ns; of the observation; 0: there is none yet
    speed: float = float("nan")  # m/s


class Vitals:
    """The supervisor's view of a system's observations; a system without such a topic has none."""

    def __init__(self, system: System) -> None:
        self.topic = next((topic for topic in system.topics if topic.type == OBSERVATION), None)
        self.stamps: Any = None
        self.speeds: Any = None
        self.memory: mmap.mmap | None = None
        self.last = Vital()
        if self.topic is not None:
            self.frame = system.frames[self.topic.name]
            names = [field.name for field in self.frame.layout.fields]
            self.places = [self.frame.places[names.index(name)] for name in (STAMP, SPEED)]

    def see(self, topic: str, descriptor: int) -> None:
        """A topic has new memory."""
        if self.topic is None or topic != self.topic.name:
            return
        self.last = self.last._replace(stamp=0)
        slots = slots_for(self.topic)
        self.memory = segment.read_map(descriptor, self.frame.size * slots)
        self.stamps, self.speeds = (
            np.ndarray((slots,), dtype, self.memory, place, (self.frame.size,))
            for dtype, place in zip((np.int64, np.float32), self.places, strict=True)
        )

    def look(self) -> Vital:
        """The newest there is; the one before while that is being written."""
        if self.stamps is not None:
            place = int(np.argmax(self.stamps))
            stamp, speed = int(self.stamps[place]), float(self.speeds[place])
            if stamp > self.last.stamp and int(self.stamps[place]) == stamp and speed == speed:  # noqa: PLR0124
                self.last = Vital(stamp, speed)
        return self.last
