"""The guard as a service: it lets through, corrects, or brakes by itself, also when nobody wishes anything any more."""

from __future__ import annotations

from typing import NamedTuple

from aureole.core.mission import Mission
from aureole.runtime.guard.guard import Guard
from aureole.runtime.guard.state import Memory
from aureole.runtime.services.roles import COMMAND, OBSERVATION, PLAN, WISH, Frames
from aureole.runtime.services.service import Call


class Guarded(NamedTuple):
    """What the guard remembers, and the difference between the car's stamps and the clock, ns."""

    guard: Memory
    ahead: int
    action: int = 0
    bits: int = 0
    """What it told its supervisor last: action and findings."""


class Told(NamedTuple):
    """What a guard tells its supervisor whenever it finds something else, or does."""

    moment: int  # ns of the clock
    action: int
    bits: int
    strongest: int
    value: float
    limit: float


class GuardService:
    """Between follower and port."""

    def __init__(self, mission: Mission, frames: Frames) -> None:
        self.guard, self.frames = Guard(mission.car, mission.step), frames
        self.patience = round(mission.step * 1e9)

    def begin(self) -> Guarded:
        """Before the first check."""
        return Guarded(self.guard.reset(1), 0)

    def serve(self, call: Call, memory: Guarded) -> Guarded:
        """One command, from the newest words there are; the age of a wish is reckoned by the clock.

        How the car's stamps relate to the clock is asked of the port: of a wish it would be whatever it claims to be.
        """
        ahead = memory.ahead
        if OBSERVATION in call.fresh:
            ahead = call.words[OBSERVATION].stamp.item() - call.stamps[OBSERVATION]
        command, guard, found = self.guard.check(
            call.words.get(WISH), call.words.get(PLAN), call.words.get(OBSERVATION), call.now + ahead, memory.guard
        )
        call.out[COMMAND].put(command, call.stamp)
        action, bits = found.action.item(), found.bits.item()
        if (action, bits) != (memory.action, memory.bits):
            strongest, value, limit = found.strongest.item(), found.value.item(), found.limit.item()
            call.tell(Told(call.now, action, bits, strongest, value, limit))
        return Guarded(guard, ahead, action, bits)
