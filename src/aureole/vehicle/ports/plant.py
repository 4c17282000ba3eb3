"""The car's side of the bus: takes requests that are authentic and new, brakes when they cease, says what it feels."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aureole.core.car import Limits
from aureole.core.kinds import Gear, Lamps
from aureole.vehicle.ports import database
from aureole.vehicle.ports.asking import INTACT, NEVER, Announcing, Asking, nonce
from aureole.vehicle.ports.buses import Wire
from aureole.vehicle.ports.freshness import Messages
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
from aureole.vehicle.ports.sealing import (
    CHALLENGE,
    FEEDBACK_CHALLENGE,
    FEEDBACK_SYNC,
    SYNC,
    USED,
    Opener,
    Sealer,
)
from aureole.vehicle.ports.secoc import Cmac

MOST = 65535  # the frame's range
STILL: Mapping[str, Mapping[str, float]] = {
    STEER: {"Angle": 0.0, "Rate": 0.0, "Valid": 0.0},
    DRIVE: {"Accel": 0.0, "Jerk": 0.0, "Valid": 0.0},
    BODY: dict.fromkeys(
        ("Gear", "IndicatorLeft", "IndicatorRight", "BrakeLamp", "ReverseLamp", "LowBeam", "HighBeam", "Horn", "Valid"),
        0.0,
    ),
}


class Plant:
    """The receiving end of the requests, for a real car's gateway or for a world that plays the car."""

    def __init__(
        self, wire: Wire, key: bytes, limits: Limits, messages: Messages, *, nonce: Callable[[], int] = nonce
    ) -> None:  # fmt: skip
        """`messages`: the freshness of what the car says, of a trip that this key has not seen."""
        frames, cmac = database.frames(), Cmac(key)
        self.wire, self.limits, self._frames = wire, limits, frames
        self.opener = Opener([frames[name] for name in (*REQUESTS, SYNC, FEEDBACK_CHALLENGE)], cmac)
        self._ours = {frames[name].id for name in (CHALLENGE, MOTION, WHEELS, ACTUATORS, FEEDBACK_SYNC)}
        self._sealer = Sealer(frames, cmac, messages, announces=FEEDBACK_SYNC)
        self._asking = Asking(wire, self.opener, CHALLENGE, nonce)
        self._announcing = Announcing(wire, self._sealer, FEEDBACK_SYNC)
        self._asked: dict[str, Mapping[str, float]] = dict(STILL)
        self._until = dict.fromkeys(REQUESTS, 0)  # ns
        self._echo: dict[str, int] = {}
        self.pace: Callable[[int], int] = int
        """The time for what is sent again and again, ns, at a moment of the car's own time, which may stand still."""
        self.health: dict[str, int] = dict.fromkeys(REQUESTS, 0)
        """By request: 0 well, 1 degraded, 2 failed."""

    def listen(self, now: int, wait: float = 0.0) -> int:
        """Take what has arrived, waiting `wait` seconds for the first frame; how many requests were accepted."""
        accepted = 0
        for number, data in self.wire.drain(wait):
            if number in self._ours:
                continue
            opened = self.opener.open(number, data)
            self._asking.heard(opened.fate)
            if opened.name == FEEDBACK_CHALLENGE and opened.fate in INTACT:
                if self.opener.synchronised:  # who is answered knows that we can hear it
                    self._announcing.answer(data, self.pace(now))
            elif opened.fate in USED and opened.name in REQUESTS:
                accepted += 1
                self._asked[opened.name] = opened.values
                self._until[opened.name] = now + round(opened.values["Valid"] * 1e9)
                self._echo[opened.name] = self.opener.latest(opened.name)
        self._asking.ask(self.pace(now))
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

    @property
    def greeted(self) -> bool:
        """Whether both ends know each other: requests can be checked, and who asks for them was answered."""
        return self.opener.synchronised and self._announcing.answered > NEVER

    @property
    def until(self) -> int:
        """The moment from which the car brakes by itself, ns."""
        return min(self._until.values())

    def report(self, felt: Felt, wheels: tuple[float, float, float, float], now: int) -> None:
        """Say how the car moves at the moment `now` of its clock (ns), and what became of the requests.

        `wheels`: speeds over ground, m/s: front left, front right, rear left, rear right.
        """
        self._announcing.tell(self.pace(now))
        names = ("FrontLeft", "FrontRight", "RearLeft", "RearRight")
        status: dict[str, float] = {"Refused": float(min(self.refused, MOST))}
        for name in REQUESTS:
            short = name.removesuffix("Request")
            status[f"{short}Health"] = float(self.health[name])
            status[f"{short}Heard"] = float(name in self._echo)
            status[f"{short}Echo"] = float(self._echo.get(name, 0) % (MOST + 1))
        self._send(MOTION, motion(felt, now))
        self._send(WHEELS, dict(zip(names, wheels, strict=True)))
        self._send(ACTUATORS, status)

    def _send(self, name: str, values: Mapping[str, float]) -> None:
        self.wire.send(self._frames[name].id, self._sealer.seal(name, values))
