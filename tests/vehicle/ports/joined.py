"""Two ends of one bus in this process, and commands to send over it."""

from __future__ import annotations

import itertools
import socket

import numpy as np
import pytest

pytest.importorskip("can", reason="python-can is not installed: pip install 'aureole[can]'")
pytest.importorskip("cantools", reason="cantools is not installed: pip install 'aureole[can]'")
pytest.importorskip("cryptography", reason="cryptography is not installed: pip install 'aureole[can]'")

from aureole.core.command import Command
from aureole.vehicle import cars
from aureole.vehicle.ports.buses import join
from aureole.vehicle.ports.freshness import Messages
from aureole.vehicle.ports.plant import Plant
from aureole.vehicle.ports.port import CanPort
from aureole.vehicle.ports.requests import Felt

KEY = bytes(range(16))
CAR = cars.load("sedan")
TICK = 10_000_000  # ns
_names = itertools.count()


def command(now, steer=0.1, accel=1.0, gear=0, lamps=1, horn=False, span=200_000_000):
    values = {"stamp": now, "steer": steer, "accel": accel, "gear": gear, "lamps": lamps, "horn": horn}
    kinds = {"stamp": np.int64, "gear": np.int32, "lamps": np.int32, "horn": np.bool_}
    arrays = {name: np.array([value], kinds.get(name, np.float64)) for name, value in values.items()}
    return Command(**arrays, until=np.array([now + span], np.int64))


class Pair:
    """A port and a plant on a bus of their own, and their time."""

    def __init__(self, trip=1, message=0):
        self.channel = f"test {next(_names)}"
        self.wires = []
        self.port = CanPort(self.wire(), CAR, KEY, Messages(trip, message))
        self.plant = Plant(self.wire(), KEY, CAR.limits, Messages(1))
        self.now = 0
        self.felt = Felt(10.0, 0.0, 0.0, 0.0)

    def wire(self):
        self.wires.append(join("virtual", self.channel))
        return self.wires[-1]

    def cycle(self, times=1, **asked):
        accepted = seen = None
        for _ in range(times):
            self.now += TICK
            self.port.write(command(self.now, **asked), self.now)
            accepted, seen = self.answer()
        return accepted, seen

    def answer(self):
        accepted = self.plant.listen(self.now)
        self.plant.report(self.felt, (1.0, 2.0, 3.0, 4.0), self.now)
        return accepted, self.port.read(self.now)

    def close(self):
        for wire in self.wires:
            wire.close()


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("", 0))
        return probe.getsockname()[1]
