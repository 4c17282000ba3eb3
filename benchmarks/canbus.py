"""What protection and authentication of one actuator cycle cost.

    python benchmarks/canbus.py [--json]

One cycle: three request frames from a command's signals to bytes and back. `plain`: cantools encodes and decodes;
`ours`: the same numbers checked and saturated, with E2E Profile 5, AES-CMAC and freshness, all of it checked again by
the receiver. Microseconds per cycle, median of the rounds, interleaved; needs the extra [can].
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

from aureole.core.command import Command
from aureole.core.errors import Missing
from aureole.vehicle import cars
from aureole.vehicle.ports.database import frames
from aureole.vehicle.ports.freshness import Messages
from aureole.vehicle.ports.requests import REQUESTS, decode, encode
from aureole.vehicle.ports.sealing import SYNC, USED, Opener, Sealer
from aureole.vehicle.ports.secoc import Cmac

ROUNDS, CYCLES = 9, 1000
KEY = bytes(range(16))


def command() -> Command:
    """Something to send."""
    values = {"stamp": 0, "steer": 0.1, "accel": -1.0, "gear": 0, "lamps": 1, "horn": False, "until": 200_000_000}
    return Command(**{name: np.array([value]) for name, value in values.items()})


def plain() -> Callable[[], None]:
    """A cycle by cantools alone."""
    kinds, signals = frames(), encode(command(), cars.load("sedan").limits, 0)
    whole = {name: dict.fromkeys(kinds[name].signals, 0) | signals[name] for name in REQUESTS}

    def cycle() -> None:
        coders = {name: kinds[name].coder for name in REQUESTS}
        decode({name: each.decode(each.encode(whole[name]), decode_choices=False) for name, each in coders.items()})

    return cycle


def ours() -> Callable[[], None]:
    """A cycle from command to setpoints, protected, authenticated and checked."""
    kinds, limits, given = frames(), cars.load("sedan").limits, command()
    sealer, opener = Sealer(kinds, Cmac(KEY), Messages(1)), Opener([kinds[n] for n in (*REQUESTS, SYNC)], Cmac(KEY))
    opener.ask(1)
    opener.open(kinds[SYNC].id, sealer.sync(1))
    for name in REQUESTS:  # a receiver's first frame of each kind is out of sequence by definition
        opener.open(kinds[name].id, sealer.seal(name, {}))

    def cycle() -> None:
        signals = encode(given, limits, 0)
        found = [opener.open(kinds[name].id, sealer.seal(name, signals[name])) for name in REQUESTS]
        if not all(each.fate in USED for each in found):
            raise SystemExit(f"refused: {found}")
        decode({each.name: each.values for each in found})

    return cycle


def spent(cycle: Callable[[], None]) -> float:
    """Microseconds of one cycle."""
    started = time.perf_counter()
    for _ in range(CYCLES):
        cycle()
    return (time.perf_counter() - started) / CYCLES * 1e6


def main() -> None:
    """Measure and print."""
    try:
        ways = {"plain": plain(), "ours": ours()}
    except Missing as missing:
        print(f"left out: {missing}")
        return
    rounds = [{name: spent(way) for name, way in ways.items()} for _ in range(ROUNDS)]
    found = {name: statistics.median(each[name] for each in rounds) for name in ways}
    if "--json" in sys.argv:
        print(json.dumps({"benchmark": "canbus", "cores": os.cpu_count(), "cycle_us": found}))
        return
    for name, micros in found.items():
        print(f"{name:<6} {micros:8.1f} µs per cycle of {len(REQUESTS)} frames")


if __name__ == "__main__":
    main()
