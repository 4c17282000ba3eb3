"""A recorded drive as a port: what the car felt, what its radar saw, the way it went, and what its human did.

Open loop: the car goes where the human went, whatever it is told. A command is compared with what the human did at the
same moment; where they differ the next look does not show what would have come of it.
"""

from __future__ import annotations

import copy
import dataclasses
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aureole.core.car import Car
from aureole.core.command import Command
from aureole.core.errors import BadInput
from aureole.core.notes import Float64
from aureole.core.observation import Observation
from aureole.vehicle.ports.requests import Felt, seen
from aureole.vehicle.recorded.bus import Recorded, read_log
from aureole.vehicle.recorded.radar import BUS, COUNT, FIRST, Radar
from aureole.vehicle.recorded.way import VISION, Way

SECOND = 1_000_000_000  # ns
WINDOW = 0.25  # s; before and after, over which the human's acceleration is taken from the wheels
FIRST_WORDS = 2.0  # s; by then every sensor of the car has spoken
WHEELBASE = 2.65  # m; RAV4 2016-18 in opendbc's table of cars (recalled)
LOG, POSES = Path("processed_log/CAN/raw_can"), Path("global_pose")


class Compared(NamedTuple):
    """Commands against what a human did."""

    moments: int
    seconds: float
    steer: float  # rad at the road wheel; RMS of the difference
    accel: float  # m/s^2
    human_steer: float  # rad; RMS of the human's own
    human_accel: float  # m/s^2
    set_speed: float  # m/s; the human's fastest, which is what the driver is told to want


class Drive:
    """One recorded drive; `core.port.Port`."""

    def __init__(self, folder: Path, database: Path, car: Car) -> None:
        """`folder` is one of comma2k19's, `database` opendbc's for this Toyota.

        Raises:
            BadInput: something of it is not there, or broken.
        """
        self.bus, self.way, self.radar, self.car = (
            Recorded(read_log(folder / LOG), database),
            Way(folder / POSES),
            Radar(),
            car,
        )
        log = self.bus.log
        self.echoes = np.flatnonzero((log.source == BUS) & (log.address >= FIRST) & (log.address < FIRST + COUNT))
        self.next, self.felt = 0, Felt(0.0, 0.0, 0.0, 0.0)
        self.human = self._human(folder, database)
        self.set_speed = float(self.human[:, 1].max())
        self.begin = self._begin()
        self.errors: list[tuple[float, float, float, float]] = []
        """Of each command: steering and acceleration less the human's, and the human's own."""

    @property
    def over(self) -> bool:
        """Whether what is left of the way is shorter than a driver looks ahead."""
        return self.way.left(self.when) < VISION

    @property
    def when(self) -> float:
        """The moment of the last look, s of the recorder's clock."""
        return self._when

    def again(self) -> Drive:
        """The same drive as it is now, going on by itself: what was read from files is shared; no command was given."""
        found = copy.copy(self)
        found.bus, found.radar, found.errors = copy.copy(self.bus), copy.deepcopy(self.radar), []
        found.bus.counts = self.bus.counts.copy()
        return found

    def read(self, now: int) -> Observation | None:
        """The car at `now`, ns since its sensors had all spoken; what did not come anew is what came last."""
        self._when = self.begin + now / SECOND
        self._feel(self._when)
        base = seen(self.felt, now)
        route, _ = self.way.ahead(self._when, 0)
        bumper = self.car.body.box_x + self.car.body.length / 2.0
        return dataclasses.replace(
            base, tracks=self.radar.tracks(self._when, self.felt.speed, bumper),
            lanes=self.way.lanes(self._when, self.set_speed), route=route[None].astype(np.float32),
            set_speed=np.array([self.set_speed], np.float32),
            age=np.array([[min(self._when - self.radar.heard, 1e9)]], np.float32),
        )  # fmt: skip

    def write(self, command: Command, now: int) -> None:
        """Compare a command with what the human did at its moment; it goes nowhere."""
        when = self.begin + command.stamp.item() / SECOND
        steer, accel = (float(np.interp(when, self.human[:, 0], self.human[:, k])) for k in (2, 3))
        self.errors.append((command.steer.item() - steer, command.accel.item() - accel, steer, accel))

    def compared(self) -> Compared:
        """How far the commands were from the human's, all moments together."""
        rows = np.array(self.errors or [(np.nan,) * 4])
        steer, accel, human_steer, human_accel = np.sqrt((rows**2).mean(axis=0)).tolist()
        return Compared(
            len(self.errors), self._when - self.begin, steer, accel, human_steer, human_accel, self.set_speed
        )  # fmt: skip

    def _feel(self, when: float) -> None:
        """What came in until a moment."""
        log = self.bus.log
        found = self.bus.read(round((when - log.t[0]) * SECOND))
        if found is not None:
            ego = found.ego
            self.felt = Felt(ego.speed.item(), ego.accel.item(), ego.yaw_rate.item(), ego.steer.item())
        while self.next < len(self.echoes) and log.t[self.echoes[self.next]] <= when:
            row = self.echoes[self.next]
            self.radar.take(int(log.address[row]), log.data[row].tobytes(), float(log.t[row]), self.felt.speed)
            self.next += 1

    def _begin(self) -> float:
        """When the car had felt everything and had a pose."""
        first = max(float(self.bus.log.t[0]), float(self.way.times[0]))
        for when in np.arange(first, first + FIRST_WORDS, 0.01).tolist():
            self._when = when
            self._feel(when)
            if self.felt.speed and np.isfinite(self.radar.heard):
                return float(when)
        raise BadInput(f"not every sensor speaks within {FIRST_WORDS} s: wheels, steering, gyroscope, radar")

    def _human(self, folder: Path, database: Path) -> Float64:
        """Rows of time (s), speed (m/s), steering (rad at the road wheel) and acceleration (m/s^2)."""
        bus, rows = Recorded(self.bus.log, database), []
        for when in np.arange(bus.log.t[0], bus.log.t[-1], 0.01).tolist():
            found = bus.read(round((when - bus.log.t[0]) * SECOND))
            if found is not None:
                rows.append((when, found.ego.speed.item(), found.ego.steer.item()))
        if len(rows) < 2:
            raise BadInput("the log tells of no motion", place=str(folder))
        told = np.array(rows)
        early, late = (np.interp(told[:, 0] + side, told[:, 0], told[:, 1]) for side in (-WINDOW, WINDOW))
        span = np.interp(told[:, 0] + WINDOW, told[:, 0], told[:, 0]) - np.interp(
            told[:, 0] - WINDOW, told[:, 0], told[:, 0]
        )
        return np.column_stack([told, (late - early) / np.maximum(span, 1e-9)])


def fitting(car: Car) -> Car:
    """A car as the recorded one: its wheelbase, and the radar alone."""
    radars = tuple(sensor for sensor in car.sensors if sensor.kind == "radar")[:1]
    return dataclasses.replace(car, sensors=radars, body=dataclasses.replace(car.body, wheelbase=WHEELBASE))
