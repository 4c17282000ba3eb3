"""The guard as a service: it lets through, corrects, or brakes by itself, also when nobody wishes anything any more."""

from __future__ import annotations

from typing import NamedTuple

from aureole.core.mission import Mission
from aureole.runtime.guard.bounds import GOOD
from aureole.runtime.guard.findings import Action, Finding
from aureole.runtime.guard.guard import Guard
from aureole.runtime.guard.state import Memory
from aureole.runtime.services.roles import COMMAND, OBSERVATION, PLAN, WISH, Frames
from aureole.runtime.services.service import Call

SETTLING = 1_000_000_000  # ns; who has not settled by then will not by itself: whatever is found is told
COMING = sum(1 << finding for finding in (
    Finding.NO_WISH, Finding.WISH_OLD, Finding.WISH_FROZEN, Finding.WISH_EXPIRED, Finding.PLAN_OLD, Finding.BLIND,
    Finding.TRACKS_OLD, Finding.STEER_RATE, Finding.JERK,
))  # fmt: skip
"""What is found while words begin to come: they do so one by one, and what the car did before nobody has told."""
OWN = 1 << Finding.STEER_RATE | 1 << Finding.JERK
"""What is found of commands because the guard itself has braked, while it returns to them."""


class Guarded(NamedTuple):
    """What the guard remembers, and the difference between the car's stamps and the clock, ns."""

    guard: Memory
    ahead: int
    action: int = -1
    bits: int = 0
    """What it told its supervisor last: action and findings; -1: nothing yet."""
    since: int = -1
    """ns of the clock; of the first check."""
    sound: int = 0
    """Checks in a row from which a command went on; `GOOD` of them and the drive has settled."""


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
        since = call.now if memory.since < 0 else memory.since
        action, sound = found.action.item(), memory.sound
        if sound < GOOD:
            sound = sound + 1 if action < Action.BRIDGED else 0
        bits = faults(found.bits.item(), settled=sound >= GOOD or call.now - since >= SETTLING)
        if (action, bits) != (memory.action, memory.bits):
            strongest, value, limit = found.strongest.item(), found.value.item(), found.limit.item()
            call.tell(Told(call.now, action, bits, strongest, value, limit))
        return Guarded(guard, ahead, action, bits, since, sound)


def faults(bits: int, *, settled: bool) -> int:
    """Of what a guard finds that which is somebody's fault.

    A drive settles like the state machine of AUTOSAR's E2E (E2E_SM_INIT): what does not come yet is no fault before
    enough has come in a row, or it had time enough to. What cannot be believed is one from the first word on.
    """
    if bits & 1 << Finding.RETURNING:
        bits &= ~OWN
    return bits if settled else bits & ~COMING
