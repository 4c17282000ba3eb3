"""A process of its own on the bus: plays the car, or a stranger without the key. Started by the tests."""

import sys
import time

from aureole.vehicle.ports import freshness
from aureole.vehicle.ports.buses import join
from aureole.vehicle.ports.freshness import Messages
from aureole.vehicle.ports.plant import Plant
from aureole.vehicle.ports.port import CanPort
from aureole.vehicle.ports.requests import Felt
from tests.vehicle.ports.joined import CAR, KEY, command

LONGEST = 20.0  # s; nobody lives longer


def car(wire):
    """Obeys and reports."""
    trip = time.time_ns() // 100_000_000 % freshness.TRIPS  # later than every one before
    plant = Plant(wire, KEY, CAR.limits, Messages(trip))
    steer, accel, ends = 0.0, 0.0, time.monotonic() + LONGEST
    while time.monotonic() < ends:
        plant.listen(time.monotonic_ns(), wait=0.01)
        asked = plant.setpoints(time.monotonic_ns())
        steer, accel = asked.steer, asked.accel
        plant.report(Felt(10.0, accel, 0.0, steer), (10.0,) * 4, time.monotonic_ns())


def stranger(wire):
    """Knows the database and the protocol, has a key of its own, and speaks first."""
    port, ends = CanPort(wire, CAR, bytes(16), Messages(9)), time.monotonic() + LONGEST
    while time.monotonic() < ends:
        port.write(command(time.monotonic_ns(), steer=-0.5, accel=3.0), time.monotonic_ns())
        time.sleep(0.002)


if __name__ == "__main__":
    what, port = sys.argv[1:]
    joined = join("udp_multicast", port=int(port))
    print("ready", flush=True)
    {"car": car, "stranger": stranger}[what](joined)
