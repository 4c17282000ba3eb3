"""The car's side of the bus: takes requests that are authentic and new, brakes when they cease, says what it feels."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping

from aureole.core.car import Limits
from aureole.core.kinds import Gear, Lamps
from aureole.vehicle.ports import database
from aureole.vehicle.ports.buses import Wire
from aureole.vehicle.ports.requests import (
    ACTUATORS,
    BODY,
    DRIVE,
    MOTION,
    REQUESTS,
    STEER,
    WHEELS,
    Felt,
    Setpoints,
    decode,
    motion,
)
from aureole.vehicle.ports.sealing import CHALLENGE, SYNC, USED, Fate, Opener, Sealer
from aureole.vehicle.ports.secoc import Cmac

AGAIN = 100_000_000  # ns; between two challenges
DOUBT = 3  # requests in a row whose MAC does not fit, after which the sender is asked whether it began a new trip
MOST = 65535  # the frame's range
STILL: Mapping[str, Mapping[str, float]] = {
    STEER: {"Angle": 0.0, "Rate": 0.0, "Valid": 0.0},
    DRIVE: {"Accel": 0.0, "Jerk": 0.0, "Valid": 0.0},
    BODY: dict.fromkeys(
        ("Gear", "IndicatorLeft", "IndicatorRight", "BrakeLamp", "ReverseLamp", "LowBeam", "HighBeam", "Horn", "Valid"),
        0.0,
    ),
}


def nonce() -> int:
    """A number that was never used before and cannot be guessed; not zero."""
    return secrets.randbits(64) or 1


class Plant:
    """The receiving end of the requests, for a real car's gateway or for a world that plays the car."""

    def __init__(self, wire: Wire, key: bytes, limits: Limits, *, nonce: Callable[[], int] = nonce) -> None:
        frames = database.frames()
        self.wire, self.limits, self._frames, self._nonce = wire, limits, frames, nonce
        self.opener = Opener([frames[name] for name in (*REQUESTS, SYNC)], Cmac(key))
        self._ours = {frames[name].id for name in (CHALLENGE, MOTION, WHEELS, ACTUATORS)}
        self._sealer = Sealer(frames)
        self._asked: dict[str, Mapping[str, float]] = dict(STILL)
        self._until = dict.fromkeys(REQUESTS, 0)  # ns
        self._echo: dict[str, int] = {}
        self._doubts, self._challenged = 0, -AGAIN
        self.health: dict[str, int] = dict.fromkeys(REQUESTS, 0)
        """By request: 0 well, 1 degraded, 2 failed."""

    def listen(self, now: int, wait: float = 0.0) -> int:
        """Take what has arrived, waiting `wait` seconds for the first frame; how many requests were accepted."""
        accepted = 0
        for number, data in self.wire.drain(wait):
            if number in self._ours:
                continue
            opened = self.opener.open(number, data)
            self._doubts = self._doubts + 1 if opened.fate is Fate.WRONG_MAC else 0
            if opened.fate in USED and opened.name in REQUESTS:
                accepted += 1
                self._asked[opened.name] = opened.values
                self._until[opened.name] = now + round(opened.values["Valid"] * 1e9)
                self._echo[opened.name] = self.opener.latest(opened.name)
        if not self.opener.synchronised or self._doubts >= DOUBT:
            self._challenge(now)
        return accepted

    def setpoints(self, now: int) -> Setpoints:
        """What the actuators do now: what was asked, or, once a span has run out, full braking with hazard lights."""
        asked = decode(self._asked)
        if all(now < self._until[name] for name in REQUESTS):
            return asked
        limits = self.limits
        return Setpoints(
            asked.steer, limits.steer_rate, -limits.brake, limits.brake_jerk, Gear(asked.gear),
            Lamps.HAZARD | Lamps.BRAKE, False, (0.0, 0.0, 0.0),
        )  # fmt: skip

    def obeys(self, now: int) -> bool:
        """Whether requests hold; else the car brakes by itself."""
        return all(now < self._until[name] for name in REQUESTS)

    @property
    def refused(self) -> int:
        """Frames that arrived and were not used, all fates together."""
        return sum(count for (_, fate), count in self.opener.counts.items() if fate not in USED)

    def report(self, felt: Felt, wheels: tuple[float, float, float, float]) -> None:
        """Say how the car moves and what became of the requests.

        `wheels`: speeds over ground, m/s: front left, front right, rear left, rear right.
        """
        names = ("FrontLeft", "FrontRight", "RearLeft", "RearRight")
        status: dict[str, float] = {"Refused": float(min(self.refused, MOST))}
        for name in REQUESTS:
            short = name.removesuffix("Request")
            status[f"{short}Health"] = float(self.health[name])
            status[f"{short}Heard"] = float(name in self._echo)
            status[f"{short}Echo"] = float(self._echo.get(name, 0) % (MOST + 1))
        self._send(MOTION, motion(felt))
        self._send(WHEELS, dict(zip(names, wheels, strict=True)))
        self._send(ACTUATORS, status)

    def _challenge(self, now: int) -> None:
        if now - self._challenged < AGAIN:
            return
        self._challenged, self._doubts = now, 0
        number = self._nonce()
        self.opener.ask(number)
        data = bytearray(self._frames[CHALLENGE].length)
        data[3:11] = number.to_bytes(8, "little")
        self.wire.send(self._frames[CHALLENGE].id, self._sealer.protect(CHALLENGE, data))

    def _send(self, name: str, values: Mapping[str, float]) -> None:
        self.wire.send(self._frames[name].id, self._sealer.seal(name, values))
