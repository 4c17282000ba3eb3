"""What became of what the actuators were asked for: accepted, reached, failed or timed out, each within a bounded time.

The question that users of vehicle abstractions have (COVESA VSS, KUKSA: a target was set, and never reached; how long
to wait?) is answered from the car's description: dead time, rate and lag say when a healthy actuator is there. A target
that is renewed all the time is never reached, so the healthy actuator is followed along as well: who strays from it
for longer than it could, has timed out too.
"""

from __future__ import annotations

from collections import deque
from enum import StrEnum
from math import log
from typing import NamedTuple

from aureole.core.car import Car
from aureole.vehicle.actuators import approach

SECOND = 1_000_000_000  # ns
HALF = 1 << 15  # of the range of an echoed number
FAILED = 2  # as Actuators.SteerHealth in our DBC
MOST = 1024  # requests without an answer that are remembered; older ones have timed out long ago
CYCLES = 5  # of feedback that may be lost before an answer counts as missing


class State(StrEnum):
    """The states of an actuation."""

    IDLE = "idle"
    """Nothing was asked."""
    SENT = "sent"
    ACCEPTED = "accepted"
    REACHED = "reached"
    FAILED = "failed"
    """The actuator says that it cannot."""
    TIMED_OUT = "timed out"
    """No answer, or not there when a healthy actuator is."""


class Actuator(NamedTuple):
    """How a healthy actuator obeys."""

    lag: float  # s
    delay: float  # s
    rate: float  # units/s
    tolerance: float  # units; as near counts as there


def actuators(car: Car) -> dict[str, Actuator]:
    """Steering and drive of a car; the slower of pushing and braking stands for both."""
    limits, given = car.limits, car.actuators
    drive = Actuator(
        max(given.drive_lag, given.brake_lag), max(given.drive_delay, given.brake_delay),
        min(limits.jerk, limits.brake_jerk), 0.5,
    )  # fmt: skip
    # Tolerances: half a degree at the road wheel; half a m/s^2, since slope and drag push too.
    return {"steer": Actuator(given.steer_lag, given.steer_delay, limits.steer_rate, 0.0087), "drive": drive}


def bound(gap: float, actuator: Actuator) -> float:
    """Seconds after which a healthy actuator is within its tolerance of a target that is `gap` away.

    Dead time; then straight at the limited rate down to rate * lag; then the exponential of the lag.

    >>> bound(1.0, Actuator(lag=0.0, delay=0.1, rate=2.0, tolerance=0.0))
    0.6
    """
    gap = abs(gap)
    if gap <= actuator.tolerance:
        return actuator.delay
    span, knee = actuator.delay, actuator.rate * actuator.lag
    if gap > knee:
        short = max(knee, actuator.tolerance)
        span += (gap - short) / actuator.rate
        gap = short
    if gap > actuator.tolerance > 0.0:
        span += actuator.lag * log(gap / actuator.tolerance)
    return span


class Pursuit:
    """One actuator, followed from request to target."""

    def __init__(self, actuator: Actuator, period: float, actual: float = 0.0) -> None:
        self.actuator, self.answer = actuator, CYCLES * period + actuator.delay
        self.due = 0
        """When the newest target has to be reached, ns."""
        self._target: float | None = None
        self._sent: deque[tuple[int, int]] = deque(maxlen=MOST)
        self._orders: deque[tuple[int, float]] = deque(maxlen=MOST)
        self._healthy, self._aim, self._at = actual, actual, 0
        self._actual, self._failed, self._heard = actual, False, False
        self._strayed: int | None = None

    def ask(self, target: float, number: int, now: int) -> None:
        """A target was sent in the request with this freshness (its lowest 16 bits)."""
        if self._target is None:
            self._at = now
        if self._target is None or abs(target - self._target) > self.actuator.tolerance / 2.0:
            self.due = now + round((self.answer + bound(target - self._actual, self.actuator)) * SECOND)
            self._target = target
        self._sent.append((number, now))
        self._orders.append((now + round(self.actuator.delay * SECOND), target))

    def tell(self, actual: float, now: int) -> None:
        """What was measured."""
        self._follow(now)
        self._actual = actual
        if abs(actual - self._healthy) <= self.actuator.tolerance:
            self._strayed = None
        elif self._strayed is None:
            self._strayed = now

    def hear(self, echo: int, health: int) -> None:
        """What the car says about it: the newest request it accepted, and how the actuator is."""
        self._failed = health == FAILED
        while self._sent and (echo - self._sent[0][0]) % (2 * HALF) < HALF:
            self._sent.popleft()
            self._heard = True

    @property
    def target(self) -> float | None:
        """What was asked for last."""
        return self._target

    def state(self, now: int) -> State:
        """Where the pursuit is."""
        if self._target is None:
            return State.IDLE
        if self._failed:
            return State.FAILED
        if self._sent and now - self._sent[0][1] > self.answer * SECOND:
            return State.TIMED_OUT
        if not self._heard:
            return State.SENT
        if abs(self._actual - self._target) <= self.actuator.tolerance:
            return State.REACHED
        patience = self.answer + 3.0 * self.actuator.lag
        if now > self.due or (self._strayed is not None and now - self._strayed > patience * SECOND):
            return State.TIMED_OUT
        return State.ACCEPTED

    def _follow(self, now: int) -> None:
        """Move the healthy actuator to `now`, order by order."""
        while self._orders and self._orders[0][0] <= now:
            when, aim = self._orders.popleft()
            self._step(when)
            self._aim = aim
        self._step(now)

    def _step(self, when: int) -> None:
        if when > self._at:
            given, span = self.actuator, (when - self._at) / SECOND
            self._healthy = float(approach(self._healthy, self._aim, given.lag, given.rate, span))
            self._at = when
