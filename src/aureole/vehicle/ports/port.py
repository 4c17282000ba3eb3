"""A car behind a CAN bus, in the role of a port: commands leave as authenticated frames, what it feels comes in."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping

from aureole.core.car import Car
from aureole.core.command import Command
from aureole.core.observation import Observation
from aureole.vehicle.ports import actuation, database
from aureole.vehicle.ports.asking import INTACT, Announcing, Asking
from aureole.vehicle.ports.buses import Wire
from aureole.vehicle.ports.freshness import PART, Messages
from aureole.vehicle.ports.requests import (
    ACTUATORS,
    BODY,
    DRIVE,
    MOTION,
    REQUESTS,
    STEER,
    WHEELS,
    Felt,
    encode,
    felt,
    moment,
    seen,
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

REMEMBERED = 32  # motions
STANDING = 0.1  # m/s; as slow a car counts as standing, and no brake slows it further
ACTUATOR = {"steer": STEER, "drive": DRIVE, "body": BODY}
WHEEL_SIGNALS = ("FrontLeft", "FrontRight", "RearLeft", "RearRight")
BODILY = actuation.Actuator(lag=0.0, delay=0.05, rate=1.0, tolerance=0.5)  # lamps, gear, horn: done when accepted


class CanPort:
    """One car; `core.port.Port`."""

    def __init__(self, wire: Wire, car: Car, key: bytes, messages: Messages) -> None:
        frames, cmac = database.frames(), Cmac(key)
        self.wire, self.car, self._frames = wire, car, frames
        self._sealer = Sealer(frames, cmac, messages)
        self.opener = Opener([frames[name] for name in (MOTION, WHEELS, ACTUATORS, FEEDBACK_SYNC, CHALLENGE)], cmac)
        self._ours = {frames[name].id for name in (*REQUESTS, SYNC, FEEDBACK_CHALLENGE)}
        self._asking = Asking(wire, self.opener, FEEDBACK_CHALLENGE)
        self._announcing = Announcing(wire, self._sealer, SYNC)
        self.wheels: tuple[float, float, float, float] | None = None
        """Speeds over ground, m/s: front left, front right, rear left, rear right."""
        self.refused = 0
        """Frames that the car says it refused."""
        self.felt: Felt | None = None
        self.felts: deque[tuple[int, Felt]] = deque(maxlen=REMEMBERED)
        """What the car felt and when by its own clock (ns), the newest last."""
        self.pace: Callable[[int], int] = int
        """The time for what is sent again and again, ns, at a moment of the car's own time, which may stand still."""
        period = frames[ACTUATORS].period
        kinds = {**actuation.actuators(car), "body": BODILY}
        self._pursuits = {name: actuation.Pursuit(kind, period) for name, kind in kinds.items()}

    @property
    def counts(self) -> Counter[str]:
        """Everything that was not used, by name: fates of frames, and what the wire did not take or could not read."""
        found: Counter[str] = Counter(self.wire.counts)
        for (name, fate), count in self.opener.counts.items():
            if fate not in USED:
                found[f"{name} {fate}".strip()] += count
        found.update({f"{name} lost": count for name, count in self.opener.lost.items() if count})
        return found

    def write(self, command: Command, now: int) -> None:
        """Hand a command of one car to the actuators.

        Raises:
            BadWord: it holds what is no number, gear or lamp; nothing was sent, and the car brakes when its span ends.
        """
        signals = encode(command, self.car.limits, now)
        self._announcing.tell(self.pace(now))
        targets = {"steer": float(command.steer[0]), "drive": float(command.accel[0]), "body": 0.0}
        for name, frame in ACTUATOR.items():
            self.wire.send(self._frames[frame].id, self._sealer.seal(frame, signals[frame]))
            self._pursuits[name].ask(targets[name], self._sealer.latest % PART, now)

    def read(self, now: int) -> Observation | None:
        """What the car felt last, stamped by the car's clock; None if no motion came since the last call.

        Its own motion is fresh, everything else is empty: a bus of actuators sees no road.
        """
        return seen(self.felt, self.felts[-1][0]) if self.listen(now) and self.felt is not None else None

    def listen(self, now: int, wait: float = 0.0) -> int:
        """Take what has arrived, waiting `wait` seconds for the first frame; how many motions came."""
        came = 0
        for number, data in self.wire.drain(wait):
            if number in self._ours:
                continue
            opened = self.opener.open(number, data)
            self._asking.heard(opened.fate)
            if opened.name == CHALLENGE and opened.fate in INTACT:
                self._announcing.answer(data, self.pace(now))
            elif opened.fate in USED:
                came += self._take(opened.name, opened.values, now)
        self._asking.ask(self.pace(now))
        return came

    def states(self, now: int) -> dict[str, actuation.State]:
        """What became of what was asked: steer, drive, body."""
        return {name: pursuit.state(now) for name, pursuit in self._pursuits.items()}

    def due(self, name: str) -> int:
        """When the newest target of `steer` or `drive` has to be reached, ns."""
        return self._pursuits[name].due

    def close(self) -> None:
        """Leave the bus."""
        self.wire.close()

    def _take(self, name: str, values: Mapping[str, float], now: int) -> bool:
        """One frame of feedback; True for a motion."""
        if name == MOTION:
            self.felt = felt(values)
            self.felts.append((moment(values), self.felt))
            self._tell(self.felt, now)
        elif name == WHEELS:
            left, right, rear_left, rear_right = (values[signal] for signal in WHEEL_SIGNALS)
            self.wheels = (left, right, rear_left, rear_right)
        elif name == ACTUATORS:
            self._hear(values)
        return name == MOTION

    def _tell(self, ego: Felt, now: int) -> None:
        self._pursuits["steer"].tell(ego.steer, now)
        drive = self._pursuits["drive"]
        held = drive.target is not None and drive.target < 0.0 and abs(ego.speed) < STANDING
        drive.tell(drive.target if held and drive.target is not None else ego.accel, now)
        self._pursuits["body"].tell(0.0, now)

    def _hear(self, values: Mapping[str, float]) -> None:
        self.refused = int(values["Refused"])
        for name, frame in ACTUATOR.items():
            short = frame.removesuffix("Request")
            if values[f"{short}Heard"]:
                self._pursuits[name].hear(int(values[f"{short}Echo"]), int(values[f"{short}Health"]))
