"""A recorded bus as a port: what a real car felt comes in by time, and nothing it is told changes it.

Reads a log of frames as four arrays (t, s; address; src; data) beside each other, plain or gzipped, as comma2k19 keeps
them, and what they mean from a DBC by cantools. The names of the signals are those of opendbc's Toyota databases.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from aureole.core.command import Command
from aureole.core.errors import BadInput
from aureole.core.notes import Float64, Int64
from aureole.core.observation import Observation
from aureole.vehicle.ports.database import parsed
from aureole.vehicle.ports.requests import Felt, seen

KMH = 1.0 / 3.6  # m/s
DEGREE = np.pi / 180.0  # rad
LONGEST = 1 << 30  # bytes of one unpacked array
WHEEL_SPEEDS, STEER_SENSOR, KINEMATICS = "WHEEL_SPEEDS", "STEER_ANGLE_SENSOR", "KINEMATICS"
WHEELS = ("FL", "FR", "RL", "RR")
READ = (WHEEL_SPEEDS, STEER_SENSOR, KINEMATICS)


class Log(NamedTuple):
    """Frames in the order in which they came."""

    t: Float64
    """s, of the recorder's clock."""
    address: Int64
    source: Int64
    """The bus; 128 and more: sent by the recorder itself."""
    data: np.ndarray
    """(frames, 8) bytes; a shorter frame ends in zeros."""


class Toyota(NamedTuple):
    """What the bus says of a Toyota but for its geometry."""

    ratio: float = 16.88  # -; steering wheel over road wheel: RAV4 2016-18 in opendbc's table of cars
    bus: int = 0


def read_log(folder: Path) -> Log:
    """The frames of a folder with t, address, src and data.

    Raises:
        BadInput: an array is missing, broken, or not as long as the others.
    """
    t, address, source, data = (array(folder, name) for name in ("t", "address", "src", "data"))
    if data.dtype.kind == "S":
        data = data.astype("S8").view(np.uint8).reshape(len(data), 8)
    lengths = {len(each) for each in (t, address, source, data)}
    if (
        len(lengths) != 1
        or t.dtype.kind != "f"
        or {address.dtype.kind, source.dtype.kind} - {"i", "u"}
        or data.shape[1:] != (8,)
    ):
        shapes = f"{t.shape}, {address.shape}, {source.shape}, {data.shape}"
        raise BadInput(f"t, address, src and data do not fit: {shapes}", place=str(folder))
    if not np.isfinite(t).all():
        raise BadInput("t: holds what is no number", place=str(folder))
    order = np.argsort(t, kind="stable")
    return Log(t[order], address[order].astype(np.int64), source[order].astype(np.int64), data[order])


def array(folder: Path, name: str) -> Any:
    """An array of a folder, plain or gzipped.

    Raises:
        BadInput: it cannot be read, or is none.
    """
    plain, packed = folder / f"{name}.npy", folder / f"{name}.npy.gz"
    path = plain if plain.exists() else packed
    try:
        if path == plain:
            return np.load(path, allow_pickle=False)
        with gzip.open(path) as file:
            content = file.read(LONGEST + 1)
        if len(content) > LONGEST:
            raise BadInput(f"unpacks to more than {LONGEST} bytes", place=str(path))
        return np.load(io.BytesIO(content), allow_pickle=False)
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror or error}", place=str(path)) from None
    except (ValueError, EOFError, zlib.error) as error:
        raise BadInput(f"is no array: {str(error)[:100]}", place=str(path)) from None


class Recorded:
    """One recorded car; `core.port.Port`. Commands are counted and go nowhere."""

    def __init__(self, log: Log, database: Path, car: Toyota | None = None) -> None:
        self.log, self.car = log, car or Toyota()
        known: dict[int, Any] = {message.frame_id: message for message in parsed(database, strict=False).messages}
        named = {message.name: message for message in known.values()}
        for name in READ:
            if name not in named:
                raise BadInput(f"has no message {name}", place=str(database), remedy="give opendbc's Toyota database")
            named[name].refresh(strict=True)
        self._messages = {named[name].frame_id: named[name] for name in READ}
        self._known = frozenset(known)
        self._next, self._start = 0, float(log.t[0]) if len(log.t) else 0.0
        self.wheels = np.full(4, np.nan)  # m/s; FL, FR, RL, RR
        self._steer = self._yaw_rate = self._accel = np.nan
        self.counts: Counter[str] = Counter()
        """Frames `read`, `unused` (in the database, not looked at), `other_bus`, `short`, and `unknown 0x…` by id."""
        self.commands = 0

    @property
    def ended(self) -> bool:
        """Whether all frames were given."""
        return self._next >= len(self.log.t)

    def read(self, now: int) -> Observation | None:
        """What came in until `now`, ns since the log's beginning.

        None until every sensor has spoken, and if no wheel speed came since the last call.
        """
        until = int(np.searchsorted(self.log.t, self._start + now / 1e9, side="right"))
        fresh = False
        for place in range(self._next, until):
            fresh |= self._take(place)
        self._next = max(self._next, until)
        if not fresh or np.isnan([*self.wheels, self._steer, self._yaw_rate, self._accel]).any():
            return None
        speed = float(self.wheels.mean())
        return seen(Felt(speed, self._accel, self._yaw_rate, self._steer), now)

    def write(self, command: Command, now: int) -> None:
        """Count a command."""
        self.commands += 1

    def _take(self, place: int) -> bool:
        """One frame; True if it renewed the wheel speeds."""
        if self.log.source[place] != self.car.bus:
            self.counts["other_bus"] += 1
            return False
        number = int(self.log.address[place])
        message = self._messages.get(number)
        if message is None:
            self.counts["unused" if number in self._known else f"unknown {number:#05x}"] += 1
            return False
        values = message.decode(self.log.data[place].tobytes()[: message.length], decode_choices=False)
        self.counts["read"] += 1
        if message.name == WHEEL_SPEEDS:
            self.wheels = np.array([values[f"WHEEL_SPEED_{wheel}"] for wheel in WHEELS]) * KMH
            return True
        if message.name == STEER_SENSOR:
            wheel = values["STEER_ANGLE"] + values["STEER_FRACTION"]
            self._steer = float(wheel) * DEGREE / self.car.ratio
        else:
            # ACCEL_X is plus backwards: it goes against the change of wheel speed (comma2k19, 42 s: correlation -0.84).
            self._yaw_rate, self._accel = float(values["YAW_RATE"]) * DEGREE, -float(values["ACCEL_X"])
        return False
