"""The guard as a service: it lets through, corrects, or brakes by itself, also when nobody wishes anything any more."""

from __future__ import annotations

from typing import NamedTuple

from aureole.core.mission import Mission
from aureole.runtime.guard import limits
from aureole.runtime.guard.bounds import GOOD, NANO, Bounds, bounds_of
from aureole.runtime.guard.findings import Action, Finding, Found
from aureole.runtime.guard.guard import Guard
from aureole.runtime.guard.state import Memory, State, unpack
from aureole.runtime.services.perceiving import PERCEIVED
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


UNEVEN = 1.01  # times the span between two commands by their stamps: these are whole numbers, steps need not be


class Course(NamedTuple):
    """What the last command wished for."""

    stamp: int  # ns, of the car
    steer: float  # rad
    accel: float  # m/s^2


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
    wished: Course | None = None


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
        self.guard = Guard(mission.car, mission.step, eyes=frames.pictures is not None)
        self.bounds = bounds_of(mission.car, mission.step)
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
            call.words.get(WISH), call.words.get(PLAN), call.words.get(OBSERVATION), call.now + ahead, memory.guard,
            seen=call.words.get(PERCEIVED),
        )  # fmt: skip
        call.out[COMMAND].put(command, call.stamp)
        since = call.now if memory.since < 0 else memory.since
        action, sound = found.action.item(), memory.sound
        if sound < GOOD:
            sound = sound + 1 if action < Action.BRIDGED else 0
        bits, wished = found.bits.item(), memory.wished
        if WISH in call.fresh:
            word = call.words[WISH]
            wished = Course(word.stamp.item(), word.steer.item(), word.accel.item())
            if bits & OWN and memory.wished is not None:
                speed = unpack(guard, 0).speed
                bits = bits & ~OWN | too_fast(memory.wished, wished, speed, self.bounds)
        bits = faults(bits, settled=sound >= GOOD or call.now - since >= SETTLING)
        if (action, bits) != (memory.action, memory.bits):
            strongest, value, limit = found.strongest.item(), found.value.item(), found.limit.item()
            call.tell(Told(call.now, action, bits, strongest, value, limit))
        return Guarded(guard, ahead, action, bits, since, sound, wished)


def too_fast(before: Course, wish: Course, speed: float, bounds: Bounds) -> int:
    """Which of `OWN` a command is guilty of by its own stamp; at a `speed`, m/s.

    The guard limits by the clock: of commands that come unevenly it clips one that came early, and that is nobody's
    fault but time's.
    """
    found: Found = {}
    span = max(wish.stamp - before.stamp, 0) * NANO * UNEVEN
    last = State(steer=before.steer, accel=before.accel, speed=speed)
    limits.steer_within(wish.steer, span, last, bounds, found)
    limits.accel_within(wish.accel, span, last, bounds, found)
    return OWN & sum(1 << finding for finding in found)


def faults(bits: int, *, settled: bool) -> int:
    """Of what a guard finds that which is somebody's fault.

    A drive settles like the state machine of AUTOSAR's E2E (E2E_SM_INIT): what does not come yet is no fault before
    enough has come in a row, or it had time enough to. What cannot be believed is one from the first word on.
    """
    if bits & 1 << Finding.RETURNING:
        bits &= ~OWN
    return bits if settled else bits & ~COMING
