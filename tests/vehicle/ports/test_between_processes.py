"""The bus between processes by UDP multicast, with a stranger on it, and cut in two between network namespaces."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aureole.core.errors import Missing
from aureole.vehicle.ports.actuation import State
from aureole.vehicle.ports.buses import join
from aureole.vehicle.ports.freshness import Messages
from aureole.vehicle.ports.port import CanPort
from tests.vehicle.ports.joined import CAR, KEY, command, free_port

PATIENCE = 15.0  # s
ROOT = Path(__file__).parents[3]


def start(what, port, *before):
    path = os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    found = subprocess.Popen(
        [*before, sys.executable, "-m", "tests.vehicle.ports.other_end", what, str(port)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": path},
    )  # fmt: skip
    assert found.stdout.readline() == "ready\n"
    return found


def end(*processes):
    for process in processes:
        process.kill()
        process.wait()
        process.stdout.close()


def drive(port, done, **asked):
    """Ask every few milliseconds until `done` says so, or patience is over."""
    ends, seen = time.monotonic() + PATIENCE, None
    while time.monotonic() < ends:
        port.write(command(time.monotonic_ns(), **asked), time.monotonic_ns())
        time.sleep(0.004)
        seen = port.read(time.monotonic_ns()) or seen
        if seen is not None and done(seen):
            return seen
    pytest.fail(f"not within {PATIENCE} s: {port.states(time.monotonic_ns())}, {port.counts}")


@pytest.fixture
def channel():
    """A multicast port on which two ends of this process hear each other."""
    port = free_port()
    try:
        ours, theirs = join("udp_multicast", port=port), join("udp_multicast", port=port)
    except Missing as missing:
        pytest.skip(missing.what)
    ours.send(1, b"\1")
    heard = list(theirs.drain(0.5))
    ours.close()
    theirs.close()
    if not heard:
        pytest.skip("multicast frames do not come back on this machine")
    return port


@pytest.fixture
def port(channel):
    found = CanPort(join("udp_multicast", port=channel), CAR, KEY, Messages(1))
    yield found
    found.close()


def test_a_car_in_another_process_obeys_and_says_so(channel, port):
    car = start("car", channel)
    try:
        drive(
            port, lambda seen: abs(seen.ego.steer[0] - 0.2) < 1e-4 and seen.ego.accel[0] == -1.5, steer=0.2, accel=-1.5
        )
        drive(port, lambda _: port.states(time.monotonic_ns())["steer"] is State.REACHED, steer=0.2, accel=-1.5)
    finally:
        end(car)


def test_a_stranger_in_a_third_process_is_refused_and_counted(channel, port):
    stranger, car = start("stranger", channel), start("car", channel)
    felt = []
    try:
        drive(port, lambda seen: felt.append(float(seen.ego.accel[0])) or (port.refused > 100 and felt[-1] == 1.0))
    finally:
        end(stranger, car)
    assert set(felt) <= {1.0, -CAR.limits.brake}


def test_a_car_that_dies_is_timed_out_and_one_that_comes_back_obeys(channel, port):
    car = start("car", channel)
    try:
        drive(port, lambda seen: seen.ego.accel[0] == 1.0)
        end(car)
        ends = time.monotonic() + PATIENCE
        while set(port.states(time.monotonic_ns()).values()) != {State.TIMED_OUT} and time.monotonic() < ends:
            port.write(command(time.monotonic_ns()), time.monotonic_ns())
            port.read(time.monotonic_ns())
        assert set(port.states(time.monotonic_ns()).values()) == {State.TIMED_OUT}
        car = start("car", channel)
        drive(port, lambda seen: seen.ego.accel[0] == 2.0, accel=2.0)
    finally:
        end(car)
