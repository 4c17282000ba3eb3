"""Processes at the ends of a cable, started by tests: each says in lines what it sees, and hears what it is told."""

from __future__ import annotations

import json
import os
import select
import sys
import time
from pathlib import Path
from typing import Any

LONGEST = 60.0  # s; nobody lives longer
TICK = 0.01  # s


def say(what: str, **more: Any) -> None:
    print(json.dumps({"what": what, **more}), flush=True)


def told(seconds: float = 0.0) -> str:
    """What the test says; at its end: `end`."""
    if not select.select([0], [], [], seconds)[0]:
        return ""
    return os.read(0, 4096).decode() or "end"


def bus(name: str, where: dict[str, Any]) -> Any:
    from aureole.runtime.clock import Monotonic
    from aureole.runtime.net.bus import NetBus
    from aureole.runtime.net.session import Certificates, Door, opened
    from tests.runtime.bus.buses import FRAME, topic

    papers = Certificates(*map(Path, where["papers"]))
    about = topic(("reader",), queued=where["queued"], depth=4)
    door = Door(tuple(where["listen"]), tuple(where["connect"]), papers, lease=1.0)
    session = opened(name, "car", [about], door, {"words": FRAME})
    return NetBus(name, "car", [about], {"words": FRAME}, session, Monotonic())


def writer(where: dict[str, Any]) -> None:
    """Writes every tick until it is told to rest; then it only heeds."""
    from tests.runtime.bus.buses import word

    found = bus("writer", where)
    end, ends, resting = found.publish("words"), time.monotonic() + LONGEST, False
    while not end.met:
        end.heed()
        time.sleep(TICK)
    say("met")
    while time.monotonic() < ends and (order := told(TICK)) != "end":
        if "rest" in order:
            resting = True
            say("resting", number=end.number, refused=end.refused["reader"])
        if not resting:
            end.put(word(end.number), end.number)
        end.heed()


def reader(where: dict[str, Any]) -> None:
    """Says when words come, cease, come again, when the writer's end is seen, and what it has."""
    found = bus("reader", where)
    end, ends = found.subscribe("words"), time.monotonic() + LONGEST
    got, first, last, lost, state = 0, -1, -1, 0, ""
    while time.monotonic() < ends and (order := told()) != "end":
        with end.take(wait=TICK) as message:
            if message is not None:
                assert message.stamp == message.number == int(message.word.inner.value[0]) > last
                first = message.number if first < 0 else first
                got, last, lost = got + 1, message.number, message.lost
        seen = "stale" if end.stale(time.monotonic_ns()) else "fresh"
        seen = "ended" if seen == "stale" and end.ended else seen
        if seen != state:
            state = seen
            say(state)
        if "count" in order:
            say("count", got=got, first=first, last=last, lost=lost, odd=dict(end.odd))


def car(where: dict[str, Any]) -> None:
    """Obeys, reports, and says when it brakes because nobody speaks to it."""
    from aureole.vehicle.ports.buses import join
    from aureole.vehicle.ports.freshness import Messages
    from aureole.vehicle.ports.plant import Plant
    from aureole.vehicle.ports.requests import Felt
    from tests.vehicle.ports.joined import CAR, KEY

    plant = Plant(join("udp_multicast", port=where["port"], hops=1), KEY, CAR.limits, Messages(1))
    state, ends = "", time.monotonic() + LONGEST
    while time.monotonic() < ends and told() != "end":
        plant.listen(time.monotonic_ns(), wait=TICK)
        asked = plant.setpoints(time.monotonic_ns())
        seen = "braking" if asked.accel <= -CAR.limits.brake else "obeying"
        if seen != state:
            state = seen
            say(state)
        plant.report(Felt(10.0, asked.accel, 0.0, asked.steer), (10.0,) * 4, time.monotonic_ns())


def mover(where: dict[str, Any]) -> None:
    """Asks for what is gentle, and says what became of it."""
    from aureole.vehicle.ports.buses import join
    from aureole.vehicle.ports.freshness import Messages
    from aureole.vehicle.ports.port import CanPort
    from tests.vehicle.ports.joined import CAR, KEY, command

    port = CanPort(join("udp_multicast", port=where["port"], hops=1), CAR, KEY, Messages(1))
    state, ends = None, time.monotonic() + LONGEST
    while time.monotonic() < ends and "end" not in (order := told(TICK)):
        now = time.monotonic_ns()
        port.write(command(now, steer=0.1, accel=1.0), now)
        port.read(now)
        seen = {name: each.value for name, each in port.states(now).items()}
        if seen != state:
            state = seen
            say("states", **seen)
        if "count" in order:
            say("count", **port.counts)


if __name__ == "__main__":
    {"writer": writer, "reader": reader, "car": car, "mover": mover}[sys.argv[1]](json.loads(sys.argv[2]))
